#include "runtime/registry/step_kinds.hpp"

#include <string>
#include <vector>

#include "runtime/registry/step_effects.hpp"
#include "runtime/registry/stored_row.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

namespace {

struct Moved {
  std::string case_no, party, published_on, document, on, kind;
  std::string listing;  // the day of publication
};

// Of removals by command that no list tells, each the only one recorded of its listing, and of persons who were not erased.
Result<std::vector<Moved>> moved(Database& database) {
  auto rows = database.prepare(
      "SELECT DISTINCT v.case_no, i.id, ifnull(v.published_on, ''), ifnull(v.document, ''), v.on_day, e.removal_kind, e.published_on FROM events v JOIN "
      "sources s USING "
      "(source)"
      " JOIN identifiers i ON i.number = v.party JOIN entries e ON e.case_no = v.case_no AND e.party = v.party AND e.removed_on = v.on_day"
      " WHERE v.kind = 'removal' AND v.revision_to IS NULL AND s.format = 'command' AND i.key IS NOT NULL AND e.revision_to IS NULL"
      " AND (v.published_on IS NULL OR v.published_on = e.published_on) AND e.removal_ground IS v.detail"
      " AND NOT EXISTS (SELECT 1 FROM events o WHERE o.case_no = v.case_no AND o.kind = 'removal' AND o.revision_to IS NULL AND o.row <> v.row"
      " AND ifnull((SELECT d.party FROM documents d WHERE d.document = o.party AND d.revision_to IS NULL), o.party)"
      " = ifnull((SELECT d.party FROM documents d WHERE d.document = v.party AND d.revision_to IS NULL), v.party)"
      " AND (o.published_on = e.published_on OR o.published_on IS NULL OR v.published_on IS NULL))"
      " AND e.removal_kind IS NOT NULL AND json_extract(e.originals, '$.beneath.removed_on') = ''"
      " AND json_extract(e.originals, '$.beneath.removal_kind') IS NULL ORDER BY v.row");
  if (!rows) return rows.error();
  std::vector<Moved> out;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    const auto text = [&](int column) { return std::string(rows->text(column)); };
    out.push_back({text(0), text(1), text(2), text(3), text(4), text(5), text(6)});
  }
  return status == SQLITE_DONE ? Result<std::vector<Moved>>(std::move(out)) : database.error();
}

}  // namespace

Result<void> move_kinds_to_steps(Database& database) {
  const auto all = moved(database);
  if (!all) return all.error();
  if (all->empty()) return {};
  auto writer = FactWriter::begin_as_before(database, "migration");
  if (!writer) return writer.error();
  const TableShape& entries = shape(Table::entries);
  const TableShape& events = shape(Table::events);
  StepEffects effects(database, Date::parse("9999-12-31").value());
  for (const Moved& one : *all) {
    if (auto done = effects.touch(one.case_no, one.party); !done) return done;
    std::vector<Row> steps;
    const auto found = live_rows(database, events, {{"case_no", one.case_no}, {"party", one.party}, {"kind", "removal"}, {"on_day", one.on}},
                                 [&](const Row& row) -> Result<void> {
                                   const auto said = [&](const char* column) { return value_of(events, row, column).value_or(std::string()); };
                                   if (said("document") == one.document && said("published_on") == one.published_on) steps.push_back(row);
                                   return {};
                                 });
    if (!found) return found;
    for (Row& step : steps) {
      set_value(events, step, "removal_kind", one.kind);
      if (auto done = writer->put_again(events, step); !done) return done.error();
    }
    const auto settled = effects.settle(*writer, [&](Row& listed) {
      if (value_of(entries, listed, "removed_on") || text_in(listed, "published_on") != one.listing) return;
      for (const char* column : {"removal_kind", "removal_ground"}) set_value(entries, listed, column, "");
    });
    if (!settled) return settled;
  }
  const auto finished = writer->finish();
  return finished ? Result<void>() : finished.error();
}

}  // namespace plumb::registry
