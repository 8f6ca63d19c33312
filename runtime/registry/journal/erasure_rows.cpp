#include "runtime/registry/journal/erasure_rows.hpp"

#include <algorithm>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::journal {

namespace {

bool is_among(const Target::Values& values, const std::string& field) {
  return std::any_of(values.begin(), values.end(), [&](const auto& value) { return value.first == field; });
}

}  // namespace

bool Target::goes(const Field& field) const { return is_among(field.may_name ? named : values, field.name); }

std::optional<std::string> Target::in_place_of(const std::string& field) const {
  if (const auto found = instead.find(field); found != instead.end()) return found->second;
  if (subject->name == "findings" && field == "detail") return "{}";
  const bool needed = (subject->name == "identifiers" && field == "id") || (subject->name == "findings" && field == "subject");
  return needed ? std::optional(erased_text(row)) : std::nullopt;
}

const Target* Targets::find(const std::string& subject, int64_t row) const {
  const auto found = met_.find({subject, row});
  return found == met_.end() ? nullptr : &rows_[found->second];
}

Result<void> Targets::add(Database& database, const Subject& subject, const std::string& about) {
  std::vector<const Field*> personal;
  std::string fields;
  bool may_name = false;
  for (const Field& field : subject.fields) {
    if (!field.personal) continue;
    personal.push_back(&field);
    fields += ", " + field.sql;
    may_name = may_name || field.may_name;
  }
  const std::string columns =
      "t." + subject.number + ", " + subject.key + (may_name ? ", t.revision_from" : ", 0") + (subject.name == "events" ? ", t.kind" : ", ''") + fields;
  // Nothing is left where the key is gone, but of who reviewed two persons of whom the other was erased.
  const std::string kept = subject.name == "reviews" ? std::string() : " AND " + subject.key + " IS NOT NULL";
  auto rows = database.prepare("SELECT " + columns + " FROM " + subject.name + " t WHERE (" + about + ")" + kept + " ORDER BY 1");
  if (!rows) return rows.error();
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    Target target{.subject = &subject, .row = rows->number(0), .revision = rows->number(2), .step = std::string(rows->text(3))};
    const std::string_view key = rows->blob(1);
    target.only_anew = rows->is_null(1);
    if (key.size() != (target.only_anew ? 0 : target.key.size())) return failure("registry.corrupt", "identifiers.key");
    std::copy(key.begin(), key.end(), target.key.begin());
    for (size_t i = 0; i < personal.size(); ++i) {
      const int column = static_cast<int>(i) + 4;
      if (!rows->is_null(column)) (personal[i]->may_name ? target.named : target.values).emplace_back(personal[i]->name, std::string(rows->text(column)));
    }
    target.may_stay = !target.named.empty();
    if (target.values.empty() && target.named.empty()) continue;
    if (met_.emplace(std::pair(subject.name, target.row), rows_.size()).second) rows_.push_back(std::move(target));
  }
  return status == SQLITE_DONE ? Result<void>() : Result<void>(database.error());
}

std::string about(const Subject& subject, const std::string& in_person) {
  if (subject.name == "identifiers") return "t.number" + in_person;
  if (subject.name == "journal_decisions") return "t.party" + in_person;
  const auto table = find_table(subject.name);
  if (!table) return {};
  for (const Column& column : shape(*table).columns) {
    if (column.type != ColumnType::identifier) continue;
    // Whose key binds the row's values; but what a reviewer said of two concerns both.
    return "t." + std::string(column.sql) + in_person + (*table == Table::reviews ? " OR t.party_b" + in_person : "");
  }
  return {};
}

}  // namespace plumb::registry::journal
