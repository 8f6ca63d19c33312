#include "bench/peers/resolve.hpp"

#include <unordered_map>

#include "compiler/ir/builder.hpp"
#include "compiler/ir/layout.hpp"
#include "compiler/ir/verifier.hpp"

namespace plumb::bench {

namespace {

Error inexpressible(const ir::Measure& measure, const char* why) {
  return {"bench.inexpressible", measure.name.alias + ": " + why + "; the peers' input has one fact for each question to an entry"};
}

class Rewriter {
 public:
  Rewriter(ir::Program& program, std::vector<ResolvedFact>& facts, const ir::Measure& measure)
      : program_(program), builder_(program), facts_(facts), measure_(measure) {}

  Result<ir::NodeId> rewrite(ir::NodeId id) {
    if (!id.valid()) return id;
    const ir::Node node = program_.nodes[id];
    if (ir::is_quantifier(node.op)) return inexpressible(measure_, "asks all triggers at once");
    if (node.op == ir::Op::listing_field) return builder_.matter_field(measure_.matter, entry_field(static_cast<ir::ListingField>(node.immediate)));
    const auto span = ir::operands(program_, id);
    const std::vector<ir::NodeId> operands(span.begin(), span.end());
    if (node.op == ir::Op::listed_on) {
      const ir::Node day = program_.nodes[operands.front()];
      if (day.op != ir::Op::matter_field) return inexpressible(measure_, "asks about a day that is computed");
      return builder_.matter_field(measure_.matter, listed_on(day.immediate));
    }
    std::vector<ir::NodeId> rewritten;
    for (const ir::NodeId operand : operands) {
      Result<ir::NodeId> one = rewrite(operand);
      if (!one) return one;
      rewritten.push_back(*one);
    }
    return rewritten == operands ? id : builder_.add(node.op, node.type, node.immediate, rewritten);
  }

 private:
  uint32_t entry_field(ir::ListingField listing) {
    for (const ResolvedFact& fact : facts_) {
      if (fact.matter == measure_.matter && fact.op == ir::Op::listing_field && fact.listing == listing) return fact.field;
    }
    const Word& word = ir::word(listing);
    return add({measure_.matter, 0, ir::Op::listing_field, listing, 0}, {std::string("条目") + word.zh, std::string("entry_") + word.alias},
               ir::type_of(listing));
  }

  uint32_t listed_on(uint32_t date_field) {
    for (const ResolvedFact& fact : facts_) {
      if (fact.matter == measure_.matter && fact.op == ir::Op::listed_on && fact.date_field == date_field) return fact.field;
    }
    const ir::Name& day = program_.matters[measure_.matter].fields[date_field].name;
    return add({measure_.matter, 0, ir::Op::listed_on, {}, date_field}, {"列入期间" + day.zh, "listed_on_" + day.alias}, {ir::TypeKind::boolean});
  }

  uint32_t add(ResolvedFact fact, ir::Name name, ir::Type type) {
    auto& fields = program_.matters[measure_.matter].fields;
    fact.field = static_cast<uint32_t>(fields.size());
    fields.push_back({std::move(name), type});
    facts_.push_back(fact);
    return fact.field;
  }

  ir::Program& program_;
  ir::Builder builder_;
  std::vector<ResolvedFact>& facts_;
  const ir::Measure& measure_;
};

}  // namespace

Result<Resolved> resolve(std::shared_ptr<const ir::Program> program) {
  Resolved out;
  out.original = program;
  auto changed = std::make_shared<ir::Program>(*program);
  for (ir::Measure& measure : changed->measures) {
    Rewriter rewriter(*changed, out.facts, measure);
    const Result<ir::NodeId> condition = rewriter.rewrite(measure.condition);
    if (!condition) return condition.error();
    measure.condition = *condition;
    for (ir::Exception& exception : measure.exceptions) {
      const Result<ir::NodeId> rewritten = rewriter.rewrite(exception.condition);
      if (!rewritten) return rewritten.error();
      exception.condition = *rewritten;
    }
  }
  if (const auto violations = ir::verify(*changed); !violations.empty()) return Error{"bench.inexpressible", ir::text(violations.front())};
  out.program = std::move(changed);
  return out;
}

}  // namespace plumb::bench
