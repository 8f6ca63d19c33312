// The requests and results of a scenario → typed questions and what they must answer.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/scenarios/world.hpp"
#include "runtime/decide/request.hpp"

namespace plumb::scenarios {

struct Request {
  bool sweep = false;
  decide::GivenParty party;  // unless a sweep; the rest but the date too
  ir::MatterId matter;
  Stage stage = Stage::application;
  Date date;
  reference::Row fields;
  Span span;
};

// 20%; or 未定, where a parameter that the argument reads is unset; or 未知, where it comes out as nothing for another reason.
struct ExpectedArgument {
  std::optional<ir::Value> value;
  bool unset = false;
};

struct Expectation {
  ast::ExpectKind kind = ast::ExpectKind::applies;
  std::optional<ir::EffectId> effect;                                 // nothing with outcome and at_most: none
  std::optional<std::vector<ExpectedArgument>> arguments;             // of the effect; nothing: any
  std::vector<ir::MeasureId> measures;                                // all versions of the one named; empty: none named
  std::vector<std::string> missing;                                   // as decisions write them, sorted
  std::vector<std::pair<std::string, std::optional<Role>>> triggers;  // the listed party's identifier, the role
  std::optional<std::string> party;                                   // in sweeps: the identifier asked about
  std::optional<std::string> holding;                                 // and the holding; nothing: any, or its standing
  Span span;
};

struct Question {
  Request request;
  std::vector<Expectation> expected;
};

struct ResolvedScenario {
  std::string title;
  Span span;
  World world;
  std::vector<Question> questions;
};

// Every scenario of the files that could be understood, in their order; what could not is reported.
std::vector<ResolvedScenario> resolve(const ir::Program& program, const std::vector<ast::File>& files, diagnostics::Sink& sink);

}  // namespace plumb::scenarios
