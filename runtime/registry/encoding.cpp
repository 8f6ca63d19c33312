#include "runtime/registry/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/base/unicode.hpp"
#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

Error not_decodable(EncodingChoice choice, const std::string& file, const std::string& bytes, size_t at) {
  const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  return failure(choice == EncodingChoice::detect ? "import.encoding" : "import.encoding_said", file + ":" + std::to_string(line));
}

Result<std::string> from_gb18030(EncodingChoice choice, std::string& bytes, const std::string& file) {
  const iconv_t converter = iconv_open("UTF-8", "GB18030");
  if (converter == reinterpret_cast<iconv_t>(-1)) return failure("import.encoding", file + ": GB18030");
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 2);
  char buffer[1 << 14];
  char* in = bytes.data();
  size_t left = bytes.size();
  std::optional<size_t> bad;
  while (left > 0) {
    char* to = buffer;
    size_t room = sizeof buffer;
    const size_t status = iconv(converter, &in, &left, &to, &room);
    out.append(buffer, sizeof buffer - room);
    if (status == static_cast<size_t>(-1) && errno != E2BIG) {
      bad = bytes.size() - left;
      break;
    }
  }
  iconv_close(converter);
  if (bad) return not_decodable(choice, file, bytes, *bad);
  return out;
}

// Whether a line can hardly be anything but UTF-8: it has characters beyond ASCII, and all of them decode to Han letters or to the
// punctuation used with them. In GBK, two or four letters never look so, and of three hardly ever (the first would have to
// be a rare one); two-byte sequences prove nothing, since many common letters of GBK are such.
bool is_surely_utf8(std::string_view line) {
  bool any = false;
  for (size_t at = 0; at < line.size();) {
    const unicode::Decoded d = unicode::decode(line, at);
    if (d.length == 0) return false;
    at += d.length;
    if (d.code_point < 0x80) continue;
    const bool written_with_han = (d.code_point >= 0x3000 && d.code_point <= 0x303F) || (d.code_point >= 0xFF00 && d.code_point <= 0xFFEF);
    if (!unicode::is_han(d.code_point) && !written_with_han) return false;
    any = true;
  }
  return any;
}

constexpr size_t kMaxLinesNamed = 5;

// The lines of the rarer encoding, as far as a person wants to read them: "3, 7, 9 …(12)"; empty when there is but one encoding.
std::string lines_in_another_encoding(std::string_view bytes) {
  std::vector<size_t> utf8, other;
  size_t number = 0;
  for (size_t begin = 0; begin < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', begin), bytes.size());
    const std::string_view line = bytes.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (is_surely_utf8(line)) utf8.push_back(number);
    if (unicode::first_invalid(line)) other.push_back(number);
  }
  if (utf8.empty() || other.empty()) return {};
  const std::vector<size_t>& rare = utf8.size() < other.size() ? utf8 : other;
  std::string out;
  for (size_t i = 0; i < std::min(rare.size(), kMaxLinesNamed); ++i) out.append(i == 0 ? "" : ", ").append(std::to_string(rare[i]));
  return rare.size() > kMaxLinesNamed ? out + " … (" + std::to_string(rare.size()) + ")" : out;
}

}  // namespace

EncodingChoice encoding_choice(std::string_view name) {
  if (name == "utf-8") return EncodingChoice::utf8;
  return name == "gbk" ? EncodingChoice::gbk : EncodingChoice::detect;
}

Result<Decoded> decode_text(std::string bytes, EncodingChoice choice, const std::string& file) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return failure("import.encoding", file + " (UTF-16)");
  if (choice != EncodingChoice::gbk) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
    const std::optional<size_t> invalid = unicode::first_invalid(bytes);
    if (!invalid) return Decoded{std::move(bytes), Encoding::utf8};
    if (choice == EncodingChoice::utf8) return not_decodable(choice, file, bytes, *invalid);
    const std::string lines = lines_in_another_encoding(bytes);
    if (!lines.empty()) return failure("import.mixed_encoding", file + ":" + lines);
  }
  auto text = from_gb18030(choice, bytes, file);
  if (!text) return text.error();
  return Decoded{std::move(*text), Encoding::gbk};
}

}  // namespace plumb::registry
