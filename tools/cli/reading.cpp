#include "tools/cli/reading.hpp"

#include <fmt/core.h>

#include "compiler/base/printable.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

void add_reading_options(const Terminal& t, CLI::App& command, ReadingOptions& options) {
  command.add_option("--read-journal", options.journal,
                     t.say("查阅日志：谁为何查了谁，逐行相链（默认名册的设置 reads.journal）",
                           "the journal of reads: who looked at whom and why, in chained lines (default: the registry's setting reads.journal)"));
  command.add_flag("--read-journal-required", options.required,
                   t.say("写入查阅日志并落盘之后才给出", "give nothing out before the journal of reads is on the disk"));
  command.add_option("--purpose", options.purpose, t.say("查阅的用途，记入查阅日志", "what for, for the journal of reads"));
}

Result<Reads> Reads::open(const Terminal& terminal, const ReadingOptions& options, const std::string& registry) {
  Reads out(terminal, options);
  if (out.options_.journal.empty() && !SnapshotFile::is_one(registry)) {
    Result<Registry> opened = open_registry(terminal, registry, Registry::Mode::read_only);
    if (!opened) return opened.error();
    Result<std::string> setting = opened->read_journal();
    if (!setting) return setting.error();
    out.options_.journal = *std::move(setting);
  }
  if (out.options_.journal.empty()) {
    if (!options.required) return out;
    return Error{"usage.reads", terminal.say("--read-journal-required 须有 --read-journal，或名册的设置 reads.journal",
                                             "--read-journal-required needs --read-journal, or the registry's setting reads.journal")};
  }
  Result<ReadJournal> journal = ReadJournal::open(out.options_.journal);
  if (!journal) return journal.error();
  out.journal_ = *std::move(journal);
  return out;
}

Result<void> Reads::note(const std::string& what, const std::vector<std::string>& parties) {
  if (!journal_) return {};
  std::vector<ReadRecord> reads;
  const std::string at = now();
  for (const std::string& party : parties) reads.push_back({at, acting(terminal_), what, party, options_.purpose});
  const Result<void> written = journal_->append(reads, options_.required);
  if (written || options_.required) return written;
  if (!std::exchange(told_, true)) {
    complain(fmt::format(fmt::runtime(terminal_.say("plumb: 警告: 查阅日志没有写成: {} [{}]", "plumb: warning: the journal of reads was not written: {} [{}]")),
                         printable(message(written.error(), language(terminal_))), written.error().code));
  }
  return {};
}

}  // namespace plumb::cli
