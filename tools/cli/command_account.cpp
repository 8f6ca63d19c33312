// plumb registry account add|end|list: who may do what with a registry.
#include <fmt/core.h>

#include <memory>

#include "compiler/base/printable.hpp"
#include "plumb/plumb.hpp"
#include "plumb/rights.hpp"
#include "tools/cli/json_text.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

const char* role_name(const Terminal& t, AccountRole role) { return t.chinese ? role_zh(role) : role_code(role); }

// Every role, in the words that --role takes.
std::string role_names(const Terminal& t) {
  std::string out;
  for (const AccountRole role :
       {AccountRole::court, AccountRole::department, AccountRole::reviewer, AccountRole::publisher, AccountRole::auditor, AccountRole::keeper}) {
    out += out.empty() ? "" : t.say("、", ", ");
    out += t.chinese ? fmt::format("{} {}", role_zh(role), role_code(role)) : std::string(role_code(role));
  }
  return out;
}

struct Asked {
  std::string database, name, role, department, format = "text";
};

int add_account(const Terminal& terminal, const Asked& asked) {
  const auto role = find_role_of_account(asked.role);
  if (!role) {
    return fail(terminal,
                Error{"registry.role", fmt::format(fmt::runtime(terminal.say("没有“{}”这个角色；角色有{}", "there is no role “{}”; the roles are {}")),
                                                   asked.role, role_names(terminal))});
  }
  Result<Registry> registry = open_registry(terminal, asked.database, Registry::Mode::read_write);
  if (!registry) return fail(terminal, registry.error());
  const Result<bool> done = Accounts(*registry).add({asked.name, *role, asked.department}, now());
  if (!done) return fail(terminal, done.error());
  inform(terminal, *done ? fmt::format(fmt::runtime(terminal.say("账户 {}：{}", "account {}: {}")), printable(asked.name), role_name(terminal, *role))
                         : std::string(terminal.say("早已如此，没有改动", "it is so already; nothing was changed")));
  return kFine;
}

int end_account(const Terminal& terminal, const Asked& asked) {
  Result<Registry> registry = open_registry(terminal, asked.database, Registry::Mode::read_write);
  if (!registry) return fail(terminal, registry.error());
  const Result<bool> done = Accounts(*registry).end(asked.name, now());
  if (!done) return fail(terminal, done.error());
  if (!*done) {
    complain(fmt::format(fmt::runtime(terminal.say("plumb: 没有账户 {}", "plumb: there is no account {}")), printable(asked.name)));
    return kFindings;
  }
  inform(terminal, fmt::format(fmt::runtime(terminal.say("账户 {} 已撤去", "account {} is ended")), printable(asked.name)));
  return kFine;
}

int list_accounts(const Terminal& terminal, const Asked& asked) {
  Result<Registry> registry = open_registry(terminal, asked.database, Registry::Mode::read_only);
  if (!registry) return fail(terminal, registry.error());
  const auto all = Accounts(*registry).list();
  if (!all) return fail(terminal, all.error());
  for (const Account& account : *all) {
    std::string rights;
    for (const RightRow& row : rights_table()) {
      if (!has_right(account.role, row.right)) continue;
      const bool json = asked.format == "json";
      rights += (rights.empty() ? "" : json ? "," : terminal.say("；", ", ")) + (json ? json_text(row.code) : std::string(terminal.say(row.zh, row.code)));
    }
    if (asked.format == "json") {
      print(fmt::format("{{\"name\":{},\"role\":{},\"department\":{},\"rights\":[{}]}}\n", json_text(account.name), json_text(role_code(account.role)),
                        account.department.empty() ? "null" : json_text(account.department), rights));
      continue;
    }
    const std::string department = account.department.empty() ? "" : fmt::format(fmt::runtime(terminal.say("，{}", ", {}")), printable(account.department));
    print(fmt::format(fmt::runtime(terminal.say("{}（{}{}）：{}\n", "{} ({}{}): {}\n")), printable(account.name), role_name(terminal, account.role), department,
                      rights));
  }
  if (all->empty() && asked.format == "text")
    print(terminal.say("没有账户：能打开文件的人可做一切\n", "no accounts: who can open the file may do everything\n"));
  return kFine;
}

}  // namespace

void add_registry_account(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& account = program.add(parent, "account", t.say("账户：谁可以做什么", "accounts: who may do what"),
                                  "  plumb registry account add county.db \"$USER\" --role keeper\n  plumb registry account add county.db li --role department "
                                  "--department 县文化广电和旅游局\n  plumb registry account list county.db");
  account.require_subcommand(1);
  const auto asked = std::make_shared<Asked>();
  const auto database = [&](CLI::App& command) { command.add_option("DB", asked->database, t.say("名册数据库", "the registry's database"))->required(); };
  const auto name = [&](CLI::App& command) {
    command.add_option("NAME", asked->name, t.say("账户：操作系统的用户名", "the account: a user of the system"))->required();
  };
  CLI::App& add = program.add(account, "add", t.say("增加或改变账户", "add an account, or change it"),
                              "  plumb registry account add county.db \"$USER\" --role keeper\n  plumb registry account add county.db zhang --role reviewer");
  database(add);
  name(add);
  add.add_option("--role", asked->role,
                 t.say("角色：法院 court、部门 department、核对员 reviewer、公示员 publisher、审计员 auditor、维护员 keeper",
                       "court, department, reviewer, publisher, auditor or keeper"))
      ->required();
  add.add_option("--department", asked->department, t.say("所在部门", "the department"));
  program.on(add, [asked](const Terminal& terminal) { return add_account(terminal, *asked); });
  CLI::App& end = program.add(account, "end", t.say("撤去账户", "end an account"), "  plumb registry account end county.db li");
  database(end);
  name(end);
  program.on(end, [asked](const Terminal& terminal) { return end_account(terminal, *asked); });
  CLI::App& list = program.add(account, "list", t.say("列出账户及其权限", "list the accounts and their rights"), "  plumb registry account list county.db");
  database(list);
  list.add_option("--format", asked->format, t.say("输出格式", "output format"))->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  program.on(list, [asked](const Terminal& terminal) { return list_accounts(terminal, *asked); });
}

}  // namespace plumb::cli
