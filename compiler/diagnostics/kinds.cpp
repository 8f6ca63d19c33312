#include "compiler/diagnostics/kinds.hpp"

#include <array>

#include "compiler/base/check.hpp"

namespace plumb::diagnostics {

namespace {

using enum Severity;

// Bit i is set when {i} occurs. Anything else between single braces makes the whole mask invalid.
constexpr uint32_t kMalformed = UINT32_MAX;

constexpr uint32_t placeholders(std::string_view text) {
  uint32_t mask = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{' && text[i] != '}') continue;
    if (i + 1 < text.size() && text[i + 1] == text[i]) {
      ++i;
      continue;
    }
    if (text[i] == '}' || i + 2 >= text.size() || text[i + 1] < '0' || text[i + 1] > '9' || text[i + 2] != '}') return kMalformed;
    mask |= uint32_t{1} << (text[i + 1] - '0');
    i += 2;
  }
  return mask;
}

// A language may leave an argument out (a keyword that has two spellings); one that neither uses is a slip.
constexpr bool agree(std::string_view en, std::string_view zh) {
  const uint32_t mask = placeholders(en) | placeholders(zh);
  return mask != kMalformed && (mask & (mask + 1)) == 0;
}

constexpr Template make(std::string_view en, std::string_view zh) {
  uint8_t count = 0;
  for (uint32_t mask = placeholders(en) | placeholders(zh); mask != 0; mask >>= 1) ++count;
  return {en, zh, count};
}

#define PLUMB_DIAGNOSTIC(name, code, severity, en, zh) \
  static_assert(agree(en, zh), code ": a placeholder is malformed, or an argument is used in neither language");
#define PLUMB_LABEL(name, en, zh) static_assert(agree(en, zh), #name ": a placeholder is malformed, or an argument is used in neither language");
#define PLUMB_HELP(name, en, zh) static_assert(agree(en, zh), #name ": a placeholder is malformed, or an argument is used in neither language");
#define PLUMB_TERM(name, en, zh) static_assert(placeholders(en) == 0 && placeholders(zh) == 0, #name ": a term takes no arguments");
#include "compiler/diagnostics/kinds.def"

constexpr KindInfo kKinds[] = {
#define PLUMB_DIAGNOSTIC(name, code, severity, en, zh) {Kind::name, #name, code, severity, make(en, zh)},
#include "compiler/diagnostics/kinds.def"
};

constexpr Template kLabels[] = {
    make("", ""),
#define PLUMB_LABEL(name, en, zh) make(en, zh),
#include "compiler/diagnostics/kinds.def"
};

constexpr Template kHelps[] = {
#define PLUMB_HELP(name, en, zh) make(en, zh),
#include "compiler/diagnostics/kinds.def"
};

constexpr Template kTerms[] = {
#define PLUMB_TERM(name, en, zh) make(en, zh),
#include "compiler/diagnostics/kinds.def"
};

constexpr bool codes_are_unique() {
  for (const KindInfo& a : kKinds) {
    if (a.code.size() != 5 || a.code[0] != 'P') return false;
    for (const KindInfo& b : kKinds) {
      if (a.kind != b.kind && a.code == b.code) return false;
    }
  }
  return true;
}
static_assert(codes_are_unique(), "kinds.def: a code occurs twice or is not P and four digits");

}  // namespace

std::span<const KindInfo> all_kinds() { return kKinds; }
const KindInfo& info(Kind kind) { return kKinds[static_cast<size_t>(kind)]; }
const Template& info(LabelKind kind) { return kLabels[static_cast<size_t>(kind)]; }
const Template& info(HelpKind kind) { return kHelps[static_cast<size_t>(kind)]; }
const Template& info(Term term) { return kTerms[static_cast<size_t>(term)]; }

Argument::Argument(Term term) : en(info(term).en), zh(info(term).zh) {}

Argument Argument::list(std::span<const std::string> items, size_t limit) {
  Argument out{std::string()};
  for (size_t i = 0; i < items.size() && i < limit; ++i) {
    if (i != 0) {
      out.en += ", ";
      out.zh += "、";
    }
    out.en += items[i];
    out.zh += items[i];
  }
  if (items.size() > limit) {
    out.en += " and " + std::to_string(items.size() - limit) + " more";
    out.zh += " 等 " + std::to_string(items.size()) + " 项";
  }
  return out;
}

namespace {

// A number of ten thousand digits is not quoted whole.
std::string shortened(std::string_view argument) {
  constexpr size_t kLongest = 1000, kShown = 300;
  if (argument.size() <= kLongest) return std::string(argument);
  size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(argument[end]) & 0xC0) == 0x80) --end;
  return std::string(argument.substr(0, end)) + "…";
}

}  // namespace

std::string format(const Template& message, const Arguments& arguments, Language language) {
  check(arguments.size() == message.argument_count, "a message has another number of arguments than its template: " + std::string(message.en));
  const std::string_view text = message.in(language);
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool brace = text[i] == '{' || text[i] == '}';
    if (brace && text[i + 1] == text[i]) {
      out.push_back(text[i++]);
    } else if (brace) {
      out += shortened(arguments[static_cast<size_t>(text[i + 1] - '0')].in(language));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

std::string_view severity_word(Severity severity, Language language) {
  if (language == Language::en) return severity_name(severity);
  switch (severity) {
    case error:
      return "错误";
    case warning:
      return "警告";
    case note:
      return "提示";
  }
  return {};
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case error:
      return "error";
    case warning:
      return "warning";
    case note:
      return "note";
  }
  return {};
}

}  // namespace plumb::diagnostics
