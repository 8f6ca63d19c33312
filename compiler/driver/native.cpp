// Opens libplumb_native.so, hands it a rule set's bytes, and wraps what it gives as an Evaluator.
#include "compiler/backends/native/native.h"

#include <dlfcn.h>
#include <link.h>

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "compiler/ir/encoding.hpp"
#include "plumb/compiler.hpp"

namespace plumb {

namespace {

constexpr const char* kModule = "libplumb_native.so";

struct Module {
  decltype(&plumb_native_interface) interface = nullptr;
  decltype(&plumb_native_compile) compile = nullptr;
  decltype(&plumb_native_table) table = nullptr;
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

// Never closed again: code of its tables may be running, and LLVM does not unload.
Result<const Module*> open(const NativeOptions& options) {
  static std::mutex mutex;
  static std::map<std::string, Module> opened;
  const std::lock_guard lock(mutex);
  std::string path = options.module;
  if (path.empty()) {
    const auto found = beside_us();
    if (!found) return missing("", options.language);
    path = *found;
  }
  if (const auto known = opened.find(path); known != opened.end()) return &known->second;
  void* const handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle) return missing(::dlerror(), options.language);
  Module module;
  const bool complete = find(handle, "plumb_native_interface", module.interface) && find(handle, "plumb_native_compile", module.compile) &&
                        find(handle, "plumb_native_table", module.table) && find(handle, "plumb_native_destroy", module.destroy);
  if (!complete || module.interface() != PLUMB_NATIVE_INTERFACE) {
    return Error{"native.interface", path + (options.language == Language::zh ? " 属于另一版本的 Plumb，请与本程序一同安装"
                                                                              : " belongs to another version of Plumb; install it together with this program")};
  }
  return &opened.emplace(path, module).first->second;
}

}  // namespace

Result<Evaluator> native_evaluator(const RuleSet& rules, const NativeOptions& options) {
  const Result<const Module*> module = open(options);
  if (!module) return module.error();
  const std::string bytes = ir::encode(rules.program());
  std::vector<PlumbNativeLine> lines;
  for (const NativeOptions::Line& line : options.lines) lines.push_back({line.measure, line.line, line.file.c_str()});
  const PlumbNativeOptions asked{options.batch ? 1 : 0, options.optimise_after, options.cache.c_str(), lines.data(), lines.size()};
  PlumbNative* made = nullptr;
  PlumbNativeError error{};
  if ((*module)->compile(bytes.data(), bytes.size(), &asked, &made, &error) != 0) return Error{error.code, error.message};
  const std::shared_ptr<PlumbNative> owner(made, (*module)->destroy);
  return Evaluator::of(rules, "native", {owner, (*module)->table(made)});
}

}  // namespace plumb
