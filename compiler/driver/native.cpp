// A rule set's table of machine code, wrapped as an Evaluator. libplumb_native.so, and LLVM with it, is opened when something is
// to be compiled, and not before: a start from the cache needs neither.
#include "compiler/backends/native/native.h"

#include <dlfcn.h>
#include <link.h>

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "compiler/backends/native/table.hpp"
#include "compiler/driver/build_identity.hpp"
#include "compiler/ir/encoding.hpp"
#include "plumb/compiler.hpp"

namespace plumb {

namespace {

constexpr const char* kModule = "libplumb_native.so";

struct Module {
  decltype(&plumb_native_interface) interface = nullptr;
  decltype(&plumb_native_compile) compile = nullptr;
  decltype(&plumb_native_addresses) addresses = nullptr;
  decltype(&plumb_native_object) object = nullptr;
  decltype(&plumb_native_destroy) destroy = nullptr;
};

template <typename F>
bool find(void* handle, const char* name, F& into) {
  into = reinterpret_cast<F>(::dlsym(handle, name));
  return into != nullptr;
}

// Where this code itself lies: the folder of the program, or of the shared library that it was linked into. Never one that
// hangs on where the program was called: dladdr's own name of a program is what it was called by, a bare word where PATH found
// it, and whatever lies in the working folder would be run.
std::vector<std::filesystem::path> folders() {
  std::vector<std::filesystem::path> out;
  std::error_code ignored;
  Dl_info self{};
  void* map = nullptr;
  if (::dladdr1(reinterpret_cast<const void*>(&native_evaluator), &self, &map, RTLD_DL_LINKMAP) != 0 && map != nullptr) {
    const std::filesystem::path library = static_cast<const link_map*>(map)->l_name;  // empty: part of the program
    if (library.is_absolute()) out.push_back(library.parent_path());
  }
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  if (!program.empty()) out.push_back(program.parent_path());
  return out;
}

std::optional<std::string> beside_us() {
  std::error_code ignored;
  for (const std::filesystem::path& folder : folders()) {
    for (const char* below : {".", "lib", "../lib"}) {
      const std::filesystem::path candidate = folder / below / kModule;
      if (std::filesystem::exists(candidate, ignored)) return candidate.lexically_normal().string();
    }
  }
  return std::nullopt;
}

Error missing(const std::string& why, Language language) {
  const std::string detail = why.empty() ? "" : ": " + why;
  return {"native.missing",
          language == Language::zh
              ? "本机没有本地代码求值器（libplumb_native.so 与 LLVM 19）；请改用其他求值器，或安装 libllvm19 后重试" + detail
              : "there is no native evaluator here (libplumb_native.so and LLVM 19); use another evaluator, or install libllvm19 and try again" + detail};
}

Error damaged(const std::string& path, Language language) {
  return {"native.damaged", path + (language == Language::zh ? " 不完整，未予加载；请重新安装 Plumb，或改用其他求值器"
                                                             : " is not whole and was not opened; install Plumb anew, or use another evaluator")};
}

struct Place {
  std::string path;
  std::optional<std::string> build;
};

// The module's file, looked at but not opened. A path without a slash is the system's to find.
Result<Place> place_of_module(const NativeOptions& options) {
  Place out{options.module, {}};
  if (out.path.empty()) {
    const auto found = beside_us();
    if (!found) return missing("", options.language);
    out.path = *found;
  }
  if (out.path.find('/') == std::string::npos) return out;
  const auto file = driver::module_file(out.path);
  if (!file) return missing(file.error().message, options.language);
  if (!file->whole) return damaged(out.path, options.language);
  out.build = file->build;
  return out;
}

// Never closed again: code may be running, and LLVM does not unload.
Result<const Module*> open(const std::string& path, Language language) {
  static std::mutex mutex;
  static std::map<std::string, Module> opened;
  const std::lock_guard lock(mutex);
  if (const auto known = opened.find(path); known != opened.end()) return &known->second;
  void* const handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle) return missing(::dlerror(), language);
  Module module;
  const bool complete = find(handle, "plumb_native_interface", module.interface) && find(handle, "plumb_native_compile", module.compile) &&
                        find(handle, "plumb_native_addresses", module.addresses) && find(handle, "plumb_native_object", module.object) &&
                        find(handle, "plumb_native_destroy", module.destroy);
  if (!complete || module.interface() != PLUMB_NATIVE_INTERFACE) {
    return Error{"native.interface", path + (language == Language::zh ? " 属于另一版本的 Plumb，请与本程序一同安装"
                                                                      : " belongs to another version of Plumb; install it together with this program")};
  }
  return &opened.emplace(path, module).first->second;
}

// A job through the C door.
Result<native::MachineCode> compile(const Module& module, const native::Job& job) {
  const std::string bytes = ir::encode(*job.program);
  std::vector<PlumbNativeOrder> orders;
  for (const native::Order& order : job.orders) {
    orders.push_back({order.name.c_str(), static_cast<uint32_t>(order.shape), order.entry, static_cast<uint32_t>(order.chunk->offset)});
  }
  std::vector<PlumbNativeSymbol> visible;
  for (const auto& [name, address] : job.visible) visible.push_back({name.c_str(), address});
  std::vector<PlumbNativeLine> lines;
  for (const native::Line& line : job.lines) lines.push_back({line.measure.value, line.line, line.file.c_str()});
  const PlumbNativeJob asked{bytes.data(),    bytes.size(), orders.data(), orders.size(),           visible.data(),
                             visible.size(),  lines.data(), lines.size(),  job.perf_folder.c_str(), static_cast<uint32_t>(job.tier),
                             job.vector_bytes};
  PlumbNative* made = nullptr;
  PlumbNativeError error{};
  if (module.compile(&asked, &made, &error) != 0) return Error{error.code, error.message};
  native::MachineCode out;
  out.owner = std::shared_ptr<PlumbNative>(made, module.destroy);
  size_t count = 0;
  const void* const* addresses = module.addresses(made, &count);
  out.addresses.assign(addresses, addresses + count);
  const char* object = module.object(made, &count);
  out.object.assign(object, count);
  return out;
}

}  // namespace

