// plumb decide: request lines in, decision lines out, in order; a line that cannot be decided becomes an error in its place.
#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <vector>

#include "compiler/base/printable.hpp"
#include "tools/cli/deciding.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A bar, unless it would stand between the results.
Terminal beside_results(Terminal terminal) {
  terminal.progress = terminal.progress && !terminal.results_scroll;
  return terminal;
}

bool blank(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

// Where answers go: out at once, or first into the registry's journal and that of reads, so that none is given that is not remembered. From
// standard input somebody waits for each line; files are journalled by the thousand.
class Answers {
 public:
  Answers(std::optional<Registry> journal, Reads reads, const DecidingOptions& options, const DecideOptions& decide, size_t batch)
      : journal_(std::move(journal)), reads_(std::move(reads)), by_(options.by), decide_(decide), batch_(batch) {}

  // False: no more can be given; an error, or a closed output.
  Result<bool> give(std::string request, std::string answer) {
    if (!journal_ && !reads_.any()) return print(answer += '\n');
    held_.push_back({std::move(request), std::move(answer)});
    return held_.size() < batch_ ? Result<bool>(true) : flush();
  }
  Result<bool> flush() {
    if (held_.empty()) return true;
    if (journal_) {
      const Result<uint64_t> recorded = journal_->record(held_, decide_, now(), by_);
      if (!recorded) return recorded.error();
    }
    std::vector<std::string> parties;
    for (const DecisionRecord& decision : held_) parties.push_back(party_of_request(decision.request));
    if (const Result<void> noted = reads_.note("decide", parties); !noted) return noted.error();
    bool more = true;
    for (const DecisionRecord& decision : held_) more = more && print(decision.answer + "\n");
    held_.clear();
    return more;
  }

 private:
  std::optional<Registry> journal_;
  Reads reads_;
  std::string by_;
  DecideOptions decide_;
  size_t batch_;
  std::vector<DecisionRecord> held_;
};

// The registry that decisions are journalled in; nothing where none is asked for.
Result<std::optional<Registry>> open_journal(const Terminal& terminal, const DecidingOptions& options) {
  if (!options.journal) return std::optional<Registry>();
  if (SnapshotFile::is_one(options.registry))
    return Error{"snapshot.journal",
                 terminal.say("快照不能记日志，--journal 请用名册数据库", "nothing can be journalled in a snapshot: --journal needs the database")};
  Result<Registry> registry = open_registry(terminal, options.registry, Registry::Mode::read_write);
  if (!registry) return registry.error();
  return std::optional(*std::move(registry));
}

// Where no limit is set, the list counts as it stands, however old it is; that nobody knows how old is at least said.
void warn_of_no_day(const Terminal& terminal) {
  complain(
      terminal.say("plumb: 提示: 名册没有记载与法院同步到哪一天，名单过时与否无从得知；用 --max-staleness 设定时限，则凡看名单的都按不知道处理",
                   "plumb: warning: as of which day the registry was synchronised is not recorded, so whether the list is out of date cannot be told; with "
                   "--max-staleness everything that looks at it is unknown"));
}

int decide_all(const Terminal& terminal, const DecidingOptions& options, const std::string& path) {
  Result<std::optional<Registry>> journal = open_journal(terminal, options);
  if (!journal) return fail(terminal, journal.error());
  Result<Reads> reads = Reads::open(terminal, options.reading, options.registry);
  if (!reads) return fail(terminal, reads.error());
  auto opened = open_engine(terminal, options);
  if (const int* status = std::get_if<int>(&opened)) return *status;
  const Engine& engine = *std::get<std::unique_ptr<Engine>>(opened);
  std::ifstream file;
  if (path != "-") {
    // Another program may write what is asked into a pipe; a folder holds no lines, and a device has no end.
    std::error_code ignored;
    const auto kind = std::filesystem::status(path, ignored).type();
    if (kind == std::filesystem::file_type::directory || kind == std::filesystem::file_type::character || kind == std::filesystem::file_type::block) {
      complain(fmt::format(fmt::runtime(terminal.say("plumb: {} 是文件夹或设备；请指明请求所在的文件，标准输入用 -",
                                                     "plumb: {} is a folder or a device; name the file that holds the requests, or - for standard input")),
                           printable(path)));
      return kInputOutput;
    }
    file.open(path, std::ios::binary);
    if (!file) {
      complain(fmt::format(fmt::runtime(terminal.say("plumb: 读不到文件 {}", "plumb: cannot read {}")), path));
      return kInputOutput;
    }
  }
  std::istream& in = path == "-" ? std::cin : file;
  const DecideOptions decide = options.decide(terminal);
  ProgressBar bar(beside_results(terminal), terminal.say("判定", "deciding"));
  constexpr size_t kBatch = 1000;
  Answers answers(*std::move(journal), *std::move(reads), options, decide, path == "-" ? 1 : kBatch);
  uint64_t done = 0, failed = 0;
  bool warned = false;
  for (std::string line; std::getline(in, line);) {
    if (done == 0 && line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
    if (blank(line)) continue;
    DecisionLine decision = engine.decide(line, decide);
    if (!warned && !terminal.quiet && !decide.max_staleness_days && decision.json.ends_with(R"("synchronised":null}})")) {
      warned = true;
      warn_of_no_day(terminal);
    }
    const Result<bool> more = answers.give(line, std::move(decision.json));
    if (!more) return fail(terminal, more.error());
    if (!*more) break;
    failed += decision.failed ? 1 : 0;
    bar.update(++done, 0);
  }
  if (const Result<bool> rest = answers.flush(); !rest) return fail(terminal, rest.error());
  if (in.bad() || (path == "-" && std::ferror(stdin) != 0)) {  // a stream over standard input takes a failed read for the end
    complain(fmt::format(fmt::runtime(terminal.say("plumb: 读取 {} 中断", "plumb: reading {} broke off")), path));
    return kInputOutput;
  }
  return failed == 0 ? kFine : kFindings;
}

int sweep_all(const Terminal& terminal, const DecidingOptions& options, const std::string& as_of) {
  Result<Reads> reads = Reads::open(terminal, options.reading, options.registry);
  if (!reads) return fail(terminal, reads.error());
  auto opened = open_engine(terminal, options);
  if (const int* status = std::get_if<int>(&opened)) return *status;
  const Engine& engine = *std::get<std::unique_ptr<Engine>>(opened);
  if (const Result<void> noted = reads->note("sweep", {""}); !noted) return fail(terminal, noted.error());
  if (!terminal.quiet && !options.decide(terminal).max_staleness_days && !engine.synchronised()) warn_of_no_day(terminal);
  ProgressBar bar(beside_results(terminal), terminal.say("清查", "sweeping"));
  const Result<uint64_t> failed = engine.sweep(
      as_of, options.decide(terminal), [](const std::string& json) { print(json + "\n"); }, [&](uint64_t done, uint64_t total) { bar.update(done, total); });
  if (!failed) return fail(terminal, failed.error());
  return *failed == 0 ? kFine : kFindings;
}

}  // namespace

void add_decide(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(program.root(), "decide", t.say("逐行判定请求（NDJSON）", "decide requests, NDJSON in and out"),
                                  "  plumb decide --rules rules/xinan-2019-48 --registry county.db requests.ndjson\n"
                                  "  echo '{\"party\":\"410399198503121236\",\"matter\":\"lodging\",\"date\":\"2019-07-01\"}' | plumb decide --rules "
                                  "rules/xinan-2019-48 --registry county.db --explain -");
  const auto options = std::make_shared<DecidingOptions>();
  const auto path = std::make_shared<std::string>("-");
  add_deciding_options(t, command, *options);
  command.add_flag("--explain", options->explain, t.say("附上理由", "add the reasons"));
  CLI::Option* journal = command.add_flag("--journal", options->journal,
                                          t.say("把每项判定连同其依据的摘要记入名册日志，记下之后才给出",
                                                "remember each decision in the registry's journal, with digests of what it was made from, before it is given"));
  command.add_option("--by", options->by, t.say("日志中的经办人", "in whose name, in the journal"))->needs(journal);
  command.add_option("REQUESTS", *path, t.say("请求文件，- 为标准输入", "request lines; - for standard input"))->capture_default_str();
  program.on(command, [options, path](const Terminal& terminal) { return decide_all(terminal, *options, *path); });
}

void add_sweep(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(program.root(), "sweep", t.say("清查全部既有事项和日常措施", "ask of every holding and every party which measures apply"),
                                  "  plumb sweep --rules rules/xinan-2019-48 --registry county.db --as-of 2019-07-01");
  const auto options = std::make_shared<DecidingOptions>();
  options->morsels = true;
  const auto as_of = std::make_shared<std::string>();
  add_deciding_options(t, command, *options);
  command.add_option("--as-of", *as_of, t.say("哪一天 (YYYY-MM-DD)", "on which day (YYYY-MM-DD)"))->required();
  read_days(command, {"--as-of"});
  program.on(command, [options, as_of](const Terminal& terminal) { return sweep_all(terminal, *options, *as_of); });
}

void add_ask(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& command =
      program.add(program.root(), "ask", t.say("窗口查询：这个主体现在受哪些措施约束", "a clerk's question: what applies to this party now, in sentences"),
                  "  plumb ask 410399198503121236 --rules rules/xinan-2019-48 --registry county.db\n  plumb ask 914103990000111219 --rules rules/xinan-2019-48 "
                  "--registry county.db --date 2019-07-01 --lang en");
  const auto options = std::make_shared<DecidingOptions>();
  const auto party = std::make_shared<std::string>();
  const auto date = std::make_shared<std::string>();
  command.add_option("ID", *party, t.say("身份证号码或统一社会信用代码", "identity number or unified social credit code"))->required();
  add_deciding_options(t, command, *options);
  command.add_option("--date", *date, t.say("哪一天（默认今天）", "on which day (default: today)"));
  read_days(command, {"--date"});
  program.on(command, [options, party, date](const Terminal& terminal) -> int {
    Result<Reads> reads = Reads::open(terminal, options->reading, options->registry);
    if (!reads) return fail(terminal, reads.error());
    auto opened = open_engine(terminal, *options);
    if (const int* status = std::get_if<int>(&opened)) return *status;
    const Result<Answer> answer = std::get<std::unique_ptr<Engine>>(opened)->ask(*party, date->empty() ? today() : *date, options->decide(terminal));
    if (!answer) return fail(terminal, answer.error());
    if (const Result<void> noted = reads->note("ask", {*party}); !noted) return fail(terminal, noted.error());
    print(answer->text);
    return kFine;
  });
}

}  // namespace plumb::cli
