// plumb registry watch: a folder into which the court's files come → the registry, one push a file, as they become complete.
//
// A file counts as complete when its size and time are the same at two looks; one that is written under another name and renamed is so at
// once. It leaves the folder only after its push is kept: a stop in between makes the next start find its bytes already known.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <thread>
#include <tuple>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/printable.hpp"
#include "plumb/plumb.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/push_command.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

struct WatchOptions {
  std::string database, inbox;
  PushOptions push;
  std::string kind;  // incremental, full, or as the name says
  bool once = false;
  bool strict = false;
  double for_seconds = 0;  // 0: until stopped
  double interval_seconds = 2;
};

// As a program's own name for a day in a file's name: 2024年9月30日, with or without 日; nothing where it is none.
std::optional<Date> day_of_words(std::string_view name, size_t at) {
  const auto number = [&](size_t most, std::string_view unit) -> std::optional<std::string> {
    std::string digits;
    while (at < name.size() && digits.size() < most && name[at] >= '0' && name[at] <= '9') digits.push_back(name[at++]);
    if (digits.empty() || !name.substr(at).starts_with(unit)) return std::nullopt;
    at += unit.size();
    return digits;
  };
  const auto year = number(4, "年");
  if (!year || year->size() != 4) return std::nullopt;
  const auto month = number(2, "月");
  if (!month) return std::nullopt;
  const auto day = number(2, "");
  if (!day || (at < name.size() && name[at] >= '0' && name[at] <= '9')) return std::nullopt;
  const auto two = [](const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; };
  return Date::parse(*year + "-" + two(*month) + "-" + two(*day));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What a name says of the day as of which its list speaks.
struct NamedDay {
  std::optional<Date> day;
  std::string like_a_day;  // where there is none: eight digits that begin as a year of these centuries does
};

// The first eight digits of a name that are a day, also with '-' or '_' between: court-20190701-full.json, 2019-07-01.ndjson; or a day
// written 2019年7月1日.
NamedDay day_in(std::string_view name) {
  NamedDay found;
  for (size_t at = 0; at < name.size(); ++at) {
    if (at == 0 || !is_digit(name[at - 1])) {
      if (const auto day = day_of_words(name, at)) return {day, {}};
    }
    std::string digits;
    size_t end = at;
    while (end < name.size() && digits.size() < 8 && (is_digit(name[end]) || (!digits.empty() && (name[end] == '-' || name[end] == '_')))) {
      if (is_digit(name[end])) digits.push_back(name[end]);
      ++end;
    }
    if (digits.size() != 8) continue;
    const bool goes_on = end < name.size() && is_digit(name[end]);
    const bool began = at == 0 || !is_digit(name[at - 1]);
    if (began && !goes_on) {
      if (const auto day = Date::parse(digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2))) return {day, {}};
    }
    if (found.like_a_day.empty() && (digits.starts_with("19") || digits.starts_with("20"))) found.like_a_day = digits;
  }
  return found;
}

bool says_full(std::string_view name) { return name.find("full") != std::string_view::npos || name.find("全量") != std::string_view::npos; }

class Inbox {
 public:
  Inbox(const Terminal& terminal, const WatchOptions& options) : terminal_(terminal), options_(options), inbox_(options.inbox) {}

  // Looks until it is time to end. The exit status: kFindings where `found_`.
  int watch() {
    const auto end = Clock::now() + std::chrono::duration<double>(options_.for_seconds);
    for (bool first = true;; first = false) {
      if (const int status = look(); status != kFine) return status;
      const bool seen_twice = !first;
      if (options_.once && seen_twice && !locked_) return ended();
      if (options_.for_seconds > 0 && Clock::now() >= end) return ended();
      std::this_thread::sleep_for(std::chrono::duration<double>(options_.interval_seconds));
    }
  }

 private:
  using Look = std::pair<std::uintmax_t, fs::file_time_type>;

  // What was not taken because the registry was locked is still there, and is said to be.
  int ended() const {
    if (locked_) return fail(terminal_, Error{"registry.locked", options_.database});
    return found_ ? kFindings : kFine;
  }

  // The order in which files of one look are taken: by the day as of which their lists speak, and of one day the full list last, since it says
  // what stands at its end. Those that tell no day count as later than all, and come last.
  std::vector<std::string> in_order(const std::map<std::string, Look>& seen) const {
    std::vector<std::tuple<std::string, bool, std::string>> keyed;
    for (const auto& [name, look] : seen) {
      const auto before = seen_.find(name);
      if (before == seen_.end() || before->second != look) continue;
      const PushOptions push = options_for(name);
      keyed.emplace_back(push.synchronised.value_or("none"), push.full, name);  // letters stand behind digits
    }
    std::sort(keyed.begin(), keyed.end());
    std::vector<std::string> names;
    for (const auto& [day, full, name] : keyed) names.push_back(name);
    return names;
  }

