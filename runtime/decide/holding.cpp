#include "runtime/decide/holding.hpp"

namespace plumb::decide {

std::variant<ir::MatterId, Refusal> read_holding(const RuleIndex& rules, const snapshot::Holding& holding, reference::Row& fields) {
  const auto matter = rules.matter(holding.matter);
  if (!matter) return Refusal{RefusalCode::matter_unknown, std::string(holding.matter), "/matter"};
  if (!RuleIndex::has_stage(rules.program().matters[*matter], Stage::holding)) {
    return Refusal{RefusalCode::stage, word(Stage::holding).alias, "/matter", rules.program().matters[*matter].stages};
  }
  const JsonResult json = parse_json(holding.fields.empty() ? "{}" : holding.fields);
  if (json.fault) return Refusal{RefusalCode::json, *json.fault, "/fields"};
  if (auto refusal = read_fields(rules, *matter, json.value, "/fields", fields)) return std::move(*refusal);
  return *matter;
}

}  // namespace plumb::decide
