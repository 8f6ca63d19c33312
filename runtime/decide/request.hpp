// One line of JSON → a typed request of a rule set, or the reason why it cannot be decided (docs/interfaces.md).
//
// Keys, matters, stages, fields and values by Chinese name or alias. Whether the party can be identified is not asked here
// (subject.hpp): that needs the registry. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/backends/reference/evaluate.hpp"
#include "runtime/decide/json_value.hpp"
#include "runtime/decide/refusal.hpp"
#include "runtime/decide/rule_index.hpp"

namespace plumb::decide {

// The party as the request gives it; null and the empty text count as not given.
struct GivenParty {
  std::string id;  // as written
  std::optional<std::string> name;
  std::optional<Sector> sector;
  std::string id_path;  // where the id stands in the request, for refusals
};

struct Request {
  GivenParty party;
  ir::MatterId matter;
  Stage stage = Stage::application;
  Date date;
  reference::Row fields;
};

struct ParsedRequest {
  std::string id = "null";  // the request's id as JSON text, to be echoed; read even from a line that is refused
  std::optional<Request> request;
  Refusal refusal;  // where there is no request
};

ParsedRequest parse_request(const RuleIndex& rules, std::string_view line);

// The row of a matter from a JSON object (a request's `fields`, a holding's). Null fields are not given.
std::optional<Refusal> read_fields(const RuleIndex& rules, ir::MatterId matter, const JsonValue& json, const std::string& path, reference::Row& row);

}  // namespace plumb::decide
