#include "runtime/feed/csv_lines.hpp"

#include "runtime/identity/name.hpp"

namespace plumb::feed {

namespace {

// Where the field that begins at `at` ends. (find_first_of would search its set anew for every character.)
size_t end_of_field(std::string_view text, size_t at) {
  while (at < text.size() && text[at] != ',' && text[at] != '\n' && text[at] != '\r') ++at;
  return at;
}

}  // namespace

// At the opening quotation mark. Leaves the position after the field.
void CsvLines::read_quoted() {
  const size_t begin = ++position_;
  std::string* copy = nullptr;
  size_t copied_from = begin;
  while (true) {
    const size_t quote = text_.find('"', position_);
    if (quote == std::string_view::npos) {
      open_quote_ = true;
      position_ = text_.size();
      return;
    }
    position_ = quote + 1;
    if (position_ < text_.size() && text_[position_] == '"') {  // "" stands for one quotation mark
      if (copy == nullptr) copy = &unescaped_.emplace_back();
      copy->append(text_.substr(copied_from, position_ - copied_from));
      copied_from = ++position_;
      continue;
    }
    if (copy == nullptr) {
      fields_.push_back(text_.substr(begin, quote - begin));
    } else {
      copy->append(text_.substr(copied_from, quote - copied_from));
      fields_.push_back(*copy);
    }
    break;
  }
  const size_t end = end_of_field(text_, position_);
  if (!identity::trim(text_.substr(position_, end - position_)).empty()) text_after_quote_ = true;
  position_ = end;
}

bool CsvLines::next() {
  if (position_ >= text_.size()) return false;
  fields_.clear();
  unescaped_.clear();
  text_after_quote_ = false;
  ++line_;
  while (true) {
    if (position_ < text_.size() && text_[position_] == '"') {
      read_quoted();
      if (open_quote_) return false;
    } else {
      const size_t end = end_of_field(text_, position_);
      fields_.push_back(text_.substr(position_, end - position_));
      position_ = end;
    }
    if (position_ >= text_.size()) return true;
    const char separator = text_[position_++];
    if (separator == ',') continue;
    if (separator == '\r' && position_ < text_.size() && text_[position_] == '\n') ++position_;
    return true;
  }
}

std::optional<uint64_t> open_quote(std::string_view text) {
  if (text.find('"') == std::string_view::npos) return std::nullopt;  // as in most files
  CsvLines lines(text);
  while (lines.next()) {
  }
  return lines.open_quote() ? std::optional(lines.line()) : std::nullopt;
}

}  // namespace plumb::feed
