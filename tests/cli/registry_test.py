#!/usr/bin/env python3
"""plumb registry: imports as they come."""
import json

from program import CASE, CLEAR, DEBTOR, DIRECTOR, FINDINGS, FINE, INPUT_OUTPUT, STRANGER, USAGE, ProgramTest, main, person

ENTRIES = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible"


def entry(number, party):
    return f"（2020）豫0399执{number}号,{party},样例县人民法院,2020-06-01,,,,true,"


class Import(ProgramTest):
    def setUp(self):
        super().setUp()
        self.run_plumb("registry", "init", self.db)

    def rows(self):
        return self.stats()["rows"] | {}

    def imported(self, *arguments, **more):
        return self.run_plumb("registry", "import", self.db, *arguments, **more)

    def test_init_never_overwrites(self):
        before = self.db.read_bytes()
        for lang in ("en", "zh"):
            done = self.run_plumb("registry", "init", self.db, status=INPUT_OUTPUT, lang=lang)
            self.assertIn("[registry.exists]", done.stderr)
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
        self.assertEqual(self.db.read_bytes(), before)
        kept = self.write("kept.txt", "mine")
        self.run_plumb("registry", "init", kept, status=INPUT_OUTPUT)
        self.assertEqual(kept.read_text(), "mine")

    def test_every_table_and_stats(self):
        holding = {"id": "H1", "party": DEBTOR, "matter": "honour", "from": "2020-01-01", "to": None, "fields": {"granted_on": "2020-01-01"}}
        self.imported(
            self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,", f"{DEBTOR},organisation,甲公司,construction"),
            self.csv("relations.csv", "holder,role,organisation,from,to,share", f"{DIRECTOR},director,{DEBTOR},,,"),
            self.csv("entries.csv", ENTRIES, entry(1, DEBTOR)), self.csv("permits.csv", "party,target,from,to,document", f"{DIRECTOR},lodging,2020-06-01,,准字1号"),
            self.csv("retentions.csv", "case_no,party,measure,until,basis", f"{CASE},{DEBTOR},luxury_lodging,2020-12-31,依据"),
            self.write("holdings.ndjson", json.dumps(holding)), "--synchronised", "2020-07-01")
        stats = self.stats()
        self.assertEqual({t: stats["rows"][t] for t in ("parties", "relations", "entries", "permits", "retentions", "holdings")},
                         {"parties": 2, "relations": 1, "entries": 1, "permits": 1, "retentions": 1, "holdings": 1})
        self.assertEqual((stats["revision"], stats["synchronised"]), (1, "2020-07-01"))
        text = self.run_plumb("registry", "stats", self.db, lang="zh").stdout
        self.assertIn("  既有事项", text)
        self.assertNotIn("holdings", text)
        self.assertIn("2020-07-01", text)
        self.assertTrue(self.has_chinese(text))

    def test_the_same_again_changes_nothing(self):
        files = [self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,"), self.csv("entries.csv", ENTRIES, entry(1, DEBTOR))]
        self.imported(*files)
        before = self.stats()
        self.assertIn("unchanged 1", self.imported(*files).stderr)
        self.assertEqual(self.stats(), before)

    def test_a_dry_run_tells_and_changes_nothing(self):
        rows = self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,", "nobody,person,,")
        before = self.stats(), self.db.read_bytes()
        told = self.imported(rows, "--dry-run", "--rejects", "refused.csv").stderr
        self.assertIn("taken 1", told)
        self.assertIn("rejected 1", told)
        self.assertIn("dry run", told)
        self.assertEqual((self.stats(), self.db.read_bytes()), before)

    def test_rejected_rows_go_to_a_file_with_place_value_and_reason_and_the_others_are_taken(self):
        rows = self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,", f"{STRANGER},wizard,李四,", f"{CLEAR},organisation,乙公司,other")
        done = self.imported(rows)
        self.assertIn("taken 2", done.stderr)
        self.assertIn(str(self.db) + ".rejects.csv", done.stderr)
        written = self.folder / "county.db.rejects.csv"
        self.assertTrue(written.read_bytes().startswith(b"\xef\xbb\xbf"), "a spreadsheet would take it for another encoding")
        refused = written.read_text(encoding="utf-8-sig").splitlines()
        self.assertEqual(refused[0], "file,row,column,value,reason")
        self.assertIn(',kind,wizard,"not a kind of party', refused[1])
        self.imported(rows, "--rejects", "elsewhere.csv", lang="zh")
        self.assertIn("不是主体类别", (self.folder / "elsewhere.csv").read_text())
        self.assertEqual(self.rows()["parties"], 2)

    def test_columns_are_called_as_the_file_calls_them(self):
        done = self.imported(self.csv("主体.csv", "统一社会信用代码,类别,名称", f"{STRANGER},巫师,李四", f"{STRANGER[:-1]}A,自然人,王五"), lang="zh")
        self.assertRegex((self.folder / "county.db.rejects.csv").read_text(), "主体.csv,2,类别,巫师,不是主体类别")
        self.assertRegex(done.stderr, "行.*统一社会信用代码")
        self.assertNotRegex(done.stderr + (self.folder / "county.db.rejects.csv").read_text().split("\n", 1)[1], r"\b(id|kind)\b")

    def test_what_an_earlier_import_refused_is_not_overwritten(self):
        for value in ("wizard", "witch"):
            self.imported(self.csv("parties.csv", "id,kind,name,sector", f"{STRANGER},{value},李四,"))
        self.assertIn(",wizard,", (self.folder / "county.db.rejects.csv").read_text())
        self.assertIn(",witch,", (self.folder / "county.db.rejects.2.csv").read_text())

    def test_refused_rows_are_told_even_where_only_errors_are(self):
        rows = self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,", f"{STRANGER},wizard,李四,")
        told = self.imported(rows, "--quiet").stderr
        self.assertIn("1 row refused", told)
        self.assertNotIn("taken", told)

    def test_strict_makes_rejects_a_finding_and_still_takes_the_others(self):
        rows = self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,", f"{STRANGER},wizard,李四,")
        self.imported(rows, "--strict", status=FINDINGS)
        self.assertEqual(self.rows()["parties"], 1)
        self.imported(self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,"), "--strict", status=FINE)

    def test_what_rows_are_refused_for(self):
        bad = {"entries.csv": (ENTRIES, [f"a,{DEBTOR},c,2019-02-30,,,,true,", f"a,{DEBTOR},c,2020-01-01,,,,perhaps,", f",{DEBTOR},c,2020-01-01,,,,true,", "a,张三,c,2020-01-01,,,,true,",
                                         f"a,{DEBTOR},c,2020-01-01", f"a,{DEBTOR},c\x00,2020-01-01,,,,true,", f"a,{DEBTOR},{'c' * 70_000},2020-01-01,,,,true,",
                                         "a,41**************36,c,2020-01-01,,,,true,"]),
               "relations.csv": ("holder,role,organisation,from,to,share", [f"{DIRECTOR},directly_responsible,{DEBTOR},,,", f"{DIRECTOR},king,{DEBTOR},,,", f"{DIRECTOR},shareholder,{DEBTOR},,,101"]),
               "retentions.csv": ("case_no,party,measure,until,basis", [f"{CASE},{DEBTOR},luxury_lodging,,依据", f"{CASE},{DEBTOR},luxury_lodging,2020-12-31,"])}
        for name, (header, rows) in bad.items():
            for row in rows:
                with self.subTest(row=row[:80]):
                    self.imported(self.csv(name, header, row), "--strict", status=FINDINGS)
        for line in ('{"id":"H1","party":"%s","matter":"honour","from":null,"to":null,"fields":[]}' % DEBTOR, '{"id":"H1"', "[]", '{"id":"H1","id":"H2"}',
                     '{"id":"H","party":"%s","matter":"m","circus":1,"fields":{}}' % DEBTOR, '{"fields":' * 100_000):
            with self.subTest(line=line[:80]):
                self.imported(self.write("holdings.ndjson", line), "--strict", status=FINDINGS)
        self.assertEqual(sum(self.rows()[t] for t in ("entries", "relations", "retentions", "holdings")), 0)

    def test_gbk_and_utf8_give_the_same(self):
        text = f"id,kind,name,sector\n{DIRECTOR},person,张三,\n{DEBTOR},organisation,样例县甲有限公司,other\n"
        told = self.imported(self.write("parties.csv", text.encode("gbk"))).stderr
        self.assertIn("GB18030", told)
        self.assertIn("unchanged 2", self.imported(self.write("parties.csv", b"\xef\xbb\xbf" + text.encode())).stderr)
        self.assertIn("unchanged 2", self.imported(self.write("parties.csv", text.encode("gbk")), "--encoding", "gbk").stderr)
        self.imported(self.write("parties.csv", text.encode("gbk")), "--encoding", "utf-8", status=INPUT_OUTPUT)

    def test_the_table_is_told_from_the_name_or_by_option(self):
        rows = self.csv("list.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,")
        self.assertIn("[import.unknown_table]", self.imported(rows, status=INPUT_OUTPUT).stderr)
        self.imported(rows, "--table", "parties")
        self.assertEqual(self.rows()["parties"], 1)

    def test_a_path_that_is_not_there_is_told_before_anything_else(self):
        for lang in ("en", "zh"):
            done = self.imported("no-such-list.csv", status=INPUT_OUTPUT, lang=lang)
            self.assertIn("[import.missing]", done.stderr)
            self.assertIn("no-such-list.csv", done.stderr)
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh")

    def test_rows_that_a_later_row_overtakes_are_counted_and_told(self):
        rows = self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,", f"{DIRECTOR},person,张三,", f"{DIRECTOR},person,李四,")
        told = self.imported(rows).stderr
        self.assertIn("taken 1, unchanged 0, overtaken 2", told)
        self.assertIn("warning, 2 ×: a later row is about the same thing and says otherwise; that one counts, this one was not taken (rows 2 name, 3 name)", told)
        self.assertIn("被后行取代 2", self.imported(rows, lang="zh").stderr)

    def test_no_control_character_comes_in(self):
        refused = self.imported(self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张\x1b[2J三,", f"{STRANGER},person,李\x9b四,"), "--strict", status=FINDINGS)
        self.assertIn("rejected 2", refused.stderr)
        self.assertNotIn("\x1b", refused.stderr)

    def test_what_was_odd_about_rows_that_were_taken_is_counted_and_placed(self):
        masked = DIRECTOR[:10] + "****" + DIRECTOR[14:]
        wrong = DIRECTOR[:-1] + ("1" if DIRECTOR[-1] != "1" else "2")
        rows = self.csv("relations.csv", "holder,role,organisation,from,to,share", f"{masked},director,{DEBTOR},2020/1/1,2019/1/1,", f"{wrong},director,{DEBTOR},,,")
        told = self.imported(rows).stderr
        for line in ("normalised 2 values", "warning, 1 ×: the identifier's check digit does not hold (rows 3 holder)", "warning, 1 ×: the identifier is masked, so it never decides (rows 2 holder)",
                     "warning, 1 ×: it ends before it begins, so it holds on no day (rows 2 to)"):
            self.assertIn(line, told)
        self.assertIn("（行 3 holder）", self.imported(rows, lang="zh").stderr)

    def test_an_unknown_column_cannot_order_the_terminal_about(self):
        told = self.imported(self.write("parties.csv", "id,\x1b[31mkind\n"), status=INPUT_OUTPUT).stderr
        self.assertNotIn("\x1b", told)
        self.assertIn("␛[31mkind", told)

    def test_files_that_cannot_be_taken_at_all_change_nothing(self):
        good = self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,")
        for name, content, code in (("entries.csv", "case_no,party,circus\na,b,c\n", "import.unknown_column"), ("entries.csv", "case_no,case_no\na,b\n", "import.duplicate_column"),
                                    ("entries.csv", "court\nc\n", "import.missing_column"), ("entries.csv", "", "import.no_header"), ("entries.csv", b"\xff\xff\xff\xfe\x80", "import.encoding"),
                                    ("entries.xlsx", b"PK\x03\x04\x14\0\x06\0", "import.workbook"), ("entries.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "import.workbook"),
                                    ("entries.csv", f'{ENTRIES}\na,"{DEBTOR}', "import.open_quote")):
            for lang in ("en", "zh"):
                with self.subTest(code=code, lang=lang):
                    done = self.imported(good, self.write(name, content), status=INPUT_OUTPUT, lang=lang)
                    self.assertIn(f"[{code}]", done.stderr)
                    self.assertIn(name, done.stderr)
                    self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
        self.assertIn("[import.missing]", self.imported("entries.csv.gone", "--table", "entries", status=INPUT_OUTPUT).stderr)
        self.assertIn("[file.kind]", self.imported(self.folder, "--table", "entries", status=INPUT_OUTPUT).stderr)
        self.assertEqual((self.rows()["parties"], self.stats()["revision"]), (0, 0))

    def test_a_reject_file_that_cannot_be_written_changes_nothing(self):
        rows = self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,", "nobody,person,,")
        self.assertIn("[import.reject_file]", self.imported(rows, "--rejects", self.folder / "nowhere" / "r.csv", status=INPUT_OUTPUT).stderr)
        self.assertEqual(self.rows()["parties"], 0)

    def test_rejects_never_go_into_the_registry_or_a_file_being_read(self):
        rows = self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,", "nobody,person,,")
        before, text = self.stats(), rows.read_bytes()
        alias = self.folder / "alias.csv"
        alias.symlink_to(self.db)
        kept = self.write("kept.txt", "keep me\n")
        for place in (self.db, f"{self.db}-wal", rows, alias, "/dev/null", kept):
            for lang in ("en", "zh"):
                done = self.imported(rows, "--rejects", place, status=INPUT_OUTPUT, lang=lang)
                self.assertIn("[import.reject_place]", done.stderr)
                self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
        self.assertEqual((self.stats(), rows.read_bytes(), kept.read_text()), (before, text, "keep me\n"))
        self.write("old.csv", "file,row,column,value,reason\nold,1,,,\n")  # of an earlier import
        self.imported(rows, "--rejects", self.folder / "old.csv")
        self.assertIn("nobody", (self.folder / "old.csv").read_text())

    def test_a_device_is_no_file_to_import(self):
        self.assertIn("[file.kind]", self.imported("/dev/zero", "--table", "entries", status=INPUT_OUTPUT).stderr)

    def test_no_source_speaks_of_the_future(self):
        rows = self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,")
        for lang in ("en", "zh"):
            done = self.imported(rows, "--synchronised", "9999-12-31", status=USAGE, lang=lang)
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
            self.assertIn("[usage.day_to_come]", done.stderr)
        self.assertEqual(self.stats()["revision"], 0)

    def test_a_registry_is_a_file(self):
        for name in (":memory:", "file:county.db?mode=memory"):
            self.assertIn("[registry.place]", self.run_plumb("registry", "init", name, status=INPUT_OUTPUT).stderr)
        self.assertIn("DB: the value is empty", self.run_plumb("registry", "init", "", status=USAGE).stderr)

    def test_a_synchronised_day_that_does_not_exist_changes_nothing(self):
        rows = self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,")
        for lang in ("en", "zh"):
            done = self.imported(rows, "--synchronised", "2019-02-30", status=USAGE, lang=lang)
            self.assertIn("2019-02-30", done.stderr)
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
        self.assertEqual(self.stats()["revision"], 0)

    def test_resumable_gives_the_same_rows(self):
        rows = self.csv("parties.csv", "id,kind,name,sector", *(f"{person(n % 1000, born=f'1985{1 + n // 1000:02}12')},person,," for n in range(5000)))
        self.imported(rows, "--resumable")
        self.assertEqual(self.rows()["parties"], 5000)
        self.imported(rows, "--resumable")
        self.assertEqual(self.rows()["parties"], 5000)

    def test_an_entry_on_a_minor_is_set_aside(self):
        child = person(5, born="20100312")
        self.assertIn("set aside 1", self.imported(self.csv("entries.csv", ENTRIES, entry(1, child))).stderr)
        self.assertEqual((self.rows()["entries"], self.stats()["findings"]), (0, 1))

    def test_quiet_says_nothing_when_all_is_well(self):
        self.assertEqual(self.imported(self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,"), "--quiet").stderr, "")


if __name__ == "__main__":
    main()
