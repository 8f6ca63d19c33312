#include "runtime/sweep/asker.hpp"

#include <algorithm>
#include <new>

#include "compiler/ir/predicate_table.hpp"

namespace plumb::sweep {

namespace {

PlumbText text_of(std::string_view text) { return text.empty() ? PlumbText{nullptr, 0} : PlumbText{text.data(), text.size()}; }

}  // namespace

Asker::Asker(const decide::Context& context, const Touched& touched, const rows::RowTable& rows, Date d)
    : context_(context), touched_(touched), date_(d), scratch_(context.rules.program()) {
  const ir::Program& program = context.rules.program();
  size_t most_measures = 0, scratch_bytes = 0;
  for (uint32_t p = 0; p < rows.partition_count(); ++p) {
    Part& part = parts_.emplace_back(Part{rows.partition(p), nullptr, false, {}});
    part.entry = ir::find_entry(context.table, part.partition.matter().value, static_cast<uint32_t>(part.partition.stage()), d.days);
    if (!part.entry || part.entry->measure_count == 0) continue;
    part.read = fields_read(program, part.partition.matter(), measures(part));
    part.anyone = std::any_of(measures(part).begin(), measures(part).end(), [&](uint32_t id) { return program.measures[ir::MeasureId(id)].reach.anyone; });
    if (part.read.party_texts) scratch_.names(), scratch_.ids();
    most_measures = std::max<size_t>(most_measures, part.entry->measure_count);
    scratch_bytes = std::max(scratch_bytes, part.entry->scratch_bytes);
  }
  planes_.resize(3 * most_measures * kMorselBlocks);
  if (scratch_bytes != 0) evaluator_scratch_ = ::operator new(scratch_bytes, std::align_val_t(PLUMB_ALIGNMENT));
}

Asker::~Asker() {
  if (evaluator_scratch_) ::operator delete(evaluator_scratch_, std::align_val_t(PLUMB_ALIGNMENT));
}

void Asker::select(uint32_t morsel) {
  const uint32_t rows = at_->partition.rows(morsel), blocks = (rows + 63) / 64;
  const rows::Lanes& lanes = rows::lanes();
  uint64_t* const wanted = selected_.plane.data();
  at_->partition.held(morsel, date_, wanted);
  held_ = static_cast<uint32_t>(lanes.count_both(wanted, wanted, blocks));
  count_ = 0;
  if (measure_count() == 0) return;
  const std::span<const uint32_t> parties = at_->partition.parties(morsel);
  if (!at_->anyone && !touched_.stale()) lanes.keep_among(touched_.plane(), parties.data(), blocks, wanted);
  selected_.number(blocks);
  count_ = selected_.count;
  if (count_ != 0) lanes.numbers(parties.data(), sizeof(uint32_t), 0, 1, wanted, blocks, count_, room_.data(), parties_.data(), sizeof(uint32_t));
}

void Asker::fill_parties() {
  using snapshot::PackedReach;
  const rows::Lanes& lanes = rows::lanes();
  if (touched_.stale()) {
    std::transform(parties_.begin(), parties_.begin() + count_, packed_.begin(), [&](uint32_t party) { return touched_.packed(party); });
  } else {
    const snapshot::ReachWords& words = touched_.words();
    lanes.packed(words.listed_plane(), words.ranks(), words.packed_words(), parties_.data(), count_, packed_.data());
  }
  lanes.spread(packed_.data(), count_, scratch_.certain(), scratch_.uncertain(), scratch_.kind(), scratch_.sector());
  // Those who are not listed have no traits with their words; they are asked only where a measure looks at no list.
  if (at_->anyone && !touched_.stale()) {
    fill_traits(at_->read.kind, snapshot::Traits::kKind, scratch_.kind());
    fill_traits(at_->read.sector, snapshot::Traits::kSector, scratch_.sector());
  }
  lanes.flags(packed_.data(), count_, PackedReach::kIdentity, identity_.data());
  lanes.flags(packed_.data(), count_, PackedReach::kRetentions, retentions_.data());
  lanes.flags(packed_.data(), count_, PackedReach::kPermits, permits_.data());
  if (!at_->read.party_texts) return;
  PlumbText *const names = scratch_.names(), *const ids = scratch_.ids();
  for (uint32_t i = 0; i < count_; ++i) {
    const auto& party = context_.snapshot.party(snapshot::PartyIndex(this->party(i)));
    names[i] = text_of(party.name);
    ids[i] = text_of(party.id);
  }
  for (uint32_t i = count_; i % 64 != 0; ++i) names[i] = ids[i] = PlumbText{nullptr, 0};
}

// What no measure asks for is left as it is.
void Asker::fill_traits(bool asked, int part, uint8_t* out) {
  if (!asked) return;
  const uint8_t* const traits = context_.snapshot.columns().traits.data();
  for (uint32_t i = 0; i < count_; ++i) {
    const uint8_t value = snapshot::Traits::part(traits[party(i)], part);
    out[i] = value == snapshot::Traits::kNone ? uint8_t{PLUMB_UNKNOWN} : value;
  }
}

uint32_t Asker::ask(uint32_t morsel) {
  select(morsel);
  if (count_ == 0) return 0;
  asked_ = count_ == at_->partition.rows(morsel) ? at_->partition.widen(morsel, scratch_, at_->read.fields)
                                                 : at_->partition.gather(morsel, selected_, scratch_, at_->read.fields);
  fill_parties();
  const size_t words = size_t{entry().measure_count} * kMorselBlocks;
  const PlumbMorselPlanes planes{planes_.data(), planes_.data() + words, planes_.data() + 2 * words, kMorselBlocks};
  if (entry().batch) {
    entry().batch(entry().context, date_.days, &asked_, planes, evaluator_scratch_);
  } else {
    decide_rows(planes);
  }
  return count_;
}

void Asker::decide_rows(PlumbMorselPlanes planes) {
  std::fill(planes_.begin(), planes_.end(), 0);
  ir::MorselRow one_row(context_.rules.program(), at_->partition.matter());
  const size_t words = ir::plane_words(entry().measure_count);
  std::vector<uint64_t> row_planes(3 * words);
  for (uint32_t i = 0; i < count_; ++i) {
    std::fill(row_planes.begin(), row_planes.end(), 0);
    const PlumbRow row = one_row.read(asked_, i);
    const PlumbParty party = ir::MorselRow::party(asked_, i);
    entry().predicate(entry().context, date_.days, &row, &party, {row_planes.data(), row_planes.data() + words, row_planes.data() + 2 * words});
    for (uint32_t m = 0; m < entry().measure_count; ++m) {
      const auto copy = [&](size_t plane, uint64_t* into) {
        if (ir::plane_bit(row_planes.data() + plane * words, m)) ir::set_plane_bit(into + size_t{m} * planes.stride, i);
      };
      copy(0, planes.is_true);
      copy(1, planes.is_false);
      copy(2, planes.look);
    }
  }
}

MeasurePlanes Asker::planes(uint32_t measure) const {
  const size_t words = size_t{entry().measure_count} * kMorselBlocks, at = size_t{measure} * kMorselBlocks;
  return {planes_.data() + at, planes_.data() + words + at, planes_.data() + 2 * words + at};
}

uint64_t Asker::live(uint32_t block) const {
  const uint32_t left = count_ - block * 64;
  return left >= 64 ? ~uint64_t{0} : (uint64_t{1} << left) - 1;
}

}  // namespace plumb::sweep
