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
  bool may_name = false;  // personal, and bound as text by earlier programs (table.hpp)
  bool numbers = false;   // joined by ';': a list of numbers
  bool added = false;     // by a later schema, behind the others: where it is null the digest is that of before
  bool named = false;     // of a fact's added columns: its name stands before the text
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

// In the place of a field: the row was bound anew when something of it was erased, by the digest of what it says since (kept values as texts).
inline constexpr const char* kWholeRow = "*";

// Erased values, by subject, row and field: what stands for them in a row's digest. Of kWholeRow only those that the journal binds: one that was put
// there by another vouches for nothing.
using Erasures = std::map<std::tuple<std::string, int64_t, std::string>, Digest>;
Result<Erasures> read_erasures(Database& database);

// The value that stands where an erased one must not be null; {} where it must be an object.
std::string erased_text(int64_t row);

struct StoredRow {
  int64_t number = 0;
  Digest content{};
  std::optional<Digest> superseded;  // of superseded_at and revision_to, where the row has them
  bool erased_value_stands = false;  // a value is there that was erased, or a key that was destroyed
  std::optional<Digest> bound_anew;  // by an erasure: what `content` must be, whatever the journal says of the row's first words
};

// Goes through a subject's rows in the order of their numbers, once.
class StoredRows {
 public:
  static Result<StoredRows> open(Database& database, const Subject& subject, const Erasures& erasures);
  // From this row on.
  static Result<StoredRows> open_at(Database& database, const Subject& subject, const Erasures& erasures, int64_t row);
  // The row at which it stands; nothing after the last. Error: a row cannot be read.
  const std::optional<StoredRow>& here() const { return here_; }
  // Of the row here, as programs bound it to which a text that may name the person was a text like others. REQUIRES: here().
  Digest content_as_before();
  // Of the row here, every value as a text, with what an erasure leaves in the place of these fields. REQUIRES: here().
  Digest content_left(const std::map<std::string, std::optional<std::string>>& left);
  Result<void> advance();
  // What StoredRow's `superseded` is of a row anywhere in the table; nothing where there is no such row, or it is not superseded. REQUIRES: a subject whose
  // rows can be.
  Result<std::optional<Digest>> superseded_at(int64_t number);

 private:
  StoredRows(Database& database, const Subject& subject, const Erasures& erasures, Statement rows);
  // What a personal value is bound as: by commitments; by those that there were before texts had them that may name the person; not at all, as a text.
  enum class Form : uint8_t { committed, as_before, plain };
  void add(const Field& field, int column, Form form);
  void add_text(const Field& field, int column, Form form);
  Digest content(Form form);
  bool key_stands_after_erasure() const;
  // Behind content_.begin().
  std::optional<Digest> superseded_in(const Statement& row, int column);

  Database* database_;
  const Subject* subject_;
  const Erasures* erasures_;
  bool any_erased_ = false;
  bool own_key_ = false;  // rows hold the key by which their values are bound
  Statement rows_;
  std::optional<Statement> ended_;  // finds one row
  Content content_;
  std::optional<StoredRow> here_;
};

}  // namespace plumb::registry::journal
