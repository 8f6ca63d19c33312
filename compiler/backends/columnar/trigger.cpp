#include "compiler/backends/columnar/trigger.hpp"

namespace plumb::columnar {

namespace {

bool give(int128 number, Cell& out) {
  out.number = number;
  return true;
}
bool give_day(int32_t day, Cell& out) { return day != PLUMB_NO_DATE && give(day, out); }

}  // namespace

bool listing_value(const PlumbTrigger& t, ir::ListingField field, Cell& out) {
  using ir::ListingField;
  switch (field) {
    case ListingField::published_on:
      return give(t.published_on, out);
    case ListingField::expires_on:
      return give_day(t.expires_on, out);
    case ListingField::ground_on:
      return give_day(t.ground_on, out);
    case ListingField::removed_on:
      return give_day(t.removed_on, out);
    case ListingField::filed_on:
      return give_day(t.filed_on, out);
    case ListingField::case_no:
      out.text = t.case_no;
      return true;
    case ListingField::publishable:
      return give(t.publishable != 0 ? 1 : 0, out);
    case ListingField::role:
      return t.role != PLUMB_UNKNOWN && give(t.role, out);
    case ListingField::state:
      return give(t.state, out);
    case ListingField::performed_amount:
      return t.has_performed != 0 && give(t.performed_fen, out);
    case ListingField::unperformed_amount:
      return t.has_unperformed != 0 && give(t.unperformed_fen, out);
  }
  return false;
}

bool stood_on(const PlumbTrigger& t, int32_t day) {
  const bool on_the_list = t.published_on < day && (t.removed_on == PLUMB_NO_DATE || day < t.removed_on);
  const bool entered = t.relation_from == PLUMB_NO_DATE || t.relation_from <= day;
  const bool left = t.relation_to != PLUMB_NO_DATE && t.relation_to <= day;
  return on_the_list && (t.by_relation == 0 || (entered && !left));
}

}  // namespace plumb::columnar
