// Source text → the folded characters that the lexer sees, one code below 128 for each code point.
//
// The runtime's lexer caches only characters up to 127; folding Han letters to one class lets it cache all. The few letters
// that its rules tell apart have codes of their own. Token text never comes from here but from the source, by offsets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/antlr.hpp"

namespace plumb::syntax {

// Codes that are not ASCII's own; PlumbLexer.g4 lists the same.
enum Folded : uint8_t {
  kLetter = 0x01,
  kDe = 0x02,
  kYear = 0x03,
  kMonth = 0x04,
  kDay = 0x05,
  kBeforeDate = 0x06,  // 自 至 于 与
  kOpenName = 0x0E,
  kCloseName = 0x0F,
  kOpenTitle = 0x10,
  kCloseTitle = 0x11,
  kDash = 0x12,
  kGreaterEqual = 0x13,
  kLessEqual = 0x14,
  kNotEqual = 0x15,
  kForeign = 0x16,
};

uint8_t fold(char32_t code_point);

// REQUIRES: `text` is valid UTF-8 and outlives the stream.
class CharacterStream final : public antlr4::CharStream {
 public:
  explicit CharacterStream(std::string_view text);

  // Byte offset of the n-th code point; of the end for n == size().
  uint32_t byte_offset(size_t index) const { return offsets_[index]; }
  uint8_t folded(size_t index) const { return folded_[index]; }

  void consume() override { ++position_; }
  size_t LA(ssize_t i) override {
    const size_t at = position_ + static_cast<size_t>(i) - 1;
    return at < folded_.size() ? folded_[at] : antlr4::IntStream::EOF;
  }
  ssize_t mark() override { return -1; }
  void release(ssize_t) override {}
  size_t index() override { return position_; }
  void seek(size_t index) override { position_ = index; }
  size_t size() override { return folded_.size(); }
  std::string getSourceName() const override { return "plumb"; }
  std::string getText(const antlr4::misc::Interval& interval) override;
  std::string toString() const override { return std::string(text_); }

 private:
  std::string_view text_;
  std::vector<uint8_t> folded_;
  std::vector<uint32_t> offsets_;
  size_t position_ = 0;
};

}  // namespace plumb::syntax
