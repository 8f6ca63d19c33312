#include "tests/unit/decide/world.hpp"

#include <fmt/format.h>

#include "compiler/base/check.hpp"
#include "runtime/identity/check_digit.hpp"

namespace plumb::test {

Date day(std::string_view iso) {
  const auto date = Date::parse(iso);
  check(date.has_value(), "a test's date exists");
  return *date;
}

std::string person(int n) {
  std::string id = fmt::format("4103971970{:02}{:02}{:03}", 1 + n / 28 % 12, 1 + n % 28, n % 1000);
  id.push_back(identity::resident_check_digit(id));
  return id;
}

std::string organisation(int n) {
  std::string id = fmt::format("91410397{:08}", n);
  id.push_back(identity::organisation_check_digit(std::string_view(id).substr(8)));
  id.push_back(identity::credit_check_digit(id));
  return id;
}

namespace {

facts::Period period(std::string_view from, std::string_view to) {
  return {from.empty() ? std::nullopt : std::optional(day(from)), to.empty() ? std::nullopt : std::optional(day(to))};
}

}  // namespace

World::World(std::shared_ptr<const ir::Program> program) : index_(program), table_(program) { facts.synchronised = day("2019-09-16"); }

facts::Entry& World::list(const std::string& party, std::string_view published_on, const std::string& case_no) {
  facts::Entry entry;
  entry.case_no = case_no;
  entry.party = party;
  entry.court = "测试法院";
  entry.published_on = day(published_on);
  return facts.entries.emplace_back(entry);
}

facts::Relation& World::relate(const std::string& holder, Role role, const std::string& org, std::string_view from, std::string_view to) {
  return facts.relations.emplace_back(facts::Relation{holder, role, org, period(from, to), ""});
}

facts::Party& World::name(const std::string& id, const std::string& name) {
  return facts.parties.emplace_back(facts::Party{id, std::nullopt, name, std::nullopt});
}

void World::permit(const std::string& party, const std::string& target, std::string_view from, std::string_view to, const std::string& document) {
  facts.permits.push_back({party, target, period(from, to), document});
}

void World::retain(const std::string& case_no, const std::string& party, const std::string& measure, std::string_view until) {
  facts.retentions.push_back({case_no, party, measure, day(until), "某法第一条"});
}

void World::hold(const std::string& id, const std::string& party, const std::string& matter, std::string_view from, std::string_view to,
                 const std::string& fields) {
  facts.holdings.push_back({id, party, matter, period(from, to), fields});
}

std::string World::line(std::string_view request, bool explained, Language language) const {
  const auto facts_now = snapshot();
  const decide::Context asked = context(*facts_now);
  decide::ParsedRequest parsed = decide::parse_request(index_, request);
  if (!parsed.request) return decide::refusal_line(parsed.id, parsed.refusal, language);
  auto subject = decide::identify(*facts_now, parsed.request->party);
  if (const auto* refusal = std::get_if<decide::Refusal>(&subject)) return decide::refusal_line(parsed.id, *refusal, language);
  decide::Decision decision = decide::decide(asked, options, std::get<decide::Subject>(std::move(subject)), parsed.request->matter, parsed.request->stage,
                                             parsed.request->date, parsed.request->fields);
  if (explained) explain::explain(asked, language, options.reveal, decision);
  return decide::decision_line(asked, parsed.id, decision);
}

json::object World::ask(const std::string& party, std::string_view matter, std::string_view date, std::string_view fields, std::string_view stage) const {
  const std::string asked_stage = stage.empty() ? "" : fmt::format(R"(,"stage":"{}")", stage);
  return ask(fmt::format(R"({{"party":"{}","matter":"{}","date":"{}","fields":{}{}}})", party, matter, date, fields, asked_stage));
}

json::value World::measure(const json::object& decision, std::string_view alias) const {
  for (const json::value& measure : decision.at("measures").as_array()) {
    if (measure.at("measure").as_string() == alias) return measure;
  }
  return nullptr;
}

namespace {

const json::object* find(const json::object& decision, std::string_view alias) {
  for (const json::value& measure : decision.at("measures").as_array()) {
    if (measure.at("measure").as_string() == alias) return &measure.as_object();
  }
  return nullptr;
}

}  // namespace

std::string text(const json::object& object, std::string_view member) {
  const json::value& value = object.at(member);
  return value.is_null() ? "-" : std::string(value.as_string());
}

std::string status(const json::object& decision, std::string_view measure) {
  const json::object* found = find(decision, measure);
  return found ? text(*found, "status") : "";
}

std::vector<std::string> missing(const json::object& decision, std::string_view measure) {
  std::vector<std::string> out;
  if (const json::object* found = find(decision, measure)) {
    for (const json::value& item : found->at("missing").as_array()) out.emplace_back(item.as_string());
  }
  return out;
}

std::vector<std::string> triggers(const json::object& decision, std::string_view measure) {
  std::vector<std::string> out;
  if (const json::object* found = find(decision, measure)) {
    for (const json::value& item : found->at("triggers").as_array()) {
      const json::object& t = item.as_object();
      out.push_back(text(t, "case_no") + " " + text(t, "direction") + " " + text(t, "role") + " " + text(t, "state"));
    }
  }
  return out;
}

}  // namespace plumb::test
