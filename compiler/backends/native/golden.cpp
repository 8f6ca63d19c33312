#include "compiler/backends/native/golden.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

#include "compiler/base/sha256.hpp"
#include "compiler/ir/columns.hpp"
#include "compiler/ir/layout.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::native {

namespace {

// Of a morsel: a block and a bit. Asked one by one: fewer, for a start waits for them.
constexpr uint32_t kMorselRows = 66, kSingleRows = 24;

// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014): the same numbers everywhere.
class Numbers {
 public:
  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  uint64_t below(uint64_t n) { return n == 0 ? 0 : next() % n; }

 private:
  uint64_t state_ = 48;
};

struct Freed {
  void operator()(void* scratch) const { ::operator delete(scratch, std::align_val_t(PLUMB_ALIGNMENT)); }
};

class Questions {
 public:
  Questions(const ir::Program& program, const PlumbTableEntry& entry)
      : program_(program), entry_(entry), matter_(program.matters[ir::MatterId(entry.matter)]), layout_(ir::layout_of(matter_)) {}

  void ask(std::string& answers) {
    const int32_t date = std::clamp<int32_t>(Date::from_ymd(2020, 6, 1)->days, entry_.from_days, entry_.until_days - 1);
    // A morsel has room for thousands of rows: it is made only where it is asked for.
    std::optional<ir::MorselBuffer> morsel;
    if (entry_.batch) morsel.emplace(program_, ir::MatterId(entry_.matter));
    const size_t bytes = (entry_.measure_count + 7) / 8;
    const uint32_t rows = morsel ? kMorselRows : kSingleRows;
    for (uint32_t r = 0; r < rows; ++r) {
      const ir::PackedRow packed(layout_, row(date));
      const PlumbRow view = packed.view();
      const PlumbParty asked = party();
      std::vector<uint64_t> planes(3 * ir::plane_words(entry_.measure_count));
      const PlumbPlanes parts = planes_of(planes, ir::plane_words(entry_.measure_count));
      entry_.predicate(entry_.context, date, &view, &asked, parts);
      add(answers, planes, bytes);
      if (entry_.settle) {
        const PlumbTrigger triggers[] = {trigger(date), trigger(date)};
        entry_.settle(entry_.context, date, &view, &asked, triggers, 2, parts);
        add(answers, planes, bytes);
      }
      if (morsel) morsel->append(view, asked);
    }
    if (morsel) batch(*morsel, date, answers);
  }

 private:
  static PlumbPlanes planes_of(std::vector<uint64_t>& words, size_t each) { return {words.data(), words.data() + each, words.data() + 2 * each}; }
  // `bytes` of each of the three planes: an entry of four measures answers in three bytes, not in three words.
  static void add(std::string& answers, const std::vector<uint64_t>& planes, size_t bytes) {
    for (size_t plane = 0; plane < 3; ++plane) answers.append(reinterpret_cast<const char*>(planes.data() + plane * (planes.size() / 3)), bytes);
  }

  void batch(ir::MorselBuffer& rows, int32_t date, std::string& answers) {
    const uint32_t blocks = (kMorselRows + PLUMB_BLOCK_ROWS - 1) / PLUMB_BLOCK_ROWS;
    const size_t each = size_t{blocks} * entry_.measure_count;
    std::vector<uint64_t> planes(3 * each);
    const std::unique_ptr<void, Freed> scratch(::operator new(entry_.scratch_bytes + 1, std::align_val_t(PLUMB_ALIGNMENT)));
    const PlumbMorsel morsel = rows.view();
    entry_.batch(entry_.context, date, &morsel, {planes.data(), planes.data() + each, planes.data() + 2 * each, blocks}, scratch.get());
    add(answers, planes, each * sizeof(uint64_t));
  }

  std::vector<std::optional<ir::Value>> row(int32_t date) {
    std::vector<std::optional<ir::Value>> out;
    for (const ir::Field& field : matter_.fields) {
      out.push_back(numbers_.below(8) == 0 ? std::nullopt : std::optional(value(field.type, date)));
    }
    return out;
  }

