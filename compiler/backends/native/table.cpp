#include "compiler/backends/native/table.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "compiler/backends/native/cache.hpp"
#include "compiler/backends/native/callable.hpp"
#include "compiler/backends/native/golden.hpp"
#include "compiler/backends/native/image.hpp"
#include "compiler/backends/native/processor.hpp"
#include "compiler/base/sha256.hpp"
#include "compiler/ir/encoding.hpp"
#include "compiler/ir/layout.hpp"

namespace plumb::native {

namespace {

using PointCode = void (*)(int32_t date_days, const PlumbRow* row, const PlumbParty* party, uint64_t* is_true, uint64_t* is_false, uint64_t* look);
using SettleCode = void (*)(int32_t date_days, const PlumbRow* row, const PlumbParty* party, const PlumbTrigger* triggers, uint64_t count, uint64_t* truth);
using BatchCode = void (*)(int32_t date_days, const PlumbMorsel* morsel, uint64_t* is_true, uint64_t* is_false, uint64_t* look, uint64_t stride, void* scratch);

// What lets code go, and what the code itself points to: calendars of the program that it was compiled for.
struct Owner {
  std::shared_ptr<const void> code;
  std::shared_ptr<const ir::Program> program;
};

// What entries call, whichever tier its code is of.
struct Function {
  std::string name, key;
  Shape shape = Shape::point;
  uint32_t entry = 0;
  Chunk chunk;
  std::atomic<const void*> code = nullptr;
  uint64_t scratch_bytes = 0;
  // Changed under the table's mutex, since the table after it may take the code over meanwhile. Code that was replaced stays,
  // because somebody may be in it.
  Tier tier = Tier::fast;
  std::vector<std::shared_ptr<const Owner>> owners;  // of `code`: the last

  template <typename Signature>
  Signature load() const {
    return reinterpret_cast<Signature>(const_cast<void*>(code.load(std::memory_order_acquire)));
  }
};

}  // namespace

struct Table::Contents {
  struct Entry {
    // The code of the first of `points`, which for nearly all entries is the only one: what a call waits for before it can jump.
    std::atomic<PointCode> first = nullptr;
    Contents* owner = nullptr;
    std::vector<const Function*> points;   // of kPointMeasures each
    std::vector<const Function*> batches;  // of kBatchMeasures each
    struct Looking {
      size_t index = 0;  // among the entry's measures
      const Function* function = nullptr;
    };
    std::vector<Looking> looking;
    std::vector<uint32_t> measures;
  };

  std::shared_ptr<const ir::Program> program;
  Compiler compiler;
  TableOptions options;
  std::deque<Function> functions;
  std::unordered_map<std::string_view, Function*> by_key;
  std::deque<Entry> contexts;
  std::vector<PlumbTableEntry> entries;
  std::string layout_digest;
  PlumbPredicateTable table{};
  TableReport made;
  std::atomic<uint64_t> code_bytes = 0;
  Error not_optimised;
  mutable std::mutex mutex;  // of who is told of new code, and of the line above

  std::atomic<uint32_t> calls = 0;
  std::atomic<bool> counting = false;
  std::atomic<bool> optimised = false;
  std::thread background;

  ~Contents() {
    if (background.joinable()) background.join();
  }

