#include "runtime/registry/entry_layers.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <map>

#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

namespace json = boost::json;

constexpr const char* kBeneath = "beneath";

const TableShape& entries() { return shape(Table::entries); }

json::object originals_in(const Row& entry) {
  json::error_code error;
  const json::value read = json::parse(entry.originals.empty() ? "{}" : entry.originals, error);
  return !error && read.is_object() ? read.as_object() : json::object();
}

void set_originals(Row& entry, const json::object& originals) { entry.originals = originals.empty() ? std::string() : json::serialize(originals); }

// Column → what lists say there, where that is not what stands; empty text: nothing.
std::map<std::string, std::string, std::less<>> beneath_in(const Row& entry) {
  std::map<std::string, std::string, std::less<>> out;
  if (entry.originals.find(kBeneath) == std::string::npos) return out;
  const json::object originals = originals_in(entry);
  const json::value* beneath = originals.if_contains(kBeneath);
  if (beneath == nullptr || !beneath->is_object()) return out;
  for (const auto& [column, text] : beneath->as_object()) out[std::string(column)] = text.is_string() ? std::string(text.as_string()) : std::string();
  return out;
}

}  // namespace

std::string text_in(const Row& entry, std::string_view column) { return value_of(entries(), entry, column).value_or(std::string()); }

void put_steps_over(Row& entry, const lifecycle::Effect& effect, Date today) {
  Row listed = entry;
  const auto said = [&](const char* column, const std::string& text) { set_value(entries(), entry, column, text); };
  const auto list = [&](const char* column) { return text_in(listed, column); };
  if (effect.served_on) said("served_on", effect.served_on->iso());
  // An extension that would shorten what a list says is none.
  if (effect.expires_on && !(effect.only_extended && effect.expires_on->iso() < list("expires_on"))) said("expires_on", effect.expires_on->iso());
  if (effect.ground_on && (!effect.ground_by_decision || list("ground_on").empty())) said("ground_on", effect.ground_on->iso());
  if (effect.objection) said("objection", effect.objection->from->iso() + "/" + (effect.objection->to ? effect.objection->to->iso() : std::string()));
  const std::string removed = list("removed_on");
  if (effect.removed_on && (removed.empty() || today.iso() < removed)) said("removed_on", effect.removed_on->iso());
  const bool by_this_step = effect.removed_on && text_in(entry, "removed_on") == effect.removed_on->iso();
  if (by_this_step && list("removal_ground").empty() && !effect.removal_ground.empty()) said("removal_ground", effect.removal_ground);
  json::object beneath;
  for (const char* column : kStepColumns) {
    if (text_in(entry, column) != list(column)) beneath[column] = list(column);
  }
  json::object originals = originals_in(entry);
  originals.erase(kBeneath);
  if (!beneath.empty()) originals[kBeneath] = std::move(beneath);
  set_originals(entry, originals);
}

void forget_beneath(Row& entry) {
  json::object originals = originals_in(entry);
  originals.erase(kBeneath);
  set_originals(entry, originals);
}

void take_steps_off(Row& entry) {
  const auto beneath = beneath_in(entry);
  if (beneath.empty()) return;
  for (const auto& [column, text] : beneath) set_value(entries(), entry, column, text);
  forget_beneath(entry);
}

bool same_entry(const Row& a, const Row& b) {
  const bool same_beneath = beneath_in(a) == beneath_in(b);
  return same_beneath && std::equal(a.values.begin(), a.values.end(), b.values.begin(),
                                    [](const Value& x, const Value& y) { return x.present == y.present && x.text == y.text; });
}

void told_by_list(Row& entry, std::initializer_list<std::string_view> columns) {
  if (entry.originals.find(kBeneath) == std::string::npos) return;
  json::object originals = originals_in(entry);
  json::value* beneath = originals.if_contains(kBeneath);
  if (beneath == nullptr || !beneath->is_object()) return;
  for (const std::string_view column : columns) beneath->as_object().erase(column);
  if (beneath->as_object().empty()) originals.erase(kBeneath);
  set_originals(entry, originals);
}

bool say_beneath(std::string_view originals) { return originals.find("\"beneath\"") != std::string_view::npos; }

}  // namespace plumb::registry
