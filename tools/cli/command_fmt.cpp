// plumb fmt: the canonical layout, in place or as a check. Never writes a file that it could not read whole and parse.
#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <vector>

#include "tools/cli/program.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> paths;
  std::string keywords, names;
  bool check = false;
  bool to_stdout = false;
};

// Files as given; of folders, everything below them that is named *.plumb, sorted, be it readable or not.
std::vector<std::string> files_of(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> below;
    for (const auto& entry : fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, error)) {
      if (!entry.is_directory(error) && entry.path().extension() == ".plumb") below.push_back(entry.path().string());
    }
    std::sort(below.begin(), below.end());
    files.insert(files.end(), below.begin(), below.end());
  }
  return files;
}

Result<std::string> read(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return Error{"file.unreadable", path};  // a pipe would keep its reader waiting
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Error{"file.unreadable", path};
  return text.str();
}

// Writes beside the file and renames over it, so that a full disk or a crash loses nothing.
Result<void> replace(const std::string& path, const std::string& text) {
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  if (error) return Error{"file.unwritable", path + ": " + error.message()};
  // A new file could take its place all the same, but whoever made it read-only did not mean that.
  constexpr fs::perms kWritable = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  if ((fs::status(target, error).permissions() & kWritable) == fs::perms::none) {
    return Error{"file.unwritable", path + ": " + std::make_error_code(std::errc::permission_denied).message()};
  }
  const fs::path beside = target.string() + ".plumb-fmt";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << text;
    out.flush();
    if (!out) {
      fs::remove(beside, error);
      return Error{"file.unwritable", path};
    }
  }
  fs::permissions(beside, fs::status(target, error).permissions(), error);
  fs::rename(beside, target, error);
  if (error) {
    const std::string reason = error.message();
    fs::remove(beside, error);
    return Error{"file.unwritable", path + ": " + reason};
  }
  return {};
}

KeywordLanguage chosen(const std::string& option) {
  return option == "zh" ? KeywordLanguage::zh : option == "en" ? KeywordLanguage::en : KeywordLanguage::keep;
}

// Lines as they can be told from one another: blanks at their ends show between the quotes, tabs and returns as escapes.
std::string shown(const Terminal& terminal, const std::optional<std::string>& line) {
  if (!line) return terminal.say("（文件到此为止）", "(the file ends here)");
  std::string out;
  for (char c : *line) {
    if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      out += c;
    }
  }
  return "“" + out + "”";
}

// Where the two begin to differ: the line, as it is and as it should be. REQUIRES: they differ.
std::string first_difference(const Terminal& terminal, const std::string& path, const std::string& before, const std::string& after) {
  // What follows the last line's end is a line too: its absence is a missing line end.
  const auto line_at = [](const std::string& text, size_t at) -> std::optional<std::string> {
    if (at > text.size()) return std::nullopt;
    return text.substr(at, text.find('\n', at) - at);
  };
  std::optional<std::string> is = line_at(before, 0), should = line_at(after, 0);
  size_t number = 1;
  for (size_t at = 0; is == should; ++number) {  // until then the two are alike, places included
    at += is->size() + 1;
    is = line_at(before, at);
    should = line_at(after, at);
  }
  return fmt::format(
      fmt::runtime(terminal.say("{}:{}: 不是规范格式\n  现在  {}\n  应为  {}", "{}:{}: not in canonical layout\n  is         {}\n  should be  {}")), path,
      number, shown(terminal, is), shown(terminal, should));
}

int format_one(const Terminal& terminal, const Options& options, const std::string& path) {
  const FormatOptions format{.keywords = chosen(options.keywords), .names = chosen(options.names)};
  const Result<std::string> before = read(path);
  if (!before) {
    complain(fmt::format(fmt::runtime(terminal.say("plumb: 读不到文件 {}", "plumb: cannot read {}")), path));
    return kInputOutput;
  }
  const Result<std::string> after = format_file(path, format, language(terminal), terminal.color);
  if (!after) {
    if (after.error().code != "format.refused") return fail(terminal, after.error());
    complain(after.error().message);
    return kFindings;
  }
  if (options.to_stdout) {
    print(*after);
    return kFine;
  }
  if (*after == *before) return kFine;
  if (options.check) {
    complain(first_difference(terminal, path, *before, *after));
    return kFindings;
  }
  const Result<void> written = replace(path, *after);
  if (!written) return fail(terminal, written.error());
  inform(terminal, fmt::format(fmt::runtime(terminal.say("已整理 {}", "formatted {}")), path));
  return kFine;
}

}  // namespace

void add_format(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(
      program.root(), "fmt", t.say("整理规则文件的版式，不改内容", "lay out rule files canonically, losing nothing"),
      "  plumb fmt rules/xinan-2019-48\n  plumb fmt --check rules/*\n  plumb fmt --keywords en --stdout rules/xinan-2019-48/07-high-consumption.plumb");
  const auto options = std::make_shared<Options>();
  command.add_option("FILES", options->paths, t.say("文件或文件夹", "files or folders"))->required();
  command.add_option("--keywords", options->keywords, t.say("把关键词换成中文或英文", "convert keywords to Chinese or English"))
      ->check(CLI::IsMember({"zh", "en"}));
  command.add_option("--names", options->names, t.say("把名称换成中文或别名", "convert names to Chinese or aliases"))->check(CLI::IsMember({"zh", "en"}));
  CLI::Option* check = command.add_flag("--check", options->check, t.say("只检查，不写文件", "only tell what would change"));
  command.add_flag("--stdout", options->to_stdout, t.say("写到标准输出", "write to standard output"))->excludes(check);
  program.on(command, [options](const Terminal& terminal) {
    int status = kFine;
    const std::vector<std::string> files = files_of(rule_paths(terminal, options->paths));
    if (files.empty()) {
      complain(terminal.say("plumb: 没有找到 .plumb 文件", "plumb: no .plumb files are there"));
      return int{kFindings};
    }
    for (const std::string& path : files) status = std::max(status, format_one(terminal, *options, path));
    return status;
  });
}

}  // namespace plumb::cli
