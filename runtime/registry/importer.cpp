#include "runtime/registry/importer.hpp"

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>

#include "compiler/base/sha256.hpp"
#include "runtime/registry/court/absence.hpp"
#include "runtime/registry/court/names.hpp"
#include "runtime/registry/csv.hpp"
#include "runtime/registry/extension_check.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/file_bytes.hpp"
#include "runtime/registry/mapped_rows.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/ndjson.hpp"
#include "runtime/registry/review/bound_minors.hpp"
#include "runtime/registry/step_rows.hpp"
#include "runtime/threads/crew.hpp"

namespace plumb::registry {

namespace {

constexpr uint64_t kRowsBetweenReports = 4096;
// Looked ahead, and what each takes. Those that are forgotten and met again the writer has to look for by itself.
constexpr uint64_t kIdentifiersHeld = 2'000'000, kBytesOfIdentifier = 125;

bool looks_like_csv(const std::filesystem::path& path, std::string_view text) {
  const std::string extension = path.extension().string();
  if (extension == ".csv") return true;
  if (extension == ".ndjson" || extension == ".jsonl" || extension == ".json") return false;
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos || text[first] != '{';
}

}  // namespace

Result<Importer::Source> Importer::source_of(const ImportFile& file) {
  Source source;
  source.path = file.path;
  source.name = file.path.string();
  // First of all: a mistyped path is no question of what its table may be.
  std::error_code ignored;
  if (!std::filesystem::exists(file.path, ignored)) return failure("import.missing", source.name);
  const std::optional<Table> table = file.table ? file.table : table_of_file(file.path);
  if (!table) return failure("import.unknown_table", source.name);
  source.table = *table;
  return source;
}

Result<void> Importer::read(Source& source) const {
  auto bytes = read_bytes(source.path);
  if (!bytes) return bytes.error();
  source.origin = {source.path.filename().string(), "", seal::hex(seal::bytes_of(seal::digest(*bytes)))};
  if (options_.synchronised) source.origin.as_of = options_.synchronised->iso();
  if (options_.resumable) source.digest = sha256_hex(*bytes + "\n" + shape(source.table).name);
  auto decoded = decode_text(std::move(*bytes), options_.encoding, source.name);
  if (!decoded) return decoded.error();
  source.text = std::move(decoded->text);
  source.is_csv = looks_like_csv(source.path, source.text);
  source.origin.format = source.is_csv ? "csv" : "ndjson";
  source.summary.file = source.name;
  source.summary.table = source.table;
  source.summary.encoding = decoded->encoding;
  return {};
}

Result<void> Importer::read_all() {
  std::vector<Result<void>> outcomes(sources_.size());
  std::atomic<uint64_t> first_fault = sources_.size();
  // Nobody waits for what a pipe brings while a fault could be told.
  const bool ordinary = std::all_of(sources_.begin(), sources_.end(), [](const Source& source) {
    std::error_code unknown;
    return std::filesystem::is_regular_file(source.path, unknown);
  });
  threads::in_any_order(sources_.size(), ordinary ? 2 : 1, [&](unsigned, uint64_t i) {
    if (i > first_fault) return;
    outcomes[i] = read(sources_[i]);
    if (outcomes[i]) return;
    uint64_t before = first_fault;
    while (i < before && !first_fault.compare_exchange_weak(before, i)) {
    }
  });
  return first_fault == sources_.size() ? Result<void>() : outcomes[first_fault];
}

Result<void> Importer::load(const std::vector<ImportFile>& files) {
  // Names before anything is read: a mistyped one is told at once.
  for (const ImportFile& file : files) {
    auto source = source_of(file);
    if (!source) return source.error();
    sources_.push_back(std::move(*source));
  }
  if (auto done = read_all(); !done) return done;
  for (const Source& source : sources_) progress_.bytes_total += 2 * source.text.size();
  // Documents before steps, and steps before the entries that they change; entries before the retentions that rest on them; whatever
  // the order on the command line.
  const auto rank = [](Table table) { return table == Table::documents ? -2 : table == Table::events ? -1 : static_cast<int>(table); };
  std::stable_sort(sources_.begin(), sources_.end(), [&](const Source& a, const Source& b) { return rank(a.table) < rank(b.table); });
  for (Source& source : sources_) {  // so that a wrong header stops the call before anything is taken
    const auto reader = reader_of(source);
    if (!reader) return reader.error();
    const TableShape& table = shape(source.table);
    for (size_t i = 0; i < table.columns.size(); ++i) source.column_names.emplace_back((*reader)->name_of(table, i));
  }
  return {};
}

Result<std::unique_ptr<RecordReader>> Importer::reader_of(const Source& source) const {
  const TableShape& table = shape(source.table);
  if (!source.is_csv) return std::unique_ptr<RecordReader>(std::make_unique<NdjsonReader>(source.text, table));
  auto reader = CsvReader::open(source.text, table, source.name);
  if (!reader) return reader.error();
  return std::unique_ptr<RecordReader>(std::make_unique<CsvReader>(std::move(*reader)));
}

bool Importer::report(size_t position) {
  if (!options_.on_progress) return true;
  progress_.bytes_done = overtaken_.bytes_read() + bytes_taken_ + position;
  return options_.on_progress(progress_);
}

void Importer::begin_overtaken() {
  std::vector<OvertakenRows::Source> sources;
  for (const Source& source : sources_) sources.push_back({source.table, source.text.size(), [this, &source] { return reader_of(source); }});
  overtaken_.begin(std::move(sources));
}

// A row that says the same twice is only counted. One that says otherwise is told, with the first column in which they differ:
// which of the two is right is for the person who sent them to say.
void Importer::tell_overtaken(Source& source, const MappedRow& row, const Column* differs) {
  ++source.summary.overtaken;
  if (differs != nullptr) note_warning(source, row.row, RowWarning::overtaken, *differs);
}

Result<void> Importer::open_batch() {
  auto transaction = Transaction::begin(database_, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  transaction_.emplace(std::move(*transaction));
  // A list of which only a part is in is not synchronised yet: of several batches the last says so.
  std::optional<std::string> day;
  if (options_.synchronised && !options_.resumable) day = options_.synchronised->iso();
  auto writer = FactWriter::begin(database_, {recorded_at_, "import", std::move(day)});
  if (!writer) return writer.error();
  writer_.emplace(std::move(*writer));
  writer_->seal_with(sealing_);
  writer_->set_met(met_);
  effects_.emplace(database_, day_in_beijing(recorded_at_));
  rows_in_batch_ = 0;
  refusals_ = BindingRefusals(database_);
  return {};
}

Result<void> Importer::finish_writer() {
  auto revision = writer_->finish();
  if (!revision) return revision.error();
  summary_.revision = *revision;
  summary_.changed = summary_.changed || writer_->revision().has_value();
  return {};
}

Result<void> Importer::settle_steps() {
  writer_->set_origin(steps_origin_);
  if (auto done = effects_->settle(*writer_); !done) return done;
  wrongly_made_seen_ = wrongly_made_seen_ || effects_->wrongly_made_seen();
  return {};
}

// Once all is in: a term may stand in a file that is taken after the steps.
Result<void> Importer::warn_of_short_extensions() {
  const Column& until = shape(Table::events).columns[column_by_name(shape(Table::events), "until")];
  for (const Extension& one : extensions_) {
    const auto longer = longer_term(*effects_, one.step);
    if (!longer) return longer.error();
    if (*longer) note_warning(sources_[one.source], one.row, RowWarning::extension_shorter, until);
  }
  return {};
}

Result<void> Importer::close_batch(bool last) {
  if (auto done = settle_steps(); !done) return done;
  if (last) {
    if (auto done = warn_of_short_extensions(); !done) return done;
  }
  if (wrongly_made_seen_) {
    auto ended = writer_->end_retentions_of_wrongly_made_entries();
    if (!ended) return ended.error();
    summary_.ended_retentions += *ended;
    wrongly_made_seen_ = false;
  }
  writer_->set_origin({});
  if (last) {
    if (auto settled = settle_bound_minors(database_, *writer_); !settled) return settled.error();
    if (auto done = court::settle_answered(database_, *writer_); !done) return done;
  }
  if (auto done = court::propose_reinstated(database_, *writer_); !done) return done;
  if (auto done = court::ask_of_names(database_, *writer_, {}, day_in_beijing(recorded_at_)); !done) return done.error();
  if (auto done = finish_writer(); !done) return done;
  if (last && options_.resumable && options_.synchronised) {
    auto writer = FactWriter::begin(database_, {recorded_at_, "import", options_.synchronised->iso()});  // of one row: nobody is asked to help
    if (!writer) return writer.error();
    writer_.emplace(std::move(*writer));
    if (auto done = finish_writer(); !done) return done;
  }
  if (options_.resumable) {
    for (const Source& source : sources_) {
      auto note = database_.prepare(last ? "DELETE FROM resumptions WHERE source = ?1"
                                         : "INSERT INTO resumptions (source, rows_done) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET rows_done = ?2");
      if (!note) return note.error();
      note->bind(1, source.digest);
      if (!last) note->bind(2, static_cast<int64_t>(source.rows_done));
      if (note->step() != SQLITE_DONE) return database_.error();
    }
  }
  writer_.reset();
  // Rows that count as done are told before they do.
  if (reject_file_) {
    if (auto done = reject_file_->flush(); !done) return done;
  }
  if (options_.dry_run) {
    transaction_.reset();  // rolls back
    return {};
  }
  auto done = transaction_->commit();
  transaction_.reset();
  return done;
}

Result<void> Importer::reject(Source& source, Reject reject) {
  ++source.summary.rejected;
  ++progress_.rejected;
  reject.file = source.name;
  for (size_t i = 0; i < source.column_names.size(); ++i) {
    if (reject.column != shape(source.table).columns[i].name) continue;  // of a record, as it came
    reject.column = source.column_names[i];
    break;
  }
  if (reject_file_) {
    if (auto done = reject_file_->write(reject); !done) return done;
  }
  if (summary_.rejects.size() < ImportSummary::kMaxListed) summary_.rejects.push_back(std::move(reject));
  return {};
}

void Importer::note_warnings(Source& source, const MappedRow& row) {
  source.summary.normalised += row.values.normalised;
  for (const auto& [warning, column] : row.values.warnings) note_warning(source, row.row, warning, *column);
}

void Importer::note_warning(Source& source, uint64_t row, RowWarning warning, const Column& column) {
  ++summary_.warning_count;
  ++source.summary.warnings[static_cast<size_t>(warning)];
  const auto place = static_cast<size_t>(&column - shape(source.table).columns.data());
  if (summary_.warnings.size() < ImportSummary::kMaxListed) summary_.warnings.push_back({source.name, row, source.column_names[place], warning});
}

// A row says all columns, those too that its file does not have: what the registry held there is told to be gone.
void Importer::note_left_out(Source& source, const MappedRow& row) {
  const uint64_t lost = writer_->emptied() & ~row.given;
  if (lost == 0) return;
  source.emptied.resize(row.values.values.size());
  for (size_t i = 0; i < source.emptied.size(); ++i) source.emptied[i] += lost >> i & 1U;
}

Result<void> Importer::keep_minor(Source& source, const TableShape& shape, const Row& row) {
  auto kept = writer_->put_minor(shape, row);
  if (!kept) return kept.error();
  ++source.summary.findings;
  return {};
}

Result<void> Importer::take_row(Source& source, const TableShape& shape, const MappedRow& row, uint64_t index) {
  if (row.fault != RejectReason::none) return reject(source, {"", row.row, row.fault_column, row.fault_value, row.fault});
  if (row.refusal) return reject(source, {"", row.row, row.refusal->column->name, row.refused_value, row.refusal->reason});
  const Row& values = row.values;
  if (const auto overtaken = overtaken_.overtaken(shape, values, static_cast<size_t>(&source - sources_.data()), index)) {
    tell_overtaken(source, row, overtaken->differs);
    return {};
  }
  if (values.minor_entry) {
    note_warnings(source, row);
    return keep_minor(source, shape, values);
  }
  if (source.table == Table::permits) {
    MappedRow completed = row;
    if (auto done = effects_->complete_permit(completed.values); !done) return done;
    return put_row(source, shape, completed);
  }
  if (source.table == Table::entries) {
    const auto concerned = effects_->concerns_tables();
    if (!concerned) return concerned.error();
    if (*concerned) {
      MappedRow completed = row;
      if (auto done = effects_->complete(completed.values); !done) return done;
      const Row& entry = completed.values;
      if (auto done = effects_->touch(find_value(shape, entry, "case_no")->text, find_value(shape, entry, "party")->text, true); !done) return done;
      return put_row(source, shape, completed);
    }
  }
  return put_row(source, shape, row);
}

Result<void> Importer::put_row(Source& source, const TableShape& shape, const MappedRow& row) {
  const Row& values = row.values;
  note_warnings(source, row);
  if (source.table == Table::retentions) {
    const std::string& case_no = find_value(shape, values, "case_no")->text;
    auto wrong = writer_->rests_on_wrongly_made_entry(case_no, find_value(shape, values, "party")->text);
    if (!wrong) return wrong.error();
    if (*wrong) return reject(source, {"", row.row, "case_no", case_no, RejectReason::wrongly_made_entry});
  }
  if (source.table == Table::entries) {
    const Value* ground = find_value(shape, values, "removal_ground");
    wrongly_made_seen_ = wrongly_made_seen_ || (ground != nullptr && is_wrongly_made(ground->text));
  }
  const auto refusal = refusals_.of(shape, values);
  if (!refusal) return refusal.error();
  if (*refusal) return reject(source, {"", row.row, (*refusal)->column, values.values[column_by_name(shape, (*refusal)->column)].text, (*refusal)->reason});
  if (source.table == Table::events) {
    const Value& on = *find_value(shape, values, "on_day");
    if (today_ < on.text) return reject(source, {"", row.row, "on", on.text, RejectReason::step_to_come});
  }
  if (source.table == Table::documents) {
    wrongly_made_seen_ = true;  // an entry under the one may be the other's
    const auto joins = refusals_.joins_valid_numbers(shape, values);
    if (!joins) return joins.error();
    if (*joins) note_warning(source, row.row, RowWarning::two_valid_numbers, shape.columns[find_column(shape, "party")]);
    for (const char* column : {"document", "party"}) {
      if (auto done = effects_->touch_party(find_value(shape, values, column)->text); !done) return done;
    }
  }
  if (source.table == Table::events) {
    if (auto done = effects_->touch(find_value(shape, values, "case_no")->text, find_value(shape, values, "party")->text); !done) return done;
    // The file lists no entry, so it says nothing of a day as of which one is listed.
    steps_origin_ = source.origin;
    steps_origin_->as_of.reset();
  }
  if (source.table == Table::entries && today_ < find_value(shape, values, "published_on")->text)
    note_warning(source, row.row, RowWarning::published_to_come, shape.columns[column_by_name(shape, "published_on")]);
  auto outcome = writer_->put(shape, values, row.row);
  if (!outcome) return outcome.error();
  if (source.table == Table::events && *outcome != Outcome::unchanged) {
    if (lifecycle::Event step = step_in(values); step.step == lifecycle::Step::extension)
      extensions_.push_back({static_cast<size_t>(&source - sources_.data()), row.row, std::move(step)});
  }
  switch (*outcome) {
    case Outcome::added:
      ++source.summary.added;
      break;
    case Outcome::changed:
      ++source.summary.changed;
      note_left_out(source, row);
      break;
    case Outcome::unchanged:
      ++source.summary.unchanged;
      if (source.table == Table::entries) return note_listed(values);
      break;
  }
  return {};
}

// What a full push left out, and a list of a later day shows as it stood, nobody need look at any more.
Result<void> Importer::note_listed(const Row& entry) {
  if (!options_.synchronised) return {};
  if (!any_proposals_) {
    const auto any = court::any_proposals(database_);
    if (!any) return any.error();
    any_proposals_ = *any;
  }
  return *any_proposals_ ? writer_->note_spoken(entry, {options_.synchronised->iso(), ""}) : Result<void>();
}

Result<void> Importer::take(Source& source) {
  const TableShape& columns = shape(source.table);
  auto reader = reader_of(source);
  if (!reader) return reader.error();
  if (auto done = overtaken_.finish(source.table, [this] { return report(0); }); !done) return done;
  writer_->set_origin(source.origin);
  const uint64_t already = source.rows_done;
  uint64_t number = 0;
  const auto read_on = [this] { return overtaken_.read_on(); };
  const auto taken = for_each_mapped(**reader, columns, places_.get(), met_, {sealing_, read_on}, [&](const MappedRow& row) -> Result<void> {
    if (number % kRowsBetweenReports == 0 && !report(row.position)) return failure("registry.cancelled");
    ++source.summary.rows;
    ++progress_.rows_done;
    if (number++ < already) {  // taken or refused before the interruption; the reject file has it
      const bool refused = row.fault != RejectReason::none || row.refusal;
      ++(refused ? source.summary.rejected : source.summary.resumed);
      return {};
    }
    if (auto done = take_row(source, columns, row, number - 1); !done) return done;
    source.rows_done = number;
    if (!options_.resumable || ++rows_in_batch_ < options_.batch_rows) return {};
    if (auto done = close_batch(false); !done) return done;
    if (auto done = open_batch(); !done) return done;
    writer_->set_origin(source.origin);
    return {};
  });
  if (!taken) return taken;
  bytes_taken_ += source.text.size();
  return {};
}

Result<ImportSummary> Importer::run(std::vector<ImportFile> files) {
  const std::optional<std::string> moment = canonical_moment(options_.recorded_at);
  if (!moment) return failure("registry.time", options_.recorded_at);
  if (auto come = check_has_come(options_.synchronised, *moment); !come) return come.error();
  recorded_at_ = *moment;
  today_ = day_in_beijing(recorded_at_).iso();
  if (auto done = load(files); !done) return done.error();
  const uint64_t bytes = progress_.bytes_total / 2;
  // By which all pages are at hand that rows, their indexes and the journal take, with as many again of the registry as rows by themselves may meet.
  const LargeCache cache(database_, 5 * bytes);
  // Not where the log may grow meanwhile: with pages that were put out, or with batches beside somebody who reads for long.
  std::optional<MappedReads> mapped;
  if (cache.keeps_all() && !options_.resumable) mapped.emplace(database_);
  if (auto done = open_batch(); !done) return done.error();
  // Between batches other programs may write, and nothing that was looked for before would hold.
  if (!options_.resumable && bytes >= options_.bytes_looked_ahead)
    places_ = IdentifierPlaces::begin(database_, options_.identifiers_looked_ahead.value_or(std::max(kIdentifiersHeld, bytes / kBytesOfIdentifier)));
  if (options_.resumable) {
    for (Source& source : sources_) {
      auto find = database_.prepare("SELECT rows_done FROM resumptions WHERE source = ?");
      if (!find) return find.error();
      find->bind(1, source.digest);
      const int found = find->step();
      if (found != SQLITE_ROW && found != SQLITE_DONE) return database_.error();
      if (found == SQLITE_ROW) source.rows_done = static_cast<uint64_t>(find->number(0));
    }
  }
  // What goes on after an interruption goes on with the file; so does what might have.
  if (!options_.reject_file.empty()) reject_file_.emplace(options_.reject_file, options_.language, options_.resumable);
  begin_overtaken();
  for (Source& source : sources_) {
    if (auto done = take(source); !done) return done.error();
  }
  (void)report(0);
  places_.reset();  // so that the log can be played into the file
  if (auto done = close_batch(true); !done) return done.error();
  if (reject_file_) {
    if (auto done = reject_file_->finish(); !done) return done.error();
  }
  for (const Source& source : sources_) {
    FileSummary& told = summary_.files.emplace_back(source.summary);
    for (size_t i = 0; i < source.emptied.size(); ++i) {
      if (source.emptied[i] != 0) told.left_out.emplace_back(&shape(source.table).columns[i], source.emptied[i]);
    }
  }
  return std::move(summary_);
}

}  // namespace plumb::registry