struct NativeCompiler::State {
  NativeOptions options;
  std::shared_ptr<const native::Table> latest;
};

NativeCompiler::NativeCompiler(NativeOptions options) : state_(std::make_unique<State>(State{std::move(options), {}})) {}
NativeCompiler::NativeCompiler(NativeCompiler&&) noexcept = default;
NativeCompiler& NativeCompiler::operator=(NativeCompiler&&) noexcept = default;
NativeCompiler::~NativeCompiler() = default;

Result<Evaluator> NativeCompiler::evaluator(const RuleSet& rules) {
  const NativeOptions& options = state_->options;
  const Result<Place> place = place_of_module(options);
  if (!place) return place.error();
  native::TableOptions asked;
  asked.batch = options.batch;
  asked.optimise_after = options.optimise_after;
  for (const RuleLine& line : options.lines) asked.lines.push_back({ir::MeasureId(line.measure), line.file, line.line});
  if (!asked.lines.empty()) asked.perf_folder = options.perf_folder;
  const std::optional<std::string> ours = driver::own_build();
  if (ours && place->build) {
    asked.cache = options.cache;
    asked.made_by = *ours + " " + *place->build;
  } else if (!options.cache.empty() && options.warning) {
    options.warning({"cache.build", "this build does not say which one it is, so nothing is kept"});
  }
  const native::Compiler compiler = [path = place->path, language = options.language](const native::Job& job) -> Result<native::MachineCode> {
    const Result<const Module*> module = open(path, language);
    return module ? compile(**module, job) : module.error();
  };
  auto made = native::Table::compile(rules.share(), compiler, asked, state_->latest.get());
  if (!made) return made.error();
  const std::shared_ptr<const native::Table> table = *std::move(made);
  const Error& cache = table->report().cache;
  if (!cache.code.empty() && cache.code != "cache.none" && options.warning) options.warning(cache);
  state_->latest = table;
  return Evaluator::of(rules, "native", {table, &table->table()});
}

Result<Evaluator> native_evaluator(const RuleSet& rules, const NativeOptions& options) { return NativeCompiler(options).evaluator(rules); }

}  // namespace plumb
