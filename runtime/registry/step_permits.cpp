#include "runtime/registry/step_permits.hpp"

#include <tuple>

#include "runtime/registry/beneath.hpp"
#include "runtime/registry/step_rows.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

using lifecycle::Permission;

constexpr const char* kUntil = "valid_to";

const TableShape& permits() { return shape(Table::permits); }

auto key_of(const Permission& one) { return std::tuple(one.party, one.target, one.from, one.document); }

std::map<decltype(key_of(Permission())), const Permission*> last_of_each(const std::vector<Permission>& permissions) {
  std::map<decltype(key_of(Permission())), const Permission*> out;
  for (const Permission& one : permissions) out[key_of(one)] = &one;
  return out;
}

std::string until_of(const Permission& one) { return one.to ? one.to->iso() : std::string(); }

}  // namespace

Result<std::optional<StepPermits::Live>> StepPermits::live(const Permission& one) {
  if (!live_) {
    auto made = database_.prepare(
        "SELECT ifnull(originals, ''), ifnull(valid_to, ''), source_row IS NOT NULL OR NOT EXISTS (SELECT 1 FROM events e WHERE e.kind IN ('permit',"
        " 'suspension') AND e.revision_from = p.revision_from AND e.document = p.document) FROM permits p WHERE party = (SELECT "
        "identifier_number(?1))"
        " AND target = ?2 AND ifnull(valid_from, '') = ?3 AND document = ?4 AND revision_to IS NULL");
    if (!made) return made.error();
    live_.emplace(std::move(*made));
  }
  const std::string from = one.from.iso();
  const std::string_view keys[] = {one.party, one.target, from, one.document};
  for (int i = 0; i < 4; ++i) live_->bind(i + 1, keys[i]);
  const int status = live_->step();
  std::optional<Live> found;
  if (status == SQLITE_ROW) {
    found.emplace();
    found->row = row_of(one);
    found->row.originals = live_->text(0);
    set_value(permits(), found->row, kUntil, live_->text(1));
    found->by_others = live_->number(2) != 0;
  }
  live_->reset();
  if (status != SQLITE_ROW && status != SQLITE_DONE) return database_.error();
  return found;
}

Result<void> StepPermits::settle(FactWriter& writer, const std::vector<Permission>& before, const std::vector<Permission>& now) {
  const auto were = last_of_each(before), are = last_of_each(now);
  auto all = were;
  for (const auto& [key, one] : are) all[key] = one;
  for (const auto& [key, one] : all) {
    const auto stands = live(*one);
    if (!stands) return stands.error();
    // Until when lists let it last; nothing: none tells it. Rows from before this was kept apart are a table's or a command's where those
    // told them.
    std::optional<std::string> listed;
    const auto kept = *stands ? beneath::columns_of((*stands)->row) : std::nullopt;
    if (kept) {
      if (const auto until = kept->find(kUntil); until != kept->end()) listed = until->second;
    } else if (*stands && ((*stands)->by_others || !were.contains(key))) {
      listed = value_of(permits(), (*stands)->row, kUntil).value_or(std::string());
    }
    Row row = *stands ? (*stands)->row : row_of(*one);
    beneath::keep(row, std::nullopt);
    if (const auto is = are.find(key); is != are.end()) {
      set_value(permits(), row, kUntil, until_of(*is->second));
      const bool as_before = *stands && !kept && !listed && beneath::same(row, (*stands)->row);
      if (as_before) continue;
      beneath::Columns columns;
      if (listed) columns[kUntil] = *listed;
      beneath::keep(row, columns);
    } else if (listed) {
      any_stayed_ = true;
      set_value(permits(), row, kUntil, *listed);
    } else {
      if (!*stands) continue;
      if (auto done = writer.end(permits(), row); !done) return done.error();
      continue;
    }
    if (auto done = writer.put(permits(), row); !done) return done.error();
  }
  return {};
}

void StepPermits::complete(Row& permit, const std::vector<Permission>& now) {
  for (auto one = now.rbegin(); one != now.rend(); ++one) {
    if (!is_of(*one, permit)) continue;
    beneath::keep(permit, beneath::Columns{{kUntil, value_of(permits(), permit, kUntil).value_or(std::string())}});
    set_value(permits(), permit, kUntil, until_of(*one));
    return;
  }
}

}  // namespace plumb::registry
