// A person's order to erase → everything that is theirs alone emptied, their keys destroyed, and the chain as whole as before.
//
// 个人信息保护法 第四十七条 says when; what must stay, and why, is told in docs/registry.md (Erasure). Emptied are identifiers, names
// and every other personal value of rows about the person, of documents bound to them, and of decisions that were journalled
// about them. What stays in a value's place is its commitment, in journal_erasures; with the key destroyed nothing can be guessed
// from it. Case numbers, days, courts, grounds and roles stay, and texts of offices that do not name the person (named_texts.hpp), and what they decided
// (office_words.hpp): the record of what was done.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/date.hpp"
#include "runtime/registry/journal/kept_texts.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::journal {

enum class ErasureGround : uint8_t { purpose_achieved, period_over, consent_withdrawn, unlawful };
// "purpose_achieved"; stable.
const char* word(ErasureGround ground);
std::optional<ErasureGround> find_erasure_ground(std::string_view written);

struct ErasureOrder {
  std::string party;  // normal form
  ErasureGround ground = ErasureGround::purpose_achieved;
  std::string by;        // who ordered it
  std::string document;  // on which document
  Date on;               // whether an entry or a retention is in force is asked of this day
  std::string recorded_at;
  bool dry_run = false;  // tells what would go, and changes nothing
};

struct ErasureSummary {
  uint64_t identifiers = 0;  // the party's own and the documents bound to it
  uint64_t rows = 0;         // of which something was emptied
  uint64_t values = 0;
  uint64_t decisions = 0;
  uint64_t revision = 0;
  std::vector<KeptRow> elsewhere;  // rows that keep a text with the person's number (kept_texts.hpp)
  std::vector<KeptRow> named;      // … with a name of theirs
  bool order_names = false;        // the order holds a name of theirs, and is kept for good
  bool in_log = false;             // readers keep the write-ahead log, which still holds the values: to be done again when they have ended
};

// A person whom the registry does not hold may have been asked about: decisions about them are found by what was asked.
// A transaction of its own. Errors, each saying what stands in the way: erasure.nobody, .only_elsewhere (texts that stay hold the number; their rows are
// named), .order_number (the order itself holds one of the person's numbers), .organisation (the law protects persons),
// .listed, .retained, .reached (a role at a listed organisation, or named on its entry).
Result<ErasureSummary> erase(Database& database, const ErasureOrder& order);

}  // namespace plumb::registry::journal
