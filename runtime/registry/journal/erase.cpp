#include "runtime/registry/journal/erase.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "compiler/base/check.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/identity/number_writing.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/journal/decisions.hpp"
#include "runtime/registry/journal/erasure_rows.hpp"
#include "runtime/registry/journal/named_texts.hpp"
#include "runtime/registry/journal/office_words.hpp"
#include "runtime/registry/journal/person_named.hpp"
#include "runtime/registry/journal/stored.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/revision.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::journal {

namespace {

struct GroundWord {
  ErasureGround ground;
  const char* alias;
  const char* zh;
};
constexpr GroundWord kGrounds[] = {{ErasureGround::purpose_achieved, "purpose_achieved", "目的已实现"},
                                   {ErasureGround::period_over, "period_over", "保存期限届满"},
                                   {ErasureGround::consent_withdrawn, "consent_withdrawn", "撤回同意"},
                                   {ErasureGround::unlawful, "unlawful", "违法处理"}};

class Eraser {
 public:
  Eraser(Database& database, const ErasureOrder& order) : database_(database), order_(order) {}

  Result<ErasureSummary> run() {
    if (auto done = find_person(); !done) return done.error();
    if (auto done = check_order(); !done) return done.error();
    if (auto done = find_asked(); !done) return done.error();
    if (auto done = check_nothing_in_force(); !done) return done.error();
    if (auto done = find_targets(); !done) return done.error();
    std::vector<Target>& rows = targets_.rows();
    if (auto done = keep_what_names_nobody(database_, named_, rows); !done) return done.error();
    if (auto done = keep_office_words(database_, named_, in_person_, rows); !done) return done.error();
    if (auto done = bind_anew(database_, rows); !done) return done.error();
    count();
    if (auto done = find_kept(); !done) return done.error();
    if (order_.dry_run) return summary_;
    if (auto done = empty_all(); !done) return done.error();
    return summary_;
  }

 private:
  // Everything that is the person's now: whichever of their documents was named, and nobody's who was told apart from them.
  Result<void> find_person() {
    auto numbers = numbers_of_one_party(database_, order_.party, INT64_MAX);
    if (!numbers) return numbers.error();
    if (numbers->empty()) {
      if (identity::kind_by_form(order_.party) == PartyKind::organisation) return failure("erasure.organisation");
      identifiers_ = {order_.party};
      named_.numbers = spellings_of(order_.party);
      in_person_ = " IN ()";
      return {};
    }
    in_person_ = " IN (" + *numbers + ")";
    auto rows = database_.prepare("SELECT number, id FROM identifiers WHERE number" + in_person_);
    if (!rows) return rows.error();
    int status = rows->step();
    for (; status == SQLITE_ROW; status = rows->step()) {
      person_.insert(rows->number(0));
      identifiers_.emplace_back(rows->text(1));
      for (std::string& spelt : spellings_of(identifiers_.back())) named_.numbers.push_back(std::move(spelt));
    }
    if (status != SQLITE_DONE) return database_.error();
    auto recorded = database_.number("SELECT EXISTS (SELECT 1 FROM parties WHERE kind = 'organisation' AND row IN (" + live_parties_sql(*numbers) + "))");
    if (!recorded) return recorded.error();
    if (*recorded != 0 || identity::kind_by_form(order_.party) == PartyKind::organisation) return failure("erasure.organisation");
    return {};
  }

  // The order is kept for good: a number in it would outlive the one that it erases. What is shorter than any document's number is told
  // apart from no other figure.
  Result<void> check_order() const {
    constexpr size_t kFewestPlaces = 6;
    const std::string by = identity::places_of_numbers(order_.by), document = identity::places_of_numbers(order_.document);
    std::vector<std::string> numbers = named_.numbers;
    for (const std::string& id : identifiers_) {
      if (identity::is_masked(id)) numbers.push_back(identity::places_of_numbers(id));
    }
    for (const std::string& number : numbers) {
      if (number.size() < kFewestPlaces) continue;
      if (by.find(number) != std::string::npos) return failure("erasure.order_number", "--by");
      if (document.find(number) != std::string::npos) return failure("erasure.order_number", "--document");
    }
    return {};
  }