  // Takes what has not changed since the last look, up to the first that has to wait.
  int look() {
    std::map<std::string, Look> seen;
    std::error_code failed;
    for (auto entry = fs::directory_iterator(inbox_, failed); !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
      std::error_code gone;
      const std::string name = entry->path().filename().string();
      if (!may_be_taken(name)) continue;
      const Look look{entry->file_size(gone), entry->last_write_time(gone)};
      if (!gone) seen[name] = look;
    }
    if (failed) return fail(terminal_, Error{"file.unreadable", options_.inbox});
    locked_ = false;
    for (const std::string& name : in_order(seen)) {
      if (const int status = take(name); status != kFine) return status;
      if (locked_) break;  // the later ones wait behind it
    }
    seen_ = std::move(seen);
    return kFine;
  }

  // Regular files under a list's name. Behind a link stands what somebody else chose, read with this program's rights: it stays, as does
  // whatever else no push can be, and that is told once.
  bool may_be_taken(const std::string& name) {
    std::error_code gone;
    const fs::file_type type = fs::symlink_status(inbox_ / name, gone).type();
    if (gone || type == fs::file_type::directory || type == fs::file_type::not_found || name.starts_with('.')) return false;
    if (type == fs::file_type::symlink) {
      tell_once(name, terminal_.say("符号链接不予收入，留在原处；请放入文件本身", "a symbolic link is not taken and stays; put the file itself here"));
      return false;
    }
    if (type != fs::file_type::regular || !is_push_file(name)) {
      tell_once(name, terminal_.say("不是名单文件，留在原处；名单以 .json、.ndjson、.jsonl、.csv 或 .txt 结尾",
                                    "no list, and stays; lists are files that end in .json, .ndjson, .jsonl, .csv or .txt"));
      return false;
    }
    return true;
  }

  void tell_once(const std::string& name, const char* what) {
    if (told_.emplace(name, what).second) complain(fmt::format("plumb: {}: {}", printable(name), what));
  }

  PushOptions options_for(const std::string& name) const {
    PushOptions push = options_.push;
    push.paths = {(inbox_ / name).string()};
    push.full = options_.kind.empty() ? says_full(name) : options_.kind == "full";
    if (!push.synchronised) {
      if (const auto named = day_in(name); named.day) push.synchronised = named.day->iso();
    }
    push.reject_path = (inbox_ / ("." + name + ".rejects.csv")).string();
    push.recorded_at = now();
    push.language = language(terminal_);
    return push;
  }

  int take(const std::string& name) {
    const PushOptions push = options_for(name);
    std::error_code ignored;
    fs::remove(push.reject_path, ignored);  // of a start that was stopped
    if (!may_be_taken(name)) return kFine;  // put in its place since the look
    if (!push.synchronised) {
      if (const std::string digits = day_in(name).like_a_day; !digits.empty()) return refuse(name, push, no_day(digits));
      tell_once(name, terminal_.say("文件名中没有日期，按晚于此前所有推送收入；请以日期命名，或用 --synchronised 注明",
                                    "its name tells no day, so it counts as later than all before; name it with its day, or say --synchronised"));
    }
    Result<Registry> registry = open_registry(terminal_, options_.database, Registry::Mode::read_write);
    if (!registry) return registry.error().code == "registry.locked" ? wait() : fail(terminal_, registry.error());
    const Result<PushSummary> summary = Pushes(*registry).take(push);
    if (!summary) return failed(name, push, summary.error());
    const PushSummary::File& file = summary->files.front();
    const bool nothing_taken = file.records != 0 && file.rejected == file.records;
    const fs::path to = place_in(nothing_taken ? "refused" : "taken", name);
    PushOptions where_it_will_lie = push;
    where_it_will_lie.reject_path = reasons_beside(to);
    tell_push(terminal_, *summary, where_it_will_lie);
    found_ = found_ || is_cut_short(*summary) || (options_.strict && refused(*summary) != 0);
    return put_away(name, push, to);
  }

  Error no_day(const std::string& digits) const {
    return {"usage.name_day",
            fmt::format(fmt::runtime(terminal_.say(
                            "文件名中的 {} 像日期而不是日期；否则它会被当作晚于此前所有推送。请以日期命名，如 20190701，或用 --synchronised 注明来源截至哪一天",
                            "{} in the file's name looks like a day and is none, and the list would count as later than all before; name it with its day, "
                            "as 20190701, or say --synchronised")),
                        digits)};
  }

  // The file's own fault: it is put away with the reason. The registry's: the file stays, and a lock is waited for.
  int failed(const std::string& name, const PushOptions& push, const Error& error) {
    if (error.code == "registry.locked") return wait();
    const bool names_a_day_to_come = error.code == "usage.day_to_come" && !options_.push.synchronised;
    if (names_a_day_to_come) return refuse(name, push, error);
    if (!error.code.starts_with("import.") || error.code == "import.reject_file" || error.code == "import.reject_place" || error.code == "import.share")
      return fail(terminal_, error);
    return refuse(name, push, error);
  }

