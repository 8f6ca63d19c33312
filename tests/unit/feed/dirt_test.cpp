// The table of dirt.md, line by line; and that what is kept of a line, sent again, is kept as it is.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "runtime/feed/court_record.hpp"
#include "runtime/feed/json_text.hpp"

namespace plumb::feed {
namespace {

struct Line {
  std::string key, value, kept, told;
};

std::string unescaped(const std::string& text) { return text.find('\\') == std::string::npos ? text : unescape_json("\"" + text + "\""); }

std::vector<Line> table() {
  std::ifstream in(PLUMB_SOURCE_DIR "/tests/unit/feed/dirt.md");
  std::vector<Line> lines;
  bool in_table = false;
  for (std::string text; std::getline(in, text);) {
    if (text.starts_with("|---")) {
      in_table = true;
      continue;
    }
    if (!in_table || !text.starts_with("| ")) continue;
    std::vector<std::string> cells;
    for (size_t at = 1; at < text.size();) {
      const size_t end = text.find('|', at);
      std::string cell = text.substr(at, end - at);
      while (cell.starts_with(' ')) cell.erase(0, 1);
      while (cell.ends_with(' ')) cell.pop_back();
      cells.push_back(cell);
      at = end + 1;
    }
    cells.resize(4);
    lines.push_back({cells[0], cells[1], unescaped(cells[2]), cells[3]});
  }
  return lines;
}

// A record that is in order, but for the value of one key.
std::string record_with(const std::string& key, const std::string& value) {
  const std::pair<Field, std::pair<const char*, const char*>> usual[] = {
      {Field::case_no, {"caseCode", "（2019）豫0323执12号"}}, {Field::party, {"cardNum", "410399198503078813"}},    {Field::name, {"iname", "张三"}},
      {Field::court, {"courtName", "新安县人民法院"}},        {Field::published_on, {"publishDate", "2019-07-09"}},
  };
  std::string text = "{";
  for (const auto& [field, pair] : usual) {
    if (find_field(key) == field) continue;
    text.append("\"").append(pair.first).append("\":\"").append(pair.second).append("\",");
  }
  return text + "\"" + key + "\":" + value + "}";
}

std::variant<CourtRecord, CourtRefusal> read(const std::string& text) {
  CourtReader reader(text);
  RawRecord raw;
  EXPECT_TRUE(reader.next(raw)) << text;
  return read_court_record(raw);
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' || c == '\\' ? "\\" : "").push_back(c);
  return out + "\"";
}

TEST(Dirt, IsKeptAsTheTableSays) {
  const std::vector<Line> lines = table();
  ASSERT_GT(lines.size(), 80u);
  for (const Line& line : lines) {
    SCOPED_TRACE(line.key + " " + line.value);
    const auto read_back = read(record_with(line.key, line.value));
    if (const auto* refusal = std::get_if<CourtRefusal>(&read_back)) {
      EXPECT_EQ(std::string("refused: ") + reason_code(refusal->reason), line.kept);
      continue;
    }
    const CourtRecord& record = std::get<CourtRecord>(read_back);
    const auto field = find_field(line.key);
    EXPECT_EQ(field ? record.value(*field).value_or("") : "", line.kept);
    std::string told;
    for (const auto& [warning, key] : record.warnings) {
      told.append(told.empty() ? "" : " ").append(warning_code(warning));
      EXPECT_EQ(key, line.key);
    }
    EXPECT_EQ(told, line.told);
  }
}

TEST(Dirt, IsKeptBesideWhatItBecame) {
  for (const Line& line : table()) {
    SCOPED_TRACE(line.key + " " + line.value);
    const auto field = find_field(line.key);
    if (!field || line.value.front() != '"' || line.kept.starts_with("refused")) continue;
    if (*field == Field::publishable || *field == Field::published_stamp || *field == Field::passed_over) continue;
    const auto read_back = read(record_with(line.key, line.value));
    const CourtRecord& record = std::get<CourtRecord>(read_back);
    std::string original;
    for (const auto& [column, text] : record.originals) {
      if (column == shape(*field).column) original = text;
    }
    EXPECT_EQ(original.empty(), line.kept == unescape_json(line.value)) << original;
  }
}

TEST(Dirt, OnceGoneStaysGone) {
  for (const Line& line : table()) {
    SCOPED_TRACE(line.key + " " + line.value);
    const auto field = find_field(line.key);
    if (!field || line.kept.empty() || line.kept.starts_with("refused") || *field == Field::published_stamp) continue;
    const auto again = read(record_with(line.key, quoted(line.kept)));
    const CourtRecord& record = std::get<CourtRecord>(again);
    EXPECT_EQ(record.value(*field).value_or(""), line.kept);
    EXPECT_TRUE(record.originals.empty() || record.originals.front().first != shape(*field).column);
  }
}

}  // namespace
}  // namespace plumb::feed
