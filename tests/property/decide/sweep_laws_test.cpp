// Sweeping by morsels, on any number of threads and by any evaluator, gives what asking every question by itself gives; and
// counting gives what its lines say.
#include <gtest/gtest.h>

#include <algorithm>

#include "compiler/backends/columnar/table.hpp"
#include "compiler/ir/values.hpp"
#include "runtime/decide/holding.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/rows/read_rows.hpp"
#include "runtime/sweep/count.hpp"
#include "runtime/sweep/sweep.hpp"
#include "tests/property/decide/random_county.hpp"

namespace plumb::test {
namespace {

// The small rule set with every request made a holding, so that a sweep meets every kind of measure.
std::shared_ptr<const ir::Program> rules_of_holdings() {
  auto program = std::make_shared<ir::Program>(*small_rules());
  for (uint32_t m = 0; m < program->matters.size(); ++m) {
    for (Stage& stage : program->matters[ir::MatterId(m)].stages) stage = stage == Stage::application ? Stage::holding : stage;
  }
  for (uint32_t m = 0; m < program->measures.size(); ++m) {
    Stage& stage = program->measures[ir::MeasureId(m)].stage;
    if (stage == Stage::application) stage = Stage::holding;
  }
  return program;
}

// Holdings of every matter, some of whose fields are absent or make no sense.
void add_holdings(World& world, RandomCounty& county) {
  for (int i = 0; i < 3; ++i) world.facts.permits.push_back({county.party(), "*", {}, "准"});
  for (uint64_t i = 0; i < 60; ++i) {
    const decide::Request request = county.request(world);
    const ir::Matter& matter = world.rules().program().matters[request.matter];
    json::object fields;
    if (county.chance(5)) fields["no such field"] = 1;
    for (size_t f = 0; f < matter.fields.size(); ++f) {
      if (!request.fields[f]) continue;
      const ir::Value& value = *request.fields[f];
      json::value& given = fields[matter.fields[f].name.alias];
      if (value.type.kind == ir::TypeKind::boolean) given = value.number != 0;
      if (value.type.kind == ir::TypeKind::integer) given = static_cast<int64_t>(value.number);
      if (value.type.kind == ir::TypeKind::money) given = ir::as_money(value).text();
      if (value.type.kind == ir::TypeKind::decimal) given = ir::as_decimal(value).text();
      if (value.type.kind == ir::TypeKind::date) given = ir::as_date(value).iso();
      if (value.type.kind == ir::TypeKind::enumeration) given = world.rules().program().enums[ir::EnumId(value.type.ref)].values[ir::as_index(value)].alias;
      if (given.is_null()) fields.erase(matter.fields[f].name.alias);
    }
    world.hold("H" + std::to_string(1000 + i), request.party.id, county.chance(3) ? "no such matter" : matter.name.alias, county.chance(50) ? "" : "2019-05-01",
               county.chance(70) ? "" : "2020-01-01", json::serialize(fields));
  }
}

// Every question, one after another.
class Plainly {
 public:
  Plainly(const World& world, const Snapshot& snapshot, Date date) : world_(world), snapshot_(snapshot), context_(world.context(snapshot)), date_(date) {
    counts.resize(world.rules().program().measures.size());
    for (uint32_t i = 0; i < snapshot.holding_count(); ++i) ask(snapshot.holding(snapshot::HoldingIndex(i)));
    for (uint32_t i = 0; i < snapshot.party_count(); ++i) {
      const snapshot::PartyIndex party(i);
      if (identity::is_masked(snapshot.party(party).id)) continue;
      for (uint32_t m = 0; m < world.rules().program().matters.size(); ++m) {
        const ir::Matter& matter = world.rules().program().matters[ir::MatterId(m)];
        if (!decide::RuleIndex::has_stage(matter, Stage::status)) continue;
        tell(decide::decide(context_, world.options, decide::subject_of(snapshot, party), ir::MatterId(m), Stage::status, date,
                            reference::Row(matter.fields.size())),
             "null");
      }
    }
  }

  std::vector<std::string> lines;              // refusals are their holding alone
  std::vector<sweep::Counts::Measure> counts;  // of holdings only

