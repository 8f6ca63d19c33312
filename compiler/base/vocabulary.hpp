// The words that the registry fixes and rule sets refer to: kinds of party, sectors, roles, entry states, directions.
//
// They live below the IR because a role's bit in a reach word is fixed by the registry, not by a rule set, so that one
// snapshot serves many rule sets. Enumerations are append-only. Source: 新政办〔2019〕48号 section 二.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace plumb {

enum class PartyKind : uint8_t { person, organisation };
enum class Sector : uint8_t { real_estate, construction, other };

// directly_responsible exists on list entries alone (named by the court), never as a relation.
enum class Role : uint8_t {
  legal_representative,
  principal,
  actual_controller,
  director,
  supervisor,
  senior_executive,
  directly_responsible,
  shareholder,
};
inline constexpr int kRoleCount = 8;

// How a trigger reaches the party: its own entry; a role of its at a listed organisation; a listed holder of a role at it.
enum class Direction : uint8_t { self, debtor, own };

// State of a list entry on a date, for one measure and party.
enum class EntryState : uint8_t { active, removal_due, expired, retained };

enum class Stage : uint8_t { application, holding, status };

struct Word {
  const char* alias;
  const char* zh;
};

const Word& word(PartyKind kind);
const Word& word(Sector sector);
const Word& word(Role role);
const Word& word(Direction direction);
const Word& word(EntryState state);
const Word& word(Stage stage);

// By alias or Chinese name.
std::optional<PartyKind> find_party_kind(std::string_view name);
std::optional<Sector> find_sector(std::string_view name);
std::optional<Role> find_role(std::string_view name);
std::optional<Stage> find_stage(std::string_view name);

}  // namespace plumb
