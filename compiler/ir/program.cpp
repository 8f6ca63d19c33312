#include "compiler/ir/program.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace plumb::ir {

namespace {

constexpr std::array<Word, kPartyFieldCount> kPartyFields = {{{"kind", "主体类别"}, {"sector", "所属行业"}, {"name", "名称"}, {"id", "编号"}}};
constexpr std::array<Word, kListingFieldCount> kListingFields = {{
    {"published_on", "发布日期"},
    {"expires_on", "届满日期"},
    {"ground_on", "应撤日期"},
    {"removed_on", "撤销日期"},
    {"filed_on", "立案日期"},
    {"case_no", "案号"},
    {"publishable", "可公布"},
    {"role", "身份"},
    {"state", "状态"},
    {"performed_amount", "已履行金额"},
    {"unperformed_amount", "未履行金额"},
}};

}  // namespace

Type type_of(PartyField field) {
  switch (field) {
    case PartyField::kind:
      return {TypeKind::enumeration, kPartyKindEnum.value};
    case PartyField::sector:
      return {TypeKind::enumeration, kSectorEnum.value};
    case PartyField::name:
    case PartyField::id:
      return {TypeKind::text};
  }
  return {};
}

Type type_of(ListingField field) {
  switch (field) {
    case ListingField::published_on:
    case ListingField::expires_on:
    case ListingField::ground_on:
    case ListingField::removed_on:
    case ListingField::filed_on:
      return {TypeKind::date};
    case ListingField::case_no:
      return {TypeKind::text};
    case ListingField::publishable:
      return {TypeKind::boolean};
    case ListingField::role:
      return {TypeKind::enumeration, kRoleEnum.value};
    case ListingField::state:
      return {TypeKind::enumeration, kEntryStateEnum.value};
    case ListingField::performed_amount:
    case ListingField::unperformed_amount:
      return {TypeKind::money};
  }
  return {};
}

const Word& word(PartyField field) { return kPartyFields[static_cast<size_t>(field)]; }
const Word& word(ListingField field) { return kListingFields[static_cast<size_t>(field)]; }

Program with_vocabulary() {
  Program program;
  const auto add = [&]<typename E>(const char* zh, const char* alias, int count, E) {
    EnumType type{{zh, alias}, {}, false};
    for (int i = 0; i < count; ++i) {
      const Word& w = plumb::word(static_cast<E>(i));
      type.values.push_back({w.zh, w.alias});
    }
    program.enums.add(std::move(type));
  };
  add("主体类别", "party_kind", 2, PartyKind::person);
  add("所属行业", "sector", 3, Sector::other);
  add("身份", "role", kRoleCount, Role::principal);
  add("状态", "entry_state", 4, EntryState::active);
  return program;
}

std::span<const NodeId> operands(const Program& program, NodeId node) {
  const Node& n = program.nodes[node];
  return std::span(program.operands).subspan(n.operands_begin, n.operands_count);
}

bool is_quantifier(Op op) { return op == Op::exists || op == Op::every || op == Op::count; }

namespace {

// Visits the tree below `root`, each shared node once; `enter` says whether to go on below a node.
template <typename Enter>
void visit(const Program& program, NodeId root, const Enter& enter) {
  if (!root.valid()) return;
  std::vector<NodeId> open{root};
  std::vector<bool> seen(root.value + 1, false);
  while (!open.empty()) {
    const NodeId node = open.back();
    open.pop_back();
    if (seen[node.value]) continue;
    seen[node.value] = true;
    if (!enter(program.nodes[node])) continue;
    for (const NodeId operand : operands(program, node)) open.push_back(operand);
  }
}

}  // namespace

bool asks_trigger(const Program& program, NodeId node) {
  bool asks = false;
  visit(program, node, [&](const Node& n) {
    asks = asks || n.op == Op::listing_field || n.op == Op::listed_on;
    return !is_quantifier(n.op);
  });
  return asks;
}

bool has_quantifier(const Program& program, NodeId node) {
  bool has = false;
  visit(program, node, [&](const Node& n) {
    has = has || is_quantifier(n.op);
    return true;
  });
  return has;
}

std::vector<ParameterId> parameters_of(const Program& program, NodeId node) {
  std::vector<ParameterId> found;
  visit(program, node, [&](const Node& n) {
    if (n.op == Op::parameter) found.push_back(ParameterId(n.immediate));
    return true;
  });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::vector<NodeId> conjuncts(const Program& program, NodeId node) {
  std::vector<NodeId> out;
  if (!node.valid()) return out;
  std::vector<NodeId> open{node};
  while (!open.empty()) {
    const NodeId next = open.back();
    open.pop_back();
    if (program.nodes[next].op != Op::logical_and) {
      out.push_back(next);
      continue;
    }
    const auto below = operands(program, next);
    open.insert(open.end(), below.rbegin(), below.rend());
  }
  return out;
}

bool in_force(const Document& document, Date d) { return (!document.from || *document.from <= d) && (!document.until || d < *document.until); }

bool cites_document_in_force(const Program& program, const std::vector<Citation>& basis, Date d) {
  return std::any_of(basis.begin(), basis.end(), [&](const Citation& c) { return in_force(program.documents[c.document], d); });
}

bool in_force(const Program& program, const Exception& exception, Date d) {
  return exception.basis.empty() || cites_document_in_force(program, exception.basis, d);
}

bool in_force(const Program& program, const Measure& measure, Date d) {
  if (measure.from && d < *measure.from) return false;
  if (measure.until && *measure.until <= d) return false;
  return cites_document_in_force(program, measure.basis, d);
}

const Value* value_on(const Parameter& parameter, Date d) {
  const auto after =
      std::upper_bound(parameter.versions.begin(), parameter.versions.end(), d, [](Date day, const ParameterVersion& v) { return day < v.from; });
  if (after == parameter.versions.begin()) return nullptr;
  const ParameterVersion& version = *std::prev(after);
  return version.value ? &*version.value : nullptr;
}

}  // namespace plumb::ir
