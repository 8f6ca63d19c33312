// The public Registry: the store's types without SQLite, and the facts laid out for deciding.
#include <algorithm>
#include <thread>

#include "plumb/plumb.hpp"
#include "runtime/engine/registry_state.hpp"
#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/identity/normal_form.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/hand_checks.hpp"
#include "runtime/registry/history/sentences.hpp"
#include "runtime/registry/journal/checkpoint.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/schema.hpp"
#include "runtime/registry/table.hpp"
#include "runtime/snapshot/snapshot.hpp"

namespace plumb {

std::string message(const Error& error, Language language) {
  return registry::in_language(language == Language::zh ? with_chinese_roles(error) : error, language);
}

std::string warning_title(std::string_view code, Language language) {
  for (size_t i = 0; i < registry::kRowWarningCount; ++i) {
    const auto warning = static_cast<registry::RowWarning>(i);
    if (code == registry::warning_code(warning)) return registry::warning_text(warning, language);
  }
  return std::string(code);
}

std::string table_title(std::string_view table, Language language) {
  const auto known = registry::find_table(table);
  return known && language == Language::zh ? registry::shape(*known).zh : std::string(table);
}

Result<bool> is_after(const std::string& moment, const std::string& other) {
  const auto one = registry::canonical_moment(moment), two = registry::canonical_moment(other);
  if (!one || !two) return registry::failure("registry.time", one ? other : moment);
  return *one > *two;
}

namespace {

ImportSummary public_summary(const registry::ImportSummary& summary) {
  ImportSummary out;
  out.revision = summary.revision;
  for (const registry::FileSummary& file : summary.files) {
    ImportSummary::File& f = out.files.emplace_back();
    f.path = file.file;
    f.table = registry::shape(file.table).name;
    f.encoding = file.encoding == registry::Encoding::utf8 ? "UTF-8" : "GB18030";
    f.taken = file.added + file.changed + file.resumed;
    f.unchanged = file.unchanged;
    f.overtaken = file.overtaken;
    f.rejected = file.rejected;
    f.set_aside = file.findings;
    f.normalised = file.normalised;
    for (const auto& [column, rows] : file.left_out) f.left_out.emplace_back(column->name, rows);
    for (size_t i = 0; i < file.warnings.size(); ++i) {
      if (file.warnings[i] != 0) f.warnings.emplace_back(registry::warning_code(static_cast<registry::RowWarning>(i)), file.warnings[i]);
    }
  }
  for (const registry::RowNote& note : summary.warnings) out.warnings.push_back({note.file, note.row, note.column, registry::warning_code(note.warning)});
  return out;
}

}  // namespace

Right right_to_write(std::optional<registry::Table> table) {
  if (!table) return Right::list;
  switch (*table) {
    case registry::Table::parties:
    case registry::Table::relations:
    case registry::Table::holdings:
    case registry::Table::documents:
      return Right::facts;
    case registry::Table::entries:
    case registry::Table::permits:
    case registry::Table::retentions:
    case registry::Table::events:
    case registry::Table::findings:
    case registry::Table::reviews:
    case registry::Table::accounts:
    case registry::Table::settings:
    case registry::Table::spoken:
    case registry::Table::full_lists:
      return Right::list;
  }
  return Right::list;
}

Registry::Registry(std::unique_ptr<State> state) : state_(std::move(state)) {}
Registry::Registry(Registry&&) noexcept = default;
Registry& Registry::operator=(Registry&&) noexcept = default;
Registry::~Registry() = default;

Result<Registry> Registry::create(const std::string& path, const std::string& recorded_at, const Actor& actor) {
  if (!registry::canonical_moment(recorded_at)) return registry::failure("registry.time", recorded_at);
  auto gate = std::make_unique<Gate>(actor);
  registry::OpenOptions options{.mode = registry::Mode::read_write};
  options.guard = [gate = gate.get()](registry::Database& database) { return gate->ask(database); };
  auto store = registry::Registry::create(path, options);
  if (!store) return store.error();
  return Registry(std::make_unique<State>(State{std::move(gate), std::move(*store)}));
}

Result<Registry> Registry::open(const std::string& path, Mode mode, const Actor& actor) {
  registry::OpenOptions options;
  options.mode = mode == Mode::read_write ? registry::Mode::read_write : registry::Mode::read_only;
  auto gate = std::make_unique<Gate>(actor);
  options.guard = [gate = gate.get()](registry::Database& database) { return gate->ask(database); };
  auto store = registry::Registry::open(path, options);
  if (!store) return store.error();
  const auto accounts = registry::access::accounts(store->database());
  if (!accounts) return accounts.error();
  if (auto admitted = gate->admit(*accounts); !admitted) return admitted.error();
  return Registry(std::make_unique<State>(State{std::move(gate), std::move(*store)}));
}

std::optional<std::pair<int64_t, int64_t>> Registry::brought_up_to_date() const {
  const int64_t before = state_->store.schema_before(), now = registry::schema_version();
  return before == 0 || before == now ? std::nullopt : std::optional(std::pair(before, now));
}

Result<ImportSummary> Registry::import(const ImportOptions& options) {
  registry::ImportOptions asked;
  asked.recorded_at = options.recorded_at;
  if (options.synchronised) {
    asked.synchronised = Date::parse(*options.synchronised);
    if (!asked.synchronised) return Error{"registry.import", "not a day that exists, as YYYY-MM-DD: " + *options.synchronised};
  }
  asked.dry_run = options.dry_run;
  asked.resumable = options.resumable;
  asked.encoding = registry::encoding_choice(options.encoding);
  asked.language = options.language;
  asked.reject_file = options.reject_path;
  if (options.progress) {
    asked.on_progress = [&](const registry::ImportProgress& progress) {
      options.progress(progress.bytes_done, progress.bytes_total);
      return true;
    };
  }
  std::vector<registry::ImportFile> files;
  for (const std::string& path : options.paths) {
    std::optional<registry::Table> table;
    if (!options.table.empty()) {
      table = registry::find_imported_table(options.table);
      if (!table) return registry::failure("import.unknown_table", options.table);
    }
    files.push_back({path, table});
    const Right right = right_to_write(table ? table : registry::table_of_file(path));
    if (auto may = files.size() == 1 ? state_->require({right}) : state_->require_also({right}); !may) return may.error();
  }
  const auto summary = state_->store.import(files, asked);
  if (!summary) return summary.error();
  return public_summary(*summary);
}

Result<RegistryStats> Registry::stats() {
  if (auto may = state_->require({Right::findings, Right::keep}); !may) return may.error();
  const auto stats = state_->store.stats();
  if (!stats) return stats.error();
  RegistryStats out;
  out.revision = stats->revision;
  if (stats->synchronised) out.synchronised = stats->synchronised->iso();
  for (const auto& count : stats->tables) {
    if (registry::find_imported_table(count.table)) out.rows.emplace_back(count.table, count.live);
  }
  for (const auto& [kind, count] : stats->findings) out.findings += count;
  return out;
}

Result<std::shared_ptr<const Snapshot>> Registry::snapshot(const SnapshotOptions& options) {
  if (auto may = state_->require({Right::decide}); !may) return may.error();
  return state_->read(options);
}

Result<std::shared_ptr<const Snapshot>> Registry::State::read(const SnapshotOptions& options) {
  const unsigned threads = options.threads != 0 ? options.threads : std::max(std::thread::hardware_concurrency(), 1U);
  auto facts = store.read_columns({.known_at = options.known_at, .threads = threads, .progress = options.progress});
  if (!facts) return facts.error();
  return Snapshot::build(*std::move(facts), threads);
}

Result<Verification> Registry::verify(const VerifyOptions& options) {
  if (auto may = state_->require({Right::verify}); !may) return may.error();
  std::optional<registry::journal::Checkpoint> checkpoint;
  if (!options.checkpoint.empty()) {
    const auto key = seal::read_public_key(options.public_key_path, seal::Purpose::signing);
    if (!key) return registry::failure(key.error().code, key.error().message);
    auto read = registry::journal::read(options.checkpoint, *key);
    if (!read) return read.error();
    checkpoint = *std::move(read);
  }
  const auto found = state_->store.verify(checkpoint, options.progress);
  if (!found) return found.error();
  Verification out{static_cast<uint64_t>(found->head.sequence), seal::hex(seal::bytes_of(found->head.chain)), {}, found->fault_count};
  for (const registry::journal::Fault& fault : found->faults) {
    out.faults.push_back({registry::journal::tampering_code(fault.kind), fault.table, fault.row, fault.sequence, fault.label});
  }
  return out;
}

Result<std::string> Registry::checkpoint(const std::string& private_key_path, const std::string& recorded_at) {
  if (auto may = state_->require({Right::verify}); !may) return may.error();
  const auto moment = registry::canonical_moment(recorded_at);
  if (!moment) return registry::failure("registry.time", recorded_at);
  const auto key = seal::read_private_key(private_key_path, seal::Purpose::signing);
  if (!key) return registry::failure(key.error().code, key.error().message);
  const auto head = state_->store.journal_head();
  if (!head) return head.error();
  return registry::journal::write({*head, *moment}, *key);
}

bool may_be_number(std::string_view id) { return id.find_first_of("0123456789") != std::string_view::npos && !registry::names_a_case(id); }

namespace {

// Of a number that nothing is known about: that it may not be what somebody meant to type.
std::string misspelt(std::string_view id, Language language) {
  const identity::Form form = identity::form(id);
  if (identity::is_misshapen(id, form))
    return language == Language::zh ? "该编号既不是居民身份证号码，也不是统一社会信用代码，可能缺位、多位或者有误：请核对证件\n"
                                    : "neither a resident number nor a unified credit code, so a place may be missing, added or wrong: look at the document\n";
  if (form == identity::Form::other || identity::check_digit_holds(id, form)) return {};
  return language == Language::zh ? "该编号的校验码不符，可能有一位输错：请核对证件\n"
                                  : "the number's check digit is wrong, so a place of it may be mistyped: look at the document\n";
}

}  // namespace

Result<History> Registry::history(std::string_view party, const HistoryOptions& options) {
  if (auto may = state_->require({Right::history}); !may) return may.error();
  if (auto may = state_->require_reveal(options.reveal); !may) return may.error();
  const std::string id = identity::normalise(party).id;
  const auto occurrences = state_->store.history(id, options.known_at);
  if (!occurrences) return occurrences.error();
  // A record that came with a mask has a story of its own; a mask under which nothing stands may be meant for several.
  if (occurrences->empty() && identity::is_masked(id)) return registry::failure("request.party.masked");
  if (occurrences->empty() && !may_be_number(id)) return registry::failure("request.party.form", party);
  const registry::history::Reader reader{id, options.language, options.reveal};
  std::string text = registry::history::text(*occurrences, reader);
  if (occurrences->empty()) text += misspelt(id, options.language);
  return History{std::move(text), registry::history::json(*occurrences, reader), occurrences->size()};
}

Result<ErasureSummary> Registry::erase(const ErasureOrder& order) {
  if (auto may = state_->require({Right::erase}); !may) return may.error();
  const auto moment = registry::canonical_moment(order.recorded_at);
  if (!moment) return registry::failure("registry.time", order.recorded_at);
  const std::string id = identity::normalise(order.party).id;
  if (identity::is_masked(id)) return registry::failure("request.party.masked");
  if (!may_be_number(id)) return registry::failure("request.party.form", order.party);
  const auto ground = registry::journal::find_erasure_ground(order.ground);
  if (!ground) return registry::failure("erasure.ground", order.ground);
  if (order.by.empty() || order.document.empty()) return registry::failure("erasure.order");
  const auto on = registry::given_day(order.on);
  if (!on) return on.error();
  const auto done = state_->store.erase({id, *ground, order.by, order.document, *on, *moment, order.dry_run});
  if (!done) return done.error();
  ErasureSummary out{done->identifiers, done->rows, done->values, done->decisions, done->revision, {}, {}, done->order_names, done->in_log};
  for (const registry::journal::KeptRow& kept : done->elsewhere) out.elsewhere.emplace_back(kept.table, kept.row);
  for (const registry::journal::KeptRow& kept : done->named) out.named.emplace_back(kept.table, kept.row);
  return out;
}

}  // namespace plumb
