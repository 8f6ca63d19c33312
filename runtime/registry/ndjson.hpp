// One JSON object a line, with a table's columns as keys → records of that table. Strings, numbers, true and false stand
// for a CSV value; null and an absent key for none; an array of strings for values joined by ';'; an object
// {"from", "to"} for a period. One thread; the text must outlive the reader.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/registry/record.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

class NdjsonReader final : public RecordReader {
 public:
  NdjsonReader(std::string_view text, const TableShape& shape) : text_(text), shape_(shape) {}

  bool next(Record& record) override;
  size_t position() const override { return position_; }

 private:
  void read_object(std::string_view line, Record& record);
  // The CSV value that `json` (one valid JSON value) stands for.
  RawValue value_of(std::string_view json, const Column& column);

  std::string_view text_;
  const TableShape& shape_;
  size_t position_ = 0;
  uint64_t line_ = 0;
  std::deque<std::string> owned_;  // values of this line that had to be unescaped or joined
};

}  // namespace plumb::registry
