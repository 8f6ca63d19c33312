// The journal of reads, for the commands that tell something about a party: opened once, written before an answer is given out.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "plumb/plumb.hpp"
#include "plumb/reads.hpp"
#include "tools/cli/terminal.hpp"

namespace plumb::cli {

struct ReadingOptions {
  std::string journal;    // the file; empty: the registry's setting reads.journal, else none
  bool required = false;  // nothing is given out that is not on the disk there
  std::string purpose;
};

void add_reading_options(const Terminal& terminal, CLI::App& command, ReadingOptions& options);

class Reads {
 public:
  // `registry`: the database or snapshot that is read. Errors: those of ReadJournal; usage.reads where one is required and none named.
  static Result<Reads> open(const Terminal& terminal, const ReadingOptions& options, const std::string& registry);

  bool any() const { return journal_.has_value(); }
  // Journals that `what` was read, of one party or, where it is empty, of everybody. An error only where the journal is required;
  // else a failure is told, once.
  Result<void> note(const std::string& what, const std::vector<std::string>& parties);

 private:
  Reads(const Terminal& terminal, ReadingOptions options) : terminal_(terminal), options_(std::move(options)) {}
  Terminal terminal_;
  ReadingOptions options_;
  std::optional<ReadJournal> journal_;
  bool told_ = false;
};

}  // namespace plumb::cli
