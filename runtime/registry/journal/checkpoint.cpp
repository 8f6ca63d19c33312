#include "runtime/registry/journal/checkpoint.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"

namespace plumb::registry::journal {

namespace {

constexpr std::string_view kTitle = "plumb checkpoint 1";

std::optional<std::string_view> take_line(std::string_view& text) {
  const size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

template <size_t N>
bool read_hex(std::string_view digits, std::array<unsigned char, N>& out) {
  if (digits.size() != 2 * N) return false;
  for (size_t i = 0; i < N; ++i) {
    const char* const at = digits.data() + 2 * i;
    if (std::from_chars(at, at + 2, out[i], 16).ptr != at + 2) return false;
  }
  return true;
}

}  // namespace

std::string write(const Checkpoint& checkpoint, const seal::PrivateKey& key) {
  std::string text(kTitle);
  text.append("\n").append(std::to_string(checkpoint.head.sequence)).append("\n");
  text.append(seal::hex(seal::bytes_of(checkpoint.head.chain))).append("\n").append(checkpoint.recorded_at).append("\n");
  const seal::Signature signature = seal::sign(key, text);
  return text + seal::hex({reinterpret_cast<const char*>(signature.data()), signature.size()}) + "\n";
}

Result<Checkpoint> read(std::string_view text, const seal::PublicKey& key) {
  std::string_view rest = text;
  const auto title = take_line(rest), sequence = take_line(rest), chain = take_line(rest), moment = take_line(rest);
  const std::string_view signed_text = text.substr(0, text.size() - rest.size());
  const auto signature = take_line(rest);
  Checkpoint read;
  seal::Signature bytes{};
  if (!signature || title != kTitle || !rest.empty() || !read_hex(*chain, read.head.chain) || !read_hex(*signature, bytes) ||
      canonical_moment(*moment) != std::string(*moment)) {
    return failure("checkpoint.malformed");
  }
  const std::string digits(*sequence);
  const char* const end = digits.data() + digits.size();
  if (std::from_chars(digits.data(), end, read.head.sequence).ptr != end || read.head.sequence < 0) return failure("checkpoint.malformed");
  if (!seal::signature_holds(key, signed_text, bytes)) return failure("checkpoint.signature");
  read.recorded_at = *moment;
  return read;
}

Result<bool> holds(Database& database, const Checkpoint& checkpoint) {
  if (checkpoint.head.sequence == 0) return true;
  auto row = database.prepare("SELECT chain FROM journal WHERE sequence = ?");
  if (!row) return row.error();
  row->bind(1, checkpoint.head.sequence);
  const int status = row->step();
  if (status == SQLITE_DONE) return false;
  if (status != SQLITE_ROW) return database.error();
  return row->blob(0) == seal::bytes_of(checkpoint.head.chain);
}

}  // namespace plumb::registry::journal
