#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/live_index.hpp"
#include "runtime/registry/safekeeping/backup.hpp"
#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/seal/digest.hpp"

namespace plumb::registry::safekeeping {

namespace {

using Codes = std::vector<RowCode>;

// What both sides of a part of all codes hold takes 512 MB at most; larger registries are gone through several times.
constexpr int64_t kMostOfPart = int64_t{1} << 24;

// An index by code, and the table of whose rows it has one each.
struct Indexed {
  const char *table, *runs, *blocks;
  const char* rows;  // its number, then what the code goes by
  uint64_t (*code)(const Statement& row);
  const char* key;  // of one row, as a text; none where it may be the same as another's
};

// By IndexByCode.
constexpr Indexed kIndexed[] = {
    {"identifiers", IdentifierIndex::kRuns, IdentifierIndex::kBlocks, "SELECT number, id FROM identifiers",
     [](const Statement& row) { return seal::code_of(row.text(1)); }, "SELECT id FROM identifiers WHERE number = ?"},
    {PartyKey::kTable, PartyKey::kRuns, PartyKey::kBlocks, "SELECT row, party FROM parties",
     [](const Statement& row) { return code_of(PartyKey{row.number(1)}); }, "SELECT party FROM parties WHERE row = ? AND revision_to IS NULL"},
    {RelationKey::kTable, RelationKey::kRuns, RelationKey::kBlocks, "SELECT row, holder, role, organisation, ifnull(valid_from, '') FROM relations",
     [](const Statement& row) { return code_of(RelationKey{row.number(1), row.text(2), row.number(3), row.text(4)}); },
     "SELECT json_array(holder, role, organisation, ifnull(valid_from, '')) FROM relations WHERE row = ? AND revision_to IS NULL"},
};

const Indexed& indexed(IndexByCode index) { return kIndexed[static_cast<size_t>(index)]; }

constexpr const char *kTwice = "twice", *kUnreadable = "unreadable";

void note(IndexDifference& out, Damage damage) {
  ++out.damage_count;
  if (out.damages.size() < Examination::kMostListed)
    out.damages.push_back(std::move(damage));
  else if (damage.detail == kTwice)  // which must not go unsaid: no index anew mends it
    out.damages.back() = std::move(damage);
}

class Comparison {
 public:
  Comparison(Database& database, const Indexed& index, IndexDifference& out) : database_(database), index_(index), out_(out) {}

  Result<void> run() {
    const auto rows = database_.number("SELECT count(*) FROM " + std::string(index_.table));
    if (!rows) return rows.error();
    const uint64_t parts = static_cast<uint64_t>(*rows / kMostOfPart) + 1, width = UINT64_MAX / parts;
    expected_ = static_cast<size_t>(static_cast<uint64_t>(*rows) / parts + kMostOfPart / 64);
    for (uint64_t part = 0; part < parts; ++part) {
      const uint64_t from = part * width, upto = part + 1 == parts ? UINT64_MAX : from + width - 1;
      const auto told = codes_of_rows(from, upto);
      if (!told) return told.error();
      if (auto done = tell_twice(*told); !done) return done.error();
      if (auto done = compare(from, upto, *told); !done) return done.error();
    }
    return {};
  }

 private:
  Result<Codes> codes_of_rows(uint64_t from, uint64_t upto) {
    auto rows = database_.prepare(index_.rows);
    if (!rows) return rows.error();
    Codes codes;
    codes.reserve(expected_);
    int status = rows->step();
    for (; status == SQLITE_ROW; status = rows->step()) {
      const uint64_t code = index_.code(*rows);
      if (code >= from && code <= upto) codes.push_back({code, rows->number(0)});
    }
    if (status != SQLITE_DONE) return database_.error();
    std::sort(codes.begin(), codes.end());
    return codes;
  }

