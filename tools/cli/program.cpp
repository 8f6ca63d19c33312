#include "tools/cli/program.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <exception>
#include <new>
#include <vector>

#include "compiler/base/printable.hpp"
#include "compiler/base/suggest.hpp"
#include "plumb/days.hpp"
#include "plumb/registry.hpp"
#include "tools/cli/argument_fault.hpp"

namespace plumb::cli {

namespace {

// CLI11's own words in Chinese; what it calls TEXT, PATH and the like are value names and stay.
void translate(CLI::App& app) {
  const auto formatter = app.get_formatter();
  formatter->label("Usage", "用法");
  formatter->label("OPTIONS", "选项");
  formatter->label("SUBCOMMAND", "子命令");
  formatter->label("SUBCOMMANDS", "子命令");
  formatter->label("Positionals", "参数");
  formatter->label("REQUIRED", "必填");
  formatter->label("Needs", "须同用");
  formatter->label("Excludes", "不能同用");
  app.option_defaults()->group("选项");  // the heading above them
}

// A value that a script's variable did not have would pass for an option that was not given: a reading without its journal, a list without
// its day. The values of `set` may be empty, and --known-at says so itself.
void refuse_empty(CLI::App& app, const Terminal& terminal) {
  for (CLI::Option* option : app.get_options()) {
    const std::string name = option->get_name();
    if (option->get_items_expected_max() == 0 || name == "VALUE" || name == "--known-at") continue;
    const std::string reason = option->get_required() ? terminal.say("值是空的；请给出值", "the value is empty; give one")
                                                      : terminal.say("值是空的；请给出值，不需要就不写这一项", "the value is empty; give one, or leave it out");
    option->check([reason](const std::string& text) { return text.empty() ? reason : std::string(); });
  }
  for (CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) refuse_empty(*below, terminal);
}

// A word that nothing is called, and the one that was probably meant; empty: there is none.
struct UnknownWord {
  std::string word, meant;
  bool misplaced = false;  // it is an option of the command, and stands before it
};

const CLI::App& last_command(const CLI::App& root) {
  const CLI::App* at = &root;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  return *at;
}

// What stands where a command should, below the last command that is one.
UnknownWord unknown_command(const CLI::App& root) {
  const auto below = last_command(root).get_subcommands([](const CLI::App*) { return true; });
  if (below.empty()) return {};
  const std::vector<std::string> left = root.remaining(true);
  if (left.empty() || left.front().starts_with('-')) return {};  // an option, whose value may stand behind it
  std::vector<std::string> names;
  for (const CLI::App* command : below) names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), left.front()) != names.end()) return {};  // behind "--", where nothing is a command
  return {left.front(), nearest(left.front(), names).value_or("")};
}

// An option that neither the last command nor those above it have. REQUIRES: no "--" on the command line, behind which nothing is an option.
UnknownWord unknown_option(const CLI::App& root) {
  for (const std::string& argument : root.remaining(true)) {
    const std::string word = argument.substr(0, argument.find('='));
    if (!word.starts_with("--") || word.size() == 2) continue;
    std::vector<std::string> names;
    for (const CLI::App* at = &last_command(root); at != nullptr; at = at->get_parent()) {
      for (const CLI::Option* option : at->get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
      }
    }
    if (std::find(names.begin(), names.end(), word) != names.end()) return {word, last_command(root).get_name(), true};
    return {word, nearest(word, names).value_or("")};
  }
  return {};
}

}  // namespace

void read_days(CLI::App& command, std::initializer_list<const char*> options) {
  for (const char* name : options) command.get_option(name)->transform([](const std::string& text) { return written_day(text).value_or(text); });
}

void take_words(const Terminal& t, CLI::Option& option, const std::vector<std::pair<std::string, std::string>>& codes_and_words) {
  std::string listed;
  for (const auto& [code, word] : codes_and_words) listed += (listed.empty() ? "" : t.say("、", ",")) + (t.chinese ? word + " " + code : code);
  listed = "{" + listed + "}";
  option.transform(CLI::Validator(
      [codes_and_words, listed](std::string& text) {
        for (const auto& [code, word] : codes_and_words) {
          if (text != code && text != word) continue;
          text = code;
          return std::string();
        }
        return text + " not in " + listed;
      },
      listed));
}

void take_tables(const Terminal& t, CLI::Option& option) {
  std::vector<std::pair<std::string, std::string>> tables;
  for (const char* table : {"parties", "relations", "entries", "holdings", "permits", "retentions", "events", "documents"})
    tables.emplace_back(table, table_title(table, Language::zh));
  take_words(t, option, tables);
}

Program::Program(Terminal terminal)
    : terminal_(terminal), root_(terminal.say("准绳：通知措施的规则、判定与清查", "Plumb: the measures of a public notice, as rules that decide"), "plumb") {
  if (terminal_.chinese) translate(root_);
  root_.get_formatter()->column_width(34);
  root_.require_subcommand(1);
  root_.set_version_flag("--version", PLUMB_VERSION, terminal_.say("版本", "the version"));
  root_.set_help_flag("-h,--help", terminal_.say("本说明", "this help"));
  root_.add_option("--lang", language_option_, terminal_.say("说明与消息的语言 zh|en（默认按区域设置）", "language of messages, zh|en (default: the locale)"))
      ->check(CLI::IsMember({"zh", "en"}));
  root_.add_option("--as", terminal_.acts_as, terminal_.say("以这个账户行事（默认操作系统的用户名）", "act as this account (default: the system's user)"));
  root_.add_flag("--quiet", terminal_.quiet, terminal_.say("只报告错误", "tell errors only"));
  root_.add_flag("--no-color", no_color_, terminal_.say("不用颜色", "no color"));
  root_.fallthrough();
}

