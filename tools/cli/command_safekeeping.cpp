// plumb registry backup|restore|check|upgrade|keys|seal|unseal: copies of a registry, and whether a file is whole.
#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "compiler/base/printable.hpp"
#include "plumb/plumb.hpp"
#include "plumb/safekeeping.hpp"
#include "tools/cli/json_text.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

using Text = std::shared_ptr<std::string>;

Text text() { return std::make_shared<std::string>(); }

void tell_state(const Terminal& t, const char* done, const std::string& where, const RegistryState& state) {
  std::string line = fmt::format(fmt::runtime(done), printable(where), state.revision);
  if (!state.head.empty())
    line += fmt::format(fmt::runtime(t.say("，日志 {} 行，链尾 {}", ", {} of journal, ending in {}")), t.count(state.journal_rows, "row", "rows"), state.head);
  inform(t, line);
}

void add_backup(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "backup", t.say("备份名册：使用中也可，为某一时刻的完整副本", "a copy of one moment, whatever is written meanwhile"),
                                  "  plumb registry backup county.db -o county-2019-07-01.db\n"
                                  "  plumb registry backup county.db -o county-2019-07-01.sealed --to archive.public");
  const Text database = text(), out = text();
  const auto options = std::make_shared<BackupOptions>();
  command.add_option("DB", *database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("-o,--output", *out, t.say("备份写到这里（不覆盖已有文件）", "where the backup goes (no file is overwritten)"))->required();
  command.add_option("--to", options->public_key_path, t.say("对此公钥加密", "seal it to this public key"));
  program.on(command, [=](const Terminal& terminal) -> int {
    const auto state = [&] {
      ProgressBar bar(terminal, terminal.say("备份", "backing up"));
      options->progress = [&bar](uint64_t done, uint64_t total) { bar.update(done, total); };
      options->actor = acting(terminal);
      return back_up_registry(*database, *out, *options);
    }();
    if (!state) return fail(terminal, state.error());
    tell_state(terminal, terminal.say("已备份到 {}：修订号 {}", "backed up to {}: revision {}"), *out, *state);
    return kFine;
  });
}

// What the registry before alone knows: that has to be done again.
void tell_later(const Terminal& t, const RegistryState& now, const RegistryState& before) {
  if (before.revision > now.revision)
    complain(fmt::format(fmt::runtime(t.say("  备份之后的修订 {} 至 {} 只在其中，须重新办理",
                                            "  its revisions {} to {}, after the backup, are in it alone, and have to be done again")),
                         now.revision + 1, before.revision));
  else
    complain(
        fmt::format(fmt::runtime(t.say("  备份之后的日志 {} 行（判定等）只在其中", "  {} of journal after the backup, decisions among them, are in it alone")),
                    t.count(before.journal_rows - now.journal_rows, "row", "rows")));
}

// Where the registry before is, and what it is to the one restored.
void tell_before(const Terminal& t, const RestoredRegistry& restored, const std::string& aside) {
  using Before = RestoredRegistry::Before;
  if (restored.before == Before::none) return;
  if (restored.state_before)
    tell_state(t, t.say("原有名册在 {}：修订号 {}", "the one before is {}: revision {}"), aside, *restored.state_before);
  else
    inform(t, fmt::format(fmt::runtime(t.say("原有名册在 {}", "the one before is {}")), printable(aside)));
  if (restored.before == Before::later) tell_later(t, restored.now, *restored.state_before);
  if (restored.before == Before::earlier) inform(t, t.say("  它是备份之前的状态", "  it is an earlier state of what was restored"));
  if (restored.before == Before::other)
    complain(t.say("  它与备份不是同一份名册的先后：两者的日志对不上，请先核对备份",
                   "  neither is a later state of the other: their journals differ; see whether this is the right backup"));
  if (!restored.access_kept)
    complain(t.say("  恢复的名册归您所有，未能交还原有名册的所有者；请由管理员 chown",
                   "  what was restored is yours, and could not be given to whom the one before belongs; have it given back (chown)"));
}