  // Decisions about the person from before the registry held them, if it does.
  Result<void> find_asked() {
    const auto asked = asked_about(database_, identifiers_);
    if (!asked) return asked.error();
    if (person_.empty() && asked->empty()) return nobody();
    for (const int64_t decision : *asked) {
      if (auto done = targets_.add(database_, *find_subject("journal_decisions"), "t.decision = " + std::to_string(decision)); !done) return done;
    }
    return {};
  }

  // Nothing is theirs; where texts about others hold the number, these are named.
  Result<void> nobody() {
    if (auto done = find_kept(); !done) return done;
    if (summary_.elsewhere.empty()) return failure("erasure.nobody");
    constexpr size_t kMostNamed = 100;
    std::string rows;
    for (size_t i = 0; i < summary_.elsewhere.size() && i < kMostNamed; ++i)
      rows += (i == 0 ? "" : ", ") + summary_.elsewhere[i].table + " " + std::to_string(summary_.elsewhere[i].row);
    if (summary_.elsewhere.size() > kMostNamed) rows += " … (" + std::to_string(summary_.elsewhere.size()) + ")";
    return failure("erasure.only_elsewhere", rows);
  }

  // The rows about the person, and the names under which these have them.
  Result<void> find_targets() {
    for (const Subject& subject : subjects()) {
      const std::string theirs = about(subject, in_person_);
      if (theirs.empty()) continue;
      if (auto done = targets_.add(database_, subject, theirs); !done) return done;
    }
    for (const Target& target : targets_.rows()) {
      for (const auto& [field, value] : target.values) {
        if (field == "name") add_name(named_, value);
      }
    }
    // Told and not refused as a number is: who ordered it may be called alike.
    for (const std::string* text : {&order_.by, &order_.document}) {
      if (!holds_name(named_, *text)) continue;
      const auto court = is_court(database_, *text);
      if (!court) return court.error();
      summary_.order_names = summary_.order_names || !*court;
    }
    return {};
  }

  Result<void> find_kept() {
    auto kept = find_kept_texts(database_, named_, in_person_, targets_);
    if (!kept) return kept.error();
    summary_.elsewhere = std::move(kept->numbers);
    summary_.named = std::move(kept->names);
    return {};
  }

  Result<void> refuse_if(const std::string& exists, const char* code) {
    const auto found = database_.number("SELECT EXISTS (" + exists + ")");
    if (!found) return found.error();
    return *found != 0 ? Result<void>(failure(code)) : Result<void>();
  }

  Result<void> check_nothing_in_force() {
    const std::string day = "'" + order_.on.iso() + "'";
    const std::string live = "e.revision_to IS NULL AND (e.removed_on IS NULL OR e.removed_on > " + day + ")";
    if (auto done = refuse_if("SELECT 1 FROM entries e WHERE " + live + " AND e.party" + in_person_, "erasure.listed"); !done) return done;
    if (auto done = check_retentions(day); !done) return done;
    const char* reached = "erasure.reached";
    if (auto done = refuse_if("SELECT 1 FROM entries e JOIN entry_responsible r ON r.entry = e.row WHERE " + live + " AND r.party" + in_person_, reached);
        !done)
      return done;
    std::vector<std::string> organisations;
    {
      auto roles = database_.prepare(
          "SELECT DISTINCT i.id FROM relations r JOIN identifiers i ON i.number = r.organisation WHERE r.revision_to IS NULL AND (r.valid_to IS NULL OR "
          "r.valid_to > " +
          day + ") AND r.holder" + in_person_);
      if (!roles) return roles.error();
      int status = roles->step();
      for (; status == SQLITE_ROW; status = roles->step()) organisations.emplace_back(roles->text(0));
      if (status != SQLITE_DONE) return database_.error();
    }
    // Listed under whichever of its numbers, it is the organisation that is listed.
    for (const std::string& organisation : organisations) {
      const auto numbers = numbers_of_one_party(database_, organisation, kNow);
      if (!numbers) return numbers.error();
      if (auto done = refuse_if("SELECT 1 FROM entries e WHERE " + live + " AND e.party IN (" + *numbers + ")", reached); !done) return done;
    }
    return {};
  }

