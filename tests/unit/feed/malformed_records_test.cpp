// Whatever comes, every record is taken or refused with a reason, and none is lost on the way.
#include "tests/unit/feed/malformed_records.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <string>

#include "compiler/base/date.hpp"
#include "runtime/feed/court_record.hpp"

namespace plumb::feed {
namespace {

constexpr size_t kRecords = 10'000;

struct Counts {
  size_t records = 0, entries = 0, removals = 0;
  std::map<std::string, size_t> refused;
  size_t refusals() const {
    size_t sum = 0;
    for (const auto& [reason, count] : refused) sum += count;
    return sum;
  }
};

void check_refusal(const CourtRefusal& refusal) {
  EXPECT_NE(refusal.reason, RejectReason::none);
  EXPECT_STRNE(reason_text(refusal.reason, Language::zh), "");
}

void check_taken(const CourtRecord& record) {
  EXPECT_TRUE(record.value(Field::case_no).has_value());
  EXPECT_TRUE(record.value(Field::party).has_value());
  const auto& day = record.value(record.kind == CourtRecord::Kind::removal ? Field::removed_on : Field::published_on);
  ASSERT_TRUE(day.has_value());
  EXPECT_TRUE(Date::parse(*day).has_value());
}

Counts count(std::string_view text) {
  Counts counts;
  CourtReader reader(text);
  for (RawRecord raw; reader.next(raw);) {
    ++counts.records;
    const auto read = read_court_record(raw);
    if (const auto* refusal = std::get_if<CourtRefusal>(&read)) {
      check_refusal(*refusal);
      ++counts.refused[reason_code(refusal->reason)];
      continue;
    }
    const CourtRecord& record = std::get<CourtRecord>(read);
    check_taken(record);
    ++(record.kind == CourtRecord::Kind::removal ? counts.removals : counts.entries);
  }
  return counts;
}

TEST(MalformedRecords, AreEachTakenOrRefusedWithAReason) {
  const Counts counts = count(test::malformed_records(4, kRecords));
  EXPECT_EQ(counts.records, kRecords);
  EXPECT_EQ(counts.entries + counts.removals + counts.refusals(), kRecords);
  // The generator is worth its while: all ways are gone, and often.
  EXPECT_GT(counts.entries, kRecords / 10);
  EXPECT_GT(counts.refusals(), kRecords / 10);
  for (const char* reason : {"bad_json", "not_utf8", "missing_value", "bad_date", "wrong_type", "forbidden_character", "mask_length", "not_an_identifier",
                             "not_a_case_number", "duplicate_key"})
    EXPECT_TRUE(counts.refused.contains(reason)) << reason;
}

// The same records as a list: a broken one may take no more with it than itself and its neighbour.
TEST(MalformedRecords, SpoilFewOthersInAList) {
  std::string text = test::malformed_records(5, kRecords);
  const Counts lines = count(text);
  for (size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) text.insert(at, ",");
  const Counts list = count("[" + text + "]");
  EXPECT_EQ(list.entries + list.removals + list.refusals(), list.records);
  EXPECT_GT(list.entries * 10, lines.entries * 8);
}

TEST(MalformedRecords, NormalisedTwiceChangeNothing) {
  const std::string text = test::malformed_records(6, kRecords);
  CourtReader reader(text);
  size_t compared = 0;
  for (RawRecord raw; reader.next(raw);) {
    const auto read = read_court_record(raw);
    const auto* record = std::get_if<CourtRecord>(&read);
    if (record == nullptr) continue;
    boost::json::object again;
    for (size_t i = 0; i < kFieldCount; ++i) {
      const auto field = static_cast<Field>(i);
      if (record->value(field)) again[shape(field).column == std::string("area") ? "areaName" : shape(field).column] = *record->value(field);
    }
    const std::string once = boost::json::serialize(again);
    CourtReader second(once);
    RawRecord raw_again;
    ASSERT_TRUE(second.next(raw_again));
    const auto read_again = read_court_record(raw_again);
    const auto* same = std::get_if<CourtRecord>(&read_again);
    ASSERT_NE(same, nullptr) << once << " " << reason_code(std::get<CourtRefusal>(read_again).reason);
    EXPECT_EQ(same->kind, record->kind);
    EXPECT_EQ(same->values, record->values) << once;
    for (const auto& [column, original] : same->originals) EXPECT_EQ(column, "area") << once;  // kept however it is written
    EXPECT_EQ(same->party_kind, record->party_kind);
    ++compared;
  }
  EXPECT_GT(compared, kRecords / 10);
}

}  // namespace
}  // namespace plumb::feed