void add_restore(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "restore", t.say("由备份恢复名册，先核验再就位", "a registry from a backup, checked before it takes its place"),
                                  "  plumb registry restore county-2019-07-01.db -o county.db\n"
                                  "  plumb registry restore county-2019-07-01.sealed --key archive.private -o county.db --aside county-before.db");
  const Text backup = text(), database = text();
  const auto options = std::make_shared<RestoreOptions>();
  command.add_option("FILE", *backup, t.say("备份文件", "the backup"))->required();
  command.add_option("-o,--output", *database, t.say("恢复为此名册", "the registry that it becomes"))->required();
  command.add_option("--key", options->private_key_path, t.say("加密备份的私钥文件", "the private key of a sealed backup"));
  command.add_option("--aside", options->aside, t.say("原有名册移到这里；不写则不得已有名册", "where the registry goes that is there; without it none may be"));
  program.on(command, [=](const Terminal& terminal) -> int {
    const auto state = [&] {
      ProgressBar bar(terminal, terminal.say("核验备份", "verifying the backup"));
      options->progress = [&bar](uint64_t done, uint64_t total) { bar.update(done, total); };
      options->actor = acting(terminal);
      return restore_registry(*backup, *database, *options);
    }();
    if (!state) return fail(terminal, state.error());
    tell_state(terminal, terminal.say("已恢复为 {}：修订号 {}", "restored as {}: revision {}"), *database, state->now);
    tell_before(terminal, *state, options->aside);
    return kFine;
  });
}

std::string told(const Terminal& t, const RegistryCheck::Damage& damage) {
  const std::string detail = printable(damage.detail);
  if (damage.kind == "page") return fmt::format(fmt::runtime(t.say("文件损坏：{}", "the file is damaged: {}")), detail);
  if (damage.kind == "reference") return fmt::format(fmt::runtime(t.say("所指的 {} 不存在", "refers to a row of {} that is not there")), detail);
  if (damage.kind == "index") {
    if (damage.detail == "missing") return t.say("索引中找不到这一行", "is not found by its index");
    if (damage.detail == "twice" && damage.table == "identifiers") return t.say("另有一行是同一号码", "has the number of another row");
    if (damage.detail == "twice")
      return t.say("与另一行是同一主体或同一关系，而均未被取代", "is of the same party or relation as another row, and neither is superseded");
    if (damage.detail == "unreadable") return t.say("索引无法读取", "the index cannot be read");
    return fmt::format(fmt::runtime(t.say("索引指向第 {} 行，与该行不符", "points to row {}, which is another")), detail);
  }
  if (damage.kind == "value") return fmt::format(fmt::runtime(t.say("{} 的值无法读取", "the value of {} cannot be read")), detail);
  if (damage.kind == "schema") {
    if (damage.detail == "missing") return t.say("结构中缺少此项", "is missing from the schema");
    if (damage.detail == "added") return t.say("结构中多出此项", "is no part of the schema");
    return t.say("结构中此项已被改动", "was changed in the schema");
  }
  const std::string about = detail.empty() ? "" : fmt::format(fmt::runtime(t.say("（{}）", " ({})")), detail);
  if (damage.kind == "altered") return t.say("内容与写入时不符", "does not say what was written") + about;
  if (damage.kind == "removed") return t.say("被删去", "was removed") + about;
  if (damage.kind == "added") return t.say("不是经本程序写入的", "was not written by this program") + about;
  if (damage.kind == "cut")
    return t.say("检查点见过这一行，现在没有了；请先核对检查点是不是这份名册的",
                 "the checkpoint saw this row, and it is gone; see first whether the checkpoint is of this registry") +
           about;
  return t.say("之后的行读不出来", "the rows after it cannot be read") + about;
}

