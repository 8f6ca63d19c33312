// The door of the native module: opened by the driver where it lies, refusals with their codes, and an engine on top.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include "compiler/backends/native/native.h"
#include "compiler/ir/encoding.hpp"
#include "plumb/compiler.hpp"
#include "tests/property/random_program.hpp"

namespace plumb {
namespace {

const std::string kModule = PLUMB_BINARY_DIR "/lib/libplumb_native.so";

RuleSet some_rules() {
  testing::Random random(7);
  return RuleSet(std::make_shared<const ir::Program>(testing::random_program(random, {20, 3})));
}

TEST(NativeEvaluator, IsFoundBesideTheProgram) {
  const auto evaluator = native_evaluator(some_rules(), {});
  ASSERT_TRUE(evaluator) << evaluator.error().message;
  EXPECT_EQ(evaluator->name(), "native");
  EXPECT_GT(evaluator->table().entry_count, 0U);
}

TEST(NativeEvaluator, SaysInBothLanguagesThatThereIsNone) {
  NativeOptions options;
  options.module = "/nowhere/libplumb_native.so";
  const auto english = native_evaluator(some_rules(), options);
  ASSERT_FALSE(english);
  EXPECT_EQ(english.error().code, "native.missing");
  EXPECT_NE(english.error().message.find("there is no native evaluator here"), std::string::npos);
  EXPECT_NE(english.error().message.find("/nowhere/libplumb_native.so"), std::string::npos);
  options.language = Language::zh;
  const auto chinese = native_evaluator(some_rules(), options);
  ASSERT_FALSE(chinese);
  EXPECT_NE(chinese.error().message.find("没有本地代码求值器"), std::string::npos);
}

TEST(NativeEvaluator, RefusesAModuleThatIsNone) {
  NativeOptions options;
  options.module = "libm.so.6";
  const auto refused = native_evaluator(some_rules(), options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "native.interface");
}

struct Door {
  Door() {
    void* const handle = ::dlopen(kModule.c_str(), RTLD_NOW | RTLD_LOCAL);
    EXPECT_NE(handle, nullptr) << ::dlerror();
    compile = reinterpret_cast<decltype(compile)>(::dlsym(handle, "plumb_native_compile"));
    destroy = reinterpret_cast<decltype(destroy)>(::dlsym(handle, "plumb_native_destroy"));
  }
  decltype(&plumb_native_compile) compile = nullptr;
  decltype(&plumb_native_destroy) destroy = nullptr;
};

TEST(NativeDoor, RefusesBytesThatAreNoRuleSet) {
  const Door door;
  const std::string bytes = ir::encode(some_rules().program());
  const PlumbNativeOptions options{0, UINT32_MAX, nullptr, nullptr, 0};
  for (const std::string& wrong : {std::string(), std::string("PLIR"), bytes.substr(0, bytes.size() / 2), bytes + "x"}) {
    PlumbNative* made = nullptr;
    PlumbNativeError error{};
    EXPECT_NE(door.compile(wrong.data(), wrong.size(), &options, &made, &error), 0);
    EXPECT_EQ(made, nullptr);
    EXPECT_STREQ(error.code, "native.ruleset");
    EXPECT_STRNE(error.message, "");
  }
}

TEST(NativeDoor, ShowsNothingElse) {
  void* const handle = ::dlopen(kModule.c_str(), RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(handle, nullptr);
  EXPECT_EQ(::dlsym(handle, "_ZN5plumb2ir6decodeESt17basic_string_viewIcSt11char_traitsIcEE"), nullptr);
}

}  // namespace
}  // namespace plumb
