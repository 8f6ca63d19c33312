// plumb registry add|remove|permit|retain|step: one fact at a time, each with who recorded it on which document.
#include <fmt/core.h>

#include <memory>

#include "compiler/base/printable.hpp"
#include "plumb/plumb.hpp"
#include "tools/cli/deciding.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

template <typename T>
std::shared_ptr<T> made() {
  return std::make_shared<T>();
}

// What was recorded, in a line or two; rows that somebody should look at all the same.
int tell(const Terminal& terminal, const Result<Recorded>& recorded, bool withdrawn) {
  if (!recorded) return fail(terminal, recorded.error());
  for (const std::string& code : recorded->warnings) {
    complain(fmt::format(fmt::runtime(terminal.say("提示：{}", "warning: {}")), warning_title(code, language(terminal))));
  }
  if (recorded->set_aside)
    complain(terminal.say("主体在发布时未成年，未收入名单，另存待查", "the party was a minor when it was published: not taken, kept as a finding"));
  if (recorded->ended_retentions != 0)
    inform(terminal, fmt::format(fmt::runtime(terminal.say("终止该条目的保留 {} 项", "{} retentions of the entry ended")), recorded->ended_retentions));
  for (const FieldChange& change : recorded->changes) {
    const auto said = [&](const std::string& text) { return text.empty() ? std::string(terminal.say("空", "nothing")) : printable(text); };
    inform(terminal,
           fmt::format(fmt::runtime(terminal.say("{}：原为 {}，改为 {}", "{}: was {}, now {}")), change.column, said(change.before), said(change.after)));
  }
  const char* const form = withdrawn           ? terminal.say("已收回，修订号 {}", "taken back, revision {}")
                           : recorded->changed ? terminal.say("已记录，修订号 {}", "recorded, revision {}")
                                               : terminal.say("此前已有同样的记录，修订号仍为 {}", "known already; the revision stays {}");
  inform(terminal, fmt::format(fmt::runtime(form), recorded->revision));
  return kFine;
}

// Opens the registry, records with `record`, and tells.
int record(const Terminal& terminal, const std::string& path, const std::function<Result<Recorded>(Registry&, const Recording&)>& record,
           bool withdrawn = false) {
  Result<Registry> registry = open_registry(terminal, path, Registry::Mode::read_write);
  if (!registry) return fail(terminal, registry.error());
  return tell(terminal, record(*registry, {now(), language(terminal)}), withdrawn);
}

void add_db(const Terminal& t, CLI::App& command, std::string& path) {
  command.add_option("DB", path, t.say("名册数据库", "the registry's database"))->required();
}

void add_case(const Terminal& t, CLI::App& command, std::string& case_no, std::string& party) {
  command.add_option("CASE", case_no, t.say("案号", "the case number"))->required();
  command.add_option("PARTY", party, t.say("主体的编号", "the party's identifier"))->required();
}

