#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/seal/digest.hpp"

namespace plumb::registry::safekeeping {

namespace {

using Codes = std::vector<IdentifierCode>;

// What both sides of a part of all codes hold takes 512 MB at most; larger registries are gone through several times.
constexpr int64_t kMostOfPart = int64_t{1} << 24;

Result<Codes> codes_of_rows(Database& database, uint64_t from, uint64_t upto, size_t expected) {
  auto rows = database.prepare("SELECT number, id FROM identifiers");
  if (!rows) return rows.error();
  Codes codes;
  codes.reserve(expected);
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    const uint64_t code = seal::code_of(rows->text(1));
    if (code >= from && code <= upto) codes.push_back({code, rows->number(0)});
  }
  if (status != SQLITE_DONE) return database.error();
  std::sort(codes.begin(), codes.end());
  return codes;
}

constexpr const char* kTwice = "twice";

void note(IndexDifference& out, Damage damage) {
  ++out.damage_count;
  if (out.damages.size() < Examination::kMostListed)
    out.damages.push_back(std::move(damage));
  else if (damage.detail == kTwice)  // which must not go unsaid: no index anew mends it
    out.damages.back() = std::move(damage);
}

// Of rows with one code, those whose text another has that came before.
Result<void> tell_twice(Database& database, const Codes& codes, IndexDifference& out) {
  auto text = database.prepare("SELECT id FROM identifiers WHERE number = ?");
  if (!text) return text.error();
  for (auto first = codes.begin(); first != codes.end();) {
    const auto end = std::find_if(first, codes.end(), [&](const IdentifierCode& one) { return one.code != first->code; });
    std::set<std::string> met;
    for (auto one = first; end - first > 1 && one != end; ++one) {
      text->bind(1, one->number);
      if (text->step() != SQLITE_ROW) return database.error();
      if (!met.emplace(text->text(0)).second) {
        if (out.twice == 0) out.twice = one->number;
        note(out, {"index", "identifiers", one->number, kTwice});
      }
      text->reset();
    }
    first = end;
  }
  return {};
}

}  // namespace

Result<IndexDifference> index_difference(Database& database) {
  const auto rows = database.number("SELECT count(*) FROM identifiers");
  if (!rows) return rows.error();
  const uint64_t parts = static_cast<uint64_t>(*rows / kMostOfPart) + 1, width = UINT64_MAX / parts;
  const auto expected = static_cast<size_t>(static_cast<uint64_t>(*rows) / parts + kMostOfPart / 64);
  IndexDifference out;
  bool is_unreadable = false;
  for (uint64_t part = 0; part < parts; ++part) {
    const uint64_t from = part * width, upto = part + 1 == parts ? UINT64_MAX : from + width - 1;
    const auto told = codes_of_rows(database, from, upto, expected);
    if (!told) return told.error();
    if (auto done = tell_twice(database, *told, out); !done) return done.error();
    if (is_unreadable) continue;
    Codes found;
    found.reserve(expected);
    const int status = runs::read(database.handle(), from, upto, found);
    if (status == SQLITE_CORRUPT) {
      is_unreadable = true;
      note(out, {"index", "identifier_blocks", 0, "unreadable"});
      continue;
    }
    if (auto done = database.done(status); !done) return done.error();
    std::sort(found.begin(), found.end());
    Codes missing, stray;
    std::set_difference(told->begin(), told->end(), found.begin(), found.end(), std::back_inserter(missing));
    std::set_difference(found.begin(), found.end(), told->begin(), told->end(), std::back_inserter(stray));
    for (const IdentifierCode& one : missing) note(out, {"index", "identifiers", one.number, "missing"});
    for (const IdentifierCode& one : stray) note(out, {"index", "identifier_blocks", 0, std::to_string(one.number)});
  }
  return out;
}

Result<bool> mend_index(Database& database) {
  auto transaction = Transaction::begin(database, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  const auto before = index_difference(database);
  if (!before) return before.error();
  if (before->damage_count == 0) return false;
  if (before->twice != 0) return failure("registry.twice", std::to_string(before->twice));
  if (auto done = database.done(database.identifiers().rebuild()); !done) return done.error();
  if (auto done = transaction->commit(); !done) return done.error();
  return true;
}

}  // namespace plumb::registry::safekeeping
