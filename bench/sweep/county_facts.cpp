#include "bench/sweep/county_facts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/backends/reference/table.hpp"
#include "runtime/decide/decide.hpp"
#include "runtime/decide/subject.hpp"

namespace plumb::bench {

namespace {

std::optional<Date> date_or_nothing(int32_t days) { return days == kNever || days == kAlways ? std::optional<Date>() : Date{days}; }

}  // namespace

void write_party_id(uint32_t party, char* slot) {
  constexpr std::string_view kStem = "PARTY.000000000000";
  static_assert(kStem.size() == kPartyIdLength);
  std::copy(kStem.begin(), kStem.end(), slot);
  for (char* digit = slot + kPartyIdLength; party != 0; party /= 10) *--digit = static_cast<char>('0' + party % 10);
}

std::string party_id(uint32_t party) {
  std::string out(kPartyIdLength, '\0');
  write_party_id(party, out.data());
  return out;
}

std::string case_number(uint32_t entry) { return fmt::format("case {}", entry); }

std::string permit_target(const ir::Program& program, const RawCounty& county, size_t permit) {
  const uint32_t target = county.permits.target[permit];
  switch (static_cast<RawTarget>(county.permits.kind[permit])) {
    case RawTarget::everything:
      return "*";
    case RawTarget::matter:
      return program.matters[ir::MatterId(target)].name.alias;
    case RawTarget::measure:
      return program.measures[ir::MeasureId(target)].name.alias;
  }
  return "";
}

facts::Facts facts_of(const ir::Program& program, const RawCounty& county) {
  facts::Facts out;
  const auto& [kind, sector] = county.parties;
  for (uint32_t i = 0; i < kind.size(); ++i) {
    facts::Party party{party_id(i), std::nullopt, "", std::nullopt};
    if (kind[i] != PLUMB_UNKNOWN) party.kind = static_cast<PartyKind>(kind[i]);
    if (sector[i] != PLUMB_UNKNOWN) party.sector = static_cast<Sector>(sector[i]);
    out.parties.push_back(std::move(party));
  }
  const RawRelations& r = county.relations;
  for (size_t i = 0; i < r.holder.size(); ++i) {
    const facts::Period period{date_or_nothing(r.from[i]), date_or_nothing(r.to[i])};
    out.relations.push_back({party_id(r.holder[i]), static_cast<Role>(r.role[i]), party_id(r.organisation[i]), period, ""});
  }
  const RawEntries& e = county.entries;
  for (uint32_t i = 0; i < e.party.size(); ++i) {
    facts::Entry entry;
    entry.case_no = case_number(i);
    entry.party = party_id(e.party[i]);
    entry.published_on = Date{e.published[i]};
    entry.expires_on = date_or_nothing(e.expires[i]);
    entry.ground_on = date_or_nothing(e.ground[i]);
    entry.removed_on = date_or_nothing(e.removed[i]);
    entry.publishable = e.publishable[i] != 0;
    out.entries.push_back(std::move(entry));
  }
  for (size_t i = 0; i < e.named_entry.size(); ++i) out.entries[e.named_entry[i]].responsible.push_back(party_id(e.named_party[i]));
  for (facts::Entry& entry : out.entries) {
    std::sort(entry.responsible.begin(), entry.responsible.end());
    entry.responsible.erase(std::unique(entry.responsible.begin(), entry.responsible.end()), entry.responsible.end());
  }
  const RawPermits& p = county.permits;
  for (size_t i = 0; i < p.party.size(); ++i) {
    out.permits.push_back(
        {party_id(p.party[i]), permit_target(program, county, i), {date_or_nothing(p.from[i]), date_or_nothing(p.to[i])}, fmt::format("document {}", i)});
  }
  const RawRetentions& t = county.retentions;
  for (size_t i = 0; i < t.entry.size(); ++i) {
    out.retentions.push_back(
        {case_number(t.entry[i]), party_id(t.party[i]), program.measures[ir::MeasureId(t.measure[i])].name.alias, Date{t.until[i]}, "basis"});
  }
  out.synchronised = county.options.date;
  return out;
}

reference::Row row_of(const ir::Program& program, const RawPartition& partition, uint64_t row) {
  const auto& fields = program.matters[partition.matter].fields;
  reference::Row out(fields.size());
  for (size_t f = 0; f < fields.size(); ++f) {
    const RawColumn& column = partition.fields[f];
    if (column.is_valid(row)) out[f] = ir::Value{fields[f].type, cell(column, row), ""};
  }
  return out;
}

SweepCounts count_exactly(std::shared_ptr<const ir::Program> program, const RawCounty& county) {
  const auto snapshot = Snapshot::build(facts_of(*program, county));
  const decide::RuleIndex rules(program);
  const reference::PredicateTable table(program);
  const decide::Context context{rules, table.table(), *snapshot};
  SweepCounts counts(program->measures.size());
  for (const RawPartition& partition : county.partitions) {
    for (uint64_t row = 0; row < partition.party.size(); ++row) {
      const auto party = snapshot->find(party_id(partition.party[row]));
      const decide::Decision decision = decide::decide(context, {}, decide::subject_of(*snapshot, *party), partition.matter, partition.stage,
                                                       county.options.date, row_of(*program, partition, row));
      for (const decide::MeasureDecision& measure : decision.measures) ++counts[measure.measure.value][static_cast<size_t>(measure.status)];
    }
  }
  return counts;
}

}  // namespace plumb::bench
