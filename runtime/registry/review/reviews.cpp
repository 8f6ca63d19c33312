#include "runtime/registry/review/reviews.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

struct Word {
  std::string_view word;
  Matter matter;
};
constexpr std::array<Word, 4> kWords = {
    {{"same", Matter::identity}, {"different", Matter::identity}, {"controls", Matter::control}, {"not_controls", Matter::control}}};

const Word* find(std::string_view word) {
  const auto* const found = std::find_if(kWords.begin(), kWords.end(), [&](const Word& one) { return one.word == word; });
  return found == kWords.end() ? nullptr : found;
}

}  // namespace

Matter matter_of(std::string_view word) {
  const Word* found = find(word);
  return found == nullptr ? Matter::identity : found->matter;
}

std::string_view StoredVerdict::about(Matter matter) const {
  if (matter_of(said) == matter) return said;
  return !standing.empty() && matter_of(standing) == matter ? standing : std::string_view();
}

bool StoredVerdict::tells_apart() const { return about(Matter::identity) != "same"; }

std::optional<StoredVerdict> stored_verdict(std::string_view text) {
  const size_t space = text.find(' ');
  const StoredVerdict out{text.substr(0, space), space == std::string_view::npos ? std::string_view() : text.substr(space + 1)};
  const Word* said = find(out.said);
  if (said == nullptr) return std::nullopt;
  if (space == std::string_view::npos) return out;
  const Word* standing = find(out.standing);
  return standing != nullptr && standing->matter != said->matter ? std::optional(out) : std::nullopt;
}

Result<std::vector<ToldReview>> reviews_at(Database& database, int64_t revision) {
  auto rows = database.prepare(
      "SELECT r.row, a.id, b.id, r.verdict, r.by_whom, r.on_day, r.reason, r.revision_to IS NULL OR r.revision_to > ?1 FROM reviews r "
      "JOIN identifiers a ON a.number = r.party_a JOIN identifiers b ON b.number = r.party_b WHERE r.revision_from <= ?1 ORDER BY r.row");
  if (!rows) return rows.error();
  rows->bind(1, revision);
  std::map<std::tuple<std::string, std::string, Matter>, ToldReview> last;  // of what was ever said
  std::vector<ToldReview> out;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    const std::string a(rows->text(1)), b(rows->text(2));
    const auto verdict = stored_verdict(rows->text(3));
    if (!verdict) return failure("registry.corrupt", "reviews.verdict");
    const auto text = [&](int column) { return std::string(rows->text(column)); };
    last[{a, b, matter_of(verdict->said)}] = {a, b, rows->number(0), {std::string(verdict->said), text(4), text(5), text(6)}};
    if (rows->number(7) == 0) continue;
    for (const Matter matter : {Matter::identity, Matter::control}) {
      if (!verdict->about(matter).empty()) out.push_back(last[{a, b, matter}]);
    }
  }
  if (status != SQLITE_DONE) return database.error();
  std::sort(out.begin(), out.end(), [](const ToldReview& x, const ToldReview& y) { return x.row < y.row; });
  return out;
}

}  // namespace plumb::registry
