#include "runtime/lifecycle/step.hpp"

#include <algorithm>
#include <array>

#include "compiler/base/check.hpp"

namespace plumb::lifecycle {

namespace {

using enum Actor;

// In the order of Step.
constexpr std::array<StepWord, kStepCount> kWords = {{
    {Step::risk_notice, "risk_notice", "风险提示", "risk notice", court, "四（二）3"},
    {Step::listing_decision, "listing_decision", "决定纳入", "decision to list", court, "四（二）1"},
    {Step::service, "service", "送达", "service of the decision", court, "四（二）3"},
    {Step::objection, "objection", "异议", "objection", party, "四（二）3"},
    {Step::review, "review", "审查", "examination of an objection", court, "四（二）3"},
    {Step::objection_decision, "objection_decision", "异议审查决定", "decision on an objection", court, "四（二）3"},
    {Step::reconsideration, "reconsideration", "复议申请", "application for reconsideration", party, "四（二）3"},
    {Step::reconsideration_decision, "reconsideration_decision", "复议决定", "decision on reconsideration", court, "四（二）3"},
    {Step::publication, "publication", "公布", "publication", court, "三（一）"},
    {Step::push, "push", "推送", "push to those who act on it", court, "四（二）1"},
    {Step::unit_notice, "unit_notice", "通报所在单位", "notice to the unit", court, "三（一）"},
    {Step::permit, "permit", "准许", "permit", court, ""},
    {Step::suspension, "suspension", "暂停", "suspension", court, ""},
    {Step::term, "term", "期限", "term", court, ""},
    {Step::extension, "extension", "延长", "extension of the term", court, ""},
    {Step::removal_ground, "removal_ground", "撤销事由发生", "ground for removal", party, "四（二）4"},
    {Step::removal, "removal", "撤销或屏蔽", "removal", court, "四（二）4"},
    {Step::removal_notice, "removal_notice", "撤销公告", "public notice of removal", court, "四（二）4"},
    {Step::department_notice, "department_notice", "通报已推送单位", "notice of removal to a department", court, "四（二）4"},
    {Step::confirmation, "confirmation", "解除确认", "confirmation that measures were lifted", department, "四（二）5"},
    {Step::retention, "retention", "保留", "retention of a measure", department, "四（二）5"},
}};

struct OtherName {
  std::string_view zh;
  Step step;
};
constexpr OtherName kOtherNames[] = {
    {"风险提示通知", Step::risk_notice},
    {"纳入决定", Step::listing_decision},
    {"异议审查", Step::review},
    {"复核", Step::review},
    {"异议决定", Step::objection_decision},
    {"复议", Step::reconsideration},
    {"发布", Step::publication},
    {"单位通报", Step::unit_notice},
    {"许可", Step::permit},
    {"期限延长", Step::extension},
    {"撤销事由", Step::removal_ground},
    {"撤销", Step::removal},
    {"屏蔽", Step::removal},
    {"撤销/屏蔽", Step::removal},
    {"屏蔽公告", Step::removal_notice},
    {"部门通报", Step::department_notice},
    {"确认", Step::confirmation},
};

}  // namespace

std::span<const StepWord> step_words() { return kWords; }

const StepWord& word(Step step) {
  const StepWord& found = kWords[static_cast<size_t>(step)];
  check(found.step == step, "the words of steps stand in the order of the steps");
  return found;
}

const char* title(Step step, Language language) { return language == Language::zh ? word(step).zh : word(step).en; }

std::optional<Step> find_step(std::string_view written) {
  for (const StepWord& w : kWords) {
    if (written == w.alias || written == w.zh) return w.step;
  }
  for (const OtherName& name : kOtherNames) {
    if (written == name.zh) return name.step;
  }
  return std::nullopt;
}

}  // namespace plumb::lifecycle
