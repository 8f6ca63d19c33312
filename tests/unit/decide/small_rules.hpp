// A rule set small enough to know by heart, that has one measure for every sentence of "What a decision means".
#pragma once

#include <memory>

#include "compiler/ir/program.hpp"

namespace plumb::test {

// Measures, by matter and stage:
//   lodging application   luxury_lodging: self; debtor ▸ four roles; star >= 1 or grade in {special, first} or high. restrict
//                         lodging_report: anyone; high. inform
//   honour application    honour_bar: organisation; self; own ▸ five roles; title in {unit, charity}. prohibit
//   honour holding        honour_revocation: the same, listed on granted_on. revoke
//   resort application    resort_spending_cap: self; venue = rated. cap(resort_cap, unset)
//   enlistment application enlistment_reference: person; self. reference
//   land application      land_bar: organisation; self; sector in {real_estate, construction}. restrict
//                         land_review: self, unless charity; strict_review; from 2020-01-01
//   amounts application   amount_bar: self; amount / parts above limit. restrict
//   standing status       key_supervision: self; own ▸ six roles. key_supervision(text)
//                         disclosure: organisation; self; publishable. disclose
// The document is in force from 2019-05-30. Remedies: one for debtors, one for others.
std::shared_ptr<const ir::Program> small_rules();

// The same with another limit on how old the registry may be.
std::shared_ptr<const ir::Program> small_rules_with_limit(Duration limit);

}  // namespace plumb::test
