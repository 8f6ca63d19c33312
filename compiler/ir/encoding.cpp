#include "compiler/ir/encoding.hpp"

#include <algorithm>

#include "compiler/base/sha256.hpp"
#include "compiler/base/unicode.hpp"
#include "compiler/ir/structure.hpp"
#include "compiler/ir/verifier.hpp"
#include "compiler/ir/words.hpp"

namespace plumb::ir {

namespace {

constexpr std::string_view kMagic = "PLIR";

class Writer {
 public:
  std::string bytes;

  void number(uint128 v) {
    for (; v >= 0x80; v >>= 7) bytes.push_back(static_cast<char>(static_cast<uint8_t>(v) | 0x80));
    bytes.push_back(static_cast<char>(v));
  }
  void zigzag(int128 v) { number((static_cast<uint128>(v) << 1) ^ static_cast<uint128>(v >> 127)); }

  template <typename T>
  void field(const char*, const T& x) {
    if constexpr (std::is_same_v<T, std::string>) {
      number(x.size());
      bytes += x;
    } else if constexpr (std::is_same_v<T, int128> || std::is_same_v<T, int32_t>) {
      zigzag(x);
    } else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      number(static_cast<uint32_t>(x));
    } else if constexpr (std::is_same_v<T, Date>) {
      zigzag(x.days);
    } else if constexpr (IsId<T>::value) {
      number(x.valid() ? uint128{x.value} + 1 : 0);
    } else if constexpr (IsOptional<T>::value) {
      number(x ? 1 : 0);
      if (x) field("", *x);
    } else if constexpr (IsSequence<T>::value) {
      number(x.size());
      for (const auto& item : x) field("", item);
    } else {
      describe(*this, x);
    }
  }

  void nodes(const Program& program) {
    number(program.nodes.size());
    for (size_t i = 0; i < program.nodes.size(); ++i) {
      const NodeId id = program.nodes.id_at(i);
      const Node& node = program.nodes[id];
      field("", node.op);
      field("", node.type);
      field("", node.immediate);
      const auto below = operands(program, id);
      number(below.size());
      for (const NodeId operand : below) field("", operand);
    }
  }
};

// Reads until the first fault, and nothing after it.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }

  uint128 number(uint128 most) {
    uint128 v = 0;
    for (unsigned shift = 0; shift < 128; shift += 7) {
      if (rest_.empty()) return fail();
      const auto byte = static_cast<uint8_t>(rest_[0]);
      rest_.remove_prefix(1);
      const auto digit = static_cast<uint128>(byte & 0x7F);
      if (shift == 126 && digit > 3) return fail();
      v |= digit << shift;
      if (byte & 0x80) continue;
      if (byte == 0 && shift != 0) return fail();  // not the shortest form
      return v <= most ? v : fail();
    }
    return fail();
  }

  template <typename T>
  void field(const char*, T& x) {
    if (failed_) return;
    if constexpr (std::is_same_v<T, std::string>) {
      text(x);
    } else if constexpr (std::is_same_v<T, int128>) {
      const uint128 v = number(~uint128{0});
      x = static_cast<int128>(v >> 1) ^ -static_cast<int128>(v & 1);
    } else if constexpr (std::is_same_v<T, int32_t>) {
      const uint128 v = number(UINT32_MAX);
      x = static_cast<int32_t>(static_cast<int64_t>(v >> 1) ^ -static_cast<int64_t>(v & 1));
    } else if constexpr (std::is_same_v<T, bool>) {
      x = number(1) != 0;
    } else if constexpr (std::is_enum_v<T>) {
      x = static_cast<T>(number(words(T{}).size() - 1));
    } else if constexpr (std::is_integral_v<T>) {
      static_assert(std::is_same_v<T, uint32_t>);
      x = static_cast<T>(number(UINT32_MAX));
    } else if constexpr (std::is_same_v<T, Date>) {
      field("", x.days);
    } else if constexpr (IsId<T>::value) {
      const uint128 v = number(UINT32_MAX);
      x = v == 0 ? T() : T(static_cast<uint32_t>(v - 1));
    } else if constexpr (IsOptional<T>::value) {
      if (number(1) != 0) field("", x.emplace());
    } else if constexpr (IsSequence<T>::value) {
      for (size_t count = length(); count > 0 && !failed_; --count) {
        typename IsSequence<T>::Item item{};
        field("", item);
        append(x, std::move(item));
      }
    } else {
      describe(*this, x);
    }
  }

  void nodes(Program& program) {
    for (size_t count = length(); count > 0 && !failed_; --count) {
      Node node;
      field("", node.op);
      field("", node.type);
      field("", node.immediate);
      node.operands_begin = static_cast<uint32_t>(program.operands.size());
      const size_t operand_count = length();
      node.operands_count = static_cast<uint32_t>(operand_count);
      for (size_t i = 0; i < operand_count && !failed_; ++i) field("", program.operands.emplace_back());
      program.nodes.add(node);
    }
  }

 private:
  uint128 fail() {
    failed_ = true;
    rest_ = {};
    return 0;
  }
  // Of a sequence or text: every item takes a byte at least.
  size_t length() { return static_cast<size_t>(number(rest_.size())); }
  void text(std::string& out) {
    const size_t size = length();
    if (size > rest_.size() || unicode::first_invalid(rest_.substr(0, size))) {
      fail();
      return;
    }
    out = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

std::string encode(const Program& program) {
  Writer writer;
  writer.bytes = kMagic;
  writer.number(kEncodingVersion);
  describe(writer, program);
  return std::move(writer.bytes);
}

Result<Program> decode(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return Error{"ir.malformed", "not an encoded rule set"};
  Reader reader(bytes.substr(kMagic.size()));
  const auto version = static_cast<uint32_t>(reader.number(UINT32_MAX));
  if (reader.failed()) return Error{"ir.malformed", "encoded rule set is cut off"};
  if (version != kEncodingVersion) return Error{"ir.version", "encoded rule set has version " + std::to_string(version) + ", this program reads version 1"};
  Program program;
  describe(reader, program);
  if (reader.failed() || !reader.at_end()) return Error{"ir.malformed", "encoded rule set is damaged"};
  const auto violations = verify(program);
  if (!violations.empty()) return Error{"ir.invalid", "encoded rule set breaks " + text(violations[0])};
  return program;
}

std::string meaning_digest(const Program& program) { return sha256_hex(encode(canonical(program))); }

std::string source_digest(std::vector<std::pair<std::string, std::string>> sources) {
  std::sort(sources.begin(), sources.end());
  Writer writer;
  for (const auto& [path, source] : sources) {
    writer.field("", path);
    writer.field("", source);
  }
  return sha256_hex(writer.bytes);
}

}  // namespace plumb::ir
