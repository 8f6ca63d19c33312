// What the program knows of the terminal and the person at it: language, color, progress. Results go to standard output,
// everything else to standard error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::cli {

// Exit statuses; part of the interface (docs/interfaces.md).
enum ExitStatus : int { kFine = 0, kFindings = 1, kUsage = 2, kInputOutput = 3 };

// Options that every subcommand has.
struct Terminal {
  bool chinese = false;
  bool quiet = false;
  bool color = false;           // standard error is a terminal and --no-color was not given
  bool progress = false;        // standard error is a terminal and --quiet was not given
  bool results_scroll = false;  // standard output is a terminal: a bar would stand between the results
  std::string acts_as;          // the account in whose name the person at it acts; empty: the person's own

  // The text in this person's language.
  const char* say(const char* zh, const char* en) const { return chinese ? zh : en; }
  // "1 row", "2 rows"; the number alone in Chinese, whose sentence names what is counted.
  std::string count(uint64_t number, const char* one, const char* many) const {
    return std::to_string(number) + (chinese ? std::string() : std::string(" ") + (number == 1 ? one : many));
  }
};

// From --lang where given ("zh", "en"), else from LC_ALL, LC_MESSAGES, LANG in that order.
bool chinese_from(std::string_view lang_option);

// One line to standard error, unless quiet.
void inform(const Terminal& terminal, std::string_view line);
// One line to standard error, always.
void complain(std::string_view line);

// Writes to standard output, remembering failure (a closed pipe, a full disk) so that it becomes exit status 3. False when
// something was lost already: whoever has more to print may as well stop.
bool print(std::string_view text);
// Flushes standard output. False when anything written there was lost.
bool output_intact();

// Now by the system's clock, RFC 3339 UTC: when a fact becomes known.
std::string now();

// Makes a file that is not there yet, whole or not at all. The exit status, after telling what was in the way.
int write_new_file(const Terminal& terminal, const std::string& path, std::string_view content);

// A bar on standard error that redraws itself at most every 100 ms, and is not there where there is no terminal.
class ProgressBar {
 public:
  ProgressBar(const Terminal& terminal, std::string label);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  // `total` 0: unknown.
  void update(uint64_t done, uint64_t total);

 private:
  bool shown_ = false;
  bool enabled_;
  std::string label_;
  int64_t last_drawn_ms_ = 0;
};

}  // namespace plumb::cli
