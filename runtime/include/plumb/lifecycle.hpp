// Keeping the list: facts and steps recorded one by one, what is due, what went wrong, counts, and the list as published.
//
// Part of plumb/registry.hpp: the inputs and answers of plumb::Registry's calls of these names. Days are YYYY-MM-DD; moments RFC 3339
// UTC, by the caller's clock. docs/registry.md (Life of an entry) tells the words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/language.hpp"

namespace plumb {

// Who records, when: what every call that writes has in common.
struct Recording {
  std::string recorded_at;
  Language language = Language::zh;  // of reasons in errors
};

// Of a row that stood before: what a column said, and says now; numbers hidden, empty for nothing.
struct FieldChange {
  std::string column;  // as import files name it, in the language of the Recording
  std::string before, after;
};

struct Recorded {
  uint64_t revision = 0;                   // of the registry afterwards
  bool changed = false;                    // false: all of it was known already
  bool set_aside = false;                  // an entry on a minor: kept as a finding
  std::vector<std::string> warnings = {};  // codes, as of ImportSummary
  uint64_t ended_retentions = 0;           // of an entry now known to have been wrongly made
  std::vector<FieldChange> changes = {};   // where a row was corrected
};

// A step in an entry's life. `kind`: by alias or Chinese name.
struct StepRecord {
  std::string case_no, party, kind, on;
  std::optional<std::string> published_on = {};  // which listing, where the case lists the party more than once
  std::optional<std::string> until = {};
  std::string by = {}, document = {}, detail = {};
};

struct RemovalRecord {
  std::string case_no, party, on;
  std::optional<std::string> published_on = {};  // which listing; nothing: all of the case that stand on the day
  std::string kind;                              // shielded or revoked
  std::string ground;
  std::optional<std::string> ground_on = {};
  std::string document = {}, by = {};
};

struct RetentionRecord {
  std::string case_no, party, measure, until, basis;
  std::string on = {};  // the step's day; of one that is taken back nothing
  std::string by = {};  // the department that retains
};

// On which day, and by which limits, clocks are read.
struct ClockOptions {
  std::string as_of;
  // Other numbers than the usual for limits that the notice leaves to the court: push=1, announce_removal=2w (working days).
  std::vector<std::string> limits = {};
  Language language = Language::zh;
  bool reveal = false;  // identifiers in full
};

struct DueOptions {
  ClockOptions clock;
  std::string court = {}, department = {};  // only what these must do; empty: all
  int ahead = 30;                           // days
  std::string format = "text";              // text, json, csv
};
struct DueList {
  std::string text;
  uint64_t overdue = 0, open = 0;
};

struct FindingOptions {
  ClockOptions clock;
  std::string format = "text";                  // text, json, csv
  std::optional<std::string> recorded_at = {};  // a moment: also keep what the clocks show in the registry, and close what is settled
};
struct FindingList {
  std::string text;
  uint64_t count = 0;
  uint64_t kept = 0;  // added, changed or closed in the registry
};

struct StatisticsOptions {
  ClockOptions clock;
  std::optional<std::string> since = {};  // only what happened on or after that day
  bool by_department = false;             // otherwise by court
  std::string format = "csv";             // text (columns for a terminal), csv, json
};

struct PublishOptions {
  std::string as_of;
  std::string format = "html";  // csv, json, html
  int removals_for = 30;        // days for which removals are announced
  Language language = Language::zh;
};
struct PublishedList {
  std::string text;
  std::string digest;  // SHA-256 of the list
  uint64_t entries = 0, removals = 0;
  uint64_t not_publishable = 0, minors = 0, expired = 0;  // not shown
  uint64_t repeated = 0;                                  // whose line would be another's, letter for letter: shown once
};
// Whether a file that begins so is a list published earlier. `head`: its first 512 bytes, or all of it. Pure.
bool is_published_list(std::string_view head);

struct ExportOptions {
  std::string table;
  bool ndjson = false;             // otherwise CSV
  Language header = Language::en;  // of a CSV
  bool reveal = false;             // identifiers in full, as an import needs them
};

// The steps that there are: alias, Chinese title, English title.
struct StepTitle {
  std::string alias, zh, en;
};
std::vector<StepTitle> step_titles();

}  // namespace plumb
