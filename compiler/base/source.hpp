// Source text and places in it. A SourceMap owns the files of one compilation; a Span names bytes of one of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/ids.hpp"

namespace plumb {

struct SourceTag;
using SourceId = Id<SourceTag>;

// Half-open range of bytes [begin, end) of one source. A default Span names no place.
struct Span {
  SourceId source;
  uint32_t begin = 0;
  uint32_t end = 0;

  bool valid() const { return source.valid(); }
  friend bool operator==(const Span&, const Span&) = default;
};

// The smallest span that holds both; either may be invalid. REQUIRES: same source when both are valid.
Span join(Span a, Span b);

// 1-based line, 1-based column in code points, and the display column (East-Asian wide characters count two), 1-based.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
  uint32_t display_column = 1;
};

// One file's text (UTF-8, BOM removed) with an index of its lines.
class Source {
 public:
  Source(std::string path, std::string text);

  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  LineColumn locate(uint32_t offset) const;
  // The line's text without its terminator. REQUIRES: 1 <= line <= line_count().
  std::string_view line(uint32_t line) const;
  uint32_t line_count() const { return static_cast<uint32_t>(line_starts_.size()); }
  uint32_t line_start(uint32_t line) const { return line_starts_[line - 1]; }
  // 3 when the file began with a byte-order mark, which text() leaves out; add it to an offset to get the file's.
  uint32_t bom_length() const { return bom_length_; }

 private:
  std::string path_;
  std::string text_;
  std::vector<uint32_t> line_starts_;
  uint32_t bom_length_ = 0;
};

class SourceMap {
 public:
  SourceId add(std::string path, std::string text) { return sources_.add(Source(std::move(path), std::move(text))); }
  const Source& operator[](SourceId id) const { return sources_[id]; }
  std::string_view text(Span span) const;
  size_t size() const { return sources_.size(); }
  SourceId id_at(size_t index) const { return sources_.id_at(index); }

 private:
  Store<Source, SourceId> sources_;
};

}  // namespace plumb
