#include "runtime/decide/shown_id.hpp"

#include "runtime/identity/mask.hpp"

namespace plumb::decide {

std::string shown_id(const Snapshot& snapshot, const Subject& subject, snapshot::PartyIndex other, bool reveal) {
  constexpr size_t kFirstHidden = 10;
  constexpr size_t kHidden = 4;
  const std::string id(snapshot.id(other));
  // The party asked about is shown as it was asked about, be it by another of its documents.
  if (subject.record == other) return subject.id;
  if (reveal || id == subject.id || snapshot.kind(other) == PartyKind::organisation) return id;
  if (id.size() != identity::kMaskedLength) return identity::masked_for_display(id);
  return std::string(id).replace(kFirstHidden, kHidden, kHidden, '*');
}

}  // namespace plumb::decide
