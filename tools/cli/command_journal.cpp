// plumb registry verify|checkpoint|replay: whether the registry stands as it was written, a signed word on where it ended, and
// decisions taken again.
#include <fmt/core.h>

#include <memory>

#include "compiler/base/printable.hpp"
#include "plumb/plumb.hpp"
#include "plumb/safekeeping.hpp"
#include "tools/cli/deciding.hpp"
#include "tools/cli/json_text.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/reading.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

const char* told(const Terminal& t, const std::string& table, const std::string& kind, const std::string& label) {
  if (kind == "unfound")
    return label == "twice" ? t.say("与另一行相同（同一号码，或同一主体、同一关系而均未被取代）",
                                    "is the same as another row (one number; or one key, and neither is superseded)")
                            : t.say("索引与各行不符；plumb registry upgrade 可重建", "the index does not lead to it; plumb registry upgrade makes it anew");
  if (kind == "altered") return t.say("内容与写入时不符", "does not say what was written");
  if (kind == "removed") return t.say("被删去", "was removed");
  if (kind == "added") return t.say("不是经本程序写入的", "was not written by this program");
  if (kind == "unreadable" && table.ends_with("_blocks"))
    return t.say("索引无法读取；plumb registry upgrade 可重建", "the index cannot be read; plumb registry upgrade makes it anew");
  if (kind == "unreadable") return t.say("之后的行读不出来：文件已损坏", "the rows after it cannot be read: the file is damaged");
  return t.say("检查点见过这一行，现在没有了，或之前的内容已被重写（另一份名册的检查点也会如此）",
               "the checkpoint saw this row; it is gone, or what came before was written anew (as it is where the checkpoint is another registry's)");
}

std::string table_name(const Terminal& t, const std::string& table) {
  if (!t.chinese) return table;
  if (table == "journal") return "日志 (journal)";
  if (table == "identifiers") return "编号 (identifiers)";
  if (table == "revisions") return "修订 (revisions)";
  if (table == "sources") return "来源 (sources)";
  if (table == "journal_erasures") return "删除记录 (journal_erasures)";
  if (table == "identifier_blocks") return "号码索引 (identifier_blocks)";
  if (table == "party_blocks") return "主体索引 (party_blocks)";
  if (table == "relation_blocks") return "关系索引 (relation_blocks)";
  if (table == "journal_decisions") return "判定记录 (journal_decisions)";
  return fmt::format("{} ({})", table_title(table, Language::zh), table);
}

void print_text(const Terminal& t, const Verification& found) {
  for (const Verification::Fault& fault : found.faults) {
    const std::string table = table_name(t, fault.table);
    print(fault.row == 0 ? table : fmt::format(fmt::runtime(t.say("{} 第 {} 行", "{} row {}")), table, fault.row));
    if (!fault.label.empty() && fault.kind != "unfound") print(fmt::format(fmt::runtime(t.say("（{}）", " ({})")), printable(fault.label)));
    print(fmt::format("{}{}", t.say("：", ": "), told(t, fault.table, fault.kind, fault.label)));
    if (fault.sequence != 0 && fault.table != "journal") print(fmt::format(fmt::runtime(t.say("（日志第 {} 行）", " (journal row {})")), fault.sequence));
    print("\n");
  }
  if (found.fault_count > found.faults.size()) print(fmt::format(fmt::runtime(t.say("共 {} 处\n", "{} in all\n")), found.fault_count));
  if (found.fault_count == 0)
    print(fmt::format(fmt::runtime(t.say("完好：日志 {} 行，链尾 {}\n", "whole: {} of journal, ending in {}\n")), t.count(found.journal_rows, "row", "rows"),
                      found.head));
}

void print_json(const Verification& found) {
  std::string faults;
  for (const Verification::Fault& fault : found.faults) {
    faults += fmt::format("{}{{\"kind\":{},\"table\":{},\"row\":{},\"journal_row\":{},\"label\":{}}}", faults.empty() ? "" : ",", json_text(fault.kind),
                          json_text(fault.table), fault.row, fault.sequence == 0 ? "null" : std::to_string(fault.sequence), json_text(fault.label));
  }
  print(fmt::format("{{\"whole\":{},\"journal_rows\":{},\"head\":{},\"fault_count\":{},\"faults\":[{}]}}\n", found.fault_count == 0, found.journal_rows,
                    json_text(found.head), found.fault_count, faults));
}

