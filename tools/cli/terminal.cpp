#include "tools/cli/terminal.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <tuple>

#include "compiler/base/printable.hpp"

namespace plumb::cli {

namespace {

bool output_failed = false;

// A message that cannot be told (a pipe closed, a full disk) must not change what the command did, nor its exit status.
void write_message(const std::string& text) { std::ignore = std::fwrite(text.data(), 1, text.size(), stderr); }

int64_t now_ms() { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

}  // namespace

bool chinese_from(std::string_view lang_option) {
  if (!lang_option.empty()) return lang_option == "zh";
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0') return std::string_view(value).starts_with("zh");
  }
  return false;
}

void inform(const Terminal& terminal, std::string_view line) {
  if (!terminal.quiet) complain(line);
}

void complain(std::string_view line) { write_message(fmt::format("{}\n", line)); }

bool print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) output_failed = true;
  return !output_failed;
}

bool output_intact() {
  // ferror: reading standard input flushes standard output behind our back, and the failure shows nowhere else.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) output_failed = true;
  return !output_failed;
}

std::string now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  const std::time_t seconds = std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count();
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count() % 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  return fmt::format("{}.{:03}Z", text, milliseconds);
}

int write_new_file(const Terminal& terminal, const std::string& path, std::string_view content) {
  const char* reason = nullptr;
  if (std::FILE* file = std::fopen(path.c_str(), "wx")) {
    const bool written = std::fwrite(content.data(), 1, content.size(), file) == content.size() && std::fflush(file) == 0 && ::fsync(::fileno(file)) == 0;
    if (std::fclose(file) == 0 && written) return kFine;
    (void)std::remove(path.c_str());
    reason = terminal.say("写不下去", "writing failed");
  } else {
    reason = errno == EEXIST ? terminal.say("已有同名文件，不予覆盖，请另指定一个文件", "a file of this name exists and is not replaced; name another")
                             : terminal.say("建不成这个文件", "the file cannot be made");
  }
  complain(fmt::format("plumb: {}: {}", printable(path), reason));
  return kInputOutput;
}

ProgressBar::ProgressBar(const Terminal& terminal, std::string label) : enabled_(terminal.progress), label_(std::move(label)) {}

ProgressBar::~ProgressBar() {
  if (shown_) write_message("\r\033[K");
}

void ProgressBar::update(uint64_t done, uint64_t total) {
  if (!enabled_) return;
  const int64_t now = now_ms();
  if (now - last_drawn_ms_ < 100) return;
  last_drawn_ms_ = now;
  shown_ = true;
  if (total == 0) {
    write_message(fmt::format("\r\033[K{} {}", label_, done));
    return;
  }
  constexpr uint64_t kWidth = 30;
  const uint64_t filled = std::min(kWidth, done * kWidth / total);
  write_message(
      fmt::format("\r\033[K{} [{}{}] {:3}%", label_, std::string(filled, '#'), std::string(kWidth - filled, '.'), std::min<uint64_t>(100, done * 100 / total)));
}

}  // namespace plumb::cli
