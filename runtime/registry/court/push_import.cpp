#include "runtime/registry/court/push_import.hpp"

#include <algorithm>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <iterator>
#include <set>

#include "compiler/base/unicode.hpp"
#include "runtime/registry/court/absence.hpp"
#include "runtime/registry/court/names.hpp"
#include "runtime/registry/court/parsed_file.hpp"
#include "runtime/registry/court/push_writer.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/file_bytes.hpp"
#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/review/bound_minors.hpp"
#include "runtime/seal/digest.hpp"
#include "runtime/threads/crew.hpp"

namespace plumb::registry::court {

namespace {

using feed::CourtRecord;
using feed::Field;

constexpr uint64_t kRecordsBetweenReports = 4096;
constexpr size_t kRecordsMadeAhead = 256, kRecordsForgotten = 256;  // at once
constexpr uint64_t kLeastShareAdded = 4;                            // one in so many: then the next are worth being made ready

// Whether a text that is no valid UTF-8 is UTF-8 all the same, with some bytes spoilt: it has more Han letters in three bytes, which text in GBK
// hardly ever looks like, than bytes that fit in nowhere.
bool is_spoilt_utf8(std::string_view text) {
  size_t han = 0, misfits = 0;
  for (size_t at = 0; at < text.size();) {
    const unicode::Decoded decoded = unicode::decode(text, at);
    han += decoded.length == 3 && unicode::is_han(decoded.code_point) ? 1 : 0;
    misfits += decoded.length == 0 ? 1 : 0;
    at += decoded.length == 0 ? 1 : decoded.length;
  }
  return han > misfits;
}

// As the import files are decoded; but a few bad bytes cost the records in which they stand, not the file.
Result<Decoded> decoded_push(std::string bytes, EncodingChoice choice, const std::string& file, bool& cut_short) {
  const bool utf16 = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  const bool is_utf8 = choice == EncodingChoice::utf8 || (choice == EncodingChoice::detect && (!unicode::first_invalid(bytes) || is_spoilt_utf8(bytes)));
  if (is_utf8 && !utf16) return Decoded{std::move(bytes), Encoding::utf8};
  auto decoded = decode_text(bytes, choice, file);
  // A list that breaks off may do so within a character, of which at most three bytes are then left over; what stands before it may look whole.
  constexpr size_t kLongestRest = 3;
  for (size_t rest = 1; !decoded && !utf16 && rest <= kLongestRest && rest < bytes.size(); ++rest) {
    auto shorter = decode_text(bytes.substr(0, bytes.size() - rest), choice, file);
    cut_short = shorter.has_value();
    if (cut_short) return shorter;
  }
  return decoded;
}

// The work, while another thread does what is better done meanwhile, and may be left undone. Where help goes on until it is stopped, `stop` does that.
Result<void> while_helped(const std::function<void()>& help, const std::function<Result<void>()>& work, const std::function<void()>& stop = {}) {
  Result<void> result;
  threads::Failure failure;
  threads::together(1, [&](unsigned worker) {
    if (worker != 0) return help();
    try {
      result = work();
    } catch (...) {
      failure.note();
    }
    if (stop) stop();
  });
  failure.rethrow();
  return result;
}

const char* word(PushKind kind) { return kind == PushKind::full ? "full" : "incremental"; }

}  // namespace

uint64_t PushTold::refused() const {
  uint64_t sum = 0;
  for (const FileTold& file : files) sum += file.fate(Fate::refused);
  return sum;
}

// The same bytes for the same day say nothing new. On another day they say that it is still so, or again: a full push in between may have
// left out what they list.
Result<bool> PushImport::was_sent_before(const Origin& origin) {
  auto rows = database_.prepare("SELECT 1 FROM sources WHERE digest = ? AND format = 'court' AND push = ? AND ifnull(as_of, '') = ?");
  if (!rows) return rows.error();
  const std::string day = origin.as_of.value_or("");
  rows->bind(1, origin.digest);
  rows->bind(2, *origin.push);
  rows->bind(3, day);
  const int status = rows->step();
  if (status != SQLITE_ROW && status != SQLITE_DONE) return database_.error();
  return status == SQLITE_ROW;
}

Result<void> PushImport::load(const std::vector<std::filesystem::path>& files) {
  bool all_sent = true;
  for (const std::filesystem::path& path : files) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return failure("import.missing", path.string());
    auto bytes = read_bytes(path);
    if (!bytes) return bytes.error();
    Source source;
    source.origin = {path.filename().string(), "court", seal::hex(seal::bytes_of(seal::digest(*bytes)))};
    if (options_.day) source.origin.as_of = options_.day->iso();
    source.origin.push = word(options_.kind);
    auto sent = was_sent_before(source.origin);
    if (!sent) return sent.error();
    // The same file twice in one call is one sending, too.
    source.sent_before =
        *sent || std::any_of(sources_.begin(), sources_.end(), [&](const Source& other) { return other.origin.digest == source.origin.digest; });
    all_sent = all_sent && *sent;
    bool cut_short = false;
    auto decoded = decoded_push(std::move(*bytes), options_.encoding, path.string(), cut_short);
    if (!decoded) return decoded.error();
    source.text = std::move(decoded->text);
    told_.files.push_back({.file = path.string(), .encoding = decoded->encoding, .cut_short = cut_short});
    sources_.push_back(std::move(source));
  }
  // Of a whole list in several files, one that came before belongs to what the list says now.
  if (options_.kind == PushKind::full && !all_sent) {
    for (size_t i = 0; i < sources_.size(); ++i) {
      sources_[i].sent_before = std::any_of(sources_.begin(), sources_.begin() + static_cast<std::ptrdiff_t>(i),
                                            [&](const Source& other) { return other.origin.digest == sources_[i].origin.digest; });
    }
  }
  for (size_t i = 0; i < sources_.size(); ++i) told_.files[i].sent_before = sources_[i].sent_before;
  return {};
}