  Result<void> check_retentions(const std::string& day) {
    auto kept = database_.prepare("SELECT case_no, measure, until FROM retentions WHERE revision_to IS NULL AND until >= " + day + " AND party" + in_person_ +
                                  " ORDER BY until DESC, row");
    if (!kept) return kept.error();
    std::string told;
    int status = kept->step();
    for (; status == SQLITE_ROW; status = kept->step()) {
      for (const int column : {0, 1, 2}) told += (column != 0 ? " " : told.empty() ? "" : "; ") + std::string(kept->text(column));
    }
    if (status != SQLITE_DONE) return database_.error();
    return told.empty() ? Result<void>() : Result<void>(failure("erasure.retained", told));
  }

  void count() {
    summary_.identifiers = person_.size();
    for (const Target& target : targets_.rows()) {
      const size_t values = target.values.size() + target.named.size();
      summary_.rows += values != 0 ? 1 : 0;
      summary_.values += values;
      summary_.decisions += target.subject->name == "journal_decisions" ? 1 : 0;
    }
  }

  Result<void> empty_all() {
    auto opened = Revision::begin(database_, {order_.recorded_at, "erasure", std::nullopt});
    if (!opened) return opened.error();
    Revision& revision = **opened;
    for (const Target& target : targets_.rows()) {
      if (auto done = note(revision, target); !done) return done;
    }
    if (auto done = close_findings(revision); !done) return done;
    for (const Target& target : targets_.rows()) {
      if (auto done = empty(target); !done) return done;
    }
    auto number = revision.finish();
    if (!number) return number.error();
    summary_.revision = *number;
    return {};
  }

  // What waited for somebody to look after it waits for nobody now; and who closes a finding could not be bound under a destroyed key.
  Result<void> close_findings(Revision& into) {
    std::vector<int64_t> open;
    {
      auto rows = database_.prepare("SELECT row FROM findings WHERE revision_to IS NULL AND party" + in_person_ + " ORDER BY row");
      if (!rows) return rows.error();
      int status = rows->step();
      for (; status == SQLITE_ROW; status = rows->step()) open.push_back(rows->number(0));
      if (status != SQLITE_DONE) return database_.error();
    }
    for (const int64_t finding : open) {
      auto revision = into.open();
      if (!revision) return revision.error();
      auto close = database_.prepare("UPDATE findings SET superseded_at = ?, revision_to = ? WHERE row = ?");
      if (!close) return close.error();
      close->bind(1, std::string_view(order_.recorded_at));
      close->bind(2, *revision);
      close->bind(3, finding);
      if (close->step() != SQLITE_DONE) return database_.error();
      content_.begin("findings", finding);
      content_.text(order_.recorded_at);
      content_.number(*revision);
      if (auto done = into.bind("findings", finding, content_, kSupersede); !done) return done;
    }
    return {};
  }

  // First what stands for the values: before it does, the guards would not let them go. Of a row that is bound anew nothing is kept that tells its
  // values apart.
  Result<void> note(Revision& into, const Target& target) {
    if (target.left) return note(into, target, kWholeRow, *target.left);
    for (const auto* values : {&target.values, &target.named}) {
      for (const auto& [field, value] : *values) {
        content_.begin(target.subject->name, target.row);
        if (auto done = note(into, target, field, content_.commit(target.key, field, value)); !done) return done;
      }
    }
    return {};
  }

