#include "tests/unit/decide/small_rules.hpp"

#include "compiler/base/check.hpp"
#include "compiler/ir/builder.hpp"
#include "compiler/ir/encoding.hpp"
#include "compiler/ir/verifier.hpp"

namespace plumb::test {

namespace {

using ir::NodeId;
using ir::TypeKind;

constexpr uint32_t bit(Role role) { return 1U << static_cast<int>(role); }
constexpr uint32_t kFour = bit(Role::legal_representative) | bit(Role::principal) | bit(Role::actual_controller) | bit(Role::directly_responsible);
constexpr uint32_t kFive =
    bit(Role::legal_representative) | bit(Role::actual_controller) | bit(Role::director) | bit(Role::supervisor) | bit(Role::senior_executive);
constexpr uint32_t kSix = kFive | bit(Role::principal);

Date day(const char* iso) { return *Date::parse(iso); }

template <typename E>
ir::EnumType fixed(const char* zh, const char* alias, int count) {
  ir::EnumType type;
  type.name = {zh, alias};
  for (int i = 0; i < count; ++i) type.values.push_back({word(static_cast<E>(i)).zh, word(static_cast<E>(i)).alias});
  return type;
}

class Rules {
 public:
  Rules() : p_(std::make_shared<ir::Program>()), b_(*p_) {
    p_->name = {"小规则集", "small"};
    p_->id = "small";
    p_->version = "1.0.0";
    p_->enums.add(fixed<PartyKind>("主体类别", "party_kind", 2));
    p_->enums.add(fixed<Sector>("行业", "sector", 3));
    p_->enums.add(fixed<Role>("角色", "role", kRoleCount));
    p_->enums.add(fixed<EntryState>("状态", "state", 4));
    declare_document();
    declare_effects();
    p_->departments.add({{"县文旅局", "tourism"}, {}, std::nullopt});
    p_->departments.add({{"县公安局", "police"}, {}, std::nullopt});
    p_->remedies.push_back({true, "可以向法院提出异议。", {{notice_, 3, UINT32_MAX}}});
    p_->remedies.push_back({false, "可以证明身份已经终止。", {{notice_, 3, UINT32_MAX}}});
    declare_lodging();
    declare_honour();
    declare_resort();
    declare_enlistment();
    declare_land();
    declare_amounts();
    declare_standing();
  }

  std::shared_ptr<const ir::Program> finish() {
    for (const ir::Violation& violation : ir::verify(*p_)) check(false, ir::text(violation));
    p_->meaning_digest = ir::meaning_digest(*p_);
    return p_;
  }
  ir::Program& program() { return *p_; }

 private:
  void declare_document() {
    ir::Document notice;
    notice.name = {"测试通知", "notice"};
    notice.number = "测政办〔2019〕1号";
    notice.title = "测试通知";
    notice.from = day("2019-05-30");
    for (const char* path : {"二（七）1", "二（五）1", "二（九）", "四（二）3"}) {
      ir::Clause clause;
      clause.path = path;
      notice.clauses.push_back(clause);
    }
    notice_ = p_->documents.add(notice);
  }

  void declare_effects() {
    const auto add = [&](const char* zh, const char* alias, std::vector<ir::Type> arguments = {}) {
      return p_->effects.add({{zh, alias}, std::move(arguments), false});
    };
    prohibit_ = add("禁止", "prohibit");
    restrict_ = add("限制", "restrict");
    revoke_ = add("撤销", "revoke");
    cap_ = add("限额", "cap", {{TypeKind::money}});
    review_ = add("从严审核", "strict_review");
    supervise_ = add("重点监管", "key_supervision", {{TypeKind::ratio}, {TypeKind::duration}});
    disclose_ = add("向社会披露", "disclose");
    reference_ = add("审慎参考", "reference");
    inform_ = add("提示", "inform");
  }

