// What a push of the court is asked and what it answers. Registry::take_push and Registry::settle do the work.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/language.hpp"
#include "runtime/feed/court_record.hpp"
#include "runtime/registry/encoding.hpp"
#include "runtime/registry/reject.hpp"

namespace plumb::registry::court {

// incremental: what has changed. full: the whole list of every court that occurs in it.
enum class PushKind : uint8_t { incremental, full };

// Why an entry is said to be removed where no court said so in words, but by leaving it out of a full push.
inline constexpr const char* kAbsentGround = "absent_from_full_push";

// Findings that pushes make; their subjects are case|party|day of publication, of a removal case|party|removal|publication.
inline constexpr const char* kAbsent = "absent_from_full_push";
inline constexpr const char* kContradicting = "contradicting_records";
inline constexpr const char* kListedAfterRemoval = "listed_after_removal";
inline constexpr const char* kNamedOtherwise = "named_otherwise";  // its number is known by another name
inline constexpr const char* kRemovalWithoutEntry = "removal_without_entry";
inline constexpr const char* kUnclearRemoval = "unclear_removal";  // which of the entries under a person's several documents is meant

// Share of the live entries that a full push may remove by leaving them out, in ten-thousandths of a percent; beyond: nothing is
// removed until somebody confirms. The setting holds a percentage.
inline constexpr const char* kShareSetting = "feed.removal_share";
inline constexpr int64_t kSharePercent = 10'000;
inline constexpr int64_t kDefaultShare = 1 * kSharePercent;

// "1", "0.25", "100", "1%" → ten-thousandths; nothing for all else.
std::optional<int64_t> parse_share(std::string_view percent);

struct PushOptions {
  std::string recorded_at;                // RFC 3339; the registry has no clock
  PushKind kind = PushKind::incremental;  // a full one needs its day
  std::optional<Date> day = {};           // as of when the court speaks; nothing: later than all before
  std::optional<int64_t> share = {};      // as parse_share; nothing: the setting, or kDefaultShare
  bool dry_run = false;
  EncodingChoice encoding = EncodingChoice::detect;
  Language language = Language::en;
  std::filesystem::path reject_file = {};
  std::function<bool(uint64_t done, uint64_t total)> on_progress = {};  // records; false cancels
};

// What became of one record. Every record has exactly one.
enum class Fate : uint8_t {
  taken,      // a new entry, or one that says otherwise than before
  unchanged,  // known already
  overtaken,  // a later record of the push is about the same thing
  late,       // a push of a later day has spoken of it already
  removed,    // a removal that took effect
  waiting,    // a removal whose entry has not come yet, or of which it is unclear which it means
  set_aside,  // an entry on a minor, kept as a finding
  refused,
};
inline constexpr size_t kFateCount = 8;

// Warnings about records: those of the feed, and those of the push.
inline constexpr size_t kOvertakenWarning = feed::kCourtWarningCount;
inline constexpr size_t kOtherNameWarning = feed::kCourtWarningCount + 1;  // the registry knows the party by another name
inline constexpr size_t kToComeWarning = feed::kCourtWarningCount + 2;     // published on a day that has not come
inline constexpr size_t kPushWarningCount = feed::kCourtWarningCount + 3;

struct FileTold {
  std::string file;
  Encoding encoding = Encoding::utf8;
  bool sent_before = false;  // the same bytes came before, and nothing of them was taken again
  bool cut_short = false;    // it ends in the middle of a list, so that the push does not say how things stand on its day; told again when sent again
  uint64_t records = 0;      // the sum of `fates`
  std::array<uint64_t, kFateCount> fates{};
  uint64_t normalised = 0;  // values that are kept beside their originals
  std::array<uint64_t, kPushWarningCount> warnings{};
  uint64_t fate(Fate of) const { return fates[static_cast<size_t>(of)]; }
};

struct Note {
  std::string file;
  uint64_t record = 0;
  std::string key;
  size_t warning = 0;  // CourtWarning, or one of the push
};

struct PushTold {
  std::vector<FileTold> files;
  std::vector<Note> warnings;   // the first kMostListed
  std::vector<Reject> rejects;  // the first kMostListed
  // Of a full push: live entries of its courts that it could have named, how many of them it left out, and whether those are removed.
  uint64_t live = 0, absent = 0;
  bool absent_removed = false;
  // Courts of the full push of which the registry knew no entry, where it knew any of another: nothing was compared with what they list.
  std::vector<std::string> unknown_courts;
  bool names_no_court = false;  // a full push that says of no entry of which court it is compares nothing
  // Entries of which this push is the first to tell, or which it shows again, and which full pushes of later days leave out; how many of them are removed.
  uint64_t left_out_since = 0, removed_since = 0;
  uint64_t relisted = 0;  // entries that had been removed by absence and were shown again
  uint64_t ended_retentions = 0;
  uint64_t revision = 0;
  bool changed = false;

  static constexpr size_t kMostListed = 100;
  uint64_t refused() const;
};

// A removal by absence that waits for somebody to confirm it.
struct Proposal {
  int64_t finding = 0;  // its number
  std::string case_no, party, published_on, court, day;
};

struct SettleOptions {
  std::string recorded_at;
  std::string by;                      // who confirms or dismisses; must be named
  std::vector<int64_t> findings = {};  // by number
  std::optional<Date> push = {};       // all of the full push of this day
  bool dismiss = false;
  std::string reason = {};  // why; findings that are no proposals need it
};

struct SettleTold {
  uint64_t settled = 0;
  uint64_t removed = 0;  // of them, entries that were live until now
  uint64_t revision = 0;
  uint64_t closed = 0;                 // findings that were no proposals
  std::vector<Proposal> entries = {};  // what was settled, the first kMostListed
};

}  // namespace plumb::registry::court
