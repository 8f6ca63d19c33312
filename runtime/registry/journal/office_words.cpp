#include "runtime/registry/journal/office_words.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "runtime/lifecycle/obligation.hpp"
#include "runtime/lifecycle/office_word.hpp"

namespace plumb::registry::journal {

namespace {

using lifecycle::Step;

class Words {
 public:
  Words(Database& database, const Person& person, const std::string& in_person) : database_(database), person_(person), in_person_(in_person) {}

  // What stays of a detail; empty: nothing.
  Result<std::string> left_of(Step step, const std::string& detail) {
    if (lifecycle::names_departments(step)) return departments_in(detail);
    if (step == Step::permit) return told_in("permits", "target", detail);
    if (step == Step::retention) return told_in("retentions", "measure", detail);
    return std::string(lifecycle::office_word(step, detail));
  }

 private:
  bool names_person(std::string_view text) const { return holds_number(person_, text) || holds_name(person_, text); }

  // What these tables say of the person stays there.
  Result<std::string> told_in(const char* table, const char* column, const std::string& detail) {
    if (names_person(detail)) return std::string();
    const auto told =
        database_.text(std::string("SELECT ") + column + " FROM " + table + " WHERE " + column + " = ? AND party" + in_person_ + " LIMIT 1", {detail});
    if (!told) return told.error();
    return told->value_or("");
  }

  Result<std::string> departments_in(const std::string& detail) {
    if (auto done = find_departments(); !done) return done.error();
    std::string out;
    bool all = true;
    for (const std::string& name : lifecycle::names_in(detail)) {
      if (!departments_->contains(name) || names_person(name)) {
        all = false;
        continue;
      }
      out += (out.empty() ? "" : "、") + name;
    }
    return all ? detail : out;
  }

  // No list of departments is kept here. One is whoever acts as one, or is told of somebody else's entry too: what stands in this person's steps alone
  // may be anything.
  Result<void> find_departments() {
    if (departments_) return {};
    departments_.emplace();
    auto names = database_.prepare("SELECT DISTINCT by_whom FROM events WHERE kind IN ('" + alias(Step::confirmation) + "', '" + alias(Step::retention) +
                                   "') AND by_whom NOTNULL UNION SELECT department FROM accounts WHERE department NOTNULL");
    if (!names) return names.error();
    int status = names->step();
    for (; status == SQLITE_ROW; status = names->step()) departments_->emplace(names->text(0));
    if (status != SQLITE_DONE) return database_.error();
    auto told = database_.prepare("SELECT DISTINCT detail FROM events WHERE kind IN ('" + alias(Step::push) + "', '" + alias(Step::department_notice) +
                                  "') AND detail NOTNULL AND NOT party" + in_person_);
    if (!told) return told.error();
    status = told->step();
    for (; status == SQLITE_ROW; status = told->step()) {
      for (std::string& name : lifecycle::names_in(told->text(0))) departments_->insert(std::move(name));
    }
    return status == SQLITE_DONE ? Result<void>() : Result<void>(database_.error());
  }

  static std::string alias(Step step) { return lifecycle::word(step).alias; }

  Database& database_;
  const Person& person_;
  const std::string& in_person_;
  std::optional<std::set<std::string>> departments_;
};

}  // namespace

Result<void> keep_office_words(Database& database, const Person& person, const std::string& in_person, std::vector<Target>& targets) {
  constexpr const char* kDetail = "detail";
  Words words(database, person, in_person);
  for (Target& target : targets) {
    const auto step = target.subject->name == "events" ? lifecycle::find_step(target.step) : std::nullopt;
    const auto detail = std::find_if(target.values.begin(), target.values.end(), [](const auto& value) { return value.first == kDetail; });
    if (!step || detail == target.values.end()) continue;
    auto left = words.left_of(*step, detail->second);
    if (!left) return left.error();
    if (left->empty()) {
      // That a ground was stated stays: a removal without one would be the court's fault.
      if (*step == Step::removal || *step == Step::removal_ground) target.instead[kDetail] = erased_text(target.row);
      continue;
    }
    target.may_stay = target.word_stays = true;
    if (*left == detail->second)
      target.values.erase(detail);
    else
      target.instead[kDetail] = *std::move(left);
  }
  return {};
}

}  // namespace plumb::registry::journal
