#include "runtime/registry/registry.hpp"

#include <set>
#include <string_view>

#include "compiler/base/check.hpp"
#include "runtime/registry/court/proposals.hpp"
#include "runtime/registry/court/push_import.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/file_bytes.hpp"
#include "runtime/registry/importer.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/read.hpp"
#include "runtime/registry/read_events.hpp"
#include "runtime/registry/reject.hpp"
#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/registry/safekeeping/new_file.hpp"
#include "runtime/registry/schema.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/stored_row.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

namespace fs = std::filesystem;

namespace {

constexpr int kAttemptsToOpen = 3;

Result<void> keep_shared_lock(Database& database) {
  const auto log = database.has_log();
  if (!log) return log.error();
  return *log ? Result<void>() : database.run("PRAGMA locking_mode = EXCLUSIVE; SELECT count(*) FROM sqlite_schema");
}

// A backup that somebody put in a registry's place by hand has no log; with one, readers need not wait for writers. Where it
// cannot be had now, it will be another time.
Result<void> give_log(Database& database) {
  const auto log = database.has_log();
  if (!log) return log.error();
  if (*log) return {};
  (void)database.run("PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema; PRAGMA journal_mode = WAL");
  return keep_shared_lock(database);
}

Result<void> limit_pages(Database& database, const OpenOptions& options) {
  if (options.max_pages <= 0) return {};
  return database.run("PRAGMA max_page_count = " + std::to_string(options.max_pages));
}

// Whether something is there that an import did not write: anything but refused rows, or nothing, in an ordinary file.
bool is_anothers(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return false;
  if (!fs::is_regular_file(path, ignored)) return true;
  const std::string first = first_bytes(path, RejectFile::kHeader.size());
  const bool is_earlier = first == RejectFile::kHeader || first.starts_with(RejectFile::kColumns);  // as it was written before it had a mark
  return fs::file_size(path, ignored) > 0 && !is_earlier;
}

// The file of refused rows is written anew: it must not be the registry, what is being read, or anything that somebody keeps.
Result<void> check_reject_file(const fs::path& reject, const fs::path& database, const std::vector<ImportFile>& files) {
  if (reject.empty()) return {};
  if (is_anothers(reject)) return failure("import.reject_place", reject.string());
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    const fs::path part = database.string() + suffix;
    if (same_file(reject, part) || reject.lexically_normal() == part.lexically_normal()) return failure("import.reject_place", reject.string());
  }
  for (const ImportFile& file : files) {
    if (same_file(reject, file.path)) return failure("import.reject_place", reject.string());
  }
  return {};
}

// The registry's own files are none that could be imported, and reading them by another way than SQLite's loses its locks.
Result<void> check_imported(const fs::path& database, const std::vector<ImportFile>& files) {
  for (const ImportFile& file : files) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
      if (same_file(file.path, database.string() + suffix)) return failure("import.unreadable", file.path.string());
    }
  }
  return {};
}

// Opened so that whoever wants to move the registry aside finds that somebody has it: a connection to a file with a log keeps a
// shared lock for as long as it is open; to one without, where an idle connection has none, it is told to.
Result<Database> open_to_stay(const fs::path& path, bool writable, const OpenOptions& options) {
  auto database = Database::open(path, writable ? Database::Mode::read_write : Database::Mode::read_only, options.busy_timeout_ms, options.vfs);
  if (!database) return database;
  database->set_guard(options.guard);
  if (auto done = keep_shared_lock(*database); !done) return done.error();
  return database;
}

// The schema in an empty file, which is closed again, with nothing left beside it.
Result<void> make_registry(const fs::path& path, const OpenOptions& options) {
  auto done = [&]() -> Result<void> {
    auto database = Database::open(path, Database::Mode::read_write, options.busy_timeout_ms, options.vfs);
    if (!database) return database.error();
    if (auto limited = limit_pages(*database, options); !limited) return limited;
    if (auto created = create_schema(*database); !created) return created;
    // Out of the log into the file, which alone gets the name.
    return database->run("PRAGMA wal_checkpoint(TRUNCATE)");
  }();
  std::error_code ignored;
  for (const char* suffix : {"-wal", "-shm", "-journal"}) {
    if (!done) fs::remove(path.string() + suffix, ignored);
  }
  return done;
}

}  // namespace

Registry::Registry(Database database, fs::path path) : database_(std::make_unique<Database>(std::move(database))), path_(std::move(path)) {}
Registry::Registry(Registry&&) noexcept = default;
Registry& Registry::operator=(Registry&&) noexcept = default;
Registry::~Registry() = default;

