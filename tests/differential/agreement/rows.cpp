#include "tests/differential/agreement/rows.hpp"

#include "compiler/ir/predicate_table.hpp"
#include "compiler/ir/values.hpp"
#include "tests/property/boundary_values.hpp"

namespace plumb::agreement {

using ir::TypeKind;
using ir::Value;
using testing::Random;

namespace {

constexpr int kRandomValues = 24;
constexpr uint64_t kReachBits = (uint64_t{1} << (1 + 2 * PLUMB_ROLE_CAPACITY)) - 1;

// The constant and, where its type is ordered, what lies just beside it.
void add_constant(const ir::Program& program, const Value& constant, std::vector<Value>& out) {
  for (const int step : {0, -1, 1}) {
    Value value = constant;
    if (__builtin_add_overflow(constant.number, step, &value.number)) continue;
    if (step != 0 && (constant.type.kind == TypeKind::text || constant.type.kind == TypeKind::boolean)) continue;
    if (ir::well_formed(program, value)) out.push_back(std::move(value));
  }
}

std::vector<Value> values_of(Random& random, const ir::Program& program, ir::Type type) {
  std::vector<Value> out = testing::boundary_values(program, type);
  for (const Value& constant : program.constants) {
    if (constant.type == type) add_constant(program, constant, out);
  }
  for (const ir::Parameter& parameter : program.parameters) {
    for (const ir::ParameterVersion& version : parameter.versions) {
      if (parameter.type == type && version.value) add_constant(program, *version.value, out);
    }
  }
  for (int i = 0; i < kRandomValues; ++i) out.push_back(testing::random_value(random, program, type));
  return out;
}

// Reach words of every kind: nobody, the party's own entry alone, a few ways, most of them; certain, uncertain or both.
void random_reach(Random& random, PlumbParty& party) {
  const auto word = [&]() -> uint64_t {
    switch (random.below(5)) {
      case 0:
        return 0;
      case 1:
        return 1;
      case 2:
        return uint64_t{1} << random.below(1 + 2 * PLUMB_ROLE_CAPACITY);
      case 3:
        return random.bits() & random.bits() & kReachBits;
      default:
        return random.bits() & kReachBits;
    }
  };
  party.certain = word();
  party.uncertain = word();
}

// Texts of parties live as long as the program runs.
const std::vector<std::string>& names() {
  static const std::vector<std::string> kNames = {"甲", "乙", "甲乙", "", std::string("a\0b", 3)};
  return kNames;
}
const std::string& identifier() {
  static const std::string kIdentifier = "410399198503121236";
  return kIdentifier;
}

PlumbParty random_party(Random& random, uint32_t null_percent) {
  PlumbParty party{0, 0, PLUMB_UNKNOWN, PLUMB_UNKNOWN, {nullptr, 0}, {nullptr, 0}};
  random_reach(random, party);
  if (!random.chance(null_percent)) party.kind = static_cast<uint8_t>(random.below(2));
  if (!random.chance(null_percent)) party.sector = static_cast<uint8_t>(random.below(3));
  if (!random.chance(null_percent)) {
    const std::string& name = random.pick(names());
    party.name = {name.data(), name.size()};
  }
  if (!random.chance(null_percent)) {
    const std::string& id = random.chance(70) ? identifier() : random.pick(names());
    party.id = {id.data(), id.size()};
  }
  return party;
}

// As the table's callers hand it over.
PlumbTrigger for_table(const reference::Trigger& t) {
  const auto days = [](const std::optional<Date>& date) { return date ? date->days : int32_t{PLUMB_NO_DATE}; };
  PlumbTrigger out{};
  out.bit = t.direction == Direction::self ? ir::kSelfBit : t.direction == Direction::debtor ? ir::debtor_bit(*t.role) : ir::own_bit(*t.role);
  out.certain = t.unknown_because.empty() ? 1 : 0;
  out.role = t.role ? static_cast<uint8_t>(*t.role) : uint8_t{PLUMB_UNKNOWN};
  out.state = static_cast<uint8_t>(t.state);
  out.publishable = t.publishable ? 1 : 0;
  out.by_relation = t.by_relation ? 1 : 0;
  out.has_performed = t.performed_amount ? 1 : 0;
  out.has_unperformed = t.unperformed_amount ? 1 : 0;
  out.published_on = t.published_on.days;
  out.expires_on = days(t.expires_on);
  out.ground_on = days(t.ground_on);
  out.removed_on = days(t.removed_on);
  out.filed_on = days(t.filed_on);
  out.relation_from = days(t.relation_from);
  out.relation_to = days(t.relation_to);
  if (t.performed_amount) out.performed_fen = t.performed_amount->fen;
  if (t.unperformed_amount) out.unperformed_fen = t.unperformed_amount->fen;
  out.case_no = {t.case_no.data(), t.case_no.size()};
  return out;
}

// The reach words that the triggers make.
void set_words(PlumbParty& party, std::span<const PlumbTrigger> triggers) {
  party.certain = party.uncertain = 0;
  for (const PlumbTrigger& t : triggers) (t.certain != 0 ? party.certain : party.uncertain) |= t.bit;
}

// Every way there is.
ir::Reach anything() {
  ir::Reach reach;
  reach.self = true;
  reach.debtor_roles = reach.own_roles = (1U << kRoleCount) - 1;
  return reach;
}

}  // namespace

ValuePools::ValuePools(Random& random, const ir::Program& program, ir::MatterId matter, size_t limit)
    : program_(&program), matter_(matter), layout_(ir::layout_of(program.matters[matter])) {
  for (const ir::Field& field : program.matters[matter].fields) {
    std::vector<Value>& values = values_[field.type];
    if (values.empty()) {
      const std::vector<Value> all = values_of(random, program, field.type);
      for (size_t i = 0; i < limit && i < all.size(); ++i) values.push_back(limit < all.size() ? random.pick(all) : all[i]);
    }
    // A text has a place of its own for each field: equal texts need not be the same text.
    std::vector<Packed>& pool = fields_.emplace_back();
    for (const Value& value : values) {
      if (field.type.kind == TypeKind::text) {
        pool.push_back({static_cast<int64_t>(owned_.size()), 0});
        owned_.push_back(value.text);
      } else {
        pool.push_back({static_cast<int64_t>(static_cast<uint64_t>(value.number)), static_cast<int64_t>(value.number >> 64)});
      }
    }
  }
  for (const std::string& text : owned_) texts_.push_back({text.data(), text.size()});
}

reference::Row ValuePools::draw(Random& random) const {
  reference::Row out;
  for (const ir::Field& field : program_->matters[matter_].fields) out.emplace_back(random.pick(values_.at(field.type)));
  return out;
}

Rows::Rows(Random& random, const ValuePools& pools, RowShape shape)
    : pools_(&pools),
      cells_(size_t{shape.rows} * pools.layout_.cell_count),
      valid_(size_t{shape.rows} * pools.layout_.valid_words),
      buffer_(*pools.program_, pools.matter_) {
  parties_.reserve(shape.rows);
  if (shape.triggers) {
    asked_.reserve(shape.rows);  // packed triggers point into what was asked
    triggers_.reserve(shape.rows);
  }
  for (uint32_t i = 0; i < shape.rows; ++i) {
    int64_t* const cells = &cells_[size_t{i} * pools.layout_.cell_count];
    uint64_t* const valid = &valid_[size_t{i} * pools.layout_.valid_words];
    for (size_t f = 0; f < pools.fields_.size(); ++f) {
      if (random.chance(shape.null_percent)) continue;
      const ValuePools::Packed value = random.pick(pools.fields_[f]);
      const ir::Slot slot = pools.layout_.slots[f];
      cells[slot.cell] = value.low;
      if (slot.width == 2) cells[slot.cell + 1] = value.high;
      ir::set_plane_bit(valid, f);
    }
    parties_.push_back(random_party(random, shape.null_percent));
    if (shape.triggers) give_triggers(testing::random_triggers(random, anything()));
    names_known_ = names_known_ || parties_.back().name.data != nullptr;
    ids_known_ = ids_known_ || parties_.back().id.data != nullptr;
    buffer_.append(row(i), parties_.back());
  }
}

void Rows::give_triggers(std::vector<reference::Trigger> triggers) {
  asked_.push_back(std::move(triggers));
  std::vector<PlumbTrigger>& packed = triggers_.emplace_back();
  for (const reference::Trigger& t : asked_.back()) packed.push_back(for_table(t));
  set_words(parties_.back(), packed);
}

Rows::Rows(const ValuePools& pools, const reference::Row& row, const PlumbParty& party, std::vector<reference::Trigger> triggers)
    : pools_(&pools),
      given_(ir::PackedRow(pools.layout_, row)),
      parties_{party},
      names_known_(party.name.data != nullptr),
      ids_known_(party.id.data != nullptr),
      buffer_(*pools.program_, pools.matter_) {
  if (!triggers.empty()) give_triggers(std::move(triggers));
  buffer_.append(given_->view(), parties_.back());
}

PlumbRow Rows::row(uint32_t i) const {
  if (given_) return given_->view();
  return {&cells_[size_t{i} * pools_->layout_.cell_count], &valid_[size_t{i} * pools_->layout_.valid_words], pools_->texts_.data()};
}

PlumbMorsel Rows::morsel() const {
  PlumbMorsel out = buffer_.view();
  if (!names_known_) out.names = nullptr;
  if (!ids_known_) out.ids = nullptr;
  return out;
}

reference::Row Rows::values(uint32_t i) const { return ir::unpack(pools_->program_->matters[pools_->matter_], pools_->layout_, row(i)); }

reference::Party party_of(const PlumbParty& party) {
  reference::Party out;
  if (party.kind != PLUMB_UNKNOWN) out.kind = static_cast<PartyKind>(party.kind);
  if (party.sector != PLUMB_UNKNOWN) out.sector = static_cast<Sector>(party.sector);
  if (party.name.data) out.name = std::string(party.name.data, party.name.size);
  if (party.id.data) out.id = std::string(party.id.data, party.id.size);
  return out;
}

}  // namespace plumb::agreement
