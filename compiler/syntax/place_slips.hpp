// Slips that only their place shows, told where the grammar could not go on: `等级 是 甲级`, `5万`, a comma for 且,
// 1 <= 星级 <= 5, 负责部门 for 责任部门, a name that holds 且. A text without errors never comes here.
#pragma once

#include "compiler/diagnostics/sink.hpp"
#include "compiler/syntax/pieces.hpp"
#include "compiler/syntax/syntax_errors.hpp"
#include "compiler/syntax/token.hpp"

namespace plumb::syntax {

// The neighbourhood of an error.
class PlaceOfError {
 public:
  PlaceOfError(const TokenList& list, const Source& source, const Piece& piece, const ErrorPlace& place, diagnostics::Sink& sink)
      : list_(list), source_(source), piece_(piece), place_(place), sink_(sink), at_(place.at_end ? piece.end : place.token) {}

 protected:
  bool inside(uint32_t i) const { return i >= piece_.begin && i < piece_.end; }
  uint16_t type(uint32_t i) const { return inside(i) ? list_.tokens[i].type : uint16_t{0}; }
  std::string text(uint32_t i) const { return inside(i) ? text(span(i)) : std::string(); }
  std::string text(Span span) const { return source_.text().substr(span.begin, span.end - span.begin); }
  Span span(uint32_t i) const { return list_.span(list_.tokens[i]); }
  Span span(uint32_t first, uint32_t last) const { return {list_.source, list_.tokens[first].begin, list_.tokens[last].end}; }
  Span before(uint32_t i) const { return {list_.source, list_.tokens[i].begin, list_.tokens[i].begin}; }
  Span after(uint32_t i) const { return {list_.source, list_.tokens[i].end, list_.tokens[i].end}; }
  bool touches(uint32_t i) const { return inside(i) && i > piece_.begin && list_.tokens[i - 1].end == list_.tokens[i].begin; }
  bool opens_line(uint32_t i) const { return inside(i) && list_.tokens[i].first_on_line; }
  bool expects(size_t type) const;
  bool expects_only(size_t type) const { return place_.expected.size() == 1 && place_.expected.front() == type; }
  bool reading(size_t rule) const;
  // A word that is not quoted and no reserved keyword.
  bool is_plain_word(uint32_t i) const;
  bool ends_operand(uint32_t i) const;
  static bool is_comparator(uint16_t type);
  static bool is_membership(uint16_t type);
  // The clause head that the place belongs to; the piece's first token if none does.
  uint32_t head() const;
  // One past the last token of the clause that holds `i`.
  uint32_t clause_end(uint32_t i) const;
  bool in_condition() const;
  bool tell_word(Span wrong, std::string right, std::string shown_right = {});
  bool tell_not_needed(uint32_t i);

  const TokenList& list_;
  const Source& source_;
  const Piece& piece_;
  const ErrorPlace& place_;
  diagnostics::Sink& sink_;
  const uint32_t at_;  // the token that could not stand there; the piece's end if there is none
};

// Whether the token opens a clause on its line, as far as its word tells.
bool is_clause_head(const Token& token);

// Each reports at most one slip, and says whether it did.
bool report_condition_slip(const TokenList& list, const Source& source, const Piece& piece, const ErrorPlace& place, diagnostics::Sink& sink);
bool report_name_slip(const TokenList& list, const Source& source, const Piece& piece, const ErrorPlace& place, diagnostics::Sink& sink);

}  // namespace plumb::syntax
