// plumb: the door at the command line. Everything it does goes through plumb/plumb.hpp and plumb/compiler.hpp.
#include <unistd.h>

#include <csignal>
#include <string_view>

#include "tools/cli/page_lost.hpp"
#include "tools/cli/program.hpp"

namespace {

// --lang decides the language of the help itself, so it is looked for before the command line is parsed.
std::string_view language_argument(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with("--lang=")) return argument.substr(7);
    if (argument == "--lang" && i + 1 < argc) return argv[i + 1];
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe becomes a failed write, and exit status 3
  std::signal(SIGXFSZ, SIG_IGN);  // and so does a file that may not grow any more
  plumb::cli::Terminal terminal;
  terminal.chinese = plumb::cli::chinese_from(language_argument(argc, argv));
  plumb::cli::tell_of_lost_pages(terminal.chinese);
  terminal.color = terminal.progress = isatty(STDERR_FILENO) == 1;
  terminal.results_scroll = isatty(STDOUT_FILENO) == 1;
  plumb::cli::Program program(terminal);
  plumb::cli::add_check(program);
  plumb::cli::add_format(program);
  plumb::cli::add_test(program);
  plumb::cli::add_coverage(program);
  plumb::cli::add_prose(program);
  plumb::cli::add_decide(program);
  plumb::cli::add_sweep(program);
  plumb::cli::add_ask(program);
  plumb::cli::add_registry(program);
  plumb::cli::add_snapshot(program);
  plumb::cli::add_generate(program);
  plumb::cli::add_completion(program);
  return program.run(argc, argv);
}
