#include "runtime/identity/form.hpp"

#include <gtest/gtest.h>

namespace plumb::identity {
namespace {

Date day(const char* iso) { return Date::parse(iso).value(); }

TEST(Form, TellsResidentNumbersFromCreditCodes) {
  EXPECT_EQ(form("410397197005020013"), Form::resident_number);
  EXPECT_EQ(form("41039719700815106X"), Form::resident_number);
  EXPECT_EQ(form("91410397900000030U"), Form::credit_code);
  EXPECT_EQ(form("914103990002101129"), Form::credit_code);  // digits alone; places 7 to 14 would be the year 9900
  EXPECT_EQ(form("914103198503121219"), Form::credit_code);  // a date stands there, but 9 begins no province
}

TEST(Form, AWrongCheckDigitDoesNotChangeTheForm) { EXPECT_EQ(form("410396198101010050"), Form::resident_number); }

TEST(Form, ImpossibleBirthDatesAreNoKnownForm) {
  EXPECT_EQ(form("410399199902301234"), Form::other);  // 30 February
  EXPECT_EQ(form("410399198513011234"), Form::other);  // month 13
  EXPECT_EQ(kind_by_form("410399199902301234"), std::nullopt);
}

TEST(Form, NumbersWithAPlaceTooManyOrTooFewAreMisshapen) {
  const auto misshapen = [](std::string_view id) { return is_misshapen(id, form(id)); };
  // A place too few, a place too many, a month that is none, a letter that credit codes do not have; 15 places that are no day of birth.
  for (const char* id : {"41039719700502001", "4103971970050200133", "410399198513011234", "91410397900000030I", "410397999999001"})
    EXPECT_TRUE(misshapen(id)) << id;
  for (const char* id : {"410397197005020013", "410397197005020014", "91410397900000030U", "12345678-9", "4103971970****0013", "E12345678", "H1234567890",
                         "军字第123456789012号"})
    EXPECT_FALSE(misshapen(id)) << id;
}

TEST(Form, OtherForms) {
  EXPECT_EQ(form("12345678-9"), Form::organisation_code);
  EXPECT_EQ(form("4103971970****0013"), Form::masked);
  for (const char* id : {"", "hello", "HELLO", "E12345678", "12345678901234567", "1234567890123456789", "91410397900000030I", "0141039790000003UU"}) {
    EXPECT_EQ(form(id), Form::other) << id;
  }
}

TEST(Form, KindFollowsTheVisiblePlaces) {
  EXPECT_EQ(kind_by_form("410397197005020013"), PartyKind::person);
  EXPECT_EQ(kind_by_form("91410397900000030U"), PartyKind::organisation);
  EXPECT_EQ(kind_by_form("4103971970****0013"), PartyKind::person);
  EXPECT_EQ(kind_by_form("410397********0013"), PartyKind::person);
  EXPECT_EQ(kind_by_form("91410399****101984"), PartyKind::organisation);
  EXPECT_EQ(kind_by_form("914103979***00030U"), PartyKind::organisation);
  EXPECT_EQ(kind_by_form("4103991999**301234"), PartyKind::person);
  EXPECT_EQ(kind_by_form("41039919990230****"), std::nullopt);  // shows a day that does not exist
  EXPECT_EQ(kind_by_form("12345678-9"), std::nullopt);
  EXPECT_EQ(kind_by_form("E12345678"), std::nullopt);
}

TEST(Form, DateOfBirth) {
  EXPECT_EQ(date_of_birth("410397197005020013"), day("1970-05-02"));
  EXPECT_EQ(date_of_birth("4103971970****0013"), std::nullopt);
  EXPECT_EQ(date_of_birth("914103990002101129"), std::nullopt);
  EXPECT_EQ(date_of_birth("410397180001010017"), day("1800-01-01"));
  EXPECT_EQ(date_of_birth("410397179912310017"), std::nullopt);
}

TEST(Minority, EndsOnTheEighteenthBirthday) {
  EXPECT_TRUE(was_minor_on("410397200203310892", day("2020-03-30")));
  EXPECT_FALSE(was_minor_on("410397200203310892", day("2020-03-31")));
  EXPECT_TRUE(was_minor_on("410397200203310892", day("2001-01-01")));
}

TEST(Minority, BornOnALeapDay) {
  EXPECT_TRUE(was_minor_on("410397200002290012", day("2018-02-28")));
  EXPECT_FALSE(was_minor_on("410397200002290012", day("2018-03-01")));
}

TEST(Minority, OfAMaskedNumberOnlyWhenCertain) {
  EXPECT_TRUE(was_minor_on("4103972005****0013", day("2019-01-10")));
  EXPECT_FALSE(was_minor_on("4103972001****0013", day("2019-06-01")));  // born on 2 June or later is a minor, before not
  EXPECT_FALSE(was_minor_on("410397********0013", day("2019-06-01")));
}

TEST(Minority, IsNotForOrganisations) { EXPECT_FALSE(was_minor_on("91410397900000030U", day("2019-01-01"))); }

}  // namespace
}  // namespace plumb::identity
