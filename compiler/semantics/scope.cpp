#include "compiler/semantics/scope.hpp"

#include "compiler/base/suggest.hpp"

namespace plumb::semantics {

using diagnostics::Argument;
using diagnostics::Arguments;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

// Proposals cost time in proportion to the names there are; after this many the writer has enough to go on with.
constexpr size_t kMostSuggestions = 200;

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// The spelling of the script in which the writer wrote.
std::vector<std::string> spellings(const std::vector<ir::Name>& names, bool ascii) {
  std::vector<std::string> out;
  for (const ir::Name& name : names) out.push_back(ascii ? name.alias : name.zh);
  return out;
}

}  // namespace

ir::Name to_name(const ast::DeclaredName& name) { return {name.zh.text, name.alias.text.empty() ? name.zh.text : name.alias.text}; }

std::vector<std::string> chinese_names(const std::vector<ir::Name>& names) {
  std::vector<std::string> out;
  for (const ir::Name& name : names) out.push_back(name.zh);
  return out;
}

Term term(Thing thing) {
  switch (thing) {
    case Thing::document:
      return Term::document;
    case Thing::clause:
      return Term::clause;
    case Thing::obligation:
      return Term::obligation;
    case Thing::department:
      return Term::department;
    case Thing::role:
      return Term::role;
    case Thing::role_group:
      return Term::role_group;
    case Thing::type:
      return Term::type;
    case Thing::effect:
      return Term::effect;
    case Thing::parameter:
      return Term::parameter;
    case Thing::matter:
      return Term::matter;
    case Thing::field:
      return Term::field;
    case Thing::enumerator:
      return Term::value;
    case Thing::code:
      return Term::code;
    case Thing::argument:
      return Term::argument;
    case Thing::definition:
      return Term::definition;
    case Thing::table:
      return Term::table;
    case Thing::calendar:
      return Term::calendar;
    case Thing::measure:
      return Term::measure;
    case Thing::member:
      return Term::value;
  }
  return Term::value;
}

// Roles and their groups share one space, and so do all that an expression may name: which is meant must be plain.
size_t Scope::space(Thing thing) {
  switch (thing) {
    case Thing::role_group:
      return static_cast<size_t>(Thing::role);
    case Thing::parameter:
    case Thing::table:
      return static_cast<size_t>(Thing::definition);
    default:
      return static_cast<size_t>(thing);
  }
}

bool Scope::claim(Thing thing, const std::string& spelling, Span span, Entry* entry) {
  const auto [it, added] = tables_[space(thing)].try_emplace(spelling, entry);
  if (added || it->second == entry) return true;
  sink_.report(Kind::duplicate_name, span, {term(it->second->thing), spelling}).label(LabelKind::first_here, it->second->span);
  return false;
}

bool Scope::declare(Thing thing, const ast::DeclaredName& name, Span whole, uint32_t index) {
  Entry& entry = entries_.emplace_back(Entry{thing, index, to_name(name), name.span, false});
  bool free = claim(thing, entry.name.zh, name.zh.span, &entry);
  if (!name.alias.text.empty()) free = claim(thing, entry.name.alias, name.alias.span, &entry) && free;
  analysis_.declarations.push_back({name.span, whole, thing, entry.name});
  return free;
}

bool Scope::spell(Thing thing, const ast::Name& spelling, uint32_t index) {
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    if (entry->thing == thing && entry->index == index) return claim(thing, spelling.text, spelling.span, &*entry);
  }
  return false;
}

bool Scope::import(Thing thing, const ir::Name& name, uint32_t index) {
  Entry& entry = entries_.emplace_back(Entry{thing, index, name, {}, false});
  const bool free = claim(thing, name.zh, {}, &entry);
  return claim(thing, name.alias, {}, &entry) && free;
}

void Scope::import_spelling(Thing thing, const std::string& spelling, uint32_t index) {
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    if (entry->thing != thing || entry->index != index) continue;
    tables_[space(thing)].try_emplace(spelling, &*entry);
    return;
  }
}

Entry* Scope::find(Thing thing, std::string_view name) {
  Table& table = tables_[space(thing)];
  const auto it = table.find(std::string(name));
  return it == table.end() ? nullptr : it->second;
}

void Scope::use(Entry& entry, Span span) {
  entry.used = true;
  use(entry.thing, span, entry.name, entry.span);
}

void Scope::use(Thing thing, Span span, const ir::Name& name, Span declaration) {
  if (!quiet_ && span.valid()) analysis_.uses.push_back({span, thing, name, declaration});
}

namespace {

// 钱数 for 金额: the types of the language have no declaration to be listed by.
void propose_type(diagnostics::Diagnostic& reported, const ast::Name& name) {
  static constexpr std::pair<std::string_view, std::string_view> kMeant[] = {
      {"钱数", "金额"}, {"钱", "金额"},   {"货币", "金额"},   {"人民币", "金额"}, {"数字", "整数"}, {"数", "整数"},     {"数量", "整数"}, {"数值", "小数"},
      {"布尔", "是否"}, {"是非", "是否"}, {"真假", "是否"},   {"百分比", "比例"}, {"比率", "比例"}, {"百分数", "比例"}, {"时间", "日期"}, {"年月日", "日期"},
      {"文字", "文本"}, {"字符", "文本"}, {"字符串", "文本"}, {"时长", "期限"},   {"天数", "期限"}, {"期间", "期限"}};
  for (const auto& [written, meant] : kMeant) {
    if (written == name.text && reported.fixes.empty()) reported.fix(HelpKind::change_to, {meant}, name.span, std::string(meant));
  }
  reported.help(HelpKind::types_are,
                {Argument::named("bool, integer, decimal, money, ratio, date, duration, text", "是否、整数、小数、金额、比例、日期、期限、文本")});
}

}  // namespace

std::optional<uint32_t> Scope::resolve(Thing thing, const ast::Name& name) {
  Entry* entry = find(thing, name.text);
  if (entry != nullptr && entry->thing == thing) {
    use(*entry, name.span);
    return entry->index;
  }
  diagnostics::Diagnostic* reported = unknown(Kind::unknown_name, name, {term(thing), name.text}, known(thing));
  const bool of_library = thing == Thing::role || thing == Thing::effect || thing == Thing::calendar;
  if (reported != nullptr && of_library && known(thing).empty()) reported->help(HelpKind::build_on_standard);
  if (reported != nullptr && thing == Thing::type) propose_type(*reported, name);
  return std::nullopt;
}

std::vector<ir::Name> Scope::known(Thing thing) const {
  std::vector<ir::Name> out;
  for (const Entry& entry : entries_) {
    if (entry.thing == thing) out.push_back(entry.name);
  }
  return out;
}

diagnostics::Diagnostic* Scope::unknown(Kind kind, const ast::Name& name, Arguments arguments, const std::vector<ir::Name>& known) {
  if (quiet_ || broken_.contains(name.text)) return nullptr;
  diagnostics::Diagnostic& reported = sink_.report(kind, name.span, std::move(arguments));
  reported.mark(LabelKind::no_such_name);
  const std::vector<std::string> candidates = spellings(known, is_ascii(name.text));
  const auto proposal = suggestions_++ < kMostSuggestions ? nearest(name.text, candidates) : std::nullopt;
  if (proposal) {
    reported.fix(HelpKind::change_to, {*proposal}, name.span, *proposal);
  } else if ((kind == Kind::unknown_name || kind == Kind::unknown_value_name) && !candidates.empty()) {
    reported.help(HelpKind::names_known, {Argument::list(candidates)});
  }
  return &reported;
}

}  // namespace plumb::semantics
