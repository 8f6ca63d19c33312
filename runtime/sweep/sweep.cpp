#include "runtime/sweep/sweep.hpp"

#include <variant>

#include "runtime/decide/json_value.hpp"
#include "runtime/decide/request.hpp"
#include "runtime/decide/write.hpp"
#include "runtime/identity/mask.hpp"

namespace plumb::sweep {

namespace {

using decide::Decision;
using decide::Refusal;
using decide::RefusalCode;

class Sweep {
 public:
  Sweep(const decide::Context& context, const decide::Options& options, Date date, Language language, const Visitor& visitor)
      : context_(context), options_(options), date_(date), language_(language), visitor_(visitor) {}

  Summary run() {
    const Snapshot& snapshot = context_.snapshot;
    total_ = uint64_t{snapshot.holding_count()} + snapshot.party_count();
    for (uint32_t i = 0; i < snapshot.holding_count(); ++i) {
      ask(snapshot.holding(snapshot::HoldingIndex(i)));
      report();
    }
    const std::vector<ir::MatterId> statuses = matters_with_status();
    for (uint32_t i = 0; i < snapshot.party_count(); ++i) {
      const snapshot::PartyIndex party(i);
      if (!identity::is_masked(snapshot.party(party).id)) {
        ++summary_.questions;
        for (const ir::MatterId matter : statuses) ask(party, matter);
      }
      report();
    }
    if (visitor_.progress) visitor_.progress(total_, total_);
    return summary_;
  }

 private:
  // Those at whose stage anything can hold on the date.
  std::vector<ir::MatterId> matters_with_status() const {
    std::vector<ir::MatterId> out;
    const auto& matters = context_.rules.program().matters;
    for (uint32_t i = 0; i < matters.size(); ++i) {
      if (decide::RuleIndex::has_stage(matters[ir::MatterId(i)], Stage::status)) out.emplace_back(i);
    }
    return out;
  }

  void ask(const facts::Holding& holding) {
    if (!holding.period.holds_on(date_)) return;
    ++summary_.questions;
    reference::Row fields;
    const auto matter = matter_of(holding, fields);
    if (const auto* refusal = std::get_if<Refusal>(&matter)) {
      ++summary_.refused;
      refuse(holding, *refusal);
      return;
    }
    const auto party = context_.snapshot.find(holding.party);
    Decision decision = decide::decide(context_, options_, decide::subject_of(context_.snapshot, *party), std::get<ir::MatterId>(matter), Stage::holding, date_,
                                       std::move(fields));
    tell(decision, &holding.id);
  }

  std::variant<ir::MatterId, Refusal> matter_of(const facts::Holding& holding, reference::Row& fields) const {
    const auto matter = context_.rules.matter(holding.matter);
    if (!matter) return Refusal{RefusalCode::matter_unknown, holding.matter, "/matter"};
    if (!decide::RuleIndex::has_stage(context_.rules.program().matters[*matter], Stage::holding)) {
      return Refusal{RefusalCode::stage, word(Stage::holding).alias, "/matter"};
    }
    const decide::JsonResult json = decide::parse_json(holding.fields.empty() ? "{}" : holding.fields);
    if (json.fault) return Refusal{RefusalCode::json, *json.fault, "/fields"};
    if (auto refusal = decide::read_fields(context_.rules, *matter, json.value, "/fields", fields)) return std::move(*refusal);
    return *matter;
  }

  void ask(snapshot::PartyIndex party, ir::MatterId matter) {
    reference::Row fields(context_.rules.program().matters[matter].fields.size());
    Decision decision = decide::decide(context_, options_, decide::subject_of(context_.snapshot, party), matter, Stage::status, date_, std::move(fields));
    tell(decision, nullptr);
  }

  void tell(Decision& decision, const std::string* holding) {
    if (decision.measures.empty()) return;
    if (visitor_.explain) visitor_.explain(decision);
    for (const decide::MeasureDecision& measure : decision.measures) {
      line_.assign("{");
      decide::append_measure(line_, context_, measure);
      line_ += ",\"holding\":";
      append_holding_and_party(holding, decision.subject.id);
      line_.push_back('}');
      ++summary_.lines;
      visitor_.line(line_);
    }
  }

  void refuse(const facts::Holding& holding, const Refusal& refusal) {
    line_.assign("{\"holding\":");
    append_holding_and_party(&holding.id, holding.party);
    decide::append_refusal(line_, refusal, language_);
    line_.push_back('}');
    visitor_.line(line_);
  }

  void append_holding_and_party(const std::string* holding, const std::string& party) {
    if (holding) {
      decide::append_json_string(line_, *holding);
    } else {
      line_ += "null";
    }
    line_ += ",\"party\":";
    decide::append_json_string(line_, party);
  }

  void report() {
    constexpr uint64_t kEvery = 4096;
    if (++done_ % kEvery == 0 && visitor_.progress) visitor_.progress(done_, total_);
  }

  const decide::Context& context_;
  const decide::Options& options_;
  Date date_;
  Language language_;
  const Visitor& visitor_;
  Summary summary_;
  uint64_t done_ = 0, total_ = 0;
  std::string line_;
};

}  // namespace

Summary sweep(const decide::Context& context, const decide::Options& options, Date date, Language language, const Visitor& visitor) {
  return Sweep(context, options, date, language, visitor).run();
}

}  // namespace plumb::sweep
