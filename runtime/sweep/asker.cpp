#include "runtime/sweep/asker.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include "compiler/ir/predicate_table.hpp"
#include "runtime/sweep/fields_read.hpp"

namespace plumb::sweep {

namespace {

PlumbText text_of(std::string_view text) { return text.empty() ? PlumbText{nullptr, 0} : PlumbText{text.data(), text.size()}; }

}  // namespace

Asker::Asker(const decide::Context& context, const Touched& touched, rows::Partition partition, Date d)
    : context_(context),
      touched_(touched),
      partition_(partition),
      date_(d),
      entry_(ir::find_entry(context.table, partition.matter().value, static_cast<uint32_t>(partition.stage()), d.days)) {
  if (measure_count() == 0) return;
  const ir::Program& program = context.rules.program();
  const FieldsRead read = fields_read(program, partition.matter(), measures());
  needed_ = read.fields;
  kind_ = read.kind;
  sector_ = read.sector;
  party_texts_ = read.party_texts;
  anyone_ = std::any_of(measures().begin(), measures().end(), [&](uint32_t id) { return program.measures[ir::MeasureId(id)].reach.anyone; });
  scratch_.emplace(program, partition.matter());
  one_row_.emplace(program, partition.matter());
  planes_.resize(size_t{3} * entry_->measure_count * kMorselBlocks);
  if (entry_->scratch_bytes != 0) evaluator_scratch_ = ::operator new(entry_->scratch_bytes, std::align_val_t(PLUMB_ALIGNMENT));
}

Asker::~Asker() {
  if (evaluator_scratch_) ::operator delete(evaluator_scratch_, std::align_val_t(PLUMB_ALIGNMENT));
}

Asker::Asker(Asker&& other) noexcept
    : context_(other.context_),
      touched_(other.touched_),
      partition_(other.partition_),
      date_(other.date_),
      entry_(other.entry_),
      anyone_(other.anyone_),
      kind_(other.kind_),
      sector_(other.sector_),
      party_texts_(other.party_texts_),
      needed_(std::move(other.needed_)),
      scratch_(std::move(other.scratch_)),
      one_row_(std::move(other.one_row_)),
      planes_(std::move(other.planes_)),
      evaluator_scratch_(std::exchange(other.evaluator_scratch_, nullptr)) {}

void Asker::select(uint32_t morsel) {
  const uint32_t rows = partition_.rows(morsel), blocks = (rows + 63) / 64;
  std::array<uint64_t, kMorselBlocks> wanted;
  partition_.held(morsel, date_, wanted.data());
  parties_ = partition_.parties(morsel);
  held_ = 0;
  for (uint32_t b = 0; b < blocks; ++b) held_ += static_cast<uint32_t>(__builtin_popcountll(wanted[b]));
  if (measure_count() == 0) {
    count_ = 0;
    return;
  }
  if (!anyone_) {
    const uint64_t* const touched = touched_.plane().data();
    for (uint32_t b = 0; b < blocks; ++b) {
      if (wanted[b] == 0) continue;
      const uint32_t* const parties = parties_.data() + size_t{b} * 64;
      uint64_t bits = 0;
      for (uint32_t r = 0; r < 64; ++r) bits |= (touched[parties[r] / 64] >> (parties[r] % 64) & 1) << r;
      wanted[b] &= bits;
    }
  }
  count_ = rows::rows_of_plane(wanted.data(), blocks, selected_.data());
}

void Asker::fill_parties() {
  alone_.fill(0);
  permits_.fill(0);
  for (uint32_t i = 0; i < count_; ++i) {
    const uint32_t party = this->party(i);
    if (!touched_.any(party)) continue;
    const snapshot::ReachWord word = touched_.word(party);
    scratch_->certain()[i] = word.certain;
    scratch_->uncertain()[i] = word.uncertain;
    if (touched_.alone(party)) {
      ir::set_plane_bit(alone_.data(), i);
    } else if (touched_.permits(party)) {
      ir::set_plane_bit(permits_.data(), i);
    }
  }
  fill_traits(kind_, snapshot::Traits::kKind, scratch_->kind());
  fill_traits(sector_, snapshot::Traits::kSector, scratch_->sector());
  if (!party_texts_) return;
  for (uint32_t i = 0; i < count_; ++i) {
    const auto& party = context_.snapshot.party(snapshot::PartyIndex(this->party(i)));
    scratch_->names()[i] = text_of(party.name);
    scratch_->ids()[i] = text_of(party.id);
  }
}

// What no measure asks for is left unknown.
void Asker::fill_traits(bool asked, int part, uint8_t* out) {
  if (!asked) {
    std::fill_n(out, count_, uint8_t{PLUMB_UNKNOWN});
    return;
  }
  const uint8_t* const traits = context_.snapshot.columns().traits.data();
  for (uint32_t i = 0; i < count_; ++i) {
    const uint8_t value = snapshot::Traits::part(traits[party(i)], part);
    out[i] = value == snapshot::Traits::kNone ? uint8_t{PLUMB_UNKNOWN} : value;
  }
}

uint32_t Asker::ask(uint32_t morsel) {
  select(morsel);
  if (count_ == 0) return 0;
  asked_ = count_ == partition_.rows(morsel) ? partition_.widen(morsel, *scratch_, needed_)
                                             : partition_.gather(morsel, {selected_.data(), count_}, *scratch_, needed_);
  fill_parties();
  const size_t words = size_t{entry_->measure_count} * kMorselBlocks;
  const PlumbMorselPlanes planes{planes_.data(), planes_.data() + words, planes_.data() + 2 * words, kMorselBlocks};
  if (entry_->batch) {
    entry_->batch(entry_->context, date_.days, &asked_, planes, evaluator_scratch_);
  } else {
    decide_rows(planes);
  }
  return count_;
}

void Asker::decide_rows(PlumbMorselPlanes planes) {
  std::fill(planes_.begin(), planes_.end(), 0);
  const size_t words = ir::plane_words(entry_->measure_count);
  std::vector<uint64_t> row_planes(3 * words);
  for (uint32_t i = 0; i < count_; ++i) {
    std::fill(row_planes.begin(), row_planes.end(), 0);
    const PlumbRow row = one_row_->read(asked_, i);
    const PlumbParty party = ir::MorselRow::party(asked_, i);
    entry_->predicate(entry_->context, date_.days, &row, &party, {row_planes.data(), row_planes.data() + words, row_planes.data() + 2 * words});
    for (uint32_t m = 0; m < entry_->measure_count; ++m) {
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
  const size_t words = size_t{entry_->measure_count} * kMorselBlocks, at = size_t{measure} * kMorselBlocks;
  return {planes_.data() + at, planes_.data() + words + at, planes_.data() + 2 * words + at};
}

uint64_t Asker::live(uint32_t block) const {
  const uint32_t left = count_ - block * 64;
  return left >= 64 ? ~uint64_t{0} : (uint64_t{1} << left) - 1;
}

}  // namespace plumb::sweep
