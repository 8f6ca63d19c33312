// The public Pushes: plain options → the registry's room of the court.
#include "plumb/push.hpp"

#include "runtime/engine/registry_state.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/registry/access/accounts.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/reject.hpp"

namespace plumb {

namespace {

namespace court = registry::court;

Error no_share(std::string_view text) { return registry::failure("usage.share", text); }

constexpr const char *kOtherName = "other_name", *kToCome = "published_to_come";

const char* code_of(size_t warning) {
  switch (warning) {
    case court::kOvertakenWarning:
      return registry::warning_code(registry::RowWarning::overtaken);
    case court::kOtherNameWarning:
      return kOtherName;
    case court::kToComeWarning:
      return kToCome;
    default:
      return feed::warning_code(static_cast<feed::CourtWarning>(warning));
  }
}

PushSummary::File file_of(const court::FileTold& told) {
  PushSummary::File file;
  file.path = told.file;
  file.encoding = told.encoding == registry::Encoding::utf8 ? "UTF-8" : "GB18030";
  file.sent_before = told.sent_before;
  file.cut_short = told.cut_short;
  file.records = told.records;
  file.taken = told.fate(court::Fate::taken);
  file.unchanged = told.fate(court::Fate::unchanged);
  file.overtaken = told.fate(court::Fate::overtaken);
  file.late = told.fate(court::Fate::late);
  file.removed = told.fate(court::Fate::removed);
  file.waiting = told.fate(court::Fate::waiting);
  file.set_aside = told.fate(court::Fate::set_aside);
  file.rejected = told.fate(court::Fate::refused);
  file.normalised = told.normalised;
  for (size_t i = 0; i < told.warnings.size(); ++i) {
    if (told.warnings[i] != 0) file.warnings.emplace_back(code_of(i), told.warnings[i]);
  }
  return file;
}

}  // namespace

Result<void> write_refusal(const std::string& reject_path, const std::string& file, std::string_view reason) {
  registry::RejectFile out(reject_path, Language::zh, false);  // whose words of its own are not asked for
  if (auto done = out.write(file, reason); !done) return done;
  return out.finish();
}

std::string push_warning_title(std::string_view code, Language language) {
  for (size_t i = 0; i < feed::kCourtWarningCount; ++i) {
    const auto warning = static_cast<feed::CourtWarning>(i);
    if (code == feed::warning_code(warning)) return feed::warning_text(warning, language);
  }
  const bool zh = language == Language::zh;
  if (code == kOtherName)
    return zh ? "名册中这个号码另有姓名或名称；若是法院写错了号码，会限制别人，请核对"
              : "the registry knows this number by another name; where the court mistook the number, it is somebody else who is restricted";
  if (code == kToCome) return zh ? "发布日期尚未到来，到那天才生效，请核对" : "published on a day that has not come, on which it begins to hold";
  return warning_title(code, language);
}

Result<PushSummary> Pushes::take(const PushOptions& options) {
  if (auto may = registry_.require(Right::list); !may) return may.error();
  court::PushOptions asked;
  asked.recorded_at = options.recorded_at;
  asked.kind = options.full ? court::PushKind::full : court::PushKind::incremental;
  if (options.synchronised) {
    const auto day = registry::given_day(*options.synchronised);
    if (!day) return day.error();
    asked.day = *day;
  }
  if (!options.removal_share.empty()) {
    asked.share = court::parse_share(options.removal_share);
    if (!asked.share) return no_share(options.removal_share);
  }
  asked.dry_run = options.dry_run;
  asked.encoding = registry::encoding_choice(options.encoding);
  asked.language = options.language;
  asked.reject_file = options.reject_path;
  if (options.progress) {
    asked.on_progress = [&](uint64_t done, uint64_t total) {
      options.progress(done, total);
      return true;
    };
  }
  const auto told = registry_.state_->store.take_push({options.paths.begin(), options.paths.end()}, asked);
  if (!told) return told.error();
  PushSummary summary;
  for (const court::FileTold& file : told->files) summary.files.push_back(file_of(file));
  for (const court::Note& note : told->warnings) summary.warnings.push_back({note.file, note.record, note.key, code_of(note.warning)});
  summary.live = told->live;
  summary.absent = told->absent;
  summary.absent_removed = told->absent_removed;
  summary.unknown_courts = told->unknown_courts;
  summary.names_no_court = told->names_no_court;
  summary.left_out_since = told->left_out_since;
  summary.removed_since = told->removed_since;
  summary.relisted = told->relisted;
  summary.ended_retentions = told->ended_retentions;
  summary.revision = told->revision;
  return summary;
}

Result<std::vector<AbsenceProposal>> Pushes::proposals(bool reveal) {
  if (auto may = registry_.require(Right::findings); !may) return may.error();
  if (auto may = registry_.state_->require_reveal(reveal); !may) return may.error();
  const auto found = registry_.state_->store.proposals();
  if (!found) return found.error();
  std::vector<AbsenceProposal> out;
  for (const court::Proposal& one : *found)
    out.push_back({one.finding, one.case_no, reveal ? one.party : identity::masked_for_display(one.party), one.published_on, one.court, one.day});
  return out;
}

Result<Settlement> Pushes::settle(const SettlementOptions& options) {
  if (auto may = registry_.require(Right::list); !may) return may.error();
  court::SettleOptions asked;
  asked.recorded_at = options.recorded_at;
  asked.by = options.by;
  asked.findings = options.numbers;
  asked.dismiss = options.dismiss;
  asked.reason = options.reason;
  if (options.push) {
    const auto day = registry::given_day(*options.push);
    if (!day) return day.error();
    asked.push = *day;
  }
  const auto told = registry_.state_->store.settle(asked);
  if (!told) return told.error();
  Settlement out{told->settled, told->removed, told->revision, told->closed, {}};
  for (const court::Proposal& one : told->entries)
    out.entries.push_back({one.finding, one.case_no, identity::masked_for_display(one.party), one.published_on, one.court, one.day});
  return out;
}

Result<void> Pushes::set_removal_share(std::string_view percent, const std::string& recorded_at) {
  if (auto may = registry_.require(Right::keep); !may) return may.error();
  if (!court::parse_share(percent)) return no_share(percent);
  const auto moment = registry::canonical_moment(recorded_at);
  if (!moment) return registry::failure("registry.time", recorded_at);
  const auto put = registry::access::put_setting(registry_.state_->store, std::string(court::kShareSetting), std::string(percent), *moment);
  return put ? Result<void>() : put.error();
}

std::string Pushes::usual_removal_share() {
  static_assert(court::kDefaultShare % court::kSharePercent == 0, "it is told in whole percent");
  return std::to_string(court::kDefaultShare / court::kSharePercent);
}

}  // namespace plumb
