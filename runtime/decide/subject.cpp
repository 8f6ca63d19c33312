#include "runtime/decide/subject.hpp"

#include <algorithm>

#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::decide {

namespace {

using snapshot::PartyIndex;

// The registry's name of a party, under which names are compared; nothing when it has none.
std::optional<std::string> recorded_name(const Snapshot& snapshot, PartyIndex party) {
  const std::string_view name = snapshot.party(party).name;
  return name.empty() ? std::nullopt : std::optional<std::string>(name);
}

// Whether a party has the name under one of its documents: in another script, say.
bool has_name_under_document(const Snapshot& snapshot, PartyIndex party, std::string_view name) {
  const auto documents = snapshot.documents_of(party);
  return std::any_of(documents.begin(), documents.end(), [&](snapshot::DocumentIndex document) { return snapshot.document_name(document) == name; });
}

// Masked records that agree with an exact id, and with its name where both names are known; not those of which a reviewer said
// that they are not the party that bears it.
void add_masked_records(const Snapshot& snapshot, std::string_view exact, std::optional<PartyIndex> bearer, const std::optional<std::string>& name,
                        std::vector<PartyIndex>& out) {
  for (const PartyIndex record : snapshot.identifiers().masked_records_of(exact)) {
    if (bearer && snapshot.distinct(*bearer, record)) continue;
    const auto recorded = name ? recorded_name(snapshot, record) : std::nullopt;
    if (!recorded || *recorded == *name || (bearer && has_name_under_document(snapshot, *bearer, *recorded))) out.push_back(record);
  }
}

// The same through every exact identifier that a party of the registry bears.
void add_masked_records(const Snapshot& snapshot, PartyIndex bearer, const std::optional<std::string>& name, std::vector<PartyIndex>& out) {
  add_masked_records(snapshot, snapshot.id(bearer), bearer, name, out);
  for (const snapshot::DocumentIndex document : snapshot.documents_of(bearer)) {
    if (!identity::is_masked(snapshot.document(document))) add_masked_records(snapshot, snapshot.document(document), bearer, name, out);
  }
}

void put_in_order(std::vector<PartyIndex>& parties) {
  std::sort(parties.begin(), parties.end());
  parties.erase(std::unique(parties.begin(), parties.end()), parties.end());
}

// Every party that agrees with the masked id and bears the name given; through exact ones, their masked records.
std::vector<PartyIndex> meant_by(const Snapshot& snapshot, std::string_view masked, const std::optional<std::string>& name) {
  std::vector<PartyIndex> out;
  for (const PartyIndex party : snapshot.agreeing(masked)) {
    const auto recorded = recorded_name(snapshot, party);
    if (name && recorded != name && !has_name_under_document(snapshot, party, *name)) continue;
    out.push_back(party);
    if (!identity::is_masked(snapshot.party(party).id)) add_masked_records(snapshot, party, recorded, out);
  }
  put_in_order(out);
  return out;
}

void complete_exact(const Snapshot& snapshot, Subject& subject) {
  subject.record = snapshot.find(subject.id);
  if (subject.record) {
    const snapshot::Party record = snapshot.party(*subject.record);
    subject.kind = snapshot.kind(*subject.record);
    if (!subject.sector) subject.sector = record.sector;
    const auto recorded = recorded_name(snapshot, *subject.record);
    const bool other_name = subject.name && recorded && *subject.name != *recorded;
    subject.name_contradicts = other_name && !has_name_under_document(snapshot, *subject.record, *subject.name);
    if (!subject.name) subject.name = recorded;
    add_masked_records(snapshot, *subject.record, subject.name, subject.candidates);
    put_in_order(subject.candidates);
  } else {
    subject.kind = identity::kind_by_form(subject.id);
    add_masked_records(snapshot, subject.id, std::nullopt, subject.name, subject.candidates);
  }
}

}  // namespace

std::variant<Subject, Refusal> identify(const Snapshot& snapshot, const GivenParty& given) {
  Subject subject;
  identity::NormalForm normal = identity::normalise(given.id);
  subject.id = std::move(normal.id);
  subject.masked = identity::is_masked(subject.id);
  subject.sector = given.sector;
  subject.name = given.name;
  if (given.sector) subject.given.emplace_back("sector");

  if (subject.masked) {
    if (identity::mask_fault(subject.id) != identity::MaskFault::none) return Refusal{RefusalCode::party_masked, subject.id, given.id_path};
    subject.kind = identity::kind_by_form(subject.id);
    subject.candidates = meant_by(snapshot, subject.id, subject.name);
  } else {
    complete_exact(snapshot, subject);
    const identity::Form form = identity::form(subject.id);
    if (form == identity::Form::other && !subject.record) {
      // What has no figure in it hides none: a name, given where a number belongs.
      const bool figures = subject.id.find_first_of("0123456789*") != std::string::npos;
      return Refusal{RefusalCode::party_form, figures ? identity::masked_for_display(subject.id) : subject.id, given.id_path};
    }
    if (!identity::check_digit_holds(subject.id, form)) subject.warnings.emplace_back(identity::kCheckDigitWarning);
  }
  const identity::Changes& changes = normal.changes;
  if (changes.extended) subject.warnings.emplace_back(identity::kExtendedWarning);
  if (changes.width || changes.letter_case || changes.separators) subject.warnings.emplace_back(identity::kNormalisedWarning);
  std::sort(subject.warnings.begin(), subject.warnings.end());
  return subject;
}

Subject subject_of(const Snapshot& snapshot, PartyIndex party) {
  Subject subject;
  subject.id = snapshot.party(party).id;
  subject.masked = identity::is_masked(subject.id);
  if (subject.masked) {
    subject.kind = identity::kind_by_form(subject.id);
    subject.candidates = meant_by(snapshot, subject.id, std::nullopt);
  } else {
    complete_exact(snapshot, subject);
    if (!identity::check_digit_holds(subject.id)) subject.warnings.emplace_back(identity::kCheckDigitWarning);
  }
  return subject;
}

}  // namespace plumb::decide
