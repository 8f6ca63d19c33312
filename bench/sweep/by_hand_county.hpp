// Raw columns → what the loops of by_hand.cpp ask: three values, a word a party, the entries behind it, its papers.
//
// Of the hand-written peer alone. Immutable once reach was made; any thread.
#pragma once

#include <unordered_map>
#include <vector>

#include "bench/sweep/raw_county.hpp"

namespace plumb::bench {

// False, unknown, true: Kleene's logic is minimum and maximum.
enum V : uint8_t { F, U, T };
constexpr V operator&(V a, V b) { return a < b ? a : b; }
constexpr V operator|(V a, V b) { return a > b ? a : b; }
constexpr V operator!(V a) { return static_cast<V>(T - a); }
constexpr V truth(bool b) { return b ? T : F; }

// clang-format off
#define PLUMB_BY_HAND_MEASURES(X) \
  X(interbank_bond) X(public_corporate_bond) X(equity_plan_suspension) X(equity_grant_termination) X(social_organisation_review) \
  X(social_organisation_founding_bar) X(procurement_query) X(procurement_supplier) X(fiscal_project_bar) X(tender_bidder) X(tender_practice) \
  X(tender_expert) X(subsidy_bar) X(policy_support_reference) X(state_company_post) X(state_company_removal) X(public_institution_head) \
  X(social_organisation_head) X(public_recruitment) X(public_servant_evaluation) X(party_admission) X(party_member_evaluation) X(candidacy_bar) \
  X(candidacy_consultation) X(enlistment_reference) X(officer_evaluation) X(food_drug_review) X(hazardous_industry_bar) X(regulated_industry_post) \
  X(regulated_industry_change) X(market_credit_record) X(market_credit_disclosure) X(land_auction_bar) X(builder_bank_loan) X(builder_qualification) \
  X(civilised_precondition) X(charity_consultation) X(organisation_honour_bar) X(organisation_honour_revocation) X(person_honour_bar) \
  X(person_honour_revocation) X(lawyer_query) X(lawyer_evaluation_bar) X(credit_strict_review) X(credit_officer_query) X(real_estate_query) \
  X(real_estate_bar) X(resource_development_bar) X(state_property_trade_bar) X(forestry_project_bar) X(natural_resource_bar) X(luxury_lodging) \
  X(luxury_entertainment) X(outbound_travel) X(resort_spending_cap) X(high_fee_school) X(building_work) X(vehicle_bar) X(unnecessary_consumption) \
  X(police_query) X(vehicle_seizure) X(locate_missing) X(border_exit_bar) X(violent_obstruction) X(discipline_verification) X(discipline_liability) \
  X(key_supervision) X(criminal_liability)
// clang-format on

enum Measure : uint8_t {
#define PLUMB_ENUMERATOR(name) name,
  PLUMB_BY_HAND_MEASURES(PLUMB_ENUMERATOR)
#undef PLUMB_ENUMERATOR
      kMeasures
};

// A party's word: certain ways, uncertain ways (either may be set beside the other), kind, sector, and whether it has papers.
// Ways: its own entry, eight roles at a listed organisation, eight roles of listed holders at it.
inline constexpr int kRoles = 8, kUncertainShift = 17, kKindShift = 34, kSectorShift = 36;
inline constexpr uint64_t kWays = (uint64_t{1} << kUncertainShift) - 1;
inline constexpr uint64_t kPapers = uint64_t{1} << 38;
inline constexpr uint64_t kTouched = kWays | kWays << kUncertainShift | kPapers;
inline constexpr uint64_t kSelf = 1;
constexpr uint64_t debtor(Role role) { return uint64_t{2} << static_cast<int>(role); }
constexpr uint64_t own(Role role) { return uint64_t{2} << (kRoles + static_cast<int>(role)); }

// A measure that a retention keeps, through these ways.
struct Kept {
  Measure measure;
  uint32_t entry;
  uint64_t ways;
};
// What few parties have: courts' permits, and measures kept after a removal.
struct Papers {
  bool all = false;
  uint64_t matters = 0;
  std::vector<Measure> permitted;
  std::vector<Kept> kept;
};

class HandCounty {
 public:
  HandCounty(const ir::Program& program, const RawCounty& county);
  void make_reach(int32_t date, unsigned threads);

  Measure measure(ir::MeasureId id) const { return measures_[id.value]; }
  uint64_t word(uint32_t party) const { return words_[party]; }
  const Papers* papers(uint32_t party) const;

  // F: not there; U: expired; T: holds, also by a retention for the party and measure.
  V trigger(uint32_t entry, const Papers* papers, Measure measure) const;
  // Calls ask(entry) for each entry on the party, and ask(entry, relation) for each on an officer that it has on the date
  // in one of the roles (ways as in a word).
  template <typename Ask>
  void own_entries(uint32_t party, Ask ask) const {
    for (uint32_t i = entry_begins_[party]; i < entry_begins_[party + 1]; ++i) ask(entries_[i]);
  }
  template <typename Ask>
  void officers_entries(uint32_t party, uint64_t ways, Ask ask) const {
    for (uint32_t i = officer_begins_[party]; i < officer_begins_[party + 1]; ++i) {
      const uint32_t relation = officers_[i];
      if ((own(static_cast<Role>(raw.relations.role[relation])) & ways) == 0 || !held(relation, today_)) continue;
      own_entries(raw.relations.holder[relation], [&](uint32_t entry) { ask(entry, relation); });
    }
  }
  bool held(uint32_t relation, int32_t on) const { return raw.relations.from[relation] <= on && on < raw.relations.to[relation]; }

  const ir::Program& program;
  const RawCounty& raw;

 private:
  V standing(uint32_t entry) const;
  uint64_t ways_between(uint32_t entry, uint32_t party) const;
  void look_at_papers();

  int32_t today_ = 0;
  std::vector<uint64_t> words_;
  std::vector<uint8_t> listed_;                      // bit 0: an entry holds; bit 1: one has expired
  std::vector<uint32_t> entries_, entry_begins_;     // by subject
  std::vector<uint32_t> officers_, officer_begins_;  // relations whose holder has an entry, by organisation
  std::vector<uint32_t> roles_, role_begins_;        // relations whose organisation has an entry, by holder
  std::vector<Measure> measures_;                    // the program's → ours
  std::unordered_map<uint32_t, Papers> papers_;
};

}  // namespace plumb::bench