std::optional<std::string> given(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

void add_add(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(
      parent, "add", t.say("记入一行：列=值……", "record one row: COLUMN=VALUE…"),
      "  plumb registry add county.db case_no=（2019）豫0399执1号 party=410399198503121236 court=样例县人民法院 published_on=2019-06-10 publishable=true\n"
      "  plumb registry add county.db --table parties id=410399198503121236 kind=person name=张三");
  const auto path = made<std::string>(), table = std::make_shared<std::string>("entries");
  const auto fields = made<std::vector<std::string>>();
  add_db(t, command, *path);
  command.add_option("VALUES", *fields, t.say("列=值，列名与导入文件相同", "COLUMN=VALUE, by the columns of an import file"))->required();
  command.add_option("--table", *table, t.say("哪张表", "which table"))->capture_default_str();
  take_tables(t, *command.get_option("--table"));
  program.on(command, [=](const Terminal& terminal) -> int {
    std::vector<std::pair<std::string, std::string>> values;
    for (const std::string& field : *fields) {
      const size_t equals = field.find('=');
      if (equals == std::string::npos) {
        complain(fmt::format(fmt::runtime(terminal.say("plumb: {} 不是“列=值”", "plumb: {} is not COLUMN=VALUE")), printable(field)));
        return kUsage;
      }
      values.emplace_back(field.substr(0, equals), field.substr(equals + 1));
    }
    return record(terminal, *path, [&](Registry& registry, const Recording& recording) { return registry.add(*table, values, recording); });
  });
}

// As it was kept, by what steps are known.
StepRecord step_of(const RemovalRecord& removal) {
  StepRecord step;
  step.case_no = removal.case_no;
  step.party = removal.party;
  step.published_on = removal.published_on;
  step.kind = "removal";
  step.on = removal.on;
  step.by = removal.by;
  step.document = removal.document;
  return step;
}

void add_remove(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(
      parent, "remove", t.say("撤销或屏蔽一个条目", "remove an entry"),
      "  plumb registry remove county.db （2019）豫0399执1号 410399198503121236 --on 2019-10-08 --kind shielded --ground 全部履行 --ground-on 2019-10-07 "
      "--document （2019）豫0399执1号通知 --by 样例县人民法院\n"
      "  plumb registry remove county.db （2019）豫0399执1号 410399198503121236 --on 2019-10-08 --document （2019）豫0399执1号通知 --by 样例县人民法院 "
      "--withdraw");
  const auto path = made<std::string>(), published = made<std::string>(), ground_on = made<std::string>();
  const auto withdraw = std::make_shared<bool>(false);
  const auto removal = made<RemovalRecord>();
  add_db(t, command, *path);
  add_case(t, command, removal->case_no, removal->party);
  command.add_option("--on", removal->on, t.say("哪一天撤销 (YYYY-MM-DD)", "on which day (YYYY-MM-DD)"))->required();
  command.add_option("--kind", removal->kind, t.say("怎样终止；收回时不必写", "shielded (屏蔽) or revoked (撤销); needed unless it is taken back"));
  command.add_option(
      "--ground", removal->ground,
      t.say("事由；错误纳入写“错误纳入”；收回时不必写", "the ground; wrongly_made where it should never have been made; needed unless it is taken back"));
  command.add_option("--ground-on", *ground_on, t.say("事由发生在哪一天", "on which day the ground arose"));
  command.add_option("--document", removal->document, t.say("文书号", "the number of the document"))->required();
  command.add_option("--by", removal->by, t.say("哪个法院", "which court"))->required();
  command.add_option("--published", *published,
                     t.say("只终止这一天发布的条目；不写则当日在列的全部终止", "end the entry published on this day alone; without it, all that stand"));
  command.add_flag("--withdraw", *withdraw,
                   t.say("收回误记的撤销或屏蔽（案号、主体、日期、文书、法院须与所记一致），条目随之复原；同 registry step … removal --withdraw",
                         "take back a removal recorded in error, by case, party, day, document and court, and the entry stands again; the same as registry "
                         "step … removal --withdraw"));
  read_days(command, {"--on", "--ground-on", "--published"});
  take_words(t, *command.get_option("--kind"), {{"shielded", "屏蔽"}, {"revoked", "撤销"}});
  command.final_callback([=] {
    if (!*withdraw && removal->kind.empty()) throw CLI::RequiredError("--kind");
    if (!*withdraw && removal->ground.empty()) throw CLI::RequiredError("--ground");
  });
  program.on(command, [=](const Terminal& terminal) -> int {
    removal->published_on = given(*published);
    removal->ground_on = given(*ground_on);
    return record(
        terminal, *path,
        [&](Registry& registry, const Recording& recording) {
          return *withdraw ? registry.withdraw_step(step_of(*removal), recording) : registry.remove(*removal, recording);
        },
        *withdraw);
  });
}

void add_permit(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "permit", t.say("记入法院的准许", "record what the court allowed"),
                                  "  plumb registry permit county.db 410399198503121236 --target luxury_lodging --from 2019-07-01 --to 2019-08-01 --document "
                                  "（2019）豫0399执1号之一\n"
                                  "  plumb registry permit county.db 410399198503121236 --target luxury_lodging --from 2019-07-01 --document "
                                  "（2019）豫0399执1号之一 --withdraw");
  const auto path = made<std::string>(), party = made<std::string>(), target = std::make_shared<std::string>("*"), from = made<std::string>(),
             to = made<std::string>(), document = made<std::string>();
  const auto withdraw = std::make_shared<bool>(false);
  add_db(t, command, *path);
  command.add_option("PARTY", *party, t.say("主体的编号", "the party's identifier"))->required();
  command.add_option("--target", *target, t.say("措施、事项，或 *（全部）", "a measure, a matter, or * (everything)"))->required();
  command.add_option("--from", *from, t.say("自哪一天起", "from which day"))->required();
  const CLI::Option* const until = command.add_option("--to", *to, t.say("至哪一天（不含）", "to which day (exclusive)"));
  command.add_option("--document", *document, t.say("文书号", "the number of the document"))->required();
  command.add_flag("--withdraw", *withdraw,
                   t.say("收回误记的准许（主体、对象、起始日、文书须与所记一致）", "take back one recorded in error, by party, target, from and document"));
  read_days(command, {"--from", "--to"});
  program.on(command, [=](const Terminal& terminal) -> int {
    return record(
        terminal, *path,
        [&](Registry& registry, const Recording& recording) {
          std::vector<std::pair<std::string, std::string>> values{{"party", *party}, {"target", *target}, {"from", *from}, {"document", *document}};
          if (*withdraw) return registry.withdraw_permit(values, recording);
          if (until->count() != 0) values.emplace_back("to", *to);
          return registry.add("permits", values, recording);
        },
        *withdraw);
  });
}

