#include "runtime/registry/journal/kept_texts.hpp"

namespace plumb::registry::journal {

namespace {

struct Held {
  bool number = false, name = false;
};

class Looking {
 public:
  Looking(Database& database, const Person& person, const std::string& in_person, const Targets& going)
      : database_(database), person_(person), in_person_(in_person), going_(going) {}

  Result<KeptTexts> run() {
    for (const Subject& subject : subjects()) {
      if (subject.name == "identifiers" || subject.name == "revisions") continue;
      if (auto done = look_through(subject); !done) return done.error();
    }
    return std::move(out_);
  }

 private:
  Result<void> look_through(const Subject& subject) {
    const std::string own = about(subject, in_person_);
    std::string columns = "t." + subject.number + ", " + (own.empty() ? subject.name == "sources" ? "1" : "0" : own);
    for (const Field& field : subject.fields) columns += ", " + field.sql;
    auto rows = database_.prepare("SELECT " + columns + " FROM " + subject.name + " t ORDER BY 1");
    if (!rows) return rows.error();
    int status = rows->step();
    for (; status == SQLITE_ROW; status = rows->step()) {
      const auto held = held_in(subject, *rows);
      if (!held) return held.error();
      if (held->number)
        out_.numbers.push_back({subject.name, rows->number(0)});
      else if (held->name)
        out_.names.push_back({subject.name, rows->number(0)});
    }
    return status == SQLITE_DONE ? Result<void>() : Result<void>(database_.error());
  }

  // In a text that stays.
  Result<Held> held_in(const Subject& subject, const Statement& row) {
    const Target* target = going_.find(subject.name, row.number(0));
    Held held;
    for (size_t i = 0; i < subject.fields.size() && !held.number; ++i) {
      const int column = static_cast<int>(i) + 2;
      if (row.is_null(column) || row.is_number(column) || subject.fields[i].numbers) continue;
      if (target != nullptr && target->goes(subject.fields[i])) continue;
      const std::string_view text = row.text(column);
      held.number = holds_number(person_, text);
      if (held.number || held.name || row.number(1) == 0 || !holds_name(person_, text)) continue;
      const auto court = is_court(database_, std::string(text));
      if (!court) return court.error();
      held.name = !*court;
    }
    return held;
  }

  Database& database_;
  const Person& person_;
  const std::string& in_person_;
  const Targets& going_;
  KeptTexts out_;
};

}  // namespace

Result<KeptTexts> find_kept_texts(Database& database, const Person& person, const std::string& in_person, const Targets& going) {
  return Looking(database, person, in_person, going).run();
}

Result<bool> is_court(Database& database, const std::string& text) {
  const auto court = database.text("SELECT 1 FROM entries WHERE court = ? LIMIT 1", {text});
  return court ? Result<bool>(court->has_value()) : court.error();
}

}  // namespace plumb::registry::journal