void print_text(const Terminal& t, const RegistryCheck& found) {
  for (const RegistryCheck::Damage& damage : found.damages) {
    std::string place = damage.table;
    if (t.chinese && table_title(damage.table, Language::zh) != damage.table)
      place = fmt::format("{} ({})", table_title(damage.table, Language::zh), damage.table);
    if (damage.row != 0) place = fmt::format(fmt::runtime(t.say("{} 第 {} 行", "{} row {}")), place, damage.row);
    print(fmt::format("{}{}{}\n", place, place.empty() ? "" : t.say("：", ": "), told(t, damage)));
  }
  if (found.damage_count == 0) {
    print(
        fmt::format(fmt::runtime(t.say("完好：修订号 {}，读过 {} 行\n", "whole: revision {}, {} read\n")), found.revision, t.count(found.rows, "row", "rows")));
    return;
  }
  const bool only_index = std::all_of(found.damages.begin(), found.damages.end(),
                                      [](const RegistryCheck::Damage& damage) { return damage.kind == "index" && damage.detail != "twice"; });
  const std::string what_next =
      only_index ? t.say("共 {} 处，只是索引；plumb registry upgrade 可重建\n", "{} in all, of indexes alone; plumb registry upgrade makes them anew\n")
                 : t.say("共 {} 处。请停用此名册，从备份恢复（plumb registry restore --aside 会将它移到一旁）\n",
                         "{} in all. Take the registry out of use and restore a backup (plumb registry restore --aside moves this one away)\n");
  print(fmt::format(fmt::runtime(what_next), found.damage_count));
}

void print_json(const RegistryCheck& found) {
  std::string damages;
  for (const RegistryCheck::Damage& damage : found.damages) {
    damages +=
        fmt::format("{}{{\"kind\":{},\"table\":{},\"row\":{},\"detail\":{}}}", damages.empty() ? "" : ",", json_text(damage.kind),
                    damage.table.empty() ? "null" : json_text(damage.table), damage.row == 0 ? "null" : std::to_string(damage.row), json_text(damage.detail));
  }
  print(fmt::format("{{\"whole\":{},\"revision\":{},\"rows\":{},\"damage_count\":{},\"damages\":[{}]}}\n", found.damage_count == 0, found.revision, found.rows,
                    found.damage_count, damages));
}

void add_registry_check(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "check", t.say("检查名册文件，一次列出全部损坏", "everything that is wrong with the file, all at once"),
                                  "  plumb registry check county.db\n  plumb registry check county.db --checkpoint 2019-07-01.checkpoint --key court.public");
  const Text database = text(), checkpoint = text(), format = std::make_shared<std::string>("text");
  const auto options = std::make_shared<CheckOptions>();
  command.add_option("DB", *database, t.say("名册数据库", "the registry's database"))->required();
  CLI::Option* key = command.add_option("--key", options->public_key_path, t.say("签检查点者的公钥文件", "the public key of who signed the checkpoint"));
  CLI::Option* with = command.add_option("--checkpoint", *checkpoint, t.say("名册须仍包含的检查点", "a checkpoint that the registry must still hold"));
  with->needs(key);
  key->needs(with);
  command.add_option("--format", *format, t.say("输出格式", "output format"))->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  program.on(command, [=](const Terminal& terminal) -> int {
    if (!checkpoint->empty()) {
      Result<std::string> text = read_checkpoint(*checkpoint);
      if (!text) return fail(terminal, text.error());
      options->checkpoint = *std::move(text);
    }
    const auto found = [&] {
      ProgressBar bar(terminal, terminal.say("检查", "checking"));
      options->progress = [&bar](uint64_t done, uint64_t total) { bar.update(done, total); };
      options->actor = acting(terminal);
      return check_registry(*database, *options);
    }();
    if (!found) return fail(terminal, found.error());
    *format == "json" ? print_json(*found) : print_text(terminal, *found);
    return found->damage_count == 0 ? kFine : kFindings;
  });
}

