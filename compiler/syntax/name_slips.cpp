// Slips in clause heads, in who is reached, and in names that are declared.
#include <algorithm>

#include "compiler/syntax/antlr.hpp"
#include "compiler/syntax/place_slips.hpp"

namespace plumb::syntax {

using diagnostics::HelpKind;
using diagnostics::Kind;

namespace {

struct HeadSlip {
  std::string_view wrong;
  Keyword right;
};
constexpr HeadSlip kHeads[] = {
    {"负责部门", Keyword::departments},
    {"主管部门", Keyword::departments},
    {"责任单位", Keyword::departments},
    {"牵头部门", Keyword::departments},
    {"牵头单位", Keyword::departments},
    {"承办部门", Keyword::departments},
    {"责任机关", Keyword::departments},
    {"负责单位", Keyword::departments},
    {"部门", Keyword::departments},
    {"实施部门", Keyword::executing},
    {"执行单位", Keyword::executing},
    {"实施单位", Keyword::executing},
    {"配合部门", Keyword::executing},
    {"适用范围", Keyword::reaches},
    {"对象", Keyword::reaches},
    {"适用主体", Keyword::reaches},
    {"适用人员", Keyword::reaches},
    {"惩戒对象", Keyword::reaches},
    {"及于", Keyword::reaches},
    {"处理方式", Keyword::impose},
    {"处理措施", Keyword::impose},
    {"措施", Keyword::impose},
    {"惩戒措施", Keyword::impose},
    {"后果", Keyword::impose},
    {"结果", Keyword::impose},
    {"惩戒", Keyword::impose},
    {"处理结果", Keyword::impose},
    {"根据", Keyword::basis},
    {"文件依据", Keyword::basis},
    {"法律依据", Keyword::basis},
    {"政策依据", Keyword::basis},
    {"出处", Keyword::basis},
    {"事由", Keyword::matter},
    {"适用事项", Keyword::matter},
    {"办理事项", Keyword::matter},
    {"业务", Keyword::matter},
    {"适用条件", Keyword::when},
    {"前提", Keyword::when},
    {"条件是", Keyword::when},
    {"适用情形", Keyword::when},
    {"情形", Keyword::when},
    {"除外", Keyword::unless},
    {"但书", Keyword::unless},
    {"例外情形", Keyword::unless},
    {"除外情形", Keyword::unless},
    {"备注", Keyword::note},
    {"注", Keyword::note},
    {"解释", Keyword::note},
    {"注释", Keyword::note},
    {"描述", Keyword::note},
    {"生效", Keyword::from},
    {"生效日期", Keyword::from},
    {"执行日期", Keyword::from},
    {"实施", Keyword::from},
    {"实施日期", Keyword::from},
    {"开始", Keyword::from},
    {"起", Keyword::from},
    {"失效", Keyword::until},
    {"失效日期", Keyword::until},
    {"终止", Keyword::until},
    {"截止", Keyword::until},
    {"有效期至", Keyword::until},
    {"类别", Keyword::party_kind},
    {"主体", Keyword::party_kind},
    {"主体类型", Keyword::party_kind},
    {"编号", Keyword::number},
    {"文件号", Keyword::number},
    {"名称", Keyword::title},
    {"文件名", Keyword::title},
    {"发文机关", Keyword::issuer},
    {"制定机关", Keyword::issuer},
    {"发布单位", Keyword::issuer},
    {"上级文件", Keyword::higher},
    {"条文", Keyword::clause},
    {"任务", Keyword::obligation},
    {"要求", Keyword::obligation},
    {"职责", Keyword::obligation},
    {"原因", Keyword::reason},
    {"数据", Keyword::field},
    {"信息", Keyword::field},
    {"项目", Keyword::field},
    {"属性", Keyword::field},
    {"环节", Keyword::stages},
    {"已知", Keyword::given},
    {"假设", Keyword::given},
    {"前提事实", Keyword::given},
    {"申请", Keyword::request},
    {"提问", Keyword::request},
    {"预期", Keyword::expect},
    {"期望", Keyword::expect},
    {"答案", Keyword::expect},
    {"行", Keyword::table_case},
};
constexpr std::string_view kDefaulters[] = {"失信人", "失信者", "失信主体", "失信人员", "被执行人", "失信被执行者", "失信对象"};
constexpr std::string_view kEverybody[] = {"所有人", "任何人", "全体", "不限", "所有主体", "任何主体", "所有单位和个人", "一切主体"};
constexpr std::string_view kOrganisations[] = {"企业", "公司", "机构", "组织", "法人", "用人单位", "企事业单位", "法人单位", "市场主体"};
constexpr std::string_view kJoining[] = {"及其", "和其", "以及其", "或其", "及", "和", "与", "或者"};

bool holds(const auto& words, std::string_view word) { return std::find(std::begin(words), std::end(words), word) != std::end(words); }

// Whether one letter of Chinese more, less or other makes `b` of `a`.
bool one_letter_apart(std::string_view a, std::string_view b) {
  size_t same = 0;
  while (same < std::min(a.size(), b.size()) && a[same] == b[same]) ++same;
  same -= same % 3;
  const std::string_view rest_a = a.substr(same), rest_b = b.substr(same);
  const auto skip = [](std::string_view rest) { return rest.substr(std::min<size_t>(3, rest.size())); };
  return a != b && (skip(rest_a) == rest_b || rest_a == skip(rest_b) || skip(rest_a) == skip(rest_b));
}

class NameSlips : private PlaceOfError {
 public:
  using PlaceOfError::PlaceOfError;

