// What a reviewer says of who is who: bindings and reviews, remembered with who and when, undone with history, and read as they were known.
#include <map>
#include <random>
#include <set>

#include "runtime/facts/fact_columns.hpp"
#include "runtime/identity/check_digit.hpp"
#include "runtime/registry/one_party.hpp"
#include "tests/unit/registry/review_scratch.hpp"

namespace plumb::registry {
namespace {

TEST_F(Reviewing, ShowsCandidatesUntilSomebodySaysThatTheyAreDifferent) {
  Registry registry = people();
  EXPECT_EQ(told(registry), (Lines{kMasked + " " + kPerson + " masked_number", kPerson + " E12345678 other_document"}));
  EXPECT_EQ(told(registry, {.party = "E12345678"}), Lines{"E12345678 " + kPerson + " other_document"});
  EXPECT_EQ(told(registry, {.party = kFirm}), Lines());
  EXPECT_TRUE(expect_value(distinguish(registry, "E12345678", kPerson, said("不同人"))));
  EXPECT_EQ(told(registry), Lines{kMasked + " " + kPerson + " masked_number"});
  EXPECT_EQ(told(registry, {.settled = true}).back(), kPerson + " E12345678 other_document | different 王五 2019-10-01 不同人");
  EXPECT_FALSE(expect_value(distinguish(registry, kPerson, "E12345678", said("不同人")))) << "said before, the other way round";
  EXPECT_TRUE(expect_value(registry.verify()).faults.empty());
}

TEST_F(Reviewing, BindsTheWeakerIdentifierAndTellsItAsOfTheMoment) {
  Registry registry = people();
  const Bound bound = expect_value(bind_identifiers(registry, "E12345678", kPerson, said()));
  EXPECT_EQ(bound.document + ">" + bound.party, "E12345678>" + kPerson);
  EXPECT_TRUE(bound.changed);
  EXPECT_EQ(documents(expect_value(registry.read())), Lines{"E12345678>" + kPerson});
  EXPECT_EQ(documents(expect_value(registry.read("2019-10-01T00:00:01Z"))), Lines());
  EXPECT_EQ(told(registry), Lines{kMasked + " " + kPerson + " masked_number"});
  EXPECT_FALSE(expect_value(bind_identifiers(registry, kPerson, "E12345678", said())).changed);
  EXPECT_EQ(expect_value(bind_identifiers(registry, kPerson, kMasked, said())).document, kMasked);
  EXPECT_EQ(told(registry), Lines());
  EXPECT_TRUE(expect_value(registry.verify()).faults.empty());
}

TEST_F(Reviewing, UndoesABindingWithHistory) {
  Registry registry = people();
  (void)expect_value(bind_identifiers(registry, "E12345678", kPerson, said()));
  EXPECT_EQ(code(distinguish(registry, "E12345678", kPerson, said()).error()), "review.bound");
  EXPECT_EQ(expect_value(split(registry, "E12345678", "", said("认错了"))).from, kPerson);
  EXPECT_EQ(documents(expect_value(registry.read())), Lines());
  EXPECT_EQ(documents(expect_value(registry.read("2019-10-01T00:00:02Z"))), Lines{"E12345678>" + kPerson}) << "as it was known between";
  EXPECT_EQ(told(registry, {.settled = true}).back(), kPerson + " E12345678 other_document | different 王五 2019-10-01 认错了");
  EXPECT_EQ(code(split(registry, "E12345678", "", said()).error()), "review.unbound");
  const Bound again = expect_value(bind_identifiers(registry, "E12345678", kPerson, said()));
  EXPECT_EQ(again.earlier, "different");
  EXPECT_EQ(documents(expect_value(registry.read())), Lines{"E12345678>" + kPerson});
  EXPECT_TRUE(expect_value(registry.verify()).faults.empty());
}

// What the party's own number explains says nothing against another number of theirs, whichever is named first.
TEST_F(Reviewing, BindsACorrectedNumberWhateverARecordOfTheFormerOneShows) {
  Registry registry = people();
  const std::string corrected = "410399198503121244";
  (void)expect_value(bind_identifiers(registry, kMasked, kPerson, said()));
  (void)take(registry, "parties-4.csv", "id,kind,name\n" + corrected + ",person,张三\n");
  for (const auto& [first, second] : {std::pair(kPerson, corrected), std::pair(corrected, kPerson)}) {
    EXPECT_TRUE(expect_value(bind_identifiers(registry, first, second, said(), BothValid::seen)).changed) << first;
    (void)expect_value(split(registry, second, first, said()));
  }
}

// By a table no more than by a reviewer.
TEST_F(Reviewing, ATableBindsNoRecordThatShowsOtherPlaces) {
  Registry registry = people();
  const auto told =
      take(registry, "documents.csv", "document,party,by,basis\n4203991980****1111," + kPerson + ",法院,\n" + kMasked + "," + kPerson + ",法院,\n");
  EXPECT_EQ(told.taken(), 1U);
  ASSERT_EQ(told.rejects.size(), 1U);
  EXPECT_EQ(told.rejects[0].reason, RejectReason::bound_by_other_places);
  EXPECT_EQ(documents(expect_value(registry.read())), Lines{kMasked + ">" + kPerson});
}

TEST_F(Reviewing, RefusesWhatCannotBe) {
  Registry registry = people();
  EXPECT_EQ(code(bind_identifiers(registry, kPerson, kPerson, said()).error()), "review.itself");
  EXPECT_EQ(code(bind_identifiers(registry, kPerson, "E999", said()).error()), "review.unknown");
  EXPECT_EQ(code(bind_identifiers(registry, kPerson, kFirm, said()).error()), "review.kinds");
  // A record that hides places and shows others than the number has is somebody else's, whoever says so.
  (void)take(registry, "entries-3.csv", kEntryHeader + "甲5,4203991980****1111,法院,2019-01-01,,,,true,\n");
  EXPECT_EQ(code(bind_identifiers(registry, "4203991980****1111", kPerson, said()).error()), "review.mask_differs");
  EXPECT_TRUE(expect_value(bind_identifiers(registry, "4203991980****1111", "E12345678", said())).changed) << "of another form: nothing shows otherwise";
  EXPECT_EQ(code(bind_identifiers(registry, "E12345678", kPerson, said()).error()), "review.mask_differs") << "nor by way of another document";
  (void)expect_value(split(registry, "4203991980****1111", "", said()));
  (void)take(registry, "entries-2.csv", kEntryHeader + "甲4,4103991985****1236,法院,2019-01-01,,,,true,\n");
  EXPECT_EQ(code(bind_identifiers(registry, kMasked, "4103991985****1236", said()).error()), "review.masked");
  EXPECT_EQ(code(distinguish(registry, kPerson, kPerson, said()).error()), "review.itself");
  EXPECT_EQ(code(confirm_control(registry, kFirm, kPerson, *Date::parse("2019-10-01"), said()).error()), "review.organisation");
  EXPECT_TRUE(expect_value(registry.read()).documents.empty());
}

// By the passport nobody could tell that the debtor was a minor; by the number it is told, and the court is.
TEST_F(Reviewing, SetsEntriesOnAMinorAside) {
  Registry registry = make();
  std::string minor = "41039920050312123";
  minor += identity::resident_check_digit(minor);
  (void)take(registry, "parties.csv", "id,kind,name,sector\n" + minor + ",person,张小,\n");
  (void)take(registry, "entries.csv", kEntryHeader + "甲1,E12345678,法院,2019-01-01,,,,true,\n甲1,E12345678,法院,2023-04-01,,,,true,\n");
  EXPECT_EQ(expect_value(bind_identifiers(registry, "E12345678", minor, said())).minor_entries, 1U);
  const auto findings = [&] { return expect_value(registry.stats()).findings["entry_on_minor"]; };
  EXPECT_EQ(findings(), 1U);
  // And so are entries that come later; importing again changes nothing.
  const std::string later = kEntryHeader + "甲2,E12345678,法院,2020-01-01,,,,true,\n";
  (void)take(registry, "entries-2.csv", later);
  EXPECT_EQ(findings(), 2U);
  EXPECT_FALSE(take(registry, "entries-2.csv", later).changed);
  (void)expect_value(split(registry, "E12345678", "", said("不是本人")));
  EXPECT_EQ(findings(), 0U) << "closed with the binding";
  const std::string documents = "document,party,by,basis\nE12345678," + minor + ",王五,\n";
  const ImportSummary again = take(registry, "documents.csv", documents);
  ASSERT_EQ(again.rejected(), 1U) << "a file does not undo what a reviewer said";
  EXPECT_EQ(again.rejects[0].reason, RejectReason::held_different);
  EXPECT_EQ(findings(), 0U);
  (void)expect_value(bind_identifiers(registry, "E12345678", minor, said("另行核验")));
  EXPECT_EQ(findings(), 2U);
  EXPECT_EQ(take(registry, "documents.csv", documents).rejected(), 0U) << "bound already";
  EXPECT_TRUE(expect_value(registry.verify()).faults.empty());
}

TEST_F(Reviewing, WhatWasSaidOfADocumentHoldsForItsParty) {
  Registry registry = people();
  (void)take(registry, "relations.csv", "holder,role,organisation,from,to,share\n" + kPerson + ",shareholder," + kFirm + ",,,60\n");
  ControlQuery query;
  query.on = *Date::parse("2019-10-01");
  const auto open = [&] { return expect_value(control_candidates(registry, query)).candidates.size(); };
  (void)expect_value(refuse_control(registry, "E12345678", kFirm, RecordedControl::stands, said("代持")));
  EXPECT_EQ(open(), 1U) << "of the passport, which nobody has bound";
  (void)expect_value(bind_identifiers(registry, "E12345678", kPerson, said()));
  EXPECT_EQ(open(), 0U);
  (void)expect_value(split(registry, "E12345678", "", said()));
  EXPECT_EQ(open(), 1U);
  // Bound to it, the masked record is held to be another's by what was said of the passport.
  (void)expect_value(distinguish(registry, kMasked, "E12345678", said("不同人")));
  EXPECT_EQ(expect_value(bind_identifiers(registry, kPerson, "E12345678", said())).earlier, "different") << "by the split";
  EXPECT_EQ(told(registry), Lines());
  EXPECT_EQ(expect_value(bind_identifiers(registry, kPerson, kMasked, said())).earlier, "different") << "said of the passport";
  EXPECT_EQ(code(refuse_control(registry, "E12345678", kMasked, RecordedControl::stands, said()).error()), "review.itself");
}

TEST_F(Reviewing, KindsAndExactIdentifiersOfAPartyAreThoseOfAllItsDocuments) {
  Registry registry = people();
  const std::string masked = "4103991985****1236";
  (void)take(registry, "entries-2.csv", kEntryHeader + "甲4," + masked + ",法院,2019-01-01,,,,true,\n甲5,E7654321,法院,2019-01-01,,,,true,\n");
  (void)take(registry, "documents.csv", "document,party,by,basis\nE12345678," + masked + ",王五,\n");
  (void)take(registry, "parties-2.csv", "id,kind,name,sector\nE7654321,organisation,乙厂,\n");
  EXPECT_EQ(code(bind_identifiers(registry, masked, "E7654321", said()).error()), "review.kinds") << "by the passport it is a person's";
  const Bound bound = expect_value(bind_identifiers(registry, masked, kMasked, said()));
  EXPECT_EQ(bound.document + ">" + bound.party, kMasked + ">E12345678") << "two masked records, of one of which a document is bound";
}

TEST_F(Reviewing, AMinorIsOneUnderEveryIdentifier) {
  Registry registry = make();
  std::string minor = "41039920050312123";
  minor += identity::resident_check_digit(minor);
  const std::string entries = kEntryHeader + "甲1,E12345678,法院,2019-01-01,,,,true,\n甲2,E7654321,法院,2019-01-01,,,,true,\n";
  (void)take(registry, "entries.csv", entries);
  const auto findings = [&] { return expect_value(registry.stats()).findings["entry_on_minor"]; };
  // The number as a document of the passport; and another passport beside it.
  (void)take(registry, "documents.csv", "document,party,by,basis\n" + minor + ",E12345678,王五,\n");
  EXPECT_EQ(findings(), 1U);
  (void)take(registry, "documents-2.csv", "document,party,by,basis\nE7654321,E12345678,王五,\n");
  EXPECT_EQ(findings(), 2U);
  (void)expect_value(split(registry, "E7654321", "", said()));
  EXPECT_EQ(findings(), 1U);
}

// A binding joins the ends of chains, and may name two of whom nobody spoke: it goes with the pair that it rests on.
TEST_F(Reviewing, ASplitLeavesNobodyBoundByNobodysWord) {
  Registry registry = people();
  const std::string other = "410399199001011233";
  (void)take(registry, "parties-2.csv", "id,kind,name,sector\n" + other + ",person,李四,\nE7654321,person,张三,\n");
  (void)expect_value(bind_identifiers(registry, "E12345678", kPerson, said("认错")));
  (void)expect_value(bind_identifiers(registry, "E12345678", other, said("护照核验"), BothValid::seen));
  EXPECT_EQ(documents(expect_value(registry.read())), (Lines{other + ">" + kPerson, "E12345678>" + kPerson}));
  const Split parted = expect_value(split(registry, "E12345678", "", said("认错人")));
  EXPECT_EQ(parted.from, kPerson);
  EXPECT_EQ(parted.still, Lines{other});
  EXPECT_EQ(documents(expect_value(registry.read())), Lines{"E12345678>" + other});
  // The other way: the passport stays with whom it was said of first.
  (void)expect_value(split(registry, "E12345678", "", said("重来")));
  (void)expect_value(bind_identifiers(registry, "E12345678", kPerson, said()));
  (void)expect_value(bind_identifiers(registry, "E12345678", other, said("认错"), BothValid::seen));
  EXPECT_EQ(expect_value(split(registry, "E12345678", other, said("认错人"))).still, Lines{kPerson});
  EXPECT_EQ(documents(expect_value(registry.read())), Lines{"E12345678>" + kPerson});
  EXPECT_EQ(code(split(registry, "E12345678", other, said()).error()), "review.apart");
  EXPECT_EQ(code(split(registry, kPerson, "", said()).error()), "review.unbound");
  // What was said of two that are one already holds when they are one by nothing else.
  (void)expect_value(bind_identifiers(registry, "E7654321", "E12345678", said()));
  EXPECT_TRUE(expect_value(bind_identifiers(registry, "E7654321", kPerson, said())).noted);
  EXPECT_FALSE(expect_value(bind_identifiers(registry, "E7654321", kPerson, said())).noted);
  EXPECT_EQ(expect_value(split(registry, "E12345678", "", said())).still, Lines());
  EXPECT_EQ(documents(expect_value(registry.read())), Lines{"E7654321>" + kPerson});
  EXPECT_TRUE(expect_value(registry.verify()).faults.empty());
}

// Whatever is said, in whatever order: who is one party is who is connected by the pairs that stand, and each binding bears the basis of one.
TEST_F(Reviewing, BindingsAreThePairsThatStand) {
  std::mt19937 random(20191003);
  const std::vector<std::string> ids = {"410399198503121236", "41039919850312111X", "E12345670",          "E12345671",
                                        "E12345672",          "E12345673",          "410399********1236", "410399********1113"};
  using Pair = std::pair<std::string, std::string>;
  for (int round = 0; round < 12; ++round) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    seconds_ = 0;
    Registry registry = make();
    std::string parties = "id,kind,name,sector\n";
    for (const std::string& id : ids) parties += id + ",person,张三,\n";
    (void)take(registry, "parties.csv", parties);
    std::map<Pair, std::set<std::string>> pairs;  // that stand, with every basis that was given
    const auto connected = [&](const std::string& from, const std::string& without) {
      std::set<std::string> met;
      std::vector<std::string> open{from};
      while (!open.empty()) {
        const std::string at = open.back();
        open.pop_back();
        if (at == without || !met.insert(at).second) continue;
        for (const auto& [pair, bases] : pairs) {
          if (pair.first == at) open.push_back(pair.second);
          if (pair.second == at) open.push_back(pair.first);
        }
      }
      return met;
    };
    std::string story;
    for (int step = 0; step < 20; ++step) {
      const std::string &a = ids[random() % ids.size()], &b = ids[random() % ids.size()];
      const std::string basis = "依据" + std::to_string(step);
      const Pair pair(std::min(a, b), std::max(a, b));
      const auto dice = random() % 10;
      if (dice < 5) {
        story += "same " + a + " " + b + "\n";
        if (bind_identifiers(registry, a, b, said(basis), BothValid::seen)) pairs[pair].insert(basis);
      } else if (dice < 7) {
        story += "table " + a + " " + b + "\n";
        const ImportSummary summary = take(registry, "documents.csv", "document,party,by,basis\n" + a + "," + b + ",窗口," + basis + "\n");
        if (summary.rejected() == 0) pairs[pair].insert(basis);
      } else {
        const bool told = dice < 9;
        story += "split " + a + (told ? " from " + b : "") + "\n";
        const auto parted = split(registry, a, told ? b : "", said(basis));
        if (!parted) continue;
        const std::set<std::string> others = connected(parted->from, a);
        std::erase_if(pairs, [&](const auto& known) {
          return (known.first.first == a && others.contains(known.first.second)) || (known.first.second == a && others.contains(known.first.first));
        });
        EXPECT_FALSE(connected(a, "").contains(parted->from)) << story;
      }
      for (const std::string& id : ids) {
        std::set<std::string> members;
        for (const auto& known : expect_value(one_party(registry.database(), id, kNow)).identifiers) members.insert(known.second);
        ASSERT_EQ(members, connected(id, "")) << id << "\n" << story;
      }
      Statement bases = expect_value(registry.database().prepare("SELECT basis FROM documents WHERE revision_to IS NULL"));
      while (bases.step() == SQLITE_ROW) {
        const std::string stands(bases.text(0));
        ASSERT_TRUE(std::any_of(pairs.begin(), pairs.end(), [&](const auto& known) { return known.second.contains(stands); })) << stands << "\n" << story;
      }
    }
    ASSERT_TRUE(expect_value(registry.verify()).faults.empty());
  }
}

// Two valid numbers are two persons in law; what makes them one is asked about again, or told of a file's row.
TEST_F(Reviewing, TwoValidNumbersAreAskedAboutAgain) {
  Registry registry = people();
  std::string other = "41039919900101124";
  other += identity::resident_check_digit(other);
  std::string failing = other;
  failing.back() = failing.back() == '1' ? '2' : '1';
  (void)take(registry, "parties-2.csv", "id,kind,name,sector\n" + other + ",person,李四,\n" + failing + ",person,李四,\n");
  const auto asked = bind_identifiers(registry, other, kPerson, said());
  ASSERT_FALSE(asked);
  EXPECT_EQ(code(asked.error()), "review.both_valid");
  EXPECT_NE(asked.error().message.find("张三 4103991985****1236"), std::string::npos) << asked.error().message;
  EXPECT_NE(asked.error().message.find("李四 4103991990****"), std::string::npos) << asked.error().message;
  EXPECT_EQ(documents(expect_value(registry.read())), Lines());
  // Also where one is a party's by another of its documents; a number that fails its check digit is a slip.
  const Bound bound = expect_value(bind_identifiers(registry, "E12345678", kPerson, said()));
  EXPECT_EQ(bound.document_name + bound.party_name, "张三张三");
  EXPECT_EQ(code(bind_identifiers(registry, "E12345678", other, said()).error()), "review.both_valid");
  EXPECT_TRUE(expect_value(bind_identifiers(registry, failing, other, said())).changed);
  EXPECT_TRUE(expect_value(bind_identifiers(registry, "E12345678", other, said("更正号码"), BothValid::seen)).changed);
  EXPECT_TRUE(expect_value(split(registry, "E12345678", "", said())).still.size() == 2);
  const auto warned = [&](const std::string& rows) {
    uint64_t count = 0;
    for (const RowNote& told : take(registry, "documents.csv", "document,party,by,basis\n" + rows).warnings)
      count += told.warning == RowWarning::two_valid_numbers ? 1 : 0;
    return count;
  };
  EXPECT_EQ(warned("E7654321," + other + ",窗口,\n"), 0U);
  EXPECT_EQ(warned("41039919850312111X," + kPerson + ",窗口,\n"), identity::check_digit_holds("41039919850312111X") ? 1U : 0U);
  std::string third = "41039919910101124";
  third += identity::resident_check_digit(third);
  EXPECT_EQ(warned(third + "," + kPerson + ",窗口,\n"), 1U);
  EXPECT_EQ(warned(third + "," + kPerson + ",窗口,\n"), 0U) << "they are one already";
}

// A retention rests on the entry of the person, under whichever number; one that was never to be made holds nothing on.
TEST_F(Reviewing, ABindingEndsTheRetentionsOfAnEntryWronglyMade) {
  const std::string header = kEntryHeader.substr(0, kEntryHeader.size() - 1) + ",removal_kind,removal_ground\n";
  for (const bool by_step : {false, true}) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    seconds_ = 0;
    Registry registry = make();
    (void)take(registry, "parties.csv", "id,kind,name,sector\n" + kPerson + ",person,张三,\nE7654321,person,李四,\n");
    // Another debtor of the case, rightly listed.
    (void)take(registry, "entries.csv", kEntryHeader + "甲1,E7654321,法院,2019-01-01,,,,true,\n");
    (void)take(registry, "retentions.csv", "case_no,party,measure,until,basis\n甲1," + kPerson + ",限制,2022-01-01,某法\n");
    if (by_step) {
      (void)take(registry, "entries-2.csv", kEntryHeader + "甲1,E12345678,法院,2019-01-01,,,,true,\n");
      (void)take(registry, "events.csv", "case_no,party,kind,on,by,detail\n甲1," + kPerson + ",removal,2019-06-01,法院,错误纳入\n");
    } else {
      (void)take(registry, "entries-2.csv", header + "甲1,E12345678,法院,2019-01-01,,,2019-06-01,true,,撤销,错误纳入\n");
    }
    EXPECT_EQ(expect_value(registry.read()).retentions.size(), 1U) << "of the passport nobody knows whose it is";
    (void)expect_value(bind_identifiers(registry, "E12345678", kPerson, said()));
    EXPECT_EQ(expect_value(registry.read()).retentions.size(), 0U) << by_step;
    EXPECT_EQ(expect_value(registry.stats()).findings["retention_of_wrongly_made_entry"], 1U);
    EXPECT_TRUE(expect_value(registry.verify()).faults.empty());
  }
}

