#include "tests/differential/agreement/mutation.hpp"

#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <sstream>
#include <stdexcept>

#include "tests/differential/agreement/instruction.hpp"
#include "tests/differential/agreement/operators.hpp"

namespace plumb::agreement {

using testing::Random;

namespace {

// Where this program was loaded.
uintptr_t load_address() {
  uintptr_t base = 0;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* out) {
        *static_cast<uintptr_t*>(out) = info->dlpi_addr;
        return 1;  // the program itself comes first
      },
      &base);
  return base;
}

// Calls `visit(file, name, address, size)` with every function of the program's symbol table; `file` is empty for global ones.
// Returns the source files that the table knows.
template <typename Visit>
std::set<std::string> for_each_function(Visit visit) {
  std::set<std::string> files;
  std::ifstream in("/proc/self/exe", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto* const header = reinterpret_cast<const Elf64_Ehdr*>(bytes.data());
  const auto* const sections = reinterpret_cast<const Elf64_Shdr*>(bytes.data() + header->e_shoff);
  for (size_t s = 0; s < header->e_shnum; ++s) {
    if (sections[s].sh_type != SHT_SYMTAB) continue;
    const auto* const symbols = reinterpret_cast<const Elf64_Sym*>(bytes.data() + sections[s].sh_offset);
    const char* const names = bytes.data() + sections[sections[s].sh_link].sh_offset;
    std::string file;
    for (size_t i = 0; i < sections[s].sh_size / sizeof(Elf64_Sym); ++i) {
      const Elf64_Sym& symbol = symbols[i];
      if (ELF64_ST_TYPE(symbol.st_info) == STT_FILE) files.insert(file = names + symbol.st_name);
      if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_size == 0 || symbol.st_shndx == SHN_UNDEF) continue;
      visit(ELF64_ST_BIND(symbol.st_info) == STB_LOCAL ? file : std::string(), std::string(names + symbol.st_name), symbol.st_value, symbol.st_size);
    }
  }
  return files;
}

void flip(uint8_t* at, uint8_t value) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  auto* const begin = reinterpret_cast<void*>(reinterpret_cast<uintptr_t>(at) / page * page);
  if (mprotect(begin, page, PROT_READ | PROT_WRITE | PROT_EXEC) != 0) _exit(2);
  *at = value;
  __builtin___clear_cache(reinterpret_cast<char*>(at), reinterpret_cast<char*>(at) + 1);
}

enum class End : uint8_t { held, failed, crashed, hung };

// The proof in a child in which one byte is another.
End in_child(const Proof& proof, bool (Proof::*holds)() const, uint8_t* at, uint8_t value, unsigned seconds) {
  const pid_t child = fork();
  if (child == 0) {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    alarm(seconds);
    flip(at, value);
    _exit((proof.*holds)() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGALRM ? End::hung : End::crashed;
  if (WEXITSTATUS(status) == 0) return End::held;
  return End::failed;
}

// The instruction at `begin` when byte `at` is `value`.
Instruction mutated(const Disassembler& disassembler, std::span<const uint8_t> code, size_t begin, size_t at, uint8_t value) {
  constexpr size_t kMore = 16;  // a longer instruction may take these in
  const auto around = code.subspan(begin, std::min(code.size(), at + kMore) - begin);
  std::vector<uint8_t> bytes(around.begin(), around.end());
  bytes[at - begin] = value;
  Instruction out = disassembler.at(bytes, 0);
  out.begin = begin;
  return out;
}

}  // namespace

std::vector<Code> functions_of(std::string_view fragment, const std::vector<std::string>& files, const std::vector<std::string>& globals) {
  std::vector<Code> out;
  const uintptr_t base = load_address();
  std::set<std::string> absent(globals.begin(), globals.end());
  const std::set<std::string> known = for_each_function([&](const std::string& file, const std::string& name, uintptr_t address, size_t size) {
    if (name.find(fragment) == std::string::npos) return;
    const auto named = [&](const std::string& global) { return name.find(global) != std::string::npos; };
    const bool wanted = file.empty() ? std::any_of(globals.begin(), globals.end(), named) : std::find(files.begin(), files.end(), file) != files.end();
    if (wanted) out.push_back({file + ": " + name, reinterpret_cast<uint8_t*>(base + address), size});
    if (file.empty()) std::erase_if(absent, named);
  });
  std::copy_if(files.begin(), files.end(), std::inserter(absent, absent.end()), [&](const std::string& file) { return !known.contains(file); });
  if (!absent.empty()) throw std::logic_error("this program has no " + *absent.begin() + ": has it another name now?");
  return out;
}

std::vector<Code> emitted_code() {
  std::vector<Code> out;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::istringstream words(line);
    std::string range, rights, offset, device, inode, path;
    words >> range >> rights >> offset >> device >> inode >> path;
    if (rights.find('x') == std::string::npos || inode != "0" || path.starts_with("[")) continue;
    const uintptr_t begin = std::stoull(range, nullptr, 16);
    auto* const bytes = reinterpret_cast<uint8_t*>(begin);
    size_t size = std::stoull(range.substr(range.find('-') + 1), nullptr, 16) - begin;
    while (size > 0 && bytes[size - 1] == 0) --size;  // the rest of the page
    if (size > 0) out.push_back({"emitted", bytes, size});
  }
  return out;
}

