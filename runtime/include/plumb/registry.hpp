// The registry as an embedding program sees it: what is recorded about whom, since when, and whether it stands as it was written.
//
// Part of plumb/plumb.hpp, where ownership and threads are told. Nothing here reads a clock: moments are arguments.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/language.hpp"
#include "compiler/base/result.hpp"
#include "plumb/lifecycle.hpp"
#include "plumb/rights.hpp"

namespace plumb {

class Snapshot;  // runtime/snapshot; opaque to embedding programs

// How an import went. Counts are rows.
struct ImportSummary {
  struct File {
    std::string path;
    std::string table;       // parties, relations, …
    std::string encoding;    // UTF-8 or GB18030
    uint64_t taken = 0;      // new or correcting
    uint64_t unchanged = 0;  // already recorded as they stand
    uint64_t overtaken = 0;  // not taken: a later row of the call is about the same thing, and counts
    uint64_t rejected = 0;
    uint64_t set_aside = 0;  // kept as findings: entries on a minor
    // Values stored in another spelling than they came in (2023/1/1, full-width digits); the registry keeps both.
    uint64_t normalised = 0;
    // By code (check_digit, masked, …), only those that occurred. Such rows are taken all the same; only `overtaken`, of
    // rows that say something else than the later one that counts, is about rows that are not.
    std::vector<std::pair<std::string, uint64_t>> warnings = {};
    // Columns that the file leaves out, and how many rows held a value there before and hold none now.
    std::vector<std::pair<std::string, uint64_t>> left_out = {};
  };
  struct Warning {
    std::string path;
    uint64_t row = 0;  // as a spreadsheet counts; NDJSON: the line
    std::string column;
    std::string code;
  };
  std::vector<File> files;
  std::vector<Warning> warnings;  // the first hundred
  uint64_t revision = 0;          // of the registry afterwards
};

struct ImportOptions {
  std::vector<std::string> paths;
  std::string table;                        // empty: told from each file's name
  std::string encoding;                     // empty: told from the bytes; "utf-8" or "gbk"
  std::string reject_path;                  // CSV of refused rows; empty: none is written
  std::optional<std::string> synchronised;  // as of which day the source speaks, YYYY-MM-DD
  std::string recorded_at;                  // RFC 3339 UTC; the caller's clock
  bool dry_run = false;
  bool resumable = false;                                       // commit in batches, and go on where an earlier run stopped
  Language language = Language::zh;                             // of the reasons in the reject file
  std::function<void(uint64_t done, uint64_t total)> progress;  // bytes
};

// A code of ImportSummary's warnings, or the name of a table, for a person; the code or name itself where it is none. Pure.
std::string warning_title(std::string_view code, Language language);
std::string table_title(std::string_view table, Language language);

// Counts of what a registry holds now.
struct RegistryStats {
  std::vector<std::pair<std::string, uint64_t>> rows;  // by imported table, live rows
  uint64_t revision = 0;
  std::optional<std::string> synchronised;
  uint64_t findings = 0;
};

// Whether a moment (RFC 3339) lies after another. Pure. Error: registry.time where it is none.
Result<bool> is_after(const std::string& moment, const std::string& other);

struct SnapshotOptions {
  std::optional<std::string> known_at = {};                          // RFC 3339: what was recorded by then; nothing: now
  unsigned threads = 0;                                              // 0: as many as the machine has; the result does not hang on them
  std::function<void(uint64_t done, uint64_t total)> progress = {};  // rows gone through; on the caller's thread
};

struct VerifyOptions {
  std::string checkpoint = {};                                       // the text of one; empty: none
  std::string public_key_path = {};                                  // of who signed it
  std::function<void(uint64_t done, uint64_t total)> progress = {};  // rows of the journal
};

// What `verify` found, in the order in which rows were written; rows that the journal does not know come last.
struct Verification {
  struct Fault {
    std::string kind;   // altered, removed, added, unreadable, cut, unfound (an index by code does not lead to the row alone)
    std::string table;  // journal, or a table that it binds
    int64_t row = 0;
    int64_t sequence = 0;  // of the journal's row that speaks of it; 0: none
    std::string label;     // what the row is about, identifiers masked; empty where nothing of it is left
  };
  uint64_t journal_rows = 0;
  std::string head;           // the chain at its end, hexadecimal
  std::vector<Fault> faults;  // the first hundred
  uint64_t fault_count = 0;
};

// A request line and the line that answered it.
struct DecisionRecord {
  std::string request;
  std::string answer;
};

struct DecideOptions;  // plumb/plumb.hpp
class RuleSet;

struct ReplayOptions {
  std::optional<int64_t> number = {};  // one decision; nothing: all
  std::string party = {};              // those about this party; empty: anybody
  bool now = false;                    // decide by what is known now as well
  bool reveal = false;                 // persons' numbers in the answers in full; else those that were not asked by are hidden
};

// A decision that was taken earlier, taken again.
struct Replay {
  enum class Outcome : uint8_t {
    same,         // byte for byte
    different,    // rules and facts have the digests that they had, and the bytes differ: this program decides otherwise
    other_rules,  // the rules given mean something else than those it was taken by
    other_facts,  // what the revision held then is not what the registry says it held
    erased,       // the request is gone
  };
  int64_t number = 0;
  std::string recorded_at, by_whom;
  Outcome outcome = Outcome::same;
  std::string then;      // the answer as it was given, numbers hidden unless revealed; empty where erased. So the next two
  std::string again;     // as given now from what was known then
  std::string now;       // as given from what is known now; where asked for
  bool changed = false;  // `now` says something else than `then`, revision and day of synchronisation aside
};

struct HistoryOptions {
  std::optional<std::string> known_at = {};  // RFC 3339; nothing: now
  Language language = Language::zh;
  bool reveal = false;  // other persons' identifiers in full
};

// What was recorded about a party, in the order in which it became known.
struct History {
  std::string text;  // a sentence a line
  std::string json;  // {"party":…,"occurrences":[…]} (docs/registry.md)
  uint64_t occurrences = 0;
};

// An order to erase what is a person's own (个人信息保护法 第四十七条).
struct ErasureOrder {
  std::string party;        // an exact identifier
  std::string ground;       // purpose_achieved, period_over, consent_withdrawn, unlawful; or the Chinese words
  std::string by;           // who ordered it
  std::string document;     // on which document
  std::string on;           // YYYY-MM-DD: nothing may be in force on this day
  std::string recorded_at;  // RFC 3339
  bool dry_run = false;
};

struct ErasureSummary {
  uint64_t identifiers = 0;  // the person's own and documents bound to it
  uint64_t rows = 0;
  uint64_t values = 0;
  uint64_t decisions = 0;  // of the rows, journalled decisions
  uint64_t revision = 0;
  // Rows that keep a text in which the number stands: table and row. The number is nowhere told.
  std::vector<std::pair<std::string, int64_t>> elsewhere = {};
  // The person's own rows that keep a text with a name of theirs, and files (`sources`) that are called by it.
  std::vector<std::pair<std::string, int64_t>> named = {};
  bool order_names = false;  // `by` or `document` of the order holds a name of the person, and is kept for good
  bool in_log = false;       // other programs keep the write-ahead log, which still holds the values: call again when they have ended
};

// The list of judgment defaulters with everything recorded about it, in one SQLite database.
// Errors: registry.missing, .exists, .foreign, .newer, .corrupt, .locked, .readonly, .full, .io, .time and others of that
// room (runtime/registry/failure.hpp); import.* for files that cannot be taken at all.
class Registry {
 public:
  enum class Mode : uint8_t { read_only, read_write };

