#include "bench/peers/county.hpp"

#include "tools/generate/population.hpp"

namespace plumb::bench {

namespace {

constexpr uint64_t kPartiesPerEntry = 50;
constexpr uint64_t kOfficersPerOrganisation = 2;
constexpr int kDaysListed = 700;

}  // namespace

std::shared_ptr<const Snapshot> make_county(uint64_t parties, Date date, uint64_t seed) {
  generate::Random random(seed);
  generate::Population population = generate::make_population(parties, date, random);
  facts::Facts facts;
  facts.synchronised = date;
  facts.parties.reserve(parties);
  for (generate::Person& person : population.people) facts.parties.push_back({std::move(person.id), PartyKind::person, std::move(person.name), std::nullopt});
  const size_t people = facts.parties.size();
  for (generate::Organisation& organisation : population.organisations) {
    facts.parties.push_back({std::move(organisation.id), PartyKind::organisation, std::move(organisation.name), find_sector(organisation.sector)});
  }
  const size_t organisations = facts.parties.size() - people;
  population = {};

  facts.relations.reserve(organisations * kOfficersPerOrganisation);
  for (size_t i = 0; i < organisations * kOfficersPerOrganisation; ++i) {
    auto role = static_cast<Role>(random.below(kRoleCount));
    if (role == Role::directly_responsible) role = Role::legal_representative;  // entries alone give it
    const Date since{date.days - static_cast<int32_t>(random.between(kDaysListed, 2 * kDaysListed))};
    facts.relations.push_back({facts.parties[random.below(people)].id, role, facts.parties[people + i % organisations].id, {since, std::nullopt}, {}});
  }
  for (uint64_t i = 0; i < parties / kPartiesPerEntry; ++i) {
    facts::Entry entry;
    entry.case_no = "（2019）豫0399执" + std::to_string(i + 1) + "号";
    entry.party = facts.parties[random.below(parties)].id;
    entry.court = "新安县人民法院";
    entry.published_on = Date{date.days - static_cast<int32_t>(random.between(1, kDaysListed))};
    facts.entries.push_back(std::move(entry));
  }
  return Snapshot::build(std::move(facts));
}

}  // namespace plumb::bench
