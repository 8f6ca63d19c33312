#include "runtime/registry/entry_layers.hpp"

#include "runtime/registry/beneath.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

const TableShape& entries() { return shape(Table::entries); }

}  // namespace

std::string text_in(const Row& entry, std::string_view column) { return value_of(entries(), entry, column).value_or(std::string()); }

std::string listed_in(const Row& entry, std::string_view column) {
  if (const auto kept = beneath::columns_of(entry)) {
    if (const auto found = kept->find(column); found != kept->end()) return found->second;
  }
  return text_in(entry, column);
}

void put_over(Row& entry, const Over& over) {
  const Row listed = entry;
  const lifecycle::Effect& effect = over.steps;
  const auto said = [&](const char* column, const std::string& text) { set_value(entries(), entry, column, text); };
  const auto list = [&](const char* column) { return text_in(listed, column); };
  if (effect.served_on) said("served_on", effect.served_on->iso());
  // An extension that would shorten what a list says is none.
  if (effect.expires_on && !(effect.only_extended && effect.expires_on->iso() < list("expires_on"))) said("expires_on", effect.expires_on->iso());
  if (effect.ground_on && (!effect.ground_by_decision || list("ground_on").empty())) said("ground_on", effect.ground_on->iso());
  if (effect.objection) said("objection", effect.objection->from->iso() + "/" + (effect.objection->to ? effect.objection->to->iso() : std::string()));
  if (!over.removed_on.empty() && (list("removed_on").empty() || over.removed_on < list("removed_on"))) {
    said("removed_on", over.removed_on);
    if (list("removal_kind").empty()) said("removal_kind", over.removal_kind);
    if (list("removal_ground").empty()) said("removal_ground", over.removal_ground);
  }
  const std::string removed = text_in(entry, "removed_on");
  // Of a list's day and a step's the earlier: nobody stays on the list past a removal that was recorded.
  if (effect.removed_on && (removed.empty() || effect.removed_on->iso() < removed)) said("removed_on", effect.removed_on->iso());
  const bool by_this_step = effect.removed_on && text_in(entry, "removed_on") == effect.removed_on->iso();
  const bool says_how = !effect.removal_kind.empty();
  if (by_this_step && says_how) said("removal_kind", effect.removal_kind);
  const bool takes_ground = says_how || text_in(entry, "removal_ground").empty();
  if (by_this_step && takes_ground && !effect.removal_ground.empty()) said("removal_ground", effect.removal_ground);
  beneath::Columns columns;
  for (const char* column : kStepColumns) {
    if (text_in(entry, column) != list(column)) columns[column] = list(column);
  }
  beneath::keep(entry, columns.empty() ? std::nullopt : std::optional(columns));
}

void take_steps_off(Row& entry) {
  const auto columns = beneath::columns_of(entry);
  if (!columns) return;
  for (const auto& [column, text] : *columns) set_value(entries(), entry, column, text);
  beneath::keep(entry, std::nullopt);
}

}  // namespace plumb::registry
