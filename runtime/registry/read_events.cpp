#include "runtime/registry/read_events.hpp"

#include <string>

#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

// False where the day stands there and is none.
bool read_day(const Statement& row, int column, std::optional<Date>& out) {
  out.reset();
  if (row.is_null(column)) return true;
  out = Date::parse(row.text(column));
  return out.has_value();
}

}  // namespace

std::string events_sql() {
  return "SELECT t.case_no, i.id, t.published_on, t.kind, t.on_day, t.until, t.by_whom, t.document, t.detail, t.removal_kind FROM events t"
         " JOIN identifiers i ON i.number = t.party";
}

Result<void> each_event(Database& database, Statement& rows, const std::function<void(lifecycle::Event)>& each) {
  int status = rows.step();
  for (; status == SQLITE_ROW; status = rows.step()) {
    lifecycle::Event event;
    event.case_no = rows.text(0);
    event.party = rows.text(1);
    const auto step = lifecycle::find_step(rows.text(3));
    if (!step) return failure("registry.corrupt", "events.kind");
    event.step = *step;
    std::optional<Date> on;
    if (!read_day(rows, 2, event.published_on)) return failure("registry.corrupt", "events.published_on");
    if (!read_day(rows, 4, on) || !on) return failure("registry.corrupt", "events.on_day");
    if (!read_day(rows, 5, event.until)) return failure("registry.corrupt", "events.until");
    event.on = *on;
    event.by = rows.text(6);
    event.document = rows.text(7);
    event.detail = rows.text(8);
    event.removal_kind = rows.text(9);
    each(std::move(event));
  }
  rows.reset();
  return status == SQLITE_DONE ? Result<void>() : database.error();
}

Result<std::vector<lifecycle::Event>> read_events(Database& database, std::optional<int64_t> revision) {
  std::string sql = events_sql() + " WHERE ";
  if (revision) {
    const std::string r = std::to_string(*revision);
    sql += "t.revision_from <= " + r + " AND (t.revision_to IS NULL OR t.revision_to > " + r + ")";
  } else {
    sql += "t.revision_to IS NULL";
  }
  auto rows = database.prepare(sql + " ORDER BY t.row");
  if (!rows) return rows.error();
  std::vector<lifecycle::Event> out;
  if (auto done = each_event(database, *rows, [&](lifecycle::Event event) { out.push_back(std::move(event)); }); !done) return done.error();
  return out;
}

}  // namespace plumb::registry
