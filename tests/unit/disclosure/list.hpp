// A small list with one of everything, for the tests of disclosure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/disclosure/disclosure.hpp"

namespace plumb::disclosure {

inline Date day(std::string_view iso) { return Date::parse(iso).value(); }

struct List {
  std::vector<facts::Entry> entries;
  std::vector<facts::Party> parties;

  facts::Entry& add(std::string case_no, std::string party, std::string_view published) {
    facts::Entry& made = entries.emplace_back();
    made.case_no = std::move(case_no);
    made.party = std::move(party);
    made.court = "样例县人民法院";
    made.published_on = day(published);
    return made;
  }
  Disclosure shown(std::string_view on = "2019-10-08", int removals_for = 30) const {
    return disclose(entries, parties, {.day = day(on), .removals_for = removals_for, .revision = 41});
  }
};

inline List sample() {
  List list;
  list.parties = {{"410399198503121236", PartyKind::person, "张三", {}}, {"914103990000000219", PartyKind::organisation, "甲<b>公司", {}}};
  facts::Entry& person = list.add("（2019）豫0399执1号", "410399198503121236", "2019-06-10");
  person.gender = "男";
  person.age = "34";
  person.filed_on = day("2019-03-01");
  person.basis_no = "（2018）豫0399民初5号";
  person.basis_unit = "样例县人民法院";
  person.duty = "偿还借款5万元，保证人410399197001011234负连带责任";
  person.performance = "全部未履行";
  person.conduct = "有履行能力而拒不履行";
  person.unperformed_part = "5万元";
  person.unit = "某单位";
  person.decision_no = "不公开的决定书号";
  person.legal_representative = "不属于自然人的字段";
  person.responsible = {"410399197505051239"};
  facts::Entry& company = list.add("（2019）豫0399执2号", "914103990000000219", "2019-07-01");
  company.legal_representative = "=HYPERLINK(\"x\")";
  company.duty = "第一行\n第二行\u2028第三行";
  company.performed_part = "+1";
  company.gender = "不属于单位的字段";
  list.add("（2019）豫0399执3号", "410399198001014567", "2019-07-01").publishable = false;
  list.add("（2019）豫0399执4号", "410399200503121239", "2019-07-01").name = "未成年人";
  list.add("（2019）豫0399执5号", "4103991990****5678", "2019-07-01").expires_on = day("2019-10-08");
  facts::Entry& gone = list.add("（2019）豫0399执6号", "410399197001011234", "2019-01-01");
  gone.name = "欧阳 <某人>";
  gone.removed_on = day("2019-10-01");
  gone.removal_kind = "屏蔽";
  facts::Entry& long_gone = list.add("（2019）豫0399执7号", "410399197001011234", "2019-01-01");
  long_gone.removed_on = day("2019-09-01");
  facts::Entry& hidden = list.add("（2019）豫0399执8号", "410399197001011234", "2019-01-01");
  hidden.removed_on = day("2019-10-01");
  hidden.publishable = false;
  list.add("（2019）豫0399执9号", "410399197001011234", "2019-10-09");
  return list;
}

}  // namespace plumb::disclosure
