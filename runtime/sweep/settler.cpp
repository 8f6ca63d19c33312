#include "runtime/sweep/settler.hpp"

#include <algorithm>

#include "compiler/ir/predicate_table.hpp"
#include "runtime/snapshot/reach.hpp"
#include "runtime/snapshot/reach_words.hpp"
#include "runtime/sweep/fields_read.hpp"

namespace plumb::sweep {

using snapshot::PartyIndex;
using snapshot::Standing;
using snapshot::Way;

namespace {

std::optional<Role> role_of(uint64_t bit) {
  const int at = __builtin_ctzll(bit);
  if (at == 0) return std::nullopt;
  return static_cast<Role>(at <= PLUMB_ROLE_CAPACITY ? at - 1 : at - 1 - PLUMB_ROLE_CAPACITY);
}

}  // namespace

Settler::Settler(const decide::Context& context, const Touched& touched, const Papers& papers, const Asker& asker, ir::MatterId matter, Date d)
    : context_(context), touched_(touched), papers_(papers), asker_(asker), entry_(asker.entry()), date_(d) {
  const ir::Program& program = context.rules.program();
  parts_ = parts_read(program, asker.measures());
  row_.emplace(program, matter);
  for (const uint32_t id : asker.measures()) {
    const ir::Measure& measure = program.measures[ir::MeasureId(id)];
    reaches_.push_back(measure.reach.anyone ? 0 : ir::reach_mask(measure.reach));
  }
  truths_.resize(entry_.measure_count);
  came_.resize(entry_.measure_count);
}

void Settler::expect(std::span<const uint16_t> rows) {
  const snapshot::ReachWords& words = touched_.words();
  const snapshot::ReachIndex::Columns& reach = context_.snapshot.columns().reach;
  places_.clear();
  for (const uint16_t i : rows) {
    const uint32_t party = asker_.party(i);
    papers_.expect(PartyIndex(party));
    if (!entry_.settle || !words.listed(party)) continue;
    places_.push_back(words.place(party));
    __builtin_prefetch(words.positions() + places_.back());
  }
  const auto each_position = [&](const auto& visit) {
    for (const uint32_t place : places_) {
      if (const uint32_t position = words.positions()[place]; position != snapshot::ReachIndex::kNowhere) visit(position);
    }
  };
  each_position([&](uint32_t position) { __builtin_prefetch(reach.begins.data() + position); });
  each_position([&](uint32_t position) {
    const uint32_t first = reach.begins[position];
    __builtin_prefetch(reach.from.data() + first);
    __builtin_prefetch(reach.until.data() + first);
    __builtin_prefetch(reach.way.data() + first);
    __builtin_prefetch(reach.entry.data() + first);
  });
}

std::span<const Came> Settler::settle(uint32_t i, bool permits, bool retentions) {
  const PartyIndex party(asker_.party(i));
  bool looks = false;
  for (uint32_t m = 0; m < entry_.measure_count; ++m) {
    const MeasurePlanes planes = asker_.planes(m);
    truths_[m] = ir::plane_bit(planes.is_true, i) ? Truth::is_true : ir::plane_bit(planes.is_false, i) ? Truth::is_false : Truth::unknown;
    looks |= ir::plane_bit(planes.look, i);
  }
  if (looks) look(i, party);
  if (retentions) {
    ways_.clear();
    for (uint32_t m = 0; m < entry_.measure_count; ++m) {
      if (reaches_[m] != 0 && papers_.kept(party, ir::MeasureId(entry_.measures[m]))) ask_again(i, party, m);
    }
  }
  for (uint32_t m = 0; m < entry_.measure_count; ++m) {
    came_[m] = static_cast<Came>(truths_[m]);
    if (truths_[m] == Truth::is_false || !permits || reaches_[m] == 0) continue;
    if (papers_.permitted(party, ir::MeasureId(entry_.measures[m]))) came_[m] = Came::permitted;
  }
  return came_;
}

Settler::Bits Settler::clear() {
  const size_t words = ir::plane_words(entry_.measure_count);
  bits_.assign(3 * words, 0);
  return {bits_.data(), bits_.data() + words, bits_.data() + 2 * words};
}

Settler::Truth Settler::truth(uint32_t measure) const {
  const size_t words = ir::plane_words(entry_.measure_count);
  if (ir::plane_bit(bits_.data(), measure)) return Truth::is_true;
  return ir::plane_bit(bits_.data() + words, measure) ? Truth::is_false : Truth::unknown;
}

// Looks at the row's triggers for the measures that ask for it.
void Settler::look(uint32_t i, PartyIndex party) {
  const Bits bits = clear();
  uint64_t among = 0;
  for (uint32_t m = 0; m < entry_.measure_count; ++m) {
    if (!ir::plane_bit(asker_.planes(m).look, i)) continue;
    ir::set_plane_bit(bits.look, m);
    among |= reaches_[m];
  }
  triggers_.clear();
  const snapshot::ReachIndex& reach = context_.snapshot.reach();
  reach.ways_at(touched_.words().position(party.value), date_, [&](uint64_t bit, bool uncertain, snapshot::EntryIndex entry, snapshot::RelationIndex relation) {
    if ((bit & among) == 0) return;
    const auto ground = context_.snapshot.ground_on(entry);
    const Standing standing = uncertain ? Standing::expired : ground && *ground <= date_ ? Standing::removal_due : Standing::active;
    triggers_.push_back(decide::trigger_for_table(context_.snapshot, {entry, ir::direction_of(bit), role_of(bit), relation, standing}, parts_));
  });
  const PlumbRow row = row_->read(asker_.asked(), i);
  const PlumbParty asked = ir::MorselRow::party(asker_.asked(), i);
  entry_.settle(entry_.context, date_.days, &row, &asked, triggers_.data(), static_cast<uint32_t>(triggers_.size()), {bits.is_true, bits.is_false, bits.look});
  for (uint32_t m = 0; m < entry_.measure_count; ++m) {
    if (ir::plane_bit(asker_.planes(m).look, i)) truths_[m] = truth(m);
  }
}

// One measure once more, as if the entries that a retention holds were on the list.
void Settler::ask_again(uint32_t i, PartyIndex party, uint32_t m) {
  const ir::Measure& measure = context_.rules.program().measures[ir::MeasureId(entry_.measures[m])];
  if (ways_.empty()) snapshot::collect_ways(context_.snapshot, party, date_, ways_);
  uint64_t held = 0;
  triggers_.clear();
  for (const Way& way : ways_) {
    const uint64_t bit = snapshot::reach_bit(way.direction, way.role);
    if ((bit & reaches_[m]) == 0) continue;
    if (way.standing == Standing::removed && !decide::is_retained(context_.snapshot, party, way.entry, measure.name, date_)) continue;
    if (way.standing == Standing::removed) held |= bit;
    triggers_.push_back(decide::trigger_for_table(context_.snapshot, way, parts_));
  }
  if (held == 0) return;
  const PlumbRow row = row_->read(asker_.asked(), i);
  PlumbParty asked = ir::MorselRow::party(asker_.asked(), i);
  asked.certain |= held;
  asked.uncertain &= ~held;
  Bits bits = clear();
  entry_.predicate(entry_.context, date_.days, &row, &asked, {bits.is_true, bits.is_false, bits.look});
  if (ir::plane_bit(bits.look, m)) {
    bits = clear();
    ir::set_plane_bit(bits.look, m);
    entry_.settle(entry_.context, date_.days, &row, &asked, triggers_.data(), static_cast<uint32_t>(triggers_.size()),
                  {bits.is_true, bits.is_false, bits.look});
  }
  truths_[m] = truth(m);
}

}  // namespace plumb::sweep
