// What a record of the court says of the columns of its entry: field ↔ column, and whether it speaks of it; which records are of one thing.
// Part of pushes alone; pure.
#pragma once

#include <bitset>
#include <cstddef>
#include <span>

#include "runtime/feed/court_record.hpp"
#include "runtime/registry/court/standing.hpp"

namespace plumb::registry::court {

inline constexpr size_t kNoColumn = SIZE_MAX;

// The key by which records of one push are about the same thing: case, party, day of publication, and whether it is a removal.
std::string key_of(const feed::CourtRecord& record);

// The entries' column of the field; kNoColumn: it has none.
size_t column_of(feed::Field field);

// The fields that have one, in the order of the columns' names.
std::span<const feed::Field> fields_by_column();

bool is_removal_field(feed::Field field);

// A column of the entry that neither its key nor its removal is.
bool is_plain(feed::Field field);

// Whether the record says something of a column of the entry other than its key. A key that stands in the record says something, if only that
// there is nothing, but for removals and whether the entry may be published; one that does not stand there leaves what is known.
bool says(const feed::CourtRecord& record, feed::Field field);

// The record as far as it is news: `taken` are the fields of which it is.
feed::CourtRecord news_of(const feed::CourtRecord& record, const std::bitset<feed::kFieldCount>& taken);

// Whether the record says of the entry itself what is not known of it.
bool differs_from(const Listing& listing, const feed::CourtRecord& record);

}  // namespace plumb::registry::court
