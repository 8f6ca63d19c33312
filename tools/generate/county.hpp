// Options → a synthetic county in the import formats; what `plumb gen` does. Same options, same bytes. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/result.hpp"

namespace plumb::generate {

// What a rule set asks of a matter, as far as facts and requests need to know it. Names are aliases.
struct FieldShape {
  enum class Type : uint8_t { boolean, integer, decimal, money, date, text, choice, choices };
  std::string alias;
  Type type = Type::text;
  std::vector<std::string> values = {};  // of choice and choices
};

struct MatterShape {
  std::string alias;
  std::vector<std::string> stages;  // application, holding, status
  std::vector<FieldShape> fields = {};
};

struct CountyOptions {
  uint64_t parties = 1000;  // at least kMinParties
  uint64_t seed = 1;
  Date as_of = {};                         // the day about which the county's dates lie
  std::vector<MatterShape> matters = {};   // at least one; requests cover every matter at every stage
  std::vector<std::string> measures = {};  // for retentions; none are written where this is empty
};

inline constexpr uint64_t kMinParties = 10;
inline constexpr uint64_t kMaxParties = 20'000'000;  // what the identifiers' serial numbers hold

// Writes parties.csv, relations.csv, entries.csv, permits.csv, retentions.csv, holdings.ndjson, requests.ndjson and as_of
// into `folder`, which is made where it is missing. A tenth of the fields are absent and some null; some entries are
// expired, due for removal, removed, not publishable, masked or on a minor; some requests name masked or unknown parties.
// Errors: generate.parties, generate.matters, generate.unwritable, generate.place (files that are no made-up county).
Result<void> generate_county(const CountyOptions& options, const std::filesystem::path& folder);

}  // namespace plumb::generate
