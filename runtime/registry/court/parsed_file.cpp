#include "runtime/registry/court/parsed_file.hpp"

#include <algorithm>
#include <mutex>
#include <utility>
#include <variant>

#include "runtime/feed/court_reader.hpp"
#include "runtime/registry/court/record_columns.hpp"
#include "runtime/threads/crew.hpp"

namespace plumb::registry::court {

namespace {

using feed::Field;

constexpr size_t kRecordsOfStretch = 256;  // a millisecond or two of work, so that neither thread waits long for the other

void parse(const feed::RawRecord& raw, ParsedRecord& out) {
  out.number = raw.number;
  auto read = feed::read_court_record(raw);
  if (auto* const refusal = std::get_if<feed::CourtRefusal>(&read)) {
    out.refusal = std::move(*refusal);
    return;
  }
  out.record = std::make_unique<feed::CourtRecord>(std::move(std::get<feed::CourtRecord>(read)));
  const feed::CourtRecord& record = *out.record;
  out.key = key_of(record);
  out.normalised = static_cast<uint64_t>(std::count_if(record.originals.begin(), record.originals.end(),
                                                       [&](const auto& one) { return one.first != "area" || record.value(Field::area) != one.second; }));
}

// Of two threads one at a time cuts the text's next stretch into records; what they say is read side by side.
class Parsing {
 public:
  Parsing(std::string_view text, const std::function<bool(uint64_t)>& go_on) : reader_(text), go_on_(go_on) {}

  ParsedFile run() {
    if (!go_on_(0)) {
      file_.cancelled = true;
      return std::move(file_);
    }
    threads::together(1, [&](unsigned worker) {
      try {
        take_stretches(worker);
      } catch (...) {
        failure_.note();
        const std::lock_guard lock(mutex_);
        ended_ = true;
      }
    });
    failure_.rethrow();
    file_.cut_short = reader_.cut_short();
    return std::move(file_);
  }

 private:
  void take_stretches(unsigned worker) {
    std::vector<feed::RawRecord> raw(kRecordsOfStretch);
    uint64_t met = 0;
    for (;;) {
      if (worker == 0 && met != 0 && !go_on_(met)) {
        const std::lock_guard lock(mutex_);
        ended_ = file_.cancelled = true;
        return;
      }
      size_t count = 0;
      std::vector<ParsedRecord>* stretch = nullptr;
      {
        const std::lock_guard lock(mutex_);
        if (ended_) return;
        while (count < raw.size() && !ended_) {
          ended_ = !reader_.next(raw[count]);
          count += ended_ ? 0 : 1;
        }
        stretch = &file_.stretches.emplace_back(count);
        met = met_ += count;
      }
      for (size_t i = 0; i < count; ++i) parse(raw[i], (*stretch)[i]);
    }
  }

  feed::CourtReader reader_;
  const std::function<bool(uint64_t)>& go_on_;
  std::mutex mutex_;  // of the reader and of:
  ParsedFile file_;
  uint64_t met_ = 0;
  bool ended_ = false;
  threads::Failure failure_;
};

}  // namespace

ParsedFile parse_file(std::string_view text, const std::function<bool(uint64_t)>& go_on) { return Parsing(text, go_on).run(); }

}  // namespace plumb::registry::court
