#include "bench/peers/rules_json.hpp"

#include <boost/json.hpp>

#include "compiler/base/vocabulary.hpp"
#include "compiler/ir/reach_bits.hpp"
#include "compiler/ir/values.hpp"
#include "compiler/ir/words.hpp"

namespace plumb::bench {

namespace {

namespace json = boost::json;
using ir::Op;
using ir::TypeKind;

// What an expression comes to once parameters and the date are put in: a truth, unknown (an unset parameter), or a tree.
struct Folded {
  enum class Kind : uint8_t { is_false, is_true, unknown, tree } kind = Kind::tree;
  json::object tree;
  static Folded of(bool truth) { return {truth ? Kind::is_true : Kind::is_false, {}}; }
};

class Folder {
 public:
  Folder(const ir::Program& program, const ir::Measure& measure, Date date) : program_(program), measure_(measure), date_(date) {}

  Result<Folded> fold(ir::NodeId id) const {
    const ir::Node& node = program_.nodes[id];
    const auto operands = ir::operands(program_, id);
    switch (node.op) {
      case Op::constant:
        return Folded::of(ir::as_boolean(program_.constants[node.immediate]));
      case Op::matter_field:
        return leaf({{"op", "is_true"}, {"field", field(node)}});
      case Op::logical_not:
        return negated(operands[0]);
      case Op::logical_and:
        return joined(operands, "and", Folded::Kind::is_true, Folded::Kind::is_false);
      case Op::logical_or:
        return joined(operands, "or", Folded::Kind::is_false, Folded::Kind::is_true);
      case Op::known:
        return known(operands[0]);
      default:
        return asks_unset(id) ? Folded{Folded::Kind::unknown, {}} : comparison(node, operands);
    }
  }

 private:
  Error inexpressible(const char* what) const {
    return {"bench.inexpressible", measure_.name.alias + ": " + what + " has no form in the peers' input; extend rules_json.cpp and the translators"};
  }
  static Folded leaf(json::object tree) { return {Folded::Kind::tree, std::move(tree)}; }

  Result<Folded> negated(ir::NodeId operand) const {
    Result<Folded> inner = fold(operand);
    if (!inner || inner->kind == Folded::Kind::unknown) return inner;
    if (inner->kind != Folded::Kind::tree) return Folded::of(inner->kind == Folded::Kind::is_false);
    return leaf({{"op", "not"}, {"of", std::move(inner->tree)}});
  }

  Result<Folded> joined(std::span<const ir::NodeId> operands, const char* op, Folded::Kind neutral, Folded::Kind decisive) const {
    json::array parts;
    bool unknown = false;
    for (const ir::NodeId operand : operands) {
      Result<Folded> part = fold(operand);
      if (!part || part->kind == decisive) return part;
      if (part->kind == Folded::Kind::unknown) unknown = true;
      if (part->kind == Folded::Kind::tree) parts.push_back(std::move(part->tree));
    }
    if (unknown) return parts.empty() ? Result<Folded>(Folded{Folded::Kind::unknown, {}}) : inexpressible("a condition that is unknown or false");
    if (parts.empty()) return Folded{neutral, {}};
    if (parts.size() == 1) return leaf(std::move(parts.front().as_object()));
    return leaf({{"op", op}, {"of", std::move(parts)}});
  }

  // Fields are all known; parameters may be unset.
  Result<Folded> known(ir::NodeId operand) const {
    const Op op = program_.nodes[operand].op;
    if (op != Op::parameter && op != Op::matter_field && op != Op::party_field) return inexpressible("known of an expression");
    return Folded::of(!asks_unset(operand));
  }

  bool asks_unset(ir::NodeId id) const {
    for (const ir::ParameterId parameter : ir::parameters_of(program_, id)) {
      if (ir::value_on(program_.parameters[parameter], date_) == nullptr) return true;
    }
    return false;
  }

