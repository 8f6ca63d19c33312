// The court's pushes: files of the court → entries and removals, and what full pushes leave out for somebody to confirm
// (docs/registry.md, The court's pushes).
//
// On top of a Registry (plumb/plumb.hpp), opened read_write, under its rules of threads and rights: to take and to settle, Right::list;
// to see what waits, findings; to set, keep. Nothing here reads a clock.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/language.hpp"
#include "compiler/base/result.hpp"

namespace plumb {

class Registry;

struct PushOptions {
  std::vector<std::string> paths;           // the files of one push
  bool full = false;                        // the whole list of every court in it; else what has changed
  std::optional<std::string> synchronised;  // as of which day the court speaks, YYYY-MM-DD; a full push needs it
  std::string removal_share;                // percentage of live entries that a full push may remove at once; empty: as the registry says
  std::string encoding;                     // empty: told from the bytes; "utf-8" or "gbk"
  std::string reject_path;                  // CSV of refused records; empty: none is written
  std::string recorded_at;                  // RFC 3339 UTC; the caller's clock
  bool dry_run = false;
  Language language = Language::zh;                             // of the reasons in the reject file
  std::function<void(uint64_t done, uint64_t total)> progress;  // records; total 0: not known yet
};

// How a push went. Counts are records; what became of them adds up to `records`.
struct PushSummary {
  struct File {
    std::string path;
    std::string encoding;      // UTF-8 or GB18030
    bool sent_before = false;  // the same bytes came before; nothing of them was taken again
    bool cut_short = false;    // it ends in the middle of a list: the day of synchronisation stays, but for one that was sent before, of which it is only told
    uint64_t records = 0;
    uint64_t taken = 0;      // new entries, and ones that say otherwise than before
    uint64_t unchanged = 0;  // known already
    uint64_t overtaken = 0;  // a later record of the push is about the same thing, and counts
    uint64_t late = 0;       // a push of a later day has spoken of it, and counts
    uint64_t removed = 0;    // removals that took effect
    uint64_t waiting = 0;    // removals whose entry has not come yet
    uint64_t set_aside = 0;  // entries on a minor, kept as findings
    uint64_t rejected = 0;
    uint64_t normalised = 0;                                      // values that are kept beside their originals
    std::vector<std::pair<std::string, uint64_t>> warnings = {};  // by code, only those that occurred
  };
  struct Warning {
    std::string path;
    uint64_t record = 0;  // lines: which one; of a list: which record
    std::string key;
    std::string code;
  };
  std::vector<File> files;
  std::vector<Warning> warnings;  // the first hundred
  // Of a full push: live entries that it could have named, how many it left out, and whether those were removed or proposed.
  uint64_t live = 0, absent = 0;
  bool absent_removed = false;
  // Courts of a full push of which the registry knew no entry, where it knew any: nothing was compared with what they list. A full push that names
  // no court compares nothing at all.
  std::vector<std::string> unknown_courts;
  bool names_no_court = false;
  // Entries that this push is the first to tell or shows again, and that full pushes of later days leave out, and how many of them are removed; the
  // others are proposed.
  uint64_t left_out_since = 0, removed_since = 0;
  uint64_t relisted = 0;          // entries removed by absence that were shown again
  uint64_t ended_retentions = 0;  // of entries that this push shows to have been wrongly made
  uint64_t revision = 0;
};

// A removal by absence that waits for somebody.
struct AbsenceProposal {
  int64_t number = 0;
  std::string case_no, party, published_on, court;
  std::string push;  // the day of the full push that left it out
};

struct SettlementOptions {
  std::vector<int64_t> numbers;     // proposals, or other findings that are open, by number
  std::optional<std::string> push;  // all of the full push of this day, YYYY-MM-DD
  std::string by;                   // who says so
  bool dismiss = false;             // the entries stay; else they are removed as of the push's day
  std::string recorded_at;          // RFC 3339
  std::string reason = {};          // why; needed for findings that are no proposals, which are closed
};

struct Settlement {
  uint64_t settled = 0, removed = 0, revision = 0;
  uint64_t closed = 0;                        // findings that were no proposals
  std::vector<AbsenceProposal> entries = {};  // what was settled, the first 100; numbers hide places
};

// A code of PushSummary's warnings for a person; the code itself where it is none. Pure.
std::string push_warning_title(std::string_view code, Language language);

// Writes a file of refused rows, in which a whole file is refused in these words: what a program that takes files one by one leaves beside one
// that no push could be made of. Error: import.reject_file.
Result<void> write_refusal(const std::string& reject_path, const std::string& file, std::string_view reason);

class Pushes {
 public:
  explicit Pushes(Registry& registry) : registry_(registry) {}

  // All files in one transaction. Errors besides the registry's: import.* (cut, full_without_day, share, …), usage.day, usage.share.
  Result<PushSummary> take(const PushOptions& options);
  // `reveal`: parties' identifiers in full, which takes its right.
  Result<std::vector<AbsenceProposal>> proposals(bool reveal = false);
  // Errors: settle.nobody, settle.nothing, settle.unknown, settle.reason, settle.bound_minor, usage.day.
  Result<Settlement> settle(const SettlementOptions& options);
  // How much a full push may remove at once, as a percentage. Errors: usage.share.
  Result<void> set_removal_share(std::string_view percent, const std::string& recorded_at);
  // That percentage where the setting feed.removal_share says nothing.
  static std::string usual_removal_share();

 private:
  Registry& registry_;
};

}  // namespace plumb