  ir::Value value(ir::Type type, int32_t date) {
    const auto amount = [&] { return static_cast<int64_t>(numbers_.next() >> numbers_.below(64)); };
    switch (type.kind) {
      case ir::TypeKind::boolean:
        return ir::boolean_value(numbers_.below(2) == 1);
      case ir::TypeKind::integer:
        return ir::integer_value(amount());
      case ir::TypeKind::money:
        return ir::money_value({amount()});
      case ir::TypeKind::decimal:
      case ir::TypeKind::ratio:
        return {type, static_cast<int128>(amount()) * static_cast<int64_t>(1 + numbers_.below(1'000'000'000)), {}};
      case ir::TypeKind::date:
        return ir::date_value({std::clamp<int32_t>(date - 400 + static_cast<int32_t>(numbers_.below(800)), Date::kMinDays, Date::kMaxDays)});
      case ir::TypeKind::duration:
        return ir::duration_value({static_cast<Duration::Unit>(numbers_.below(3)), static_cast<int32_t>(numbers_.below(60)) - 30});
      case ir::TypeKind::text:
        return ir::text_value(numbers_.below(2) == 0 ? "甲" : "");
      case ir::TypeKind::enumeration:
        return ir::enumerator_value(ir::EnumId(type.ref), static_cast<uint32_t>(numbers_.below(program_.enums[ir::EnumId(type.ref)].values.size())));
      case ir::TypeKind::set:
        return ir::set_value(ir::EnumId(type.ref), numbers_.next() & ir::full_mask(program_.enums[ir::EnumId(type.ref)]));
      case ir::TypeKind::code:
        return ir::code_value(ir::TaxonomyId(type.ref), static_cast<uint32_t>(numbers_.below(program_.taxonomies[ir::TaxonomyId(type.ref)].codes.size())));
    }
    return {};
  }

  uint64_t ways() { return numbers_.next() & numbers_.next() & ((uint64_t{1} << (1 + 2 * PLUMB_ROLE_CAPACITY)) - 1); }

  PlumbParty party() {
    static constexpr char kName[] = "甲";
    const auto one_of = [&](uint64_t count) { return numbers_.below(4) == 0 ? uint8_t{PLUMB_UNKNOWN} : static_cast<uint8_t>(numbers_.below(count)); };
    PlumbParty out{ways(), ways(), one_of(2), one_of(3), {}, {}};
    if (numbers_.below(2) == 0) out.name = {kName, sizeof kName - 1};
    if (numbers_.below(2) == 0) out.id = {kName, sizeof kName - 1};
    return out;
  }

  PlumbTrigger trigger(int32_t date) {
    static constexpr char kCase[] = "甲";
    const auto flag = [&] { return static_cast<uint8_t>(numbers_.below(2)); };
    const auto day = [&] { return flag() == 0 ? int32_t{PLUMB_NO_DATE} : date - 400 + static_cast<int32_t>(numbers_.below(800)); };
    PlumbTrigger out{};
    out.bit = uint64_t{1} << (flag() == 0 ? 0 : numbers_.below(1 + 2 * PLUMB_ROLE_CAPACITY));
    out.certain = flag();
    out.role = static_cast<uint8_t>(numbers_.below(kRoleCount));
    out.state = static_cast<uint8_t>(numbers_.below(4));
    out.publishable = flag();
    out.by_relation = flag();
    out.has_performed = flag();
    out.has_unperformed = flag();
    out.published_on = date - static_cast<int32_t>(numbers_.below(800));
    out.expires_on = day();
    out.ground_on = day();
    out.removed_on = day();
    out.filed_on = day();
    out.relation_from = day();
    out.relation_to = day();
    out.performed_fen = static_cast<int64_t>(numbers_.next() >> 20);
    out.unperformed_fen = static_cast<int64_t>(numbers_.next() >> 20);
    out.case_no = {kCase, sizeof kCase - 1};
    return out;
  }

  const ir::Program& program_;
  const PlumbTableEntry& entry_;
  const ir::Matter& matter_;
  ir::Layout layout_;
  Numbers numbers_;
};

}  // namespace

std::string golden_digest(const ir::Program& program, const PlumbPredicateTable& table) {
  std::string answers;
  for (uint32_t i = 0; i < table.entry_count; ++i) Questions(program, table.entries[i]).ask(answers);
  return sha256_hex(answers);
}

}  // namespace plumb::native