  Result<Folded> comparison(const ir::Node& node, std::span<const ir::NodeId> operands) const {
    if (operands.size() != 2) return inexpressible(ir::word_of(node.op));
    const ir::Node& left = program_.nodes[operands[0]];
    const ir::Node& right = program_.nodes[operands[1]];
    const bool of_field = left.op == Op::matter_field || left.op == Op::party_field;
    if (!of_field || right.op != Op::constant) return inexpressible("a comparison of two expressions");
    const ir::Value& value = program_.constants[right.immediate];
    json::object tree =
        left.op == Op::matter_field ? json::object{{"field", field(left)}} : json::object{{"party", ir::words(ir::PartyField{})[left.immediate]}};
    if (left.type.kind == TypeKind::enumeration && (node.op == Op::equal || node.op == Op::not_equal || node.op == Op::in_set)) {
      const uint64_t mask = node.op == Op::in_set ? ir::as_mask(value) : uint64_t{1} << ir::as_index(value);
      tree["op"] = "in";
      tree["values"] = values(left.type, mask);
      return node.op == Op::not_equal ? leaf({{"op", "not"}, {"of", std::move(tree)}}) : leaf(std::move(tree));
    }
    if (left.type.kind == TypeKind::set && node.op == Op::has_any) {
      tree["op"] = "has_any";
      tree["values"] = values(left.type, ir::as_mask(value));
      return leaf(std::move(tree));
    }
    if (left.type.kind == TypeKind::integer && node.op >= Op::below && node.op <= Op::at_least) {
      tree["op"] = ir::word_of(node.op);
      tree["value"] = ir::as_integer(value);
      return leaf(std::move(tree));
    }
    return inexpressible(ir::word_of(node.op));
  }

  json::array values(ir::Type type, uint64_t mask) const {
    json::array out;
    const auto& all = program_.enums[ir::EnumId(type.ref)].values;
    for (size_t v = 0; v < all.size(); ++v) {
      if ((mask >> v & 1) != 0) out.emplace_back(all[v].alias);
    }
    return out;
  }
  const std::string& field(const ir::Node& node) const { return program_.matters[measure_.matter].fields[node.immediate].name.alias; }

