#include "tools/cli/reading.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <utility>

#include "compiler/base/printable.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

void add_reading_options(const Terminal& t, CLI::App& command, ReadingOptions& options) {
  command.add_option(
      "--read-journal", options.journal,
      t.say("查阅日志：谁为何查了谁，逐行相链；名册的设置 reads.journal 所指的一份照样写入",
            "a journal of reads: who looked at whom and why, in chained lines; beside the registry's own, which its setting reads.journal names"));
  command.add_flag("--read-journal-required", options.required,
                   t.say("写入查阅日志并落盘之后才给出", "give nothing out before the journal of reads is on the disk"));
  command.add_option("--purpose", options.purpose, t.say("查阅的用途，记入查阅日志", "what for, for the journal of reads"));
}

namespace {

// Whether or not either is there yet: a relative path of which nothing is there would stay as it is.
bool same_file(const std::string& a, const std::string& b) {
  std::error_code ignored;
  const auto place = [&](const std::string& path) { return std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored); };
  return place(a) == place(b);
}

}  // namespace

Result<Reads> Reads::open(const Terminal& terminal, const ReadingOptions& options, const std::string& registry) {
  Reads out(terminal, options);
  std::vector<std::string> files;
  if (!options.journal.empty()) files.push_back(options.journal);
  if (!SnapshotFile::is_one(registry)) {
    Result<Registry> opened = open_registry(terminal, registry, Registry::Mode::read_only);
    if (!opened) return opened.error();
    Result<std::string> own = opened->read_journal();
    if (!own) return own.error();
    if (!own->empty() && (files.empty() || !same_file(*own, files.front()))) files.push_back(*std::move(own));
  }
  if (files.empty() && options.required) {
    return Error{"usage.reads", terminal.say("--read-journal-required 须有 --read-journal，或名册的设置 reads.journal",
                                             "--read-journal-required needs --read-journal, or the registry's setting reads.journal")};
  }
  for (const std::string& file : files) {
    Result<ReadJournal> journal = ReadJournal::open(file);
    if (journal)
      out.journals_.push_back(*std::move(journal));
    else if (options.required)
      return journal.error();
    else
      out.warn(journal.error());
  }
  return out;
}

Result<void> Reads::note(const std::string& what, const std::vector<std::string>& parties) {
  if (journals_.empty()) return {};
  std::vector<ReadRecord> reads;
  const std::string at = now();
  for (const std::string& party : parties) reads.push_back({at, acting(terminal_), what, party, options_.purpose});
  for (ReadJournal& journal : journals_) {
    const Result<void> written = journal.append(reads, options_.required);
    if (written) continue;
    if (options_.required) return written;
    warn(written.error());
  }
  return {};
}

void Reads::warn(const Error& error) {
  if (std::exchange(told_, true)) return;
  complain(fmt::format(fmt::runtime(terminal_.say("plumb: 警告: 查阅没有记入日志，结果照常给出: {} [{}]",
                                                  "plumb: warning: answers are given without their line in a journal of reads: {} [{}]")),
                       printable(message(error, language(terminal_))), error.code));
}

}  // namespace plumb::cli
