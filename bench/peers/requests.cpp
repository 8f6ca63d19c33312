#include "bench/peers/requests.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include "compiler/ir/reach_bits.hpp"
#include "tools/generate/random.hpp"

namespace plumb::bench {

namespace {

using generate::Random;
using ir::TypeKind;

constexpr int64_t kMostStars = 5;
constexpr int64_t kMostFen = 100'000'000;
constexpr int kDaysBack = 400;  // entries and grants lie in the days before the decision

bool can_be_drawn(TypeKind kind) {
  switch (kind) {
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::money:
    case TypeKind::date:
    case TypeKind::enumeration:
    case TypeKind::set:
      return true;
    case TypeKind::decimal:
    case TypeKind::ratio:
    case TypeKind::duration:
    case TypeKind::text:
    case TypeKind::code:
      return false;
  }
  return false;
}

class Draw {
 public:
  Draw(const Resolved& rules, Date date, uint64_t seed) : rules_(rules), date_(date), random_(seed) {}

  Request request(uint32_t group, const ir::Matter& matter, ir::MatterId id, std::vector<int64_t>& cells) {
    Request out;
    out.group = group;
    out.kind = static_cast<uint8_t>(random_.below(2));
    out.sector = static_cast<uint8_t>(random_.below(3));
    out.reach = reach(static_cast<PartyKind>(out.kind));
    out.published_on = date_.days - 1 - static_cast<int32_t>(random_.below(kDaysBack));
    cells.clear();
    for (const ir::Field& field : matter.fields) cells.push_back(cell(field.type));
    for (const ResolvedFact& fact : rules_.facts) {
      if (fact.matter != id) continue;
      if (fact.op == ir::Op::listed_on) cells[fact.field] = out.published_on < cells[fact.date_field] ? 1 : 0;
      if (fact.op == ir::Op::listing_field && fact.listing == ir::ListingField::published_on) cells[fact.field] = out.published_on;
    }
    return out;
  }
  uint32_t group(size_t count) { return static_cast<uint32_t>(random_.below(count)); }

 private:
  uint64_t reach(PartyKind kind) {
    const uint64_t shape = random_.below(4);
    if (shape == 0) return 0;
    if (shape == 1) return ir::kSelfBit;
    uint64_t word = random_.percent(50) ? ir::kSelfBit : 0;
    for (int r = 0; r < kRoleCount; ++r) {
      if (random_.percent(25)) word |= ir::debtor_bit(static_cast<Role>(r));
      const bool held_by_relation = static_cast<Role>(r) != Role::directly_responsible;
      if (kind == PartyKind::organisation && held_by_relation && random_.percent(25)) word |= ir::own_bit(static_cast<Role>(r));
    }
    return word;
  }

  int64_t cell(ir::Type type) {
    switch (type.kind) {
      case TypeKind::boolean:
        return random_.percent(50) ? 1 : 0;
      case TypeKind::integer:
        return random_.between(0, kMostStars);
      case TypeKind::money:
        return random_.between(0, kMostFen);
      case TypeKind::date:
        return date_.days - random_.between(1, kDaysBack);
      case TypeKind::enumeration:
        return static_cast<int64_t>(random_.below(values(type)));
      case TypeKind::set: {
        uint64_t mask = 0;
        for (size_t v = 0; v < values(type); ++v) mask |= uint64_t{random_.percent(25)} << v;
        return static_cast<int64_t>(mask);
      }
      default:
        return 0;  // refused by make_requests
    }
  }
  size_t values(ir::Type type) const { return rules_.program->enums[ir::EnumId(type.ref)].values.size(); }

  const Resolved& rules_;
  Date date_;
  Random random_;
};

// Different hashes, different requests; two requests of one hash count as one.
uint64_t hash_of(const Request& request, const std::vector<int64_t>& cells) {
  uint64_t h = request.reach * 0x9E3779B97F4A7C15u + (uint64_t{request.group} << 16 | uint64_t{request.kind} << 8 | request.sector);
  for (const int64_t cell : cells) {
    h = (h ^ static_cast<uint64_t>(cell)) * 0xBF58476D1CE4E5B9u;
    h ^= h >> 29;
  }
  return h * 0x94D049BB133111EBu;
}

}  // namespace

Result<Requests> make_requests(const Resolved& rules, Date date, uint64_t seed, size_t count) {
  Requests out;
  out.date = date;
  const ir::Program& program = *rules.program;
  for (size_t m = 0; m < program.matters.size(); ++m) {
    const ir::MatterId id = program.matters.id_at(m);
    for (const ir::Field& field : program.matters[id].fields) {
      if (!can_be_drawn(field.type.kind))
        return Error{"bench.inexpressible", program.matters[id].name.alias + "." + field.name.alias + ": no values are drawn of its type"};
    }
    for (const Stage stage : program.matters[id].stages) {
      out.groups.push_back({id, stage});
      const size_t fields = program.matters[id].fields.size();
      std::vector<uint64_t>& valid = out.valid.emplace_back((fields + 63) / 64, 0);
      for (size_t f = 0; f < fields; ++f) ir::set_plane_bit(valid.data(), f);
    }
  }
  Draw draw(rules, date, seed);
  boost::unordered_flat_set<uint64_t> seen;
  std::vector<int64_t> cells;
  while (out.items.size() < count) {
    const uint32_t group = draw.group(out.groups.size());
    const ir::MatterId matter = out.groups[group].matter;
    Request request = draw.request(group, program.matters[matter], matter, cells);
    if (!seen.insert(hash_of(request, cells)).second) continue;
    request.cells_begin = static_cast<uint32_t>(out.cells.size());
    out.cells.insert(out.cells.end(), cells.begin(), cells.end());
    out.items.push_back(request);
  }
  return out;
}

}  // namespace plumb::bench
