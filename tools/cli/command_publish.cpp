// plumb registry publish|export: the list as the public may see it, and tables as import files.
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include "compiler/base/printable.hpp"
#include "plumb/plumb.hpp"
#include "tools/cli/deciding.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/reading.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerAlone = 0600, kForAll = 0666;  // less the umask

// `reason`: an error number of the system's; 0: there is none to tell.
int refuse(const Terminal& terminal, const std::string& path, const char* zh, const char* en, int reason = 0) {
  const std::string why = reason == 0 ? "" : fmt::format(fmt::runtime(terminal.say("（{}）", " ({})")), std::generic_category().message(reason));
  complain(fmt::format("plumb: {}: {}{}", printable(path), terminal.say(zh, en), why));
  return kInputOutput;
}

// Whether something is there that is not a list published earlier.
bool is_anothers(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(fs::symlink_status(path, ignored))) return false;
  if (!fs::is_regular_file(path, ignored)) return true;
  std::ifstream in(path, std::ios::binary);
  std::array<char, 512> head{};
  in.read(head.data(), head.size());
  return !is_published_list({head.data(), static_cast<size_t>(in.gcount())});
}

// The format that a file's ending names; empty: none.
std::string format_of_name(const std::string& name) {
  std::string ending = fs::path(name).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (ending == ".html" || ending == ".htm") return "html";
  return ending == ".csv" ? "csv" : ending == ".json" ? "json" : "";
}

// The new list takes the old one's place whole, or not at all.
int replace_list(const Terminal& terminal, const std::string& path, const std::string& text) {
  if (is_anothers(path))
    return refuse(terminal, path, "此处已有文件，且不是先前公布的名单，不予覆盖；请另指定一个文件",
                  "there is a file here that is not a list published earlier, and it is not replaced; name another");
  // Beside it under a name that nobody has: what stands there under any other is somebody's.
  std::string beside;
  int number = -1;
  for (int i = 0; number < 0 && (i == 0 || (errno == EEXIST && i < 100)); ++i) {
    beside = fmt::format("{}.{}-{}", path, ::getpid(), i);
    number = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kForAll);
  }
  std::FILE* const file = number < 0 ? nullptr : ::fdopen(number, "wb");
  if (file == nullptr) return refuse(terminal, path, "建不成这个文件", "the file cannot be made", errno);
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0 && ::fsync(::fileno(file)) == 0;
  int reason = written ? 0 : errno;
  if (std::fclose(file) == 0 && written && std::rename(beside.c_str(), path.c_str()) == 0) return kFine;
  reason = reason == 0 ? errno : reason;
  (void)std::remove(beside.c_str());
  return refuse(terminal, path, "写不下去", "writing failed", reason);
}

// One table, to a new file, or to standard output where `path` is empty.
int export_table(const Terminal& terminal, Registry& registry, const ExportOptions& options, const std::string& path) {
  std::FILE* file = nullptr;
  if (!path.empty()) {
    // Identifiers in full are its owner's alone, from the first byte on.
    const int number = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, options.reveal ? kOwnerAlone : kForAll);
    file = number < 0 ? nullptr : ::fdopen(number, "wb");
    if (file == nullptr)
      return errno == EEXIST ? refuse(terminal, path, "已有同名文件，不予覆盖", "a file of this name exists and is not replaced")
                             : refuse(terminal, path, "建不成这个文件", "the file cannot be made", errno);
  }
  bool intact = true;
  int reason = 0;
  const Result<uint64_t> rows = registry.export_table(options, [&](std::string_view piece) {
    intact = file == nullptr ? print(piece) : std::fwrite(piece.data(), 1, piece.size(), file) == piece.size();
    reason = intact ? 0 : errno;
    return intact;
  });
  if (file != nullptr && std::fclose(file) != 0) {
    reason = reason == 0 ? errno : reason;
    intact = false;
  }
  if (!intact || !rows) {
    if (file != nullptr) (void)std::remove(path.c_str());
    return intact ? fail(terminal, rows.error()) : refuse(terminal, path, "写不下去", "writing failed", reason);
  }
  inform(terminal,
         fmt::format(fmt::runtime(terminal.say("{}：{} 行", "{}: {}")), table_title(options.table, language(terminal)), terminal.count(*rows, "row", "rows")));
  return kFine;
}

// What `export` was asked for.
struct Exporting {
  std::string database, out, format = "csv";
  std::vector<std::string> tables;
  ExportOptions options;
  ReadingOptions reading;
};

int export_tables(const Terminal& terminal, Exporting asked) {
  const bool several = asked.tables.size() > 1;
  if (several && asked.out.empty()) {
    complain(terminal.say("plumb: 多张表须用 -o 指定一个文件夹", "plumb: several tables need a folder; say -o FOLDER"));
    return kUsage;
  }
  Result<Registry> registry = open_registry(terminal, asked.database, Registry::Mode::read_only);
  if (!registry) return fail(terminal, registry.error());
  auto reads = Reads::open(terminal, asked.reading, asked.database);
  if (!reads) return fail(terminal, reads.error());
  std::error_code ignored;
  if (several) fs::create_directories(asked.out, ignored);
  asked.options.ndjson = asked.format == "ndjson";
  for (const std::string& table : asked.tables) {
    if (const auto noted = reads->note("export " + table, {""}); !noted) return fail(terminal, noted.error());
    asked.options.table = table;
    const std::string path = several ? (fs::path(asked.out) / (table + "." + asked.format)).string() : asked.out;
    if (const int status = export_table(terminal, *registry, asked.options, path); status != kFine) return status;
  }
  return kFine;
}

}  // namespace

