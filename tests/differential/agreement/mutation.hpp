// One bit of the code that evaluates, flipped: the harness must notice. Functions of this program or pages of emitted code →
// mutants, each tried in a child process of its own, and what became of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/backends/reference/table.hpp"
#include "tests/differential/agreement/comparison.hpp"
#include "tests/differential/agreement/contestant.hpp"

namespace plumb::agreement {

struct Code {
  std::string name;  // "kernels_avx2.cpp: …", mangled
  uint8_t* begin = nullptr;
  size_t size = 0;
};

// Functions of this program, from the symbol table of its ELF file, whose mangled name holds `fragment` and whose source file is
// one of `files`; the table knows the file of local ones only, and the others count where their name holds one of `globals`.
// ERRORS: throws std::logic_error when the program has no such file or no such global function.
std::vector<Code> functions_of(std::string_view fragment, const std::vector<std::string>& files, const std::vector<std::string>& globals);
// Executable mappings that belong to no file: functions that were emitted for the tables that exist now.
std::vector<Code> emitted_code();

// Everything that deciding needs, and what must come out, made before anything is broken: programs of every operator case and a
// few random ones, rows in sizes that leave a remainder, and the definition's planes.
class Proof {
 public:
  Proof(const Contestant& contestant, uint64_t seed, uint32_t random_programs);
  // Whether the contestant still gives what the definition gives.
  bool holds() const;
  // The same programs asked about many more rows, at every share of nulls, before one says that something holds still. Made here,
  // so that children need not.
  void make_thorough(testing::Random& random);
  // REQUIRES: make_thorough() was called.
  bool holds_thoroughly() const;

 private:
  // A program asked for one date.
  struct Subject {
    const PlumbTableEntry* expected;
    const PlumbTableEntry* entry;
    int32_t date_days;
    std::shared_ptr<const ValuePools> pools;
  };
  struct Question {
    const PlumbTableEntry* entry;
    Way way;
    int32_t date_days;
    std::shared_ptr<const Rows> rows;
    std::shared_ptr<const Planes> expected;
  };
  void ask(testing::Random& random, std::shared_ptr<const ir::Program> program, ir::MatterId matter, std::shared_ptr<const ValuePools> pools);
  static void add_questions(testing::Random& random, const Subject& subject, RowShape shape, std::vector<Question>& out);
  static bool hold(const std::vector<Question>& questions);

  const Contestant* contestant_;
  std::vector<std::shared_ptr<const PlumbPredicateTable>> tables_;
  std::vector<std::unique_ptr<const reference::PredicateTable>> definitions_;
  std::vector<Subject> subjects_;
  std::vector<Question> questions_, thorough_;
};

// unreached: a trap in place of the instruction goes unnoticed (padding, an entry that the proof does not ask), so no bit was
// flipped; same: the instruction with the bit flipped is the same instruction; survived: another instruction was executed, and
// nothing was different, nor when many more rows were asked about.
enum class Fate : uint8_t { noticed, crashed, hung, survived, unreached, same };
const char* name(Fate fate);
struct Mutant {
  std::string code;
  size_t offset = 0;
  int bit = 0;
  std::string before, after;  // the instruction
  Fate fate = Fate::noticed;
};

// Flips `count` bits of code that is executed, each of which makes another instruction, chosen by the seed, one a child. REQUIRES: no other threads.
std::vector<Mutant> mutate(Proof& proof, const std::vector<Code>& code, uint32_t count, uint64_t seed);

}  // namespace plumb::agreement
