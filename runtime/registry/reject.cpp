#include "runtime/registry/reject.hpp"

#include "compiler/base/printable.hpp"
#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

void append_field(std::string& line, std::string_view written) {
  const bool formula = !written.empty() && std::string_view("=+-@\t\r").find(written.front()) != std::string_view::npos;
  const std::string value = (formula ? "'" : "") + printable(written);
  const bool plain = value.find_first_of(",\"\r\n") == std::string_view::npos;
  if (plain) {
    line.append(value);
    return;
  }
  line.push_back('"');
  for (const char c : value) {
    if (c == '"') line.push_back('"');
    line.push_back(c);
  }
  line.push_back('"');
}

}  // namespace

Result<void> RejectFile::write(const Reject& reject) {
  return write_line(reject.file, reject.row, reject.column, reject.value, reason_text(reject.reason, language_));
}

Result<void> RejectFile::write(const std::string& file, std::string_view reason) { return write_line(file, 0, {}, {}, reason); }

Result<void> RejectFile::write_line(std::string_view file, uint64_t row, std::string_view column, std::string_view value, std::string_view reason) {
  if (!out_.is_open()) {
    std::error_code ignored;
    const bool has_header = append_ && std::filesystem::exists(path_, ignored) && std::filesystem::file_size(path_, ignored) > 0;
    out_.open(path_, std::ios::binary | (append_ ? std::ios::app : std::ios::trunc));
    // It repeats refused values in full, since they are what has to be mended: for its owner alone.
    if (std::filesystem::is_regular_file(path_, ignored)) {
      std::filesystem::permissions(path_, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ignored);
    }
    if (!has_header) out_ << kHeader << '\n';
  }
  std::string line;
  append_field(line, file);
  line.append(",").append(std::to_string(row)).append(",");
  append_field(line, column);
  line.push_back(',');
  append_field(line, value);
  line.push_back(',');
  append_field(line, reason);
  line.push_back('\n');
  out_ << line;
  if (!out_) return failure("import.reject_file", path_.string());
  return {};
}

Result<void> RejectFile::flush() {
  if (out_.is_open() && !out_.flush()) return failure("import.reject_file", path_.string());
  return {};
}

Result<void> RejectFile::finish() {
  if (!out_.is_open()) return {};
  out_.close();
  if (!out_) return failure("import.reject_file", path_.string());
  return {};
}

}  // namespace plumb::registry