// Bindings of any shape, circles and masked ends among them, lead where facts are read to lead.
TEST_F(Reviewing, OnePartyIsTheOneThatFactsAreReadBy) {
  std::mt19937 random(20191002);
  for (int round = 0; round < 40; ++round) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    Registry registry = make();
    std::vector<std::string> ids;
    for (int i = 0; i < 9; ++i) ids.push_back(i % 3 == 0 ? "41039919850312***" + std::to_string(i) : "E1234567" + std::to_string(i));
    std::string rows = "document,party,by,basis\n";
    for (size_t i = 0; i < ids.size(); ++i) {
      const size_t to = random() % ids.size();
      if (to != i && random() % 3 != 0) rows += ids[i] + "," + ids[to] + ",王五,\n";
    }
    (void)take(registry, "documents.csv", rows);
    const facts::FactColumns facts = expect_value(registry.read_columns({}));
    const std::vector<uint32_t> principals = facts::principals(facts);
    std::map<std::string, std::set<std::string>> parties;
    for (uint32_t i = 0; i < facts.named.size(); ++i) {
      const std::string id(facts.identifiers[i]), principal(principals.empty() ? id : facts.identifiers[principals[i]]);
      parties[principal].insert(id);
      EXPECT_EQ(expect_value(one_party(registry.database(), id, kNow)).principal, principal) << rows;
    }
    std::set<std::set<std::string>> expected, bound;
    for (const auto& [principal, members] : parties) {
      if (members.size() > 1) expected.insert(members);
    }
    for (const auto& group : expect_value(bound_parties(registry.database()))) {
      std::set<std::string> members;
      for (const auto& [number, id] : group) members.insert(id);
      bound.insert(members);
    }
    EXPECT_EQ(bound, expected) << rows;
  }
}

}  // namespace
}  // namespace plumb::registry
