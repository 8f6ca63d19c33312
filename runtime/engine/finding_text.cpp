#include "runtime/engine/finding_text.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>

#include "runtime/lifecycle/finding.hpp"
#include "runtime/registry/history/words.hpp"
#include "runtime/registry/table.hpp"

namespace plumb {

namespace {

namespace json = boost::json;

struct MemberWord {
  std::string_view member;
  const char* zh;
  const char* en;
};
// In the order in which they are told. Other members bear the names of the columns of entries.
constexpr MemberWord kMembers[] = {
    {"case_no", "案号", "case"},
    {"published_on", "公布日期", "published"},
    {"removed_on", "撤销日期", "removed"},
    {"whom", "责任单位", "to be looked at by"},
    {"addressee", "对象", "about"},
    {"measure", "措施", "measure"},
    {"until", "保留至", "until"},
    {"basis", "依据文书", "basis"},
    {"on", "日期", "day"},
    {"days_late", "", ""},
    {"working_days_late", "", ""},
    {"records", "记录", "records"},
    {"columns", "不一致的项目", "columns that differ"},
    {"as_of", "推送日期", "push of"},
    {"removal_document", "撤销文书", "document of the removal"},
    {"confirmed_by", "确认人", "confirmed by"},
    {"dismissed_by", "保留人", "kept by"},
    {"kept_until", "保留所对的最后一份全量名单", "kept against lists until"},
    {"document", "文书", "document"},
    {"clause", "依据", "clause"},
    {"originals", "原文", "as it was written"},
};

const lifecycle::FindingWord* clock_word(std::string_view kind) {
  const auto words = lifecycle::finding_words();
  const auto found = std::find_if(words.begin(), words.end(), [&](const lifecycle::FindingWord& word) { return kind == word.alias; });
  return found == words.end() ? nullptr : &*found;
}

class Telling {
 public:
  Telling(std::string_view kind, Language language) : word_(clock_word(kind)), zh_(language == Language::zh) {}

  std::string tell(const json::object& detail) {
    for (const MemberWord& member : kMembers) {
      if (const json::value* value = detail.if_contains(member.member)) this->member(member, *value);
    }
    for (const auto& [name, value] : detail) {
      const std::string_view key(name.data(), name.size());
      if (std::none_of(std::begin(kMembers), std::end(kMembers), [&](const MemberWord& one) { return one.member == key; }))
        piece(label(key), in_words(key, text(value)));
    }
    return out_;
  }

 private:
  void piece(const std::string& label, const std::string& said) {
    if (said.empty()) return;
    if (!out_.empty()) out_ += zh_ ? "，" : ", ";
    out_ += label + (label.empty() ? "" : " ") + said;
  }

  void member(const MemberWord& member, const json::value& value) {
    if (member.member == "on" && word_ != nullptr && (word_->fault == lifecycle::Fault::late || word_->fault == lifecycle::Fault::omitted))
      return piece(zh_ ? "期限至" : "due by", text(value));
    if (member.member == "days_late") {
      const int count = number(value);
      return piece("", zh_ ? "迟" + std::to_string(count) + "日" : days(count, "day") + " late");
    }
    if (member.member == "working_days_late") return working(value);
    if (member.member == "addressee" && word_ != nullptr) {
      const auto step = lifecycle::find_step(text(value));
      if (step) return piece(zh_ ? "步骤" : "step", lifecycle::title(*step, zh_ ? Language::zh : Language::en));
    }
    piece(zh_ ? member.zh : member.en, text(value));
  }

  static int number(const json::value& value) { return value.is_int64() ? static_cast<int>(value.get_int64()) : 0; }
  static std::string days(int count, const char* unit) { return std::to_string(count) + " " + unit + (count == 1 ? "" : "s"); }
  // 0 or less: in time by that clock.
  void working(const json::value& value) {
    const int count = number(value);
    if (count <= 0) return piece("", zh_ ? "按工作日计未迟" : "in time by working days");
    piece("", zh_ ? "按工作日计迟" + std::to_string(count) + "个工作日" : "by working days " + days(count, "day"));
  }

  std::string label(std::string_view key) const { return registry::history::member_title(key, zh_ ? Language::zh : Language::en); }

  std::string text(const json::value& value) const {
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_null()) return {};
    std::string out;
    const auto add = [&](const std::string& said) { out += (out.empty() ? "" : zh_ ? "、" : "; ") + said; };
    if (value.is_array()) {
      for (const json::value& one : value.get_array()) add(one.is_string() ? column_or_text(one.get_string()) : text(one));
      return out;
    }
    if (value.is_object()) {
      for (const auto& [name, one] : value.get_object()) {
        const std::string_view key(name.data(), name.size());
        add(label(key) + " " + in_words(key, text(one)));
      }
      return out;
    }
    return json::serialize(value);
  }
  // As a column of entries keeps it → as one says it: publishable is yes, not 1.
  std::string in_words(std::string_view key, const std::string& stored) const {
    const registry::TableShape& entries = registry::shape(registry::Table::entries);
    const size_t at = registry::find_column(entries, key);
    return stored.empty() || at == entries.columns.size()
               ? stored
               : registry::history::value_words(entries, entries.columns[at], stored, zh_ ? Language::zh : Language::en);
  }
  // 2019-06-10 stays; duty is a column's name.
  std::string column_or_text(std::string_view said) const { return label_is_known(said) ? label(said) : std::string(said); }
  static bool label_is_known(std::string_view said) {
    const auto& columns = registry::shape(registry::Table::entries).columns;
    return std::any_of(columns.begin(), columns.end(), [&](const registry::Column& column) { return said == column.name; });
  }

  const lifecycle::FindingWord* word_;
  bool zh_;
  std::string out_;
};

}  // namespace

std::string finding_told(std::string_view kind, std::string_view detail, Language language) {
  boost::system::error_code fault;
  const json::value read = json::parse(json::string_view(detail.data(), detail.size()), fault);
  if (fault || !read.is_object()) return std::string(detail);
  return Telling(kind, language).tell(read.get_object());
}

}  // namespace plumb