CLI::App& Program::add(CLI::App& parent, const std::string& name, const std::string& description, const std::string& examples) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->fallthrough();
  command->group(terminal_.say("子命令", "Subcommands"));
  command->set_help_flag("-h,--help", terminal_.say("本说明", "this help"));
  command->footer(std::string(terminal_.say("示例:\n", "Examples:\n")) + examples);
  return *command;
}

int Program::tell(const CLI::ParseError& error, bool only_options) {
  if (error.get_exit_code() == 0) {
    root_.exit(error);  // help or version, to standard output
    return delivered(kFine);
  }
  std::string reason = error.what();
  const auto with_proposal = [this](std::string told, const std::string& meant) {
    return meant.empty() ? told : told + fmt::format(fmt::runtime(terminal_.say("，是不是 {}", "; did you mean {}?")), meant);
  };
  // Before what is missing: that may be what was mistyped.
  if (const UnknownWord command = unknown_command(root_); !command.word.empty()) {
    reason = with_proposal(fmt::format(fmt::runtime(terminal_.say("没有“{}”这个命令", "there is no command “{}”")), printable(command.word)), command.meant);
  } else if (const UnknownWord option = only_options ? unknown_option(root_) : UnknownWord(); option.misplaced) {
    reason = fmt::format(fmt::runtime(terminal_.say("{} 要写在命令 {} 之后", "{} belongs behind the command {}")), option.word, option.meant);
  } else if (!option.word.empty()) {
    reason = with_proposal(fmt::format(fmt::runtime(terminal_.say("不认识的参数: {}", "there is no option {}")), printable(option.word)), option.meant);
  } else if (terminal_.chinese) {
    const std::string kind = error.get_name();
    const char* what = kind == "RequiredError"      ? "缺少必填的参数"
                       : kind == "ExtrasError"      ? "有不认识的参数"
                       : kind == "ValidationError"  ? "参数的值不对"
                       : kind == "ConversionError"  ? "参数的值不对"
                       : kind == "ArgumentMismatch" ? "参数的个数不对"
                                                    : "命令行有误";
    constexpr std::string_view kIsRequired = " is required", kRequires = " requires ", kExcludes = " excludes ";
    const size_t requires_at = reason.find(kRequires), excludes_at = reason.find(kExcludes);
    if (kind == "RequiredError" && reason.ends_with(kIsRequired)) {
      reason.resize(reason.size() - kIsRequired.size());
      reason = reason == "A subcommand" ? "须指明一个子命令" : fmt::format("{}：{}", what, reason);
    } else if (kind == "RequiresError" && requires_at != std::string::npos) {
      reason = fmt::format("{} 须与 {} 同用", reason.substr(0, requires_at), reason.substr(requires_at + kRequires.size()));
    } else if (kind == "ExcludesError" && excludes_at != std::string::npos) {
      reason = fmt::format("{} 不能与 {} 同用", reason.substr(0, excludes_at), reason.substr(excludes_at + kExcludes.size()));
    } else {
      reason = fmt::format("{}（{}）", what, fault_in_chinese(std::move(reason)));
    }
  }
  complain(fmt::format("plumb: {}", reason));
  const CLI::App* at = &root_;
  std::string path = "plumb";
  for (auto chosen = at->get_subcommands(); !chosen.empty(); chosen = at->get_subcommands()) {
    at = chosen.front();
    path += " " + at->get_name();
  }
  complain(terminal_.chinese ? fmt::format("用 {} --help 查看用法", path) : fmt::format("see {} --help", path));
  return kUsage;
}

int Program::run(int argc, char** argv) {
  refuse_empty(root_, terminal_);
  try {
    root_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool only_options = std::none_of(argv, argv + argc, [](const char* argument) { return std::string_view(argument) == "--"; });
    return tell(error, only_options);
  }
  if (no_color_) terminal_.color = false;
  if (terminal_.quiet) terminal_.progress = false;
  const CLI::App* chosen = &root_;
  for (auto below = chosen->get_subcommands(); !below.empty(); below = chosen->get_subcommands()) chosen = below.front();
  const auto found = runs_.find(chosen);
  if (found == runs_.end()) {
    print(chosen->help());
    return kUsage;
  }
  int status = kInputOutput;
  try {
    status = found->second(terminal_);
  } catch (const std::bad_alloc&) {
    complain(terminal_.say("plumb: 内存不足 [registry.memory]", "plumb: memory ran out [registry.memory]"));
    return kInputOutput;
  } catch (const std::exception& error) {
    complain(terminal_.chinese ? fmt::format("plumb: 内部错误: {}", error.what()) : fmt::format("plumb: internal error: {}", error.what()));
    return kInputOutput;
  }
  return delivered(status);
}

int Program::delivered(int status) const {
  if (output_intact()) return status;
  complain(terminal_.say("plumb: 标准输出没有写完整", "plumb: standard output could not be written in full"));
  return kInputOutput;
}

}  // namespace plumb::cli
