// Damaged bytes and texts are refused or read as another valid program; they never crash (run under sanitizers).
#include <gtest/gtest.h>

#include "compiler/ir/encoding.hpp"
#include "compiler/ir/printer.hpp"
#include "compiler/ir/reader.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

using testing::Random;

std::string damage(Random& random, std::string bytes) {
  for (uint64_t n = 1 + random.below(4); n > 0 && !bytes.empty(); --n) {
    const size_t at = random.below(bytes.size());
    switch (random.below(5)) {
      case 0:
        bytes[at] = static_cast<char>(random.bits());
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
        break;
      case 2:
        bytes.erase(at, 1 + random.below(8));
        break;
      case 3:
        bytes.insert(at, bytes.substr(random.below(bytes.size()), 1 + random.below(16)));
        break;
      default:
        bytes.resize(at);
        break;
    }
  }
  return bytes;
}

TEST(Mutation, DecoderSurvivesTenThousandDamagedPrograms) {
  Random random(7);
  int refused = 0;
  for (int p = 0; p < 20; ++p) {
    const std::string bytes = encode(testing::random_program(random, {3, 3}));
    for (int i = 0; i < 500; ++i) {
      const std::string damaged = damage(random, bytes);
      const auto program = decode(damaged);
      if (!program) {
        ++refused;
        EXPECT_TRUE(program.error().code.starts_with("ir."));
        continue;
      }
      // Canonical: what is accepted is what would have been written.
      EXPECT_EQ(encode(*program), damaged);
      EXPECT_FALSE(meaning_digest(*program).empty());
    }
  }
  EXPECT_GT(refused, 5000);
}

TEST(Mutation, EveryPrefixIsRefused) {
  Random random(8);
  const std::string bytes = encode(testing::random_program(random, {1, 3}));
  for (size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode(std::string_view(bytes).substr(0, size)));
}

TEST(Mutation, ReaderSurvivesDamagedText) {
  Random random(9);
  const std::string text = print(testing::random_program(random, {2, 3}));
  for (int i = 0; i < 500; ++i) {
    const auto program = parse(damage(random, text));
    if (program) {
      EXPECT_FALSE(print(*program).empty());
    }
  }
}

}  // namespace
}  // namespace plumb::ir
