#include "runtime/registry/court/full_lists.hpp"

#include <boost/json.hpp>
#include <charconv>

#include "compiler/base/date.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::court {

namespace {

namespace json = boost::json;

constexpr uint64_t kMost = uint64_t{1} << 31;  // entries, more than which no list has

template <typename Number>
bool read(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool read_courts(std::string_view text, std::set<std::string>& courts) {
  json::error_code error;
  const auto names = json::parse(text, error);
  if (error || !names.is_array()) return false;
  for (const json::value& name : names.get_array()) {
    if (!name.is_string()) return false;
    courts.emplace(name.get_string());
  }
  return true;
}

}  // namespace

bool FullList::could_name(std::string_view court, std::string_view published_on) const { return published_on <= day && courts.contains(std::string(court)); }

bool FullList::may_remove() const {
  // In ten-thousandths of a percent, so that nothing is rounded.
  return refused == 0 && static_cast<int64_t>(absent) * 100 * kSharePercent <= share * static_cast<int64_t>(live);
}

Result<std::vector<FullList>> full_lists_after(Database& database, std::string_view day) {
  auto rows =
      database.prepare("SELECT as_of, courts, live, absent, share, refused FROM full_lists WHERE revision_to IS NULL AND as_of > ? ORDER BY as_of, row");
  if (!rows) return rows.error();
  rows->bind(1, day);
  std::vector<FullList> lists;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    FullList& list = lists.emplace_back();
    list.day = rows->text(0);
    const bool holds = read_courts(rows->text(1), list.courts) && read(rows->text(2), list.live) && read(rows->text(3), list.absent) &&
                       read(rows->text(4), list.share) && read(rows->text(5), list.refused);
    const bool sound = holds && Date::parse(list.day) && list.absent <= list.live && list.live <= kMost && list.share >= 0 && list.share <= 100 * kSharePercent;
    if (!sound) return failure("registry.corrupt", "full_lists");
  }
  if (status != SQLITE_DONE) return database.error();
  return lists;
}

Result<void> remember(FactWriter& writer, const FullList& list) {
  json::array courts;
  for (const std::string& court : list.courts) courts.emplace_back(json::string_view(court.data(), court.size()));
  Row row;
  row.values = {{list.day, true}, {json::serialize(courts), true}};
  for (const auto number : {list.live, list.absent, static_cast<uint64_t>(list.share), list.refused}) row.values.push_back({std::to_string(number), true});
  const auto outcome = writer.put(shape(Table::full_lists), row);
  return outcome ? Result<void>() : outcome.error();
}

}  // namespace plumb::registry::court
