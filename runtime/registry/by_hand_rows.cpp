// Columns and steps as they are typed → rows as they are kept, upon what stands already (by_hand.hpp).
#include <boost/json.hpp>

#include "runtime/registry/by_hand.hpp"
#include "runtime/registry/court/named.hpp"
#include "runtime/registry/entry_layers.hpp"
#include "runtime/registry/export.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/step_rows.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

using lifecycle::Event;

// What the columns that were not given were written as stays beside them.
void keep_originals(const TableShape& columns, const Row& stands, const std::vector<bool>& given, Row& row) {
  const auto read = [](const std::string& text) {
    boost::json::error_code error;
    const boost::json::value value = boost::json::parse(text.empty() ? "{}" : text, error);
    return !error && value.is_object() ? value.as_object() : boost::json::object();
  };
  if (stands.originals.empty()) return;
  boost::json::object originals = read(stands.originals);
  for (size_t i = 0; i < given.size(); ++i) {
    if (given[i]) originals.erase(columns.columns[i].name);
  }
  const boost::json::object typed = read(row.originals);
  for (const auto& [column, text] : typed) originals[column] = text;
  row.originals = originals.empty() ? std::string() : boost::json::serialize(originals);
  for (size_t i = 0; i < given.size(); ++i) {
    if (given[i] && columns.table == Table::entries) court::said_by_hand(row, columns.columns[i].name);
  }
}

std::string shown(const Column& column, const Value& value) { return value.present ? written_value(column, value.text, false) : std::string(); }

// Of an entry: kind and ground, where nobody gives them, go with a day of removal that is given as none.
void end_with_removal(Record& record, const std::vector<bool>& given) {
  const TableShape& entries = shape(Table::entries);
  const size_t removed_on = column_by_sql(entries, "removed_on");
  if (!given[removed_on] || record.values[removed_on].present) return;
  for (const char* name : {"removal_kind", "removal_ground"}) {
    const size_t column = column_by_sql(entries, name);
    if (!given[column]) record.values[column] = {};
  }
}

}  // namespace

std::string ByHand::name_of(const TableShape& columns, const Column& column) const {
  return language_ == Language::zh ? std::string(chinese_name(columns, column)) : std::string(column.name);
}

Result<Record> ByHand::record_of(Table table, const Values& values) const {
  const TableShape& columns = shape(table);
  Record record;
  record.values.resize(columns.columns.size());
  for (const auto& [name, text] : values) {
    const size_t column = find_column(columns, name);
    if (column == columns.columns.size()) {
      std::string known;
      for (const Column& one : columns.columns) known.append(known.empty() ? "" : language_ == Language::zh ? "、" : ", ").append(name_of(columns, one));
      return failure("usage.value", name + ": " + reason_text(RejectReason::unknown_key, language_) + " (" + known + ")");
    }
    record.values[column] = {text, !text.empty()};
  }
  return record;
}

Result<Row> ByHand::mapped(const TableShape& columns, const Record& record) const {
  Row row;
  if (const auto refusal = map_row(columns, record, row)) {
    return failure("usage.value",
                   (refusal->column == nullptr ? std::string() : name_of(columns, *refusal->column)) + ": " + reason_text(refusal->reason, language_));
  }
  return row;
}

Result<Row> ByHand::row_of(Table table, const Values& values) const {
  const auto record = record_of(table, values);
  return record ? mapped(shape(table), *record) : record.error();
}

Result<std::optional<Row>> ByHand::standing(const TableShape& columns, const Record& record) {
  Row key;
  if (!map_key(columns, record, key)) return std::optional<Row>();  // told when the row is mapped
  auto found = live_row_of_key(database_, columns, key);
  if (found && *found && columns.table == Table::entries) take_steps_off(**found);
  return found;
}

Result<Row> ByHand::row_upon_standing(Table table, const Values& values, std::vector<Correction>* changes) {
  const TableShape& columns = shape(table);
  auto record = record_of(table, values);
  if (!record) return record.error();
  const auto stands = standing(columns, *record);
  if (!stands) return stands.error();
  if (!*stands) return mapped(columns, *record);
  std::vector<bool> given(columns.columns.size(), false);
  for (const auto& value : values) given[find_column(columns, value.first)] = true;
  for (size_t i = 0; i < given.size(); ++i) {
    if (!given[i] && (*stands)->values[i].present) record->values[i] = {(*stands)->values[i].text, true};
  }
  if (table == Table::entries) end_with_removal(*record, given);
  auto row = mapped(columns, *record);
  if (!row) return row;
  keep_originals(columns, **stands, given, *row);
  for (size_t i = 0; changes != nullptr && i < given.size(); ++i) {
    const Value &before = (*stands)->values[i], &after = row->values[i];
    if (columns.columns[i].key || (before.present == after.present && before.text == after.text)) continue;
    changes->push_back({&columns.columns[i], shown(columns.columns[i], before), shown(columns.columns[i], after)});
  }
  return row;
}

Result<Event> ByHand::as_kept(const Event& step) const {
  const auto row = row_of(Table::events, values_of(step));
  return row ? Result<Event>(step_in(*row)) : row.error();
}

Result<Event> ByHand::event_of(const Values& values) {
  const auto row = row_upon_standing(Table::events, values);
  return row ? Result<Event>(step_in(*row)) : row.error();
}

ByHand::Values ByHand::values_of(const Event& step) {
  const auto iso = [](const std::optional<Date>& day) { return day ? day->iso() : std::string(); };
  return {{"case_no", step.case_no},
          {"party", step.party},
          {"published_on", iso(step.published_on)},
          {"kind", lifecycle::word(step.step).alias},
          {"on", step.on.iso()},
          {"until", iso(step.until)},
          {"by", step.by},
          {"document", step.document},
          {"detail", step.detail},
          {"removal_kind", step.removal_kind}};
}

}  // namespace plumb::registry
