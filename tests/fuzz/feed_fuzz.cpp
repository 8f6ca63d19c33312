// Any bytes → a file of the court. Every record comes out once, taken or refused with a reason; what is kept of a record that was taken
// is kept as it is when it comes again; and the same bytes give the same answers.
#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/base/date.hpp"
#include "compiler/base/unicode.hpp"
#include "runtime/feed/court_record.hpp"

namespace {

using namespace plumb::feed;

void require(bool holds) {
  if (!holds) std::abort();
}

// The keys under which values stand that were read already.
const char* key_of(Field field) { return field == Field::area ? "areaName" : shape(field).column; }

void check_again(const CourtRecord& record) {
  boost::json::object again;
  for (size_t i = 0; i < kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    if (record.value(field)) again[key_of(field)] = *record.value(field);
  }
  const std::string once = boost::json::serialize(again);
  if (once.size() > kMaxRecordBytes) return;
  CourtReader reader(once);
  RawRecord raw;
  require(reader.next(raw));
  const auto read = read_court_record(raw);
  const auto* same = std::get_if<CourtRecord>(&read);
  require(same != nullptr && same->kind == record.kind && same->values == record.values);
  for (const auto& [column, text] : same->originals) require(column == "area");  // kept however it is written
}

void check(const CourtRecord& record) {
  require(record.value(Field::case_no) && record.value(Field::party));
  const auto& day = record.value(record.kind == CourtRecord::Kind::removal ? Field::removed_on : Field::published_on);
  require(day && plumb::Date::parse(*day).has_value());
  for (const auto& value : record.values) require(!value || (!value->empty() && !plumb::unicode::first_invalid(*value)));
  check_again(record);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  CourtReader reader(text), twin(text);
  size_t position = 0;
  for (RawRecord raw, raw_twin; reader.next(raw);) {
    require(twin.next(raw_twin) && raw_twin.whole == raw.whole && raw_twin.number == raw.number && raw_twin.fault == raw.fault);
    require(reader.position() <= size);
    position += 1;
    require(position <= size + 1);  // a record takes at least one byte, but for the one that says the file was cut
    const auto read = read_court_record(raw);
    if (const auto* refusal = std::get_if<CourtRefusal>(&read))
      require(refusal->reason != RejectReason::none);
    else
      check(std::get<CourtRecord>(read));
  }
  return 0;
}
