#include "bench/sweep/raw_county.hpp"

#include <algorithm>
#include <cstring>

namespace plumb::bench {

namespace {

// splitmix64 (Steele, Lea, Flood 2014; public-domain constants): small, fast, the same on every machine.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  // 0 … n - 1, n below 2^32.
  uint32_t below(uint32_t n) { return static_cast<uint32_t>((next() >> 32) * n >> 32); }
  int32_t between(int32_t first, int32_t last) { return first + static_cast<int32_t>(below(static_cast<uint32_t>(last - first + 1))); }
  bool chance(double share) { return static_cast<double>(next() >> 11) < share * 0x1p53; }

 private:
  uint64_t state_;
};

constexpr uint8_t kUnknown = PLUMB_UNKNOWN;
constexpr int32_t kYear = 365;

class County {
 public:
  County(const ir::Program& program, const CountyOptions& options) : program_(program), options_(options), today_(options.date.days), dice_(options.seed) {
    county_.options = options;
  }

  Result<RawCounty> make() {
    make_parties();
    make_entries();
    make_relations();
    make_permits();
    make_retentions();
    for (uint32_t m = 0; m < program_.matters.size(); ++m) {
      for (const Stage stage : program_.matters[ir::MatterId(m)].stages) county_.partitions.push_back({ir::MatterId(m), stage, {}, {}});
    }
    if (auto filled = fill_partitions(); !filled) return filled.error();
    return std::move(county_);
  }

 private:
  // Three persons to two organisations; a fiftieth of unknown kind; sectors of organisations, a tenth of them unknown.
  void make_parties() {
    auto& [kind, sector] = county_.parties;
    kind.resize(options_.parties);
    sector.resize(options_.parties, kUnknown);
    for (uint32_t i = 0; i < options_.parties; ++i) {
      const uint32_t lot = dice_.below(100);
      kind[i] = lot < 59 ? uint8_t{0} : lot < 98 ? uint8_t{1} : kUnknown;
      if (kind[i] == 1) organisations_.push_back(i);
      if (kind[i] == 1 && !dice_.chance(0.1)) sector[i] = static_cast<uint8_t>(dice_.below(3));
    }
    if (organisations_.empty()) organisations_.push_back(0);
  }

  uint32_t organisation() { return organisations_[dice_.below(static_cast<uint32_t>(organisations_.size()))]; }
  uint32_t party() { return dice_.below(options_.parties); }

  void make_entries() {
    RawEntries& e = county_.entries;
    for (uint32_t i = 0; i < options_.entries; ++i) {
      const uint32_t subject = dice_.chance(0.4) ? organisation() : party();
      const int32_t published = today_ + dice_.between(-6 * kYear, 30);
      e.party.push_back(subject);
      e.published.push_back(published);
      e.expires.push_back(dice_.chance(0.1) ? kNever : published + dice_.between(2 * kYear, 8 * kYear));
      e.ground.push_back(dice_.chance(0.1) ? published + dice_.between(1, 5 * kYear) : kNever);
      e.removed.push_back(dice_.chance(0.2) ? published + dice_.between(1, 4 * kYear) : kNever);
      e.publishable.push_back(dice_.chance(0.95));
      if (county_.parties.kind[subject] != 1 || !dice_.chance(0.3)) continue;
      for (uint32_t named = 1 + dice_.below(2); named-- > 0;) {
        e.named_entry.push_back(i);
        e.named_party.push_back(party());
      }
    }
  }