int verify_read_journal(const Terminal& t, const std::string& path, const std::string& format) {
  const Result<ReadsVerification> found = verify_reads(path);
  if (!found) return fail(t, found.error());
  const std::string& fault = found->fault;
  if (format == "json") {
    print(fmt::format("{{\"whole\":{},\"lines\":{},\"head\":{},\"fault\":{}}}\n", fault.empty(), found->lines, json_text(found->head),
                      fault.empty() ? "null" : fmt::format("{{\"line\":{},\"kind\":{}}}", found->lines + 1, json_text(fault))));
  } else if (fault.empty()) {
    print(fmt::format(fmt::runtime(t.say("完好：查阅日志 {} 行，链尾 {}\n", "whole: {} lines of reads, ending in {}\n")), found->lines, found->head));
  } else {
    const bool none = fault == "altered" && found->lines == 0;  // not even its first line
    const char* what = none ? t.say("不是查阅日志的写法，或内容与写入时不符；请看是否指错了文件",
                                    "no line of a journal of reads, or not what was written; is it the right file?")
                       : fault == "altered"
                           ? t.say("内容与写入时不符，或其前一行被重写", "does not say what was written, or the line before it was written anew")
                       : fault == "removed" ? t.say("被删去", "was removed")
                       : fault == "moved"   ? t.say("被移到后面", "was moved to a later place")
                       : fault == "added"   ? t.say("不是经本程序写入的", "was not written by this program")
                                            : t.say("没有写完整", "was not written whole");
    print(fmt::format(fmt::runtime(t.say("第 {} 行：{}\n", "line {}: {}\n")), found->lines + 1, what));
  }
  return fault.empty() ? kFine : kFindings;
}

// The bar is gone before anything is told.
Result<Verification> verify_with_bar(const Terminal& terminal, Registry& registry, VerifyOptions& options) {
  ProgressBar bar(terminal, terminal.say("核验", "verifying"));
  options.progress = [&bar](uint64_t done, uint64_t total) { bar.update(done, total); };
  return registry.verify(options);
}

const char* outcome_word(Replay::Outcome outcome) {
  switch (outcome) {
    case Replay::Outcome::same:
      return "same";
    case Replay::Outcome::different:
      return "different";
    case Replay::Outcome::other_rules:
      return "other_rules";
    case Replay::Outcome::other_facts:
      return "other_facts";
    case Replay::Outcome::erased:
      return "erased";
  }
  return "";
}

std::string replay_line(const Replay& replay, bool with_now) {
  std::string line = fmt::format("{{\"decision\":{},\"recorded_at\":{},\"by\":{},\"outcome\":{}", replay.number, json_text(replay.recorded_at),
                                 replay.by_whom.empty() ? "null" : json_text(replay.by_whom), json_text(outcome_word(replay.outcome)));
  // What was said and is said again are JSON themselves.
  const auto add = [&](const char* name, const std::string& json) { line += fmt::format(",\"{}\":{}", name, json.empty() ? "null" : json); };
  add("then", replay.then);
  if (replay.outcome != Replay::Outcome::same) add("again", replay.again);
  if (with_now) {
    line += fmt::format(",\"changed\":{}", replay.changed);
    if (replay.changed) add("now", replay.now);
  }
  return line + "}\n";
}

}  // namespace

