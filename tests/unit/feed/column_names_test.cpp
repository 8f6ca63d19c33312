// The names of the import format of entries are keys of a court's record too: drawn from the table of names, so that none is forgotten.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "runtime/feed/court_record.hpp"
#include "runtime/registry/chinese_names.hpp"

namespace plumb::feed {
namespace {

// Made of steps, and no field of a court's record.
bool is_of_steps(std::string_view column) { return column == "objection"; }

// Column → every name by which import files may call it.
std::map<std::string, std::set<std::string>> names_of_entries() {
  std::map<std::string, std::set<std::string>> names;
  for (const registry::Column& column : registry::shape(registry::Table::entries).columns) {
    if (!is_of_steps(column.name)) names[column.name].insert(column.name);
  }
  for (const registry::ChineseName& name : registry::chinese_names()) {
    if (name.table == registry::Table::entries && !is_of_steps(name.column)) names[std::string(name.column)].insert(std::string(name.zh));
  }
  return names;
}

TEST(ColumnNames, AreKeysOfACourtsRecord) {
  const auto names = names_of_entries();
  EXPECT_GE(names.size(), 26u);
  for (const auto& [column, all] : names) {
    for (const std::string& name : all) {
      const auto field = find_field(name);
      EXPECT_EQ(field ? shape(*field).column : "no key", column) << name;
    }
  }
}

TEST(ColumnNames, MakeARecordInChinese) {
  CourtReader reader(R"({"案号":"（2019）豫0399执1号","主体":"410399198503121236","姓名":"张三","执行法院":"样例县人民法院","发布日期":"2019-06-10"})");
  RawRecord raw;
  ASSERT_TRUE(reader.next(raw));
  const auto read = read_court_record(raw);
  const auto* record = std::get_if<CourtRecord>(&read);
  ASSERT_NE(record, nullptr) << std::get<CourtRefusal>(read).key;
  EXPECT_EQ(record->value(Field::party), "410399198503121236");
}

}  // namespace
}  // namespace plumb::feed
