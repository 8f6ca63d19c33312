// The journal of reads, for the commands that tell something about a party: opened once, written before an answer is given out.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "plumb/plumb.hpp"
#include "plumb/reads.hpp"
#include "tools/cli/terminal.hpp"

namespace plumb::cli {

struct ReadingOptions {
  std::string journal;    // a file besides the registry's own (its setting reads.journal); empty: none
  bool required = false;  // nothing is given out that is not on the disk in each of them
  std::string purpose;
};

void add_reading_options(const Terminal& terminal, CLI::App& command, ReadingOptions& options);

class Reads {
 public:
  // `registry`: the database or snapshot that is read. Errors where they are required: those of ReadJournal,
  // and usage.reads where none is named; else one that cannot be written is told, once.
  static Result<Reads> open(const Terminal& terminal, const ReadingOptions& options, const std::string& registry);

  bool any() const { return !journals_.empty(); }
  // Notes in every journal that `what` was read, of one party or, where it is empty, of everybody. An error only where the journal is required;
  // else a failure is told, once.
  Result<void> note(const std::string& what, const std::vector<std::string>& parties);

 private:
  Reads(const Terminal& terminal, ReadingOptions options) : terminal_(terminal), options_(std::move(options)) {}
  // Of the first journal that cannot be written.
  void warn(const Error& error);

  Terminal terminal_;
  ReadingOptions options_;
  std::vector<ReadJournal> journals_;
  bool told_ = false;
};

}  // namespace plumb::cli
