#include "runtime/rows/read_rows.hpp"

#include <algorithm>
#include <cstring>
#include <deque>
#include <string>
#include <variant>

#include "compiler/ir/predicate_table.hpp"
#include "runtime/decide/holding.hpp"
#include "runtime/rows/row_builder.hpp"

namespace plumb::rows {

namespace {

using ir::ColumnFormat;
using snapshot::HoldingIndex;
using snapshot::PartyIndex;

// Rows of one matter on their way into a morsel.
class MatterRows {
 public:
  MatterRows(const ir::Program& program, ir::MatterId matter, RowTableBuilder& builder) : matter_(matter), builder_(builder) {
    for (const ir::Field& field : program.matters[matter].fields) {
      const ColumnFormat format = ir::format_of(program, field.type);
      fields_.push_back({format, snapshot::ColumnBuffer<std::byte>(ir::block_bytes(format) * kWords), snapshot::ColumnBuffer<uint64_t>(kWords)});
    }
  }

  void append(PartyIndex party, HoldingIndex holding, const facts::Period& period, const reference::Row& row) {
    const auto at = static_cast<uint32_t>(parties_.size());
    parties_.push_back(party.value);
    holdings_.push_back(holding.value);
    from_.push_back(period.from ? period.from->days : kAlways);
    until_.push_back(period.to ? period.to->days : kNever);
    for (size_t f = 0; f < row.size(); ++f) {
      if (!row[f]) continue;
      ir::set_plane_bit(fields_[f].valid.data(), at);
      put(fields_[f], at, *row[f]);
    }
    if (parties_.size() == PLUMB_MORSEL_ROWS) flush();
  }

  void flush() {
    if (parties_.empty()) return;
    std::vector<PlumbColumn> columns;
    columns.reserve(fields_.size());
    for (const Field& field : fields_) columns.push_back({field.values.data(), field.valid.data()});
    std::vector<PlumbText> texts;
    texts.reserve(texts_.size());
    for (const std::string& text : texts_) texts.push_back({text.data(), text.size()});
    TypedRows rows;
    rows.row_count = static_cast<uint32_t>(parties_.size());
    rows.parties = parties_.data();
    rows.from = from_.data();
    rows.until = until_.data();
    rows.holdings = holdings_.data();
    rows.columns = columns.data();
    rows.texts = texts.data();
    builder_.append(matter_, Stage::holding, rows);
    parties_.clear();
    holdings_.clear();
    from_.clear();
    until_.clear();
    texts_.clear();
    for (Field& field : fields_) {
      std::fill(field.values.begin(), field.values.end(), std::byte{0});
      std::fill(field.valid.begin(), field.valid.end(), 0);
    }
  }

 private:
  static constexpr size_t kWords = PLUMB_MORSEL_ROWS / PLUMB_BLOCK_ROWS;
  struct Field {
    ColumnFormat format;
    snapshot::ColumnBuffer<std::byte> values;
    snapshot::ColumnBuffer<uint64_t> valid;
  };

  void put(Field& field, uint32_t at, const ir::Value& value) {
    const auto cell = static_cast<uint64_t>(value.number);
    const auto as = [&]<typename T>(T number) { std::memcpy(field.values.data() + at * sizeof(T), &number, sizeof(T)); };
    switch (field.format) {
      case ColumnFormat::bits:
        if (cell != 0) ir::set_plane_bit(reinterpret_cast<uint64_t*>(field.values.data()), at);
        return;
      case ColumnFormat::u8:
        return as(static_cast<uint8_t>(cell));
      case ColumnFormat::u16:
        return as(static_cast<uint16_t>(cell));
      case ColumnFormat::u32:
        if (value.type.kind != ir::TypeKind::text) return as(static_cast<uint32_t>(cell));
        as(static_cast<uint32_t>(texts_.size()));
        texts_.push_back(value.text);
        return;
      case ColumnFormat::i32:
        return as(static_cast<int32_t>(value.number));
      case ColumnFormat::u64:
      case ColumnFormat::i64:
        return as(cell);
      case ColumnFormat::i128:
        return as(value.number);
    }
  }

  ir::MatterId matter_;
  RowTableBuilder& builder_;
  std::vector<uint32_t> parties_, holdings_;
  std::vector<int32_t> from_, until_;
  std::vector<Field> fields_;
  std::vector<std::string> texts_;
};

}  // namespace

RowTable read_rows(const decide::RuleIndex& rules, const Snapshot& snapshot, const std::function<void(uint64_t done, uint64_t total)>& progress) {
  RowTableBuilder builder(rules.program());
  std::deque<MatterRows> matters;
  for (uint32_t i = 0; i < rules.program().matters.size(); ++i) matters.emplace_back(rules.program(), ir::MatterId(i), builder);
  std::vector<HoldingIndex> refused;
  uint64_t done = 0;
  constexpr uint64_t kEvery = 4096;
  for (uint32_t party = 0; party < snapshot.party_count(); ++party) {
    for (const HoldingIndex index : snapshot.holdings_of(PartyIndex(party))) {
      const auto& holding = snapshot.holding(index);
      reference::Row fields;
      const auto matter = decide::read_holding(rules, holding, fields);
      if (const auto* id = std::get_if<ir::MatterId>(&matter)) {
        matters[id->value].append(PartyIndex(party), index, holding.period, fields);
      } else {
        refused.push_back(index);
      }
      if (progress && ++done % kEvery == 0) progress(done, snapshot.holding_count());
    }
  }
  for (MatterRows& matter : matters) matter.flush();
  std::sort(refused.begin(), refused.end());
  for (const HoldingIndex index : refused) builder.refuse(index);
  if (progress) progress(snapshot.holding_count(), snapshot.holding_count());
  return builder.take();
}

}  // namespace plumb::rows
