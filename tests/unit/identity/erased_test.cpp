// The mark of who was erased, and what is none.
#include "runtime/identity/erased.hpp"

#include <gtest/gtest.h>

#include "runtime/identity/normal_form.hpp"

namespace plumb::identity {
namespace {

TEST(Erased, TheMarkIsKnownAsWrittenAndAsImported) {
  EXPECT_EQ(erased_mark(12), "erased-12");
  EXPECT_TRUE(is_erased_mark(erased_mark(12)));
  EXPECT_TRUE(is_erased_mark(normalise(erased_mark(12)).id));
}

TEST(Erased, NothingElseIsTheMark) {
  for (const char* id : {"", "erased-", "ERASED", "erased-1a", "ERASED1A", "erased1", "ERASED-1", "Xerased-1", "410399198503121236", "E99990001"})
    EXPECT_FALSE(is_erased_mark(id)) << id;
}

}  // namespace
}  // namespace plumb::identity
