// plumb registry candidates|same|different|split|controller: who may be whom, who may control whom, and what a person says of it.
#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "compiler/base/printable.hpp"
#include "plumb/plumb.hpp"
#include "plumb/review.hpp"
#include "tools/cli/deciding.hpp"
#include "tools/cli/json_text.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/reading.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

// Candidates as lines or JSON, identifiers masked unless they are to be revealed.
class Candidates {
 public:
  Candidates(const Terminal& terminal, bool reveal) : t_(terminal), reveal_(reveal) {}

  void print_text(const std::vector<IdentityPair>& pairs) const {
    for (const IdentityPair& pair : pairs) {
      print(fmt::format("{} — {}\n", named(pair.party), named(pair.other)));
      for (const std::string& reason : pair.reasons) print(fmt::format("    {}\n", reason_title(reason, language(t_))));
      print_review(pair.review);
    }
    count(pairs.size());
  }

  void print_text(const ControlPairs& found) const {
    for (const ControlPair& pair : found.pairs) {
      print(fmt::format(fmt::runtime(t_.say("{} → {}：表决权 {}%，权益 {}%\n", "{} → {}: {}% of the votes, interest {}%\n")), named(pair.holder),
                        named(pair.organisation), pair.votes, pair.interest));
      std::string path = named(pair.holder);
      for (const ControlPair::Step& step : pair.path) path += fmt::format(" —{}%→ {}", step.share, named(step.organisation));
      print(fmt::format("    {}\n", path));
      if (pair.recorded) print(t_.say("    已登记为实际控制人\n", "    recorded as actual controller\n"));
      print_review(pair.review);
    }
    count(found.pairs.size());
    for (const auto& [organisation, total] : found.oversubscribed)
      print(fmt::format(fmt::runtime(t_.say("注意：{} 的持股合计 {}%\n", "note: shares of {} come to {}%\n")), named(organisation), total));
    for (const auto& [holder, organisation] : found.unstated)
      print(fmt::format(fmt::runtime(t_.say("注意：{} 对 {} 的持股比例未登记\n", "note: the share of {} in {} is not recorded\n")), named(holder),
                        named(organisation)));
  }

  void print_json(const std::vector<IdentityPair>& pairs) const {
    for (const IdentityPair& pair : pairs) {
      std::string reasons;
      for (const std::string& reason : pair.reasons) reasons += (reasons.empty() ? "" : ",") + json_text(reason);
      print(fmt::format("{{\"party\":{},\"other\":{},\"reasons\":[{}],\"review\":{}}}\n", json(pair.party), json(pair.other), reasons, json(pair.review)));
    }
  }

  void print_json(const ControlPairs& found) const {
    for (const ControlPair& pair : found.pairs) {
      std::string path;
      for (const ControlPair::Step& step : pair.path)
        path += fmt::format("{}{{\"organisation\":{},\"share\":\"{}\"}}", path.empty() ? "" : ",", json(step.organisation), step.share);
      print(fmt::format("{{\"holder\":{},\"organisation\":{},\"votes\":\"{}\",\"interest\":\"{}\",\"path\":[{}],\"recorded\":{},\"review\":{}}}\n",
                        json(pair.holder), json(pair.organisation), pair.votes, pair.interest, path, pair.recorded, json(pair.review)));
    }
    for (const auto& [organisation, total] : found.oversubscribed)
      print(fmt::format("{{\"finding\":\"oversubscribed\",\"organisation\":{},\"total\":\"{}\"}}\n", json(organisation), total));
    for (const auto& [holder, organisation] : found.unstated)
      print(fmt::format("{{\"finding\":\"share_unstated\",\"holder\":{},\"organisation\":{}}}\n", json(holder), json(organisation)));
  }