Result<void> PushImport::refuse(size_t source, uint64_t record, const feed::CourtRefusal& refusal) {
  FileTold& file = told_.files[source];
  ++file.fates[static_cast<size_t>(Fate::refused)];
  Reject reject{file.file, record, refusal.key, refusal.value, refusal.reason};
  if (reject_file_) {
    if (auto done = reject_file_->write(reject); !done) return done;
  }
  if (told_.rejects.size() < PushTold::kMostListed) told_.rejects.push_back(std::move(reject));
  return {};
}

void PushImport::note(Place place, std::string_view key, size_t warning) {
  ++told_.files[place.source].warnings[warning];
  if (told_.warnings.size() < PushTold::kMostListed) told_.warnings.push_back({told_.files[place.source].file, place.record, std::string(key), warning});
}

Result<void> PushImport::parse() {
  uint64_t seen = 0;
  for (size_t i = 0; i < sources_.size(); ++i) {
    // Its memory is wanted for what comes.
    const std::string text = std::move(sources_[i].text);
    FileTold& told = told_.files[i];
    ParsedFile file = parse_file(text, [&](uint64_t met) { return !options_.on_progress || options_.on_progress(seen + met, 0); });
    if (file.cancelled) return failure("registry.cancelled");
    told.cut_short = told.cut_short || file.cut_short;
    if (sources_[i].sent_before) continue;  // nothing else of it is looked at: that it is cut is told for as long as it is sent
    for (std::vector<ParsedRecord>& stretch : file.stretches) {
      for (ParsedRecord& parsed : stretch) {
        ++told.records;
        if (!parsed.record) {
          if (auto done = refuse(i, parsed.number, parsed.refusal); !done) return done;
          continue;
        }
        const Place place{i, parsed.number};
        told.normalised += parsed.normalised;
        for (const auto& [warning, key] : parsed.record->warnings) note(place, key, static_cast<size_t>(warning));
        records_.push_back({place, std::move(parsed.record), std::move(parsed.key)});
      }
    }
    // A push says that the court has spoken as of its day, and this says nothing.
    if (told.records == 0) return failure("import.empty", told.file);
    // What a whole list leaves out is gone: a list of which the end is missing must not say so.
    if (told.cut_short && options_.kind == PushKind::full) return failure("import.cut", told.file);
    seen += told.records;
  }
  return {};
}

Result<void> PushImport::find_overtaken() {
  boost::unordered_flat_map<std::string_view, size_t> last;
  last.reserve(records_.size());
  for (size_t i = 0; i < records_.size(); ++i) last[records_[i].key] = i;
  for (size_t i = 0; i < records_.size() && last.size() < records_.size(); ++i) {
    Record& record = records_[i];
    const size_t counts = last[record.key];
    if (counts == i) continue;
    record.overtaken = true;
    count(record, Fate::overtaken);
    if (record.said->values == records_[counts].said->values) continue;
    note(record.place, "", kOvertakenWarning);
    if (auto done = plan_.contradiction(*record.said, *records_[counts].said, record.place, records_[counts].place); !done) return done;
  }
  return {};
}

void PushImport::count(const Record& record, Fate fate) { ++told_.files[record.place.source].fates[static_cast<size_t>(fate)]; }

bool PushImport::report_followed(size_t record) const {
  return record % kRecordsBetweenReports != 0 || !options_.on_progress || options_.on_progress(record, records_.size());
}

Result<void> PushImport::follow_entry(const Record& record, std::optional<Listing> anew) {
  const auto fate = plan_.entry(*record.said, record.place, std::move(anew));
  if (!fate) return fate.error();
  count(record, *fate);
  // Taken, and may be a mistake all the same.
  if (*fate == Fate::taken && *record.said->value(Field::published_on) > today_.iso()) note(record.place, "", kToComeWarning);
  return {};
}