  bool tell() { return reached() || clause_head() || declared_name(); }

 private:
  // 负责部门, 责任部们: read as the last name of the clause before, or not at all.
  bool clause_head() {
    for (uint32_t i : {at_, at_ - 1}) {
      if (!opens_line(i) || i == piece_.begin || !is_plain_word(i) || list_.tokens[i].bad) continue;
      const std::string word = text(i);
      for (const HeadSlip& row : kHeads) {
        if (row.wrong == word && may_open(row.right)) return tell_word(span(i), std::string(info(row.right).zh));
      }
      if (word.size() < 9) continue;
      for (const KeywordInfo& row : all_keywords()) {
        if (row.zh.size() >= 9 && row.token < PlumbLexer::K_BOOL && one_letter_apart(word, row.zh) && may_open(row.keyword)) {
          return tell_word(span(i), std::string(row.zh));
        }
      }
    }
    return false;
  }
  // Whether it opens a clause of the declaration that is being read.
  bool may_open(Keyword keyword) const {
    const uint16_t head = info(keyword).token;
    const bool note = head == PlumbLexer::K_NOTE, dated = head == PlumbLexer::K_FROM || head == PlumbLexer::K_UNTIL;
    switch (type(piece_.begin)) {
      case PlumbLexer::K_MEASURE:
        return head == PlumbLexer::K_MATTER || (head >= PlumbLexer::K_BASIS && head <= PlumbLexer::K_NOTE);
      case PlumbLexer::K_DOCUMENT:
        return note || dated || head == PlumbLexer::K_DEPARTMENTS || head == PlumbLexer::K_EXECUTING ||
               (head >= PlumbLexer::K_NUMBER && head <= PlumbLexer::K_DIGEST);
      case PlumbLexer::K_RULESET:
        return note || (head >= PlumbLexer::K_ID && head <= PlumbLexer::K_LINT);
      case PlumbLexer::K_MATTER:
        return note || head == PlumbLexer::K_STAGES || head == PlumbLexer::K_FIELD;
      case PlumbLexer::K_PARAMETER:
        return note || head == PlumbLexer::K_FROM || head == PlumbLexer::K_BASIS;
      case PlumbLexer::K_TABLE:
        return head == PlumbLexer::K_CASE;
      case PlumbLexer::K_WAIVE:
        return head == PlumbLexer::K_BASIS || head == PlumbLexer::K_REASON || head == PlumbLexer::K_SERVED_BY;
      case PlumbLexer::K_SCENARIO:
        return head == PlumbLexer::K_GIVEN || head == PlumbLexer::K_REQUEST || head == PlumbLexer::K_EXPECT;
      default:
        return false;
    }
  }

