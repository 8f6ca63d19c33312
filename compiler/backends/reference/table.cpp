#include "compiler/backends/reference/table.hpp"

#include <algorithm>
#include <deque>

#include "compiler/backends/reference/evaluate.hpp"
#include "compiler/ir/layout.hpp"

namespace plumb::reference {

namespace {

struct Candidate {
  ir::MeasureId id;
  const ir::Measure* measure = nullptr;
  uint64_t mask = 0;
  bool looks = false;
};

// Decides the measures of one entry for one row.
struct Decider {
  std::shared_ptr<const ir::Program> program;
  ir::MatterId matter;
  ir::Layout layout;
  std::vector<Candidate> candidates;
  std::vector<uint32_t> ids;

  // Makes the measures that are to be looked at true, false or neither.
  void settle(Date date, const PlumbRow& row, const PlumbParty& party, std::span<const PlumbTrigger> triggers, PlumbPlanes planes) const {
    Inputs inputs;
    inputs.program = program.get();
    inputs.date = date;
    inputs.party = party_of(party);
    const Row values = ir::unpack(program->matters[matter], layout, row);
    inputs.row = &values;
    std::vector<Trigger> asked;
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (!ir::plane_bit(planes.look, i)) continue;
      asked.clear();
      for (const PlumbTrigger& trigger : triggers) {
        if ((trigger.bit & candidates[i].mask) != 0) asked.push_back(trigger_of(trigger));
      }
      inputs.triggers = asked;
      set(planes, i, evaluate(inputs, candidates[i].id).value);
    }
  }

  void decide(Date date, const PlumbRow& row, const PlumbParty& party, PlumbPlanes planes) const {
    Inputs inputs;
    inputs.program = program.get();
    inputs.date = date;
    inputs.party = party_of(party);
    std::optional<Row> values;  // unpacked when a measure first asks
    for (size_t i = 0; i < candidates.size(); ++i) {
      const Candidate& candidate = candidates[i];
      const Truth reach = reach_of(candidate, party);
      const Truth ruled = reach & kind_of(*candidate.measure, inputs.party);
      if (ruled == Truth::is_false) {
        ir::set_plane_bit(planes.is_false, i);
        continue;
      }
      if (candidate.looks) {
        ir::set_plane_bit(planes.look, i);
        continue;
      }
      if (!values) values = ir::unpack(program->matters[matter], layout, row);
      inputs.row = &*values;
      set(planes, i, evaluate_reached(inputs, candidate.id, reach));
    }
  }

 private:
  static void set(PlumbPlanes planes, size_t i, Truth truth) {
    if (truth == Truth::is_true) ir::set_plane_bit(planes.is_true, i);
    if (truth == Truth::is_false) ir::set_plane_bit(planes.is_false, i);
  }

  static Truth reach_of(const Candidate& candidate, const PlumbParty& party) {
    if (candidate.measure->reach.anyone || (candidate.mask & party.certain) != 0) return Truth::is_true;
    return (candidate.mask & party.uncertain) != 0 ? Truth::unknown : Truth::is_false;
  }

  static Truth kind_of(const ir::Measure& measure, const Party& party) {
    if (!measure.party) return Truth::is_true;
    if (!party.kind) return Truth::unknown;
    return *party.kind == *measure.party ? Truth::is_true : Truth::is_false;
  }

  // The measure asks nothing of its triggers, so that one of the right truth stands for all.
  static Truth evaluate_reached(Inputs inputs, ir::MeasureId measure, Truth reach) {
    const Trigger any;
    if (reach == Truth::is_true) inputs.triggers = std::span(&any, 1);
    if (reach == Truth::unknown) inputs.reach_unknown = {"reach"};
    return evaluate(inputs, measure).value;
  }