  void make_relations() {
    // Shareholders and directors are many, the rest few; directly_responsible is no relation.
    static constexpr Role kLots[] = {Role::legal_representative, Role::principal,  Role::actual_controller, Role::director,    Role::director,
                                     Role::supervisor,           Role::supervisor, Role::senior_executive,  Role::shareholder, Role::shareholder};
    RawRelations& r = county_.relations;
    for (auto* column : {&r.holder, &r.organisation}) column->resize(options_.relations);
    for (auto* column : {&r.from, &r.to}) column->resize(options_.relations);
    r.role.resize(options_.relations);
    std::vector<uint8_t> listed(options_.parties, 0);
    for (const uint32_t subject : county_.entries.party) listed[subject] = 1;
    for (uint64_t i = 0; i < options_.relations; ++i) {
      r.holder[i] = party();
      r.organisation[i] = organisation();
      r.role[i] = static_cast<uint8_t>(kLots[dice_.below(std::size(kLots))]);
      const int32_t from = today_ + dice_.between(-15 * kYear, kYear / 4);
      r.from[i] = dice_.chance(0.1) ? kAlways : from;
      r.to[i] = dice_.chance(0.7) ? kNever : from + dice_.between(1, 15 * kYear);
      // Some of those whom an entry touches, for permits and retentions.
      constexpr size_t kEnough = 1 << 20;
      if (listed[r.organisation[i]] != 0 && touched_.size() < kEnough) touched_.emplace_back(r.organisation[i], r.holder[i]);
      if (listed[r.holder[i]] != 0 && touched_.size() < kEnough) touched_.emplace_back(r.holder[i], r.organisation[i]);
    }
    std::sort(touched_.begin(), touched_.end());
  }

  // One for every two entries: to subjects, to those behind and above them, and to parties whom nothing touches.
  void make_permits() {
    RawPermits& p = county_.permits;
    for (uint32_t i = 0; i < options_.entries / 2; ++i) {
      const uint32_t lot = dice_.below(10);
      uint32_t who = party();
      if (lot < 4) who = county_.entries.party[dice_.below(options_.entries)];
      if (lot >= 4 && lot < 8 && !touched_.empty()) who = touched_[dice_.below(static_cast<uint32_t>(touched_.size()))].second;
      const auto kind = static_cast<RawTarget>(dice_.below(3));
      const auto among = static_cast<uint32_t>(kind == RawTarget::matter ? program_.matters.size() : program_.measures.size());
      p.party.push_back(who);
      p.kind.push_back(static_cast<uint8_t>(kind));
      p.target.push_back(kind == RawTarget::everything ? 0 : dice_.below(among));
      const int32_t from = today_ + dice_.between(-2 * kYear, 30);
      p.from.push_back(dice_.chance(0.1) ? kAlways : from);
      p.to.push_back(dice_.chance(0.3) ? kNever : from + dice_.between(1, 3 * kYear));
    }
  }

  // Of removed entries a third keep measures on their subject or on somebody whom they reached through it.
  void make_retentions() {
    RawRetentions& r = county_.retentions;
    for (uint32_t entry = 0; entry < options_.entries; ++entry) {
      if (county_.entries.removed[entry] > today_ || !dice_.chance(0.33)) continue;
      const uint32_t subject = county_.entries.party[entry];
      uint32_t who = subject;
      const auto near = std::lower_bound(touched_.begin(), touched_.end(), std::pair(subject, uint32_t{0}));
      if (dice_.chance(0.4) && near != touched_.end() && near->first == subject) who = near->second;
      for (uint32_t kept = 1 + dice_.below(12); kept-- > 0;) {
        r.entry.push_back(entry);
        r.party.push_back(who);
        r.measure.push_back(dice_.below(static_cast<uint32_t>(program_.measures.size())));
        r.until.push_back(today_ + dice_.between(-kYear / 2, kYear));
      }
    }
  }

  Result<void> fill_partitions() {
    std::vector<uint64_t> weights;
    uint64_t total = 0;
    for (size_t i = 0; i < county_.partitions.size(); ++i) total += weights.emplace_back(50 + dice_.below(101));
    uint64_t left = options_.rows;
    for (size_t i = 0; i < county_.partitions.size(); ++i) {
      const bool last = i + 1 == county_.partitions.size();
      const uint64_t rows = last ? left : std::min(left, options_.rows * weights[i] / total);
      left -= rows;
      RawPartition& partition = county_.partitions[i];
      partition.party.resize(rows);
      for (uint32_t& one : partition.party) one = party();
      std::sort(partition.party.begin(), partition.party.end());
      for (const ir::Field& field : program_.matters[partition.matter].fields) {
        Result<RawColumn> column = fill(field, rows);
        if (!column) return column.error();
        partition.fields.push_back(*std::move(column));
      }
    }
    return {};
  }

