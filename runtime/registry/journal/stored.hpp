// A table's rows as they stand in the file → their numbers and the digests of what they say, as the writer made them.
//
// The other side of content.hpp: the writer computes a row's digest from what it is given, this from what is stored, and
// `registry verify` compares the two. One thread; in the caller's transaction.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "runtime/registry/journal/content.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::journal {

// One value of a row, as the journal binds it.
struct Field {
  std::string name;
  std::string sql;  // an expression over the table, named t
  bool personal = false;
  bool numbers = false;  // joined by ';': a list of numbers
  bool added = false;    // by a later schema, behind the others: where it is null the digest is that of before
};

// A table whose rows the journal binds.
struct Subject {
  std::string name;
  std::string number;  // the column of a row's number
  std::string key;     // an expression: the key of who the row is about, or NULL
  std::vector<Field> fields;
  bool superseded = false;  // rows have superseded_at and revision_to
};

// All of them, facts first in the order of their tables.
const std::vector<Subject>& subjects();
// Nothing for other words.
const Subject* find_subject(std::string_view name);

// Erased values, by subject, row and field: what stands for them in a row's digest.
using Erasures = std::map<std::tuple<std::string, int64_t, std::string>, Digest>;
Result<Erasures> read_erasures(Database& database);

// The value that stands where an erased one must not be null; {} where it must be an object.
std::string erased_text(int64_t row);

struct StoredRow {
  int64_t number = 0;
  Digest content{};
  std::optional<Digest> superseded;  // of superseded_at and revision_to, where the row has them
  bool erased_value_stands = false;  // a value is there that was erased
};

// Goes through a subject's rows in the order of their numbers, once.
class StoredRows {
 public:
  static Result<StoredRows> open(Database& database, const Subject& subject, const Erasures& erasures);
  // The row at which it stands; nothing after the last. Error: a row cannot be read.
  const std::optional<StoredRow>& here() const { return here_; }
  Result<void> advance();

 private:
  StoredRows(Database& database, const Subject& subject, const Erasures& erasures, Statement rows);
  void add(const Field& field, int column);

  Database* database_;
  const Subject* subject_;
  const Erasures* erasures_;
  bool any_erased_ = false;
  Statement rows_;
  Content content_;
  std::optional<StoredRow> here_;
};

}  // namespace plumb::registry::journal
