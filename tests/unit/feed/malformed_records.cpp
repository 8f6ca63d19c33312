#include "tests/unit/feed/malformed_records.hpp"

#include <span>
#include <string_view>

namespace plumb::test {

namespace {

// SplitMix64: its numbers are fixed by its definition, those of the standard library's distributions are not.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  uint64_t below(uint64_t limit) {
    state_ += 0x9E3779B97F4A7C15u;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (z ^ (z >> 31)) % limit;
  }
  const char* one_of(std::span<const char* const> list) { return list[below(list.size())]; }

 private:
  uint64_t state_;
};

constexpr const char* kKeys[] = {"iname",      "caseCode",     "cardNum",         "age",           "sexy",        "businessEntity",
                                 "courtName",  "areaName",     "gistId",          "regDate",       "gistUnit",    "partyTypeName",
                                 "duty",       "performance",  "performedPart",   "unperformPart", "publishDate", "removeDate",
                                 "removeKind", "removeGround", "disruptTypeName", "colour"};

constexpr const char* kValues[] = {"\"（2019）豫0323执12号\"",
                                   "\"(2013)新执字第01218号\"",
                                   "\"410399198503078813\"",
                                   "\"41039919570809918x\"",
                                   "\"410399850307881\"",
                                   "\"00021043-8\"",
                                   "\"4103991985****8813\"",
                                   "\"410399****\"",
                                   "\"914103990002104117\"",
                                   "\"20190709\"",
                                   "\"2019-02-30\"",
                                   "1562601600",
                                   "1562601600000",
                                   "\"2019年7月9日\"",
                                   "\"2019.7.9 8:30\"",
                                   "\"暂无\"",
                                   "\"/\"",
                                   "\"\"",
                                   "null",
                                   "true",
                                   "false",
                                   "{}",
                                   "[1,2]",
                                   "-1e999",
                                   "12345678901234567890123",
                                   "\"买买提•艾力　\"",
                                   "\"\\u0000\"",
                                   "\"\\ud800\"",
                                   "\"\\ue000\"",
                                   "\"&middot;&amp;lt;\"",
                                   "\"男\"",
                                   "\"法人或其他组织\"",
                                   "\"=1+1\"",
                                   "\"￿\"",
                                   "\"41\"",
                                   "0.5"};

// Each has a place where it belongs, so that a good part of the records is sound.
std::string usual_value(Dice& dice, const std::string& key) {
  const std::string digits = std::to_string(dice.below(1000));
  if (key == "caseCode") return "\"（2019）豫0323执" + digits + "号\"";
  if (key == "cardNum") return dice.below(2) == 0 ? "\"410399198503078813\"" : "\"4103991985****88" + std::to_string(10 + dice.below(90)) + "\"";
  if (key == "publishDate" || key == "regDate") return "\"2019年" + std::to_string(1 + dice.below(13)) + "月" + std::to_string(1 + dice.below(31)) + "日\"";
  if (key == "removeDate") return dice.below(3) == 0 ? "\"20200101\"" : "\"\"";
  return "\"甲" + digits + "\"";
}

std::string record(Dice& dice) {
  std::string text = "{";
  const bool removal = dice.below(6) == 0;
  for (const char* const key : kKeys) {
    constexpr std::string_view kOfRemovals = "caseCode cardNum removeDate removeKind removeGround";
    if (dice.below(8) == 0 || (removal && kOfRemovals.find(key) == std::string_view::npos)) continue;
    std::string written = key;
    if (dice.below(4) == 0) {
      for (char& c : written) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    text.append(text.size() == 1 ? "" : ",").append("\"").append(written).append("\":");
    text += dice.below(12) == 0 ? dice.one_of(kValues) : usual_value(dice, key);
    if (dice.below(200) == 0) text.append(",\"").append(key).append("\":").append(dice.one_of(kValues));
  }
  return text + "}";
}

// Bytes lost, doubled, changed or cut off.
void damage(Dice& dice, std::string& text) {
  for (uint64_t times = 1 + dice.below(3); times > 0 && text.size() > 1; --times) {
    const size_t at = dice.below(text.size());
    switch (dice.below(4)) {
      case 0:
        text.erase(at, 1 + dice.below(3));
        break;
      case 1:
        text.insert(at, text.substr(at, 1 + dice.below(8)));
        break;
      case 2:
        text[at] = static_cast<char>(dice.below(256));
        break;
      default:
        text.resize(at + 1);
        break;
    }
  }
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  if (text.find_first_not_of(" \t") == std::string::npos) text = "?";
}

}  // namespace

std::string malformed_records(uint64_t seed, size_t count) {
  Dice dice(seed);
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    std::string one = record(dice);
    if (dice.below(3) == 0) damage(dice, one);
    text.append(one).append("\n");
  }
  return text;
}

}  // namespace plumb::test
