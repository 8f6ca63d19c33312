#include "runtime/registry/table.hpp"

namespace plumb::registry {

namespace {

using enum ColumnType;

constexpr Column kParties[] = {
    {"id", "party", identifier, Column::value, true},
    {"kind", "kind", party_kind, Column::column},
    {"name", "name", name, Column::column},
    {"sector", "sector", sector},
};

constexpr Column kRelations[] = {
    {"holder", "holder", identifier, Column::value, true},
    {"role", "role", role, Column::value, true},
    {"organisation", "organisation", identifier, Column::value, true},
    {"from", "valid_from", day, Column::column, true},
    {"to", "valid_to", day, Column::column},
    {"share", "share", percentage},
};

constexpr Column kEntries[] = {
    {"case_no", "case_no", text, Column::value, true},
    {"party", "party", identifier, Column::value, true},
    {"court", "court", text, Column::column},
    {"published_on", "published_on", day, Column::value, true},
    {"expires_on", "expires_on", day, Column::column},
    {"ground_on", "ground_on", day, Column::column},
    {"removed_on", "removed_on", day, Column::column},
    {"publishable", "publishable", boolean, Column::value},
    {"responsible", "", identifiers, Column::column},
    {"filed_on", "filed_on", day},
    {"basis_no", "basis_no"},
    {"basis_unit", "basis_unit"},
    {"duty", "duty"},
    {"performance", "performance"},
    {"conduct", "conduct"},
    {"performed_part", "performed_part"},
    {"unperformed_part", "unperformed_part"},
    {"name", "name", name},
    {"age", "age"},
    {"gender", "gender"},
    {"legal_representative", "legal_representative", name},
    {"decision_no", "decision_no"},
    {"served_on", "served_on", day},
    {"removal_kind", "removal_kind"},
    {"removal_ground", "removal_ground"},
    {"unit", "unit"},
    {"objection", "objection", period},
};

constexpr Column kPermits[] = {
    {"party", "party", identifier, Column::value, true}, {"target", "target", text, Column::value, true},
    {"from", "valid_from", day, Column::column, true},   {"to", "valid_to", day, Column::column},
    {"document", "document", text, Column::value, true},
};

// A retention is what it says, all of it (decisions.md names the five): two of them may stand side by side, each with a
// day and a basis of its own, and the one that lasts longest keeps the measure on.
constexpr Column kRetentions[] = {
    {"case_no", "case_no", text, Column::value, true}, {"party", "party", identifier, Column::value, true}, {"measure", "measure", text, Column::value, true},
    {"until", "until", day, Column::value, true},      {"basis", "basis", text, Column::value, true},
};

constexpr Column kHoldings[] = {
    {"id", "holding_id", text, Column::value, true}, {"party", "party", identifier, Column::value}, {"matter", "matter", text, Column::value},
    {"from", "valid_from", day, Column::column},     {"to", "valid_to", day, Column::column},       {"fields", "fields", json, Column::column},
};

constexpr TableShape kShapes[kTableCount] = {
    {Table::parties, "parties", kParties}, {Table::relations, "relations", kRelations},    {Table::entries, "entries", kEntries},
    {Table::permits, "permits", kPermits}, {Table::retentions, "retentions", kRetentions}, {Table::holdings, "holdings", kHoldings},
};

}  // namespace

const TableShape& shape(Table table) { return kShapes[static_cast<size_t>(table)]; }

std::optional<Table> find_table(std::string_view name) {
  for (const TableShape& s : kShapes) {
    if (name == s.name) return s.table;
  }
  return std::nullopt;
}

}  // namespace plumb::registry