// What each becomes where nothing stands is made ahead, beside following those before; in a list of what stands already, little of it is wanted.
Result<void> PushImport::follow_entries() {
  const auto counts = [](const Record& record) { return !record.overtaken && record.said->kind == CourtRecord::Kind::entry; };
  using Stretch = std::vector<std::optional<Listing>>;
  std::atomic<bool> wanted = true;
  const auto make = [&](unsigned, uint64_t number) {
    const size_t begin = number * kRecordsMadeAhead;
    Stretch anew(std::min(records_.size() - begin, kRecordsMadeAhead));
    for (size_t i = 0; i < anew.size() && wanted; ++i) {
      if (counts(records_[begin + i])) anew[i] = plan_.as_listing(*records_[begin + i].said);
    }
    return anew;
  };
  Result<void> followed;
  const auto take = [&](uint64_t number, Stretch&& anew) {
    const uint64_t added_before = plan_.added();
    uint64_t counted = 0;
    for (size_t at = 0; at < anew.size() && followed; ++at) {
      const size_t i = number * kRecordsMadeAhead + at;
      if (!report_followed(i)) {
        followed = failure("registry.cancelled");
      } else if (counts(records_[i])) {
        ++counted;
        followed = follow_entry(records_[i], std::move(anew[at]));
      }
    }
    const uint64_t added = plan_.added() - added_before;
    wanted = followed && added * kLeastShareAdded >= counted;
  };
  threads::in_order<Stretch>((records_.size() + kRecordsMadeAhead - 1) / kRecordsMadeAhead, 2, make, take);
  return followed;
}

Result<void> PushImport::follow_removals() {
  for (size_t i = 0; i < records_.size(); ++i) {
    const Record& record = records_[i];
    if (!report_followed(i)) return failure("registry.cancelled");
    if (record.overtaken || record.said->kind != CourtRecord::Kind::removal) continue;
    const auto fate = plan_.removal(*record.said, record.place);
    if (!fate) return fate.error();
    count(record, *fate);
  }
  return {};
}

Result<void> PushImport::ask_of_names(FactWriter& writer) {
  auto numbers = plan_.standing().numbers_of_several_names();
  if (!numbers) return numbers.error();
  const auto asked = court::ask_of_names(database_, writer, *std::move(numbers), today_);
  if (!asked) return asked.error();
  for (const AskedName& one : *asked) {
    const auto of = plan_.standing().of(one.party, one.case_no);
    if (!of) return of.error();
    for (const Listing& listing : (*of)->listings) {
      if (!listing.changed || listing.text("party") != one.party || listing.text("published_on") != one.published_on) continue;
      note({listing.source, listing.source_row}, "", kOtherNameWarning);
    }
  }
  return {};
}

Result<void> PushImport::note_courts(const FullList& list) {
  told_.names_no_court = list.courts.empty();
  auto rows = database_.prepare("SELECT DISTINCT court FROM entries WHERE court NOTNULL AND revision_to IS NULL");
  if (!rows) return rows.error();
  std::set<std::string> known;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) known.emplace(rows->text(0));
  if (status != SQLITE_DONE) return database_.error();
  if (known.empty()) return {};  // the first list of all
  std::set_difference(list.courts.begin(), list.courts.end(), known.begin(), known.end(), std::back_inserter(told_.unknown_courts));
  return {};
}

Result<void> PushImport::find_absent() {
  FullList& list = full_list_.emplace();
  list.day = options_.day->iso();
  Place place;
  for (size_t i = 0; i < sources_.size(); ++i) place.source = sources_[i].sent_before ? place.source : i;
  for (const Record& record : records_) {
    if (record.said->kind == CourtRecord::Kind::entry && record.said->value(Field::court)) list.courts.insert(*record.said->value(Field::court));
  }
  auto share = options_.share ? Result<int64_t>(*options_.share) : share_of(database_);
  if (!share) return share.error();
  list.share = *share;
  list.refused = told_.refused();
  if (auto done = note_courts(list); !done) return done;
  if (auto done = propose_absent(database_, plan_, list, place); !done) return done.error();
  told_.live = list.live;
  told_.absent = list.absent;
  told_.absent_removed = list.absent != 0 && list.may_remove();
  return {};
}

Result<void> PushImport::find_left_out_since() {
  auto left_out = propose_left_out_since(database_, plan_, options_.day ? options_.day->iso() : std::string());
  if (!left_out) return left_out.error();
  told_.left_out_since = left_out->entries;
  told_.removed_since = left_out->removed;
  counted_anew_ = std::move(left_out->lists);
  return {};
}

