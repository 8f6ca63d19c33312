// Facts said in one line each, and questions put to them: what the tests of deciding are written in.
#pragma once

#include <boost/json.hpp>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/backends/reference/table.hpp"
#include "runtime/decide/request.hpp"
#include "runtime/decide/write.hpp"
#include "runtime/explain/explain.hpp"
#include "tests/unit/decide/small_rules.hpp"

namespace plumb::test {

namespace json = boost::json;

Date day(std::string_view iso);
// Valid numbers under a region code that was never assigned: the n-th person (born 1970 on) and organisation.
std::string person(int n);
std::string organisation(int n);

class World {
 public:
  explicit World(std::shared_ptr<const ir::Program> program = small_rules());

  facts::Facts facts;
  decide::Options options;

  facts::Entry& list(const std::string& party, std::string_view published_on, const std::string& case_no = "案1");
  facts::Relation& relate(const std::string& holder, Role role, const std::string& organisation, std::string_view from = "", std::string_view to = "");
  facts::Party& name(const std::string& id, const std::string& name);
  void permit(const std::string& party, const std::string& target, std::string_view from, std::string_view to, const std::string& document);
  void retain(const std::string& case_no, const std::string& party, const std::string& measure, std::string_view until);
  void hold(const std::string& id, const std::string& party, const std::string& matter, std::string_view from, std::string_view to, const std::string& fields);

  // The line for a request line, as bytes and as a value.
  std::string line(std::string_view request, bool explained = false, Language language = Language::zh) const;
  json::object ask(std::string_view request) const { return json::parse(line(request)).as_object(); }
  // {"party":…,"matter":…,"date":…,"fields":…} with the party's id.
  json::object ask(const std::string& party, std::string_view matter, std::string_view date, std::string_view fields = "{}", std::string_view stage = "") const;
  // One measure of such a decision; null when it is not mentioned.
  json::value measure(const json::object& decision, std::string_view alias) const;

  decide::Context context(const Snapshot& snapshot) const { return {index_, table_.table(), snapshot}; }
  const decide::RuleIndex& rules() const { return index_; }
  const PlumbPredicateTable& table() const { return table_.table(); }
  std::shared_ptr<const Snapshot> snapshot() const { return Snapshot::build(facts); }

 private:
  decide::RuleIndex index_;
  reference::PredicateTable table_;
};

// "applies", "undetermined", "permitted", or "" when the measure is not mentioned.
std::string status(const json::object& decision, std::string_view measure);
std::vector<std::string> missing(const json::object& decision, std::string_view measure);
// "case direction role state" of each trigger shown, null as "-".
std::vector<std::string> triggers(const json::object& decision, std::string_view measure);
std::string text(const json::object& object, std::string_view member);

}  // namespace plumb::test
