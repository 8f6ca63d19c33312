#include "runtime/registry/one_party.hpp"

namespace plumb::registry {

Result<std::string> numbers_of_one_party(Database& database, std::string_view id, int64_t revision) {
  auto rows = database.prepare(
      "WITH RECURSIVE bound AS (SELECT document, party FROM documents WHERE revision_from <= ?2 AND (revision_to IS NULL OR revision_to > ?2)),"
      " one(number) AS (SELECT number FROM identifiers WHERE id = ?1"
      " UNION SELECT b.party FROM bound b JOIN one ON b.document = one.number"
      " UNION SELECT b.document FROM bound b JOIN one ON b.party = one.number) SELECT number FROM one");
  if (!rows) return rows.error();
  rows->bind(1, id);
  rows->bind(2, revision);
  std::string numbers;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) numbers.append(numbers.empty() ? "" : ", ").append(std::to_string(rows->number(0)));
  if (status != SQLITE_DONE) return database.error();
  return numbers;
}

}  // namespace plumb::registry
