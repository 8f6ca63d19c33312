// What others may see of free texts: which numbers are hidden, and which texts stay as they are.
#include "runtime/identity/free_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace plumb::identity {
namespace {

TEST(FreeText, HidesWhatMayBeAPersonsNumber) {
  const std::pair<const char*, const char*> texts[] = {
      // Resident numbers, as one types them.
      {"保证人410399198503121236负连带责任", "保证人4103991985****1236负连带责任"},
      {"410399 19850312 1236", "410399 1985**** 1236"},
      {"410399-19850312-1236", "410399-1985****-1236"},
      {"4103 9919 8503 1212 36", "4103 9919 85** **12 36"},
      {"410399-1985-03-12-1236", "410399-1985-**-**-1236"},
      {"4 1 0 3 9 9 1 9 8 5 0 3 1 2 1 2 3 6", "4 1 0 3 9 9 1 9 8 5 * * * * 1 2 3 6"},
      {"４１０３９９　１９８５０３１２　１２３６", "４１０３９９　１９８５****　１２３６"},
      {"41039919850312\u200b1236", "4103991985****\u200b1236"},
      {"410399–19850312–123x", "410399–1985****–123x"},
      // A slip in the day or in the check digit makes it no less somebody's.
      {"410399 19851312 1237", "410399 1985**** 1237"},
      {"410399 850312 123", "410399 8503** **3"},
      {"410399850312123", "4103998503****3"},
      // Behind another number, and twice.
      {"电话13800000000410399198503121236", "电话1380000000****3991985****123*"},
      {"410399198503121236 410399197001011234", "4103991985****1236 4103991970****1234"},
      {"410399 19850312 1236、410399 19700101 1234", "410399 1985**** 1236、410399 1970**** 1234"},
      // Unified codes, of persons in business too.
      {"92410399MA00000001", "92410399MA****0001"},
      {"9141 0397 9000 0003 0U", "9141 0397 90** **03 0U"},
      // Passports and permits.
      {"持E12345678号护照", "持E12****78号护照"},
      {"g12345678", "g12****78"},
      {"EA1234567", "EA1****67"},
      {"E 12345678，G-12345678", "E 12****78，G-12****78"},
      {"H12345678、M1234567890", "H12****78、M123****890"},
      {"Ｅ１２３４５６７８", "Ｅ１２****７８"},
      {"A123456(7)，AB123456（A）", "A12**56(7)，AB1**456（A）"},
      {"护照号码：123456789", "护照号码：123****89"},
      {"台胞证 12345678", "台胞证 123**678"},
      {"passport AB123456", "passport AB1**456"},
      {"军字第1234567号", "军字第123**67号"},
  };
  for (const auto& [text, shown] : texts) EXPECT_EQ(numbers_hidden(text), shown);
}

TEST(FreeText, LeavesWhatIsNoNumberOfAPerson) {
  for (const char* text : {
           "",
           "张三",
           "（2019）豫0399执1234号",
           "(2019)豫0399执恢12345号之一",
           "（2013）新执字第01218号",
           "（2013）新刑字第1234567号",
           "新政办〔2019〕48号",
           "法释〔2017〕7号",
           "豫(2019)样例县不动产权第0001234号",
           "偿还借款123456789.50元",
           "1,234,567,890,123.45元",
           "100 000 000 000 000 000元",
           "pay a 10000000 loan",
           "2019-06-10",
           "2019-06-10 2020-06-10 2021-06-10",
           "2019-10-10 2020-06-10 2021-06-10 2022-06-10",
           "20190610至20210610",
           "2019年06月10日10:30",
           "0379-67280000、13812345678",
           "豫C12345，豫CD12345",
           "GB 32100-2015",
           "NO1234567，No. 12345678",
           "410399-2019-00012346",
           "12345678-9",
           "12345678901234",
           "样例县某路128号院3号楼2单元1801室",
           "许可证号12345678",
       }) {
    EXPECT_EQ(numbers_hidden(text), text);
  }
}

TEST(FreeText, ShowsTheNumberThatWasAskedFor) {
  const std::string text = "410399198503121236、410399 19850312 1236、410399197001011234、E12345678";
  EXPECT_EQ(numbers_hidden(text, "410399198503121236"), "410399198503121236、410399 19850312 1236、4103991970****1234、E12****78");
  EXPECT_EQ(numbers_hidden(text, "E12345678"), "4103991985****1236、410399 1985**** 1236、4103991970****1234、E12345678");
}

TEST(FreeText, HidingTwiceChangesNothing) {
  for (const char* text : {"410399198503121236", "410399 19850312 1236", "E12345678", "A123456(7)", "军字第1234567号", "护照123456789",
                           "电话13800000000410399198503121236", "4103 9919 8503 1212 36"}) {
    const std::string once = numbers_hidden(text);
    EXPECT_NE(once, text);
    EXPECT_EQ(numbers_hidden(once), once);
  }
}

TEST(FreeText, LongAndBrokenTexts) {
  const std::string before(500, ' ');
  EXPECT_EQ(numbers_hidden(before + "410399198503121236" + before), before + "4103991985****1236" + before);
  EXPECT_EQ(numbers_hidden("410397\xff"), "***");
}

}  // namespace
}  // namespace plumb::identity
