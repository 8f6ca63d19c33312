#include "runtime/registry/table.hpp"

#include "compiler/base/check.hpp"
#include "compiler/base/unicode.hpp"
#include "runtime/registry/chinese_names.hpp"

namespace plumb::registry {

namespace {

using enum ColumnType;

// Columns that no key has and everybody may leave out.
constexpr Column own(const char* name, ColumnType type = text, Column::Need need = Column::optional) { return {name, name, type, need, false, true}; }

// Who acted, on which document, on what ground: an office's as a rule.
constexpr Column naming(const char* name, const char* sql, Column::Need need = Column::optional, bool key = false) {
  return {name, sql, text, need, key, true, true};
}

constexpr Column kParties[] = {
    {"id", "party", identifier, Column::value, true},
    {"kind", "kind", party_kind, Column::column},
    own("name", name, Column::column),
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
    {"case_no", "case_no", case_number, Column::value, true},
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
    own("duty"),
    own("performance"),
    own("conduct"),
    own("performed_part"),
    own("unperformed_part"),
    own("name", name),
    own("age"),
    own("gender"),
    own("legal_representative", name),
    {"decision_no", "decision_no"},
    {"served_on", "served_on", day},
    {"removal_kind", "removal_kind"},
    {"removal_ground", "removal_ground"},
    own("unit"),
    {"objection", "objection", period},
};

constexpr Column kPermits[] = {
    {"party", "party", identifier, Column::value, true}, {"target", "target", text, Column::value, true},
    {"from", "valid_from", day, Column::column, true},   {"to", "valid_to", day, Column::column},
    naming("document", "document", Column::value, true),
};

// A retention is what it says, all of it (decisions.md names the five): two of them may stand side by side, each with a
// day and a basis of its own, and the one that lasts longest keeps the measure on.
constexpr Column kRetentions[] = {
    {"case_no", "case_no", case_number, Column::value, true},
    {"party", "party", identifier, Column::value, true},
    {"measure", "measure", text, Column::value, true},
    {"until", "until", day, Column::value, true},
    naming("basis", "basis", Column::value, true),
};

constexpr Column kHoldings[] = {
    {"id", "holding_id", text, Column::value, true}, {"party", "party", identifier, Column::value}, {"matter", "matter", text, Column::value},
    {"from", "valid_from", day, Column::column},     {"to", "valid_to", day, Column::column},       own("fields", json, Column::column),
};

// What was done about an entry, by whom and on which document: docs/registry.md (Life of an entry).
constexpr Column kEvents[] = {
    {"case_no", "case_no", case_number, Column::value, true},
    {"party", "party", identifier, Column::value, true},
    {"published_on", "published_on", day, Column::optional, true},
    {"kind", "kind", step, Column::value, true},
    {"on", "on_day", day, Column::value, true},
    {"until", "until", day},
    naming("by", "by_whom", Column::optional, true),
    naming("document", "document", Column::optional, true),
    own("detail"),
    {.name = "removal_kind", .sql = "removal_kind", .added = true},  // of a removal; `detail` is its ground then
};

// Documents of one person beside the identifier under which the party goes: a document is bound to one party at a time.
constexpr Column kDocuments[] = {{"document", "document", identifier, Column::value, true},
                                 {"party", "party", identifier, Column::value},
                                 naming("by", "by_whom"),
                                 naming("basis", "basis")};

constexpr Column kFindings[] = {
    {"kind", "kind", text, Column::value, true},
    {"subject", "subject", text, Column::value, true, true},
    {"party", "party", identifier, Column::value},
    own("detail", json),
};

// What a person said of two identifiers, the smaller first.
constexpr Column kReviews[] = {
    {"party_a", "party_a", identifier, Column::value, true},
    {"party_b", "party_b", identifier, Column::value, true},
    {"verdict", "verdict", text, Column::value},
    naming("by", "by_whom"),
    {"on", "on_day", day},
    own("reason"),
};

constexpr Column kAccounts[] = {{"name", "name", text, Column::value, true}, {"role", "role", text, Column::value}, {"department", "department"}};

constexpr Column kSettings[] = {{"name", "name", text, Column::value, true}, {"value", "value", text, Column::value}};

// As of which day pushes last listed an entry, and removed it, where that is another day than that of the source of the entry's row: so
// that a push of an earlier day that comes later overrides nothing.
constexpr Column kSpoken[] = {
    {"case_no", "case_no", case_number, Column::value, true},
    {"party", "party", identifier, Column::value, true},
    {"published_on", "published_on", day, Column::value, true},
    {"listed_as_of", "listed_as_of", day},
    {"removed_as_of", "removed_as_of", day},
};

// The full pushes that were taken: the courts, a JSON array of names, for which each spoke, and how many of their entries it left out; numbers in digits.
constexpr Column kFullLists[] = {
    {"as_of", "as_of", day, Column::value, true}, {"courts", "courts", text, Column::value, true}, {"live", "live", text, Column::value},
    {"absent", "absent", text, Column::value},    {"share", "share", text, Column::value},         {"refused", "refused", text, Column::value},
};

constexpr TableShape kShapes[kTableCount] = {
    {Table::parties, "parties", "主体", kParties},
    {Table::relations, "relations", "关系", kRelations},
    {Table::entries, "entries", "名单", kEntries},
    {Table::permits, "permits", "许可", kPermits},
    {Table::retentions, "retentions", "保留", kRetentions},
    {Table::holdings, "holdings", "既有事项", kHoldings},
    {Table::events, "events", "经过", kEvents},
    {Table::documents, "documents", "证件", kDocuments},
    {Table::findings, "findings", "待查", kFindings},
    {Table::reviews, "reviews", "核对", kReviews},
    {Table::accounts, "accounts", "账户", kAccounts},
    {Table::settings, "settings", "设置", kSettings},
    {Table::spoken, "spoken", "法院所述日期", kSpoken},
    {Table::full_lists, "full_lists", "全量名单", kFullLists},
};

// What the journal takes for granted of columns that a later schema added.
constexpr bool added_columns_are_last_and_plain() {
  for (const TableShape& shape : kShapes) {
    bool added = false;
    for (const Column& column : shape.columns) {
      if (added && !column.added) return false;
      added = column.added;
      if (added && (column.type != text || column.personal || column.may_name || column.key)) return false;
    }
  }
  return true;
}
static_assert(added_columns_are_last_and_plain());

// Codes of live keys (live_index.hpp) outlive an erasure, which changes nothing of these columns; and they are bound in this order.
constexpr bool keys_by_code_are_nobodys_own() {
  for (const Column& column : kShapes[size_t(Table::relations)].columns) {
    if (column.key && (column.personal || column.may_name)) return false;
  }
  const std::span<const Column> relation = kShapes[size_t(Table::relations)].columns;
  return std::string_view(relation[0].sql) == "holder" && std::string_view(relation[1].sql) == "role" && std::string_view(relation[2].sql) == "organisation" &&
         std::string_view(relation[3].sql) == "valid_from" && !kShapes[size_t(Table::parties)].columns[0].personal;
}
static_assert(keys_by_code_are_nobodys_own());

// The number of columns: none is called so.
size_t index_of(const TableShape& shape, const char* Column::* called, std::string_view word) {
  size_t index = 0;
  while (index < shape.columns.size() && word != shape.columns[index].*called) ++index;
  return index;
}

}  // namespace

const TableShape& shape(Table table) { return kShapes[static_cast<size_t>(table)]; }

std::optional<Table> find_table(std::string_view name) {
  for (const TableShape& s : kShapes) {
    if (name == s.name) return s.table;
  }
  return std::nullopt;
}

std::optional<Table> find_imported_table(std::string_view name) {
  const auto found = find_table(name);
  return found && static_cast<size_t>(*found) < kImportedTables ? found : std::nullopt;
}

std::string_view chinese_name(const TableShape& shape, const Column& column) {
  for (const ChineseName& name : chinese_names()) {
    if (name.table == shape.table && name.column == column.name) return name.zh;
  }
  return column.name;
}

size_t find_column(const TableShape& shape, std::string_view written) {
  if (const size_t index = index_of(shape, &Column::name, written); index < shape.columns.size()) return index;
  const std::string folded = unicode::fold_width(written);
  for (const ChineseName& name : chinese_names()) {
    if (name.table == shape.table && name.zh == folded) return column_by_name(shape, name.column);
  }
  return shape.columns.size();
}

size_t column_by_name(const TableShape& shape, std::string_view name) {
  const size_t index = index_of(shape, &Column::name, name);
  check(index < shape.columns.size(), "a table has the columns that it is asked for");
  return index;
}

size_t column_by_sql(const TableShape& shape, std::string_view sql) {
  const size_t index = index_of(shape, &Column::sql, sql);
  check(index < shape.columns.size(), "a table has the columns that it is asked for");
  return index;
}

}  // namespace plumb::registry
