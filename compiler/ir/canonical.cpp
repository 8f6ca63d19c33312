// Program → its canonical form: what encoding.hpp takes the meaning digest of.
//
// Three steps: find what the measures, matters and effects stand on; put each kind in order of its names; copy, with
// every reference renumbered and every node built anew in order of first use.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "compiler/ir/builder.hpp"
#include "compiler/ir/encoding.hpp"

namespace plumb::ir {

namespace {

// Old id → new id, for one kind of declaration.
template <typename IdType>
using Renumbering = std::map<IdType, IdType>;

struct Used {
  std::set<EnumId> enums;
  std::set<TaxonomyId> taxonomies;
  std::set<ParameterId> parameters;
  std::set<DepartmentId> departments;
  std::set<CalendarId> calendars;
  std::map<DocumentId, std::set<std::pair<std::string, uint32_t>>> clauses;  // by path
};

class Canonicaliser {
 public:
  explicit Canonicaliser(const Program& source) : source_(source) {}

  Program run() {
    collect();
    out_ = with_vocabulary();
    out_.name = source_.name;
    out_.id = source_.id;
    out_.version = source_.version;
    out_.region = source_.region;
    out_.staleness_limit = source_.staleness_limit;
    number_kinds();
    copy_declarations();
    copy_measures();
    return std::move(out_);
  }

 private:
  // ---- what is used ----------------------------------------------------------------------------------------------------

  void use(Type type) {
    if (type.kind == TypeKind::enumeration || type.kind == TypeKind::set) used_.enums.insert(EnumId(type.ref));
    if (type.kind == TypeKind::code) used_.taxonomies.insert(TaxonomyId(type.ref));
  }
  void use(const std::vector<Citation>& basis) {
    for (const Citation& citation : basis) {
      used_.clauses[citation.document].insert({source_.documents[citation.document].clauses[citation.clause].path, citation.clause});
    }
  }
  void use(ParameterId id) {
    if (!used_.parameters.insert(id).second) return;
    use(source_.parameters[id].type);
    for (const ParameterVersion& version : source_.parameters[id].versions) use(version.basis);
  }
  void use(NodeId root) {
    if (!root.valid()) return;
    std::vector<NodeId> open{root};
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (!nodes_used_.insert(id).second) continue;
      const Node& node = source_.nodes[id];
      use(node.type);
      if (node.op == Op::parameter) use(ParameterId(node.immediate));
      if ((node.op == Op::date_add || node.op == Op::date_subtract) && CalendarId(node.immediate).valid()) used_.calendars.insert(CalendarId(node.immediate));
      for (const NodeId operand : operands(source_, id)) open.push_back(operand);
    }
  }

  bool staleness_counts_working_days() const {
    return source_.staleness_limit && source_.staleness_limit->unit == Duration::Unit::working_day && source_.default_calendar.valid();
  }

  void collect() {
    for (uint32_t i = 0; i < kFixedEnumCount; ++i) used_.enums.insert(EnumId(i));
    for (const Matter& matter : source_.matters) {
      for (const Field& field : matter.fields) use(field.type);
    }
    for (const Effect& effect : source_.effects) {
      for (const Type type : effect.arguments) use(type);
    }
    for (const Remedy& remedy : source_.remedies) use(remedy.basis);
    if (staleness_counts_working_days()) used_.calendars.insert(source_.default_calendar);
    for (const Measure& measure : source_.measures) {
      use(measure.basis);
      use(measure.condition);
      for (const Exception& exception : measure.exceptions) {
        use(exception.basis);
        use(exception.condition);
      }
      for (const NodeId argument : measure.arguments) use(argument);
      used_.departments.insert(measure.departments.begin(), measure.departments.end());
      used_.departments.insert(measure.executing.begin(), measure.executing.end());
    }
  }

  // ---- in which order --------------------------------------------------------------------------------------------------

  // Ids in order of alias; `first` of them keep their places.
  template <typename Ids, typename Items, typename IdType>
  void number(const Ids& ids, const Items& items, Renumbering<IdType>& numbers, uint32_t first = 0) {
    std::vector<IdType> order(ids.begin(), ids.end());
    std::sort(order.begin() + first, order.end(), [&](IdType a, IdType b) { return items[a].name.alias < items[b].name.alias; });
    for (uint32_t i = 0; i < order.size(); ++i) numbers[order[i]] = IdType(i);
  }

  void number_kinds() {
    std::vector<MatterId> matters;
    for (uint32_t i = 0; i < source_.matters.size(); ++i) matters.push_back(MatterId(i));
    std::vector<DocumentId> documents;
    for (const auto& [id, clauses] : used_.clauses) {
      documents.push_back(id);
      uint32_t next = 0;
      for (const auto& [path, clause] : clauses) clause_numbers_[{id, clause}] = next++;
    }
    number(used_.enums, source_.enums, enums_, kFixedEnumCount);
    number(used_.taxonomies, source_.taxonomies, taxonomies_);
    number(matters, source_.matters, matters_);
    number(used_.parameters, source_.parameters, parameters_);
    number(used_.departments, source_.departments, departments_);
    number(documents, source_.documents, documents_);
    number(used_.calendars, source_.calendars, calendars_);
  }

  template <typename IdType>
  static std::vector<IdType> in_order(const Renumbering<IdType>& numbers) {
    std::vector<IdType> order(numbers.size());
    for (const auto& [from, to] : numbers) order[to.value] = from;
    return order;
  }

  // ---- the copy --------------------------------------------------------------------------------------------------------

