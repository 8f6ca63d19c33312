// One push of the court from its files to its commit. Used by Registry::take_push alone. One thread calls it and writes; another helps to read
// records, makes ready what entries become, seals the journal, and gives memory back.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/registry/court/full_lists.hpp"
#include "runtime/registry/court/plan.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/journal/sealing.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry::court {

class PushImport {
 public:
  PushImport(Database& database, const PushOptions& options)
      : database_(database), options_(options), today_(day_of(options.recorded_at)), plan_(database, options.day, today_) {}
  // Errors: import.*, registry.*; then nothing was changed.
  Result<PushTold> run(const std::vector<std::filesystem::path>& files);

 private:
  // Where it is no moment, run() refuses.
  static Date day_of(const std::string& recorded_at) {
    const auto moment = canonical_moment(recorded_at);
    return moment ? day_in_beijing(*moment) : Date{};
  }
  struct Source {
    Origin origin;
    std::string text;
    bool sent_before = false;
  };
  struct Record {
    Place place;
    std::unique_ptr<const feed::CourtRecord> said;
    std::string key;
    bool overtaken = false;
  };

  Result<void> load(const std::vector<std::filesystem::path>& files);
  Result<bool> was_sent_before(const Origin& origin);
  Result<void> parse();
  Result<void> refuse(size_t source, uint64_t record, const feed::CourtRefusal& refusal);
  void note(Place place, std::string_view key, size_t warning);
  Result<void> find_overtaken();
  Result<void> follow_entry(const Record& record, std::optional<Listing> anew);
  Result<void> follow_entries();
  Result<void> follow_removals();
  bool report_followed(size_t record) const;
  void count(const Record& record, Fate fate);
  Result<void> ask_of_names(FactWriter& writer);
  Result<void> find_absent();
  Result<void> note_courts(const FullList& list);
  Result<void> find_left_out_since();
  Result<void> remember_lists(FactWriter& writer);
  Result<void> write();

  Database& database_;
  const PushOptions& options_;
  Date today_;  // of recording, in Beijing
  Plan plan_;
  std::vector<Source> sources_;
  std::vector<Record> records_;
  bool any_record_read_ = false;
  std::optional<FullList> full_list_;   // what this push is, where it is one
  std::vector<FullList> counted_anew_;  // those of later days
  std::optional<RejectFile> reject_file_;
  journal::Sealing sealing_;
  PushTold told_;
};

}  // namespace plumb::registry::court