  // Of rows with one code, those whose key another has that came before.
  Result<void> tell_twice(const Codes& codes) {
    auto key = database_.prepare(index_.key);
    if (!key) return key.error();
    for (auto first = codes.begin(); first != codes.end();) {
      const auto end = std::find_if(first, codes.end(), [&](const RowCode& one) { return one.code != first->code; });
      std::set<std::string> met;
      for (auto one = first; end - first > 1 && one != end; ++one) {
        key->bind(1, one->number);
        const int status = key->step();
        if (status != SQLITE_ROW && status != SQLITE_DONE) return database_.error();
        if (status == SQLITE_ROW && !met.emplace(key->text(0)).second) {
          if (out_.twice.empty()) out_.twice = index_.table + (" " + std::to_string(one->number));
          note(out_, {"index", index_.table, one->number, kTwice});
        }
        key->reset();
      }
      first = end;
    }
    return {};
  }

  Result<void> compare(uint64_t from, uint64_t upto, const Codes& told) {
    if (is_unreadable_) return {};
    Codes found;
    found.reserve(expected_);
    const int status = runs::read({.database = database_.handle(), .runs = index_.runs, .blocks = index_.blocks}, from, upto, found);
    if (status == SQLITE_CORRUPT) {
      is_unreadable_ = true;
      note(out_, {"index", index_.blocks, 0, kUnreadable});
      return {};
    }
    if (auto done = database_.done(status); !done) return done.error();
    std::sort(found.begin(), found.end());
    Codes missing, stray;
    std::set_difference(told.begin(), told.end(), found.begin(), found.end(), std::back_inserter(missing));
    std::set_difference(found.begin(), found.end(), told.begin(), told.end(), std::back_inserter(stray));
    for (const RowCode& one : missing) note(out_, {"index", index_.table, one.number, "missing"});
    for (const RowCode& one : stray) note(out_, {"index", index_.blocks, 0, std::to_string(one.number)});
    return {};
  }

  Database& database_;
  const Indexed& index_;
  IndexDifference& out_;
  size_t expected_ = 0;
  bool is_unreadable_ = false;
};

}  // namespace

const char* blocks_of(IndexByCode index) { return indexed(index).blocks; }

int64_t first_schema_with(IndexByCode index) { return index == IndexByCode::identifiers ? kFirstSchemaWithRuns : kFirstSchemaWithLiveRuns; }

Result<IndexDifference> index_difference(Database& database, IndexByCode index) {
  IndexDifference out;
  if (auto done = Comparison(database, indexed(index), out).run(); !done) {
    if (done.error().code != "registry.corrupt") return done.error();
    note(out, {"index", blocks_of(index), 0, kUnreadable});  // of which the rows can be read no more than it
  }
  return out;
}

Result<IndexDifference> index_difference(Database& database) {
  IndexDifference all;
  for (const IndexByCode index : kIndexesByCode) {
    auto one = index_difference(database, index);
    if (!one) return one;
    all.damage_count += one->damage_count;
    std::move(one->damages.begin(), one->damages.end(), std::back_inserter(all.damages));
    if (all.twice.empty()) all.twice = one->twice;
  }
  return all;
}

namespace {

int rebuild(Database& database, IndexByCode index) {
  switch (index) {
    case IndexByCode::identifiers:
      return database.identifiers().rebuild();
    case IndexByCode::parties:
      return database.live_parties().rebuild();
    case IndexByCode::relations:
      return database.live_relations().rebuild();
  }
  return SQLITE_OK;
}

}  // namespace

Result<bool> mend_index(Database& database) {
  auto transaction = Transaction::begin(database, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  bool differs = false;
  for (const IndexByCode index : kIndexesByCode) {
    const auto before = index_difference(database, index);
    if (!before) return before.error();
    if (!before->twice.empty()) return failure("registry.twice", before->twice);
    if (before->damage_count == 0) continue;
    differs = true;
    if (auto done = database.done(rebuild(database, index)); !done) return done.error();
  }
  if (!differs) return false;
  if (auto done = transaction->commit(); !done) return done.error();
  return true;
}

}  // namespace plumb::registry::safekeeping
