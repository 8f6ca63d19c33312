#include "runtime/feed/reason.hpp"

#include <array>
#include <cstddef>

namespace plumb::feed {

namespace {

struct ReasonText {
  const char* code;
  const char* en;
  const char* zh;
};

// In the order of RejectReason.
constexpr std::array<ReasonText, kRejectReasonCount> kReasons = {{
    {"none", "", ""},
    {"missing_value", "a value is required here", "此处必须有值"},
    {"unknown_kind", "not a kind of party; one of person, organisation", "不是主体类别，应为自然人（person）或单位（organisation）"},
    {"unknown_sector", "not a sector; one of real_estate, construction, other",
     "不是所属行业，应为房地产（real_estate）、建筑业（construction）或其他（other）"},
    {"unknown_role", "not a role; one of legal_representative, principal, actual_controller, director, supervisor, senior_executive, shareholder",
     "不是名册认识的角色，应为法定代表人、主要负责人、实际控制人、董事、监事、高级管理人员或股东"},
    {"role_of_entries_only", "directly responsible persons are named by the court on the entry, never by a relation",
     "直接责任人员只由法院在名单条目上列明，不能作为关系导入"},
    {"bad_date", "not a day of the calendar, written YYYY-MM-DD", "不是日历上的日期，应写作 YYYY-MM-DD"},
    {"bad_boolean", "neither true nor false", "既非是（true）也非否（false）"},
    {"bad_percentage", "not a percentage from 0 to 100", "不是 0 到 100 的百分比"},
    {"bad_period", "not two days with a dash between", "应为两个日期，中间用“–”连接"},
    {"bad_json", "not a JSON object", "不是 JSON 对象"},
    {"not_an_identifier", "not an identifier of any form", "不是任何形式的编号"},
    {"mask_length", "a masked identifier must have as many places as a full one (18)", "掩码编号的位数应与完整编号相同（18位）"},
    {"mask_visible", "a masked identifier must show at least 8 places", "掩码编号至少应有8位可见"},
    {"value_too_long", "the value is longer than 65536 bytes", "值超过 65536 字节"},
    {"forbidden_character", "the value holds a control character, which has no place in a text", "值中含有控制字符，文本中不应有"},
    {"field_count", "the row has more or fewer values than the header has columns", "该行的值数与表头列数不符"},
    {"text_after_quote", "text follows a closing quotation mark", "闭合引号之后还有文字"},
    {"unknown_key", "the table has no such column", "该表没有这一列"},
    {"duplicate_key", "the key stands twice in one row", "同一行中键名重复"},
    {"wrongly_made_entry", "nothing may be retained of an entry that was removed as wrongly made", "因错误纳入而撤销的条目不得保留任何措施"},
    {"wrong_type", "a list, an object or a truth value stands where a text, a number or a day belongs", "此处应为文本、数字或日期，而不是列表、对象或真假值"},
    {"not_utf8", "the record holds bytes that are no UTF-8", "记录中有不合 UTF-8 的字节"},
    {"not_an_object", "a record must be a JSON object", "一条记录应为一个 JSON 对象"},
    {"not_a_case_number", "a case number without any digit", "案号中没有数字"},
    {"cut_short", "the file ends in the middle of its list; have it sent again", "文件在列表中间断了，请要求重发"},
    {"record_too_long", "the record is longer than one megabyte", "记录超过 1 MB"},
    {"unknown_step",
     "not a step in an entry's life; one of risk_notice, listing_decision, service, objection, review, objection_decision, reconsideration, "
     "reconsideration_decision, publication, push, unit_notice, permit, suspension, term, extension, removal_ground, removal, removal_notice, "
     "department_notice, confirmation, retention",
     "不是名单条目所经步骤之一，应为风险提示、决定纳入、送达、异议、审查、异议审查决定、复议申请、复议决定、公布、推送、通报所在单位、准许、暂停、期限、延长、"
     "撤销事由发生、撤销或屏蔽、撤销公告、通报已推送单位、解除确认、保留"},
    {"bound_to_itself", "a document cannot be bound to itself, nor to what is bound to it", "证件不能归于自身，也不能归于已归于它的编号"},
    {"bound_to_masked", "neither identifier shows all its places, and only an exact one acts", "两个编号都有掩码，只有完整的编号可以认定"},
    {"bound_by_other_places", "the places that the record shows are others than those of the number", "记录所显示的号码位与该编号不同"},
    {"bound_kinds", "a person and an organisation cannot be one party", "自然人与单位不可能是同一主体"},
    {"bound_elsewhere", "the document is bound to another party; a reviewer undoes that first (plumb registry split)",
     "该证件已归于另一主体，须先由核对员拆分（plumb registry split）"},
    {"held_different", "a reviewer said that these are different parties, and only a reviewer can say otherwise (plumb registry same)",
     "核对员已认定两者不是同一主体，只有核对员可以另作认定（plumb registry same）"},
    {"controls_itself", "an organisation does not control itself", "单位不能是自己的实际控制人"},
    {"person_controlled", "a person has no controller", "自然人没有实际控制人"},
    {"control_refused", "a reviewer said that the one does not control the other, and only a reviewer can say otherwise (plumb registry controller)",
     "核对员已认定不是实际控制人，只有核对员可以另作认定（plumb registry controller）"},
    {"step_to_come", "a step of a day that has not come; send it when it was taken", "步骤的日期尚未到来，请待其发生后报送"},
    {"kind_of_other_step", "only a removal has a kind; leave the column empty", "只有撤销步骤才有撤销方式，此处请留空"},
    {"unknown_removal_kind", "not a way in which an entry goes; one of shielded (屏蔽), revoked (撤销)", "不是撤销方式，应为屏蔽（shielded）或撤销（revoked）"},
    {"header_unknown", "a table's first line must name at least the case and the party as court files do: caseCode, cardNum (case_no, party; 案号, 身份证号码)",
     "表头应至少写明案号和主体编号：案号、身份证号码或统一社会信用代码（caseCode、cardNum）"},
}};

}  // namespace

RejectReason reason_of(identity::IdentifierFault fault) {
  switch (fault) {
    case identity::IdentifierFault::none:
      return RejectReason::none;
    case identity::IdentifierFault::mask_length:
      return RejectReason::mask_length;
    case identity::IdentifierFault::mask_visible:
      return RejectReason::mask_visible;
    case identity::IdentifierFault::not_an_identifier:
      return RejectReason::not_an_identifier;
  }
  return RejectReason::not_an_identifier;
}

const char* reason_code(RejectReason reason) { return kReasons[static_cast<size_t>(reason)].code; }

const char* reason_text(RejectReason reason, Language language) {
  const ReasonText& text = kReasons[static_cast<size_t>(reason)];
  return language == Language::zh ? text.zh : text.en;
}

}  // namespace plumb::feed