  static Trigger trigger_of(const PlumbTrigger& trigger) {
    const auto date = [](int32_t days) { return days == PLUMB_NO_DATE ? std::nullopt : std::optional(Date{days}); };
    Trigger out;
    if (trigger.certain == 0) out.unknown_because = "entry.expires_on";
    out.direction = ir::direction_of(trigger.bit);
    if (trigger.role != PLUMB_UNKNOWN) out.role = static_cast<Role>(trigger.role);
    out.state = static_cast<EntryState>(trigger.state);
    out.published_on = Date{trigger.published_on};
    out.expires_on = date(trigger.expires_on);
    out.ground_on = date(trigger.ground_on);
    out.removed_on = date(trigger.removed_on);
    out.filed_on = date(trigger.filed_on);
    out.case_no = std::string(trigger.case_no.data, trigger.case_no.size);
    out.publishable = trigger.publishable != 0;
    if (trigger.has_performed != 0) out.performed_amount = Money{trigger.performed_fen};
    if (trigger.has_unperformed != 0) out.unperformed_amount = Money{trigger.unperformed_fen};
    out.by_relation = trigger.by_relation != 0;
    out.relation_from = date(trigger.relation_from);
    out.relation_to = date(trigger.relation_to);
    return out;
  }

  static Party party_of(const PlumbParty& party) {
    Party out;
    if (party.kind != PLUMB_UNKNOWN) out.kind = static_cast<PartyKind>(party.kind);
    if (party.sector != PLUMB_UNKNOWN) out.sector = static_cast<Sector>(party.sector);
    if (party.name.data) out.name = std::string(party.name.data, party.name.size);
    if (party.id.data) out.id = std::string(party.id.data, party.id.size);
    return out;
  }
};

void predicate(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party, PlumbPlanes planes) {
  static_cast<const Decider*>(context)->decide(Date{date_days}, *row, *party, planes);
}

void settle(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party, const PlumbTrigger* triggers, uint32_t trigger_count,
            PlumbPlanes planes) {
  static_cast<const Decider*>(context)->settle(Date{date_days}, *row, *party, {triggers, trigger_count}, planes);
}

}  // namespace

struct PredicateTable::Contents {
  std::deque<Decider> deciders;  // entries point into it
  std::vector<PlumbTableEntry> entries;
  std::string layout_digest, meaning_digest;
  PlumbPredicateTable table{};
};

PredicateTable::PredicateTable(std::shared_ptr<const ir::Program> program) : contents_(std::make_unique<Contents>()) {
  for (const auto& [matter, stage, epoch] : ir::table_entries(*program)) {
    Decider& decider = contents_->deciders.emplace_back();
    decider.program = program;
    decider.matter = matter;
    decider.layout = ir::layout_of(program->matters[matter]);
    for (const ir::MeasureId id : epoch.measures) {
      const ir::Measure& measure = program->measures[id];
      decider.candidates.push_back({id, &measure, ir::reach_mask(measure.reach), ir::looks(*program, measure, epoch.from)});
      decider.ids.push_back(id.value);
    }
    const bool looks = std::any_of(decider.candidates.begin(), decider.candidates.end(), [](const Candidate& c) { return c.looks; });
    contents_->entries.push_back({matter.value, static_cast<uint32_t>(stage), epoch.from.days, epoch.until_days, static_cast<uint32_t>(decider.ids.size()),
                                  decider.ids.data(), predicate, nullptr, 0, looks ? settle : nullptr, &decider});
  }
  contents_->layout_digest = ir::layout_digest(*program);
  contents_->meaning_digest = program->meaning_digest;
  contents_->table = {contents_->layout_digest.c_str(), contents_->meaning_digest.c_str(), static_cast<uint32_t>(contents_->entries.size()),
                      contents_->entries.data()};
}

PredicateTable::~PredicateTable() = default;
PredicateTable::PredicateTable(PredicateTable&&) noexcept = default;
PredicateTable& PredicateTable::operator=(PredicateTable&&) noexcept = default;

const PlumbPredicateTable& PredicateTable::table() const { return contents_->table; }

}  // namespace plumb::reference
