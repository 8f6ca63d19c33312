#include "runtime/registry/reject.hpp"

#include <array>

#include "compiler/base/printable.hpp"
#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

struct ReasonText {
  const char* code;
  const char* en;
  const char* zh;
};

// In the order of RejectReason.
constexpr std::array<ReasonText, 21> kReasons = {{
    {"none", "", ""},
    {"missing_value", "a value is required here", "此处必须有值"},
    {"unknown_kind", "not a kind of party; one of person, organisation", "不是主体类别，应为 person 或 organisation"},
    {"unknown_sector", "not a sector; one of real_estate, construction, other", "不是所属行业，应为 real_estate、construction 或 other"},
    {"unknown_role", "not a role that the registry knows", "不是名册认识的角色"},
    {"role_of_entries_only", "directly responsible persons are named by the court on the entry, never by a relation",
     "直接责任人员只由法院在名单条目上列明，不能作为关系导入"},
    {"bad_date", "not a day of the calendar, written YYYY-MM-DD", "不是日历上的日期，应写作 YYYY-MM-DD"},
    {"bad_boolean", "neither true nor false", "既非 true 也非 false"},
    {"bad_percentage", "not a percentage from 0 to 100", "不是 0 到 100 的百分比"},
    {"bad_period", "not two days with a dash between", "应为两个日期，中间用“–”连接"},
    {"bad_json", "not a JSON object", "不是 JSON 对象"},
    {"not_an_identifier", "not an identifier of any form", "不是任何形式的编号"},
    {"mask_length", "a masked identifier must have as many places as a full one (18)", "掩码编号的位数应与完整编号相同（18位）"},
    {"mask_visible", "a masked identifier must show at least 8 places", "掩码编号至少应有8位可见"},
    {"value_too_long", "the value is longer than 65536 bytes", "值超过 65536 字节"},
    {"forbidden_character", "the value holds a control character, which has no place in a text", "值中含有控制字符，文本中不应有"},
    {"field_count", "the row has more or fewer values than the header has columns", "该行的值数与表头列数不符"},
    {"text_after_quote", "text follows a closing quotation mark", "闭合引号之后还有文字"},
    {"unknown_key", "the table has no such column", "该表没有这一列"},
    {"duplicate_key", "the key stands twice in one row", "同一行中键名重复"},
    {"wrongly_made_entry", "nothing may be retained of an entry that was removed as wrongly made", "因错误纳入而撤销的条目不得保留任何措施"},
}};

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

const char* reason_code(RejectReason reason) { return kReasons[static_cast<size_t>(reason)].code; }

const char* reason_text(RejectReason reason, Language language) {
  const ReasonText& text = kReasons[static_cast<size_t>(reason)];
  return language == Language::zh ? text.zh : text.en;
}

Result<void> RejectFile::write(const Reject& reject) {
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
  append_field(line, reject.file);
  line.append(",").append(std::to_string(reject.row)).append(",");
  append_field(line, reject.column);
  line.push_back(',');
  append_field(line, reject.value);
  line.push_back(',');
  append_field(line, reason_text(reject.reason, language_));
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
