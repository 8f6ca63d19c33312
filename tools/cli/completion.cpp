// Completion scripts, made from the command tree itself so that they cannot fall behind it.
#include <fmt/core.h>

#include <memory>

#include "tools/cli/program.hpp"

namespace plumb::cli {

namespace {

struct Words {
  std::string path;   // "plumb_registry"
  std::string words;  // subcommands and options, space-separated
};

void collect(const CLI::App& app, const std::string& path, const std::string& inherited, std::vector<Words>& out) {
  std::string own;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) own += "--" + name + " ";
  }
  std::string words;
  for (const CLI::App* sub : app.get_subcommands({})) words += sub->get_name() + " ";
  out.push_back({path, words + own + inherited});
  for (const CLI::App* sub : app.get_subcommands({})) collect(*sub, path + "_" + sub->get_name(), path == "plumb" ? own : inherited, out);
}

constexpr const char* kBash = R"(_plumb() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} path=plumb word
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "${{path}}_${{word}}" in
      {paths}) path=${{path}}_${{word}} ;;
    esac
  done
  local words=
  case "$path" in
{cases}  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current")) ;;
  esac
}}
complete -o filenames -F _plumb plumb
)";

}  // namespace

std::string completion_script(const CLI::App& root, const std::string& shell) {
  std::vector<Words> all;
  collect(root, "plumb", "", all);
  std::string paths, cases;
  for (const Words& entry : all) {
    if (entry.path != "plumb") paths += (paths.empty() ? "" : "|") + entry.path;
    cases += fmt::format("    {}) words=\"{}\" ;;\n", entry.path, entry.words);
  }
  const std::string bash = fmt::format(kBash, fmt::arg("paths", paths), fmt::arg("cases", cases));
  if (shell == "bash") return bash;
  return "#compdef plumb\nautoload -U +X bashcompinit && bashcompinit\n" + bash;
}

void add_completion(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(program.root(), "completion", t.say("输出 bash 或 zsh 的补全脚本", "print a completion script for bash or zsh"),
                                  "  plumb completion bash > /etc/bash_completion.d/plumb\n  plumb completion zsh > ~/.zfunc/_plumb");
  const auto shell = std::make_shared<std::string>();
  command.add_option("SHELL", *shell, "bash | zsh")->required()->check(CLI::IsMember({"bash", "zsh"}));
  program.on(command, [&program, shell](const Terminal&) {
    print(completion_script(program.root(), *shell));
    return kFine;
  });
}

}  // namespace plumb::cli