  Result<void> note(Revision& into, const Target& target, const std::string& field, const Digest& commitment) {
    auto revision = into.open();
    if (!revision) return revision.error();
    auto add = database_.prepare(
        "INSERT INTO journal_erasures (subject, row, field, commitment, ground, by_whom, document, recorded_at, revision_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
        "?)");
    if (!add) return add.error();
    const std::string ground = word(order_.ground);
    add->bind(1, std::string_view(target.subject->name));
    add->bind(2, target.row);
    add->bind(3, std::string_view(field));
    add->bind_blob(4, seal::bytes_of(commitment));
    add->bind(5, std::string_view(ground));
    add->bind(6, std::string_view(order_.by));
    add->bind(7, std::string_view(order_.document));
    add->bind(8, std::string_view(order_.recorded_at));
    add->bind(9, *revision);
    if (add->step() != SQLITE_DONE) return database_.error();
    const int64_t erasure = database_.last_row();
    content_.begin("journal_erasures", erasure);
    content_.text(target.subject->name);
    content_.number(target.row);
    content_.text(field);
    content_.text(seal::bytes_of(commitment));
    for (const std::string* text : {&ground, &order_.by, &order_.document, &order_.recorded_at}) content_.text(*text);
    content_.number(*revision);
    return into.bind("journal_erasures", erasure, content_);
  }

  Result<void> empty(const Target& target) {
    std::string set;
    std::vector<std::optional<std::string>> left;
    for (const auto* values : {&target.values, &target.named}) {
      for (const auto& [field, value] : *values) {
        set += (set.empty() ? "" : ", ") + field + " = ?";
        left.push_back(target.in_place_of(field));
      }
    }
    if (set.empty()) return {};
    if (target.subject->name == "identifiers" || target.subject->name == "journal_decisions") set += ", key = NULL";
    auto update = database_.prepare("UPDATE " + target.subject->name + " SET " + set + " WHERE " + target.subject->number + " = " + std::to_string(target.row));
    if (!update) return update.error();
    for (size_t i = 0; i < left.size(); ++i) {
      if (left[i]) update->bind(static_cast<int>(i) + 1, std::string_view(*left[i]));
    }
    if (update->step() != SQLITE_DONE) return database_.error();
    return target.subject->name == "identifiers" ? respell(target) : Result<void>();
  }

  // The code of a number tells it to whoever tries all numbers.
  Result<void> respell(const Target& target) {
    for (const auto& [field, value] : target.values) {
      const std::optional<std::string> left = target.in_place_of(field);
      if (field != "id") continue;
      check(left.has_value(), "something stands in place of an erased identifier");
      if (auto done = database_.done(database_.identifiers().respell(value, *left, target.row)); !done) return done;
    }
    return {};
  }

  Database& database_;
  const ErasureOrder& order_;
  std::set<int64_t> person_;
  std::vector<std::string> identifiers_;  // their texts
  std::string in_person_;                 // SQL
  Person named_;
  Targets targets_;
  Content content_;
  ErasureSummary summary_;
};

}  // namespace

const char* word(ErasureGround ground) { return kGrounds[static_cast<size_t>(ground)].alias; }

std::optional<ErasureGround> find_erasure_ground(std::string_view written) {
  for (const GroundWord& known : kGrounds) {
    if (written == known.alias || written == known.zh) return known.ground;
  }
  return std::nullopt;
}

Result<ErasureSummary> erase(Database& database, const ErasureOrder& order) {
  auto transaction = Transaction::begin(database, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  auto summary = Eraser(database, order).run();
  if (!summary || order.dry_run) return summary;
  if (auto done = transaction->commit(); !done) return done.error();
  // The log holds the pages as they were, until it is emptied too.
  auto emptied = database.number("PRAGMA wal_checkpoint(TRUNCATE)");
  summary->in_log = !emptied || *emptied != 0;
  return summary;
}

}  // namespace plumb::registry::journal
