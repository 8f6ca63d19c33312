// The words of sentences for people: one of two languages, dates, lists, how a party is called. Pure; any thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/language.hpp"
#include "runtime/decide/decide.hpp"

namespace plumb::explain {

class Wording {
 public:
  // `subject` is the party that was asked about; `reveal` shows other persons' identifiers in full. All outlive this.
  Wording(const decide::Context& context, const decide::Subject& subject, Language language, bool reveal)
      : context_(context), subject_(subject), language_(language), reveal_(reveal) {}

  bool chinese() const { return language_ == Language::zh; }
  const char* choose(const char* zh, const char* en) const { return chinese() ? zh : en; }
  // The pattern of the language, filled in with texts: {} stands for the next one, {2} for the third.
  template <typename... Args>
  std::string say(const char* zh, const char* en, const Args&... args) const {
    return fill(choose(zh, en), {std::string_view(args)...});
  }

  std::string date(Date d) const;                // 2019年7月1日; 2019-07-01
  std::string name(const ir::Name& name) const;  // the Chinese name; in English the alias with spaces
  std::string name(const Word& word) const;
  std::string list(const std::vector<std::string>& items) const;  // 甲、乙; a, b
  static std::string join(const std::vector<std::string>& items, std::string_view between);
  // 新政办〔2019〕48号 二（七）1、二（八）
  // 县民政局; in English, with what it is called elsewhere in answers: 县民政局 (civil_affairs_bureau).
  std::string department(ir::DepartmentId id) const;
  // The rule set's words. They are Chinese alone, so an English sentence says whose words they are and quotes them.
  std::string remedy(const ir::Remedy& remedy) const;
  std::string citations(const std::vector<ir::Citation>& basis) const;
  std::string value(const ir::Value& value) const;
  // What the document attaches, with its amount: 限额（300元）; 限额（数额尚未由主管部门确定）.
  std::string effect(const decide::MeasureDecision& decided) const;

  // The party asked about, by name and number; another one, its number hidden unless it may be shown.
  std::string asked_party() const;
  std::string party(snapshot::PartyIndex party) const;

  const decide::Context& context() const { return context_; }
  const ir::Program& program() const { return context_.rules.program(); }
  const Snapshot& snapshot() const { return context_.snapshot; }
  const decide::Subject& subject() const { return subject_; }

 private:
  static std::string fill(std::string_view pattern, std::initializer_list<std::string_view> texts);
  std::string unknown_amount(ir::NodeId node, const decide::MeasureDecision& decided) const;
  std::string called(const std::string& name, const std::string& id) const;

  const decide::Context& context_;
  const decide::Subject& subject_;
  Language language_;
  bool reveal_;
};

}  // namespace plumb::explain