void add_registry_replay(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(
      parent, "replay",
      t.say("把日志中的判定按当时所知重新作出，逐字节比较", "take journalled decisions again by what was known then, and compare them to the byte"),
      "  plumb registry replay county.db --rules rules/xinan-2019-48\n  plumb registry replay county.db --rules rules/xinan-2019-48 --decision 7 --now");
  struct Asked {
    std::string database, rules;
    int64_t number = 0;
    ReplayOptions options;
    ReadingOptions reading;
  };
  const auto asked = std::make_shared<Asked>();
  command.add_option("DB", asked->database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("--rules", asked->rules, t.say("规则集的文件夹", "the rule set's folder"))->required();
  add_reading_options(t, command, asked->reading);
  command.add_option("--decision", asked->number, t.say("只要这一项", "this one only"))->check(CLI::Range(int64_t{1}, int64_t{999'999'999'999}));
  command.add_option("--party", asked->options.party, t.say("只要关于这个主体的", "those about this party only"));
  command.add_flag("--reveal", asked->options.reveal, t.say("完整显示身份证号（须有权限）", "show persons' numbers in full (for those entitled)"));
  command.add_flag("--now", asked->options.now, t.say("再按现在所知判定一次，比较差别", "decide by what is known now as well, and say whether it differs"));
  program.on(command, [asked](const Terminal& terminal) -> int {
    auto loaded = load_rules(terminal, asked->rules, {.scenarios = false});
    if (const int* status = std::get_if<int>(&loaded)) return *status;
    Result<Registry> registry = open_registry(terminal, asked->database, Registry::Mode::read_only);
    if (!registry) return fail(terminal, registry.error());
    if (asked->number != 0) asked->options.number = asked->number;
    // Whether the account may at all is known before a line says that it did.
    if (const Result<void> may = registry->may_replay(asked->options); !may) return fail(terminal, may.error());
    Result<Reads> reads = Reads::open(terminal, asked->reading, asked->database);
    if (!reads) return fail(terminal, reads.error());
    if (const Result<void> noted = reads->note("replay", {asked->options.party}); !noted) return fail(terminal, noted.error());
    uint64_t told = 0;
    const Result<uint64_t> others = registry->replay(*std::get<Compilation>(loaded).rules(), asked->options, [&](const Replay& replay) {
      ++told;
      print(replay_line(replay, asked->options.now));
    });
    if (!others) return fail(terminal, others.error());
    if (told == 0) {
      complain(terminal.say("plumb: 日志中没有这样的判定", "plumb: the journal has no such decision"));
      return asked->number != 0 || !asked->options.party.empty() ? kUsage : kFine;
    }
    return *others == 0 ? kFine : kFindings;
  });
}

void add_registry_history(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command =
      program.add(parent, "history", t.say("一个主体的来龙去脉：何时录入了什么、更正了什么", "what was recorded and corrected about one party, in order"),
                  "  plumb registry history county.db 410399198503121236\n  plumb registry history county.db 914103990000111219 --known-at 2019-07-01");
  struct Asked {
    std::string database, party, format = "text";
    KnownAt known_at;
    bool reveal = false;
    ReadingOptions reading;
  };
  const auto asked = std::make_shared<Asked>();
  add_reading_options(t, command, asked->reading);
  command.add_option("DB", asked->database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("PARTY", asked->party, t.say("身份证号码或统一社会信用代码", "identity number or unified social credit code"))->required();
  add_known_at(t, command, asked->known_at);
  command.add_flag("--reveal", asked->reveal, t.say("完整显示他人的身份证号（须有权限）", "show other persons' identity numbers in full (for those entitled)"));
  command.add_option("--format", asked->format, t.say("输出格式", "output format"))->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  program.on(command, [asked](const Terminal& terminal) -> int {
    Result<Registry> registry = open_registry(terminal, asked->database, Registry::Mode::read_only);
    if (!registry) return fail(terminal, registry.error());
    Result<Reads> reads = Reads::open(terminal, asked->reading, asked->database);
    if (!reads) return fail(terminal, reads.error());
    HistoryOptions options{.language = language(terminal), .reveal = asked->reveal};
    auto known_at = moment_of(terminal, asked->known_at);
    if (!known_at) return fail(terminal, known_at.error());
    options.known_at = *std::move(known_at);
    const Result<History> history = registry->history(asked->party, options);
    if (!history) return fail(terminal, history.error());
    if (const Result<void> noted = reads->note("history", {asked->party}); !noted) return fail(terminal, noted.error());
    print(asked->format == "json" ? history->json + "\n" : history->text);
    return kFine;
  });
}

void add_registry_erase(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command =
      program.add(parent, "erase", t.say("依个人信息保护法删除一个人的信息", "erase what is one person's own, under the personal-information law"),
                  "  plumb registry erase county.db 410399198503121236 --ground period_over --by 某法院 --document 〔2026〕1号 --dry-run");
  const auto database = std::make_shared<std::string>();
  const auto order = std::make_shared<ErasureOrder>();
  command.add_option("DB", *database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("PARTY", order->party, t.say("这个人的编号", "the person's identifier"))->required();
  command
      .add_option("--ground", order->ground,
                  t.say("理由：purpose_achieved 目的已实现、period_over 保存期限届满、consent_withdrawn 撤回同意、unlawful 违法处理",
                        "the ground: purpose_achieved, period_over, consent_withdrawn, unlawful"))
      ->required();
  command.add_option("--by", order->by, t.say("由谁决定", "who ordered it"))->required();
  command.add_option("--document", order->document, t.say("依据哪份文书", "on which document"))->required();
  command.add_flag("--dry-run", order->dry_run, t.say("只报告，不删除", "report and change nothing"));
  program.on(command, [=](const Terminal& terminal) -> int {
    Result<Registry> registry = open_registry(terminal, *database, Registry::Mode::read_write);
    if (!registry) return fail(terminal, registry.error());
    order->recorded_at = now();
    order->on = today();
    const Result<ErasureSummary> done = registry->erase(*order);
    if (!done) return fail(terminal, done.error());
    const char* form = order->dry_run ? terminal.say("将删除：编号 {} 个，{} 行中的 {} 个值（其中判定记录 {} 项）；没有改动",
                                                     "would erase: {}, in {} {} (decisions among them: {}); nothing was changed")
                                      : terminal.say("已删除：编号 {} 个，{} 行中的 {} 个值（其中判定记录 {} 项）。此前的备份仍有这些内容，请一并销毁或重做",
                                                     "erased: {}, in {} {} (decisions among them: {}). Backups made before hold them "
                                                     "still: destroy them, or make them anew");
    inform(terminal, fmt::format(fmt::runtime(form), terminal.count(done->identifiers, "identifier", "identifiers"), terminal.count(done->rows, "row", "rows"),
                                 terminal.count(done->values, "value", "values"), done->decisions));
    for (const auto& [table, row] : done->elsewhere) {
      complain(fmt::format(
          fmt::runtime(terminal.say("plumb: {} 第 {} 行有保留的文字，其中仍有这个编号", "plumb: {} row {} keeps a text that still holds the number")),
          table_name(terminal, table), row));
    }
    for (const auto& [table, row] : done->named) {
      const char* told =
          table == "sources"
              ? terminal.say("plumb: {} 第 {} 行的文件名中有此人的姓名", "plumb: {} row {} is a file whose name holds a name of the person")
              : terminal.say("plumb: {} 第 {} 行有保留的文字，其中有此人的姓名", "plumb: {} row {} keeps a text that holds a name of the person");
      complain(fmt::format(fmt::runtime(told), table_name(terminal, table), row));
    }
    if (done->order_names) {
      complain(terminal.say("plumb: --by 或 --document 中有此人的姓名，而这两项会永久保留；请改用不含姓名的写法",
                            "plumb: --by or --document holds a name of the person, and both are kept for good: name the order without it"));
    }
    if (!done->elsewhere.empty() || !done->named.empty()) {
      complain(terminal.say(
          "plumb: 以上各行没有改动；更正只会另添一行，原文仍在。是否另行处理，由决定删除者判断",
          "plumb: these rows were not changed, and a correction would only add a row beside; what becomes of them is for who ordered the erasure"));
    }
    if (done->in_log) {
      complain(terminal.say("plumb: 有其他程序正在读名册，写前日志里还有这些内容，待其全部结束时才会清空",
                            "plumb: other programs are reading the registry, so its write-ahead log holds the values until the last of them has ended"));
    }
    return kFine;
  });
}

void add_registry_verify(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "verify", t.say("核验名册自写入以来有没有被改动", "whether anything was altered since it was written"),
                                  "  plumb registry verify county.db\n  plumb registry verify --reads reads.ndjson\n  plumb registry verify county.db "
                                  "--checkpoint 2019-07-01.checkpoint --key court.public");
  const auto path = std::make_shared<std::string>(), checkpoint = std::make_shared<std::string>(), format = std::make_shared<std::string>("text");
  const auto options = std::make_shared<VerifyOptions>();
  const auto reads = std::make_shared<std::string>();
  CLI::Option* database = command.add_option("DB", *path, t.say("名册数据库", "the registry's database"));
  command.add_option("--reads", *reads, t.say("核验这份查阅日志", "verify this journal of reads"))->excludes(database);
  CLI::Option* key = command.add_option("--key", options->public_key_path, t.say("签检查点者的公钥文件", "the public key of who signed the checkpoint"));
  CLI::Option* with =
      command.add_option("--checkpoint", *checkpoint, t.say("另处保存的检查点，可查出被截去的尾部", "a checkpoint kept elsewhere, which shows a cut tail"));
  with->needs(key);
  key->needs(with);
  command.add_option("--format", *format, t.say("输出格式", "output format"))->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  program.on(command, [=](const Terminal& terminal) -> int {
    if (!reads->empty()) return verify_read_journal(terminal, *reads, *format);
    if (path->empty())
      return fail(terminal,
                  Error{"usage.verify", terminal.say("须给出名册，或用 --reads 给出查阅日志", "name a registry, or a journal of reads with --reads")});
    if (!checkpoint->empty()) {
      Result<std::string> text = read_checkpoint(*checkpoint);
      if (!text) return fail(terminal, text.error());
      options->checkpoint = *std::move(text);
    }
    Result<Registry> registry = open_registry(terminal, *path, Registry::Mode::read_only);
    if (!registry) return fail(terminal, registry.error());
    const Result<Verification> found = verify_with_bar(terminal, *registry, *options);
    // A checkpoint that is none, or not the signer's, is no fault of the registry, and no ground to call it whole.
    if (!found) return fail(terminal, found.error());
    *format == "json" ? print_json(*found) : print_text(terminal, *found);
    if (found->fault_count == 0 && !checkpoint->empty() && *format != "json")
      print(fmt::format(
          fmt::runtime(terminal.say("与检查点 {} 相符：此后没有截去或改写\n", "it goes on from the checkpoint {}: nothing was cut off or written anew\n")),
          printable(*checkpoint)));
    return found->fault_count == 0 ? kFine : kFindings;
  });
}

void add_registry_checkpoint(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "checkpoint", t.say("签发检查点：日志到此为止", "a signed word on where the journal ends"),
                                  "  plumb registry checkpoint county.db --key court.private -o 2019-07-01.checkpoint");
  const auto path = std::make_shared<std::string>(), key = std::make_shared<std::string>(), out = std::make_shared<std::string>();
  command.add_option("DB", *path, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("--key", *key, t.say("签名用的私钥文件", "the private key to sign with"))->required();
  command.add_option("-o,--output", *out, t.say("写到哪里（不覆盖已有文件）；请另处保存", "where to (no file is overwritten); keep it elsewhere"))->required();
  program.on(command, [=](const Terminal& terminal) -> int {
    Result<Registry> registry = open_registry(terminal, *path, Registry::Mode::read_only);
    if (!registry) return fail(terminal, registry.error());
    const Result<std::string> text = registry->checkpoint(*key, now());
    if (!text) return fail(terminal, text.error());
    const int status = write_new_file(terminal, *out, *text);
    if (status == kFine)
      inform(terminal, fmt::format(fmt::runtime(terminal.say("已签发检查点 {}；请保存在能写名册的人写不到的地方",
                                                             "signed the checkpoint {}; keep it where nobody who can write the registry can")),
                                   printable(*out)));
    return status;
  });
}

}  // namespace plumb::cli