  int wait() {
    locked_ = true;
    tell_once(options_.database,
              terminal_.say("另一个程序正在写名册，等它结束后再收入", "another program is writing to the registry; files are taken when it has ended"));
    return kFine;
  }

  int refuse(const std::string& name, const PushOptions& push, const Error& error) {
    (void)fail(terminal_, error);
    const std::string reason = message(error, push.language);
    // A file is not put away without its reason.
    if (const Result<void> written = write_refusal(push.reject_path, name, reason); !written) return fail(terminal_, written.error());
    return put_away(name, push, place_in("refused", name));
  }

  // Where the file goes: under its own name, or one that is free.
  fs::path place_in(const char* folder, const std::string& name) const {
    fs::path place = inbox_ / folder / name;
    std::error_code failed;
    for (unsigned n = 2; fs::exists(place, failed); ++n)
      place.replace_filename(fmt::format("{}.{}{}", fs::path(name).stem().string(), n, fs::path(name).extension().string()));
    return place;
  }

  static std::string reasons_beside(const fs::path& place) { return place.string() + ".rejects.csv"; }

  int put_away(const std::string& name, const PushOptions& push, const fs::path& to) {
    found_ = found_ || to.parent_path().filename() == "refused";
    std::error_code failed;
    fs::create_directories(to.parent_path(), failed);
    std::error_code ignored;
    if (fs::exists(push.reject_path, ignored)) fs::rename(push.reject_path, reasons_beside(to), failed);
    if (!failed) fs::rename(inbox_ / name, to, failed);
    if (failed) {
      const int status = fail(terminal_, Error{"file.unwritable", to.string() + ": " + failed.message()});
      complain(
          terminal_.say("该文件已经读过，仍在原处；请检查收件目录能否写入、空间是否足够，然后重新开始",
                        "the file was read and is still in its place; see whether this user may write the folder and whether there is room, then start again"));
      return status;
    }
    inform(terminal_, fmt::format("{} → {}", printable(name), printable(to.string())));
    return kFine;
  }

  const Terminal& terminal_;
  const WatchOptions& options_;
  fs::path inbox_;
  std::map<std::string, Look> seen_;
  bool locked_ = false;                                 // the last look ended at a file that waits for the registry
  bool found_ = false;                                  // some file was refused or is cut short, or a record was refused and that is strict
  std::set<std::pair<std::string, std::string>> told_;  // names, and what was told of each
};

}  // namespace

void add_registry_watch(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "watch", t.say("守候法院推送的收件目录", "take the court's files from a folder as they come"),
                                  "  plumb registry watch county.db inbox\n  plumb registry watch county.db inbox --once");
  const auto options = std::make_shared<WatchOptions>();
  const auto synchronised = std::make_shared<std::string>();
  command.add_option("DB", options->database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("INBOX", options->inbox, t.say("收件目录；收入的移到 taken，退回的移到 refused", "the folder; files go on to taken or refused below it"))
      ->required()
      ->check(CLI::ExistingDirectory);
  command.add_flag("--once", options->once, t.say("收完现有的文件就结束", "end when the files that are there are taken"));
  command.add_flag("--strict", options->strict, t.say("有退回的记录时也以 1 结束", "end with status 1 when a record was refused, too"));
  command.add_option("--for", options->for_seconds, t.say("守候多少秒（默认一直守候）", "for how many seconds (default: until stopped)"))
      ->check(CLI::Range(0.01, 1e9));
  command.add_option("--interval", options->interval_seconds, t.say("每隔多少秒看一次", "seconds between two looks"))
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  command
      .add_option("--push", options->kind,
                  t.say("推送的种类（默认看文件名中有无 full 或 全量）", "kind of the pushes (default: full where the name says full or 全量)"))
      ->check(CLI::IsMember({"incremental", "full"}));
  command.add_option("--synchronised", *synchronised,
                     t.say("来源截至哪一天（默认看文件名）", "as of which day the court speaks (default: the day in the file's name)"));
  command.add_option("--removal-share", options->push.removal_share,
                     t.say("全量推送一次至多撤销现有条目的百分之几", "percentage of the live entries that a full push may remove at once"));
  command.add_option("--encoding", options->push.encoding, t.say("文件编码（默认自动识别）", "encoding of the files (default: told from the bytes)"))
      ->check(CLI::IsMember({"utf-8", "gbk"}));
  read_days(command, {"--synchronised"});
  program.on(command, [=](const Terminal& terminal) -> int {
    if (!synchronised->empty()) {
      const auto day = read_day(terminal, *synchronised);
      if (!day) return kUsage;
      options->push.synchronised = day->iso();
    }
    return Inbox(terminal, *options).watch();
  });
}

}  // namespace plumb::cli
