#include "bench/sweep/county_snapshot.hpp"

#include <algorithm>

#include "bench/sweep/county_facts.hpp"
#include "runtime/rows/row_builder.hpp"

namespace plumb::bench {

std::shared_ptr<const Snapshot> take_snapshot(const ir::Program& program, RawCounty& county) { return Snapshot::build(facts_of(program, county)); }

rows::RowTable take_rows(const ir::Program& program, RawCounty& county) {
  rows::RowTableBuilder builder(program);
  for (RawPartition& partition : county.partitions) {
    for (uint64_t begin = 0; begin < partition.party.size(); begin += PLUMB_MORSEL_ROWS) {
      // Raw columns are the product's formats already, so a morsel is a view of them.
      std::vector<PlumbColumn> columns;
      for (const RawColumn& column : partition.fields) {
        columns.push_back({column.bytes() + begin / PLUMB_BLOCK_ROWS * ir::block_bytes(column.format), column.valid.data() + begin / PLUMB_BLOCK_ROWS});
      }
      rows::TypedRows rows;
      rows.row_count = static_cast<uint32_t>(std::min<uint64_t>(PLUMB_MORSEL_ROWS, partition.party.size() - begin));
      rows.parties = partition.party.data() + begin;
      rows.columns = columns.data();
      builder.append(partition.matter, partition.stage, rows);
    }
    partition.party = {};
    partition.fields = {};
  }
  return builder.take();
}

}  // namespace plumb::bench
