// How files that are imported may be written: formats, encodings, headers, days, spellings; and what is told of a wrong shape.
#include "scratch.hpp"

namespace plumb::registry {
namespace {

class WrittenForms : public Scratch {};

const std::string kParties = "id,kind,name,sector\n";

TEST_F(WrittenForms, CsvAsSpreadsheetsWriteIt) {
  Registry registry = make();
  (void)take(registry, "parties.csv",
             "\xEF\xBB\xBF\"name\",id,sector,kind\r\n\"新安县\"\"甲\"\", 乙\r\n公司\",91410397900000030U,construction,organisation\r\n\r\n 张三 "
             ",410397197005020013,,person");
  const facts::Facts facts = expect_value(registry.read());
  ASSERT_EQ(facts.parties.size(), 2u);
  EXPECT_EQ(facts.parties[0].name, "张三");
  EXPECT_EQ(facts.parties[0].kind, PartyKind::person);
  EXPECT_EQ(facts.parties[0].sector, std::nullopt);
  EXPECT_EQ(facts.parties[1].name, "新安县\"甲\", 乙 公司");
  EXPECT_EQ(facts.parties[1].sector, Sector::construction);
}

TEST_F(WrittenForms, NdjsonSaysTheSameAsCsv) {
  Registry csv = expect_value(Registry::create(path("csv.db")));
  Registry json = expect_value(Registry::create(path("json.db")));
  (void)take(csv, "entries.csv",
             "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,objection\n"
             "甲1,410397197005020013,法院,2019-01-01,,,,false,410397197007100703;410397197007120720,2019-02-01–2019-02-04\n");
  (void)take(json, "entries.ndjson",
             R"({ "case_no":"\u75321","party":"410397197005020013","court":"法院","published_on":"2019-01-01","removed_on":null,)"
             R"("publishable":false,"responsible":["410397197007120720","410397197007100703"],"objection":{"from":"2019-02-01","to":"2019-02-04"}})");
  const facts::Facts a = expect_value(csv.read());
  const facts::Facts b = expect_value(json.read());
  ASSERT_EQ(a.entries.size(), 1u);
  ASSERT_EQ(b.entries.size(), 1u);
  EXPECT_EQ(a.entries[0].case_no, b.entries[0].case_no);
  EXPECT_EQ(a.entries[0].responsible, b.entries[0].responsible);
  EXPECT_FALSE(b.entries[0].publishable);
  ASSERT_TRUE(a.entries[0].objection && b.entries[0].objection);
  EXPECT_EQ(a.entries[0].objection->from, Date::parse("2019-02-01"));
  EXPECT_EQ(b.entries[0].objection->to, Date::parse("2019-02-04"));
}

TEST_F(WrittenForms, KeepsAllTheFieldsThatTheNoticeNames) {
  Registry registry = make();
  (void)take(
      registry, "entries.ndjson",
      R"({"case_no":"甲1","party":"91410397900000030U","court":"c","published_on":"2019-01-01","publishable":true,"filed_on":"2018-12-01","basis_no":"bn",)"
      R"("basis_unit":"bu","duty":"du","performance":"pe","conduct":"co","performed_part":"pp","unperformed_part":"up","name":"na","age":40,"gender":"ge",)"
      R"("legal_representative":"lr","decision_no":"dn","served_on":"2018-12-20","removal_kind":"rk","removal_ground":"rg","unit":"un"})");
  const facts::Facts facts = expect_value(registry.read());
  ASSERT_EQ(facts.entries.size(), 1u);
  const facts::Entry& e = facts.entries[0];
  EXPECT_EQ(e.filed_on, Date::parse("2018-12-01"));
  EXPECT_EQ(e.served_on, Date::parse("2018-12-20"));
  const std::string all = e.court + e.basis_no + e.basis_unit + e.duty + e.performance + e.conduct + e.performed_part + e.unperformed_part + e.name + e.age +
                          e.gender + e.legal_representative + e.decision_no + e.removal_kind + e.removal_ground + e.unit;
  EXPECT_EQ(all, "cbnbudupecoppupna40gelrdnrkrgun");
}

TEST_F(WrittenForms, GbkIsFoundOut) {
  Registry registry = make();
  // "张三" and "·" in GBK.
  const ImportSummary summary =
      take(registry, "parties.csv", kParties + "410397197005020013,person,\xD5\xC5\xC8\xFD,\n410397197007100703,person,\xB0\xA1\xA1\xA4\xB0\xA1,\n");
  EXPECT_EQ(summary.files[0].encoding, Encoding::gbk);
  const facts::Facts facts = expect_value(registry.read());
  ASSERT_EQ(facts.parties.size(), 2u);
  EXPECT_EQ(facts.parties[0].name, "张三");
  EXPECT_EQ(facts.parties[1].name, "啊·啊");
}

TEST_F(WrittenForms, EncodingsCanBeForced) {
  Registry registry = make();
  const auto file = write("parties.csv", kParties + "410397197005020013,person,\xD5\xC5\xC8\xFD,\n");
  const auto forced = registry.import({{file, {}}}, {.recorded_at = tick(), .encoding = EncodingChoice::utf8});
  ASSERT_FALSE(forced);
  EXPECT_EQ(forced.error().code, "import.encoding_said");
  EXPECT_NE(forced.error().message.find("parties.csv:2"), std::string::npos);
  EXPECT_EQ(expect_value(registry.import({{file, {}}}, {.recorded_at = tick(), .encoding = EncodingChoice::gbk})).taken(), 1u);
  for (const char* bytes : {"\xFF\xFEi\0", "id\n\xD5\xC5\xFF\xFF\n"}) {
    const auto neither = registry.import({{write("parties.csv", bytes), {}}}, {.recorded_at = tick()});
    ASSERT_FALSE(neither);
    EXPECT_EQ(neither.error().code, "import.encoding");
  }
}

TEST_F(WrittenForms, AFileOfTwoEncodingsIsRefusedWithItsRows) {
  Registry registry = make();
  const std::string mixed = kParties + "410397197005020013,person,\xD5\xC5\xC8\xFD,\n410397197007100703,person,李四,\n410397197007120720,person,\xC0\xEE,\n";
  const auto refused = registry.import({{write("parties.csv", mixed), {}}}, {.recorded_at = tick()});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "import.mixed_encoding");
  EXPECT_TRUE(refused.error().message.ends_with("parties.csv:3")) << refused.error().message;
  EXPECT_EQ(expect_value(registry.revision()), 0u);
  // 牡南模 in GBK: two-byte sequences that UTF-8 has as well say nothing.
  EXPECT_EQ(take(registry, "parties.csv", kParties + "410397197005020013,person,\xC4\xB5\xC4\xA3,\n410397197007100703,person,\xD5\xC5\xC8\xFD,\n").taken(), 2u);
}

TEST_F(WrittenForms, ColumnsMayBeNamedInChinese) {
  Registry registry = make();
  const ImportSummary summary =
      take(registry, "entries.csv",
           "案号,统一社会信用代码（组织机构代码）,单位名称,执行人民法院,发布时间,届满日期,撤销事由发生日期,撤销时间,可以公布,直接责任人员,立案时间\n"
           "甲1,91410397900000030U,甲公司,某法院,2019年1月1日,,,,是,,20181201\n");
  EXPECT_EQ(summary.files[0].added, 1u);
  (void)take(registry, "parties.ndjson", R"({"编号":"410397197005020013","类别":"自然人","姓名":"张三"})");
  const facts::Facts facts = expect_value(registry.read());
  ASSERT_EQ(facts.entries.size(), 1u);
  EXPECT_EQ(facts.entries[0].party, "91410397900000030U");
  EXPECT_EQ(facts.entries[0].published_on, Date::parse("2019-01-01"));
  EXPECT_EQ(facts.entries[0].filed_on, Date::parse("2018-12-01"));
  ASSERT_EQ(facts.parties.size(), 2u);  // the entry names one as well
  EXPECT_EQ(facts.parties[0].name, "张三");
  const auto twice = registry.import({{write("parties.csv", "id,编号,kind,name\n"), {}}}, {.recorded_at = tick()});
  EXPECT_EQ(twice.error().code, "import.duplicate_column");
}

TEST_F(WrittenForms, DaysMayBeWrittenAsSpreadsheetsAndPeopleDo) {
  Registry registry = make();
  const ImportSummary summary = take(
      registry, "entries.csv",
      kEntryHeader +
          "甲1,410397197005020013,c,2023/1/9,,,,true,\n甲2,410397197005020013,c,2023.01.9,,,,true,\n甲3,410397197005020013,c,2023年1月9日,,,,true,\n"
          "甲4,410397197005020013,c,20230109,,,,true,\n甲5,410397197005020013,c,２０２３－１－９,,,,true,\n甲6,410397197005020013,c,2023-01-09,,,,true,\n");
  EXPECT_EQ(summary.rejected(), 0u);
  EXPECT_EQ(summary.files[0].normalised, 5u);
  for (const facts::Entry& entry : expect_value(registry.read()).entries) EXPECT_EQ(entry.published_on, Date::parse("2023-01-09")) << entry.case_no;
  const ImportSummary refused =
      take(registry, "entries.csv",
           kEntryHeader +
               "乙1,410397197005020013,c,2023/2/30,,,,true,\n乙2,410397197005020013,c,1/2/2023,,,,true,\n"
               "乙3,410397197005020013,c,2023/1-2,,,,true,\n乙4,410397197005020013,c,23/1/2,,,,true,\n乙5,410397197005020013,c,2023101,,,,true,\n");
  EXPECT_EQ(refused.rejected(), 5u);
}

TEST_F(WrittenForms, OldOrganisationCodesAreOneHoweverWrittenAndTold) {
  Registry registry = make();
  const ImportSummary summary = take(registry, "parties.csv", kParties + "00001112-1,organisation,甲,\n000011121,organisation,甲,\n");
  EXPECT_EQ(summary.files[0].overtaken, 1u);
  ASSERT_EQ(summary.warnings.size(), 1u);
  EXPECT_EQ(summary.warnings[0].warning, RowWarning::old_code);
  EXPECT_EQ(expect_value(registry.read()).parties[0].id, "00001112-1");
}

TEST_F(WrittenForms, NumbersOfNeitherFormAreTakenAndTold) {
  Registry registry = make();
  const ImportSummary summary = take(registry, "parties.csv", kParties + "41039719700502001,person,张三,\nE12345678,person,张三,\n");
  EXPECT_EQ(summary.files[0].taken(), 2u);
  ASSERT_EQ(summary.warnings.size(), 1u);
  EXPECT_EQ(summary.warnings[0].warning, RowWarning::misshapen);
  EXPECT_EQ(summary.warnings[0].row, 2u);
}

TEST_F(WrittenForms, TabsAndEndsOfLinesMayStandInACell) {
  Registry registry = make();
  const ImportSummary summary = take(registry, "parties.csv", kParties + "410397197005020013,person,\"张\t三\r\n丙\",\n");
  EXPECT_EQ(summary.taken(), 1u);
  const std::string fields = R"({"id":"H2","party":"410397197005020013","matter":"honour","fields":{"title":"a\tb\nc\\u001b"}})";
  EXPECT_EQ(take(registry, "holdings.ndjson", fields).taken(), 1u);  // the last is a backslash and a word
}

TEST_F(WrittenForms, FilesWhoseShapeIsWrongStopTheCallBeforeAnythingIsTaken) {
  Registry registry = make();
  const auto good = write("relations.csv", "holder,role,organisation,from,to,share\n410397197005020013,director,91410397900000030U,,,\n");
  const auto code = [&](const std::string& name, const std::string& content) {
    const auto done = registry.import({{good, {}}, {write(name, content), {}}}, {.recorded_at = tick()});
    EXPECT_EQ(expect_value(registry.revision()), 0u);
    return done ? std::string() : done.error().code + "|" + done.error().message;
  };
  EXPECT_TRUE(code("parties.csv", "").starts_with("import.no_header"));
  const std::string unknown = code("parties.csv", "id,kind,nmae,sector\n");
  EXPECT_TRUE(unknown.starts_with("import.unknown_column")) << unknown;
  EXPECT_NE(unknown.find("\"nmae\" (parties: id, kind, name, sector)"), std::string::npos) << unknown;
  EXPECT_TRUE(code("parties.csv", "id,kind,name,id\n").starts_with("import.duplicate_column"));
  EXPECT_TRUE(code("parties.csv", "kind,name,sector\n").starts_with("import.missing_column"));
  EXPECT_TRUE(code("entries.csv", "case_no,party,court,published_on,publishable,responsible\n").starts_with("import.missing_column"));
  const auto told = [&](const std::string& header) { return code("entries.csv", header + "\n"); };
  EXPECT_TRUE(told("案号,主体,执行法院,发布时间").ends_with("entries.csv: 届满日期、撤销事由发生日期、撤销时间、可以公布、直接责任人员"))
      << told("案号,主体,执行法院,发布时间");
  EXPECT_TRUE(told("case_no,party,court,published_on,removed_on,publishable").ends_with("entries.csv: expires_on, ground_on, responsible"));
  const std::string strange = told("案号,主题");
  EXPECT_NE(strange.find("\"主题\" (entries: 案号、主体、执行人民法院、发布时间、"), std::string::npos) << strange;
  const std::string open = code("parties.csv", kParties + "1,person,a,\n2,person,\"b,\n3,person,c,\n");
  EXPECT_TRUE(open.starts_with("import.open_quote")) << open;
  EXPECT_NE(open.find("parties.csv:3"), std::string::npos) << open;
  const std::string unnamed = code("people.csv", kParties);
  EXPECT_TRUE(unnamed.starts_with("import.unknown_table")) << unnamed;
  for (size_t i = 0; i < kImportedTables; ++i) EXPECT_NE(unnamed.find(shape(static_cast<Table>(i)).name), std::string::npos) << unnamed;
  const auto missing = registry.import({{path("absent/parties.csv"), {}}}, {.recorded_at = tick()});
  EXPECT_EQ(missing.error().code, "import.missing");
  const auto folder = registry.import({{folder_, Table::parties}}, {.recorded_at = tick()});
  EXPECT_EQ(folder.error().code, "file.kind");
}

TEST_F(WrittenForms, TellsTheTableFromTheFilesName) {
  EXPECT_EQ(table_of_file("/a/b/entries.csv"), Table::entries);
  EXPECT_EQ(table_of_file("holdings-2019.ndjson"), Table::holdings);
  EXPECT_EQ(table_of_file("parties_1.csv"), Table::parties);
  EXPECT_EQ(table_of_file("entriesx.csv"), std::nullopt);
  EXPECT_EQ(table_of_file("名单.csv"), Table::entries);
  EXPECT_EQ(table_of_file("主体2019年.csv"), Table::parties);
  EXPECT_EQ(table_of_file("既有事项-1.ndjson"), Table::holdings);
  EXPECT_EQ(table_of_file("本县名单.csv"), std::nullopt);
  Registry registry = make();
  const auto named = registry.import({{write("x.dat", kParties + "410397197005020013,person,,\n"), Table::parties}}, {.recorded_at = tick()});
  EXPECT_EQ(expect_value(named).taken(), 1u);
}

TEST_F(WrittenForms, RecordsWhatWasNormalisedBesideTheOriginal) {
  Registry registry = make();
  (void)take(registry, "parties.csv", kParties + "４１０３９７７００５０２００１,person,　买买提•艾力,\n");
  EXPECT_EQ(expect_value(registry.read()).parties[0].id, "410397197005020013");
  EXPECT_EQ(expect_value(registry.read()).parties[0].name, "买买提·艾力");
  const std::string database = slurp(path("r.db")) + slurp(path("r.db-wal"));
  EXPECT_NE(database.find(R"({"id":"４１０３９７７００５０２００１","name":"　买买提•艾力"})"), std::string::npos);
}

}  // namespace
}  // namespace plumb::registry