  // `recorded_at`: now, RFC 3339, by the caller's clock.
  static Result<Registry> create(const std::string& path, const std::string& recorded_at, const Actor& actor = {});
  // `actor`: the account that acts, where the registry has any; looked up again for every call, and in each of its transactions.
  // Errors besides the others: registry.account, registry.right, on opening and by every call.
  static Result<Registry> open(const std::string& path, Mode mode, const Actor& actor = {});
  Registry(Registry&&) noexcept;
  Registry& operator=(Registry&&) noexcept;
  ~Registry();

  // From which schema to which opening it brought the file, as upgrade_registry does; nothing: it did not.
  std::optional<std::pair<int64_t, int64_t>> brought_up_to_date() const;
  // Whether the actor has a right, for what a program does beside this library (showing identifiers in full). Every call below
  // asks for its own: registry.right says which is missing, and which roles have it.
  Result<void> require(Right right) const;
  const Actor& actor() const;
  // A setting's value; empty where it has none.
  Result<std::string> setting(const std::string& name);
  // Where reads of this registry are journalled (setting reads.journal); empty: nowhere. Whoever reads may know it.
  Result<std::string> read_journal();
  // REQUIRES: read_write.
  Result<void> set_read_journal(const std::string& path, const std::string& recorded_at);

  Result<ImportSummary> import(const ImportOptions& options);
  Result<RegistryStats> stats();