  std::string named(const PartyName& party) const {
    std::string id = printable(shown(party.id));
    // With its places hidden a number in full looks like the record in which they always were.
    if (is_masked_record(party)) id += t_.say("，原记录即有遮蔽", ", masked in the record");
    return party.name.empty() ? id : fmt::format(fmt::runtime(t_.say("{}（{}）", "{} ({})")), printable(shown_text(party.name)), id);
  }

 private:
  std::string shown(const std::string& id) const { return reveal_ ? id : masked(id); }
  std::string shown_text(const std::string& text) const { return reveal_ ? text : numbers_masked(text); }
  static bool is_masked_record(const PartyName& party) { return party.id.find('*') != std::string::npos; }
  std::string json(const PartyName& party) const {
    return fmt::format("{{\"id\":{},\"name\":{},\"masked_record\":{}}}", json_text(shown(party.id)),
                       party.name.empty() ? "null" : json_text(shown_text(party.name)), is_masked_record(party));
  }
  std::string json(const std::optional<ReviewRecord>& review) const {
    if (!review) return "null";
    return fmt::format("{{\"verdict\":{},\"by\":{},\"on\":{},\"reason\":{}}}", json_text(review->verdict), json_text(shown_text(review->by)),
                       json_text(review->on), json_text(shown_text(review->reason)));
  }
  void print_review(const std::optional<ReviewRecord>& review) const {
    if (!review) return;
    const char* said = review->verdict == "different"      ? t_.say("不是同一主体", "different")
                       : review->verdict == "controls"     ? t_.say("是实际控制人", "controls")
                       : review->verdict == "not_controls" ? t_.say("不是实际控制人", "does not control")
                                                           : t_.say("是同一主体", "the same");
    print(fmt::format(fmt::runtime(t_.say("    {}：{}，{}，{}\n", "    {}: {}, {}, {}\n")), said, printable(shown_text(review->by)), review->on,
                      printable(shown_text(review->reason))));
  }
  void count(size_t pairs) const {
    if (pairs == 0) print(t_.say("没有待核对的\n", "nothing to review\n"));
  }

  const Terminal& t_;
  bool reveal_;
};