  ir::EnumId enumeration(const char* name, std::vector<ir::Name> values) {
    ir::EnumType type;
    type.name = {name, name};
    type.values = std::move(values);
    type.inline_declared = true;
    return p_->enums.add(type);
  }

  ir::MatterId matter(const char* zh, const char* alias, std::vector<Stage> stages, std::vector<ir::Field> fields) {
    return p_->matters.add({{zh, alias}, std::move(stages), std::move(fields)});
  }

  struct Head {
    const char* zh;
    const char* alias;
    ir::MatterId matter;
    Stage stage = Stage::application;
    std::optional<PartyKind> party = std::nullopt;
    ir::Reach reach = {false, true, 0, 0};
    ir::EffectId effect;
    uint32_t clause = 0;
  };
  ir::Measure& measure(const Head& head, NodeId condition = NodeId()) {
    ir::Measure m;
    m.name = {head.zh, head.alias};
    m.matter = head.matter;
    m.stage = head.stage;
    m.party = head.party;
    m.reach = head.reach;
    m.condition = condition;
    m.effect = head.effect;
    m.basis.push_back({notice_, head.clause, UINT32_MAX});
    m.departments.push_back(ir::DepartmentId(0));
    m.executing.push_back(ir::DepartmentId(1));
    return p_->measures[p_->measures.add(m)];
  }

  NodeId in(ir::MatterId m, uint32_t field, uint64_t mask) {
    return b_.in_set(b_.matter_field(m, field), b_.set(ir::EnumId(p_->matters[m].fields[field].type.ref), mask));
  }

  void declare_lodging() {
    const auto grade = enumeration("lodging.national_grade", {{"特级", "special"}, {"一级", "first"}, {"二级", "second"}});
    const auto m = matter("住宿", "lodging", {Stage::application},
                          {{{"星级", "star_rating"}, {TypeKind::integer}},
                           {{"国家等级", "national_grade"}, {TypeKind::enumeration, grade.value}},
                           {{"高消费场所", "high_consumption"}, {TypeKind::boolean}}});
    const NodeId star = b_.binary(ir::Op::at_least, b_.matter_field(m, 0), b_.integer(1));
    measure({"星级宾馆饭店住宿限制", "luxury_lodging", m, Stage::application, {}, {false, true, kFour, 0}, restrict_, 0},
            b_.logical_or({star, in(m, 1, 0b011), b_.matter_field(m, 2)}));
    measure({"高消费登记", "lodging_report", m, Stage::application, {}, {true, false, 0, 0}, inform_, 0}, b_.matter_field(m, 2));
  }

  void declare_honour() {
    const auto title = enumeration("honour.title", {{"文明单位", "civilised_unit"}, {"慈善类奖项", "charity_award"}, {"其他", "other"}});
    const auto m = matter("荣誉", "honour", {Stage::application, Stage::holding},
                          {{{"称号", "title"}, {TypeKind::enumeration, title.value}}, {{"取得日期", "granted_on"}, {TypeKind::date}}});
    const ir::Reach reach{false, true, 0, kFive};
    measure({"单位荣誉评选限制", "honour_bar", m, Stage::application, PartyKind::organisation, reach, prohibit_, 1}, in(m, 0, 0b011));
    measure({"单位荣誉撤销", "honour_revocation", m, Stage::holding, PartyKind::organisation, reach, revoke_, 1},
            b_.logical_and({in(m, 0, 0b011), b_.listed_on(b_.matter_field(m, 1))}));
  }

  void declare_resort() {
    ir::Parameter cap;
    cap.name = {"旅游消费限额", "resort_cap"};
    cap.type = {TypeKind::money};
    cap.versions.push_back({day("2019-05-30"), std::nullopt, {}});
    cap.versions.push_back({day("2021-01-01"), ir::money_value(*Money::parse("300.00")), {{notice_, 0, UINT32_MAX}}});
    const auto parameter = p_->parameters.add(cap);
    const auto venue = enumeration("resort.venue", {{"度假区", "rated_resort"}, {"其他", "other"}});
    const auto m = matter("度假消费", "resort", {Stage::application},
                          {{{"场所", "venue"}, {TypeKind::enumeration, venue.value}}, {{"金额", "amount"}, {TypeKind::money}}});
    ir::Measure& capped = measure({"旅游度假消费限额", "resort_spending_cap", m, Stage::application, {}, {false, true, 0, 0}, cap_, 0}, in(m, 0, 0b01));
    capped.arguments.push_back(b_.parameter(parameter));
  }

