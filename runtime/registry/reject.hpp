// Rows that cannot be taken: why, in both languages, and the file in which the operator finds them again.
//
// The reject file is CSV with a header (file, row, column, value, reason), made to be read beside the file that it is about: it
// shows the values as they came, so it is the operator's and not for passing on. Reasons never repeat a value. What a
// spreadsheet would take for a formula gets an apostrophe before it, and what a terminal would obey is shown as a symbol.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "compiler/base/language.hpp"
#include "compiler/base/result.hpp"
#include "runtime/feed/reason.hpp"

namespace plumb::registry {

using feed::reason_code;
using feed::reason_text;
using feed::RejectReason;

struct Reject {
  std::string file;
  uint64_t row = 0;
  std::string column;
  std::string value;
  RejectReason reason = RejectReason::none;
};

// Opens its file with the first reject, so that none is left behind where nothing was refused.
class RejectFile {
 public:
  static constexpr std::string_view kHeader =
      "\xEF\xBB\xBF"  // a byte order mark, without which a spreadsheet takes the Chinese for another encoding
      "file,row,column,value,reason";
  static constexpr std::string_view kColumns = kHeader.substr(3);

  RejectFile(std::filesystem::path path, Language language, bool append) : path_(std::move(path)), language_(language), append_(append) {}

  // Of a whole file that was refused, in these words.
  Result<void> write(const std::string& file, std::string_view reason);
  Result<void> write(const Reject& reject);
  Result<void> flush();  // what was written outlives this process
  Result<void> finish();

 private:
  Result<void> write_line(std::string_view file, uint64_t row, std::string_view column, std::string_view value, std::string_view reason);

  std::filesystem::path path_;
  Language language_;
  bool append_;
  std::ofstream out_;
};

}  // namespace plumb::registry
