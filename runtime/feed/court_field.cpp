#include "runtime/feed/court_field.hpp"

#include <array>
#include <string>
#include <unordered_map>

#include "compiler/base/unicode.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::feed {

namespace {

using enum FieldType;

constexpr FieldShape kShapes[kFieldCount] = {
    {Field::case_no, "case_no", case_number},
    {Field::party, "party", identifier},
    {Field::name, "name", name},
    {Field::court, "court", text},
    {Field::published_on, "published_on", day},
    {Field::expires_on, "expires_on", day},
    {Field::ground_on, "ground_on", day},
    {Field::removed_on, "removed_on", day},
    {Field::publishable, "publishable", truth},
    {Field::responsible, "responsible", identifiers},
    {Field::filed_on, "filed_on", day},
    {Field::basis_no, "basis_no", text},
    {Field::basis_unit, "basis_unit", text},
    {Field::duty, "duty", text},
    {Field::performance, "performance", text},
    {Field::conduct, "conduct", text},
    {Field::performed_part, "performed_part", text},
    {Field::unperformed_part, "unperformed_part", text},
    {Field::age, "age", age},
    {Field::gender, "gender", gender},
    {Field::legal_representative, "legal_representative", name},
    {Field::decision_no, "decision_no", text},
    {Field::served_on, "served_on", day},
    {Field::removal_kind, "removal_kind", text},
    {Field::removal_ground, "removal_ground", text},
    {Field::unit, "unit", text},
    {Field::removal_document, "removal_document", text},
    {Field::area, "area", text},
    {Field::party_type, "party_type", party_type},
    {Field::published_stamp, "published_stamp", day},
    {Field::passed_over, "passed_over", passed_over},
};

struct Key {
  std::string_view written;  // folded: lower case, half width, without what stands between words
  Field field;
};

constexpr Key kKeys[] = {
    {"casecode", Field::case_no},
    {"caseno", Field::case_no},
    {"案号", Field::case_no},
    {"cardnum", Field::party},
    {"party", Field::party},
    {"主体", Field::party},
    {"身份证号码", Field::party},
    {"身份证号", Field::party},
    {"统一社会信用代码", Field::party},
    {"统一社会信用代码(组织机构代码)", Field::party},
    {"身份证号码/组织机构代码", Field::party},
    {"组织机构代码", Field::party},
    {"iname", Field::name},
    {"name", Field::name},
    {"姓名", Field::name},
    {"姓名或名称", Field::name},
    {"单位名称", Field::name},
    {"被执行人姓名/名称", Field::name},
    {"courtname", Field::court},
    {"court", Field::court},
    {"执行法院", Field::court},
    {"执行人民法院", Field::court},
    {"publishdate", Field::published_on},
    {"publishedon", Field::published_on},
    {"发布时间", Field::published_on},
    {"发布日期", Field::published_on},
    {"expiredate", Field::expires_on},
    {"expireson", Field::expires_on},
    {"届满日期", Field::expires_on},
    {"到期日期", Field::expires_on},
    {"groundon", Field::ground_on},
    {"撤销事由发生日期", Field::ground_on},
    {"removedate", Field::removed_on},
    {"removedon", Field::removed_on},
    {"撤销时间", Field::removed_on},
    {"撤销日期", Field::removed_on},
    {"publishable", Field::publishable},
    {"可以公布", Field::publishable},
    {"是否公布", Field::publishable},
    {"responsible", Field::responsible},
    {"直接责任人员", Field::responsible},
    {"影响债务履行的直接责任人员", Field::responsible},
    {"regdate", Field::filed_on},
    {"filedon", Field::filed_on},
    {"立案时间", Field::filed_on},
    {"立案日期", Field::filed_on},
    {"gistid", Field::basis_no},
    {"gistcid", Field::basis_no},
    {"basisno", Field::basis_no},
    {"执行依据文号", Field::basis_no},
    {"gistunit", Field::basis_unit},
    {"basisunit", Field::basis_unit},
    {"作出执行依据单位", Field::basis_unit},
    {"做出执行依据单位", Field::basis_unit},
    {"duty", Field::duty},
    {"法律生效文书确定的义务", Field::duty},
    {"生效法律文书确定的义务", Field::duty},
    {"performance", Field::performance},
    {"履行情况", Field::performance},
    {"被执行人的履行情况", Field::performance},
    {"disrupttypename", Field::conduct},
    {"conduct", Field::conduct},
    {"具体情形", Field::conduct},
    {"失信被执行人具体情形", Field::conduct},
    {"失信被执行人行为具体情形", Field::conduct},
    {"performedpart", Field::performed_part},
    {"已履行部分", Field::performed_part},
    {"已履行", Field::performed_part},
    {"unperformpart", Field::unperformed_part},
    {"unperformedpart", Field::unperformed_part},
    {"未履行部分", Field::unperformed_part},
    {"未履行", Field::unperformed_part},
    {"age", Field::age},
    {"年龄", Field::age},
    {"sexy", Field::gender},
    {"sex", Field::gender},
    {"gender", Field::gender},
    {"性别", Field::gender},
    {"businessentity", Field::legal_representative},
    {"legalrepresentative", Field::legal_representative},
    {"法定代表人", Field::legal_representative},
    {"法定代表人姓名", Field::legal_representative},
    {"法定代表人或者负责人姓名", Field::legal_representative},
    {"decisionno", Field::decision_no},
    {"决定书文号", Field::decision_no},
    {"servedon", Field::served_on},
    {"送达日期", Field::served_on},
    {"removekind", Field::removal_kind},
    {"removalkind", Field::removal_kind},
    {"撤销方式", Field::removal_kind},
    {"removeground", Field::removal_ground},
    {"removalground", Field::removal_ground},
    {"撤销事由", Field::removal_ground},
    {"removedocument", Field::removal_document},
    {"removaldocument", Field::removal_document},
    {"撤销文书", Field::removal_document},
    {"撤销文书号", Field::removal_document},
    {"unit", Field::unit},
    {"所在单位", Field::unit},
    {"工作单位", Field::unit},
    {"areaname", Field::area},
    {"省份", Field::area},
    {"地域名称", Field::area},
    {"partytypename", Field::party_type},
    {"partytype", Field::party_type},
    {"主体类别", Field::party_type},
    {"类别", Field::party_type},
    {"publishdatestamp", Field::published_stamp},
    {"id", Field::passed_over},
    {"type", Field::passed_over},
    {"focusnumber", Field::passed_over},
    {"siteid", Field::passed_over},
    {"sitelink", Field::passed_over},
    {"cambrianappid", Field::passed_over},
    {"changefreq", Field::passed_over},
    {"lastmod", Field::passed_over},
    {"loc", Field::passed_over},
    {"priority", Field::passed_over},
    {"stdstg", Field::passed_over},
    {"stdstl", Field::passed_over},
    {"updatetime", Field::passed_over},
    {"selecttime", Field::passed_over},
    {"version", Field::passed_over},
};

std::string folded(std::string_view key) {
  std::string out;
  for (size_t at = 0; at < key.size();) {
    const unicode::Decoded decoded = unicode::decode(key, at);
    if (decoded.length == 0) return {};
    at += decoded.length;
    const char32_t c = unicode::fold_width(decoded.code_point);
    if (c == '_' || identity::is_space(c) || identity::is_hyphen(c)) continue;
    unicode::append(out, c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  return out;
}

// As nearly all keys come: letters of ASCII, here in lower case in `buffer`; empty: it is not so, or too long.
std::string_view folded_letters(std::string_view key, std::array<char, 32>& buffer) {
  if (key.size() > buffer.size()) return {};
  for (size_t i = 0; i < key.size(); ++i) {
    const char lower = static_cast<char>(key[i] | 0x20);
    if (lower < 'a' || lower > 'z') return {};
    buffer[i] = lower;
  }
  return {buffer.data(), key.size()};
}

}  // namespace

const FieldShape& shape(Field field) { return kShapes[static_cast<size_t>(field)]; }

std::optional<Field> find_field(std::string_view key) {
  static const std::unordered_map<std::string_view, Field> kFields = [] {
    std::unordered_map<std::string_view, Field> fields;
    for (const Key& one : kKeys) fields.emplace(one.written, one.field);
    return fields;
  }();
  std::array<char, 32> buffer;
  const std::string_view letters = folded_letters(key, buffer);
  const auto found = letters.empty() ? kFields.find(folded(key)) : kFields.find(letters);
  return found == kFields.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace plumb::feed