void add_upgrade(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command =
      program.add(parent, "upgrade", t.say("把较早版本写成的名册升级（先备份）", "bring a registry of an earlier version up to date (back it up first)"),
                  "  plumb registry backup county.db -o county-before.db\n  plumb registry upgrade county.db");
  const Text database = text();
  command.add_option("DB", *database, t.say("名册数据库", "the registry's database"))->required();
  program.on(command, [database](const Terminal& terminal) -> int {
    const auto done = upgrade_registry(*database, acting(terminal));
    if (!done) return fail(terminal, done.error());
    const char* const words = done->from == done->to ? terminal.say("{0} 已是最新版本（结构第 {2} 版）", "{0} is up to date (schema {2})")
                                                     : terminal.say("{0} 已由结构第 {1} 版升级到第 {2} 版", "{0} was brought from schema {1} to {2}");
    inform(terminal, fmt::format(fmt::runtime(words), printable(*database), done->from, done->to));
    if (done->not_mended) return fail(terminal, *done->not_mended);
    if (done->index_made_anew) inform(terminal, terminal.say("索引与各行不符，已重建", "an index did not lead to all rows, and was made anew"));
    return kFine;
  });
}

void add_keys(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "keys", t.say("造一对密钥：NAME.private 与 NAME.public", "a new pair of keys: NAME.private and NAME.public"),
                                  "  plumb registry keys court --for signing\n  plumb registry keys archive --for sealing");
  const Text name = text(), purpose = text();
  command.add_option("NAME", *name, t.say("文件名，不含后缀", "the files' name, without an ending"))->required();
  command.add_option("--for", *purpose, t.say("用途：签检查点，或加密备份与导出", "what for: checkpoints, or backups and exports"))
      ->check(CLI::IsMember({"signing", "sealing"}))
      ->required();
  program.on(command, [=](const Terminal& terminal) -> int {
    const std::string secret = *name + ".private", open = *name + ".public";
    const auto done = make_keys(*purpose == "signing" ? KeyPurpose::signing : KeyPurpose::sealing, secret, open);
    if (!done) return fail(terminal, done.error());
    inform(terminal, fmt::format(fmt::runtime(terminal.say("已写出 {}（请妥善保管）和 {}（可以公开）", "wrote {} (keep it to yourself) and {} (may be shown)")),
                                 printable(secret), printable(open)));
    return kFine;
  });
}

void add_seal(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "seal", t.say("把任一文件对公钥加密", "a sealed copy of any file, an export say"),
                                  "  plumb registry seal list.csv --to archive.public -o list.csv.sealed");
  const Text file = text(), key = text(), out = text();
  command.add_option("FILE", *file, t.say("文件", "the file"))->required();
  command.add_option("--to", *key, t.say("公钥文件", "the public key"))->required();
  command.add_option("-o,--output", *out, t.say("写到这里（不覆盖已有文件）", "where it goes (no file is overwritten)"))->required();
  program.on(command, [=](const Terminal& terminal) -> int {
    const auto done = seal_file(*file, *key, *out);
    return done ? kFine : fail(terminal, done.error());
  });
}

void add_unseal(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "unseal", t.say("用私钥解开加密的文件", "what was sealed, opened with the private key"),
                                  "  plumb registry unseal list.csv.sealed --key archive.private -o list.csv");
  const Text file = text(), key = text(), out = text();
  command.add_option("FILE", *file, t.say("加密的文件", "the sealed file"))->required();
  command.add_option("--key", *key, t.say("私钥文件", "the private key"))->required();
  command.add_option("-o,--output", *out, t.say("写到这里（不覆盖已有文件）", "where it goes (no file is overwritten)"))->required();
  program.on(command, [=](const Terminal& terminal) -> int {
    const auto done = unseal_file(*file, *key, *out);
    return done ? kFine : fail(terminal, done.error());
  });
}

}  // namespace

void add_registry_safekeeping(Program& program, CLI::App& parent) {
  add_backup(program, parent);
  add_restore(program, parent);
  add_registry_check(program, parent);
  add_upgrade(program, parent);
  add_keys(program, parent);
  add_seal(program, parent);
  add_unseal(program, parent);
}

}  // namespace plumb::cli
