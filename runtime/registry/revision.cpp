#include "runtime/registry/revision.hpp"

#include "runtime/registry/failure.hpp"

namespace plumb::registry {

Result<std::unique_ptr<Revision>> Revision::begin(Database& database, Occasion occasion) {
  if (!occasion.by && !database.acting().empty()) occasion.by = database.acting();
  auto journal = journal::Writer::begin(database);
  if (!journal) return journal.error();
  std::unique_ptr<Revision> revision(new Revision(database, *std::move(journal), std::move(occasion)));
  auto last = database.prepare("SELECT revision, recorded_at, synchronised FROM revisions ORDER BY revision DESC LIMIT 1");
  if (!last) return last.error();
  const int status = last->step();
  if (status == SQLITE_ROW) {
    if (revision->occasion_.recorded_at < last->text(1)) return failure("registry.time_backwards", std::string(last->text(1)));
    revision->previous_ = last->number(0);
    if (!last->is_null(2)) revision->previous_synchronised_ = std::string(last->text(2));
    // What an older list says, the registry knows as of a later day already.
    auto& synchronised = revision->occasion_.synchronised;
    if (synchronised && revision->previous_synchronised_ && *synchronised < *revision->previous_synchronised_) synchronised.reset();
  } else if (status != SQLITE_DONE) {
    return database.error();
  }
  return revision;
}

Result<int64_t> Revision::open() {
  if (number_) return *number_;
  auto add = database_->prepare("INSERT INTO revisions (recorded_at, cause, synchronised, by_whom) VALUES (?, ?, ?, ?)");
  if (!add) return add.error();
  add->bind(1, occasion_.recorded_at);
  add->bind(2, occasion_.cause);
  const auto& synchronised = occasion_.synchronised ? occasion_.synchronised : previous_synchronised_;
  if (synchronised) add->bind(3, *synchronised);
  if (occasion_.by) add->bind(4, *occasion_.by);
  if (add->step() != SQLITE_DONE) return database_->error();
  const int64_t revision = database_->last_row();
  content_.begin("revisions", revision);
  content_.text(occasion_.recorded_at);
  content_.text(occasion_.cause);
  synchronised ? content_.text(*synchronised) : content_.null();
  if (occasion_.by) content_.text(*occasion_.by);  // no mark where it is not: revisions of before have none
  if (auto done = journal_.append({0, revision, "revisions", revision, journal::kAdd}, content_); !done) return done.error();
  number_ = revision;
  return revision;
}

void Revision::set_origin(std::optional<Origin> origin) {
  origin_ = std::move(origin);
  source_ = 0;
}

Result<int64_t> Revision::source() {
  if (!origin_ || source_ != 0) return source_;
  auto revision = open();
  if (!revision) return revision.error();
  auto add = database_->prepare("INSERT INTO sources (name, format, digest, as_of, push, revision_from) VALUES (?, ?, ?, ?, ?, ?)");
  if (!add) return add.error();
  add->bind(1, origin_->name);
  add->bind(2, origin_->format);
  add->bind(3, origin_->digest);
  if (origin_->as_of) add->bind(4, *origin_->as_of);
  if (origin_->push) add->bind(5, *origin_->push);
  add->bind(6, *revision);
  if (add->step() != SQLITE_DONE) return database_->error();
  source_ = database_->last_row();
  content_.begin("sources", source_);
  content_.text(origin_->name);
  content_.text(origin_->format);
  content_.text(origin_->digest);
  origin_->as_of ? content_.text(*origin_->as_of) : content_.null();
  origin_->push ? content_.text(*origin_->push) : content_.null();
  content_.number(*revision);
  if (auto done = bind("sources", source_, content_); !done) return done.error();
  return source_;
}

Result<void> Revision::bind(std::string_view subject, int64_t row, journal::Content& content, std::string_view operation) {
  auto revision = open();
  if (!revision) return revision.error();
  return journal_.append({0, *revision, subject, row, operation}, content);
}

Result<uint64_t> Revision::finish() {
  if (occasion_.synchronised && occasion_.synchronised != previous_synchronised_) {
    if (auto revision = open(); !revision) return revision.error();
  }
  if (auto done = journal_.settle(); !done) return done.error();
  return static_cast<uint64_t>(number_.value_or(previous_));
}

}  // namespace plumb::registry
