// The syntax trees of scenarios: facts, requests, and what their writers expect.
//
// Values only (ast.hpp). Everything that a registry can record can be said as a fact.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/base/vocabulary.hpp"
#include "compiler/syntax/ast_expressions.hpp"

namespace plumb::ast {

// name: value, in a request or a holding.
struct FieldValue {
  Name name;
  ExprPtr value;
};

struct PartyFact {  // 张三 是 自然人 { 编号 “…”；名称 “…”；所属行业 建筑业 }
  Name party;
  std::optional<PartyKind> kind;  // nothing: 未知
  std::optional<Text> id, name;
  std::optional<Name> sector;
};
struct RelationFact {  // 张三 自 2018-01-01 至 2019-01-01 任 甲公司 法定代表人
  Name holder;
  std::optional<DateLiteral> from, to;
  Name organisation;
  Name role;
};
struct ListingFact {  // 甲公司 自 2019-06-01 列入名单 { 案号 “…”；届满 …；应撤 …；撤销 …；责任人员 张三；不公布；异议 … 至 …；立案 … }
  Name party;
  DateLiteral published;
  std::optional<Text> case_no;
  std::optional<DateLiteral> expires, ground, removed, filed;
  std::optional<DateRange> objection;
  std::vector<Name> responsible;
  bool unpublished = false;
};
struct PermitFact {  // 张三 自 … 至 … 获准 住宿 “文书”; target absent: 全部 (*)
  Name party;
  std::optional<DateLiteral> from, to;
  std::optional<Name> target;
  Text document;
};
struct RetentionFact {  // 张三 保留 措施 至 2020-01-01 { 案号 “…”；依据 “…” }
  Name party;
  Name measure;
  DateLiteral until;
  std::optional<Text> case_no, basis;
};
struct HoldingFact {  // 张三 自 … 至 … 持有 荣誉 “H1” { 称号: 文明单位 }
  Name party;
  std::optional<DateLiteral> from, to;
  Name matter;
  std::optional<Text> id;
  std::vector<FieldValue> fields;
};
struct SynchronisedFact {
  std::optional<DateLiteral> on;
};  // 名单 同步 于 2019-01-01; absent: 名单 从未同步
struct StalenessFact {
  Duration limit;
};  // 同步时限 30日: the caller's limit
struct ParameterFact {
  Name parameter;
  ExprPtr value;
};  // 参数 旅游消费限额 = 500元, or = 未定
struct Fact {
  std::variant<PartyFact, RelationFact, ListingFact, PermitFact, RetentionFact, HoldingFact, SynchronisedFact, StalenessFact, ParameterFact> fact;
  Span span;
};

struct Request {              // 请求 张三 { 编号 “…”；名称 “…”；所属行业 … } 于 2019-07-01 申请 住宿 { 星级: 4 }, or 请求 于 2019-07-01 清查
  std::optional<Name> party;  // absent: a sweep
  std::optional<Text> id, name;
  std::optional<Name> sector;
  DateLiteral date;
  Stage stage = Stage::application;
  Name matter;
  std::vector<FieldValue> fields;
  Span span;
};

enum class ExpectKind : uint8_t { applies, not_applicable, needs, permitted, outcome, at_most, only };
// 限制 依 M 因 甲公司 任 法定代表人 · 限额（500元） 依 M · 不适用 依 M · 需补充 星级、主体.编号 依 M · 已许可 依 M · 总体 限制 · 至多 限制 · 仅
struct Expectation {
  ExpectKind kind = ExpectKind::applies;
  std::optional<Name> effect;                                  // applies, outcome, at_most; absent with outcome/at_most: 无 (none)
  std::optional<std::vector<ExprPtr>> arguments;               // applies: what stands in brackets behind the effect
  std::optional<Name> measure;                                 // 依
  std::vector<std::vector<Name>> missing;                      // needs: dotted names
  std::vector<std::pair<Name, std::optional<Name>>> triggers;  // 因 listed party, 任 role
  std::optional<Name> party;                                   // 对 张三, in sweeps
  std::optional<Text> holding;                                 // 持有 “H1”, in sweeps
  Span span;
};
struct Question {
  Request request;
  std::vector<Expectation> expected;
};
struct Scenario {
  Text title;
  std::vector<Fact> facts;
  std::vector<Question> questions;
};

}  // namespace plumb::ast
