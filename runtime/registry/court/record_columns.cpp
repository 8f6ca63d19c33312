#include "runtime/registry/court/record_columns.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "runtime/registry/court/plan_texts.hpp"

namespace plumb::registry::court {

using feed::CourtRecord;
using feed::Field;

std::string key_of(const CourtRecord& record) {
  const bool removal = record.kind == CourtRecord::Kind::removal;
  const std::string listing = subject_of(text_of(record, Field::case_no), text_of(record, Field::party), text_of(record, Field::published_on));
  // Without the day of its listing a removal is told from another of the same case by its own day.
  const bool nameless = removal && !record.value(Field::published_on);
  return (removal ? "-" : "+") + listing + (nameless ? "@" + text_of(record, Field::removed_on) : std::string());
}

size_t column_of(Field field) {
  static const std::array<size_t, feed::kFieldCount> kColumns = [] {
    std::array<size_t, feed::kFieldCount> columns{};
    for (size_t i = 0; i < feed::kFieldCount; ++i) {
      const auto one = static_cast<Field>(i);
      columns[i] = one < Field::removal_document ? entry_column(feed::shape(one).column) : kNoColumn;
    }
    return columns;
  }();
  return kColumns[static_cast<size_t>(field)];
}

std::span<const Field> fields_by_column() {
  static const std::vector<Field> kFields = [] {
    std::vector<Field> fields;
    for (size_t i = 0; i < feed::kFieldCount; ++i) {
      if (column_of(static_cast<Field>(i)) != kNoColumn) fields.push_back(static_cast<Field>(i));
    }
    std::sort(fields.begin(), fields.end(), [](Field a, Field b) { return std::string_view(feed::shape(a).column) < feed::shape(b).column; });
    return fields;
  }();
  return kFields;
}

bool is_removal_field(Field field) { return field == Field::removed_on || field == Field::removal_kind || field == Field::removal_ground; }

bool is_plain(Field field) {
  return column_of(field) != kNoColumn && field != Field::case_no && field != Field::party && field != Field::published_on && !is_removal_field(field);
}

bool says(const CourtRecord& record, Field field) {
  if (!record.names(field) || !(is_plain(field) || is_removal_field(field))) return false;
  return record.value(field) || !(is_removal_field(field) || field == Field::publishable);
}

CourtRecord news_of(const CourtRecord& record, const std::bitset<feed::kFieldCount>& taken) {
  CourtRecord news = record;
  news.named &= taken;
  std::erase_if(news.originals, [&](const auto& original) {
    for (size_t i = 0; i < feed::kFieldCount; ++i) {
      if (taken[i] && original.first == feed::shape(static_cast<Field>(i)).column) return false;
    }
    return true;
  });
  return news;
}

bool differs_from(const Listing& listing, const CourtRecord& record) {
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    if (!says(record, field) || is_removal_field(field)) continue;
    const Value& value = listing.row.values[column_of(field)];
    if (value.present != record.value(field).has_value() || (value.present && value.text != *record.value(field))) return true;
  }
  return false;
}

}  // namespace plumb::registry::court