  void declare_enlistment() {
    const auto m = matter("入伍", "enlistment", {Stage::application}, {});
    measure({"入伍参考", "enlistment_reference", m, Stage::application, PartyKind::person, {false, true, 0, 0}, reference_, 1});
  }

  void declare_land() {
    const auto use = enumeration("land.uses", {{"慈善", "charity"}, {"商业", "commerce"}});
    const auto m = matter("土地", "land", {Stage::application}, {{{"用途", "uses"}, {TypeKind::set, use.value}}});
    measure({"土地限制", "land_bar", m, Stage::application, PartyKind::organisation, {false, true, 0, 0}, restrict_, 1},
            b_.in_set(b_.party_field(ir::PartyField::sector), b_.set(ir::kSectorEnum, 0b011)));
    ir::Measure& review = measure({"土地审核", "land_review", m, Stage::application, {}, {false, true, 0, 0}, review_, 1});
    review.from = day("2020-01-01");
    review.exceptions.push_back({b_.has_any(b_.matter_field(m, 0), b_.set(use, 0b01)), {{notice_, 1, UINT32_MAX}}});
  }

  void declare_amounts() {
    const auto m = matter("数额", "amounts", {Stage::application},
                          {{{"金额", "amount"}, {TypeKind::money}},
                           {{"份数", "parts"}, {TypeKind::decimal}},
                           {{"比例", "ratio"}, {TypeKind::ratio}},
                           {{"期限", "term"}, {TypeKind::duration}},
                           {{"说明", "remark"}, {TypeKind::text}}});
    const NodeId each = b_.binary(ir::Op::divide, b_.matter_field(m, 0), b_.matter_field(m, 1));
    measure({"数额限制", "amount_bar", m, Stage::application, {}, {false, true, 0, 0}, restrict_, 0},
            b_.binary(ir::Op::above, each, b_.money(*Money::parse("100"))));
  }

  void declare_standing() {
    const auto m = matter("常态", "standing", {Stage::status}, {});
    ir::Measure& supervised = measure({"重点监管", "key_supervision", m, Stage::status, {}, {false, true, 0, kSix}, supervise_, 2});
    supervised.arguments = {b_.ratio(*Decimal::parse("0.05")), b_.duration({Duration::Unit::month, 6})};
    measure({"失信信息披露", "disclosure", m, Stage::status, PartyKind::organisation, {false, true, 0, 0}, disclose_, 1},
            b_.listing_field(ir::ListingField::publishable));
    // Where the name is not known, it is not that one; so parties without a name are as if this measure were not there.
    const NodeId name = b_.party_field(ir::PartyField::name);
    measure({"同名核对", "namesake_check", m, Stage::status, {}, {true, false, 0, 0}, inform_, 1},
            b_.logical_and({b_.known(name), b_.binary(ir::Op::equal, name, b_.text("阿依 古丽(集团)"))}));
  }

  std::shared_ptr<ir::Program> p_;
  ir::Builder b_;
  ir::DocumentId notice_;
  ir::EffectId prohibit_, restrict_, revoke_, cap_, review_, supervise_, disclose_, reference_, inform_;
};

}  // namespace

std::shared_ptr<const ir::Program> small_rules() { return Rules().finish(); }

std::shared_ptr<const ir::Program> small_rules_with_limit(Duration limit) {
  Rules rules;
  rules.program().staleness_limit = limit;
  return rules.finish();
}

}  // namespace plumb::test
