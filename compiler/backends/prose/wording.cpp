#include "compiler/backends/prose/wording.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "compiler/base/spelling.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::prose {

namespace {

std::string spaced(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string set_members(const ir::Program& program, const ir::Value& value, Language language) {
  const ir::EnumType& type = program.enums[ir::EnumId{value.type.ref}];
  std::vector<std::string> members;
  for (size_t index = 0; index < type.values.size(); ++index) {
    if ((ir::as_mask(value) >> index & 1) != 0) members.push_back(spell(type.values[index], language));
  }
  return enumerate(members, language);
}

}  // namespace

std::string spell(const ir::Name& name, Language language) { return language == Language::zh ? name.zh : spaced(name.alias); }
std::string spell(const Word& word, Language language) { return language == Language::zh ? word.zh : spaced(word.alias); }

std::string quote(const std::string& text) { return "“" + text + "”"; }

std::string enumerate(const std::vector<std::string>& items, Language language) {
  std::string out;
  for (const std::string& item : items) {
    if (!out.empty()) out += say(language, ", ", "、");
    out += item;
  }
  return out;
}

std::string alternatives(const std::vector<std::string>& items, Language language) {
  if (items.size() < 2) return enumerate(items, language);
  return enumerate({items.begin(), items.end() - 1}, language) + say(language, " or ", "或者") + items.back();
}

std::string spell(Date date, Language language) {
  const Date::Ymd ymd = date.ymd();
  if (language == Language::en) return date.iso();
  return std::to_string(ymd.year) + "年" + std::to_string(ymd.month) + "月" + std::to_string(ymd.day) + "日";
}

std::string spell(const ir::Program& program, const ir::Value& value, Language language) {
  switch (value.type.kind) {
    case ir::TypeKind::boolean:
      return ir::as_boolean(value) ? say(language, "yes", "是") : say(language, "no", "否");
    case ir::TypeKind::integer:
      return std::to_string(ir::as_integer(value));
    case ir::TypeKind::decimal:
      return ir::as_decimal(value).text();
    case ir::TypeKind::money:
      return plumb::spell(ir::as_money(value), language);
    case ir::TypeKind::ratio:
      return spell_ratio(ir::as_decimal(value));
    case ir::TypeKind::date:
      return spell(ir::as_date(value), language);
    case ir::TypeKind::duration:
      return plumb::spell(ir::as_duration(value), language);
    case ir::TypeKind::text:
      return quote(value.text);
    case ir::TypeKind::enumeration:
      return spell(program.enums[ir::EnumId{value.type.ref}].values[ir::as_index(value)], language);
    case ir::TypeKind::set:
      return set_members(program, value, language);
    case ir::TypeKind::code: {
      const ir::Code& code = program.taxonomies[ir::TaxonomyId{value.type.ref}].codes[ir::as_index(value)];
      return code.name.zh.empty() ? code.code : code.code + " " + spell(code.name, language);
    }
  }
  return {};
}

std::string departments(const ir::Program& program, const std::vector<ir::DepartmentId>& ids, Language language) {
  std::vector<std::string> names;
  for (ir::DepartmentId id : ids) names.push_back(spell(program.departments[id].name, language));
  return enumerate(names, language);
}

std::string citations(const ir::Program& program, const std::vector<ir::Citation>& basis, Language language) {
  std::vector<std::string> out;
  // Two obligations of one clause are one place to look up.
  std::set<std::pair<ir::DocumentId, uint32_t>> told;
  for (const ir::Citation& citation : basis) {
    if (!told.emplace(citation.document, citation.clause).second) continue;
    const ir::Document& document = program.documents[citation.document];
    out.push_back((document.number.empty() ? spell(document.name, language) : document.number) + " " + document.clauses[citation.clause].path);
  }
  return enumerate(out, language);
}

}  // namespace plumb::prose
