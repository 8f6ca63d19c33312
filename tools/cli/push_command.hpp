// What `registry import --format court` and `registry watch` share: files of the court → one push, told to the person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plumb/push.hpp"
#include "tools/cli/terminal.hpp"

namespace plumb::cli {

// Whether a file's name is one under which courts send lists (.json, .ndjson, .jsonl, .csv, .txt, also in capitals), and is nothing hidden or half-written.
bool is_push_file(std::string_view name);

// Folders among the paths → the files in them that are push files, by name; symbolic links in a folder are told and left out. Errors:
// file.unreadable, of a folder.
Result<std::vector<std::string>> push_files(const Terminal& terminal, const std::vector<std::string>& paths);

// The counts of every file, what was odd about records, and what a full push left out.
void tell_push(const Terminal& terminal, const PushSummary& summary, const PushOptions& options);

uint64_t refused(const PushSummary& summary);

// Whether a file breaks off in the middle of its list, so that records of the court are missing whatever was taken.
bool is_cut_short(const PushSummary& summary);

// Takes the push and tells it; the exit status: kFindings where a file is cut short, and where a record was refused if that is `strict`.
int take_push(const Terminal& terminal, const std::string& database, PushOptions options, bool strict);

// DB.rejects.csv, or DB.rejects.2.csv and so on where earlier imports left theirs; an import that goes on after an interruption
// goes on with the last one.
std::string usual_reject_path(const std::string& database, bool resumable);

}  // namespace plumb::cli
