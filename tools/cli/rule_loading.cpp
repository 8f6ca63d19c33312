#include "tools/cli/rule_loading.hpp"

#include <fmt/core.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "compiler/base/printable.hpp"

namespace plumb::cli {

std::variant<Compilation, int> load_rules(const Terminal& terminal, const std::string& folder, const CompileOptions& options) {
  Compilation compilation = Compilation::of(folder, options);
  if (compilation.ok()) return compilation;
  complain(compilation.render(ReportFormat::text, language(terminal), terminal.color));
  return compilation.unreadable() ? kInputOutput : kFindings;
}

namespace {

// Whom the system holds the person at the terminal to be, which no variable of the environment can say otherwise.
std::string system_user() {
  const uid_t user = geteuid();
  const passwd* entry = getpwuid(user);
  return entry != nullptr ? entry->pw_name : std::to_string(user);
}

}  // namespace

Actor acting(const Terminal& terminal) {
  if (terminal.acts_as.empty()) return {system_user()};
  return {terminal.acts_as, system_user()};
}

Result<Registry> open_registry(const Terminal& terminal, const std::string& path, Registry::Mode mode) {
  Result<Registry> registry = Registry::open(path, mode, acting(terminal));
  if (const auto schemas = registry ? registry->brought_up_to_date() : std::nullopt)
    complain(fmt::format(fmt::runtime(terminal.say("{0} 已由结构第 {1} 版升级到第 {2} 版，较早的程序不再能打开",
                                                   "{0} was brought from schema {1} to {2}, and earlier programs open it no more")),
                         printable(path), schemas->first, schemas->second));
  return registry;
}

int fail(const Terminal& terminal, const Error& error) {
  std::string text = message(error, language(terminal));
  if (error.code == "file.unwritable" || error.code == "generate.unwritable") {
    text = fmt::format(fmt::runtime(terminal.say("无法写入 {}", "cannot write {}")), text);
  } else if (error.code == "generate.place") {
    text = fmt::format(fmt::runtime(terminal.say("{} 不是这里生成的县的数据，不予覆盖；请另指定一个文件夹",
                                                 "{} is not of a county that was made up here, and is not written over; name another folder")),
                       text);
  } else if (error.code == "file.unreadable") {
    text = fmt::format(fmt::runtime(terminal.say("读不到文件 {}", "cannot read {}")), text);
  }
  complain(fmt::format("plumb: {} [{}]", printable(text), error.code));
  // What was typed, or left out, by whoever called; all else is of files and of what stands in them.
  constexpr std::array<std::string_view, 5> kTyped = {"registry.time", "registry.role", "settle.nobody", "settle.reason", "import.full_without_day"};
  const bool usage =
      error.code.starts_with("request.") || error.code.starts_with("usage.") || std::find(kTyped.begin(), kTyped.end(), error.code) != kTyped.end();
  return usage ? kUsage : kInputOutput;
}

std::vector<std::string> rule_paths(const Terminal& terminal, std::vector<std::string> paths) {
  if (paths.size() < 2) return paths;
  std::erase_if(paths, [&](const std::string& path) {
    std::error_code ignored;
    const bool other = std::filesystem::is_regular_file(path, ignored) && std::filesystem::path(path).extension() != ".plumb";
    if (other) inform(terminal, fmt::format(fmt::runtime(terminal.say("{}：不是规则文件，略过", "{}: no rule file, passed over")), printable(path)));
    return other;
  });
  return paths;
}

std::optional<Date> read_day(const Terminal& terminal, const std::string& text) {
  const std::optional<Date> day = Date::parse(text);
  if (!day)
    fail(terminal,
         Error{"usage.day", fmt::format(fmt::runtime(terminal.say("没有这一天: {}（写作 2019-07-01）", "no such day: {} (write 2019-07-01)")), text)});
  return day;
}

}  // namespace plumb::cli
