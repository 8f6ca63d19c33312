// What a reviewer says of who controls whom: the relation, its end, and what is said beside it of identity.
#include "runtime/registry/one_party.hpp"
#include "tests/unit/registry/review_scratch.hpp"

namespace plumb::registry {
namespace {

TEST_F(Reviewing, ConfirmsAndRefusesWhoControls) {
  Registry registry = make();
  const std::string other = "914103991234567900";
  (void)take(registry, "parties.csv",
             "id,kind,name,sector\n" + kPerson + ",person,张三,\n" + kFirm + ",organisation,甲公司,\n" + other + ",organisation,乙公司,\n");
  (void)take(registry, "relations.csv",
             "holder,role,organisation,from,to,share\n" + kPerson + ",shareholder," + kFirm + ",,,60\n" + kFirm + ",shareholder," + other +
                 ",,,70\nE7654321,shareholder," + other + ",,,\n");
  ControlQuery query;
  query.on = *Date::parse("2019-10-01");
  const auto candidates = [&] {
    Lines out;
    for (const ControlCandidate& c : expect_value(control_candidates(registry, query)).candidates) {
      out.push_back(c.holder.name + ">" + c.organisation.name + " " + c.votes.text() + " " + c.interest.text() + " " + std::to_string(c.path.size()) +
                    (c.recorded ? " recorded" : "") + (c.review ? " " + c.review->verdict : ""));
    }
    return out;
  };
  EXPECT_EQ(candidates(), (Lines{"张三>甲公司 60 60 1", "张三>乙公司 70 42 2"}));
  EXPECT_EQ(expect_value(control_candidates(registry, query)).unstated.size(), 1U);
  EXPECT_TRUE(expect_value(refuse_control(registry, kPerson, kFirm, RecordedControl::stands, said("代持"))).changed);
  EXPECT_TRUE(expect_value(confirm_control(registry, kPerson, other, *Date::parse("2019-10-01"), said("工商档案"))).changed);
  EXPECT_EQ(candidates(), Lines());
  query.settled = true;
  EXPECT_EQ(candidates(), (Lines{"张三>甲公司 60 60 1 not_controls", "张三>乙公司 70 42 2 recorded controls"}));
  const facts::Facts facts = expect_value(registry.read());
  const auto controller =
      std::find_if(facts.relations.begin(), facts.relations.end(), [](const facts::Relation& r) { return r.role == Role::actual_controller; });
  ASSERT_NE(controller, facts.relations.end());
  EXPECT_EQ(controller->holder + controller->organisation + controller->period.from->iso(), kPerson + other + "2019-10-01");
  EXPECT_TRUE(expect_value(registry.verify()).faults.empty());
}

// Never true is what was taken back: no day of it stands, what was known before is told as it was known, and no pair has two answers.
TEST_F(Reviewing, RefusingAConfirmedControlTakesTheRelationBack) {
  Registry registry = people();
  (void)take(registry, "relations.csv", "holder,role,organisation,from,to,share\n" + kPerson + ",shareholder," + kFirm + ",,,60\n");
  EXPECT_TRUE(expect_value(confirm_control(registry, kPerson, kFirm, *Date::parse("2018-01-01"), said("工商档案"))).changed);
  const std::string confirmed = tick();
  const auto controllers = [&](std::optional<std::string> known_at = {}) {
    Lines out;
    const facts::Facts facts = expect_value(registry.read(known_at));
    for (const facts::Relation& r : facts.relations) {
      if (r.role == Role::actual_controller) out.push_back(r.holder + " " + r.period.from->iso());
    }
    return out;
  };
  EXPECT_EQ(controllers(), Lines{kPerson + " 2018-01-01"});
  const ControlRefused refused = expect_value(refuse_control(registry, kPerson, kFirm, RecordedControl::stands, said("档案看错")));
  EXPECT_TRUE(refused.changed);
  EXPECT_EQ(refused.taken_back, Lines{"2018-01-01"});
  EXPECT_EQ(controllers(), Lines());
  EXPECT_EQ(controllers(confirmed), Lines{kPerson + " 2018-01-01"});
  ControlQuery query;
  query.on = *Date::parse("2019-10-01");
  query.settled = true;
  const ControlAnswer answer = expect_value(control_candidates(registry, query));
  ASSERT_EQ(answer.candidates.size(), 1U);
  EXPECT_FALSE(answer.candidates[0].recorded);
  EXPECT_EQ(answer.candidates[0].review->verdict, "not_controls");
  EXPECT_FALSE(expect_value(refuse_control(registry, kPerson, kFirm, RecordedControl::stands, said("档案看错"))).changed);
  EXPECT_TRUE(expect_value(confirm_control(registry, kPerson, kFirm, *Date::parse("2019-01-01"), said("复核"))).changed) << "and is confirmed anew";
  EXPECT_EQ(controllers(), Lines{kPerson + " 2019-01-01"});
  const std::string mistaken = tick();
  EXPECT_TRUE(expect_value(confirm_control(registry, kPerson, kFirm, *Date::parse("2019-03-01"), said("复核"))).changed);
  EXPECT_EQ(controllers(), Lines{kPerson + " 2019-03-01"}) << "another day corrects the first";
  EXPECT_EQ(controllers(mistaken), Lines{kPerson + " 2019-01-01"});
  const uint64_t before = expect_value(registry.revision());
  EXPECT_FALSE(expect_value(confirm_control(registry, kPerson, kFirm, *Date::parse("2019-03-01"), said("复核"))).changed);
  EXPECT_EQ(expect_value(registry.revision()), before) << "said already";
  EXPECT_TRUE(expect_value(confirm_control(registry, kPerson, kFirm, *Date::parse("2019-03-01"), said("又核"))).changed);
  EXPECT_GT(expect_value(registry.revision()), before) << "on another ground";
  EXPECT_TRUE(expect_value(registry.verify()).faults.empty());
}

// What a table told is corrected in the table, or taken back by who says so in words; under whichever document it was told.
TEST_F(Reviewing, AControlThatATableToldIsTakenBackInSoManyWords) {
  Registry registry = people();
  (void)expect_value(bind_identifiers(registry, "E12345678", kPerson, said()));
  const std::string rows = "holder,role,organisation,from,to,share\nE12345678,actual_controller," + kFirm + ",2019-01-01,,\n";
  (void)take(registry, "relations.csv", rows);
  const auto controllers = [&] {
    const facts::Facts facts = expect_value(registry.read());
    return std::count_if(facts.relations.begin(), facts.relations.end(), [](const facts::Relation& r) { return r.role == Role::actual_controller; });
  };
  const auto refuse = [&](RecordedControl recorded) { return refuse_control(registry, kPerson, kFirm, recorded, said("不是")); };
  EXPECT_EQ(code(refuse(RecordedControl::stands).error()), "review.control_recorded");
  EXPECT_EQ(controllers(), 1);
  EXPECT_EQ(expect_value(reviews_at(registry.database(), kNow)).size(), 1U) << "nothing was written";
  EXPECT_EQ(expect_value(refuse(RecordedControl::taken_back)).taken_back, Lines{"2019-01-01"});
  EXPECT_EQ(controllers(), 0);
  EXPECT_EQ(take(registry, "relations.csv", rows).rejects.at(0).reason, RejectReason::control_refused) << "and the table does not bring it back";
  // What had ended by the day of the statement says nothing against it.
  (void)expect_value(confirm_control(registry, kPerson, kFirm, *Date::parse("2018-01-01"), said()));
  (void)take(registry, "relations-2.csv", "holder,role,organisation,from,to,share\n" + kPerson + ",actual_controller," + kFirm + ",2018-01-01,2019-10-01,\n");
  EXPECT_TRUE(expect_value(refuse(RecordedControl::stands)).taken_back.empty());
  EXPECT_EQ(controllers(), 1) << "until that day it did";
  EXPECT_TRUE(expect_value(registry.verify()).faults.empty());
}

// Whether or not anybody ever said anything of anyone's control.
TEST_F(Reviewing, AnOrganisationDoesNotControlItselfUnderAnotherOfItsNumbers) {
  Registry registry = make();
  const std::string unified = kFirm, another = "914103991234567900";
  (void)take(registry, "parties.csv", "id,kind,name,sector\n" + unified + ",organisation,甲公司,\n" + another + ",organisation,甲公司,\n");
  (void)expect_value(bind_identifiers(registry, another, unified, said()));
  const auto refusal = [&](const std::string& holder, const std::string& organisation) {
    const auto rejects = take(registry, "relations.csv", "holder,role,organisation,from,to\n" + holder + ",actual_controller," + organisation + ",,\n").rejects;
    return rejects.empty() ? RejectReason::none : rejects.front().reason;
  };
  EXPECT_EQ(refusal(another, unified), RejectReason::controls_itself);
  EXPECT_EQ(refusal(unified, another), RejectReason::controls_itself);
  EXPECT_EQ(refusal(unified, unified), RejectReason::controls_itself);
  EXPECT_EQ(refusal("914103990002104117", unified), RejectReason::none);
}

// The same pair of organisations, looked at for both matters and both ways.
TEST_F(Reviewing, WhatIsSaidOfIdentityAndOfControlStandsSideBySide) {
  Registry registry = make();
  const std::string one = "914103991234567819", two = "914103991234567900";
  (void)take(registry, "parties.csv", "id,kind,name,sector\n" + one + ",organisation,甲公司,\n" + two + ",organisation,甲公司,\n");
  const auto said_of = [&] {
    Lines out;
    for (const ToldReview& told : expect_value(reviews_at(registry.database(), kNow))) {
      out.push_back((told.a == one ? "1 " : "2 ") + told.review.verdict + " " + told.review.reason);
    }
    return out;
  };
  EXPECT_TRUE(expect_value(distinguish(registry, one, two, said("两家"))));
  EXPECT_TRUE(expect_value(refuse_control(registry, one, two, RecordedControl::stands, said("代持"))).changed);
  EXPECT_TRUE(expect_value(refuse_control(registry, two, one, RecordedControl::stands, said("参股"))).changed);
  EXPECT_EQ(said_of(), (Lines{"1 different 两家", "1 not_controls 代持", "2 not_controls 参股"}));
  EXPECT_FALSE(expect_value(distinguish(registry, two, one, said("两家")))) << "said before, though the last word was of control";
  EXPECT_FALSE(expect_value(refuse_control(registry, one, two, RecordedControl::stands, said("代持"))).changed);
  EXPECT_TRUE(expect_value(distinguish(registry, one, two, said("同名"))));
  EXPECT_TRUE(expect_value(confirm_control(registry, one, two, *Date::parse("2019-10-01"), said("档案"))).changed);
  EXPECT_EQ(said_of(), (Lines{"2 not_controls 参股", "1 different 同名", "1 controls 档案"}));
  EXPECT_EQ(expect_value(reviews_at(registry.database(), 2)).size(), 1U) << "as it was known then";
  EXPECT_EQ(expect_value(registry.read()).distinctions.size(), 2U);
  EXPECT_EQ(told(registry), Lines());
  EXPECT_TRUE(expect_value(registry.verify()).faults.empty());
}

// A row that is recorded may be corrected whatever was said since: that is how it is ended.
TEST_F(Reviewing, ARecordedControlMayBeCorrectedAlsoWhereItHasNoDay) {
  Registry registry = people();
  const std::string one = "914103991234567819", two = "914103991234567900", header = "holder,role,organisation,from,to,share\n";
  const std::string open = one + ",actual_controller," + two + ",,", dated = one + ",actual_controller," + two + ",2018-01-01,";
  (void)take(registry, "relations.csv", header + open + ",\n" + dated + ",\n");
  (void)expect_value(refuse_control(registry, kPerson, kFirm, RecordedControl::stands, said()));
  (void)expect_value(bind_identifiers(registry, one, two, said("更名"), BothValid::seen));
  const auto corrected =
      take(registry, "relations.csv", header + open + "2019-01-01,\n" + dated + "2019-01-01,\n" + one + ",actual_controller," + two + ",2019-02-02,,\n");
  EXPECT_EQ(corrected.files.at(0).changed, 2U);
  EXPECT_EQ(corrected.files.at(0).rejected, 1U) << "what nobody recorded: it would control itself";
}

TEST_F(Reviewing, ConfirmingControlSaysNothingOfIdentity) {
  Registry registry = people();
  (void)take(registry, "relations.csv", "holder,role,organisation,from,to,share\n" + kPerson + ",shareholder," + kFirm + ",,,60\n");
  (void)expect_value(confirm_control(registry, "E12345678", kFirm, *Date::parse("2019-10-01"), said()));
  (void)expect_value(refuse_control(registry, kPerson, "E12345678", RecordedControl::stands, said()));
  EXPECT_EQ(told(registry).size(), 2U) << "the passport is still a candidate";
}

// A day that is given corrects the one that was confirmed; none that is given corrects nothing.
TEST_F(Reviewing, ADayOfControlIsCorrectedByADayThatIsGiven) {
  Registry registry = people();
  const auto recorded = [&] {
    Statement rows = expect_value(
        registry.database().prepare("SELECT i.id, r.valid_from, ifnull(r.valid_to, '') FROM relations r JOIN identifiers i ON i.number = r.holder WHERE "
                                    "r.role = 'actual_controller' AND r.revision_to IS NULL ORDER BY r.valid_from"));
    Lines out;
    while (rows.step() == SQLITE_ROW) out.push_back(std::string(rows.text(0)) + " " + std::string(rows.text(1)) + " " + std::string(rows.text(2)));
    return out;
  };
  const auto confirm = [&](const std::string& holder, const char* from, const std::string& basis = "复核") {
    return confirm_control(registry, holder, kFirm, *from == '\0' ? std::nullopt : Date::parse(from), said(basis));
  };
  EXPECT_TRUE(expect_value(confirm(kPerson, "")).relation_changed);
  EXPECT_EQ(recorded(), Lines{kPerson + " 2019-10-01 "}) << "that of the statement";
  EXPECT_EQ(expect_value(confirm(kPerson, "2018-01-01")).corrected, Lines{"2019-10-01"});
  const ControlConfirmed again = expect_value(confirm(kPerson, "", "再核"));
  EXPECT_TRUE(again.changed);
  EXPECT_FALSE(again.relation_changed);
  EXPECT_TRUE(again.corrected.empty());
  EXPECT_EQ(recorded(), Lines{kPerson + " 2018-01-01 "}) << "as it stands";
  // Of another document of the same person it is another statement.
  EXPECT_TRUE(expect_value(confirm("E12345678", "2017-01-01")).relation_changed);
  (void)expect_value(bind_identifiers(registry, "E12345678", kPerson, said("核验")));
  EXPECT_TRUE(expect_value(confirm(kPerson, "2018-01-01", "三核")).corrected.empty());
  EXPECT_EQ(recorded(), (Lines{"E12345678 2017-01-01 ", kPerson + " 2018-01-01 "}));
  // An end that is recorded stays; from a later day on it holds again.
  (void)take(registry, "relations.csv", "holder,role,organisation,from,to,share\n" + kPerson + ",actual_controller," + kFirm + ",2018-01-01,2019-01-01,\n");
  for (const char* before_its_end : {"2018-01-01", "2018-06-01", "2017-06-01", "2018-12-31"}) {
    EXPECT_EQ(code(confirm(kPerson, before_its_end, "四核").error()), "review.control_ended") << before_its_end;
    EXPECT_EQ(code(confirm("E12345678", before_its_end, "四核").error()), "review.control_ended") << before_its_end;
  }
  EXPECT_TRUE(expect_value(confirm(kPerson, "2019-06-01", "五核")).corrected.empty());
  EXPECT_EQ(recorded(), (Lines{"E12345678 2017-01-01 ", kPerson + " 2018-01-01 2019-01-01", kPerson + " 2019-06-01 "}));
  EXPECT_TRUE(expect_value(registry.verify()).faults.empty());
}

// What is said is said on a day that has come, in Beijing.
TEST_F(Reviewing, NothingIsSaidOnADayToCome) {
  Registry registry = people();
  Said to_come = said();
  to_come.on = *Date::parse("2019-10-02");
  for (const std::string& moment : {std::string("2019-10-01T15:59:59Z"), std::string("2019-10-01T00:00:59Z")}) {
    to_come.recorded_at = moment;
    EXPECT_EQ(code(bind_identifiers(registry, "E12345678", kPerson, to_come).error()), "usage.statement_to_come");
    EXPECT_EQ(code(confirm_control(registry, kPerson, kFirm, to_come.on, to_come).error()), "usage.statement_to_come");
  }
  to_come.recorded_at = "2019-10-01T16:00:00Z";
  EXPECT_TRUE(expect_value(confirm_control(registry, kPerson, kFirm, *Date::parse("2019-12-01"), to_come)).changed) << "from a day to come on, said today";
}

}  // namespace
}  // namespace plumb::registry
