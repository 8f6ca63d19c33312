#include "compiler/backends/native/table.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <exception>
#include <thread>
#include <unordered_map>

#include "compiler/backends/native/batch.hpp"
#include "compiler/backends/native/build.hpp"
#include "compiler/backends/native/cache.hpp"
#include "compiler/backends/native/callable.hpp"
#include "compiler/backends/native/golden.hpp"
#include "compiler/backends/native/link.hpp"
#include "compiler/backends/native/plan.hpp"
#include "compiler/base/sha256.hpp"
#include "compiler/ir/encoding.hpp"
#include "compiler/ir/layout.hpp"

namespace plumb::native {

namespace {

using PointCode = void (*)(int32_t date_days, const PlumbRow* row, const PlumbParty* party, uint64_t* is_true, uint64_t* is_false, uint64_t* look);
using SettleCode = void (*)(int32_t date_days, const PlumbRow* row, const PlumbParty* party, const PlumbTrigger* triggers, uint64_t count, uint64_t* truth);
using BatchCode = void (*)(int32_t date_days, const PlumbMorsel* morsel, uint64_t* is_true, uint64_t* is_false, uint64_t* look, uint64_t stride, void* scratch);

// What entries call, whichever tier its code is of.
struct Function {
  std::string name;
  Shape shape = Shape::point;
  Chunk chunk;
  std::atomic<void*> code = nullptr;
  uint64_t scratch_bytes = 0;