Proof::Proof(const Contestant& contestant, uint64_t seed, uint32_t random_programs) : contestant_(&contestant) {
  constexpr size_t kCasesAProgram = 40;
  static const ir::Program kBare = testing::declarations();
  Random random(seed);
  const auto cases = operator_cases();
  // Cases in two orders, so that each meets others and other rows.
  for (const size_t begin_at : {size_t{0}, kCasesAProgram / 2}) {
    for (size_t begin = begin_at; begin < cases.size(); begin += kCasesAProgram) {
      const auto pools = std::make_shared<const ValuePools>(random, kBare, testing::world::kLodging, begin_at == 0 ? 4 : 12);
      const auto now = std::span(cases).subspan(begin, std::min(kCasesAProgram, cases.size() - begin));
      ask(random, std::make_shared<const ir::Program>(operator_program(random, *pools, now)), testing::world::kLodging, pools);
    }
  }
  for (uint32_t i = 0; i < random_programs; ++i) {
    const ir::MatterId matter = i % 4 == 3 ? testing::world::kCredit : testing::world::kLodging;
    const auto program = std::make_shared<const ir::Program>(testing::random_program(random, {8, 5}));
    ask(random, program, matter, std::make_shared<const ValuePools>(random, *program, matter, 12));
  }
}

void Proof::ask(Random& random, std::shared_ptr<const ir::Program> program, ir::MatterId matter, std::shared_ptr<const ValuePools> pools) {
  definitions_.push_back(std::make_unique<const reference::PredicateTable>(program));
  tables_.push_back(contestant_->table(program));
  const int32_t date = Date::from_ymd(2020, 1, 1)->days + static_cast<int32_t>(random.below(700));
  const PlumbTableEntry* expected = ir::find_entry(definitions_.back()->table(), matter.value, 0, date);
  const PlumbTableEntry* entry = ir::find_entry(*tables_.back(), matter.value, 0, date);
  if (!expected || !entry || expected->measure_count == 0) return;
  subjects_.push_back({expected, entry, date, std::move(pools)});
  for (const RowShape shape : {RowShape{150, 10, true}, RowShape{1100, 30, false}}) add_questions(random, subjects_.back(), shape, questions_);
}

void Proof::add_questions(Random& random, const Subject& subject, RowShape shape, std::vector<Question>& out) {
  constexpr uint32_t kOneByOne = 1000;  // rows are many for a morsel; one by one fewer will do
  const auto rows = std::make_shared<const Rows>(random, *subject.pools, shape);
  for (const Way way : kWays) {
    if (!offers(*subject.entry, way, *rows) || (way == Way::settled && !subject.expected->settle) || (way == Way::one_row && rows->count() > kOneByOne))
      continue;
    out.push_back({subject.entry, way, subject.date_days, rows, std::make_shared<const Planes>(defined(*subject.expected, way, subject.date_days, *rows))});
  }
}