void add_registry_publish(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "publish", t.say("生成可以公布的名单", "write the list as the public may see it"),
                                  "  plumb registry publish county.db --as-of 2019-07-01 -o list.html\n"
                                  "  plumb registry publish county.db --format csv --removals-for 60 -o list.csv");
  const auto path = std::make_shared<std::string>(), out = std::make_shared<std::string>();
  const auto options = std::make_shared<PublishOptions>();
  command.add_option("DB", *path, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("--as-of", options->as_of, t.say("截至哪一天（默认今天）", "as of which day (default: today)"));
  CLI::Option* format = command
                            .add_option("--format", options->format,
                                        t.say("输出格式（默认看文件名的结尾，否则 html）", "output format (default: by the file's ending, else html)"))
                            ->check(CLI::IsMember({"html", "csv", "json"}));
  command.add_option("--removals-for", options->removals_for, t.say("撤销、屏蔽公告多少日，0 为不公告", "for how many days removals are announced; 0: not"))
      ->check(CLI::Range(0, 36600))
      ->capture_default_str();
  command.add_option("-o,--output", *out, t.say("写到这里；只覆盖先前公布的名单", "where it goes; it takes the place of nothing but an earlier list"))
      ->required();
  read_days(command, {"--as-of"});
  program.on(command, [=](const Terminal& terminal) -> int {
    if (const std::string ending = format_of_name(*out); !ending.empty()) {
      if (format->count() == 0) options->format = ending;
      if (ending != options->format) {
        complain(fmt::format(
            fmt::runtime(terminal.say("plumb: {} 的结尾说是 {}，--format 说是 {}；请改其一", "plumb: {} ends as {}, and --format says {}; change one")),
            printable(*out), ending, options->format));
        return kUsage;
      }
    }
    // A .pdf or .xlsx would hold something else than its name says.
    if (const std::string ending = std::filesystem::path(*out).extension().string(); format->count() == 0 && !ending.empty() && format_of_name(*out).empty()) {
      complain(fmt::format(fmt::runtime(terminal.say("plumb: {} 的结尾不是 html、csv、json 之一；请改名，或用 --format 注明格式",
                                                     "plumb: {} ends as none of html, csv and json; name it so, or say --format")),
                           printable(*out)));
      return kUsage;
    }
    if (options->as_of.empty()) options->as_of = today();
    options->language = language(terminal);
    if (today() < options->as_of)
      complain(fmt::format(
          fmt::runtime(terminal.say("提示：{} 尚未到来，名单按目前所知推算", "warning: {} has not come; the list is what is known now makes of it")),
          printable(options->as_of)));
    Result<Registry> registry = open_registry(terminal, *path, Registry::Mode::read_only);
    if (!registry) return fail(terminal, registry.error());
    const Result<PublishedList> list = registry->publish(*options);
    if (!list) return fail(terminal, list.error());
    if (const int status = replace_list(terminal, *out, list->text); status != kFine) return status;
    inform(terminal, fmt::format(fmt::runtime(terminal.say("已写出 {}：公布 {} 条，撤销公告 {} 条，摘要 {}", "wrote {}: {}, {}, digest {}")), printable(*out),
                                 terminal.count(list->entries, "entry", "entries"), terminal.count(list->removals, "removal", "removals"), list->digest));
    inform(terminal, fmt::format(fmt::runtime(terminal.say("未公布：不宜公开 {}，涉未成年人 {}，期限已过而未撤销 {}",
                                                           "not shown: {} not publishable, {} on minors, {} past their term and not removed")),
                                 list->not_publishable, list->minors, list->expired));
    if (list->repeated != 0)
      inform(terminal,
             fmt::format(fmt::runtime(terminal.say("另有 {} 条与所示条目逐字相同，未重复列出（编号有隐去的位数，可能是同一主体，见 registry candidates）",
                                                   "{} more would show the very same line, and are not repeated (a number that hides places may be the "
                                                   "same party's: registry candidates)")),
                         list->repeated));
    return kFine;
  });
}

void add_registry_export(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "export", t.say("按导入格式写出表", "write tables in an import format"),
                                  "  plumb registry export county.db entries\n  plumb registry export county.db entries --reveal -o entries.csv\n"
                                  "  plumb registry export county.db parties relations entries --reveal -o exported");
  const auto asked = std::make_shared<Exporting>();
  command.add_option("DB", asked->database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("TABLES", asked->tables, t.say("哪些表", "which tables"))->required();
  command.add_option("--format", asked->format, t.say("输出格式", "output format"))->check(CLI::IsMember({"csv", "ndjson"}))->capture_default_str();
  command.add_flag("--reveal", asked->options.reveal, t.say("完整编号；再导入须用它", "identifiers in full, which importing it again needs"));
  add_reading_options(t, command, asked->reading);
  command.add_option("-o,--output", asked->out,
                     t.say("写到这个文件，多张表写到这个文件夹（不覆盖已有文件；默认标准输出）",
                           "to this file, several tables into this folder (no file is overwritten; default: standard output)"));
  take_tables(t, *command.get_option("TABLES"));
  program.on(command, [asked](const Terminal& terminal) { return export_tables(terminal, *asked); });
}

}  // namespace plumb::cli
