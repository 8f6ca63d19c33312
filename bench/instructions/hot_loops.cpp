// plumb_hot_loops RULES WORK: does one fixed piece of work inside the function hot_WORK, so that a
// tool may count its instructions there alone; prints a sum of the results, which must not change unseen either.
#include <bit>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "bench/sweep/county_facts.hpp"
#include "compiler/backends/columnar/table.hpp"
#include "compiler/ir/columns.hpp"
#include "compiler/ir/layout.hpp"
#include "plumb/compiler.hpp"
#include "plumb/plumb.hpp"
#include "runtime/decide/field_value.hpp"
#include "runtime/decide/json_writer.hpp"
#include "runtime/snapshot/reach_words.hpp"
#include "runtime/snapshot/snapshot.hpp"

namespace {

using namespace plumb;

struct Question {
  const PlumbTableEntry* entry;
  ir::PackedRow row;
  PlumbParty party;
};

struct Work {
  int32_t date = 0;
  std::vector<std::pair<const PlumbTableEntry*, ir::MorselBuffer>> morsels;
  std::vector<Question> questions;
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<uint32_t> parties;
  std::vector<std::string> lines;
  std::unique_ptr<Engine> engine;
};

// How many measures a decision tells of, whatever they are called.
uint64_t measures_in(std::string_view decision) {
  constexpr std::string_view kEach = "\"status\":";
  uint64_t count = 0;
  for (size_t at = decision.find(kEach); at != std::string_view::npos; at = decision.find(kEach, at + kEach.size())) ++count;
  return count;
}

// A question as a request line.
std::string line_of(const ir::Program& program, const bench::RawPartition& partition, std::string_view party, Date date, const reference::Row& row) {
  const ir::Matter& matter = program.matters[partition.matter];
  std::string out;
  decide::JsonWriter json(out);
  json.open('{');
  json.member("party", party);
  json.member("matter", matter.name.alias);
  json.member("stage", word(partition.stage).alias);
  json.member("date", date.iso());
  out += ",\"fields\":{";
  for (size_t i = 0; i < row.size(); ++i) {
    if (!row[i]) continue;
    json.separate();
    decide::append_json_string(out, matter.fields[i].name.alias);
    out += ':';
    decide::append_value(out, program, *row[i]);
  }
  return out + "}}";
}

constexpr uint32_t kPerLine = 10;  // one row in so many is decided as a line too

uint64_t ones(const std::vector<uint64_t>& plane) {
  uint64_t sum = 0;
  for (const uint64_t word : plane) sum += static_cast<uint64_t>(std::popcount(word));
  return sum;
}

}  // namespace

extern "C" __attribute__((noinline)) uint64_t hot_batch(Work& work) {
  uint64_t sum = 0;
  constexpr uint32_t kStride = PLUMB_MORSEL_ROWS / PLUMB_BLOCK_ROWS;
  for (auto& [entry, buffer] : work.morsels) {
    std::vector<uint64_t> planes(size_t{3} * entry->measure_count * kStride);
    const size_t plane = size_t{entry->measure_count} * kStride;
    void* scratch = ::operator new(entry->scratch_bytes, std::align_val_t(PLUMB_ALIGNMENT));
    const PlumbMorsel morsel = buffer.view();
    entry->batch(entry->context, work.date, &morsel, {planes.data(), planes.data() + plane, planes.data() + 2 * plane, kStride}, scratch);
    ::operator delete(scratch, std::align_val_t(PLUMB_ALIGNMENT));
    sum += ones(planes);
  }
  return sum;
}

extern "C" __attribute__((noinline)) uint64_t hot_point(Work& work) {
  uint64_t sum = 0;
  for (const Question& question : work.questions) {
    uint64_t planes[3] = {0, 0, 0};
    const PlumbRow row = question.row.view();
    question.entry->predicate(question.entry->context, work.date, &row, &question.party, {planes, planes + 1, planes + 2});
    for (const uint64_t word : planes) sum += static_cast<uint64_t>(std::popcount(word));
  }
  return sum;
}

extern "C" __attribute__((noinline)) uint64_t hot_look_up(Work& work) {
  uint64_t sum = 0;
  const snapshot::ReachWords words = work.snapshot->reach().project(Date{work.date});
  for (const uint32_t party : work.parties) {
    const snapshot::ReachWord word = words.word(party);
    sum += static_cast<uint64_t>(std::popcount(word.certain) + 2 * std::popcount(word.uncertain));
  }
  return sum;
}

extern "C" __attribute__((noinline)) uint64_t hot_decision(Work& work) {
  uint64_t measures = 0;
  DecideOptions options;
  options.explain = true;
  for (const std::string& line : work.lines) measures += measures_in(work.engine->decide(line, options).json);
  return measures;
}

int main(int argc, char** argv) {
  const std::string_view what = argc == 3 ? argv[2] : "";
  if (what != "batch" && what != "point" && what != "look_up" && what != "decision") {
    std::cerr << "usage: plumb_hot_loops RULES batch|point|look_up|decision\n";
    return 2;
  }
  const Compilation compilation = Compilation::of(argv[1], {.scenarios = false});
  if (!compilation.ok()) {
    std::cerr << "plumb_hot_loops: the rules in " << argv[1] << " have errors; see plumb check\n";
    return 3;
  }
  const auto program = compilation.rules()->share();
  bench::CountyOptions options;
  options.parties = 1'000;
  options.relations = 3'000;
  options.entries = 200;
  options.rows = 10'000;
  options.date = Date::parse("2021-06-30").value();
  const auto county = bench::make_county(*program, options);
  if (!county) return 3;
  const columnar::PredicateTable table(program, columnar::InstructionSet::portable);
  Work work;
  work.date = options.date.days;
  work.snapshot = Snapshot::build(bench::facts_of(*program, *county));
  const snapshot::ReachWords words = work.snapshot->reach().project(options.date);
  for (const bench::RawPartition& partition : county->partitions) {
    const PlumbTableEntry* entry = ir::find_entry(table.table(), partition.matter.value, static_cast<uint32_t>(partition.stage), options.date.days);
    if (entry == nullptr) continue;
    ir::MorselBuffer buffer(*program, partition.matter);
    for (uint32_t i = 0; i < partition.party.size() && !buffer.full(); ++i) {
      const uint32_t party = partition.party[i];
      const snapshot::ReachWord word = words.word(party);
      const PlumbParty asked{word.certain, word.uncertain, county->parties.kind[party], county->parties.sector[party], {nullptr, 0}, {nullptr, 0}};
      const reference::Row fields = bench::row_of(*program, partition, i);
      if (i % kPerLine == 0) work.lines.push_back(line_of(*program, partition, work.snapshot->id(snapshot::PartyIndex(party)), options.date, fields));
      ir::PackedRow row(ir::layout_of(program->matters[partition.matter]), fields);
      buffer.append(row.view(), asked);
      work.questions.push_back({entry, std::move(row), asked});
      work.parties.push_back(party);
    }
    if (buffer.row_count() > 0) work.morsels.emplace_back(entry, std::move(buffer));
  }
  work.engine = std::make_unique<Engine>(*compilation.rules(), work.snapshot);
  std::cout << (what == "batch" ? hot_batch(work) : what == "point" ? hot_point(work) : what == "look_up" ? hot_look_up(work) : hot_decision(work)) << '\n';
  return 0;
}