void add_candidates(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(
      parent, "candidates",
      t.say("可能是同一主体、或可能控制某单位的，附理由，供人核对",
            "who may be one party, or may control an organisation, with reasons, for a person to review"),
      "  plumb registry candidates county.db\n  plumb registry candidates county.db 410399198503121236\n  plumb registry candidates county.db --control "
      "--threshold 33.3 --as-of 2019-07-01");
  struct Asked {
    std::string database, as_of, format = "text";
    KnownAt known_at;
    ReadingOptions reading;
    ControlPairQuery query;
    bool control = false, reveal = false;
  };
  const auto asked = std::make_shared<Asked>();
  command.add_option("DB", asked->database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("ID", asked->query.pairs.party, t.say("只看这个主体（默认全部）", "of this party only (default: all)"));
  CLI::Option* control = command.add_flag("--control", asked->control, t.say("按持股链推算的实际控制人", "who controls, by chains of shares"));
  command.add_option("--threshold", asked->query.threshold, t.say("表决权须超过的百分比", "the percentage of the votes that must be exceeded"))
      ->needs(control)
      ->capture_default_str();
  command.add_flag("--organisations", asked->query.organisations, t.say("控制者也可以是单位", "organisations as holders too"))->needs(control);
  command.add_option("--as-of", asked->as_of, t.say("按这一天的持股（默认今天）", "by the shares of this day (default: today)"))->needs(control);
  command.add_flag("--all", asked->query.pairs.settled, t.say("连同已否定或已登记的", "those refused or recorded too"));
  read_days(command, {"--as-of"});
  add_known_at(t, command, asked->known_at);
  add_reading_options(t, command, asked->reading);
  command.add_flag("--reveal", asked->reveal, t.say("完整显示身份证号（须有权限）", "show identity numbers in full (for those entitled)"));
  command.add_option("--format", asked->format, t.say("输出格式", "output format"))->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  program.on(command, [asked](const Terminal& terminal) -> int {
    Result<Registry> registry = open_registry(terminal, asked->database, Registry::Mode::read_only);
    if (!registry) return fail(terminal, registry.error());
    if (const Result<void> may = asked->reveal ? registry->require(Right::reveal) : Result<void>(); !may) return fail(terminal, may.error());
    auto known_at = moment_of(terminal, asked->known_at);
    if (!known_at) return fail(terminal, known_at.error());
    asked->query.pairs.known_at = *std::move(known_at);
    Result<Reads> reads = Reads::open(terminal, asked->reading, asked->database);
    if (!reads) return fail(terminal, reads.error());
    const Candidates out(terminal, asked->reveal);
    const auto tell = [&](const auto& found) -> int {
      if (!found) return fail(terminal, found.error());
      if (const Result<void> noted = reads->note("candidates", {asked->query.pairs.party}); !noted) return fail(terminal, noted.error());
      asked->format == "json" ? out.print_json(*found) : out.print_text(*found);
      return kFine;
    };
    Reviewing reviewing(*registry);
    if (!asked->control) return tell(reviewing.identity_candidates(asked->query.pairs));
    const auto day = read_day(terminal, asked->as_of.empty() ? today() : asked->as_of);
    if (!day) return kUsage;
    asked->query.on = day->iso();
    return tell(reviewing.control_candidates(asked->query));
  });
}

// What the four answers share: the registry, two identifiers or one, who says so and why.
struct Saying {
  std::string database, a, b, from;
  ReviewStatement statement;
  bool refuse = false, withdraw = false, although_both_valid = false;
};

// `reason_option` names the one option by both of its words, that of the help first.
void add_statement(const Terminal& t, CLI::App& command, Saying& answer, const char* reason_option, bool reason_needed) {
  command.add_option("--by", answer.statement.by, t.say("由谁认定", "who says so"))->required();
  CLI::Option* reason = command.add_option(reason_option, answer.statement.reason, t.say("依据或理由", "the basis, or why"));
  if (reason_needed) reason->required();
  command.add_option("--on", answer.statement.on, t.say("哪一天认定（默认今天）", "on which day (default: today)"));
  read_days(command, {"--on"});
}

// Opens for writing and runs `say` with the statement's moments filled in.
template <typename Say>
int record(const Terminal& terminal, Saying& answer, Say say) {
  const auto day = read_day(terminal, answer.statement.on.empty() ? today() : answer.statement.on);
  if (!day) return kUsage;
  answer.statement.on = day->iso();
  answer.statement.recorded_at = now();
  Result<Registry> registry = open_registry(terminal, answer.database, Registry::Mode::read_write);
  if (!registry) return fail(terminal, registry.error());
  Reviewing reviewing(*registry);
  return say(reviewing);
}

void add_same(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "same", t.say("认定两个编号是同一主体", "say that two identifiers are one party"),
                                  "  plumb registry same county.db E12345678 410399198503121236 --by 王五 --basis 出入境证件核验");
  const auto answer = std::make_shared<Saying>();
  command.add_option("DB", answer->database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("A", answer->a, t.say("一个编号", "one identifier"))->required();
  command.add_option("B", answer->b, t.say("另一个编号", "the other"))->required();
  add_statement(t, command, *answer, "--basis,--reason", false);
  command.add_flag("--although-both-valid", answer->although_both_valid,
                   t.say("两个都是有效的居民身份证号码，仍认定为同一人（其一已经更正）",
                         "although both are valid resident numbers, which are two persons unless one was corrected"));
  program.on(command, [answer](const Terminal& terminal) {
    return record(terminal, *answer, [&](Reviewing& reviewing) -> int {
      const auto bound = reviewing.same(answer->a, answer->b, answer->statement, answer->although_both_valid);
      if (!bound) return fail(terminal, bound.error());
      const Candidates out(terminal, false);
      if (!bound->changed) {
        inform(terminal, bound->noted ? terminal.say("两者早已是同一主体；这一认定已留存", "they are one party already; that these two are was kept")
                                      : terminal.say("两者早已是同一主体，没有改动", "they are one party already; nothing was changed"));
        return kFine;
      }
      inform(terminal, fmt::format(fmt::runtime(terminal.say("{} 归于 {}", "{} is bound to {}")), out.named({bound->document, bound->document_name}),
                                   out.named({bound->party, bound->party_name})));
      if (bound->earlier == "different")
        inform(terminal, terminal.say("此前曾认定两者不是同一主体，现已改变", "they had been held to be different; that is superseded"));
      if (bound->minor_entries != 0)
        inform(terminal,
               fmt::format(fmt::runtime(terminal.say("其中 {} 条名单发布时当事人未成年，已另存待查", "set aside as findings: {} on somebody then a minor")),
                           terminal.count(bound->minor_entries, "entry", "entries")));
      return kFine;
    });
  });
}

void add_different(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "different", t.say("认定两个编号不是同一主体", "say that two identifiers are different parties"),
                                  "  plumb registry different county.db '4103991985****1236' 410399198503121236 --by 王五 --reason 住址不符");
  const auto answer = std::make_shared<Saying>();
  command.add_option("DB", answer->database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("A", answer->a, t.say("一个编号", "one identifier"))->required();
  command.add_option("B", answer->b, t.say("另一个编号", "the other"))->required();
  add_statement(t, command, *answer, "--reason,--basis", true);
  program.on(command, [answer](const Terminal& terminal) {
    return record(terminal, *answer, [&](Reviewing& reviewing) -> int {
      const auto done = reviewing.different(answer->a, answer->b, answer->statement);
      if (!done) return fail(terminal, done.error());
      inform(terminal, *done ? terminal.say("已记下：不是同一主体", "recorded: different parties")
                             : terminal.say("早已如此认定，没有改动", "said already; nothing was changed"));
      return kFine;
    });
  });
}

void add_split(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "split", t.say("撤销证件的归属", "undo the binding of a document to a party"),
                                  "  plumb registry split county.db E12345678 --by 王五 --reason 核验有误\n  plumb registry split county.db E12345678 --from "
                                  "410399198503121236 --by 王五 --reason 核验有误");
  const auto answer = std::make_shared<Saying>();
  command.add_option("DB", answer->database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("DOCUMENT", answer->a, t.say("已归于某主体的编号", "the identifier that was bound"))->required();
  command.add_option("--from", answer->from, t.say("与哪个编号分开（默认它所归于的）", "which identifier to part it from (default: the one it is bound to)"));
  add_statement(t, command, *answer, "--reason,--basis", true);
  program.on(command, [answer](const Terminal& terminal) {
    return record(terminal, *answer, [&](Reviewing& reviewing) -> int {
      const auto parted = reviewing.split(answer->a, answer->from, answer->statement);
      if (!parted) return fail(terminal, parted.error());
      inform(terminal, fmt::format(fmt::runtime(terminal.say("不再归于 {}", "no longer bound to {}")), printable(masked(parted->from))));
      std::string still;
      for (const std::string& id : parted->still) still += (still.empty() ? "" : terminal.say("、", ", ")) + printable(masked(id));
      if (!still.empty())
        inform(terminal,
               fmt::format(fmt::runtime(terminal.say("仍与 {} 为同一主体：各有认定，未被撤销（要分开的，用 --from 指明）",
                                                     "it is one party with {} still: that was said as well, and stands (to part it from them too, name them "
                                                     "with --from)")),
                           still));
      return kFine;
    });
  });
}

int refuse_controller(const Terminal& terminal, const Saying& answer, Reviewing& reviewing) {
  const auto done = reviewing.controls_not(answer.a, answer.b, answer.withdraw, answer.statement);
  if (!done) return fail(terminal, done.error());
  inform(terminal, done->changed ? terminal.say("已记下：不是实际控制人", "recorded: does not control")
                                 : terminal.say("早已如此认定，没有改动", "said already; nothing was changed"));
  for (const std::string& from : done->taken_back) {
    const std::string since =
        from.empty() ? terminal.say("（未注明起始日期）", " since ever") : fmt::format(fmt::runtime(terminal.say("（自 {} 起）", " from {}")), from);
    inform(terminal,
           fmt::format(fmt::runtime(terminal.say("此前登记的实际控制关系{}已收回，判定不再据以适用；收回前所知仍可查（--known-at）",
                                                 "the control recorded{} is taken back, and decisions go by it no more; what was known before is still "
                                                 "told (--known-at)")),
                       since));
  }
  return kFine;
}

int confirm_controller(const Terminal& terminal, const Saying& answer, Reviewing& reviewing) {
  const auto done = reviewing.controls(answer.a, answer.b, answer.from, answer.statement);
  if (!done) return fail(terminal, done.error());
  if (!done->changed)
    inform(terminal, terminal.say("早已如此认定，没有改动", "said already; nothing was changed"));
  else if (!done->relation_changed)
    inform(terminal,
           terminal.say("这一控制关系早已登记，没有改动；这一认定已留存", "the control is recorded already, as it stands; that it was said was kept"));
  else
    inform(terminal,
           fmt::format(fmt::runtime(terminal.say("已登记为实际控制人，自 {} 起，判定据以适用", "recorded as actual controller from {} on; decisions go by it")),
                       done->from));
  for (const std::string& day : done->corrected)
    inform(
        terminal,
        fmt::format(fmt::runtime(terminal.say("此前认定的起始日期 {} 已更正，判定不再据以适用；更正前所知仍可查（--known-at）",
                                              "the day confirmed before, {}, is corrected, and decisions go by it no more; what was known before is still told "
                                              "(--known-at)")),
                    day));
  return kFine;
}

void add_controller(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(
      parent, "controller", t.say("确认或否定某人是某单位的实际控制人", "confirm or refuse that somebody is an organisation's actual controller"),
      "  plumb registry controller county.db 410399198503121236 914103990000111219 --by 王五 --basis 工商档案\n  plumb registry controller county.db "
      "410399198503121236 914103990000111219 --refuse --by 王五 --basis 代持");
  const auto answer = std::make_shared<Saying>();
  command.add_option("DB", answer->database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("HOLDER", answer->a, t.say("控制者", "who controls"))->required();
  command.add_option("ORGANISATION", answer->b, t.say("单位", "the organisation"))->required();
  add_statement(t, command, *answer, "--basis,--reason", true);
  CLI::Option* from = command.add_option(
      "--from", answer->from,
      t.say("自哪一天起（默认按已登记的；尚未登记的自认定之日起）", "from which day on (default: as it is recorded, else that of the statement)"));
  read_days(command, {"--from"});
  CLI::Option* refuse = command.add_flag("--refuse", answer->refuse, t.say("不是", "does not control"))->excludes(from);
  command.add_flag("--withdraw", answer->withdraw, t.say("连同表格所登记的一并收回（自始不存在）", "take back what a table told of it as well, as never true"))
      ->needs(refuse);
  program.on(command, [answer](const Terminal& terminal) {
    return record(terminal, *answer, [&](Reviewing& reviewing) -> int {
      if (answer->refuse) return refuse_controller(terminal, *answer, reviewing);
      return confirm_controller(terminal, *answer, reviewing);
    });
  });
}

}  // namespace

void add_registry_review(Program& program, CLI::App& parent) {
  add_candidates(program, parent);
  add_same(program, parent);
  add_different(program, parent);
  add_split(program, parent);
  add_controller(program, parent);
}

}  // namespace plumb::cli