Result<Registry> Registry::create(const fs::path& path, const OpenOptions& options) {
  // SQLite takes these for a database in memory, which nobody could open again.
  if (path.empty() || path.string() == ":memory:" || path.string().starts_with("file:")) return failure("registry.place", path.string());
  // Made beside its name and put there whole: who was interrupted can begin again, and nobody finds half a registry.
  auto file = safekeeping::NewFile::beside(path);
  if (!file) return failure(file.error().code == "safekeeping.place" ? "registry.exists" : "registry.unreadable", path.string());
  if (auto done = make_registry(file->written_to(), options); !done) return done.error();
  if (auto done = file->publish(); !done) return failure(done.error().code == "safekeeping.place" ? "registry.exists" : "registry.io", path.string());
  OpenOptions as_made = options;
  as_made.mode = Mode::read_write;
  auto opened = open(path, as_made);
  // Who is told that it was not made finds none, and can begin again.
  if (!opened) {
    std::error_code ignored;
    for (const char* beside : {"", "-wal", "-shm", "-journal"}) fs::remove(path.string() + beside, ignored);
  }
  return opened;
}

Result<Registry> Registry::open(const fs::path& path, const OpenOptions& options) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return failure("registry.missing", path.string());
  if (auto is = ordinary(path); !is) return is.error();
  const bool writable = options.mode == Mode::read_write;
  auto database = open_to_stay(path, writable, options);
  if (!database) return database.error();
  // Moved aside while this waited for its first lock: what stands under the name now is meant.
  for (int attempt = 1; database->has_moved(); ++attempt) {
    if (attempt == kAttemptsToOpen) return failure("registry.locked", path.string());
    database = open_to_stay(path, writable, options);
    if (!database) return database.error();
  }
  const auto schema = adopt_schema(*database, path.string(), writable);
  if (!schema) return schema.error();
  database->expect_version(schema_version());
  if (writable) {
    if (auto done = give_log(*database); !done) return done.error();
  }
  if (auto done = limit_pages(*database, options); !done) return done.error();
  Registry registry(std::move(*database), path);
  registry.schema_before_ = *schema;
  return registry;
}

Result<ImportSummary> Registry::import(const std::vector<ImportFile>& files, const ImportOptions& options) {
  if (auto fits = check_imported(path_, files); !fits) return fits.error();
  if (auto fits = check_reject_file(options.reject_file, path_, files); !fits) return fits.error();
  ImportOptions effective = options;
  effective.resumable = options.resumable && !options.dry_run;
  auto summary = Importer(*database_, effective).run(files);
  if (!summary) return summary;
  auto synchronised = synchronised_at(*database_, {});
  if (!synchronised) return synchronised.error();
  summary->synchronised = *synchronised;
  const bool later = options.synchronised && (!*synchronised || **synchronised < *options.synchronised);
  if (options.dry_run && later) summary->synchronised = options.synchronised;
  return summary;
}

Result<court::PushTold> Registry::take_push(const std::vector<fs::path>& files, const court::PushOptions& options) {
  std::vector<ImportFile> read;
  for (const fs::path& file : files) read.push_back({file, {}});
  if (auto fits = check_imported(path_, read); !fits) return fits.error();
  if (auto fits = check_reject_file(options.reject_file, path_, read); !fits) return fits.error();
  return court::PushImport(*database_, options).run(files);
}

Result<std::vector<court::Proposal>> Registry::proposals() { return court::proposals(*database_); }

Result<court::SettleTold> Registry::settle(const court::SettleOptions& options) { return court::settle_proposals(*database_, options); }

Result<facts::FactColumns> Registry::read_columns(const facts::ReadOptions& options) { return registry::read_columns(*database_, path_, options); }

Result<uint64_t> Registry::revision() {
  auto number = database_->number("SELECT ifnull(max(revision), 0) FROM revisions");
  if (!number) return number.error();
  return static_cast<uint64_t>(*number);
}

Result<std::vector<Finding>> Registry::findings() {
  auto rows = database_->prepare(
      "SELECT f.kind, i.id, f.detail, f.recorded_at, f.row FROM findings f JOIN identifiers i ON i.number = f.party WHERE f.revision_to IS NULL ORDER BY "
      "f.kind, "
      "f.subject");
  if (!rows) return rows.error();
  std::vector<Finding> found;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    found.push_back({std::string(rows->text(0)), std::string(rows->text(1)), std::string(rows->text(2)), std::string(rows->text(3)), rows->number(4)});
  }
  if (status != SQLITE_DONE) return database_->error();
  return found;
}

Result<List> Registry::list() { return read_list(*database_); }

