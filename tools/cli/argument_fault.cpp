#include "tools/cli/argument_fault.hpp"

#include <string_view>

namespace plumb::cli {

namespace {

// `from` becomes `to`, and `end` follows. Whether `from` was there.
bool turn(std::string& sentence, std::string_view from, std::string_view to, std::string_view end = "") {
  const size_t at = sentence.find(from);
  if (at == std::string::npos) return false;
  sentence.replace(at, from.size(), to).append(end);
  return true;
}

}  // namespace

std::string fault_in_chinese(std::string sentence) {
  if (turn(sentence, "The following argument was not expected: ", "不认识的参数: ") ||
      turn(sentence, "The following arguments were not expected: ", "不认识的参数: ") || turn(sentence, "Could not convert: ", "读不出值: ") ||
      turn(sentence, " not in {", "，应为 {", " 之一") || turn(sentence, "Directory does not exist: ", "没有这个文件夹: ") ||
      turn(sentence, "Directory is actually a file: ", "这不是文件夹: "))
    return sentence;
  if (turn(sentence, ": At Most ", "：至多 ") && turn(sentence, " required but received ", " 个，给了 ", " 个")) return sentence;
  const size_t colon = sentence.find(": ");
  if (sentence.ends_with(" missing") && colon != std::string::npos) return sentence.substr(0, colon) + "：没有给出值";
  if (turn(sentence, " not in range ", "，应在 ", " 之间")) {
    turn(sentence, ": Value ", ": ");
    turn(sentence, " to ", " 至 ");
  }
  return sentence;
}

}  // namespace plumb::cli
