// A row that its planes do not settle → what each of its measures came to.
//
// Measures that look at their triggers are given them; measures that a retention keeps on the row's party are asked again with
// the entries that it holds; permits are looked for where something is not false. Nothing is made but the answer. One thread
// each; what it was made of outlives it.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "runtime/decide/trigger.hpp"
#include "runtime/sweep/asker.hpp"
#include "runtime/sweep/papers.hpp"

namespace plumb::sweep {

enum class Came : uint8_t { to_nothing, undetermined, applies, permitted };

class Settler {
 public:
  // REQUIRES: the asker has measures; the list is not stale.
  Settler(const decide::Context& context, const Touched& touched, const Papers& papers, const Asker& asker, ir::MatterId matter, Date d);

  // These rows will be settled: what they read is fetched for all of them at once, in place of waiting for it row by row.
  void expect(std::span<const uint16_t> rows);

  // Position i of the rows asked, whose party has no identity to be told. One answer a measure of the entry, valid until the
  // next call.
  std::span<const Came> settle(uint32_t i, bool permits, bool retentions);

 private:
  enum class Truth : uint8_t { is_false, unknown, is_true };
  struct Bits {
    uint64_t *is_true, *is_false, *look;
  };
  Bits clear();
  Truth truth(uint32_t measure) const;
  void look(uint32_t i, snapshot::PartyIndex party);
  void ask_again(uint32_t i, snapshot::PartyIndex party, uint32_t measure);

  const decide::Context& context_;
  const Touched& touched_;
  const Papers& papers_;
  const Asker& asker_;
  const PlumbTableEntry& entry_;
  Date date_;
  decide::TriggerParts parts_;
  std::vector<uint64_t> reaches_;  // of each measure; 0 where it looks at no list
  std::optional<ir::MorselRow> row_;
  std::vector<uint64_t> bits_;
  std::vector<PlumbTrigger> triggers_;
  std::vector<snapshot::Way> ways_;
  std::vector<uint32_t> places_;
  std::vector<Truth> truths_;
  std::vector<Came> came_;
};

}  // namespace plumb::sweep
