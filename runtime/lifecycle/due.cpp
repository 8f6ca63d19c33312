#include "runtime/lifecycle/due.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <tuple>

#include "compiler/base/csv_line.hpp"
#include "compiler/base/printable.hpp"
#include "runtime/identity/free_text.hpp"
#include "runtime/identity/mask.hpp"

namespace plumb::lifecycle {

namespace {

Deadline deadline(const Story& story, const Obligation& owed, const LimitRule& rule, const WorkingDays& calendar, Date today) {
  const Clock ends = clock(rule, owed.from, calendar);
  Deadline out;
  out.limit = owed.limit;
  out.what = rule.what;
  out.actor = rule.actor;
  out.whom = owed.whom;
  out.addressee = owed.addressee;
  out.case_no = story.case_no;
  out.party = story.party;
  if (story.entry != nullptr) {
    out.published_on = story.entry->published_on;
    if (owed.limit == Limit::tell_unit) out.addressee = story.entry->unit;
  }
  out.document = owed.document;
  out.clause = rule.clause;
  out.from = owed.from;
  out.by = ends.by;
  out.by_working = ends.by_working;
  out.days_left = ends.by.days - today.days;
  if (ends.by_working) out.working_left = working_days_between(calendar, today, *ends.by_working);
  return out;
}

auto order(const Deadline& d) { return std::tie(d.by, d.case_no, d.party, d.what, d.whom, d.addressee, d.from); }

struct ColumnWord {
  const char* alias;
  const char* zh;
};
constexpr ColumnWord kColumns[] = {
    {"status", "状态"},
    {"what", "事项"},
    {"actor", "责任方"},
    {"whom", "责任单位"},
    {"addressee", "对象"},
    {"case_no", "案号"},
    {"party", "主体"},
    {"published_on", "发布日期"},
    {"from", "起算日期"},
    {"by", "期限届满日"},
    {"by_working", "工作日期限"},
    {"days_left", "剩余日数"},
    {"working_left", "剩余工作日"},
    {"document", "文书"},
    {"clause", "依据"},
};

std::string iso(const std::optional<Date>& day) { return day ? day->iso() : std::string(); }
// As it may be seen by who asked for nobody's identifier: numbers in what was typed hide places too.
Deadline shown(Deadline d) {
  d.party = identity::masked_for_display(d.party);
  for (std::string* text : {&d.whom, &d.addressee, &d.case_no, &d.document}) *text = identity::numbers_hidden(*text);
  return d;
}
const char* say(Language language, const char* zh, const char* en) { return language == Language::zh ? zh : en; }

const char* status(const Deadline& d) { return d.overdue() ? "overdue" : d.days_left == 0 ? "today" : "open"; }
const char* status_title(const Deadline& d, Language language) {
  if (language == Language::en) return status(d);
  return d.overdue() ? "逾期" : d.days_left == 0 ? "今日到期" : "未到期";
}
const char* actor_title(Actor actor, Language language) {
  switch (actor) {
    case Actor::court:
      return say(language, "法院", "court");
    case Actor::department:
      return say(language, "部门", "department");
    case Actor::party:
      return say(language, "当事人", "party");
  }
  return "";
}

std::string count(int n, Language language, const char* zh, const char* en) {
  return std::to_string(n) + (language == Language::zh ? zh : std::string(" ") + en + (n == 1 ? "" : "s"));
}

// 逾期3日（3个工作日） / 3 days overdue (3 working days)
std::string how_long(const Deadline& d, Language language) {
  std::string out;
  if (d.overdue()) {
    out = language == Language::zh ? "逾期" + count(-d.days_left, language, "日", "day") : count(-d.days_left, language, "日", "day") + " overdue";
  } else if (d.days_left == 0) {
    out = say(language, "今日到期", "due today");
  } else {
    out = language == Language::zh ? "还有" + count(d.days_left, language, "日", "day") : count(d.days_left, language, "日", "day") + " left";
  }
  if (!d.working_left) return out + say(language, "（工作日历未覆盖）", " (not covered by the calendar of working days)");
  const int working = *d.working_left;
  const std::string days = count(working < 0 ? -working : working, language, "个工作日", "working day");
  if (language == Language::zh) return out + "（按工作日计：" + (working < 0 ? "逾期" : "还有") + days + "）";
  return out + " (in working days: " + days + (working < 0 ? " overdue)" : " left)");
}

void append_text(std::string& out, const Deadline& d, Language language) {
  const bool zh = language == Language::zh;
  out += d.by.iso() + "  " + how_long(d, language) + "\n    ";
  out += d.whom.empty() ? say(language, "（法院未记录）", "(court not recorded)") : printable(d.whom);
  out += zh ? "：" : ": ";
  out += title(d.what, language);
  if (!d.addressee.empty()) out += (zh ? "（" : " (") + printable(d.addressee) + (zh ? "）" : ")");
  out += (zh ? "，" : ", ") + printable(d.case_no) + " " + d.party;
  out += zh ? "，自 " + d.from.iso() + " 起算" : ", counted from " + d.from.iso();
  out += (zh ? "，依据 " : ", by ") + std::string(d.clause);
  if (!d.document.empty()) out += (zh ? "，文书 " : ", document ") + printable(d.document);
  out += "\n";
}

void append_csv(std::string& out, const Deadline& d, Language language) {
  append_csv_line(out,
                  {language == Language::zh ? status_title(d, language) : status(d), language == Language::zh ? word(d.what).zh : word(d.what).alias,
                   actor_title(d.actor, language), d.whom, d.addressee, d.case_no, d.party, iso(d.published_on), d.from.iso(), d.by.iso(), iso(d.by_working),
                   std::to_string(d.days_left), d.working_left ? std::to_string(*d.working_left) : std::string(), d.document, d.clause},
                  CsvGuard::formulas);
}

boost::json::value text_or_null(const std::string& text) { return text.empty() ? boost::json::value(nullptr) : boost::json::value(text); }

boost::json::object object(const Deadline& d, Language language) {
  boost::json::object out;
  out["status"] = status(d);
  out["what"] = word(d.what).alias;
  out["title"] = title(d.what, language);
  out["actor"] = d.actor == Actor::department ? "department" : "court";
  out["whom"] = text_or_null(d.whom);
  out["addressee"] = text_or_null(d.addressee);
  out["case_no"] = d.case_no;
  out["party"] = d.party;
  out["published_on"] = text_or_null(iso(d.published_on));
  out["from"] = d.from.iso();
  out["by"] = d.by.iso();
  out["by_working"] = text_or_null(iso(d.by_working));
  out["days_left"] = d.days_left;
  out["working_left"] = d.working_left ? boost::json::value(*d.working_left) : boost::json::value(nullptr);
  out["document"] = text_or_null(d.document);
  out["clause"] = d.clause;
  return out;
}

}  // namespace

std::vector<Deadline> deadlines(std::span<const Story> stories, const TimeLimits& limits, const WorkingDays& calendar, Date today, int ahead) {
  std::vector<Deadline> out;
  for (const Story& story : stories) {
    for (const Obligation& owed : obligations(story, limits, calendar, today)) {
      if (owed.done) continue;
      Deadline made = deadline(story, owed, limits[owed.limit], calendar, today);
      if (made.days_left <= ahead) out.push_back(std::move(made));
    }
  }
  // By day: so what is overdue comes first.
  std::stable_sort(out.begin(), out.end(), [](const Deadline& a, const Deadline& b) { return order(a) < order(b); });
  return out;
}

std::string written(std::span<const Deadline> deadlines, Format format, Language language, bool reveal) {
  if (!reveal) {
    std::vector<Deadline> hidden;
    for (const Deadline& d : deadlines) hidden.push_back(shown(d));
    return written(hidden, format, language, true);
  }
  std::string out;
  switch (format) {
    case Format::text:
      for (const Deadline& d : deadlines) append_text(out, d, language);
      break;
    case Format::csv: {
      std::vector<std::string> header;
      for (const ColumnWord& column : kColumns) header.emplace_back(language == Language::zh ? column.zh : column.alias);
      append_csv_line(out, header, CsvGuard::formulas);
      for (const Deadline& d : deadlines) append_csv(out, d, language);
      break;
    }
    case Format::json:
      out = "[";
      for (size_t i = 0; i < deadlines.size(); ++i) out += (i == 0 ? "\n" : ",\n") + boost::json::serialize(object(deadlines[i], language));
      out += deadlines.empty() ? "]\n" : "\n]\n";
      break;
  }
  return out;
}

}  // namespace plumb::lifecycle