  Type map(Type type) const {
    if (type.kind == TypeKind::enumeration || type.kind == TypeKind::set) type.ref = enums_.at(EnumId(type.ref)).value;
    if (type.kind == TypeKind::code) type.ref = taxonomies_.at(TaxonomyId(type.ref)).value;
    return type;
  }
  Value map(Value value) const {
    value.type = map(value.type);
    return value;
  }
  std::vector<Citation> map(const std::vector<Citation>& basis) const {
    std::vector<Citation> out;
    for (const Citation& c : basis) out.push_back({documents_.at(c.document), clause_numbers_.at({c.document, c.clause}), UINT32_MAX});
    return out;
  }
  std::vector<DepartmentId> map(const std::vector<DepartmentId>& departments) const {
    std::vector<DepartmentId> out;
    for (const DepartmentId id : departments) out.push_back(departments_.at(id));
    return out;
  }

  void copy_declarations() {
    const auto order = in_order(enums_);
    for (size_t i = kFixedEnumCount; i < order.size(); ++i) out_.enums.add(source_.enums[order[i]]);
    for (const TaxonomyId id : in_order(taxonomies_)) {
      Taxonomy taxonomy = source_.taxonomies[id];
      taxonomy.source.clear();
      out_.taxonomies.add(std::move(taxonomy));
    }
    for (const MatterId id : in_order(matters_)) {
      Matter matter = source_.matters[id];
      for (Field& field : matter.fields) field.type = map(field.type);
      out_.matters.add(std::move(matter));
    }
    for (Effect effect : source_.effects) {
      for (Type& type : effect.arguments) type = map(type);
      out_.effects.add(std::move(effect));
    }
    for (const DepartmentId id : in_order(departments_)) {
      const Department& department = source_.departments[id];
      out_.departments.add({department.name, {}, department.routed_by});
    }
    for (const DocumentId id : in_order(documents_)) out_.documents.add(cited_part(id));
    for (const ParameterId id : in_order(parameters_)) out_.parameters.add(copy(source_.parameters[id]));
    for (const CalendarId id : in_order(calendars_)) {
      Calendar calendar = source_.calendars[id];
      calendar.source.clear();
      out_.calendars.add(std::move(calendar));
    }
    for (const Remedy& remedy : source_.remedies) out_.remedies.push_back({remedy.self, remedy.text, map(remedy.basis)});
    if (staleness_counts_working_days()) out_.default_calendar = calendars_.at(source_.default_calendar);
  }

  Document cited_part(DocumentId id) const {
    const Document& whole = source_.documents[id];
    Document document;
    document.name = whole.name;
    document.number = whole.number;
    document.title = whole.title;
    document.from = whole.from;
    document.until = whole.until;
    for (const auto& [path, index] : used_.clauses.at(id)) {
      Clause clause;
      clause.path = path;
      clause.title = whole.clauses[index].title;
      document.clauses.push_back(std::move(clause));
    }
    return document;
  }

  Parameter copy(const Parameter& parameter) const {
    Parameter out{parameter.name, map(parameter.type), {}};
    for (const ParameterVersion& version : parameter.versions) {
      out.versions.push_back({version.from, version.value ? std::optional(map(*version.value)) : std::nullopt, map(version.basis)});
    }
    return out;
  }

  void copy_measures() {
    std::vector<MeasureId> order;
    for (uint32_t i = 0; i < source_.measures.size(); ++i) order.push_back(MeasureId(i));
    std::sort(order.begin(), order.end(), [&](MeasureId a, MeasureId b) {
      const Measure &x = source_.measures[a], &y = source_.measures[b];
      return std::tie(x.name.alias, x.from) < std::tie(y.name.alias, y.from);
    });
    Builder builder(out_);
    for (const MeasureId id : order) {
      Measure measure = source_.measures[id];
      measure.matter = matters_.at(measure.matter);
      measure.condition = copy(builder, measure.condition);
      for (Exception& exception : measure.exceptions) exception = {copy(builder, exception.condition), map(exception.basis)};
      for (NodeId& argument : measure.arguments) argument = copy(builder, argument);
      measure.basis = map(measure.basis);
      measure.departments = map(measure.departments);
      measure.executing = map(measure.executing);
      measure.notes.clear();
      out_.measures.add(std::move(measure));
    }
  }

  NodeId copy(Builder& builder, NodeId id) {
    if (!id.valid()) return id;
    if (const auto it = nodes_.find(id); it != nodes_.end()) return it->second;
    const Node& node = source_.nodes[id];
    const auto make = [&] {
      if (node.op == Op::constant) return builder.constant(map(source_.constants[node.immediate]));
      std::vector<NodeId> below;
      for (const NodeId operand : operands(source_, id)) below.push_back(copy(builder, operand));
      return builder.add(node.op, map(node.type), immediate(node), below);
    };
    return nodes_[id] = make();
  }

  uint32_t immediate(const Node& node) const {
    if (node.op == Op::parameter) return parameters_.at(ParameterId(node.immediate)).value;
    const bool dates = node.op == Op::date_add || node.op == Op::date_subtract;
    if (dates && CalendarId(node.immediate).valid()) return calendars_.at(CalendarId(node.immediate)).value;
    return node.immediate;
  }

  const Program& source_;
  Program out_;
  Used used_;
  std::set<NodeId> nodes_used_;
  Renumbering<EnumId> enums_;
  Renumbering<TaxonomyId> taxonomies_;
  Renumbering<MatterId> matters_;
  Renumbering<ParameterId> parameters_;
  Renumbering<DepartmentId> departments_;
  Renumbering<DocumentId> documents_;
  Renumbering<CalendarId> calendars_;
  Renumbering<NodeId> nodes_;
  std::map<std::pair<DocumentId, uint32_t>, uint32_t> clause_numbers_;
};

}  // namespace

Program canonical(const Program& program) { return Canonicaliser(program).run(); }

}  // namespace plumb::ir
