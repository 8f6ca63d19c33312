#include "compiler/scenarios/identifiers.hpp"

#include <gtest/gtest.h>

#include <set>

#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::scenarios {
namespace {

TEST(Identifiers, AreOfValidFormAndNobodys) {
  std::set<std::string> all;
  for (uint32_t serial = 0; serial < 1000; ++serial) {
    for (std::optional<PartyKind> kind : {std::optional<PartyKind>(), std::optional(PartyKind::person), std::optional(PartyKind::organisation)}) {
      const std::string id = generated_id(kind, serial);
      EXPECT_TRUE(all.insert(id).second) << id;
      EXPECT_TRUE(identity::check_digit_holds(id)) << id;
      EXPECT_EQ(identity::normalise(id).id, id);
      EXPECT_EQ(identity::kind_by_form(id), kind) << id;
      EXPECT_TRUE(!kind || id.find("410399") != std::string::npos) << id;
    }
  }
}

}  // namespace
}  // namespace plumb::scenarios