void add_retain(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command =
      program.add(parent, "retain", t.say("撤销后保留一项措施，须有依据和期限", "keep a measure on after a removal, with its basis and its end"),
                  "  plumb registry retain county.db （2019）豫0399执1号 410399198503121236 --measure lawyer_evaluation_bar --until 2020-10-08 "
                  "--basis 某条例第十条 --by 县司法局 --on 2019-10-08\n"
                  "  plumb registry retain county.db （2019）豫0399执1号 410399198503121236 --measure lawyer_evaluation_bar --until 2020-10-08 "
                  "--basis 某条例第十条 --by 县司法局 --withdraw");
  const auto path = made<std::string>();
  const auto retention = made<RetentionRecord>();
  const auto withdraw = std::make_shared<bool>(false);
  add_db(t, command, *path);
  add_case(t, command, retention->case_no, retention->party);
  command.add_option("--measure", retention->measure, t.say("措施", "the measure"))->required();
  command.add_option("--until", retention->until, t.say("保留至哪一天（含）", "through which day (inclusive)"))->required();
  command.add_option("--basis", retention->basis, t.say("依据", "its basis in law"))->required();
  command.add_option("--by", retention->by, t.say("哪个部门", "which department"))->required();
  command.add_option("--on", retention->on, t.say("哪一天决定（默认今天）", "decided on which day (default: today)"));
  command.add_flag(
      "--withdraw", *withdraw,
      t.say("收回误记的保留（各项须与所记一致，不论哪一天决定）", "take back one recorded in error, by all that it says, on whatever day it was decided"));
  read_days(command, {"--until", "--on"});
  program.on(command, [=](const Terminal& terminal) -> int {
    if (retention->on.empty()) retention->on = today();
    return record(
        terminal, *path,
        [&](Registry& registry, const Recording& recording) {
          return *withdraw ? registry.withdraw_retention(*retention, recording) : registry.retain(*retention, recording);
        },
        *withdraw);
  });
}

void add_step(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  std::string kinds = t.say("步骤：", "the step: ");
  for (const StepTitle& step : step_titles()) kinds += step.alias + (t.chinese ? " " + step.zh + "；" : ", ");
  kinds.resize(kinds.size() - (t.chinese ? std::string_view("；").size() : 2));
  CLI::App& command =
      program.add(parent, "step", t.say("记入条目所经的一个步骤", "record a step in an entry's life"),
                  "  plumb registry step county.db （2019）豫0399执1号 410399198503121236 objection --on 2019-07-01 --by 张三 --document 异议书\n"
                  "  plumb registry step county.db （2019）豫0399执1号 410399198503121236 objection_decision --on 2019-07-03 --by 样例县人民法院 "
                  "--document （2019）豫0399执异1号 --detail dismissed\n"
                  "  plumb registry step county.db （2019）豫0399执1号 410399198503121236 push --on 2019-06-10 --by 样例县人民法院 --detail "
                  "县公安局、县财政局\n"
                  "  plumb registry step county.db （2019）豫0399执1号 410399198503121236 removal --withdraw --on 2019-10-08 --by 样例县人民法院 "
                  "--document （2019）豫0399执1号通知");
  const auto path = made<std::string>(), published = made<std::string>(), until = made<std::string>();
  const auto withdraw = std::make_shared<bool>(false);
  const auto step = made<StepRecord>();
  add_db(t, command, *path);
  add_case(t, command, step->case_no, step->party);
  command.add_option("KIND", step->kind, kinds)->required();
  command.add_option("--on", step->on, t.say("哪一天 (YYYY-MM-DD)", "on which day (YYYY-MM-DD)"))->required();
  command.add_option("--by", step->by, t.say("谁", "who took it"))->required();
  command.add_option("--document", step->document, t.say("文书号", "the number of the document it rests on"));
  command.add_option("--until", *until,
                     t.say("期限、延长、暂停、准许的届满日，自当日起不再有效",
                           "the end of a term, an extension, a suspension or a permit: the first day on which it holds no more"));
  command.add_option(
      "--detail", step->detail,
      t.say("决定的结果（理由成立、驳回），推送和通报的对象，事由", "a decision's outcome (upheld, dismissed); to whom a push or notice goes; which ground"));
  command.add_option("--published", *published,
                     t.say("条目的发布日期，案号与主体有多个条目时用", "the entry's day of publication, where the case lists the party twice"));
  command.add_flag("--withdraw", *withdraw,
                   t.say("收回误记的步骤（案号、主体、步骤、日期、经办、文书须与所记一致），它所改动的一并复原",
                         "take back a step recorded in error, named as it was recorded (case, party, kind, day, who, document), with what it changed"));
  read_days(command, {"--on", "--until", "--published"});
  program.on(command, [=](const Terminal& terminal) -> int {
    step->published_on = given(*published);
    step->until = given(*until);
    return record(
        terminal, *path,
        [&](Registry& registry, const Recording& recording) {
          return *withdraw ? registry.withdraw_step(*step, recording) : registry.take_step(*step, recording);
        },
        *withdraw);
  });
}

}  // namespace

void add_registry_steps(Program& program, CLI::App& parent) {
  add_add(program, parent);
  add_remove(program, parent);
  add_permit(program, parent);
  add_retain(program, parent);
  add_step(program, parent);
}

}  // namespace plumb::cli