ByHand Registry::by_hand(std::string recorded_at, Language language) { return ByHand(*database_, std::move(recorded_at), language); }

Result<uint64_t> Registry::keep_findings(const std::vector<NewFinding>& findings, const std::vector<std::string_view>& kinds, const std::string& recorded_at) {
  return look_for_findings([&](const List&) -> Result<std::vector<NewFinding>> { return findings; }, kinds, recorded_at);
}

Result<uint64_t> Registry::look_for_findings(const FindIn& find, const std::vector<std::string_view>& kinds, const std::string& recorded_at) {
  const std::optional<std::string> moment = canonical_moment(recorded_at);
  if (!moment) return failure("registry.time", recorded_at);
  auto transaction = Transaction::begin(*database_, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  auto list = read_list_within(*database_);
  if (!list) return list.error();
  const auto found = find(*std::move(list));
  if (!found) return found.error();
  const std::vector<NewFinding>& findings = *found;
  auto writer = FactWriter::begin(*database_, {*moment, "findings", std::nullopt});
  if (!writer) return writer.error();
  std::set<std::pair<std::string_view, std::string_view>> still;
  for (const NewFinding& finding : findings) {
    const bool is_known_apart = still.emplace(finding.kind, finding.subject).second;
    check(is_known_apart, "no two findings have kind and subject in common");
  }
  const TableShape& table = shape(Table::findings);
  std::vector<Row> settled;
  for (const std::string_view kind : kinds) {
    const auto done = live_rows(*database_, table, {{"kind", kind}}, [&](const Row& row) -> Result<void> {
      if (!still.contains({kind, *value_of(table, row, "subject")})) settled.push_back(row);
      return {};
    });
    if (!done) return done.error();
  }
  uint64_t changes = 0;
  for (const Row& row : settled) {
    const auto ended = writer->end(table, row);
    if (!ended) return ended.error();
    changes += *ended ? 1 : 0;
  }
  for (const NewFinding& finding : findings) {
    const auto outcome = writer->put_finding(finding.kind, finding.subject, finding.party, finding.detail);
    if (!outcome) return outcome.error();
    changes += *outcome == Outcome::unchanged ? 0 : 1;
  }
  if (const auto revision = writer->finish(); !revision) return revision.error();
  if (auto done = transaction->commit(); !done) return done.error();
  return changes;
}

Result<uint64_t> Registry::export_table(Table table, const ExportOptions& options, const std::function<bool(std::string_view)>& sink) {
  auto transaction = Transaction::begin(*database_, Transaction::Kind::read);
  if (!transaction) return transaction.error();
  return registry::export_table(*database_, table, options, sink);
}

Result<std::vector<lifecycle::Event>> Registry::events(const std::optional<std::string>& known_at) {
  if (!known_at) return read_events(*database_, {});
  const std::optional<std::string> moment = canonical_moment(*known_at);
  if (!moment) return failure("registry.time", *known_at);
  const auto revision = database_->number("SELECT ifnull(max(revision), 0) FROM revisions WHERE recorded_at <= '" + *moment + "'");
  if (!revision) return revision.error();
  return read_events(*database_, *revision);
}

Result<std::vector<Change>> Registry::changes_since(uint64_t revision, size_t limit) {
  auto begin = journal::first_after(*database_, static_cast<int64_t>(revision));
  if (!begin) return begin.error();
  auto rows =
      database_->prepare("SELECT sequence, revision, recorded_at, fact_table, row, operation FROM change_log WHERE sequence >= ? ORDER BY sequence LIMIT ?");
  if (!rows) return rows.error();
  rows->bind(1, *begin);
  rows->bind(2, static_cast<int64_t>(limit));
  std::vector<Change> changes;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    changes.push_back({static_cast<uint64_t>(rows->number(0)), static_cast<uint64_t>(rows->number(1)), std::string(rows->text(2)), std::string(rows->text(3)),
                       rows->number(4), std::string(rows->text(5))});
  }
  if (status != SQLITE_DONE) return database_->error();
  return changes;
}

namespace {

// Whoever is not found by his number is, to everybody who asks, not on the list: a registry of which that is so does not stand as it was written.
Result<void> verify_index(Database& database, journal::Verification& verification) {
  const auto difference = safekeeping::index_difference(database);
  if (!difference) return difference.error();
  verification.fault_count += difference->damage_count;
  for (const safekeeping::Damage& damage : difference->damages) {
    if (verification.faults.size() == journal::Verification::kMostListed) break;
    const bool is_read = damage.detail != "unreadable";
    verification.faults.push_back(
        {is_read ? journal::Tampering::unfound : journal::Tampering::unreadable, damage.table, damage.row, 0, is_read ? damage.detail : ""});
  }
  return {};
}

}  // namespace

