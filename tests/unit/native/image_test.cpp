// The loader of kept objects: the same answers as the linker's code, and refusal of whatever does not fit together.
#include "compiler/backends/native/image.hpp"

#include <elf.h>
#include <gtest/gtest.h>

#include <cstring>

#include "compiler/backends/native/callable.hpp"
#include "compiler/backends/native/emit/build.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::native {
namespace {

// A rule set's functions, with everything that makes a job of them.
struct Compiled {
  explicit Compiled(uint64_t seed) {
    testing::Random random(seed);
    program = testing::random_program(random, {40, 4});
    entries = plan(program);
    job.program = &program;
    for (size_t i = 0; i < entries.size(); ++i) {
      for (size_t at = 0; at < entries[i].measures.size(); at += kBatchMeasures) chunks.push_back({i, at});
    }
    kept.reserve(chunks.size());
    for (const auto& [entry, at] : chunks) {
      kept.push_back(chunk_of(program, entries[entry], Shape::batch, at));
      job.orders.push_back({"batch" + std::to_string(kept.size()), Shape::batch, static_cast<uint32_t>(entry), &kept.back()});
    }
    for (const Callable& callable : callables()) job.visible.emplace_back(callable.name, callable.address);
    for (size_t i = 0; i < program.calendars.size(); ++i) {
      job.visible.emplace_back(calendar_symbol(program.calendars.id_at(i)), &program.calendars[program.calendars.id_at(i)]);
    }
    auto made = compile(job);
    EXPECT_TRUE(made) << made.error().message;
    object = made->object;
  }
  Result<MachineCode> load(const std::string& bytes) const { return load_image(bytes, job.visible, symbols_of(job.orders)); }

  ir::Program program;
  std::vector<PlannedEntry> entries;
  std::vector<std::pair<size_t, size_t>> chunks;
  std::vector<Chunk> kept;
  Job job;
  std::string object;
};

TEST(Image, HasEverySymbol) {
  const Compiled compiled(1);
  const auto loaded = compiled.load(compiled.object);
  ASSERT_TRUE(loaded) << loaded.error().message;
  ASSERT_EQ(loaded->addresses.size(), 2 * compiled.job.orders.size());
  // Of each kernel, the constant beside it.
  const auto linked = compile(compiled.job);
  ASSERT_TRUE(linked);
  for (size_t i = 1; i < loaded->addresses.size(); i += 2) {
    EXPECT_EQ(*static_cast<const uint64_t*>(loaded->addresses[i]), *static_cast<const uint64_t*>(linked->addresses[i]));
  }
}

TEST(Image, RefusesWhatAsksForMore) {
  const Compiled compiled(1);
  Symbols fewer = compiled.job.visible;
  std::erase_if(fewer, [](const auto& symbol) { return symbol.first != "plumb.text_equal"; });
  const auto refused = load_image(compiled.object, fewer, symbols_of(compiled.job.orders));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "native.link");
  EXPECT_NE(refused.error().message.find("it asks for plumb."), std::string::npos) << refused.error().message;
}

TEST(Image, RefusesWhatHasNotWhatIsWanted) {
  const Compiled compiled(1);
  const auto refused = load_image(compiled.object, compiled.job.visible, {"nothing of this name"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "the object is none that could be loaded: it has no nothing of this name");
}

TEST(Image, RefusesAnObjectOfAnotherProcessor) {
  Compiled compiled(1);
  const uint16_t other = EM_AARCH64;
  std::memcpy(compiled.object.data() + offsetof(Elf64_Ehdr, e_machine), &other, sizeof other);
  EXPECT_FALSE(compiled.load(compiled.object));
}

// Nothing is executed here: what is asked is that no byte makes the loader leave the object or the image (run it with sanitizers).
TEST(Image, SurvivesAnyByteAndAnyEnd) {
  const Compiled compiled(2);
  for (size_t size = 0; size < compiled.object.size(); size += size < 4096 ? 7 : 251) (void)compiled.load(compiled.object.substr(0, size));
  size_t refused = 0, tried = 0;
  const auto spoil = [&](size_t at, unsigned char with) {
    std::string spoilt = compiled.object;
    spoilt[at] = static_cast<char>(spoilt[at] ^ with);
    refused += compiled.load(spoilt) ? 0 : 1;
    ++tried;
  };
  // Headers, section headers and symbols lie at both ends.
  const size_t size = compiled.object.size(), edge = std::min<size_t>(size / 2, 6000);
  for (size_t at = 0; at < sizeof(Elf64_Ehdr); ++at) spoil(at, 0xff);
  for (size_t at = size - edge; at < size; at += 3) {
    spoil(at, 0xff);
    spoil(at, 0x01);
  }
  for (size_t at = sizeof(Elf64_Ehdr); at < size - edge; at += 499) spoil(at, 0xff);
  EXPECT_GT(refused, tried / 10);
}

}  // namespace
}  // namespace plumb::native
