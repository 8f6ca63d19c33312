#include "runtime/identity/candidates.hpp"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <random>
#include <string>

#include "runtime/identity/check_digit.hpp"

namespace plumb::identity {
namespace {

std::string resident(const std::string& first17) { return first17 + resident_check_digit(first17); }
std::string credit(const std::string& first17) { return first17 + credit_check_digit(first17); }

const std::string kZhang = resident("41039919850312123");

std::string told(const Known& a, const Known& b) {
  EXPECT_EQ(reasons_between(a, b), reasons_between(b, a));
  std::string out;
  for (const Reason reason : reasons_between(a, b).list()) out += (out.empty() ? "" : " ") + std::string(reason_code(reason));
  return out;
}
std::string told(const std::string& a, std::string_view name_a, const std::string& b, std::string_view name_b) {
  return told({a, name_a, {}}, {b, name_b, {}});
}

TEST(Candidates, AMaskedNumberThatAgreesUnlessNamesContradict) {
  std::string masked = kZhang;
  masked.replace(10, 4, "****");
  EXPECT_EQ(told(masked, "张三", kZhang, "张三"), "masked_number");
  EXPECT_EQ(told(masked, "", kZhang, "张三"), "masked_number");
  EXPECT_EQ(told(masked, "", kZhang, ""), "masked_number");
  EXPECT_EQ(told(masked, "李四", kZhang, "张三"), "");
  EXPECT_EQ(told(masked, "张三", resident("41039919850312125"), "张三"), "");
  std::string otherwise = kZhang;
  otherwise.replace(6, 4, "****");
  EXPECT_EQ(told(masked, "", otherwise, ""), "masked_number");
  // Seven places that both show are too few.
  EXPECT_EQ(told("4103**************", "", kZhang, ""), "");
  EXPECT_EQ(told("4103*********121**", "", "4103**************", ""), "");
}

TEST(Candidates, AnOldCodeInsideAUnifiedOneUnderAnyName) {
  const std::string old = "12345678-" + std::string(1, organisation_check_digit("12345678"));
  const std::string unified = credit("91410399" + std::string("12345678") + old.back());
  EXPECT_EQ(told(old, "新安甲公司", unified, "新安乙公司"), "old_code");
  EXPECT_EQ(told(old, "新安甲公司", unified, "新安甲公司"), "old_code other_document");
  EXPECT_EQ(told("87654321-0", "", unified, ""), "");
}

TEST(Candidates, TheSameNameAndDayOfBirth) {
  const std::string other = resident("41039919850312987");
  EXPECT_EQ(told(kZhang, "张三", other, "张三"), "name_and_birth");
  EXPECT_EQ(told(kZhang, "张三", other, ""), "");
  EXPECT_EQ(told(kZhang, "", other, ""), "");
  EXPECT_EQ(told(kZhang, "张三", other, "张叁"), "");
  EXPECT_EQ(told(kZhang, "张三", resident("41039919850313123"), "张三"), "");
}

TEST(Candidates, TheSameNameWithAnotherDocument) {
  EXPECT_EQ(told(kZhang, "张三", "E12345678", "张三"), "other_document");
  EXPECT_EQ(told("E12345678", "张三", "E87654321", "张三"), "other_document");
  EXPECT_EQ(told(kZhang, "张三", "E12345678", "李四"), "");
  // A person and an organisation are never one.
  EXPECT_EQ(told({kZhang, "张三", {}}, {"E12345678", "张三", PartyKind::organisation}), "");
  EXPECT_EQ(told(kZhang, "张三", credit("91410399123456781"), "张三"), "");
  // Two unified codes of one name say nothing: a chain's branches bear it too.
  EXPECT_EQ(told(credit("91410399123456781"), "新安公司", credit("91410399123456782"), "新安公司"), "");
}

TEST(Candidates, ASlipInANumberThatIsNotValid) {
  std::string one = kZhang;
  one[16] = one[16] == '9' ? '8' : '9';
  EXPECT_EQ(told(kZhang, "张三", one, "张三"), "one_digit name_and_birth");
  EXPECT_EQ(told(kZhang, "张三", one, "李四"), "");
  std::string swapped = kZhang;
  std::swap(swapped[3], swapped[4]);
  ASSERT_FALSE(check_digit_holds(swapped) || swapped == kZhang);
  EXPECT_EQ(told(kZhang, "张三", swapped, "张三"), "swapped_digits name_and_birth");
  std::string month = kZhang;  // 19 March 85 → month 93: of no form any more
  month[10] = '9';
  EXPECT_EQ(told(kZhang, "张三", month, "张三"), "one_digit other_document");
  std::string two = one;
  two[15] = two[15] == '9' ? '8' : '9';
  EXPECT_EQ(told(kZhang, "张三", two, "张三"), "name_and_birth");
  // Both valid: two persons, as likely as not.
  const std::string sibling = resident("41039919850312125");
  EXPECT_EQ(told(kZhang, "张三", sibling, "张三"), "name_and_birth");
}

TEST(Candidates, AreInOneOrderTheStrongestFirst) {
  std::string masked = kZhang, slip = kZhang;
  masked.replace(10, 4, "****");
  slip[16] = slip[16] == '9' ? '8' : '9';
  const std::string born = resident("41039919850312987");
  const std::vector<Known> known = {{"E1", "张三", {}}, {born, "张三", {}}, {masked, "", {}}, {slip, "张三", {}}, {kZhang, "张三", {}}, {"E0", "张三", {}}};
  std::vector<uint32_t> order;
  for (const Candidate& c : candidates_of(known, 4)) order.push_back(c.other);
  EXPECT_EQ(order, (std::vector<uint32_t>{3, 2, 1, 5, 0}));
}

TEST(Candidates, SaysWhyInBothLanguages) {
  for (int i = 0; i < kReasonCount; ++i) {
    const auto reason = static_cast<Reason>(i);
    EXPECT_NE(std::string_view(reason_text(reason, Language::zh)), reason_text(reason, Language::en));
    EXPECT_NE(std::string_view(reason_code(reason)), "");
  }
}

// The pairs that the index puts together are all that there are: against looking at every pair, in crowds small and alike enough
// for every reason to occur.
TEST(Candidates, OfAllAreThoseOfEachTwo) {
  std::array<size_t, kReasonCount> met{};
  for (unsigned seed = 1; seed <= 400; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
    std::deque<std::string> ids;
    const auto number = [&] {
      std::string id = "41039919850" + std::to_string(1 + pick(2)) + "0" + std::to_string(1 + pick(2)) + "12" + std::to_string(pick(3));
      return resident(id);
    };
    const auto any_id = [&]() -> std::string {
      std::string id = number();
      const std::string code = std::string("1234567") + std::to_string(pick(3));
      switch (pick(8)) {
        case 0:
          return id.replace(10, 4, "****");
        case 1:
          return id.replace(6, 8, "********");
        case 2:
          id[pick(18)] = static_cast<char>('0' + pick(10));
          return id;
        case 3:
          std::swap(id[12], id[13]);
          return id;
        case 4:
          return "E" + std::to_string(pick(4));
        case 5:
          return code + "-" + organisation_check_digit(code);
        case 6:
          return credit("91410399" + code + organisation_check_digit(code));
        default:
          return id;
      }
    };
    std::vector<Known> known;
    constexpr std::array<std::string_view, 3> kNames = {"", "张三", "李四"};
    for (unsigned i = 0; i < 40; ++i) {
      const std::string id = any_id();
      const auto same = [&](const Known& k) { return k.id == id; };
      if (std::any_of(known.begin(), known.end(), same)) continue;
      const std::optional<PartyKind> kind = pick(6) == 0 ? std::optional(static_cast<PartyKind>(pick(2))) : std::nullopt;
      known.push_back({ids.emplace_back(id), kNames[pick(3)], kind});
    }
    std::vector<std::string> by_pairs, by_index;
    const auto line = [&](const Candidate& c) {
      std::string out = std::string(known[c.party].id) + " " + std::string(known[c.other].id);
      for (const Reason reason : c.reasons.list()) out += std::string(" ") + reason_code(reason);
      return out;
    };
    for (uint32_t i = 0; i < known.size(); ++i) {
      for (const Candidate& c : candidates_of(known, i)) {
        if (known[i].id > known[c.other].id) continue;
        by_pairs.push_back(line(c));
        for (const Reason reason : c.reasons.list()) ++met[static_cast<size_t>(reason)];
      }
    }
    for (const Candidate& c : all_candidates(known)) by_index.push_back(line(c));
    std::sort(by_pairs.begin(), by_pairs.end());
    std::sort(by_index.begin(), by_index.end());
    ASSERT_EQ(by_index, by_pairs) << "seed " << seed;
  }
  for (const size_t times : met) EXPECT_GT(times, 100U);
}

}  // namespace
}  // namespace plumb::identity
