#include "runtime/disclosure/publication.hpp"

#include <boost/json.hpp>

#include "compiler/base/csv_line.hpp"

namespace plumb::disclosure {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kJsonBegins = "{\"kind\":\"plumb.disclosure\",";

struct ColumnWord {
  const char* alias;
  const char* zh;
};
// 四（二）1's words, the two kinds of party side by side.
constexpr ColumnWord kColumns[] = {
    {"state", "状态"},
    {"case_no", "案号"},
    {"name", "姓名/单位名称"},
    {"identifier", "身份证号码/统一社会信用代码"},
    {"gender", "性别"},
    {"age", "年龄"},
    {"legal_representative", "法定代表人姓名"},
    {"court", "执行人民法院"},
    {"basis_no", "执行依据文号"},
    {"basis_unit", "作出执行依据单位"},
    {"duty", "法律生效文书确定的义务"},
    {"performance", "被执行人的履行情况"},
    {"conduct", "失信被执行人具体情形"},
    {"published_on", "发布时间"},
    {"filed_on", "立案时间"},
    {"performed_part", "已履行部分"},
    {"unperformed_part", "未履行部分"},
    {"removed_on", "撤销时间"},
    {"removal_kind", "撤销方式"},
};

std::string iso(const std::optional<Date>& day) { return day ? day->iso() : std::string(); }

std::string header(Language language) {
  std::vector<std::string> words;
  for (const ColumnWord& column : kColumns) words.emplace_back(language == Language::zh ? column.zh : column.alias);
  std::string out(kByteOrderMark);
  append_csv_line(out, words, CsvGuard::formulas);
  return out;
}

std::string csv(const Disclosure& disclosure, Language language) {
  const bool zh = language == Language::zh;
  std::string out = header(language);
  for (const PublicEntry& e : disclosure.entries) {
    append_csv_line(out,
                    {zh ? "公布" : "listed", e.case_no, e.name, e.identifier, e.gender, e.age, e.legal_representative, e.court, e.basis_no, e.basis_unit,
                     e.duty, e.performance, e.conduct, e.published_on.iso(), iso(e.filed_on), e.performed_part, e.unperformed_part, "", ""},
                    CsvGuard::formulas);
  }
  for (const PublicRemoval& r : disclosure.removals) {
    const std::string kind = !zh ? r.kind : r.kind == "shielded" ? "屏蔽" : r.kind == "revoked" ? "撤销" : r.kind;
    append_csv_line(out, {zh ? "已撤销" : "removed", r.case_no, r.name, "", "", "", "", r.court, "", "", "", "", "", "", "", "", "", r.removed_on.iso(), kind},
                    CsvGuard::formulas);
  }
  return out;
}

// Absent texts have no member.
std::string line(const PublicEntry& e) {
  boost::json::object out;
  const auto put = [&](const char* key, const std::string& text) {
    if (!text.empty()) out[key] = text;
  };
  out["kind"] = word(e.kind).alias;
  put("case_no", e.case_no);
  put("name", e.name);
  put("identifier", e.identifier);
  put("gender", e.gender);
  put("age", e.age);
  put("legal_representative", e.legal_representative);
  put("court", e.court);
  put("basis_no", e.basis_no);
  put("basis_unit", e.basis_unit);
  put("duty", e.duty);
  put("performance", e.performance);
  put("conduct", e.conduct);
  put("published_on", e.published_on.iso());
  put("filed_on", iso(e.filed_on));
  put("performed_part", e.performed_part);
  put("unperformed_part", e.unperformed_part);
  return boost::json::serialize(out);
}

std::string line(const PublicRemoval& r) {
  boost::json::object out;
  out["case_no"] = r.case_no;
  if (!r.name.empty()) out["name"] = r.name;
  if (!r.court.empty()) out["court"] = r.court;
  out["removed_on"] = r.removed_on.iso();
  if (!r.kind.empty()) out["removal_kind"] = r.kind;
  return boost::json::serialize(out);
}

template <typename T>
void append_list(std::string& out, const std::vector<T>& items) {
  out += "[";
  for (size_t i = 0; i < items.size(); ++i) out += (i == 0 ? "\n" : ",\n") + line(items[i]);
  out += items.empty() ? "]" : "\n]";
}

std::string json(const Disclosure& disclosure) {
  std::string out(kJsonBegins);
  out += "\"day\":\"" + disclosure.day.iso() + "\",\"revision\":" + std::to_string(disclosure.revision) + ",\n\"entries\":";
  append_list(out, disclosure.entries);
  out += ",\n\"removals_for\":" + std::to_string(disclosure.removals_for) + ",\"removals\":";
  append_list(out, disclosure.removals);
  return out + ",\n\"digest\":\"" + disclosure.digest + "\"}\n";
}

}  // namespace

std::string written(const Disclosure& disclosure, Format format, Language language) {
  switch (format) {
    case Format::csv:
      return csv(disclosure, language);
    case Format::json:
      return json(disclosure);
    case Format::html:
      return page(disclosure, language);
  }
  return {};
}

bool begins_as_written(std::string_view head) {
  return head.starts_with(kJsonBegins) || head.starts_with(kPageBegins) || head.starts_with(header(Language::zh)) || head.starts_with(header(Language::en));
}

std::vector<std::string> lines(const Disclosure& disclosure) {
  std::vector<std::string> out;
  out.reserve(disclosure.entries.size() + disclosure.removals.size());
  for (const PublicEntry& entry : disclosure.entries) out.push_back(line(entry));
  for (const PublicRemoval& removal : disclosure.removals) out.push_back(line(removal));
  return out;
}

}  // namespace plumb::disclosure
