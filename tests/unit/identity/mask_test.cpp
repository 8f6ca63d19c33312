#include "runtime/identity/mask.hpp"

#include <gtest/gtest.h>

namespace plumb::identity {
namespace {

TEST(Mask, AgreesWhereBothShow) {
  EXPECT_TRUE(agree("4103971970****0013", "410397197005020013"));
  EXPECT_TRUE(agree("410397197005020013", "4103971970****0013"));
  EXPECT_TRUE(agree("4103971970****0013", "410397******020013"));
  EXPECT_TRUE(agree("410397197005020013", "410397197005020013"));
  EXPECT_FALSE(agree("4103971970****0013", "410397197005020014"));
  EXPECT_FALSE(agree("4103971970****0013", "41039719700502001"));
  EXPECT_FALSE(agree("4103971971****0013", "4103971970****0013"));
}

TEST(Mask, SaysWhyANumberCannotBeUsed) {
  EXPECT_EQ(mask_fault("4103971970****0013"), MaskFault::none);
  EXPECT_EQ(mask_fault("410397197005020013"), MaskFault::none);
  EXPECT_EQ(mask_fault("4*"), MaskFault::length);
  EXPECT_EQ(mask_fault("4103971970***0013"), MaskFault::length);
  EXPECT_EQ(mask_fault("4103971**********3"), MaskFault::none);  // eight places show
  EXPECT_EQ(mask_fault("410397***********3"), MaskFault::too_few_visible);
  EXPECT_EQ(mask_fault("4103971970****00号"), MaskFault::characters);
}

TEST(Mask, HidesPlacesElevenToFourteen) {
  EXPECT_EQ(masked_for_display("410397197005020013"), "4103971970****0013");
  EXPECT_EQ(masked_for_display("91410397900000030U"), "91410397900000030U");
  EXPECT_EQ(masked_for_display("12345678-9"), "12345678-9");
  EXPECT_EQ(masked_for_display("4103971970****0013"), "4103971970****0013");
}

TEST(Mask, HidesTheMiddleOfShorterNumbers) {
  EXPECT_EQ(masked_for_display("E12345678"), "E12****78");
  EXPECT_EQ(masked_for_display("E1234567"), "E12**567");
  EXPECT_EQ(masked_for_display("军字第1234567号"), "军字第1****67号");
  EXPECT_EQ(masked_for_display("A"), "*");
  EXPECT_EQ(masked_for_display(""), "");
}

}  // namespace
}  // namespace plumb::identity
