// Rows of tables that would make two identifiers one party, or one party another's controller → why they cannot, by the same rules by which
// a reviewer's word is taken (bindings.hpp): what comes in as a file acts as that word does, and must not undo it.
//
// Of `documents`, and of `relations` with the role actual_controller; nothing of other rows. What is recorded already, or only corrected,
// passes. In the caller's write transaction, in which no review is written; one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/vocabulary.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/reject.hpp"
#include "runtime/registry/review/reviews.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

struct BindingRefusal {
  RejectReason reason = RejectReason::none;
  const char* column = nullptr;  // whose value cannot be
};

class BindingRefusals {
 public:
  explicit BindingRefusals(Database& database) : database_(&database) {}
  // Nothing: the row may be taken. REQUIRES: it was mapped without a refusal.
  Result<std::optional<BindingRefusal>> of(const TableShape& shape, const Row& row);
  // Of a row that may be taken: whether it makes one party of two persons' valid numbers, which somebody should look at.
  Result<bool> joins_valid_numbers(const TableShape& shape, const Row& row);

 private:
  Result<std::optional<BindingRefusal>> of_document(const std::string& document, const std::string& party);
  Result<std::optional<BindingRefusal>> of_controller(const std::string& holder, const std::string& organisation, const Value& from);
  // The party that an identifier is one of; of one that the registry does not hold, itself alone.
  Result<OneParty> party(const std::string& id);
  // By the form of its numbers, else as recorded: a credit code is no person's, whatever a file says.
  Result<std::optional<PartyKind>> kind(const OneParty& party);
  Result<void> read_reviews();
  // Whether a reviewer gave this answer about the two parties, under whichever identifiers; of control the first is the holder.
  Result<bool> said(std::string_view verdict, const OneParty& one, const OneParty& other);

  Database* database_;
  std::optional<std::vector<ToldReview>> reviews_;
};

}  // namespace plumb::registry