 private:
  template <typename Holding>
  void ask(const Holding& holding) {
    if (!holding.period.holds_on(date_)) return;
    reference::Row fields;
    const auto matter = decide::read_holding(context_.rules, holding, fields);
    const std::string id = "\"" + std::string(holding.id) + "\"";
    if (std::holds_alternative<decide::Refusal>(matter)) {
      lines.push_back("refused " + id);
      return;
    }
    const decide::Decision decision = decide::decide(context_, world_.options, decide::subject_of(snapshot_, holding.party), std::get<ir::MatterId>(matter),
                                                     Stage::holding, date_, std::move(fields));
    for (const decide::MeasureDecision& measure : decision.measures) {
      sweep::Counts::Measure& count = counts[measure.measure.value];
      ++(measure.status == decide::Status::applies ? count.applies : measure.status == decide::Status::undetermined ? count.undetermined : count.permitted);
    }
    tell(decision, id);
  }

  void tell(const decide::Decision& decision, const std::string& holding) {
    for (const decide::MeasureDecision& measure : decision.measures) {
      std::string& line = lines.emplace_back("{");
      decide::append_measure(line, context_, measure);
      line += ",\"holding\":" + holding + ",\"party\":\"" + decision.subject.id + "\"}";
    }
  }

  const World& world_;
  const Snapshot& snapshot_;
  decide::Context context_;
  Date date_;
};

std::vector<std::string> swept(const decide::Context& context, const World& world, const rows::RowTable& rows, Date date, unsigned threads) {
  std::vector<std::string> lines;
  sweep::Visitor visitor;
  visitor.line = [&](const std::string& line) {
    const json::object object = json::parse(line).as_object();
    lines.push_back(object.contains("error") ? "refused \"" + text(object, "holding") + "\"" : line);
  };
  sweep::sweep(context, world.options, rows, date, Language::zh, threads, visitor);
  return lines;
}

TEST(SweepLaws, MorselsGiveWhatQuestionsGive) {
  size_t applies = 0, refused = 0, permitted = 0, undetermined = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    World world(rules_of_holdings());
    RandomCounty county(seed);
    county.fill(world);
    add_holdings(world, county);
    if (seed % 5 == 4) {
      world.facts.synchronised = day("2018-01-01");
      world.options.max_staleness_days = 30;
    }
    const auto snapshot = world.snapshot();
    const decide::RuleIndex& rules = world.rules();
    const rows::RowTable rows = rows::read_rows(rules, *snapshot);
    const columnar::PredicateTable columnar(rules.share());
    const decide::Context by_morsels{rules, columnar.table(), *snapshot}, by_rows = world.context(*snapshot);
    for (const char* iso : {"2019-03-01", "2019-07-01", "2020-06-15"}) {
      const Date date = day(iso);
      const Plainly plainly(world, *snapshot, date);
      EXPECT_EQ(swept(by_morsels, world, rows, date, 1), plainly.lines) << seed << " " << iso;
      EXPECT_EQ(swept(by_morsels, world, rows, date, 3), plainly.lines) << seed << " " << iso;
      EXPECT_EQ(swept(by_rows, world, rows, date, 2), plainly.lines) << seed << " " << iso;
      EXPECT_EQ(sweep::count(by_morsels, world.options, rows, date, 1).measures, plainly.counts) << seed << " " << iso;
      EXPECT_EQ(sweep::count(by_morsels, world.options, rows, date, 2).measures, plainly.counts) << seed << " " << iso;
      EXPECT_EQ(sweep::count(by_rows, world.options, rows, date, 1).measures, plainly.counts) << seed << " " << iso;
      refused += static_cast<size_t>(std::count_if(plainly.lines.begin(), plainly.lines.end(), [](const std::string& l) { return l.starts_with("refused"); }));
      for (const auto& count : plainly.counts) {
        applies += count.applies;
        permitted += count.permitted;
        undetermined += count.undetermined;
      }
    }
  }
  EXPECT_GT(applies, 500u);
  EXPECT_GT(permitted, 20u);
  EXPECT_GT(undetermined, 500u);
  EXPECT_GT(refused, 100u);
}

}  // namespace
}  // namespace plumb::test