  // One fact, by the columns of an import file; the registry tells what it recorded. Columns of a row that stands already and that are not
  // given say what they said. Errors: usage.* for what is refused.
  // REQUIRES for all that record: read_write.
  Result<Recorded> add(const std::string& table, const std::vector<std::pair<std::string, std::string>>& values, const Recording& recording);
  Result<Recorded> take_step(const StepRecord& step, const Recording& recording);
  // The step of this case, party, kind, day, by and document was recorded in error: it and what it changed are known no more.
  Result<Recorded> withdraw_step(const StepRecord& step, const Recording& recording);
  Result<Recorded> remove(const RemovalRecord& removal, const Recording& recording);
  Result<Recorded> retain(const RetentionRecord& retention, const Recording& recording);
  // A retention, or a permit by its party, target, from and document, was recorded in error. What somebody else told stays, with a warning.
  // Errors: usage.row_missing, .told_by_step.
  Result<Recorded> withdraw_retention(const RetentionRecord& retention, const Recording& recording);
  Result<Recorded> withdraw_permit(const std::vector<std::pair<std::string, std::string>>& values, const Recording& recording);
  // What is due, what went wrong, counts: by the working days of the rule set's calendar. Errors: usage.limit, .limit_twice.
  Result<DueList> due(const RuleSet& rules, const DueOptions& options);
  Result<FindingList> check_clocks(const RuleSet& rules, const FindingOptions& options);
  Result<std::string> statistics(const RuleSet& rules, const StatisticsOptions& options);
  // What is kept in the registry as found wrong. `format`: text, json, csv.
  Result<FindingList> findings(const std::string& format, Language language, bool reveal);
  Result<PublishedList> publish(const PublishOptions& options);
  // Gives a table's rows as an import file to `sink`, piece by piece, until it says false. Returns how many rows.
  Result<uint64_t> export_table(const ExportOptions& options, const std::function<bool(std::string_view)>& sink);
  // Everything known now, or at an earlier moment, laid out for deciding, by who has that right. Immutable; later changes of the
  // registry do not show in it. Errors: registry.time.
  Result<std::shared_ptr<const Snapshot>> snapshot(const SnapshotOptions& options = {});

  // Whether every row stands as it was written, by the journal; with a checkpoint, whether the journal still goes on from it.
  // Errors besides the registry's: checkpoint.*, seal.*.
  Result<Verification> verify(const VerifyOptions& options = {});
  // The story of one party. `party`: an exact identifier, in any spelling. Errors: request.party.masked, registry.time.
  Result<History> history(std::string_view party, const HistoryOptions& options = {});

  // Empties what is the person's own and destroys the keys by which the journal could tell it; the chain verifies as before. What
  // must be kept stands in the way as an error: erasure.nobody, .organisation, .listed, .retained, .reached, .ground, .order.
  // Backups made before hold it still. REQUIRES: read_write.
  Result<ErasureSummary> erase(const ErasureOrder& order);

  // Remembers decisions in the journal, all or none, with digests of what they were made from: request, rule set, facts, options.
  // Lines that are errors are no decisions and are passed over. `options`: those that they were decided with. Returns how many.
  // Errors: journal.decision for an answer that no engine gave. REQUIRES: read_write.
  Result<uint64_t> record(const std::vector<DecisionRecord>& decisions, const DecideOptions& options, const std::string& recorded_at, const std::string& by);
  // Whether the account may have them replayed so. Error: registry.right.
  Result<void> may_replay(const ReplayOptions& options) const;
  // Takes them again, from what was known then, in the order of the registry's revisions. Returns how many were not the same.
  Result<uint64_t> replay(const RuleSet& rules, const ReplayOptions& options, const std::function<void(const Replay&)>& each);

  // Where the journal ends, signed: a text to be kept where nobody who can write the registry can. `recorded_at`: RFC 3339.
  Result<std::string> checkpoint(const std::string& private_key_path, const std::string& recorded_at);

 private:
  friend class Reviewing;  // plumb/review.hpp
  friend class Accounts;   // plumb/rights.hpp
  friend class Pushes;     // plumb/push.hpp
  friend class SnapshotFile;
  struct State;
  explicit Registry(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace plumb
