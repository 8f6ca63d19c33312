#include "runtime/identity/name.hpp"

#include <gtest/gtest.h>

namespace plumb::identity {
namespace {

TEST(Name, TrimsEveryKindOfSpace) {
  EXPECT_EQ(normalise_name("　张三\u00a0\t"), "张三");
  EXPECT_EQ(normalise_name(" \u3000 "), "");
  EXPECT_EQ(trim("\ufeff a b\r\n"), "a b");
  EXPECT_EQ(trim(""), "");
}

TEST(Name, FoldsWidthAndInnerSpaces) {
  EXPECT_EQ(normalise_name("新安县（集团）ＡＢ公司"), "新安县(集团)AB公司");
  EXPECT_EQ(normalise_name("Anna　 Maria"), "Anna Maria");
}

TEST(Name, UnifiesTheMiddleDot) {
  for (const char* dot : {"·", "•", "‧", "・", "･", "∙", "⋅"}) EXPECT_EQ(normalise_name(std::string("买买提") + dot + "艾力"), "买买提·艾力");
}

TEST(Name, IsIdempotent) {
  const std::string once = normalise_name("　阿依古丽•（ 集团）  x ");
  EXPECT_EQ(normalise_name(once), once);
}

}  // namespace
}  // namespace plumb::identity
