#include "runtime/decide/refusal.hpp"

#include <fmt/format.h>

#include <array>

#include "runtime/identity/repeat.hpp"

namespace plumb::decide {

namespace {

struct Text {
  const char* code;
  const char* en;
  const char* zh;
};

// In the order of RefusalCode. {} is the detail.
constexpr std::array<Text, kRefusalCount> kTexts = {{
    {"request.json", "the line is not a JSON object: {}", "本行不是 JSON 对象: {}"},
    {"request.key.unknown", "a request has no member “{}”", "请求没有成员“{}”"},
    {"request.key.duplicate", "member “{}” is given twice", "成员“{}”重复给出"},
    {"request.id", "the id of a request is a text or a number", "请求的编号应为文本或数字"},
    {"request.party", "the party needs an identifier, as a text; a name alone is not enough", "主体须有文本形式的编号，仅有姓名或名称不够"},
    {"request.party.masked", "a masked identifier has 18 places, at least 8 of them visible: {}", "遮蔽的编号须为18位且至少显示8位: {}"},
    {"request.party.form", "the identifier has no known form, and the registry does not hold it: {}", "编号不属任何已知形式，名册中亦无此编号: {}"},
    {"request.party.sector", "no such sector: {}", "没有这个行业: {}"},
    {"request.matter", "the request names no matter", "请求未写明事项"},
    {"request.matter.unknown", "the rule set has no matter “{}”", "规则集没有事项“{}”"},
    {"request.stage", "the matter has no stage “{}”", "该事项没有“{}”阶段"},
    {"request.date", "the date must be a day that exists, as YYYY-MM-DD: {}", "日期须为存在的日子，写作 YYYY-MM-DD: {}"},
    {"request.fields", "the fields are not a JSON object", "字段不是 JSON 对象"},
    {"request.field.unknown", "{}", "{}"},
    {"request.field.type", "{}", "{}"},
    {"request.field.value", "{}", "{}"},
}};

constexpr std::array<std::pair<const char*, const char*>, 3> kFieldTexts = {{
    {"the matter has no field “{}”", "事项没有字段“{}”"},
    {"the field takes {}", "该字段的值应为{}"},
    {"the field has no value “{}”", "该字段没有值“{}”"},
}};

// What a type is called, keyed by the word that field_value.cpp gives as detail.
struct TypeText {
  std::string_view key;
  const char* en;
  const char* zh;
};
constexpr std::array<TypeText, 11> kTypes = {{
    {"boolean", "true or false", "是或否（true、false）"},
    {"integer", "a whole number", "整数"},
    {"decimal", "a decimal number as text, such as \"3.5\"", "文本形式的小数，如\"3.5\""},
    {"money", "an amount in yuan as text, such as \"500000.00\"", "文本形式的金额（元），如\"500000.00\""},
    {"ratio", "a ratio as text, such as \"10%\" or \"0.1\"", "文本形式的比例，如\"10%\"或\"0.1\""},
    {"date", "a day that exists, as YYYY-MM-DD", "存在的日子，写作 YYYY-MM-DD"},
    {"duration", "a term as text: \"P3D\", \"P6M\", \"P2Y\", or \"3WD\" for working days", "文本形式的期限: \"P3D\"、\"P6M\"、\"P2Y\"，工作日写作\"3WD\""},
    {"text", "a text", "文本"},
    {"enumeration", "one of its values as text", "其所列的值之一（文本）"},
    {"set", "an array of its values", "其所列的值组成的数组"},
    {"code", "a code as text", "文本形式的代码"},
}};

// "too deep (byte 53)", as the JSON reader says it, in Chinese.
std::string chinese_fault(std::string_view fault) {
  constexpr std::pair<std::string_view, std::string_view> kFaults[] = {
      {"too deep", "嵌套过深"}, {"incomplete JSON", "没有写完"}, {"extra data", "对象之后还有内容"}};
  std::string out = "语法有误";
  for (const auto& [en, zh] : kFaults) {
    if (fault.starts_with(en)) out = zh;
  }
  constexpr std::string_view kPlace = "(byte ";
  const size_t place = fault.rfind(kPlace);
  if (place == std::string_view::npos) return out;
  const std::string_view number = fault.substr(place + kPlace.size());
  return out + "（第" + std::string(number.substr(0, number.find(')'))) + "字节）";
}

// 该事项没有“申请”阶段；可用: 日常. Whatever language it was asked in, the answer is in the reader's.
std::string stage_message(std::string_view asked, const std::vector<Stage>& stages, bool zh) {
  const auto called = [&](Stage stage) { return std::string_view(zh ? word(stage).zh : word(stage).alias); };
  if (const auto known = find_stage(asked)) asked = called(*known);
  const Text& own = kTexts[static_cast<size_t>(RefusalCode::stage)];
  std::string out = fmt::format(fmt::runtime(zh ? own.zh : own.en), asked);
  for (size_t i = 0; i < stages.size(); ++i) {
    out += i != 0 ? (zh ? "、" : ", ") : (zh ? "；可用: " : "; it has: ");
    out += called(stages[i]);
  }
  return out;
}

}  // namespace

std::string_view code_text(RefusalCode code) { return kTexts[static_cast<size_t>(code)].code; }

std::string message(const Refusal& refusal, Language language) {
  const bool zh = language == Language::zh;
  const auto text = [&](const char* pattern, std::string_view detail) { return fmt::format(fmt::runtime(pattern), detail); };
  // What was given is repeated so that it can be found, never with a number in full.
  const std::string repeated = identity::repeatable(refusal.detail);
  std::string_view detail = repeated;
  switch (refusal.code) {
    case RefusalCode::field_unknown:
    case RefusalCode::field_type:
    case RefusalCode::field_value: {
      const auto& pattern = kFieldTexts[static_cast<size_t>(refusal.code) - static_cast<size_t>(RefusalCode::field_unknown)];
      if (refusal.code == RefusalCode::field_type) {
        for (const TypeText& type : kTypes) {
          if (type.key == detail) detail = zh ? type.zh : type.en;
        }
      }
      return text(zh ? pattern.second : pattern.first, detail);
    }
    case RefusalCode::json:
      return text(detail.empty() ? (zh ? "本行是 JSON，但不是对象" : "the line is JSON, but not an object")
                  : zh           ? kTexts[0].zh
                                 : kTexts[0].en,
                  zh ? chinese_fault(detail) : std::string(detail));
    case RefusalCode::key_unknown:
    case RefusalCode::key_duplicate:
    case RefusalCode::id:
    case RefusalCode::party:
    case RefusalCode::party_masked:
    case RefusalCode::party_form:
    case RefusalCode::party_sector:
    case RefusalCode::matter:
    case RefusalCode::matter_unknown:
    case RefusalCode::stage:
    case RefusalCode::date:
    case RefusalCode::fields:
      break;
  }
  if (refusal.code == RefusalCode::stage) return stage_message(detail, refusal.stages, zh);
  // 张三: a name where only a number tells people apart.
  if (refusal.code == RefusalCode::party_form && !detail.empty() && detail.find_first_of("0123456789*") == std::string_view::npos) {
    return text(zh ? "这里要的是编号（身份证号码、统一社会信用代码），不是姓名或名称: {}"
                   : "a number is wanted here (of an identity card, or a credit code), not a name: {}",
                detail);
  }
  if (refusal.code == RefusalCode::date && detail.empty()) {
    return zh ? "请求须有日期: 存在的日子，写作 YYYY-MM-DD" : "a request needs a date: a day that exists, as YYYY-MM-DD";
  }
  const Text& own = kTexts[static_cast<size_t>(refusal.code)];
  std::string_view pattern = zh ? own.zh : own.en;
  // Nothing that could be repeated was given: no colon either.
  if (detail.empty() && pattern.ends_with(": {}")) pattern.remove_suffix(4);
  return fmt::format(fmt::runtime(pattern), detail);
}

}  // namespace plumb::decide
