#include "compiler/ir/encoding.hpp"
#include "plumb/plumb.hpp"
#include "runtime/registry/failure.hpp"

namespace plumb {

Result<RuleSet> RuleSet::decode(std::string_view bytes) {
  auto program = ir::decode(bytes);
  if (!program) {
    const Error& error = program.error();
    return registry::failure(error.code == "ir.version" ? "ruleset.version" : "ruleset.malformed");
  }
  return RuleSet(std::make_shared<const ir::Program>(*std::move(program)));
}

RuleSet::RuleSet(std::shared_ptr<const ir::Program> program) : program_(std::move(program)) {}

const std::string& RuleSet::id() const { return program_->id; }
const std::string& RuleSet::version() const { return program_->version; }
const std::string& RuleSet::digest() const { return program_->meaning_digest; }

}  // namespace plumb
