// Removals by hand: which listings of a case they end, and what they write onto them.
#include "tests/unit/registry/steps_scratch.hpp"

namespace plumb::registry {
namespace {

class Removing : public Steps {
 protected:
  void SetUp() override {
    today_ = "2019-12-31";
    Steps::SetUp();
  }
  void list(const std::string& party, const std::string& published) {
    (void)take(*registry_, "entries.csv", kEntryHeader + kCase + "," + party + ",样例县人民法院," + published + ",,,,true,\n");
  }
  void bind() { (void)expect_value(hand().add(Table::documents, {{"document", kPassport}, {"party", kAlpha}, {"by", "王五"}, {"basis", "核验"}})); }
  // Published, removed, kind, ground and its day; '-' for nothing.
  Lines listings() const {
    return query(
        "SELECT published_on || ' ' || ifnull(removed_on, '-') || ' ' || ifnull(removal_kind, '-') || ' ' || ifnull(removal_ground, '-') || ' ' || "
        "ifnull(ground_on, '-') FROM entries WHERE revision_to IS NULL ORDER BY published_on, party");
  }
  // The day of each removal by listing, whichever road it came by.
  Lines removals() const { return query("SELECT published_on || ' ' || ifnull(removed_on, '-') FROM entries WHERE revision_to IS NULL ORDER BY published_on"); }
  static Removal without_ground_day() {
    Removal out = removal();
    out.ground_on.reset();
    return out;
  }
};

TEST_F(Removing, WithoutAListingMeansTheSameByCommandAndByTable) {
  const auto after = [&](bool by_command, bool bound) {
    TearDown();
    SetUp();
    if (by_command)
      (void)expect_value(hand().remove(without_ground_day()));
    else
      (void)take(*registry_, "events.csv", kEventHeader + kCase + "," + kAlpha + ",,removal,2019-10-08,,样例县人民法院,文书2号,全部履行\n");
    list(bound ? kPassport : kAlpha, "2019-07-10");
    if (bound) bind();
    list(kAlpha, "2019-11-01");
    return removals();
  };
  const Lines both{"2019-06-10 2019-10-08", "2019-07-10 2019-10-08", "2019-11-01 -"};
  for (const bool bound : {false, true}) {
    EXPECT_EQ(after(true, bound), both) << "told later, published before the day: ended with the others";
    EXPECT_EQ(after(false, bound), both);
  }
}

TEST_F(Removing, EndsAllThatStandUnlessOneIsNamed) {
  list(kAlpha, "2019-01-10");
  list(kAlpha, "2019-10-20");
  Removal one = removal();
  one.published_on = day("2019-06-10");
  EXPECT_TRUE(expect_value(hand().remove(one)).warnings.empty());
  const Lines first{"2019-01-10 - - - -", "2019-06-10 2019-10-08 shielded 全部履行 2019-09-29", "2019-10-20 - - - -"};
  EXPECT_EQ(listings(), first);
  list(kAlpha, "2019-02-10");
  Removal all = removal();
  all.on = day("2019-10-10");
  EXPECT_EQ(expect_value(hand().remove(all)).warnings, std::vector{RowWarning::ends_several});
  EXPECT_EQ(listings(), (Lines{"2019-01-10 2019-10-10 shielded 全部履行 2019-09-29", "2019-02-10 2019-10-10 shielded 全部履行 2019-09-29",
                               "2019-06-10 2019-10-08 shielded 全部履行 2019-09-29", "2019-10-20 - - - -"}));
  // Taken back, with the ground of each.
  lifecycle::Event wrong = step(Step::removal, "2019-10-10");
  wrong.document = "文书2号";
  (void)expect_value(hand().withdraw(wrong));
  EXPECT_EQ(listings(), (Lines{"2019-01-10 - - - -", "2019-02-10 - - - -", "2019-06-10 2019-10-08 shielded 全部履行 2019-09-29", "2019-10-20 - - - -"}));
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

TEST_F(Removing, TakenBackUnderTwoDocumentsLeavesNoGround) {
  bind();
  list(kPassport, "2019-07-10");
  (void)expect_value(hand().remove(removal()));
  EXPECT_EQ(listings(), (Lines{"2019-06-10 2019-10-08 shielded 全部履行 2019-09-29", "2019-07-10 2019-10-08 shielded 全部履行 2019-09-29"}));
  lifecycle::Event wrong = step(Step::removal, "2019-10-08");
  wrong.document = "文书2号";
  (void)expect_value(hand().withdraw(wrong));
  EXPECT_EQ(listings(), (Lines{"2019-06-10 - - - -", "2019-07-10 - - - -"}));
  EXPECT_EQ(query("SELECT kind FROM events WHERE revision_to IS NULL"), Lines{});
}

// The court left the one under the passport out before anybody knew whose it is: that end and its ground are not this removal's.
TEST_F(Removing, WritesNothingOntoAListingThatEndedOnAnotherDay) {
  court::PushOptions everything;
  everything.share = court::parse_share("100");
  push(listed(1, kPassport, "2019-06-10"), "2019-06-11");
  push_full(listed(1, kAlpha, "2019-06-10"), "2019-09-01", everything);
  bind();
  const Lines before{"2019-06-10 2019-09-01 - absent_from_full_push -"};
  const auto of_passport = [&] {
    return query(
        "SELECT published_on || ' ' || ifnull(removed_on, '-') || ' ' || ifnull(removal_kind, '-') || ' ' || ifnull(removal_ground, '-') || ' ' || "
        "ifnull(ground_on, '-') FROM entries JOIN identifiers i ON i.number = party WHERE revision_to IS NULL AND i.id = '" +
        kPassport + "'");
  };
  EXPECT_EQ(of_passport(), before);
  (void)expect_value(hand().remove(without_ground_day()));
  EXPECT_EQ(of_passport(), before);
  EXPECT_EQ(query("SELECT removal_kind || ' ' || removal_ground FROM entries WHERE revision_to IS NULL AND removed_on = '2019-10-08'"),
            Lines{"shielded 全部履行"});
}

TEST_F(Removing, AndOtherStepsAreOfTheDocumentThatWasTyped) {
  bind();
  list(kPassport, "2019-06-10");
  lifecycle::Event served = step(Step::service, "2019-06-12");
  served.party = kPassport;
  (void)expect_value(hand().take(served));
  Removal under_passport = without_ground_day();
  under_passport.party = kPassport;
  (void)expect_value(hand().remove(under_passport));
  EXPECT_EQ(query("SELECT e.kind || ' ' || i.id FROM events e JOIN identifiers i ON i.number = e.party ORDER BY e.kind"),
            (Lines{"removal " + kPassport, "service " + kPassport}));
}

}  // namespace
}  // namespace plumb::registry
