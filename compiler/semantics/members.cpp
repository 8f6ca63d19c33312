#include "compiler/semantics/members.hpp"

namespace plumb::semantics {

namespace {

template <typename Field>
std::optional<Field> find_member(std::string_view name, int count) {
  for (int i = 0; i < count; ++i) {
    const Field field = static_cast<Field>(i);
    if (name == ir::word(field).zh || name == ir::word(field).alias) return field;
  }
  return std::nullopt;
}

template <typename Field>
std::vector<ir::Name> all_members(int count) {
  std::vector<ir::Name> out;
  for (int i = 0; i < count; ++i) out.push_back(to_name(ir::word(static_cast<Field>(i))));
  return out;
}

}  // namespace

ir::Name to_name(const Word& word) { return {word.zh, word.alias}; }

Subject find_subject(std::string_view name) {
  if (name == "主体" || name == "party") return Subject::party;
  if (name == "失信记录" || name == "listing") return Subject::listing;
  return Subject::none;
}

std::optional<ir::PartyField> find_party_field(std::string_view name) { return find_member<ir::PartyField>(name, ir::kPartyFieldCount); }
std::optional<ir::ListingField> find_listing_field(std::string_view name) { return find_member<ir::ListingField>(name, ir::kListingFieldCount); }

std::vector<ir::Name> subject_names() { return {{"主体", "party"}, {"失信记录", "listing"}}; }

std::vector<ir::Name> member_names(Subject subject) {
  return subject == Subject::party ? all_members<ir::PartyField>(ir::kPartyFieldCount) : all_members<ir::ListingField>(ir::kListingFieldCount);
}

}  // namespace plumb::semantics
