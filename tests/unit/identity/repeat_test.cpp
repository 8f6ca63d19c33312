// What messages repeat: numbers hidden in places, long texts cut, everything else as given.
#include "runtime/identity/repeat.hpp"

#include <gtest/gtest.h>

namespace plumb::identity {
namespace {

TEST(Repeat, HidesNumbersInsideAnyText) {
  EXPECT_EQ(repeatable("410397197005020013"), "4103971970****0013");
  EXPECT_EQ(repeatable("410397197005020013;41039719700502002X号"), "4103971970****0013;4103971970****002X号");
  EXPECT_EQ(repeatable("/fields/410397197005020013"), "/fields/4103971970****0013");
  EXPECT_EQ(repeatable("410397700502001"), "4103977005****1");
  EXPECT_EQ(repeatable("410397197005020013410397197005020013"), "4103971970****00134103971970****0013");
  EXPECT_EQ(repeatable("４１０３９７１９７００５０２００１３"), "４１０３９７１９７０****００１３");
}

TEST(Repeat, LeavesOrdinaryTextsAlone) {
  for (const char* text : {"", "lodging", "2019-02-30", "星级宾馆饭店住宿限制", "12345678901234"}) EXPECT_EQ(repeatable(text), text);
}

TEST(Repeat, CutsLongTextsAndHidesBrokenOnes) {
  EXPECT_EQ(repeatable(std::string(500, ' ')), std::string(kMostRepeated, ' ') + "…");
  EXPECT_EQ(repeatable("410397\xff"), "***");
}

}  // namespace
}  // namespace plumb::identity