Result<journal::Verification> Registry::verify(const std::optional<journal::Checkpoint>& checkpoint,
                                               const std::function<void(uint64_t done, uint64_t total)>& progress) {
  auto transaction = Transaction::begin(*database_, Transaction::Kind::read);
  if (!transaction) return transaction.error();
  auto verification = journal::verify(*database_, progress);
  if (!verification) return verification;
  if (verification->whole()) {
    if (auto done = verify_index(*database_, *verification); !done) return done.error();
  }
  if (!checkpoint) return verification;
  auto holds = journal::holds(*database_, *checkpoint);
  if (!holds) return holds.error();
  if (!*holds) {
    ++verification->fault_count;
    verification->faults.push_back({journal::Tampering::cut, "journal", checkpoint->head.sequence, checkpoint->head.sequence});
  }
  return verification;
}

Result<journal::Head> Registry::journal_head() { return journal::head_of(*database_); }

Result<void> Registry::record(std::vector<journal::Decision>& decisions) {
  auto transaction = Transaction::begin(*database_, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  if (auto done = journal::write(*database_, decisions); !done) return done;
  return transaction->commit();
}

Result<void> Registry::each_decision(const journal::DecisionFilter& filter, const std::function<Result<void>(const journal::Decision&)>& each) {
  const auto numbers = journal::numbers(*database_, filter);
  if (!numbers) return numbers.error();
  for (const int64_t number : *numbers) {
    const auto decision = journal::read(*database_, number);
    if (!decision) return decision.error();
    if (auto done = each(*decision); !done) return done;
  }
  return {};
}

Result<std::string> Registry::facts_digest(int64_t revision) { return journal::facts_digest(*database_, revision); }

Result<std::vector<history::Occurrence>> Registry::history(std::string_view party, const std::optional<std::string>& known_at) {
  auto transaction = Transaction::begin(*database_, Transaction::Kind::read);
  if (!transaction) return transaction.error();
  std::optional<history::Known> known;
  if (known_at) {
    const auto revision = revision_known_at(*database_, *known_at);
    if (!revision) return revision.error();
    known = history::Known{*revision, *canonical_moment(*known_at)};
  }
  return history::collect(*database_, party, known);
}

Result<journal::ErasureSummary> Registry::erase(const journal::ErasureOrder& order) { return journal::erase(*database_, order); }

Result<Stats> Registry::stats() {
  auto transaction = Transaction::begin(*database_, Transaction::Kind::read);
  if (!transaction) return transaction.error();
  Stats stats;
  {
    auto last = database_->prepare("SELECT revision, recorded_at FROM revisions ORDER BY revision DESC LIMIT 1");
    if (!last) return last.error();
    const int status = last->step();
    if (status == SQLITE_ROW) {
      stats.revision = static_cast<uint64_t>(last->number(0));
      stats.recorded_at = std::string(last->text(1));
    } else if (status != SQLITE_DONE) {
      return database_->error();
    }
  }
  auto synchronised = synchronised_at(*database_, {});
  if (!synchronised) return synchronised.error();
  stats.synchronised = *synchronised;
  const auto count = [&](const std::string& what, uint64_t& out) -> Result<void> {
    auto number = database_->number("SELECT count(*) FROM " + what);
    if (!number) return number.error();
    out = static_cast<uint64_t>(*number);
    return {};
  };
  for (size_t i = 0; i < kTableCount; ++i) {
    Stats::Count& table = stats.tables.emplace_back();
    table.table = shape(static_cast<Table>(i)).name;
    if (auto done = count(table.table + " NOT INDEXED WHERE revision_to IS NULL", table.live); !done) return done.error();
    if (auto done = count(table.table + " NOT INDEXED WHERE revision_to IS NOT NULL", table.superseded); !done) return done.error();
  }
  for (const auto& [what, out] : {std::pair<const char*, uint64_t*>{"identifiers", &stats.identifiers},
                                  {"identifiers WHERE instr(id, '*') > 0", &stats.masked_identifiers},
                                  {"identifiers WHERE check_digit_holds = 0", &stats.failed_check_digits}}) {
    if (auto done = count(what, *out); !done) return done.error();
  }
  auto found = findings();
  if (!found) return found.error();
  for (const Finding& finding : *found) ++stats.findings[finding.kind];
  std::error_code ignored;
  const auto size = fs::file_size(path_, ignored);
  stats.file_bytes = ignored ? 0 : size;
  return stats;
}

}  // namespace plumb::registry