  template <typename Code>
  Code load() const {
    return reinterpret_cast<Code>(code.load(std::memory_order_acquire));
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
  TableOptions options;
  std::deque<Function> functions;
  std::unordered_map<std::string, const Function*> by_key;
  std::deque<Entry> contexts;
  std::vector<PlumbTableEntry> entries;
  std::string layout_digest;
  PlumbPredicateTable table{};
  std::vector<std::unique_ptr<Linked>> linked;  // changed by the one who compiles: first the caller, then the background
  bool cached = false;
  std::string cache_finding;
  std::atomic<uint64_t> code_bytes = 0;

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
  void sum_up_scratch();
  const Function* function_of(Chunk chunk, Shape shape, Stage stage);
  std::vector<Function*> functions_in(Tier tier);
  Result<void> take(const std::string& object, Tier tier);
  Result<std::string> compiled(const Host& host, Tier tier);
  std::string cache_key(const Host& host);
  Result<void> first_code();
  void count();
  void optimise() noexcept;
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
const Function* Table::Contents::function_of(Chunk chunk, Shape shape, Stage stage) {
  constexpr const char* kShapes[] = {"point", "batch", "settle"};
  const Function*& function = by_key[key_of(chunk, shape)];
  if (function) return function;
  Function& made = functions.emplace_back();
  made.name = std::string("plumb.") + kShapes[static_cast<size_t>(shape)] + "." + program->matters[chunk.matter].name.alias + "." + word(stage).alias + "." +
              std::to_string(functions.size());
  made.shape = shape;
  made.chunk = std::move(chunk);
  return function = &made;
}

void Table::Contents::lay_out() {
  for (const PlannedEntry& planned : plan(*program)) {
    Entry& entry = contexts.emplace_back();
    entry.owner = this;
    for (const PlannedMeasure& measure : planned.measures) entry.measures.push_back(measure.id.value);
    for (Chunk& chunk : chunks(*program, planned, kPointMeasures)) entry.points.push_back(function_of(std::move(chunk), Shape::point, planned.stage));
    for (Chunk& chunk : looking(*program, planned)) {
      const size_t index = chunk.offset;
      entry.looking.push_back({index, function_of(std::move(chunk), Shape::settle, planned.stage)});
    }
    if (options.batch) {
      for (Chunk& chunk : chunks(*program, planned, kBatchMeasures)) entry.batches.push_back(function_of(std::move(chunk), Shape::batch, planned.stage));
    }
    entries.push_back({planned.matter.value, static_cast<uint32_t>(planned.stage), planned.epoch.from.days, planned.epoch.until_days,
                       static_cast<uint32_t>(entry.measures.size()), entry.measures.data(), entry.points.size() == 1 ? predicate_of_one : predicate,
                       options.batch ? batch : nullptr, 0, entry.looking.empty() ? nullptr : settle, &entry});
  }
  layout_digest = ir::layout_digest(*program);
  table = {layout_digest.c_str(), program->meaning_digest.c_str(), static_cast<uint32_t>(entries.size()), entries.data()};
}

// What the kernels of an entry need at most, one after another.
void Table::Contents::sum_up_scratch() {
  for (size_t i = 0; i < entries.size(); ++i) {
    entries[i].scratch_bytes = 0;
    for (const Function* function : contexts[i].batches) entries[i].scratch_bytes = std::max<size_t>(entries[i].scratch_bytes, function->scratch_bytes);
  }
}

// Which functions an object of the tier holds, and under which symbols.
std::vector<Function*> Table::Contents::functions_in(Tier tier) {
  std::vector<Function*> out;
  for (Function& function : functions) {
    if (tier == Tier::fast || function.shape != Shape::batch) out.push_back(&function);
  }
  return out;
}

// Links the object and lets the functions be its code.
Result<void> Table::Contents::take(const std::string& object, Tier tier) {
  const std::vector<Function*> made = functions_in(tier);
  std::vector<std::string> names;
  for (const Function* function : made) {
    names.push_back(function->name);
    if (function->shape == Shape::batch) names.push_back(scratch_symbol(function->name));
  }
  Linked::Symbols visible;
  for (const Callable& callable : callables()) visible.emplace_back(callable.name, callable.address);
  for (size_t i = 0; i < program->calendars.size(); ++i) {
    const ir::CalendarId id = program->calendars.id_at(i);
    visible.emplace_back(calendar_symbol(id), &program->calendars[id]);
  }
  auto code = Linked::link(object, visible, !options.lines.empty());
  if (!code) return code.error();
  const auto addresses = (*code)->addresses(names);
  if (!addresses) return addresses.error();
  linked.push_back(std::move(*code));
  auto address = addresses->begin();
  for (Function* function : made) {
    function->code.store(*address++, std::memory_order_release);
    if (function->shape == Shape::batch) function->scratch_bytes = *static_cast<const uint64_t*>(*address++);
  }
  for (Entry& entry : contexts) {
    if (!entry.points.empty()) entry.first.store(entry.points.front()->load<PointCode>(), std::memory_order_release);
  }
  code_bytes += object.size();
  return {};
}

Result<std::string> Table::Contents::compiled(const Host& host, Tier tier) {
  std::vector<Order> orders;
  for (const Function* function : functions_in(tier)) orders.push_back({function->name, function->shape, &function->chunk});
  return build(host, orders, options.lines);
}

// Everything that the object depends on: processor, features, code generator and its options; the whole program with its
// constants; and the functions that were asked for, since the canonical program does not keep the order of measures.
std::string Table::Contents::cache_key(const Host& host) {
  std::string all = host.description() + "\n" + std::to_string(PLUMB_NATIVE_INTERFACE) + "\n" + ir::encode(ir::canonical(*program)) + "\n";
  for (const Function& function : functions) {
    const std::string key = key_of(function.chunk, function.shape);
    all += function.name + " " + std::to_string(key.size()) + " " + key;
  }
  return sha256_hex(all);
}

Result<void> Table::Contents::first_code() {
  if (functions.empty()) return {};
  const Result<Host> host = Host::here(Tier::fast, options.vector_bytes);
  if (!host) return host.error();
  const std::string folder = options.lines.empty() ? options.cache : "";
  const ObjectCache cache(folder);
  const std::string key = folder.empty() ? "" : cache_key(*host);
  if (const auto found = cache.load(key); !found) {
    cache_finding = found.error().code;
  } else if (!take(found->object, Tier::fast)) {
    cache_finding = "cache.link";
  } else {
    sum_up_scratch();
    if (golden_digest(*program, table) == found->golden) {
      cached = true;
      return {};
    }
    cache_finding = "cache.golden";
    linked.clear();
    code_bytes = 0;
  }
  const Result<std::string> object = compiled(*host, Tier::fast);
  if (!object) return object.error();
  if (const Result<void> done = take(*object, Tier::fast); !done) return done.error();
  sum_up_scratch();
  // A cache that cannot be written to costs the next start its time, and nothing else.
  if (!folder.empty()) (void)cache.store(key, {*object, golden_digest(*program, table)});
  return {};
}

// The call that reaches the limit starts the background; where no thread can be had, things stay as they are.
void Table::Contents::count() {
  if (calls.fetch_add(1, std::memory_order_relaxed) != options.optimise_after) return;
  counting.store(false, std::memory_order_relaxed);
  try {
    background = std::thread([this] { optimise(); });
  } catch (const std::exception&) {
  }
}

void Table::Contents::optimise() noexcept {
  try {
    const Result<Host> host = Host::here(Tier::optimised, options.vector_bytes);
    if (!host) return;
    const Result<std::string> object = compiled(*host, Tier::optimised);
    if (object && take(*object, Tier::optimised)) optimised.store(true, std::memory_order_release);
  } catch (const std::exception&) {
    // The fast code stays: it says the same.
  }
}

Table::Table(std::unique_ptr<Contents> contents) : contents_(std::move(contents)) {}
Table::~Table() = default;

Result<std::unique_ptr<Table>> Table::compile(std::shared_ptr<const ir::Program> program, const TableOptions& options) {
  auto contents = std::make_unique<Contents>();
  contents->program = std::move(program);
  contents->options = options;
  contents->lay_out();
  if (const Result<void> done = contents->first_code(); !done) return done.error();
  contents->counting.store(options.optimise_after != UINT32_MAX, std::memory_order_relaxed);
  return std::unique_ptr<Table>(new Table(std::move(contents)));
}

const PlumbPredicateTable& Table::table() const { return contents_->table; }

PlumbNativeReport Table::report() const {
  const Contents& c = *contents_;
  PlumbNativeReport out{};
  out.functions = static_cast<uint32_t>(c.functions.size());
  out.compiled = c.cached ? 0 : out.functions;
  out.optimised = c.optimised.load(std::memory_order_acquire) ? 1 : 0;
  out.code_bytes = c.code_bytes;
  out.cached = c.cached ? 1 : 0;
  c.cache_finding.copy(out.cache, sizeof out.cache - 1);
  return out;
}

}  // namespace plumb::native