  bool reached() {
    // 以失信被执行人为 法定代表人 的企业
    for (uint32_t i : {at_, at_ + 1}) {
      if (type(i - 1) != PlumbLexer::DE || !holds(kOrganisations, text(i))) continue;
      for (uint32_t k = i - 1; k > piece_.begin && !is_clause_head(list_.tokens[k]); --k) {
        if (type(k) == PlumbLexer::K_ORGANISATION_WITH) return tell_word(span(i), "单位");
      }
    }
    const uint32_t clause = head();
    if (type(clause) != PlumbLexer::K_REACHES && type(at_ - 1) != PlumbLexer::K_REACHES) return false;
    const std::string word = text(at_);
    if (holds(kDefaulters, word)) return tell_word(span(at_), "失信被执行人");
    if (holds(kEverybody, word)) return tell_word(span(at_), "不论是否失信");
    // 失信被执行人及其法定代表人
    constexpr std::string_view kDefaulter = "失信被执行人";
    if (!word.starts_with(kDefaulter)) return false;
    std::string_view rest = std::string_view(word).substr(kDefaulter.size());
    for (std::string_view joining : kJoining) {
      if (!rest.starts_with(joining)) continue;
      rest.remove_prefix(joining.size());
      if (rest == kDefaulter) return tell_word(span(at_), "失信被执行人、失信被执行人");
      if (rest.empty()) return false;
      return tell_word(span(at_), "失信被执行人、失信被执行人的 " + std::string(rest));
    }
    return false;
  }

  // 措施 住宿且旅游限制, 字段 住宿的目的: a name that holds a word of the language is quoted.
  bool declared_name() {
    uint32_t i = at_;
    if (!inside(i) || !is_part(i)) i = at_ - 1;
    if (!inside(i) || !is_part(i)) return false;
    uint32_t first = i, last = i;
    while (touches(first) && is_part(first - 1)) --first;
    while (inside(last + 1) && touches(last + 1) && is_part(last + 1)) ++last;
    if (first == last || !is_declared(first)) return false;
    for (uint32_t k = first; k <= last; ++k) {
      const Token& token = list_.tokens[k];
      if (token.type != PlumbLexer::DE && !(token.keyword && (info(*token.keyword).splits || info(*token.keyword).reserved))) continue;
      const Span whole = span(first, last);
      const std::string quoted = "「" + text(whole) + "」";
      const Kind kind = token.type == PlumbLexer::DE ? Kind::dangling_member : Kind::reserved_name;
      sink_.report(kind, span(k), {text(k)}).fix(HelpKind::quote_name, {quoted}, whole, quoted);
      return true;
    }
    return false;
  }
  bool is_part(uint32_t i) const {
    return type(i) == PlumbLexer::NAME || type(i) == PlumbLexer::DE || type(i) == PlumbLexer::NUMBER || list_.tokens[i].keyword;
  }

  // Whether the name that begins at i is one that is declared here: 字段 N, 义务 甲、N, 枚举 … { 甲、N }.
  bool is_declared(uint32_t i) const {
    const uint16_t previous = type(i - 1);
    if (previous >= PlumbLexer::K_RULESET && previous <= PlumbLexer::K_SCENARIO && (i - 1 == piece_.begin)) return true;
    if (previous == PlumbLexer::K_FIELD || previous == PlumbLexer::K_OBLIGATION) return true;
    const bool listed = previous == PlumbLexer::COMMA || previous == PlumbLexer::LBRACE || previous == PlumbLexer::LPAREN;
    return listed && (reading(PlumbParser::RuleDeclaredList) || reading(PlumbParser::RuleEnumeration) || reading(PlumbParser::RuleInlineEnumeration) ||
                      reading(PlumbParser::RuleDepartments) || reading(PlumbParser::RuleRoles) || reading(PlumbParser::RuleArguments) ||
                      reading(PlumbParser::RuleOutlineClause) || type(piece_.begin) == PlumbLexer::K_DEPARTMENT);
  }
};

}  // namespace

bool report_name_slip(const TokenList& list, const Source& source, const Piece& piece, const ErrorPlace& place, diagnostics::Sink& sink) {
  return NameSlips(list, source, piece, place, sink).tell();
}

}  // namespace plumb::syntax