  int64_t value(ir::Type type) {
    switch (type.kind) {
      case ir::TypeKind::boolean:
        return dice_.below(2);
      case ir::TypeKind::integer:  // star ratings
        return dice_.below(6);
      case ir::TypeKind::money:
        return dice_.below(100'000'000);
      case ir::TypeKind::date:
        return today_ + dice_.between(-8 * kYear, 0);
      case ir::TypeKind::enumeration:
        return dice_.below(static_cast<uint32_t>(program_.enums[ir::EnumId(type.ref)].values.size()));
      case ir::TypeKind::set: {  // each with a chance of a quarter
        const uint64_t all = (uint64_t{1} << program_.enums[ir::EnumId(type.ref)].values.size()) - 1;
        return static_cast<int64_t>(dice_.next() & dice_.next() & all);
      }
      default:
        return 0;
    }
  }

  Result<RawColumn> fill(const ir::Field& field, uint64_t rows) {
    using enum ir::TypeKind;
    const ir::TypeKind kind = field.type.kind;
    if (kind != boolean && kind != integer && kind != money && kind != date && kind != enumeration && kind != set) {
      return Error{"bench.inexpressible", field.name.alias + ": the made-up county has no values of this type"};
    }
    RawColumn column;
    column.format = ir::format_of(program_, field.type);
    const size_t blocks = (rows + PLUMB_BLOCK_ROWS - 1) / PLUMB_BLOCK_ROWS;
    column.valid.resize(blocks);
    column.values.resize(blocks * ir::block_bytes(column.format) / sizeof(uint64_t));
    const size_t width = ir::value_bytes(column.format);
    for (uint64_t row = 0; row < rows; ++row) {
      if (dice_.chance(options_.nulls)) continue;
      column.valid[row / 64] |= uint64_t{1} << (row % 64);
      const int64_t one = value(field.type);
      if (column.format == ir::ColumnFormat::bits) {
        column.values[row / 64] |= static_cast<uint64_t>(one) << (row % 64);
      } else {
        std::memcpy(reinterpret_cast<uint8_t*>(column.values.data()) + row * width, &one, width);  // little-endian, as the product is
      }
    }
    return column;
  }

  const ir::Program& program_;
  const CountyOptions& options_;
  const int32_t today_;
  Dice dice_;
  RawCounty county_;
  std::vector<uint32_t> organisations_;
  std::vector<std::pair<uint32_t, uint32_t>> touched_;  // (subject of an entry, the other end of a relation), sorted
};

template <typename... T>
uint64_t bytes_of(const std::vector<T>&... columns) {
  return (uint64_t{0} + ... + (columns.size() * sizeof(T)));
}

}  // namespace

Result<RawCounty> make_county(const ir::Program& program, const CountyOptions& options) { return County(program, options).make(); }

uint64_t RawCounty::bytes() const {
  constexpr uint64_t kIdentifier = 18;  // every engine numbers parties; their identifiers are data all the same
  uint64_t sum = bytes_of(parties.kind, parties.sector) + kIdentifier * parties.kind.size();
  sum += bytes_of(relations.holder, relations.organisation, relations.role, relations.from, relations.to);
  sum += bytes_of(entries.party, entries.published, entries.expires, entries.ground, entries.removed, entries.publishable);
  sum += bytes_of(entries.named_entry, entries.named_party);
  sum += bytes_of(permits.party, permits.target, permits.kind, permits.from, permits.to);
  sum += bytes_of(retentions.entry, retentions.party, retentions.measure, retentions.until);
  for (const RawPartition& partition : partitions) {
    sum += bytes_of(partition.party);
    for (const RawColumn& column : partition.fields) sum += bytes_of(column.values, column.valid);
  }
  return sum;
}

int64_t cell(const RawColumn& column, uint64_t row) {
  const size_t width = ir::value_bytes(column.format);
  if (column.format == ir::ColumnFormat::bits) return static_cast<int64_t>(column.values[row / 64] >> (row % 64) & 1);
  uint64_t raw = 0;
  std::memcpy(&raw, column.bytes() + row * width, width);
  return column.format == ir::ColumnFormat::i32 ? static_cast<int32_t>(raw) : static_cast<int64_t>(raw);
}

}  // namespace plumb::bench
