// The work of a department's process: request lines in, decisions with their explanations out.
#include <boost/json.hpp>

#include "bench/peers/rules_json.hpp"
#include "bench/peers/work.hpp"
#include "runtime/snapshot/reach.hpp"
#include "runtime/snapshot/snapshot.hpp"
#include "runtime/snapshot/ways.hpp"
#include "tools/generate/random.hpp"

namespace plumb::bench {

namespace {

namespace json = boost::json;

class Decisions : public Work {
 public:
  Decisions(const Resolved& rules, Evaluator evaluator, const Requests& requests, std::shared_ptr<const Snapshot> county)
      : county_(std::move(county)),
        engine_(RuleSet(rules.original), std::move(evaluator), county_),
        truth_(RuleSet(rules.original), Evaluator::reference(RuleSet(rules.original)), county_) {
    generate::Random random(requests.items.size());
    for (size_t i = 0; i < requests.items.size(); ++i) lines_.push_back(line(rules, requests, requests.items[i], party(requests.date, i % 2 == 1, random)));
    answers_.resize(lines_.size());
    options_.explain = true;
  }

  size_t count() const override { return lines_.size(); }

  void decide(size_t begin, size_t end) override {
    for (size_t i = begin; i < end; ++i) answers_[i] = engine_.decide(lines_[i], options_);
  }

  std::string difference() const override {
    for (size_t i = 0; i < count(); ++i) {
      const DecisionLine wanted = truth_.decide(lines_[i], options_);
      if (wanted.failed) return "request " + std::to_string(i) + " was not understood: " + wanted.json;
      if (answers_[i].json != wanted.json) return "request " + std::to_string(i) + ": " + answers_[i].json + " instead of " + wanted.json;
    }
    return {};
  }

 private:
  std::string party(Date date, bool touched, generate::Random& random) const {
    std::vector<snapshot::Way> ways;
    while (true) {
      const snapshot::PartyIndex index(static_cast<uint32_t>(random.below(county_->party_count())));
      ways.clear();
      if (touched) snapshot::collect_ways(*county_, index, date, ways);
      if (!touched || snapshot::reach_word(ways).certain != 0) return std::string(county_->id(index));
    }
  }

  static std::string line(const Resolved& rules, const Requests& requests, const Request& request, const std::string& party) {
    const Group group = requests.groups[request.group];
    const ir::Matter& matter = rules.original->matters[group.matter];
    json::object fields = json::parse(request_json(rules, requests, request)).at("fields").as_object();
    json::object kept;
    for (const ir::Field& field : matter.fields) {  // without the resolved facts; money as yuan
      const json::value& value = fields.at(field.name.alias);
      kept[field.name.alias] = field.type.kind == ir::TypeKind::money ? json::value(Money{value.as_int64()}.text()) : value;
    }
    return json::serialize(json::object{
        {"party", party}, {"matter", matter.name.alias}, {"stage", word(group.stage).alias}, {"date", requests.date.iso()}, {"fields", std::move(kept)}});
  }

  std::shared_ptr<const Snapshot> county_;
  Engine engine_, truth_;
  DecideOptions options_;
  std::vector<std::string> lines_;
  std::vector<DecisionLine> answers_;
};

}  // namespace

std::unique_ptr<Work> decisions(const Resolved& rules, Evaluator evaluator, const Requests& requests, std::shared_ptr<const Snapshot> county) {
  return std::make_unique<Decisions>(rules, std::move(evaluator), requests, std::move(county));
}

}  // namespace plumb::bench
