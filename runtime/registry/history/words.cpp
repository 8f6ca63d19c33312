#include "runtime/registry/history/words.hpp"

#include <algorithm>

#include "compiler/base/vocabulary.hpp"
#include "runtime/lifecycle/step.hpp"
#include "runtime/registry/finding_shown.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/review/reviews.hpp"

namespace plumb::registry::history {

namespace {

// What columns are called that no import file has, and members of findings.
struct Title {
  std::string_view name, zh;
};
constexpr Title kTitles[] = {
    {"party_a", "一方"},
    {"party_b", "另一方"},
    {"verdict", "结论"},
    {"by", "经办"},
    {"on", "日期"},
    {"reason", "理由"},
    {"kind", "种类"},
    {"subject", "对象"},
    {"party", "主体"},
    {"detail", "详情"},
    {"as_of", "名单日期"},
    {"confirmed_by", "确认人"},
    {"dismissed_by", "保留人"},
    {"kept_until", "保留所对的最后一份全量名单"},
    {"closed_by", "了结人"},
    {"closed_because", "了结理由"},
    {"bound_to", "所属主体"},
    {"columns", "不一致的栏目"},
    {"records", "记录"},
    {"known_as", "登记的姓名或名称"},
    {"originals", "原文"},
    {"document", "文书"},
    {"measure", "措施"},
    {"until", "保留至"},
    {"basis", "依据"},
    {"days_late", "迟延日数"},
    {"working_days_late", "迟延工作日数"},
    {"whom", "应由谁处理"},
    {"addressee", "通报对象"},
    {"clause", "条款"},
    {"first", "先一条"},
    {"last", "后一条"},
};

std::string spaced(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string_view title_in_table(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kTitles), std::end(kTitles), [&](const Title& t) { return t.name == name; });
  return found == std::end(kTitles) ? std::string_view() : found->zh;
}

// Words that are stored as texts, by table and column.
struct StoredWord {
  Table table;
  std::string_view column, stored, zh, en;
};
constexpr StoredWord kStoredWords[] = {
    {Table::entries, "removal_kind", "shielded", "屏蔽", "shielded"},
    {Table::entries, "removal_kind", "revoked", "撤销", "revoked"},
    {Table::entries, "removal_ground", "wrongly_made", "错误纳入", "wrongly made"},
    {Table::entries, "removal_ground", "absent_from_full_push", "全量推送未列", "left out of a full push"},
    {Table::events, "removal_kind", "shielded", "屏蔽", "shielded"},
    {Table::events, "removal_kind", "revoked", "撤销", "revoked"},
    {Table::permits, "target", "*", "全部", "everything"},
};

std::string_view said_words(std::string_view verdict, bool zh) {
  if (verdict == "same") return zh ? "是同一主体" : "one party";
  if (verdict == "different") return zh ? "不是同一主体" : "two parties";
  if (verdict == "controls") return zh ? "一方实际控制另一方" : "the first controls the second";
  if (verdict == "not_controls") return zh ? "一方并不实际控制另一方" : "the first does not control the second";
  return verdict;
}

std::string verdict_words(const std::string& stored, bool zh) {
  const auto verdict = stored_verdict(stored);
  if (!verdict) return stored;
  std::string out(said_words(verdict->said, zh));
  if (!verdict->standing.empty()) out.append(zh ? "（此前：" : " (as before: ").append(said_words(verdict->standing, zh)).append(zh ? "）" : ")");
  return out;
}

// YYYY-MM-DD/YYYY-MM-DD, either side may be left out.
std::string period_words(const std::string& stored, bool zh) {
  const size_t slash = stored.find('/');
  if (slash == std::string::npos) return stored;
  const std::string from = stored.substr(0, slash), to = stored.substr(slash + 1);
  std::string out;
  if (!from.empty()) out += zh ? "自 " + from + " 起" : "from " + from;
  if (!to.empty()) out += (out.empty() ? "" : zh ? "，" : ", ") + (zh ? "至 " + to + " 前一日止" : "until the day before " + to);
  return out;
}

}  // namespace

std::string title(const TableShape& shape, const Column& column, Language language) {
  if (language == Language::en) return spaced(column.name);
  const std::string_view known = chinese_name(shape, column);
  const std::string_view here = known == column.name ? title_in_table(column.name) : known;
  return std::string(here.empty() ? known : here);
}

std::string member_title(std::string_view member, Language language) {
  if (language == Language::en) return spaced(member);
  if (const std::string_view here = title_in_table(member); !here.empty()) return std::string(here);
  const TableShape& entries = shape(Table::entries);
  const size_t at = find_column(entries, member);
  return at < entries.columns.size() ? std::string(chinese_name(entries, entries.columns[at])) : std::string(member);
}

std::string value_words(const TableShape& shape, const Column& column, const std::string& stored, Language language) {
  const bool zh = language == Language::zh;
  const auto in_words = [&](auto found) { return found ? std::string(zh ? word(*found).zh : spaced(word(*found).alias)) : stored; };
  switch (column.type) {
    case ColumnType::party_kind:
      return in_words(find_party_kind(stored));
    case ColumnType::sector:
      return in_words(find_sector(stored));
    case ColumnType::role:
      return in_words(find_role(stored));
    case ColumnType::step: {
      const auto step = lifecycle::find_step(stored);
      return step ? lifecycle::title(*step, language) : stored;
    }
    case ColumnType::boolean:
      return stored == "1" ? (zh ? "是" : "yes") : (zh ? "否" : "no");
    case ColumnType::percentage:
      return stored + "%";
    case ColumnType::period:
      return period_words(stored, zh);
    case ColumnType::identifier:
    case ColumnType::identifiers:
    case ColumnType::name:
    case ColumnType::case_number:
    case ColumnType::text:
    case ColumnType::day:
    case ColumnType::json:
      break;
  }
  const std::string_view name = column.name;
  if (shape.table == Table::findings && name == "kind") return finding_title(stored, language);
  if (shape.table == Table::reviews && name == "verdict") return verdict_words(stored, zh);
  for (const StoredWord& one : kStoredWords) {
    if (one.table == shape.table && one.column == name && one.stored == stored) return std::string(zh ? one.zh : one.en);
  }
  return stored;
}

std::string clock_in_beijing(std::string_view canonical) {
  constexpr size_t kTime = 11;  // behind YYYY-MM-DDT
  if (canonical.size() < kTime + 8) return std::string(canonical);
  const int hour = (canonical[kTime] - '0') * 10 + (canonical[kTime + 1] - '0');
  constexpr int kBeijing = 8;
  const int there = (hour + kBeijing) % 24;
  std::string out = day_in_beijing(canonical).iso() + " ";
  out += static_cast<char>('0' + there / 10);
  out += static_cast<char>('0' + there % 10);
  return out.append(canonical.substr(kTime + 2, 6));
}

}  // namespace plumb::registry::history
