#include "runtime/lifecycle/statistics.hpp"

#include <gtest/gtest.h>

#include "tests/unit/lifecycle/county.hpp"

namespace plumb::lifecycle {
namespace {

class Statistic : public ::testing::Test {
 protected:
  Statistic() {
    for (const char* published : {"2019-01-10", "2019-03-01", "2019-03-02", "2019-03-03"}) {
      entries.push_back(entry(published));
      entries.back().case_no += published;
    }
    entries[0].ground_on = day("2019-06-03");
    entries[0].removed_on = day("2019-06-04");
    entries[1].ground_on = day("2019-06-03");
    entries[1].removed_on = day("2019-06-20");
    entries[2].ground_on = day("2019-06-03");
    entries[3].publishable = false;
    entries[3].court = "另一法院";
    add(1, Step::push, "2019-03-01", kCourt, "县公安局");
    add(1, Step::removal, "2019-06-20", kCourt, "");
    add(1, Step::removal_notice, "2019-06-21", kCourt, "");
    add(1, Step::department_notice, "2019-06-19", kCourt, "县财政局");  // dated before the removal
    add(1, Step::department_notice, "2019-06-21", kCourt, "县公安局、县财政局");
    add(1, Step::confirmation, "2019-06-22", "县公安局", "");
    add(2, Step::objection, "2019-04-01", "张三", "");
    add(2, Step::objection_decision, "2019-04-09", kCourt, "驳回");
  }
  void add(size_t of, Step step, std::string_view on, std::string by, std::string detail) {
    events.push_back(event(step, on, std::move(by), std::move(detail)));
    events.back().case_no = entries[of].case_no;
  }
  Statistics count(std::optional<Date> since = std::nullopt) const {
    const auto told = stories(entries, events, day("2019-12-01"));
    return statistics(told, minors, {}, Calendar2019(), day("2019-12-01"), since);
  }

  std::vector<facts::Entry> entries;
  std::vector<Event> events;
  std::vector<SetAside> minors{{"另一法院", day("2019-03-01")}};
};

TEST_F(Statistic, CountsPerCourt) {
  EXPECT_EQ(statistics_csv(count(), By::court, Language::en),
            "court,listed,live,not_publishable,minors,unrecorded,removed,removed_in_time,removed_late,removal_overdue,listed_late,listing_overdue,pushed_late,"
            "push_overdue,objections,objections_upheld,objections_dismissed,objections_pending,objections_late,reconsiderations,units_not_told,"
            "removals_not_announced,departments_not_told,retained,suspended,wrong_listings,wrong_removals\r\n"
            "另一法院,1,1,1,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0\r\n"
            "样例县人民法院,3,1,0,0,3,2,1,1,1,0,0,0,0,1,0,1,0,1,0,0,0,0,0,0,0,0\r\n");
}

TEST_F(Statistic, OfWhoWasErasedAListingSaidToBeWrongStaysCounted) {
  const auto wrong = [this] {
    for (const auto& [court, counts] : count().courts) {
      if (court == kCourt) return std::pair(counts[static_cast<size_t>(Count::wrong_listings)], counts[static_cast<size_t>(Count::wrong_removals)]);
    }
    return std::pair(uint64_t{0}, uint64_t{0});
  };
  entries[0].ground_on.reset();
  EXPECT_EQ(wrong(), (std::pair<uint64_t, uint64_t>(0, 1)));
  entries[0].party = "erased-1";
  EXPECT_EQ(wrong(), (std::pair<uint64_t, uint64_t>(0, 0)));
  entries[0].removal_ground = "wrongly_made";
  EXPECT_EQ(wrong(), (std::pair<uint64_t, uint64_t>(1, 0)));
}

TEST_F(Statistic, OfWhoWasErasedACourtsDelaysStayCounted) {
  add(3, Step::objection, "2019-04-01", "erased-1", "");
  add(3, Step::objection_decision, "2019-04-20", kCourt, "驳回");
  const std::string before = statistics_csv(count(), By::court, Language::en);
  EXPECT_NE(before.find("另一法院,1,1,1,1,1,0,0,0,0,0,0,0,0,1,0,1,0,1,"), std::string::npos) << before;
  for (facts::Entry& entry : entries) entry.party = "erased-1";
  for (Event& event : events) event.party = "erased-1";
  EXPECT_EQ(statistics_csv(count(), By::court, Language::en), before);
}

TEST_F(Statistic, CountsPerDepartment) {
  EXPECT_EQ(statistics_csv(count(), By::department, Language::zh),
            "部门,收到推送,收到撤销通报,确认解除,按期解除,迟延解除,逾期未确认,应通报未通报,保留\r\n"
            "县公安局,1,1,1,1,0,0,0,0\r\n"
            "县财政局,0,1,0,0,0,1,0,0\r\n");
  EXPECT_EQ(
      statistics_json(count(), By::department),
      "[\n{\"department\":\"县公安局\",\"received\":1,\"told\":1,\"confirmed\":1,\"in_time\":1,\"late\":0,\"overdue\":0,\"not_told\":0,\"retained\":0},\n"
      "{\"department\":\"县财政局\",\"received\":0,\"told\":1,\"confirmed\":0,\"in_time\":0,\"late\":0,\"overdue\":1,\"not_told\":0,\"retained\":0}\n]\n");
}

TEST_F(Statistic, StandInColumnsForAClerk) {
  const std::string courts = statistics_text(count(), By::court, Language::zh);
  EXPECT_TRUE(
      courts.starts_with("法院            另一法院  样例县人民法院\n"
                         "纳入                   1               3\n"
                         "在列                   1               1\n"))
      << courts;
  EXPECT_EQ(statistics_text(count(), By::department, Language::en),
            "department  received  told  confirmed  in time  late  overdue  not told  retained\n"
            "县公安局           1     1          1        1     0        0         0         0\n"
            "县财政局           0     1          0        0     0        1         0         0\n");
  EXPECT_EQ(statistics_text({}, By::court, Language::zh), "没有可统计的\n");
  EXPECT_EQ(statistics_text({}, By::department, Language::en), "there is nothing to count\n");
}

TEST_F(Statistic, CountsSinceADay) {
  const Statistics later = count(day("2019-03-03"));
  const auto at = [&](Count count) { return later.courts[1].counts[static_cast<size_t>(count)]; };
  EXPECT_EQ(later.courts[1].name, kCourt);
  EXPECT_EQ(at(Count::listed), 0U);
  EXPECT_EQ(at(Count::live), 1U) << "who is there is there, since whenever";
  EXPECT_EQ(at(Count::removed), 2U);
  EXPECT_EQ(at(Count::objections), 1U);
}

}  // namespace
}  // namespace plumb::lifecycle
