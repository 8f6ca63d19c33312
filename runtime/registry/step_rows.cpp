#include "runtime/registry/step_rows.hpp"

#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

std::string text(const TableShape& table, const Row& row, const char* column) { return value_of(table, row, column).value_or(std::string()); }

}  // namespace

lifecycle::Event step_in(const Row& row) {
  const auto said = [&](const char* column) { return text(shape(Table::events), row, column); };
  lifecycle::Event step;
  step.case_no = said("case_no");
  step.party = said("party");
  step.published_on = Date::parse(said("published_on"));
  step.step = *lifecycle::find_step(said("kind"));
  step.on = *Date::parse(said("on_day"));
  step.until = Date::parse(said("until"));
  step.by = said("by_whom");
  step.document = said("document");
  step.detail = said("detail");
  step.removal_kind = said("removal_kind");
  return step;
}

Row row_of(const lifecycle::Permission& permission) {
  const std::string until = permission.to ? permission.to->iso() : std::string();
  Row row;
  for (const std::string& said : {permission.party, permission.target, permission.from.iso(), until, permission.document})
    row.values.push_back({said, !said.empty()});
  return row;
}

bool is_of(const lifecycle::Permission& permission, const Row& row) {
  const auto said = [&](const char* column) { return text(shape(Table::permits), row, column); };
  return permission.party == said("party") && permission.target == said("target") && permission.from.iso() == said("valid_from") &&
         permission.document == said("document");
}

}  // namespace plumb::registry