  static void predicate_of_one(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party, PlumbPlanes planes);
  static void predicate(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party, PlumbPlanes planes);
  static void settle(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party, const PlumbTrigger* triggers, uint32_t trigger_count,
                     PlumbPlanes planes);
  static void batch(const void* context, int32_t date_days, const PlumbMorsel* morsel, PlumbMorselPlanes planes, void* scratch);
  void lay_out();
  void renew_first();
  void sum_up_scratch();
  const Function* function_of(Chunk chunk, Shape shape, Stage stage, size_t entry);
  void take_over(const Contents& before);
  Job job_for(const std::vector<Function*>& wanted, Tier tier) const;
  void take(const std::vector<Function*>& wanted, const MachineCode& code, Tier tier);
  std::string cache_key() const;
  bool from_cache(const PrivateCache& cache, const std::string& key, const std::vector<Function*>& wanted);
  Result<void> first_code();
  void count();
  void optimise() noexcept;
  void stays_fast(Error why);
};

// Clang's sanitizer of calls looks for a type in front of the callee; emitted code has none there.
#ifdef __clang__
#define PLUMB_CALLS_EMITTED_CODE __attribute__((no_sanitize("function")))
#else
#define PLUMB_CALLS_EMITTED_CODE
#endif

PLUMB_CALLS_EMITTED_CODE void Table::Contents::predicate(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party,
                                                         PlumbPlanes planes) {
  const auto& entry = *static_cast<const Entry*>(context);
  for (size_t word = 0; word < entry.points.size(); ++word) {
    entry.points[word]->load<PointCode>()(date_days, row, party, planes.is_true + word, planes.is_false + word, planes.look + word);
  }
  if (entry.owner->counting.load(std::memory_order_relaxed)) entry.owner->count();
}

// As predicate(), where the entry has one function.
PLUMB_CALLS_EMITTED_CODE void Table::Contents::predicate_of_one(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party,
                                                                PlumbPlanes planes) {
  const auto& entry = *static_cast<const Entry*>(context);
  entry.first.load(std::memory_order_acquire)(date_days, row, party, planes.is_true, planes.is_false, planes.look);
  if (entry.owner->counting.load(std::memory_order_relaxed)) entry.owner->count();
}

PLUMB_CALLS_EMITTED_CODE void Table::Contents::batch(const void* context, int32_t date_days, const PlumbMorsel* morsel, PlumbMorselPlanes planes,
                                                     void* scratch) {
  const auto& entry = *static_cast<const Entry*>(context);
  size_t at = 0;
  for (const Function* function : entry.batches) {
    function->load<BatchCode>()(date_days, morsel, planes.is_true + at, planes.is_false + at, planes.look + at, planes.stride, scratch);
    at += kBatchMeasures * planes.stride;
  }
}

PLUMB_CALLS_EMITTED_CODE void Table::Contents::settle(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party,
                                                      const PlumbTrigger* triggers, uint32_t trigger_count, PlumbPlanes planes) {
  for (const Entry::Looking& each : static_cast<const Entry*>(context)->looking) {
    if (!ir::plane_bit(planes.look, each.index)) continue;
    uint64_t truth = 0;
    each.function->load<SettleCode>()(date_days, row, party, triggers, trigger_count, &truth);
    if (truth == 1) ir::set_plane_bit(planes.is_true, each.index);
    if (truth == 2) ir::set_plane_bit(planes.is_false, each.index);
  }
}

// Entries with equal code share it: most epochs of a rule set differ in one measure only, or in none.
const Function* Table::Contents::function_of(Chunk chunk, Shape shape, Stage stage, size_t entry) {
  constexpr const char* kShapes[] = {"point", "batch", "settle"};
  std::string key = key_of(chunk, shape);
  if (const auto known = by_key.find(key); known != by_key.end()) return known->second;
  Function& made_here = functions.emplace_back();
  made_here.name = std::string("plumb.") + kShapes[static_cast<size_t>(shape)] + "." + program->matters[chunk.matter].name.alias + "." + word(stage).alias +
                   "." + std::to_string(functions.size());
  made_here.key = std::move(key);
  made_here.shape = shape;
  made_here.entry = static_cast<uint32_t>(entry);
  made_here.chunk = std::move(chunk);
  by_key.emplace(made_here.key, &made_here);
  return &made_here;
}

void Table::Contents::lay_out() {
  const std::vector<PlannedEntry> planned_entries = plan(*program);
  for (size_t i = 0; i < planned_entries.size(); ++i) {
    const PlannedEntry& planned = planned_entries[i];
    Entry& entry = contexts.emplace_back();
    entry.owner = this;
    for (const PlannedMeasure& measure : planned.measures) entry.measures.push_back(measure.id.value);
    const auto function = [&](Shape shape, size_t offset) { return function_of(chunk_of(*program, planned, shape, offset), shape, planned.stage, i); };
    for (size_t at = 0; at < planned.measures.size(); at += kPointMeasures) entry.points.push_back(function(Shape::point, at));
    for (size_t at = 0; at < planned.measures.size(); ++at) {
      if (planned.measures[at].looks) entry.looking.push_back({at, function(Shape::settle, at)});
    }
    for (size_t at = 0; options.batch && at < planned.measures.size(); at += kBatchMeasures) entry.batches.push_back(function(Shape::batch, at));
    entries.push_back({planned.matter.value, static_cast<uint32_t>(planned.stage), planned.epoch.from.days, planned.epoch.until_days,
                       static_cast<uint32_t>(entry.measures.size()), entry.measures.data(), entry.points.size() == 1 ? predicate_of_one : predicate,
                       options.batch ? batch : nullptr, 0, entry.looking.empty() ? nullptr : settle, &entry});
  }
  layout_digest = ir::layout_digest(*program);
  table = {layout_digest.c_str(), program->meaning_digest.c_str(), static_cast<uint32_t>(entries.size()), entries.data()};
}

// After the code of functions has changed.
void Table::Contents::renew_first() {
  for (Entry& entry : contexts) {
    if (!entry.points.empty()) entry.first.store(entry.points.front()->load<PointCode>(), std::memory_order_release);
  }
}

// What the kernels of an entry need at most, one after another.
void Table::Contents::sum_up_scratch() {
  for (size_t i = 0; i < entries.size(); ++i) {
    entries[i].scratch_bytes = 0;
    for (const Function* function : contexts[i].batches) entries[i].scratch_bytes = std::max<size_t>(entries[i].scratch_bytes, function->scratch_bytes);
  }
}

// Code of chunks that are in both tables. It does not matter which of the two programs it was compiled for: equal keys, equal code.
void Table::Contents::take_over(const Contents& before) {
  if (!options.lines.empty() || !before.options.lines.empty() || options.vector_bytes != before.options.vector_bytes) return;
  const std::lock_guard lock(before.mutex);
  for (Function& function : functions) {
    const auto found = before.by_key.find(function.key);
    if (found == before.by_key.end()) continue;
    const Function& theirs = *found->second;
    function.code.store(theirs.code.load(std::memory_order_acquire), std::memory_order_release);
    function.scratch_bytes = theirs.scratch_bytes;
    function.tier = theirs.tier;
    function.owners = {theirs.owners.back()};
    ++made.taken_over;
  }
  renew_first();
}

Job Table::Contents::job_for(const std::vector<Function*>& wanted, Tier tier) const {
  Job job;
  job.program = program.get();
  for (const Function* function : wanted) job.orders.push_back({function->name, function->shape, function->entry, &function->chunk});
  job.tier = tier;
  job.vector_bytes = options.vector_bytes;
  for (const Callable& callable : callables()) job.visible.emplace_back(callable.name, callable.address);
  for (size_t i = 0; i < program->calendars.size(); ++i) {
    const ir::CalendarId id = program->calendars.id_at(i);
    job.visible.emplace_back(calendar_symbol(id), &program->calendars[id]);
  }
  job.lines = options.lines;
  job.perf_folder = options.perf_folder;
  return job;
}

// Lets the functions be this code.
void Table::Contents::take(const std::vector<Function*>& wanted, const MachineCode& code, Tier tier) {
  const auto owner = std::make_shared<const Owner>(Owner{code.owner, program});
  const std::lock_guard lock(mutex);
  auto address = code.addresses.begin();
  for (Function* function : wanted) {
    function->owners.push_back(owner);
    function->tier = tier;
    function->code.store(*address++, std::memory_order_release);
    if (function->shape == Shape::batch) function->scratch_bytes = *static_cast<const uint64_t*>(*address++);
  }
  renew_first();
}

// Everything that an object depends on: the processor; who emits, and what emitted code calls; the whole program with its
// constants; the calendars by the numbers by which code calls them, which the canonical program does not keep; and the functions
// that are asked for, since it does not keep the order of measures either.
std::string Table::Contents::cache_key() const {
  std::string all = processor() + "\n" + options.made_by + "\n" + std::to_string(options.vector_bytes) + "\n" + ir::encode(ir::canonical(*program)) + "\n";
  for (const ir::Calendar& calendar : program->calendars) {
    all += calendar.name.alias + " " + calendar.first.iso() + " " + calendar.last.iso();
    for (const Date holiday : calendar.holidays) all += " -" + holiday.iso();
    for (const Date worked : calendar.makeup) all += " +" + worked.iso();
    all += "\n";
  }
  for (const Function& function : functions) all += function.name + " " + std::to_string(function.key.size()) + " " + function.key;
  return sha256_hex(all);
}

bool Table::Contents::from_cache(const PrivateCache& cache, const std::string& key, const std::vector<Function*>& wanted) {
  const auto found = cache.load(key);
  if (!found) {
    made.cache = found.error();
    return false;
  }
  const Job job = job_for(wanted, Tier::fast);
  const auto code = load_image(found->bytes, job.visible, symbols_of(job.orders));
  if (!code) {
    made.cache = {"cache.link", code.error().message};
    return false;
  }
  take(wanted, *code, Tier::fast);
  sum_up_scratch();
  if (golden_digest(*program, table) == found->proof) {
    code_bytes = found->bytes.size();
    return made.cached = true;
  }
  made.cache = {"cache.golden", cache.file(key) + ": answers otherwise than when it was kept"};
  for (Function* function : wanted) function->owners.clear();
  return false;
}

Result<void> Table::Contents::first_code() {
  std::vector<Function*> wanted;
  for (Function& function : functions) {
    if (!function.code.load(std::memory_order_relaxed)) wanted.push_back(&function);
  }
  if (wanted.empty()) {
    sum_up_scratch();
    return {};
  }
  // The key is of a whole table: what is left when another table gave the rest is not looked for.
  const bool keep = options.lines.empty() && made.taken_over == 0 && !processor().empty() && !options.cache.empty();
  const PrivateCache cache(PrivateCache::Kind::object, options.cache);
  const std::string key = keep ? cache_key() : "";
  if (keep && from_cache(cache, key, wanted)) return {};
  const Result<MachineCode> code = compiler(job_for(wanted, Tier::fast));
  if (!code) return code.error();
  take(wanted, *code, Tier::fast);
  sum_up_scratch();
  made.compiled = static_cast<uint32_t>(wanted.size());
  code_bytes = code->object.size();
  if (!keep) return {};
  // A cache that cannot be written to costs the next start its time, and nothing else.
  const Result<void> kept = cache.store(key, {code->object, golden_digest(*program, table)});
  if (!kept && (made.cache.code.empty() || made.cache.code == "cache.none")) made.cache = kept.error();
  return {};
}

// The call that reaches the limit starts the background; where no thread can be had, things stay as they are.
void Table::Contents::count() {
  if (calls.fetch_add(1, std::memory_order_relaxed) != options.optimise_after) return;
  counting.store(false, std::memory_order_relaxed);
  try {
    background = std::thread([this] { optimise(); });
  } catch (const std::exception& fault) {
    stays_fast({"native.compile", fault.what()});
  }
}

void Table::Contents::optimise() noexcept {
  try {
    std::vector<Function*> wanted;
    for (Function& function : functions) {
      if (function.shape != Shape::batch && function.tier == Tier::fast) wanted.push_back(&function);
    }
    if (!wanted.empty()) {
      const Result<MachineCode> code = compiler(job_for(wanted, Tier::optimised));
      if (!code) return stays_fast(code.error());
      take(wanted, *code, Tier::optimised);
      code_bytes += code->object.size();
    }
    optimised.store(true, std::memory_order_release);
  } catch (const std::exception& fault) {
    stays_fast({"native.compile", fault.what()});
  }
}

// The fast code says the same.
void Table::Contents::stays_fast(Error why) {
  const std::lock_guard lock(mutex);
  not_optimised = std::move(why);
}

Table::Table(std::unique_ptr<Contents> contents) : contents_(std::move(contents)) {}
Table::~Table() = default;

Result<std::unique_ptr<Table>> Table::compile(std::shared_ptr<const ir::Program> program, Compiler compiler, const TableOptions& options, const Table* before) {
  auto contents = std::make_unique<Contents>();
  contents->program = std::move(program);
  contents->compiler = std::move(compiler);
  contents->options = options;
  contents->lay_out();
  if (before) contents->take_over(*before->contents_);
  if (const Result<void> done = contents->first_code(); !done) return done.error();
  contents->counting.store(options.optimise_after != UINT32_MAX, std::memory_order_relaxed);
  return std::unique_ptr<Table>(new Table(std::move(contents)));
}

const PlumbPredicateTable& Table::table() const { return contents_->table; }

TableReport Table::report() const {
  const Contents& c = *contents_;
  TableReport out = c.made;
  out.functions = static_cast<uint32_t>(c.functions.size());
  out.optimised = c.optimised.load(std::memory_order_acquire);
  out.code_bytes = c.code_bytes;
  const std::lock_guard lock(c.mutex);
  out.not_optimised = c.not_optimised;
  return out;
}

}  // namespace plumb::native
