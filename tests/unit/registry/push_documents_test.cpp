// Pushes that speak of one person under several documents: what was listed under one is found under the others.
#include "runtime/registry/review/bindings.hpp"
#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {
namespace {

const std::string kPassport = "E12345678", kPermit = "H0123456789";

class PushDocuments : public PushScratch {
 protected:
  void SetUp() override {
    PushScratch::SetUp();
    bind(kPassport, kAlpha);
    bind(kPermit, kPassport);  // bindings lead on
  }
  void bind(const std::string& document, const std::string& party) {
    (void)take(*registry_, "documents.csv", "document,party,by,basis\n" + document + "," + party + ",王五,护照\n");
  }
  // "410399… 2019-05-01 2019-06-01": party, day of publication, day of removal.
  std::vector<std::string> stands() const {
    return query(
        "SELECT i.id || ' ' || e.published_on || ifnull(' ' || e.removed_on, '') FROM entries e JOIN identifiers i ON i.number = e.party WHERE e.revision_to "
        "IS "
        "NULL ORDER BY e.published_on, i.id");
  }
};

TEST_F(PushDocuments, RemoveUnderOneWhatIsListedUnderAnother) {
  push(listed(1, kPassport, "2019-05-01") + listed(2, kPassport, "2019-05-01") + listed(1, kBeta, "2019-05-01"), "2019-05-02");
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-01"), "2019-06-02")), "records=1 removed=1");
  EXPECT_EQ(fates(push(removed(2, kPermit, "2019-06-01", R"("publishDate":"2019-05-01")"), "2019-06-02")), "records=1 removed=1");
  EXPECT_EQ(stands(), (Lines{kBeta + " 2019-05-01", kPassport + " 2019-05-01 2019-06-01", kPassport + " 2019-05-01 2019-06-01"}));
  EXPECT_EQ(open_findings(), Lines{});
  // Sent again it is known already.
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-01", R"("removeKind":"")"), "2019-06-03")), "records=1 unchanged=1");
}

TEST_F(PushDocuments, AreOneEntryOfOneCaseAndDay) {
  push(listed(1, kPassport, "2019-05-01", R"("duty":"旧")"), "2019-05-02");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("duty":"新")"), "2019-05-03")), "records=1 taken=1");
  EXPECT_EQ(stands(), Lines{kPassport + " 2019-05-01"});
  EXPECT_EQ(query("SELECT duty FROM entries WHERE revision_to IS NULL"), Lines{"新"});
  // Another day is another listing, under whichever document.
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-06-01"), "2019-06-03")), "records=1 taken=1");
  EXPECT_EQ(stands(), (Lines{kPassport + " 2019-05-01", kAlpha + " 2019-06-01"}));
}

TEST_F(PushDocuments, AreNotLeftOutOfAFullPushThatNamesAnother) {
  court::PushOptions all;
  all.share = 100 * court::kSharePercent;
  push(listed(1, kPassport, "2019-05-01") + listed(2, kPassport, "2019-05-01"), "2019-05-02");
  const auto told = push_full(listed(1, kAlpha, "2019-05-01"), "2019-06-01", all);
  EXPECT_EQ(told.absent, 1u);
  EXPECT_EQ(entries(), (Lines{"1 2019-05-01", "2 2019-05-01 2019-06-01 absent_from_full_push"}));
}

TEST_F(PushDocuments, MeetTheRemovalThatWaitsUnderAnother) {
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-01"), "2019-06-02")), "records=1 waiting=1");
  push(listed(1, kPassport, "2019-05-01"), "2019-05-02");
  EXPECT_EQ(stands(), Lines{kPassport + " 2019-05-01 2019-06-01"});
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(PushDocuments, AreAskedAboutWhereSeveralEntriesMayBeMeant) {
  push(listed(1, kPassport, "2019-05-01") + listed(1, kPermit, "2019-05-10"), "2019-05-11");
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-01"), "2019-06-02")), "records=1 waiting=1");
  EXPECT_EQ(stands(), (Lines{kPassport + " 2019-05-01", kPermit + " 2019-05-10"}));
  EXPECT_EQ(open_findings(), Lines{"unclear_removal"});
  EXPECT_EQ(query("SELECT json_extract(detail, '$.published_on') FROM findings"), Lines{R"(["2019-05-01","2019-05-10"])"});
  // The court says which: by the day, or by the document.
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-01", R"("publishDate":"2019-05-10")"), "2019-06-03")), "records=1 removed=1");
  EXPECT_EQ(stands(), (Lines{kPassport + " 2019-05-01", kPermit + " 2019-05-10 2019-06-01"}));
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(PushDocuments, AreAskedAboutWhereAnEntryUnderAnotherIsLeft) {
  push(listed(1, kAlpha, "2019-05-01") + listed(1, kPassport, "2019-05-10"), "2019-05-11");
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-01"), "2019-06-02")), "records=1 removed=1");
  EXPECT_EQ(stands(), (Lines{kAlpha + " 2019-05-01 2019-06-01", kPassport + " 2019-05-10"}));
  EXPECT_EQ(open_findings(), Lines{"unclear_removal"});
  push(removed(1, kPassport, "2019-06-01"), "2019-06-03");
  EXPECT_EQ(stands(), (Lines{kAlpha + " 2019-05-01 2019-06-01", kPassport + " 2019-05-10 2019-06-01"}));
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(PushDocuments, AreRemovedTogetherWhereTheyAreOneListing) {
  (void)take(*registry_, "entries.csv",
             kEntryHeader + "（2019）豫0399执1号," + kAlpha + ",,2019-05-01,,,,true,\n（2019）豫0399执1号," + kPassport + ",,2019-05-01,,,,true,\n");
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-01"), "2019-06-02")), "records=1 removed=1");
  EXPECT_EQ(stands(), (Lines{kAlpha + " 2019-05-01 2019-06-01", kPassport + " 2019-05-01 2019-06-01"}));
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(PushDocuments, HaveTheDayOfRemovalThatTheCourtCorrectsUnderAnyOfThem) {
  const auto removal = [](const char* on) { return removed(1, kAlpha, on, R"("publishDate":"2019-05-01")"); };
  std::string rows;
  for (const std::string& document : {kAlpha, kPassport, kPermit}) rows += "（2019）豫0399执1号," + document + ",,2019-05-01,,,,true,\n";
  (void)take(*registry_, "entries.csv", kEntryHeader + rows);
  push(removal("2019-06-08"), "2019-06-12");
  push(removal("2019-06-12"), "2019-06-14");
  EXPECT_EQ(stands(), (Lines{kAlpha + " 2019-05-01 2019-06-12", kPassport + " 2019-05-01 2019-06-12", kPermit + " 2019-05-01 2019-06-12"}));
}

TEST_F(PushDocuments, AreAskedAboutNoMoreOnceTheirRemovalIsToldAgainUnderAnyOfThem) {
  const std::string removal = removed(1, kAlpha, "2019-06-01", R"("publishDate":"2019-05-01")");
  (void)take(*registry_, "entries.csv",
             kEntryHeader + "（2019）豫0399执1号," + kAlpha + ",,2019-05-01,,,,true,\n（2019）豫0399执1号," + kPassport + ",,2019-05-01,,,,true,\n");
  push(removal, "2019-06-02");
  push(listed(1, kPassport, "2019-05-01"), "2019-06-03");
  EXPECT_EQ(open_findings(), Lines{"listed_after_removal"});
  push(removal, "2019-06-04");
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(PushDocuments, AreOthersOnceTheBindingIsUndone) {
  push(listed(1, kPassport, "2019-05-01"), "2019-05-02");
  (void)expect_value(split(*registry_, kPassport, "", {"王五", "认错了", Date::parse("2019-06-01").value(), tick()}));
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-01"), "2019-06-02")), "records=1 waiting=1");
  EXPECT_EQ(stands(), Lines{kPassport + " 2019-05-01"});
}

}  // namespace
}  // namespace plumb::registry