  const ir::Program& program_;
  const ir::Measure& measure_;
  Date date_;
};

json::array array_of(const std::vector<std::string>& names) {
  json::array out;
  for (const std::string& name : names) out.emplace_back(name);
  return out;
}

// Nothing when the measure cannot apply on the date.
Result<std::optional<json::object>> measure_json(const ir::Program& program, const ir::Measure& measure, const ir::Epoch& epoch) {
  json::object out;
  out["measure"] = measure.name.alias;
  out["matter"] = program.matters[measure.matter].name.alias;
  out["stage"] = word(measure.stage).alias;
  out["from"] = epoch.from.iso();
  out["until"] = epoch.until_days > Date::kMaxDays ? json::value(nullptr) : json::value(Date{epoch.until_days}.iso());
  out["kind"] = measure.party ? json::value(word(*measure.party).alias) : json::value(nullptr);
  out["reach"] = measure.reach.anyone ? json::value(nullptr) : json::value(array_of(reach_names(ir::reach_mask(measure.reach))));
  out["when"] = nullptr;
  if (!measure.exceptions.empty()) return Error{"bench.inexpressible", measure.name.alias + ": exceptions have no form in the peers' input"};
  if (!measure.condition.valid()) return std::optional(std::move(out));
  Result<Folded> condition = Folder(program, measure, epoch.from).fold(measure.condition);
  if (!condition) return condition.error();
  if (condition->kind == Folded::Kind::unknown) return Error{"bench.inexpressible", measure.name.alias + ": is unknown whatever the request says"};
  if (condition->kind == Folded::Kind::is_false) return std::optional<json::object>();
  if (condition->kind == Folded::Kind::tree) out["when"] = std::move(condition->tree);
  return std::optional(std::move(out));
}

}  // namespace

std::vector<std::string> reach_names(uint64_t reach) {
  std::vector<std::string> out;
  if ((reach & ir::kSelfBit) != 0) out.emplace_back("self");
  for (int r = 0; r < kRoleCount; ++r) {
    if ((reach & ir::debtor_bit(static_cast<Role>(r))) != 0) out.push_back(std::string("debtor_") + word(static_cast<Role>(r)).alias);
  }
  for (int r = 0; r < kRoleCount; ++r) {
    if ((reach & ir::own_bit(static_cast<Role>(r))) != 0) out.push_back(std::string("own_") + word(static_cast<Role>(r)).alias);
  }
  return out;
}

Result<std::string> rules_json(const Resolved& rules, const Requests& requests) {
  const ir::Program& program = *rules.program;
  json::object out;
  out["rules"] = program.id;
  out["digest"] = rules.original->meaning_digest;
  out["date"] = requests.date.iso();
  out["reach"] = array_of(reach_names(~uint64_t{0}));
  json::array groups, measures;
  for (const Group& group : requests.groups) {
    const ir::Matter& matter = program.matters[group.matter];
    json::array fields;
    for (const ir::Field& field : matter.fields) {
      json::object described{{"field", field.name.alias}, {"type", ir::word_of(field.type.kind)}};
      if (field.type.kind == TypeKind::enumeration || field.type.kind == TypeKind::set) {
        json::array values;
        for (const ir::Name& value : program.enums[ir::EnumId(field.type.ref)].values) values.emplace_back(value.alias);
        described["values"] = std::move(values);
      }
      fields.push_back(std::move(described));
    }
    groups.push_back({{"matter", matter.name.alias}, {"stage", word(group.stage).alias}, {"fields", std::move(fields)}});
    for (const ir::Epoch& epoch : ir::epochs(program, group.matter, group.stage)) {
      if (requests.date < epoch.from || requests.date.days >= epoch.until_days) continue;
      for (const ir::MeasureId id : epoch.measures) {
        auto measure = measure_json(program, program.measures[id], epoch);
        if (!measure) return measure.error();
        if (*measure) measures.push_back(std::move(**measure));
      }
    }
  }
  out["groups"] = std::move(groups);
  out["measures"] = std::move(measures);
  return json::serialize(out);
}

std::string request_json(const Resolved& rules, const Requests& requests, const Request& request) {
  const Group group = requests.groups[request.group];
  const ir::Matter& matter = rules.program->matters[group.matter];
  json::object fields;
  for (size_t f = 0; f < matter.fields.size(); ++f) {
    const ir::Field& field = matter.fields[f];
    const int64_t cell = requests.cells[request.cells_begin + f];
    const auto values = [&]() -> const std::vector<ir::Name>& { return rules.program->enums[ir::EnumId(field.type.ref)].values; };
    json::value& told = fields[field.name.alias];
    switch (field.type.kind) {
      case TypeKind::boolean:
        told = cell != 0;
        break;
      case TypeKind::date:
        told = Date{static_cast<int32_t>(cell)}.iso();
        break;
      case TypeKind::enumeration:
        told = values()[static_cast<size_t>(cell)].alias;
        break;
      case TypeKind::set: {
        json::array held;
        for (size_t v = 0; v < values().size(); ++v) {
          if ((cell >> v & 1) != 0) held.emplace_back(values()[v].alias);
        }
        told = std::move(held);
        break;
      }
      default:  // integer; money in 分
        told = cell;
    }
  }
  return json::serialize(json::object{{"group", request.group},
                                      {"kind", word(static_cast<PartyKind>(request.kind)).alias},
                                      {"sector", word(static_cast<Sector>(request.sector)).alias},
                                      {"reach", array_of(reach_names(request.reach))},
                                      {"fields", std::move(fields)}});
}

}  // namespace plumb::bench
