#include "compiler/scenarios/world.hpp"

#include <algorithm>

#include "compiler/scenarios/identifiers.hpp"
#include "compiler/scenarios/values.hpp"
#include "runtime/decide/field_value.hpp"
#include "runtime/decide/json_value.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::scenarios {

namespace {

using diagnostics::Kind;

// Reads the facts one by one; a method for each kind of fact.
class WorldBuilder {
 public:
  WorldBuilder(Names& names, const ast::Scenario& scenario) : names_(names), scenario_(scenario) {}

  std::optional<World> build(Date latest) {
    facts_.synchronised = latest;
    for (const ast::Fact& fact : scenario_.facts) {
      if (const auto* party = std::get_if<ast::PartyFact>(&fact.fact)) add(*party);
    }
    for (const ast::Fact& fact : scenario_.facts) {
      if (!std::holds_alternative<ast::RetentionFact>(fact.fact)) std::visit([&](const auto& each) { read(each); }, fact.fact);
    }
    // Retentions may leave the case number to the one entry there is.
    for (const ast::Fact& fact : scenario_.facts) {
      if (const auto* retention = std::get_if<ast::RetentionFact>(&fact.fact)) read(*retention);
    }
    if (!understood_) return std::nullopt;
    std::sort(world_.holdings.begin(), world_.holdings.end(), [](const TypedHolding& a, const TypedHolding& b) { return a.id < b.id; });
    world_.snapshot = Snapshot::build(std::move(facts_));
    return std::move(world_);
  }

 private:
  // ---- parties

  void add(const ast::PartyFact& fact) {
    if (world_.ids.contains(fact.party.text)) {
      fail(Kind::scenario_party_twice, fact.party.span, {fact.party.text});
      return;
    }
    facts::Party party;
    party.id = fact.id ? identity::normalise(fact.id->value).id : free_id(fact.kind);
    party.kind = fact.kind;
    if (fact.name) {
      party.name = fact.name->value;
    } else if (!identity::is_masked(party.id)) {
      party.name = fact.party.text;
    }
    if (fact.sector) {
      party.sector = names_.sector(*fact.sector);
      understood_ = understood_ && party.sector.has_value();
    }
    if (const auto other = world_.names.find(party.id); other != world_.names.end()) {
      fail(Kind::scenario_id_twice, fact.party.span, {other->second, fact.party.text});
      return;
    }
    world_.ids[fact.party.text] = party.id;
    world_.names[party.id] = fact.party.text;
    facts_.parties.push_back(std::move(party));
  }

  std::string free_id(std::optional<PartyKind> kind) {
    for (;; ++serial_) {
      std::string id = generated_id(kind, serial_);
      if (!world_.names.contains(id)) return id;
    }
  }

  std::optional<std::string> id_of(const ast::Name& party) {
    const auto found = world_.ids.find(party.text);
    if (found != world_.ids.end()) return found->second;
    std::vector<ir::Name> known;
    for (const auto& [name, id] : world_.ids) known.push_back({name, name});
    names_.unknown(Kind::scenario_party_unknown, party, {party.text}, known);
    understood_ = false;
    return std::nullopt;
  }

  // ---- facts

  void read(const ast::PartyFact&) {}  // read first, by add()

  void read(const ast::RelationFact& fact) {
    const auto holder = id_of(fact.holder), organisation = id_of(fact.organisation);
    const std::optional<Role> role = names_.role(fact.role);
    if (!holder || !organisation || !role) return lose();
    if (*role == Role::directly_responsible) return fail(Kind::scenario_role_by_court, fact.role.span, {fact.role.text});
    facts_.relations.push_back({*holder, *role, *organisation, period(fact.from, fact.to), {}});
  }

  void read(const ast::ListingFact& fact) {
    const auto party = id_of(fact.party);
    facts::Entry entry;
    for (const ast::Name& name : fact.responsible) {
      if (const auto responsible = id_of(name)) entry.responsible.push_back(*responsible);
    }
    if (!party) return lose();
    std::sort(entry.responsible.begin(), entry.responsible.end());
    entry.case_no = fact.case_no ? fact.case_no->value : "示例第" + std::to_string(facts_.entries.size() + 1) + "号";
    entry.party = *party;
    entry.published_on = fact.published.value;
    entry.expires_on = day(fact.expires);
    entry.ground_on = day(fact.ground);
    entry.removed_on = day(fact.removed);
    entry.filed_on = day(fact.filed);
    entry.publishable = !fact.unpublished;
    if (fact.objection) {
      entry.objection = facts::Period{fact.objection->from.value, fact.objection->to ? fact.objection->to->value.plus_days(1) : std::nullopt};
    }
    facts_.entries.push_back(std::move(entry));
  }

