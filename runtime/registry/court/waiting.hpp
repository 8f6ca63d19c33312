// Removals that the court told of entries which have not come yet, as findings keep them, and which of them an entry that comes has waited
// for. Reads SQLite; changes nothing. One thread, within the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::court {

struct Waiting {
  std::string subject;  // of its finding
  std::string removed_on, published_on, removal_kind, removal_ground;
  std::vector<std::string> documents;  // that name this day of removal, in their own order
  std::string as_of;
  std::string originals;                           // JSON
  std::string kind_as_of = {}, ground_as_of = {};  // where these were said by a push of another day than as_of
  bool settled = false;
};

class WaitingRemovals {
 public:
  explicit WaitingRemovals(Database& database) : database_(database) {}

  // Those of one identifier and case, in its canonical spelling. Error: registry.corrupt.
  Result<std::vector<Waiting>> of(std::string_view document, std::string_view case_no);

 private:
  Database& database_;
  std::optional<Statement> waiting_of_;
};

// The one that an entry published on this day has waited for: the one that names the day, else the first after it; nullptr: none.
Waiting* waits_for(std::vector<Waiting>& waiting, std::string_view published_on);

// case|party|day of publication.
std::string subject_of(std::string_view case_no, std::string_view party, std::string_view published_on);
// The subjects of findings about a case and an identifier lie from the first to before the second.
std::pair<std::string, std::string> subjects_of(std::string_view case_no, std::string_view document);

}  // namespace plumb::registry::court
