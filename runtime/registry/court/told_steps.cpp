#include "runtime/registry/court/told_steps.hpp"

namespace plumb::registry::court {

Result<std::vector<ToldStep>> ToldSteps::of(const Row& listing) {
  const auto statement = prepared(database_, steps_of_,
                                  "SELECT e.on_day, ifnull(e.by_whom, ''), ifnull(e.document, ''), ifnull(e.detail, ''), s.format = 'court' FROM events e"
                                  " LEFT JOIN sources s USING (source) WHERE e.case_no = ?1 AND e.party = (SELECT identifier_number(?2))"
                                  " AND e.published_on = ?3 AND e.kind = 'removal' AND e.revision_to IS NULL ORDER BY e.row");
  if (!statement) return statement.error();
  Statement& rows = **statement;
  std::vector<ToldStep> told;
  int place = 0;
  for (const char* key : {"case_no", "party", "published_on"}) rows.bind(++place, find_value(shape(Table::entries), listing, key)->text);
  int status = rows.step();
  for (; status == SQLITE_ROW; status = rows.step()) {
    const auto text = [&](int column) { return std::string(rows.text(column)); };
    told.push_back({text(0), text(1), text(2), text(3), rows.number(4) != 0});
  }
  rows.reset();
  return status == SQLITE_DONE ? Result<std::vector<ToldStep>>(std::move(told)) : database_.error();
}

}  // namespace plumb::registry::court
