// Which rows a later one overtakes is the same whoever read the files, on whichever thread and how far ahead, and the same as by comparing
// each row with all.
#include "runtime/registry/overtaken.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <new>
#include <random>
#include <thread>

#include "runtime/identity/check_digit.hpp"
#include "runtime/registry/csv.hpp"
#include "tests/unit/registry/scratch.hpp"

namespace plumb::registry {
namespace {

// One of 28,000 made-up residents.
std::string resident(uint32_t number) {
  char digits[18];
  std::snprintf(digits, sizeof digits, "410397197005%02u%03u", number / 1000 % 28 + 1, number % 1000);
  return std::string(digits) + identity::resident_check_digit(digits);
}

struct File {
  Table table;
  std::string text;
};

std::unique_ptr<RecordReader> reader_of(const File& file) {
  return std::make_unique<CsvReader>(expect_value(CsvReader::open(file.text, shape(file.table), "a.csv")));
}

std::vector<OvertakenRows::Source> sources_of(const std::vector<File>& files) {
  std::vector<OvertakenRows::Source> sources;
  for (const File& file : files) sources.push_back({file.table, file.text.size(), [&file] { return Result<std::unique_ptr<RecordReader>>(reader_of(file)); }});
  return sources;
}

// Holdings and parties in several files; a third of the holdings' keys stand more than once, and some rows are refused.
std::vector<File> made(uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<File> files;
  for (int i = 0; i < 2; ++i) {
    std::string text = "id,kind,name,sector\n";
    for (int row = 0; row < 700; ++row) text += resident(static_cast<uint32_t>(random() % 2000)) + ",person,甲,\n";
    files.push_back({Table::parties, text});
  }
  for (int i = 0; i < 3; ++i) {
    std::string text = "id,party,matter,from,to,fields\n";
    const int rows = static_cast<int>(random() % 1500);
    for (int row = 0; row < rows; ++row)
      text += "h" + std::to_string(random() % 3000) + "," + resident(7) + "," + (random() % 2 == 0 ? "甲" : "乙") + "," +
              (random() % 20 == 0 ? "someday" : "2019-01-01") + ",,\n";
    files.push_back({Table::holdings, text});
  }
  return files;
}

// By file and row: "" where no later row counts, "same", or the column that differs.
using Told = std::vector<std::vector<std::string>>;

Told told_by(OvertakenRows& rows, const std::vector<File>& files) {
  Told told;
  for (size_t file = 0; file < files.size(); ++file) {
    EXPECT_TRUE(rows.finish(files[file].table, [] { return true; }));
    told.emplace_back();
    Record record;
    Row row;
    const TableShape& table = shape(files[file].table);
    const auto reader = reader_of(files[file]);
    for (uint64_t index = 0; reader->next(record); ++index) {
      if (map_row(table, record, row)) continue;
      const auto overtaken = rows.overtaken(table, row, file, index);
      told.back().push_back(!overtaken ? "" : overtaken->differs == nullptr ? "same" : overtaken->differs->name);
    }
  }
  return told;
}

Told told_by_comparing(const std::vector<File>& files) {
  std::map<std::pair<Table, std::string>, std::pair<size_t, Row>> last;
  Told told;
  for (const bool counting : {true, false}) {
    size_t number = 0;
    for (const File& file : files) {
      if (!counting) told.emplace_back();
      Record record;
      Row row;
      const TableShape& table = shape(file.table);
      const auto reader = reader_of(file);
      for (; reader->next(record); ++number) {
        if (map_row(table, record, row)) continue;
        std::string key;
        append_key(table, row, key);
        if (counting) {
          last[{file.table, key}] = {number, row};
          continue;
        }
        const auto& [counts, by] = last.at({file.table, key});
        std::string word = counts == number ? "" : "same";
        for (size_t i = table.columns.size(); i-- > 0 && counts != number;) {
          const bool differs = row.values[i].present != by.values[i].present || (row.values[i].present && row.values[i].text != by.values[i].text);
          if (differs) word = table.columns[i].name;
        }
        told.back().push_back(word);
      }
    }
  }
  return told;
}

TEST(OvertakenRows, AreThoseThatComparingAllRowsFinds) {
  for (uint32_t seed = 0; seed < 8; ++seed) {
    const std::vector<File> files = made(seed);
    const Told expected = told_by_comparing(files);
    size_t overtaken = 0;
    for (const auto& file : expected)
      overtaken += static_cast<size_t>(std::count_if(file.begin(), file.end(), [](const std::string& word) { return !word.empty(); }));
    ASSERT_GT(overtaken, 100u);
    OvertakenRows rows;
    rows.begin(sources_of(files));
    EXPECT_EQ(told_by(rows, files), expected);
    size_t bytes = 0;
    for (const File& file : files) bytes += file.text.size();
    EXPECT_EQ(rows.bytes_read(), bytes);
  }
}

TEST(OvertakenRows, AreTheSameHoweverFarAnotherThreadReadAhead) {
  const std::vector<File> files = made(3);
  const Told expected = told_by_comparing(files);
  for (int turns = 0; turns < 40; turns += 3) {
    OvertakenRows rows;
    rows.begin(sources_of(files));
    std::thread([&] {
      for (int i = 0; i < turns; ++i) rows.read_on();
    }).join();
    EXPECT_EQ(told_by(rows, files), expected) << turns << " turns ahead";
    EXPECT_FALSE(rows.read_on());
  }
}

// As where one thread writes parties while another reads holdings.
TEST(OvertakenRows, AreTheSameWhileAnotherThreadReadsOn) {
  const std::vector<File> files = made(5);
  const std::vector<File> parties(files.begin(), files.begin() + 2);
  const Told expected = told_by_comparing(files);
  for (int i = 0; i < 20; ++i) {
    OvertakenRows rows;
    rows.begin(sources_of(files));
    ASSERT_TRUE(rows.finish(Table::parties, [] { return true; }));
    const size_t before = rows.bytes_read();
    std::thread helper([&] {
      while (rows.read_on()) {
      }
    });
    const Told told = told_by(rows, parties);
    EXPECT_GE(rows.bytes_read(), before);
    helper.join();
    EXPECT_EQ(told, Told(expected.begin(), expected.begin() + 2));
    EXPECT_EQ(told_by(rows, files), expected);
  }
}

TEST(OvertakenRows, ReadingEndsWhereItIsToldTo) {
  const std::vector<File> files = made(1);
  OvertakenRows rows;
  rows.begin(sources_of(files));
  int asked = 0;
  const auto done = rows.finish(Table::holdings, [&] { return ++asked < 3; });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "registry.cancelled");
  EXPECT_TRUE(rows.finish(Table::documents, [] { return false; })) << "of a table without files there is nothing to read";
}

TEST(OvertakenRows, WhatReadingThrewReachesWhoWaitsForIt) {
  const std::vector<File> files = made(1);
  auto sources = sources_of(files);
  sources[3].open = []() -> Result<std::unique_ptr<RecordReader>> { throw std::bad_alloc(); };
  OvertakenRows rows;
  rows.begin(std::move(sources));
  while (rows.read_on()) {
  }
  EXPECT_TRUE(rows.finish(Table::parties, [] { return true; }));
  EXPECT_THROW((void)rows.finish(Table::holdings, [] { return true; }), std::bad_alloc);
}

}  // namespace
}  // namespace plumb::registry
