// The program's command line as a tree: each command_*.cpp adds its subcommands here with what they run.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tools/cli/terminal.hpp"

namespace plumb::cli {

class Program {
 public:
  explicit Program(Terminal terminal);

  const Terminal& terminal() const { return terminal_; }
  CLI::App& root() { return root_; }
  // A subcommand below `parent` with its one-line description and its examples, one command line each.
  CLI::App& add(CLI::App& parent, const std::string& name, const std::string& description, const std::string& examples);
  // What `command` does; the status it returns is the program's.
  void on(CLI::App& command, std::function<int(const Terminal&)> run) { runs_[&command] = std::move(run); }

  // Parses and runs. Never throws; usage errors are told in the person's language and return kUsage.
  int run(int argc, char** argv);

 private:
  int tell(const CLI::ParseError& error, bool only_options);
  // The status, unless results were lost on their way out, which is told.
  int delivered(int status) const;

  Terminal terminal_;
  CLI::App root_;
  std::map<const CLI::App*, std::function<int(const Terminal&)>> runs_;
  std::string language_option_;
  bool no_color_ = false;
};

// The days that these options take are read as imports read them: 2024年3月8日, 2024/3/8. What is none is left to who reads it.
void read_days(CLI::App& command, std::initializer_list<const char*> options);
// The option takes these codes, and the Chinese words for them: 屏蔽 for shielded. Help and refusals in Chinese name both.
void take_words(const Terminal& t, CLI::Option& option, const std::vector<std::pair<std::string, std::string>>& codes_and_words);
// Tables of the import, by their Chinese titles too: 名单 for entries.
void take_tables(const Terminal& t, CLI::Option& option);

// One function a file; each adds its commands.
void add_check(Program& program);
void add_format(Program& program);
void add_test(Program& program);
void add_coverage(Program& program);
void add_prose(Program& program);
void add_decide(Program& program);
void add_sweep(Program& program);
void add_ask(Program& program);
void add_registry(Program& program);
void add_snapshot(Program& program);
void add_generate(Program& program);
void add_completion(Program& program);

// Below `registry`.
void add_registry_steps(Program& program, CLI::App& parent);
void add_registry_due(Program& program, CLI::App& parent);
void add_registry_findings(Program& program, CLI::App& parent);
void add_registry_publish(Program& program, CLI::App& parent);
void add_registry_export(Program& program, CLI::App& parent);
void add_registry_account(Program& program, CLI::App& parent);
// candidates, same, different, split, controller
void add_registry_review(Program& program, CLI::App& parent);
void add_registry_confirm(Program& program, CLI::App& parent);
void add_registry_set(Program& program, CLI::App& parent);
void add_registry_watch(Program& program, CLI::App& parent);
void add_registry_verify(Program& program, CLI::App& parent);
void add_registry_checkpoint(Program& program, CLI::App& parent);
void add_registry_replay(Program& program, CLI::App& parent);
void add_registry_history(Program& program, CLI::App& parent);
void add_registry_erase(Program& program, CLI::App& parent);
void add_registry_safekeeping(Program& program, CLI::App& parent);

// Shell completion for the whole tree; `shell` is "bash" or "zsh".
std::string completion_script(const CLI::App& root, const std::string& shell);

}  // namespace plumb::cli