Result<void> PushImport::remember_lists(FactWriter& writer) {
  if (full_list_ && !full_list_->courts.empty()) {
    if (auto done = remember(writer, *full_list_); !done) return done;
  }
  for (const FullList& list : counted_anew_) {
    if (auto done = remember(writer, list); !done) return done;
  }
  return {};
}

Result<void> PushImport::write() {
  std::vector<Origin> origins;
  std::vector<size_t> told;
  for (size_t i = 0; i < sources_.size(); ++i) {
    origins.push_back(sources_[i].origin);
    // Of which nothing could be read, it told nothing: sent again, it is read and refused again.
    const FileTold& file = told_.files[i];
    const bool nothing_read = file.records != 0 && file.fate(Fate::refused) == file.records;
    if (!sources_[i].sent_before && !nothing_read) told.push_back(i);
  }
  if (told.empty()) {
    auto revision = database_.number("SELECT ifnull(max(revision), 0) FROM revisions");
    if (!revision) return revision.error();
    told_.revision = static_cast<uint64_t>(*revision);
    return {};
  }
  std::optional<std::string> synchronised;
  // Of a push of which nothing could be read, or not the end, it is not known how things stand on its day.
  const bool cut_short = std::any_of(told_.files.begin(), told_.files.end(), [](const FileTold& file) { return file.cut_short && !file.sent_before; });
  if (options_.day && any_record_read_ && !cut_short) {
    // A push that comes late says nothing of the days after it.
    auto later = database_.prepare("SELECT ifnull(synchronised, '') FROM revisions ORDER BY revision DESC LIMIT 1");
    if (!later) return later.error();
    const int found = later->step();
    if (found != SQLITE_ROW && found != SQLITE_DONE) return database_.error();
    if (found == SQLITE_DONE || later->text(0) < options_.day->iso()) synchronised = options_.day->iso();
  }
  auto writer = FactWriter::begin(database_, {*canonical_moment(options_.recorded_at), "push", synchronised});
  if (!writer) return writer.error();
  writer->seal_with(sealing_);
  const auto written = write_plan(*writer, plan_, origins, told);
  if (!written) return written.error();
  told_.ended_retentions = written->ended_retentions;
  writer->set_origin({});
  if (auto done = remember_lists(*writer); !done) return done;
  if (auto settled = settle_bound_minors(database_, *writer); !settled) return settled.error();
  if (auto done = settle_answered(database_, *writer); !done) return done;
  if (auto done = ask_of_names(*writer); !done) return done;
  auto revision = writer->finish();
  if (!revision) return revision.error();
  told_.revision = *revision;
  told_.changed = writer->revision().has_value();
  return {};
}

Result<PushTold> PushImport::run(const std::vector<std::filesystem::path>& files) {
  const std::optional<std::string> moment = canonical_moment(options_.recorded_at);
  if (!moment) return failure("registry.time", options_.recorded_at);
  if (auto come = check_has_come(options_.day, *moment); !come) return come.error();
  if (options_.kind == PushKind::full && !options_.day) return failure("import.full_without_day");
  auto transaction = Transaction::begin(database_, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  if (!options_.reject_file.empty()) reject_file_.emplace(options_.reject_file, options_.language, false);
  database_.expect_many();
  if (auto done = load(files); !done) return done.error();
  if (auto done = parse(); !done) return done.error();
  any_record_read_ = !records_.empty();
  if (auto done = find_overtaken(); !done) return done.error();
  if (auto done = follow_entries(); !done) return done.error();
  if (auto done = follow_removals(); !done) return done.error();
  const bool nothing_new = std::all_of(sources_.begin(), sources_.end(), [](const Source& source) { return source.sent_before; });
  if (options_.kind == PushKind::full && !nothing_new) {
    if (auto done = find_absent(); !done) return done.error();
  }
  if (auto done = find_left_out_since(); !done) return done.error();
  told_.relisted = plan_.relisted();
  // Where no other thread is to be had, destructors give memory back in the end.
  const auto forget_some = [&] {
    const size_t some = std::min(records_.size(), kRecordsForgotten);
    records_.erase(records_.end() - static_cast<std::ptrdiff_t>(some), records_.end());
    return some != 0;
  };
  sealing_.open();
  if (auto done = while_helped([&] { sealing_.help(forget_some); }, [&] { return write(); }, [&] { sealing_.close(); }); !done) return done.error();
  // What counts as refused is told before it does.
  if (reject_file_) {
    if (auto done = reject_file_->finish(); !done) return done.error();
  }
  if (options_.dry_run) return std::move(told_);
  if (auto done = while_helped([&] { plan_.forget(); }, [&] { return transaction->commit(); }); !done) return done.error();
  return std::move(told_);
}

}  // namespace plumb::registry::court
