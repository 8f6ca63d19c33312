#include "compiler/base/csv_line.hpp"

#include <gtest/gtest.h>

namespace plumb {
namespace {

std::string line(std::vector<std::string> values, CsvGuard guard) {
  std::string out;
  append_csv_line(out, values, guard);
  return out;
}

TEST(CsvLine, QuotesWhatWouldEndAValue) {
  EXPECT_EQ(line({"a", "", "b,c", "say \"no\"", "two\nlines", "案号"}, CsvGuard::none), "a,,\"b,c\",\"say \"\"no\"\"\",\"two\nlines\",案号\r\n");
  EXPECT_EQ(line({}, CsvGuard::none), "\r\n");
}

TEST(CsvLine, DefusesWhatASpreadsheetWouldRun) {
  EXPECT_EQ(line({"=1+1", "+1", "@x", "-x", "＝1", "－x"}, CsvGuard::formulas), "'=1+1,'+1,'@x,'-x,'＝1,'－x\r\n");
  EXPECT_EQ(line({"-12", "12", "2019-07-01", "", "-"}, CsvGuard::formulas), "-12,12,2019-07-01,,'-\r\n") << "numbers and days are none";
  EXPECT_EQ(line({"=1+1"}, CsvGuard::none), "=1+1\r\n") << "programs read it back as it is";
}

TEST(CsvLine, ShowsControlsWherePeopleReadIt) { EXPECT_EQ(line({"a\x1b[31m", "\xE2\x80\xAE甲"}, CsvGuard::formulas), "a␛[31m,␦甲\r\n"); }

}  // namespace
}  // namespace plumb
