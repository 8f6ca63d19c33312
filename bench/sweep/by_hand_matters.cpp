// The measures of xinan-2019-48, one loop a matter and stage, in the order of the notice.
#include "bench/sweep/by_hand_rows.hpp"

namespace plumb::bench {

namespace {

void bond_issue(const Rows& rows) {
  enum { interbank, public_corporate };
  const Choice market = rows.choice("market");
  each(rows, [&](const Asked& a, size_t row) {
    a.self(interbank_bond, market.in(row, of(interbank)));
    a.self(public_corporate_bond, market.in(row, of(public_corporate)));
  });
}

void equity_incentive(const Rows& rows) {
  enum { issuer, recipient };
  enum { state_controlled_listed };
  const Choice capacity = rows.choice("capacity"), company = rows.choice("company_kind");
  each(rows, [&](const Asked& a, size_t row) {
    const V state = company.in(row, of(state_controlled_listed));
    a.self(equity_plan_suspension, a.organisation() & capacity.in(row, of(issuer)) & state);
    a.self(equity_grant_termination, capacity.in(row, of(recipient)) & state);
  });
}

void social_organisation_founding(const Rows& rows) {
  each(rows, [&](const Asked& a, size_t) {
    a.self(social_organisation_review, T);
    a.self(social_organisation_founding_bar, T);
  });
}

void government_procurement(const Rows& rows) {
  enum { supplier };
  const Choice capacity = rows.choice("capacity");
  each(rows, [&](const Asked& a, size_t row) { a.self(procurement_supplier, capacity.in(row, of(supplier))); });
}

void fiscal_project(const Rows& rows) {
  enum { government_investment, mainly_fiscal };
  const Choice funding = rows.choice("funding");
  each(rows, [&](const Asked& a, size_t row) { a.self(fiscal_project_bar, funding.in(row, of(government_investment, mainly_fiscal))); });
}

void tender(const Rows& rows) {
  enum { bidder, agent, practitioner, evaluation_expert };
  const Choice capacity = rows.choice("capacity");
  each(rows, [&](const Asked& a, size_t row) {
    a.self(tender_bidder, capacity.in(row, of(bidder, agent)));
    a.self(tender_practice, capacity.in(row, of(practitioner)));
    a.self(tender_expert, capacity.in(row, of(evaluation_expert)));
  });
}

void policy_support(const Rows& rows) {
  each(rows, [&](const Asked& a, size_t) { a.tell(policy_support_reference, a.organisation() & a.reach(kSelf | kFiveOfficers, policy_support_reference)); });
}

enum { wholly_state_owned, state_holding, state_participating, public_institution, social_organisation };
enum { post_legal_representative, post_principal, post_director, post_supervisor, post_senior_executive, post_head };
enum { drug, food, hazardous_chemicals, fireworks, mining, safety_evaluation, certification, testing, inspection };
constexpr uint32_t kHazardous = of(hazardous_chemicals, fireworks, mining, safety_evaluation, certification, testing, inspection);
constexpr uint32_t kRegulated = of(drug, food) | kHazardous;

struct Appointments {
  Choice organisation, post, industry;
  Flag nominated;
  explicit Appointments(const Rows& rows)
      : organisation(rows.choice("organisation_kind")),
        post(rows.choice("post")),
        industry(rows.choice("industry")),
        nominated(rows.flag("nominated_by_state")) {}
  V state_company(size_t row) const {
    const V leads = post.any(row, of(post_director, post_supervisor, post_senior_executive));
    return (organisation.in(row, of(wholly_state_owned, state_holding)) & leads) | (organisation.in(row, of(state_participating)) & nominated[row] & leads);
  }
  V regulated(size_t row) const {
    return industry.in(row, kRegulated) & post.any(row, of(post_principal, post_director, post_supervisor, post_senior_executive));
  }
};

void appointment(const Rows& rows) {
  const Appointments at(rows);
  each(rows, [&](const Asked& a, size_t row) {
    const V person = a.person();
    if (person == F) return;
    a.self(state_company_post, person & at.state_company(row));
    a.self(public_institution_head, person & at.organisation.in(row, of(public_institution)) & at.post.any(row, of(post_legal_representative)));
    a.self(social_organisation_head,
           person & at.organisation.in(row, of(social_organisation)) & at.post.any(row, of(post_head, post_principal, post_legal_representative)));
    a.self(regulated_industry_post, person & at.regulated(row));
  });
}

void appointment_held(const Rows& rows) {
  const Appointments at(rows);
  each(rows, [&](const Asked& a, size_t row) {
    const V person = a.person();
    if (person == F) return;
    a.self(state_company_removal, person & at.state_company(row));
    a.self(regulated_industry_change, person & at.regulated(row));
  });
}

void recruitment(const Rows& rows) {
  enum { civil_servant, institution_staff };
  const Choice kind = rows.choice("kind");
  each(rows, [&](const Asked& a, size_t row) { a.self(public_recruitment, a.person() & kind.in(row, of(civil_servant, institution_staff))); });
}

void evaluation(const Rows& rows) {
  enum { honour };
  enum { civil_servant, institution_staff, party_member, active_officer, reserve_officer, lawyer, law_firm };
  const Choice purpose = rows.choice("purpose"), kinds = rows.choice("person_kind");
  each(rows, [&](const Asked& a, size_t row) {
    const V person = a.person();
    a.self(public_servant_evaluation, person & kinds.any(row, of(civil_servant, institution_staff)));
    a.self(party_member_evaluation, person & kinds.any(row, of(party_member)));
    a.self(officer_evaluation, person & kinds.any(row, of(active_officer, reserve_officer)));
    // The term is not set, so the bar lasts as long as the listing.
    a.self(lawyer_evaluation_bar, purpose.in(row, of(honour)) & kinds.any(row, of(lawyer, law_firm)));
  });
}

void party_membership(const Rows& rows) {
  each(rows, [&](const Asked& a, size_t) { a.self(party_admission, a.person()); });
}

void candidacy(const Rows& rows) {
  enum { organisation };
  const Choice nominated = rows.choice("nominated_by");
  each<true>(rows, [&](const Asked& a, size_t row) {
    a.self(candidacy_bar, a.person() & nominated.in(row, of(organisation)));
    a.anyone(candidacy_consultation, a.person());
  });
}

void enlistment(const Rows& rows) {
  each(rows, [&](const Asked& a, size_t) { a.self(enlistment_reference, a.person()); });
}

void industry_access(const Rows& rows) {
  const Choice industry = rows.choice("industry");
  each(rows, [&](const Asked& a, size_t row) {
    a.self(food_drug_review, industry.in(row, of(drug, food)));
    a.self(hazardous_industry_bar, industry.in(row, kHazardous));
  });
}

void land_auction(const Rows& rows) {
  each(rows, [&](const Asked& a, size_t) { a.self(land_auction_bar, a.organisation() & a.builder()); });
}

void enterprise_qualification(const Rows& rows) {
  each(rows, [&](const Asked& a, size_t) { a.self(builder_qualification, a.organisation() & a.builder()); });
}

enum { civilised_village, civilised_unit, civilised_family, moral_model, charity_award };

void honour(const Rows& rows) {
  const Choice title = rows.choice("title");
  each<true>(rows, [&](const Asked& a, size_t row) {
    a.self(civilised_precondition, title.in(row, of(civilised_village, civilised_unit, civilised_family)));
    a.anyone(charity_consultation, title.in(row, of(charity_award)));
    const V unit = a.organisation() & title.in(row, of(civilised_unit, charity_award));
    a.tell(organisation_honour_bar, unit & a.reach(kSelf | kFiveOfficers, organisation_honour_bar));
    a.self(person_honour_bar, a.person() & title.in(row, of(moral_model, charity_award)));
  });
}

// An honour is revoked where the trigger stood on the day of its award: a look at the entries behind the word.
void honour_held(const Rows& rows) {
  const Choice title = rows.choice("title");
  const Number<int32_t> granted = rows.number<int32_t>("granted_on", ir::ColumnFormat::i32);
  const HandCounty& county = rows.county;
  const RawEntries& entries = county.raw.entries;
  each(rows, [&](const Asked& a, size_t row) {
    const bool known = bit(granted.valid, row);
    const int32_t day = granted.values[row];
    const auto listed_on_day = [&](uint32_t entry) { return known ? truth(entries.published[entry] < day && day < entries.removed[entry]) : U; };
    if (const V unit = a.organisation() & title.in(row, of(civilised_unit, charity_award));
        unit != F && a.reach(kSelf | kFiveOfficers, organisation_honour_revocation) != F) {
      constexpr Measure m = organisation_honour_revocation;
      V reached = F;
      county.own_entries(a.party, [&](uint32_t entry) { reached = reached | (county.trigger(entry, a.papers, m) & listed_on_day(entry)); });
      county.officers_entries(a.party, kFiveOfficers, [&](uint32_t entry, uint32_t relation) {
        const V in_role = known ? truth(county.held(relation, day)) : U;
        reached = reached | (county.trigger(entry, a.papers, m) & listed_on_day(entry) & in_role);
      });
      a.tell(m, unit & reached);
    }
    if (const V one = a.person() & title.in(row, of(moral_model, charity_award)); one != F && a.reach(kSelf, person_honour_revocation) != F) {
      constexpr Measure m = person_honour_revocation;
      V reached = F;
      county.own_entries(a.party, [&](uint32_t entry) { reached = reached | (county.trigger(entry, a.papers, m) & listed_on_day(entry)); });
      a.tell(m, one & reached);
    }
  });
}

void credit(const Rows& rows) {
  enum { bank_loan };
  const Choice kind = rows.choice("kind");
  each(rows, [&](const Asked& a, size_t row) {
    a.self(builder_bank_loan, a.organisation() & kind.in(row, of(bank_loan)) & a.builder());
    a.self(credit_strict_review, T);
    a.tell(credit_officer_query, a.organisation() & a.reach(kSixOfficers, credit_officer_query));
  });
}

void forestry_project(const Rows& rows) {
  enum { state_forest_land, key_construction };
  const Choice kind = rows.choice("kind");
  each(rows, [&](const Asked& a, size_t row) { a.self(forestry_project_bar, kind.in(row, of(state_forest_land, key_construction))); });
}

void natural_resource_project(const Rows& rows) {
  enum { water, mountain, wasteland, tidal_flat, other_state_owned, key_protection };
  const Choice resource = rows.choice("resource");
  each(rows, [&](const Asked& a, size_t row) {
    a.self(natural_resource_bar, resource.in(row, of(water, mountain, wasteland, tidal_flat, other_state_owned, key_protection)));
  });
}

void lodging(const Rows& rows) {
  enum { special, first };
  const Number<int64_t> stars = rows.number<int64_t>("star_rating", ir::ColumnFormat::i64);
  const Choice grade = rows.choice("national_grade");
  const Flag high = rows.flag("high_consumption");
  each(rows, [&](const Asked& a, size_t row) {
    const V rated = bit(stars.valid, row) ? truth(stars.values[row] >= 1) : U;
    a.tell(luxury_lodging, a.reach(kFourKinds, luxury_lodging) & (rated | grade.in(row, of(special, first)) | high[row]));
  });
}

void entertainment(const Rows& rows) {
  enum { nightclub, golf, other_high };
  const Choice venue = rows.choice("venue");
  each(rows, [&](const Asked& a, size_t row) {
    a.tell(luxury_entertainment, a.reach(kFourKinds, luxury_entertainment) & venue.in(row, of(nightclub, golf, other_high)));
  });
}

void travel(const Rows& rows) {
  enum { outbound_group, outbound_service };
  const Choice kind = rows.choice("kind");
  each(rows,
       [&](const Asked& a, size_t row) { a.tell(outbound_travel, a.reach(kFourKinds, outbound_travel) & kind.in(row, of(outbound_group, outbound_service))); });
}

void resort_spending(const Rows& rows) {
  enum { rated_resort, tourism_enterprise };
  const Choice venue = rows.choice("venue");
  each(rows, [&](const Asked& a, size_t row) { a.self(resort_spending_cap, venue.in(row, of(rated_resort, tourism_enterprise))); });
}

void schooling(const Rows& rows) {
  const Flag fee = rows.flag("high_fee_private"), paid = rows.flag("paid_by_party");
  each(rows, [&](const Asked& a, size_t row) { a.tell(high_fee_school, a.reach(kFourKinds, high_fee_school) & fee[row] & paid[row]); });
}

void building(const Rows& rows) {
  enum { new_build, extension, luxury_decoration };
  const Choice work = rows.choice("work");
  const Flag necessary = rows.flag("necessary");
  each(rows, [&](const Asked& a, size_t row) {
    a.tell(building_work, a.reach(kFourKinds, building_work) & work.in(row, of(new_build, extension, luxury_decoration)) & !necessary[row]);
  });
}

void vehicle_purchase(const Rows& rows) {
  const Flag necessary = rows.flag("business_necessary");
  each(rows, [&](const Asked& a, size_t row) { a.tell(vehicle_bar, a.reach(kFourKinds, vehicle_bar) & !necessary[row]); });
}

void other_consumption(const Rows& rows) {
  const Flag necessary = rows.flag("necessary");
  each(rows, [&](const Asked& a, size_t row) { a.tell(unnecessary_consumption, a.reach(kFourKinds, unnecessary_consumption) & !necessary[row]); });
}

void border_exit(const Rows& rows) {
  const Flag decided = rows.flag("court_decision");
  each(rows, [&](const Asked& a, size_t row) { a.self(border_exit_bar, a.person() & decided[row]); });
}

void court_query(const Rows& rows) {
  enum { procurement_project, lawyer_identity, law_firm_registration, real_estate_registration, identity, exit_documents, vehicle };
  const Choice item = rows.choice("item");
  each(rows, [&](const Asked& a, size_t row) {
    a.self(procurement_query, item.in(row, of(procurement_project)));
    a.self(lawyer_query, item.in(row, of(lawyer_identity, law_firm_registration)));
    a.self(real_estate_query, item.in(row, of(real_estate_registration)));
    a.self(police_query, item.in(row, of(identity, exit_documents, vehicle)));
  });
}

void court_control(const Rows& rows) {
  enum { seizure, missing_person };
  const Choice item = rows.choice("item");
  each(rows, [&](const Asked& a, size_t row) {
    a.self(vehicle_seizure, item.in(row, of(seizure)));
    a.self(locate_missing, a.person() & item.in(row, of(missing_person)));
  });
}

void enforcement_obstruction(const Rows& rows) {
  enum { interference, refusal, violence, suspected_crime };
  const Choice conduct = rows.choice("conduct");
  const Flag supervised = rows.flag("supervised_person"), from_court = rows.flag("from_court");
  each<true>(rows, [&](const Asked& a, size_t row) {
    a.anyone(violent_obstruction, from_court[row] & conduct.any(row, of(violence)));
    a.anyone(discipline_verification, a.person() & from_court[row] & supervised[row] & conduct.any(row, of(interference)));
    a.anyone(discipline_liability, a.person() & supervised[row] & conduct.any(row, of(interference, refusal, violence)));
    a.anyone(criminal_liability, conduct.any(row, of(suspected_crime)));
  });
}

// Disclosure asks each entry whether it may be published.
void standing(const Rows& rows) {
  const HandCounty& county = rows.county;
  each(rows, [&](const Asked& a, size_t) {
    const V builder = a.organisation() & a.builder();
    a.self(market_credit_record, builder);
    a.tell(key_supervision, a.reach(kSelf | kSixOfficers, key_supervision));
    if (builder == F || a.reach(kSelf, market_credit_disclosure) == F) return;
    V reached = F;
    county.own_entries(a.party, [&](uint32_t entry) {
      reached = reached | (county.trigger(entry, a.papers, market_credit_disclosure) & truth(county.raw.entries.publishable[entry] != 0));
    });
    a.tell(market_credit_disclosure, builder & reached);
  });
}

// Matters that ask one measure of the party's own entry or of the four kinds, and nothing of the row.
template <Measure kMeasure, uint64_t kReach>
void reach_alone(const Rows& rows) {
  each(rows, [&](const Asked& a, size_t) { a.tell(kMeasure, a.reach(kReach, kMeasure)); });
}

constexpr MatterLoop kLoops[] = {
    {"bond_issue", Stage::application, bond_issue},
    {"equity_incentive", Stage::holding, equity_incentive},
    {"social_organisation_founding", Stage::application, social_organisation_founding},
    {"government_procurement", Stage::application, government_procurement},
    {"fiscal_project", Stage::application, fiscal_project},
    {"tender", Stage::application, tender},
    {"subsidy", Stage::application, reach_alone<subsidy_bar, kSelf>},
    {"policy_support", Stage::application, policy_support},
    {"appointment", Stage::application, appointment},
    {"appointment", Stage::holding, appointment_held},
    {"recruitment", Stage::application, recruitment},
    {"evaluation", Stage::application, evaluation},
    {"party_membership", Stage::application, party_membership},
    {"candidacy", Stage::application, candidacy},
    {"enlistment", Stage::application, enlistment},
    {"industry_access", Stage::application, industry_access},
    {"land_auction", Stage::application, land_auction},
    {"enterprise_qualification", Stage::application, enterprise_qualification},
    {"honour", Stage::application, honour},
    {"honour", Stage::holding, honour_held},
    {"credit", Stage::application, credit},
    {"real_estate_purchase", Stage::application, reach_alone<real_estate_bar, kFourKinds>},
    {"resource_development", Stage::application, reach_alone<resource_development_bar, kSelf>},
    {"state_property_trade", Stage::application, reach_alone<state_property_trade_bar, kSelf>},
    {"forestry_project", Stage::application, forestry_project},
    {"natural_resource_project", Stage::application, natural_resource_project},
    {"lodging", Stage::application, lodging},
    {"entertainment", Stage::application, entertainment},
    {"travel", Stage::application, travel},
    {"resort_spending", Stage::application, resort_spending},
    {"schooling", Stage::application, schooling},
    {"building", Stage::application, building},
    {"vehicle_purchase", Stage::application, vehicle_purchase},
    {"other_consumption", Stage::application, other_consumption},
    {"border_exit", Stage::application, border_exit},
    {"court_query", Stage::application, court_query},
    {"court_control", Stage::application, court_control},
    {"enforcement_obstruction", Stage::application, enforcement_obstruction},
    {"standing", Stage::status, standing},
};

}  // namespace

const MatterLoop& loop_of(std::string_view matter, Stage stage) {
  const auto* loop = std::find_if(std::begin(kLoops), std::end(kLoops), [&](const MatterLoop& l) { return l.matter == matter && l.stage == stage; });
  if (loop == std::end(kLoops)) {
    std::fprintf(stderr, "by hand: no loop for the matter %.*s\n", static_cast<int>(matter.size()), matter.data());
    std::exit(3);
  }
  return *loop;
}

}  // namespace plumb::bench