  void read(const ast::PermitFact& fact) {
    const auto party = id_of(fact.party);
    const std::optional<std::string> target = fact.target ? names_.permit_target(*fact.target) : std::optional<std::string>("*");
    if (!party || !target) return lose();
    facts_.permits.push_back({*party, *target, period(fact.from, fact.to), fact.document.value});
  }

  void read(const ast::RetentionFact& fact) {
    const auto party = id_of(fact.party);
    const std::vector<ir::MeasureId> measures = names_.measure(fact.measure);
    if (!party || measures.empty()) return lose();
    if (!fact.case_no && facts_.entries.size() != 1) return fail(Kind::scenario_case_needed, fact.measure.span, {facts_.entries.size()});
    facts_.retentions.push_back({fact.case_no ? fact.case_no->value : facts_.entries.front().case_no, *party,
                                 names_.program().measures[measures.front()].name.alias, fact.until.value, fact.basis ? fact.basis->value : std::string()});
  }

  void read(const ast::HoldingFact& fact) {
    const auto party = id_of(fact.party);
    const auto matter = names_.matter(fact.matter);
    TypedHolding holding;
    if (!party || !matter || !read_row(names_, *matter, fact.fields, holding.fields)) return lose();
    holding.id = fact.id ? fact.id->value : "持有" + std::to_string(world_.holdings.size() + 1);
    const auto same = [&](const TypedHolding& other) { return other.id == holding.id; };
    if (std::any_of(world_.holdings.begin(), world_.holdings.end(), same)) return fail(Kind::scenario_holding_twice, fact.matter.span, {holding.id});
    holding.party = *party;
    holding.period = period(fact.from, fact.to);
    holding.matter = *matter;
    facts_.holdings.push_back({holding.id, holding.party, names_.program().matters[*matter].name.alias, holding.period, as_json(*matter, holding.fields)});
    world_.holdings.push_back(std::move(holding));
  }

  void read(const ast::SynchronisedFact& fact) { facts_.synchronised = day(fact.on); }

  void read(const ast::StalenessFact& fact) {
    if (fact.limit.unit != Duration::Unit::day) return fail(Kind::limit_not_in_days, scenario_.title.span, {});
    world_.max_staleness_days = fact.limit.count;
  }

  void read(const ast::ParameterFact& fact) {
    const auto parameter = names_.parameter(fact.parameter);
    if (!parameter) return lose();
    WrittenValue written = read_value(names_, *fact.value, names_.program().parameters[*parameter].type);
    if (!written.read) return lose();
    world_.parameters.emplace_back(*parameter, std::move(written.value));
  }

  // ----

  static std::optional<Date> day(const std::optional<ast::DateLiteral>& literal) { return literal ? std::optional(literal->value) : std::nullopt; }
  static facts::Period period(const std::optional<ast::DateLiteral>& from, const std::optional<ast::DateLiteral>& to) { return {day(from), day(to)}; }

  // As an import would write it, so that the same facts can be swept by the runtime.
  std::string as_json(ir::MatterId matter, const reference::Row& row) const {
    std::string out = "{";
    for (size_t index = 0; index < row.size(); ++index) {
      if (!row[index]) continue;
      if (out.size() > 1) out += ',';
      decide::append_json_string(out, names_.program().matters[matter].fields[index].name.alias);
      out += ':';
      decide::append_value(out, names_.program(), *row[index]);
    }
    return out + "}";
  }

  void lose() { understood_ = false; }
  void fail(Kind kind, Span span, diagnostics::Arguments arguments) {
    names_.sink().report(kind, span, std::move(arguments));
    lose();
  }

  Names& names_;
  const ast::Scenario& scenario_;
  facts::Facts facts_;
  World world_;
  uint32_t serial_ = 0;
  bool understood_ = true;
};

}  // namespace

std::optional<World> build_world(Names& names, const ast::Scenario& scenario, Date latest) { return WorldBuilder(names, scenario).build(latest); }

bool read_row(Names& names, ir::MatterId matter, const std::vector<ast::FieldValue>& fields, reference::Row& row) {
  row.assign(names.program().matters[matter].fields.size(), std::nullopt);
  bool read = true;
  for (const ast::FieldValue& written : fields) {
    const std::optional<uint32_t> field = names.field(matter, written.name);
    if (!field) {
      read = false;
      continue;
    }
    WrittenValue value = read_value(names, *written.value, names.program().matters[matter].fields[*field].type);
    read = read && value.read;
    row[*field] = std::move(value.value);
  }
  return read;
}

}  // namespace plumb::scenarios
