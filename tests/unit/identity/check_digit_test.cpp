#include "runtime/identity/check_digit.hpp"

#include <gtest/gtest.h>

namespace plumb::identity {
namespace {

TEST(CheckDigit, ResidentNumber) {
  EXPECT_TRUE(check_digit_holds("410397197005020013"));
  EXPECT_TRUE(check_digit_holds("41039719700815106X"));
  EXPECT_FALSE(check_digit_holds("410396198101010050"));
  EXPECT_EQ(resident_check_digit("41039719700815106"), 'X');
}

TEST(CheckDigit, CreditCode) {
  for (const char* id : {"91410397900000030U", "914103990002101129", "91410399000210438Y", "9141039790000092XP"}) EXPECT_TRUE(check_digit_holds(id)) << id;
  EXPECT_FALSE(check_digit_holds("91410397900000031U"));
  EXPECT_EQ(credit_code_alphabet().size(), 31u);
}

TEST(CheckDigit, OrganisationCode) {
  EXPECT_EQ(organisation_check_digit("D2143569"), 'X');  // the standard's own worked example
  EXPECT_TRUE(check_digit_holds("D2143569-X"));
  EXPECT_FALSE(check_digit_holds("D2143569-1"));
  EXPECT_EQ(organisation_check_digit("90000003"), '0');
}

TEST(CheckDigit, OfFormsThatHaveNone) {
  EXPECT_TRUE(check_digit_holds("E12345678"));
  EXPECT_TRUE(check_digit_holds("4103971970****0010"));
}

// Any one digit changed, and any two neighbours swapped, is noticed: that is what MOD 11-2 promises.
TEST(CheckDigit, NoticesSingleErrorsAndSwaps) {
  const std::string good = "410397197005020013";
  for (size_t i = 0; i < 17; ++i) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string bad = good;
      bad[i] = c;
      EXPECT_EQ(resident_check_digit(bad) == good.back(), bad == good);
    }
    if (i + 1 < 17 && good[i] != good[i + 1]) {
      std::string bad = good;
      std::swap(bad[i], bad[i + 1]);
      EXPECT_NE(resident_check_digit(bad), good.back());
    }
  }
}

}  // namespace
}  // namespace plumb::identity
