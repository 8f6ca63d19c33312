#include "runtime/facts/facts.hpp"

#include <array>

namespace plumb::facts {

namespace {

constexpr std::array<const char*, kRoleCount> kRoles = {
    "legal_representative", "principal", "actual_controller", "director", "supervisor", "senior_executive", "directly_responsible", "shareholder",
};
constexpr std::array<const char*, 2> kKinds = {"person", "organisation"};
constexpr std::array<const char*, 3> kSectors = {"real_estate", "construction", "other"};

template <typename E, size_t N>
std::optional<E> find(const std::array<const char*, N>& names, std::string_view alias) {
  for (size_t i = 0; i < N; ++i) {
    if (alias == names[i]) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace

const char* alias(PartyKind kind) { return kKinds[static_cast<size_t>(kind)]; }
const char* alias(Sector sector) { return kSectors[static_cast<size_t>(sector)]; }
const char* alias(Role role) { return kRoles[static_cast<size_t>(role)]; }
std::optional<PartyKind> party_kind_from_alias(std::string_view alias) { return find<PartyKind>(kKinds, alias); }
std::optional<Sector> sector_from_alias(std::string_view alias) { return find<Sector>(kSectors, alias); }
std::optional<Role> role_from_alias(std::string_view alias) { return find<Role>(kRoles, alias); }

}  // namespace plumb::facts
