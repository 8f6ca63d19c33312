#include "runtime/registry/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "compiler/base/unicode.hpp"
#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

Error not_decodable(const std::string& file, const std::string& bytes, size_t at) {
  const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  return failure("import.encoding", file + ":" + std::to_string(line));
}

Result<std::string> from_gb18030(std::string& bytes, const std::string& file) {
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
  if (bad) return not_decodable(file, bytes, *bad);
  return out;
}

}  // namespace

Result<Decoded> decode_text(std::string bytes, EncodingChoice choice, const std::string& file) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return failure("import.encoding", file + " (UTF-16)");
  if (choice != EncodingChoice::gbk) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
    const std::optional<size_t> invalid = unicode::first_invalid(bytes);
    if (!invalid) return Decoded{std::move(bytes), Encoding::utf8};
    if (choice == EncodingChoice::utf8) return not_decodable(file, bytes, *invalid);
  }
  auto text = from_gb18030(bytes, file);
  if (!text) return text.error();
  return Decoded{std::move(*text), Encoding::gbk};
}

}  // namespace plumb::registry
