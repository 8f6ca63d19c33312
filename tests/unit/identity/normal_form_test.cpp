#include "runtime/identity/normal_form.hpp"

#include <gtest/gtest.h>

namespace plumb::identity {
namespace {

TEST(NormalForm, LeavesANormalFormAlone) {
  for (const char* id : {"410397197005020013", "91410397900000030U", "4103971970****0013", "12345678-9", "E12345678", ""}) {
    const NormalForm n = normalise(id);
    EXPECT_EQ(n.id, id);
    EXPECT_FALSE(n.changes.any()) << id;
  }
}

TEST(NormalForm, FoldsWidth) {
  const NormalForm n = normalise("４１０３９７１９７００５０２００１３");
  EXPECT_EQ(n.id, "410397197005020013");
  EXPECT_EQ(n.changes, (Changes{.width = true}));
  EXPECT_EQ(normalise("4103971970＊＊＊＊0013").id, "4103971970****0013");
}

TEST(NormalForm, FoldsCase) {
  const NormalForm n = normalise("41039719700815106x");
  EXPECT_EQ(n.id, "41039719700815106X");
  EXPECT_EQ(n.changes, (Changes{.letter_case = true}));
  EXPECT_EQ(normalise("ｘ").changes, (Changes{.width = true, .letter_case = true}));
}

TEST(NormalForm, RemovesSpacesAndHyphensOfEveryKind) {
  const char* kSeparators[] = {"-",      " ",      "\t",     "\r\n",   "\u00a0", "\u3000", "\u200b", "\ufeff",
                               "\u2010", "\u2011", "\u2013", "\u2014", "\u2212", "\uff0d", "\u00ad", "\u2003"};
  for (const char* separator : kSeparators) {
    const NormalForm n = normalise(std::string("410397") + separator + "19700502" + separator + "0013" + separator);
    EXPECT_EQ(n.id, "410397197005020013");
    EXPECT_TRUE(n.changes.separators);
  }
}

TEST(NormalForm, ExtendsResidentNumbersOfFifteenDigits) {
  const NormalForm n = normalise("410397700502001");
  EXPECT_EQ(n.id, "410397197005020013");
  EXPECT_EQ(n.changes, (Changes{.extended = true}));
  EXPECT_EQ(normalise("410397-700502-001").id, "410397197005020013");
}

TEST(NormalForm, DoesNotExtendWhatIsNoResidentNumber) {
  EXPECT_EQ(normalise("410397701302001").id, "410397701302001");  // month 13
  EXPECT_EQ(normalise("910397700502001").id, "910397700502001");  // no province begins with 9
  EXPECT_EQ(normalise("41039770050200").id, "41039770050200");
}

TEST(NormalForm, KeepsTheHyphenOfAnOrganisationCode) {
  EXPECT_EQ(normalise("12345678-9").id, "12345678-9");
  EXPECT_FALSE(normalise("12345678-9").changes.any());
  const NormalForm n = normalise(" d2143569－x ");
  EXPECT_EQ(n.id, "D2143569-X");
  EXPECT_TRUE(n.changes.separators);
  EXPECT_EQ(normalise("1234567-89").id, "123456789");
}

TEST(NormalForm, PutsInTheHyphenOfAnOrganisationCodeThatChecks) {
  EXPECT_EQ(normalise("000011121").id, "00001112-1");
  EXPECT_TRUE(normalise("000011121").changes.separators);
  EXPECT_EQ(normalise("0000-11121").id, normalise("00001112-1").id);
  EXPECT_EQ(normalise("000011122").id, "000011122");  // another check character: a document of another kind
  EXPECT_EQ(normalise("E00011121").id, "E00011121");
}

TEST(NormalForm, IsIdempotent) {
  for (const char* id : {"000011121", "４１０３９７７００５０２００１", "12345678－9", "e 123-456", "军字第１２３号"}) {
    const std::string once = normalise(id).id;
    EXPECT_EQ(normalise(once).id, once);
    EXPECT_FALSE(normalise(once).changes.any());
  }
}

}  // namespace
}  // namespace plumb::identity