void Proof::make_thorough(Random& random) {
  for (const Subject& subject : subjects_) {
    for (const uint32_t null_percent : {0U, 1U, 10U, 50U, 100U}) {
      for (const bool triggers : {true, false}) add_questions(random, subject, {300, null_percent, triggers}, thorough_);
    }
  }
}

bool Proof::hold(const std::vector<Question>& questions) {
  return std::none_of(questions.begin(), questions.end(), [](const Question& q) { return differs(*q.entry, q.way, q.date_days, *q.rows, *q.expected); });
}

bool Proof::holds() const { return hold(questions_); }

bool Proof::holds_thoroughly() const { return hold(thorough_); }

const char* name(Fate fate) {
  switch (fate) {
    case Fate::noticed:
      return "noticed";
    case Fate::crashed:
      return "crashed";
    case Fate::hung:
      return "hung";
    case Fate::survived:
      return "survived";
    case Fate::same:
      return "same instruction";
    case Fate::unreached:
      return "unreached";
  }
  return "";
}

namespace {
Fate fate_of(End end) {
  switch (end) {
    case End::failed:
      return Fate::noticed;
    case End::crashed:
      return Fate::crashed;
    case End::hung:
      return Fate::hung;
    case End::held:
      break;
  }
  return Fate::survived;
}
}  // namespace

std::vector<Mutant> mutate(Proof& proof, const std::vector<Code>& code, uint32_t count, uint64_t seed) {
  constexpr uint8_t kTrap = 0xCC;         // int3
  constexpr uint32_t kTriesAMutant = 30;  // emitted code has an entry for each epoch and stage, and a proof asks few of them
  Random random(seed);
  const auto seconds_for = [&](bool (Proof::*holds)() const) {
    constexpr unsigned kPatience = 20;
    const auto begin = std::chrono::steady_clock::now();
    if (!(proof.*holds)()) throw std::logic_error("the proof does not hold of code that nobody has touched");
    return static_cast<unsigned>(2 + kPatience * std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  };
  proof.make_thorough(random);
  const unsigned seconds = seconds_for(&Proof::holds), seconds_thorough = seconds_for(&Proof::holds_thoroughly);
  const Disassembler disassembler;
  size_t bytes = 0;
  for (const Code& each : code) bytes += each.size;
  std::vector<Mutant> out;
  uint32_t executed = 0;
  for (uint64_t tries = 0; bytes > 0 && executed < count && tries < uint64_t{kTriesAMutant} * count; ++tries) {
    size_t at = random.below(bytes);
    const Code* where = code.data();
    for (; at >= where->size; ++where) at -= where->size;
    const std::span<uint8_t> function(where->begin, where->size);
    const Instruction before = disassembler.around(function, at);
    Mutant mutant{where->name, at, static_cast<int>(random.below(8)), before.text, "", Fate::noticed};
    const auto value = static_cast<uint8_t>(function[at] ^ (1U << mutant.bit));
    const Instruction after = mutated(disassembler, function, before.begin, at, value);
    mutant.after = after.text;
    if (before.size == 0 || before.text.starts_with("\tnop") || after == before) {
      mutant.fate = Fate::same;
    } else if (in_child(proof, &Proof::holds, where->begin + before.begin, kTrap, seconds) == End::held) {
      mutant.fate = Fate::unreached;
    } else {
      ++executed;
      End end = in_child(proof, &Proof::holds, where->begin + at, value, seconds);
      if (end == End::held) end = in_child(proof, &Proof::holds_thoroughly, where->begin + at, value, seconds_thorough);
      mutant.fate = fate_of(end);
    }
    out.push_back(std::move(mutant));
  }
  return out;
}

}  // namespace plumb::agreement
