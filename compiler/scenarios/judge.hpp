// A program and a typed question → what is decided, and which expectations it does not meet.
//
// Decides through the runtime's own engine, with the table that the reference evaluator fills unless another one is named; a
// sweep asks what the runtime's sweep asks. Any thread, one Judge at a time a thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/predicate_table.h"
#include "compiler/scenarios/question.hpp"
#include "runtime/decide/decide.hpp"

namespace plumb::scenarios {

// One decision of a question: of the party asked about, or in a sweep of one holding or standing.
struct Answer {
  std::string party;                   // identifier
  std::optional<std::string> holding;  // in sweeps
  decide::Decision decision;
};

// A measure that a decision mentions.
struct Mention {
  const Answer* answer = nullptr;
  const decide::MeasureDecision* measure = nullptr;
};

// Program → what decides it. The table owns what it points to.
using Evaluator = std::function<std::shared_ptr<const PlumbPredicateTable>(std::shared_ptr<const ir::Program>)>;

class Judge {
 public:
  // With the reference evaluator where none is given.
  explicit Judge(std::shared_ptr<const ir::Program> program, const Evaluator& evaluator = {});

  const ir::Program& program() const { return *program_; }
  decide::Context context(const World& world) const { return {rules_, *table_, *world.snapshot}; }

  // REQUIRES: the question was resolved against this program, or one with the same declarations. Requests that the runtime
  // refuses give no answer.
  std::vector<Answer> answer(const World& world, const Request& request) const;

  // Whether the answers meet the expectation number `index` of the question.
  bool meets(const Question& question, size_t index, const std::vector<Answer>& answers) const;

 private:
  bool applies(const Expectation& expected, const std::vector<Mention>& mentions) const;
  bool needs(const Expectation& expected, const std::vector<Mention>& mentions) const;

  std::shared_ptr<const ir::Program> program_;
  decide::RuleIndex rules_;
  std::shared_ptr<const PlumbPredicateTable> table_;
};

// The measures mentioned that the expectation speaks of: those named (all, where none is), for the party and holding named.
std::vector<Mention> mentions(const Expectation& expected, const std::vector<Answer>& answers);

// Whether the effect's argument reads one of the parameters that the decision calls unset.
bool reads_unset(const ir::Program& program, ir::NodeId argument, const std::vector<std::string>& unset);

// 仅: the measures mentioned that no expectation of the question speaks of; none where it is met.
std::vector<Mention> unspoken(const Question& question, const std::vector<Answer>& answers);

// The program with the world's parameters; the program itself where it sets none.
std::shared_ptr<const ir::Program> with_parameters(std::shared_ptr<const ir::Program> program, const World& world);

}  // namespace plumb::scenarios
