// plumb snapshot build: the registry as one file that opens at once and is shared by processes.
#include <fmt/core.h>

#include <memory>

#include "plumb/plumb.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

struct BuildOptions {
  std::string registry, rules, output;
};

Result<void> build_with_bars(const Terminal& terminal, Registry& registry, const std::string& path, const RuleSet* rules) {
  ProgressBar reading(terminal, terminal.say("读取名册", "reading the registry")), holdings(terminal, terminal.say("读取既有事项", "reading holdings"));
  SnapshotOptions options;
  options.progress = [&](uint64_t done, uint64_t total) { reading.update(done, total); };
  return SnapshotFile::build(registry, path, rules, options, [&](uint64_t done, uint64_t total) { holdings.update(done, total); });
}

int build(const Terminal& terminal, const BuildOptions& options) {
  std::optional<RuleSet> rules;
  if (!options.rules.empty()) {
    auto loaded = load_rules(terminal, options.rules, {.scenarios = false, .cache = {}, .warning = {}});
    if (const int* status = std::get_if<int>(&loaded)) return *status;
    rules = *std::get<Compilation>(loaded).rules();
  }
  Result<Registry> registry = open_registry(terminal, options.registry, Registry::Mode::read_only);
  if (!registry) return fail(terminal, registry.error());
  const Result<void> built = build_with_bars(terminal, *registry, options.output, rules ? &*rules : nullptr);
  if (!built) return fail(terminal, built.error());
  inform(terminal, fmt::format(fmt::runtime(terminal.say("已写出 {}", "wrote {}")), options.output));
  return kFine;
}

}  // namespace

void add_snapshot(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& parent =
      program.add(program.root(), "snapshot", t.say("快照：名册在一个文件里，打开即用", "snapshots: the registry in one file that opens at once"),
                  "  plumb snapshot build --registry county.db -o county.snapshot");
  parent.require_subcommand(1);
  CLI::App& command = program.add(parent, "build", t.say("由名册生成快照", "make a snapshot of a registry"),
                                  "  plumb snapshot build --registry county.db -o county.snapshot\n"
                                  "  plumb snapshot build --registry county.db --rules rules/xinan-2019-48 -o county.snapshot\n"
                                  "  plumb sweep --rules rules/xinan-2019-48 --registry county.snapshot --as-of 2019-07-01");
  const auto options = std::make_shared<BuildOptions>();
  command.add_option("--registry", options->registry, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("--rules", options->rules, t.say("同时按此规则集排好既有事项", "also lay the holdings out for this rule set"));
  command.add_option("-o,--output", options->output, t.say("快照写到这里；已有的被整体替换", "where the snapshot goes; one that is there is replaced whole"))
      ->required();
  program.on(command, [options](const Terminal& terminal) { return build(terminal, *options); });
}

}  // namespace plumb::cli
