#!/usr/bin/env python3
"""The court's pushes: registry import --format court, registry watch, registry confirm."""
import csv
import json
import os
import pathlib
import random
import re
import resource
import signal
import sqlite3
import subprocess
import time

from program import DEBTOR, DIRECTOR, FINDINGS, FINE, INPUT_OUTPUT, PLUMB, STRANGER, USAGE, ProgramTest, main

ENDS_IN_X = "41039919570809918X"


def listed(number, party=DIRECTOR, published="2020-06-01", **more):
    return {"iname": "张三", "caseCode": f"(2020)豫0399执{number}号", "cardNum": party, "courtName": "样例县人民法院", "publishDate": published} | more


def removed(number, party=DIRECTOR, on="2020-07-01", **more):
    return {"caseCode": f"（2020）豫0399执{number}号", "cardNum": party, "removeDate": on} | more


class PushTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.run_plumb("registry", "init", self.db)

    def push(self, name, records, *options, **more):
        text = records if isinstance(records, (str, bytes)) else json.dumps(records, ensure_ascii=False)
        return self.run_plumb("registry", "import", self.db, self.write(name, text), "--format", "court", *options, **more)

    def asked(self, kind):
        return [one for one in json.loads(self.run_plumb("registry", "findings", self.db, "--format", "json").stdout) if one["kind"] == kind]

    def live(self):
        return self.stats()["rows"]["entries"]


class Import(PushTest):
    def test_a_share_that_is_none_is_told_in_the_readers_language(self):
        for lang, words in (("en", "not a percentage from 0 to 100 with four decimals at most: 101 [usage.share]"), ("zh", "不是 0 到 100 之间、至多四位小数的百分比：101 [usage.share]")):
            self.assertIn(words, self.run_plumb("registry", "set", self.db, "feed.removal_share", "101", lang=lang, status=USAGE).stderr)

    def test_every_record_has_one_fate_and_the_counts_add_up(self):
        records = [listed(1), listed(2, "4103991985****123X"), listed(1), removed(9), {"caseCode": "无"}, 7]
        done = self.push("push.json", {"code": 200, "data": records}, "--synchronised", "2020-06-02")
        self.assertIn("of 6 records: taken 2, unchanged 0, overtaken 1, late 0, removed 0, waiting 1, set aside 0, rejected 2", done.stderr)
        with open(self.folder / "county.db.rejects.csv", encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["row"], row["column"]) for row in rows], [("5", "caseCode"), ("6", "")])
        self.assertTrue(all(row["reason"] for row in rows))
        self.assertEqual(self.live(), 2)

    def test_strict_dry_run_and_both_languages(self):
        for lang in ("en", "zh"):
            done = self.push("push.json", [listed(1), {}], "--dry-run", "--strict", "--rejects", f"{lang}.csv", status=FINDINGS, lang=lang)
            self.assertEqual(self.has_chinese(done.stderr.replace(str(self.folder), "")), lang == "zh")
        self.assertEqual((self.live(), self.stats()["revision"]), (0, 0))

    def test_where_memory_runs_out_it_says_so_and_nothing_is_half_done(self):
        records = [listed(i, f"M{10**8 + i}") for i in range(20_000)]
        path = self.write("push.json", json.dumps(records, ensure_ascii=False))
        least = 64 << 20
        limited = lambda size: lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))
        while subprocess.run([PLUMB, "registry", "stats", self.db], preexec_fn=limited(least), capture_output=True).returncode != 0:
            least += 4 << 20
            if least > 1 << 30:
                self.skipTest("made with a sanitizer, the program takes more address space than there is to limit")
        said = set()
        for size in range(least, least + (256 << 20), 3 << 20):  # what threads reserve differs by how they meet: 72 to 96 MB were seen to be enough
            with self.subTest(size=size):
                done = self.run_plumb("registry", "import", self.db, path, "--format", "court", status=None, preexec_fn=limited(size))
                said.add(done.returncode)
                if done.returncode == FINE:
                    break
                self.assertIn("[registry.memory]", done.stderr)
                self.assertEqual(self.stats()["revision"], 0)
        self.assertEqual(said, {FINE, INPUT_OUTPUT})
        self.run_plumb("registry", "verify", self.db)
        self.assertEqual(self.live(), len(records))

    def test_an_incremental_list_that_breaks_off_leaves_the_day_as_it_was(self):
        self.push("a.json", [listed(1)], "--synchronised", "2020-06-02")
        whole = json.dumps([listed(2), listed(3)], ensure_ascii=False)
        for said in ("taken 1, unchanged 0", "was sent before"):  # and is missing its end for as long as it is sent
            done = self.push("b.json", whole[:-20], "--synchronised", "2020-06-09", status=FINDINGS)
            self.assertIn(said, done.stderr)
            self.assertIn("breaks off in the middle", done.stderr)
            self.assertEqual((self.live(), self.stats()["synchronised"]), (2, "2020-06-02"))
        self.assertNotIn("breaks off", self.push("c.json", whole, "--synchronised", "2020-06-09").stderr)
        self.assertEqual((self.live(), self.stats()["synchronised"]), (3, "2020-06-09"))

    def test_a_list_may_break_off_within_a_character_and_without_a_list_around_it(self):
        whole = json.dumps([listed(1), listed(2), listed(3)], ensure_ascii=False)
        lines = "".join(json.dumps(listed(i), ensure_ascii=False) + "\n" for i in (4, 5, 6))
        fields = ("caseCode", "cardNum", "publishDate", "iname", "courtName")  # broken off within the last cell: the row has all of them
        rows = "".join(",".join(one) + "\n" for one in (fields, *(tuple(str(listed(i).get(key, "某某")) for key in fields) for i in (7, 8, 9))))
        for encoding in ("gb18030", "utf-8"):
            with self.subTest(encoding=encoding):
                cut = self.folder / "rows.csv"
                cut.write_bytes(rows[: rows.rindex("院")].encode(encoding) + "院".encode(encoding)[:1])
                self.run_plumb("registry", "init", "cut.db")
                done = self.run_plumb("registry", "import", "cut.db", cut, "--format", "court", "--push", "full", "--synchronised", "2020-06-09", status=INPUT_OUTPUT)
                self.assertIn("[import.cut]", done.stderr)
                for path in self.folder.glob("cut.db*"):
                    path.unlink()
        texts = (("array.json", whole, "gb18030"), ("array.json", whole, "utf-8"), ("lines.ndjson", lines, "gb18030"), ("lines.ndjson", lines, "utf-8"))
        for name, text, encoding in texts:
            data = text[: text.rindex("法院") + 1].encode(encoding)
            for rest in (0, 1):
                with self.subTest(name=name, encoding=encoding, rest=rest):
                    self.run_plumb("registry", "init", "cut.db")
                    cut = self.folder / name
                    cut.write_bytes(data[: len(data) - rest])
                    done = self.run_plumb("registry", "import", "cut.db", cut, "--format", "court", "--synchronised", "2020-06-09", status=FINDINGS)
                    self.assertIn("taken 2, ", done.stderr)
                    self.assertIn("breaks off in the middle", done.stderr)
                    done = self.run_plumb("registry", "import", "cut.db", cut, "--format", "court", "--push", "full", "--synchronised", "2020-06-09", status=INPUT_OUTPUT)
                    self.assertIn("[import.cut]", done.stderr)
                    for path in self.folder.glob("cut.db*"):
                        path.unlink()

    def test_a_name_that_the_number_does_not_bear_is_told(self):
        told = "knows this number by another name"
        self.assertNotIn(told, self.push("a.json", [listed(1, iname="张三"), listed(2, iname="张 三")]).stderr)
        self.assertIn(f"warning, 1 ×: the registry {told[:5]}", self.push("b.json", [listed(3, iname="张三"), listed(4, iname="王二")]).stderr)
        self.assertNotIn(told, self.push("c.json", [listed(5, iname="王二", party=STRANGER), removed(1)]).stderr)
        self.run_plumb("registry", "import", self.db, self.csv("parties.csv", "id,kind,name", f"{ENDS_IN_X},person,李四"))
        self.assertIn("名册中这个号码另有姓名或名称", self.push("d.json", [listed(6, party=ENDS_IN_X)], lang="zh").stderr)
        asked = self.asked("named_otherwise")
        self.assertEqual([(one["detail"]["known_as"], one["detail"]["name"]) for one in asked], [("张三", "王二"), ("李四", "张三")])
        for one in asked:
            self.run_plumb("registry", "confirm", self.db, "--finding", str(one["number"]), "--by", "王法官", "--reason" if one is asked[0] else "--basis", "曾用名")
        self.assertEqual(self.asked("named_otherwise"), [])

    def test_a_name_that_follows_from_entries_is_told_as_that(self):
        self.push("a.json", [listed(1, iname="张三")])
        self.push("b.json", [listed(2, iname="李四"), listed(3, iname="李四")])
        for lang, words, name in (("en", "as its entries say", "name was 张三, now 李四"), ("zh", "依其名单条目所载", "李四")):
            told = [line for line in self.run_plumb("registry", "history", self.db, DIRECTOR, lang=lang).stdout.splitlines() if words in line]
            self.assertEqual(len(told), 1)
            self.assertIn(name, told[0])
            self.assertNotIn(".json", told[0])

    def test_a_case_number_in_the_partys_place_is_refused(self):
        exchanged = {"caseCode": DIRECTOR, "cardNum": "(2020)豫0399执7号", "publishDate": "2020-06-01"}
        done = self.push("a.json", [exchanged, listed(1), listed(2, responsible="〔2020〕豫0399执8号")])
        self.assertIn("taken 1, unchanged 0, overtaken 0, late 0, removed 0, waiting 0, set aside 0, rejected 2", done.stderr)
        with open(self.folder / "county.db.rejects.csv", encoding="utf-8-sig", newline="") as file:
            self.assertEqual({(row["column"], row["reason"]) for row in csv.DictReader(file)},
                             {("cardNum", "not an identifier of any form"), ("responsible", "not an identifier of any form")})

    def test_a_day_of_publication_to_come_is_told(self):
        self.assertIn("published on a day that has not come", self.push("a.json", [listed(1, published="2099-06-01")]).stderr)
        self.assertNotIn("has not come", self.push("b.json", [listed(2)]).stderr)

    def test_links_in_a_folder_are_not_followed_and_are_told(self):
        self.write("elsewhere.json", json.dumps([listed(1), {"secret": "of the service"}]))
        self.write("lists/20200602.json", json.dumps([listed(2)]))
        (self.folder / "lists/20200603.json").symlink_to(self.folder / "elsewhere.json")
        for lang, why in (("en", "a symbolic link in a folder is not followed; name it itself if it is meant"), ("zh", "文件夹中的符号链接不予收入")):
            told = self.run_plumb("registry", "import", self.db, self.folder / "lists", "--format", "court", lang=lang).stderr
            self.assertEqual((told.count(why), self.live()), (1, 1), told)
            self.assertFalse((self.folder / "county.db.rejects.csv").exists())
        (self.folder / "lists/20200602.json").unlink()
        told = self.run_plumb("registry", "import", self.db, self.folder / "lists", "--format", "court", status=USAGE).stderr
        self.assertIn("there is no file of a court in", told)
        # Who names the link means what stands behind it.
        self.run_plumb("registry", "import", self.db, self.folder / "lists/20200603.json", "--format", "court")
        self.assertEqual(self.live(), 2)

    def test_sent_again_is_told_and_changes_nothing(self):
        self.push("push.json", [listed(1)])
        before = self.stats()
        self.assertIn("was sent before", self.push("push.json", [listed(1)]).stderr)
        self.assertEqual(self.stats(), before)

    def test_a_folder_is_one_push(self):
        for i in range(3):
            self.write(f"pages/{i}.json", json.dumps([listed(i)]))
        self.write("pages/notes.md", "nothing of a court")
        done = self.run_plumb("registry", "import", self.db, self.folder / "pages", "--format", "court", "--push", "full", "--synchronised", "2020-06-02")
        self.assertEqual(done.stderr.count("a court's push"), 3)
        self.assertEqual((self.live(), self.stats()["revision"]), (3, 1))
        (self.folder / "empty").mkdir()
        self.run_plumb("registry", "import", self.db, self.folder / "empty", "--format", "court", status=USAGE)

    def test_options_of_the_one_are_not_for_the_other(self):
        rows = self.write("entries.csv", "x")
        for options in (("--push", "full"), ("--removal-share", "3")):
            self.run_plumb("registry", "import", self.db, rows, *options, status=USAGE)
        for options in (("--table", "entries"), ("--resumable",), ("--push", "some"), ("--removal-share", "much")):
            self.run_plumb("registry", "import", self.db, rows, "--format", "court", *options, status=USAGE)
        self.push("push.json", [listed(1)], "--push", "full", status=USAGE)

    def test_a_finding_is_closed_by_a_person_with_a_reason(self):
        self.push("push.json", [listed(1, duty="甲"), listed(1, duty="乙")], "--synchronised", "2020-06-02")
        [finding] = json.loads(self.run_plumb("registry", "findings", self.db, "--format", "json").stdout)
        number = str(finding["number"])
        self.assertTrue(self.run_plumb("registry", "findings", self.db).stdout.endswith(f"#{number}\n"))
        close = ("registry", "confirm", self.db, "--finding", number, "--by", "王五")
        for lang in ("en", "zh"):
            told = self.run_plumb(*close, status=USAGE, lang=lang).stderr
            self.assertIn("[settle.reason]", told)
            self.assertIn("--reason", told)
        self.assertIn("closed 1 finding", self.run_plumb(*close, "--reason", "法院复函：以后一条为准").stderr)
        self.assertEqual(json.loads(self.run_plumb("registry", "findings", self.db, "--format", "json").stdout), [])
        self.assertIn("法院复函", self.run_plumb("registry", "history", self.db, DIRECTOR, lang="zh").stdout)
        self.run_plumb(*close, "--reason", "再次", status=INPUT_OUTPUT)
        self.run_plumb("registry", "confirm", self.db, "--reason", "x", status=USAGE)
        self.run_plumb("registry", "verify", self.db)

    def test_a_removal_lifts_what_hung_on_the_entry(self):
        self.push("a.json", [listed(1)], "--synchronised", "2020-06-02")
        self.push("b.json", [removed(1, removeGround="履行完毕")], "--synchronised", "2020-07-02")
        self.assertIn("履行完毕", self.run_plumb("registry", "history", self.db, DIRECTOR, lang="zh").stdout)


class Dirt(PushTest):
    """What a published record brings with it: what is kept of each value, and the original beside it (None: it is kept as it came)."""

    def entries_of(self, party):
        """By the number of their record in the file: values and originals of the entries."""
        told = json.loads(self.run_plumb("registry", "history", self.db, party, "--reveal", "--format", "json").stdout)["occurrences"]
        return {o["source_row"]: (o["values"], o["originals"]) for o in told if o["table"] == "entries"}

    def kept(self, key, column, values, party=DIRECTOR):
        records = [listed(n, party, f"2020-06-{n:02}") | {key: value} for n, value in enumerate(values, 1)]
        self.push(f"{key}.json", records)
        entries = self.entries_of(party)
        return [(entries[n][0].get(column), entries[n][1].get(column)) for n in range(1, len(values) + 1)]

    def expect_one(self, kept, key, column, values, party=DIRECTOR):
        """All of them come to one value; the originals stand beside it."""
        self.assertEqual(self.kept(key, column, values, party), [(kept, value if value != kept else None) for value in values])

    def test_full_width_digits_and_letters(self):
        wide = lambda text: "".join(chr(ord(c) + 0xFEE0) for c in text)
        self.expect_one(DIRECTOR, "cardNum", "party", [wide(DIRECTOR), DIRECTOR[:6] + wide(DIRECTOR[6:]), DIRECTOR])
        self.expect_one(ENDS_IN_X, "cardNum", "party", [wide(ENDS_IN_X), ENDS_IN_X[:-1] + "ｘ"], ENDS_IN_X)
        self.expect_one("2019-07-09", "regDate", "filed_on", ["２０１９０７０９", "２０１９－０７－０９", "２０１９年７月９日"], STRANGER)

    def test_a_lower_case_x(self):
        self.expect_one(ENDS_IN_X, "cardNum", "party", [ENDS_IN_X.lower(), ENDS_IN_X], ENDS_IN_X)

    def test_fifteen_digits(self):
        self.expect_one("410399198503078813", "cardNum", "party", ["410399850307881", "410399198503078813"], "410399198503078813")

    def test_organisation_codes_with_a_hyphen_beside_unified_codes(self):
        self.expect_one("00021043-8", "cardNum", "party", ["00021043-8", "００021043－８"], "00021043-8")
        self.expect_one("91410399000210438Y", "cardNum", "party", ["91410399000210438Y", "91410399000210438y"], "91410399000210438Y")
        # One is inside the other and still not the other: a person looks at it.
        told = self.push("one.json", [listed(9, "00021043-8")]).stderr
        self.assertIn("old organisation code", told)
        self.assertIn("00021043-8", self.run_plumb("registry", "candidates", self.db, "91410399000210438Y", "--reveal").stdout)

    def test_words_and_blanks_for_nothing(self):
        nothing = ["暂无", "/", "无", "", "　", " 暂无 ", None]
        keys = {"businessEntity": "legal_representative", "gistId": "basis_no", "gistUnit": "basis_unit", "duty": "duty", "performance": "performance",
                "performedPart": "performed_part", "unperformPart": "unperformed_part", "disruptTypeName": "conduct", "age": "age", "sexy": "gender",
                "regDate": "filed_on", "courtName": "court", "iname": "name"}
        self.push("nothing.json", [listed(n) | dict.fromkeys(keys, value) for n, value in enumerate(nothing, 1)])
        entries = self.entries_of(DIRECTOR)
        self.assertEqual(len(entries), len(nothing))
        for number, (values, originals) in entries.items():
            value = nothing[number - 1]
            self.assertEqual({column: values.get(column) for column in keys.values()}, dict.fromkeys(keys.values()), value)
            word = value if value and value.strip() else None  # a blank is no word that somebody would want to read again
            self.assertEqual({column: originals.get(column) for column in keys.values()}, dict.fromkeys(keys.values(), word), value)
        # What must be there is not made of them.
        done = self.push("needed.json", [listed(1) | {key: value} for key in ("caseCode", "cardNum", "publishDate") for value in nothing])
        self.assertIn("of 21 records: taken 0,", done.stderr)
        self.assertIn("rejected 21", done.stderr)

    def test_days_in_every_form(self):
        days = ["20190709", "2019-07-09", "2019年07月09日", "2019.7.9", 1562601600, 1562601600000, "1562601600", "1562601600000"]
        kept = [("2019-07-09", str(day) if day != "2019-07-09" else None) for day in days]
        self.assertEqual(self.kept("regDate", "filed_on", days), kept)
        self.push("published.json", [listed(n, STRANGER) | {"publishDate": day} for n, day in enumerate(days, 1)])
        published = [(values["published_on"], originals.get("published_on")) for _, (values, originals) in sorted(self.entries_of(STRANGER).items())]
        self.assertEqual(published, kept)
        self.push("ends.json", [removed(n, STRANGER) | {"removeDate": day} for n, day in enumerate(days, 1)])
        self.assertEqual({values["removed_on"] for values, _ in self.entries_of(STRANGER).values() if "removed_on" in values}, {"2019-07-09"})

    def test_the_midnight_is_that_of_beijing(self):
        # The second before is the day before; at another hour than midnight the day stands, and that is told.
        self.assertEqual([day for day, _ in self.kept("regDate", "filed_on", [1562601599, 1562601600, 1562687999, 1562688000])],
                         ["2019-07-08", "2019-07-09", "2019-07-09", "2019-07-10"])

    def test_masked_numbers(self):
        masked = "4103991985****1236"
        self.expect_one(masked, "cardNum", "party", [masked, "４１０３９９１９８５＊＊＊＊１２３６"], masked)
        told = self.push("masked.json", [listed(9, masked)]).stderr
        self.assertIn("masked", told)
        # It is nobody's alone.
        self.assertEqual(self.run_plumb("registry", "history", self.db, DIRECTOR).stdout.count("执"), 0)

    def test_case_numbers(self):
        cases = ["（2019）豫0399执1号", "(2019)豫0399执1号", "〔2019〕豫0399执1号", "(2019）豫0399执1号", "（２０１９）豫０３９９执１号"]
        self.expect_one("（2019）豫0399执1号", "caseCode", "case_no", cases)
        self.expect_one("（2013）新执字第01218号", "caseCode", "case_no", ["（2013）新执字第01218号", "(2013)新执字第01218号", "〔2013〕新执字第01218号"], STRANGER)

    def test_the_dot_in_names_in_its_code_points(self):
        dots = ("·", "•", "‧", "・", "･", "∙", "⋅", "●", "᛫", "․", " • ", "&middot;", "&#183;")
        self.expect_one("买买提·艾力", "iname", "name", [f"买买提{dot}艾力" for dot in dots])

    def test_trailing_spaces_of_every_kind(self):
        spaces = (" ", "\t", "\u00a0", "\u2002", "\u2003", "\u2009", "\u200a", "\u200b", "\u202f", "\u205f", "\u3000", "\ufeff", " \u3000\u00a0", "\r\n")
        for key, column, text, party in (("iname", "name", "张三", DIRECTOR), ("duty", "duty", "还款", STRANGER)):
            self.expect_one(text, key, column, [text + space for space in spaces], party)
        for number, (key, value) in enumerate({"cardNum": ENDS_IN_X, "caseCode": "（2020）豫0399执1号", "publishDate": "2020-06-01"}.items(), 1):
            self.push(f"{number}.json", [listed(1, ENDS_IN_X) | {key: value + space} for space in spaces])
        self.assertEqual(self.live(), 2 * len(spaces) + 1)

    def test_keys_as_they_are_called_and_in_lower_case(self):
        whole = {"iname": "甲公司", "caseCode": "（2020）豫0399执1号", "cardNum": DEBTOR, "age": "41", "sexy": "男", "businessEntity": "李四",
                 "courtName": "样例县人民法院", "areaName": "河南", "partyTypeName": "1", "gistId": "（2019）豫0399民初1号", "regDate": "2020-01-02",
                 "gistUnit": "样例县人民法院", "duty": "还款", "performance": "全部未履行", "performedPart": "一", "unperformPart": "二",
                 "disruptTypeName": "违反财产报告制度", "publishDate": "2020-06-01"}
        kept = {"case_no": "（2020）豫0399执1号", "party": DEBTOR, "court": "样例县人民法院", "published_on": "2020-06-01", "publishable": "1",
                "filed_on": "2020-01-02", "basis_no": "（2019）豫0399民初1号", "basis_unit": "样例县人民法院", "duty": "还款", "performance": "全部未履行",
                "conduct": "违反财产报告制度", "performed_part": "一", "unperformed_part": "二", "name": "甲公司", "age": "41", "gender": "男",
                "legal_representative": "李四"}
        for number, spelt in enumerate((str, str.lower, str.upper)):
            told = self.push(f"{number}.json", [{spelt(key): value for key, value in whole.items()}]).stderr
            self.assertNotIn("unknown_key", told)
            self.assertIn("taken 1," if number == 0 else "unchanged 1,", told)
            [(values, originals)] = self.entries_of(DEBTOR).values()
            self.assertEqual((values, {column: text for column, text in originals.items() if column != "area"}), (kept, {}))


class Provenance(PushTest):
    def test_each_value_tells_its_file_and_record_with_the_original_beside_it(self):
        self.push("a.json", [listed(9), listed(1, duty="还款 ")], "--synchronised", "2020-06-02")
        self.push("b.json", [{"caseCode": "（2020）豫0399执1号", "cardNum": DIRECTOR, "publishDate": "20200601", "unit": "某单位　"}], "--synchronised", "2020-06-03")
        self.push("c.json", [7, 7, removed(1, on="2020年7月1日")], "--synchronised", "2020-07-02")
        text = self.run_plumb("registry", "history", self.db, DIRECTOR, "--format", "json").stdout
        told = [o for o in json.loads(text)["occurrences"] if o["key"].get("case_no") == "（2020）豫0399执1号" and o["table"] == "entries"]
        self.assertEqual([(o["source"], o["source_row"], [(c["column"], c["after"]) for c in o.get("changes", [])]) for o in told],
                         [("a.json", 2, []), ("b.json", 1, [("unit", "某单位")]), ("c.json", 3, [("removed_on", "2020-07-01")])])
        first, second, third = (o["originals"] for o in told)
        self.assertEqual((first["duty"], first["case_no"]), ("还款 ", "(2020)豫0399执1号"))
        # What a later push does not name keeps its own original.
        self.assertEqual((second["duty"], second["unit"], second["published_on"]), ("还款 ", "某单位　", "20200601"))
        self.assertEqual((third["removed_on"], third["unit"]), ("2020年7月1日", "某单位　"))
        lines = self.run_plumb("registry", "history", self.db, DIRECTOR, lang="zh").stdout.splitlines()
        self.assertTrue(any("c.json 第 3 行）" in line and "撤销时间 由 空 改为 2020-07-01（原作“2020年7月1日”）" in line for line in lines), lines)

    def test_an_area_that_no_column_has_is_kept_and_told(self):
        done = self.push("a.json", [listed(1) | {"caseCode": "（2020）豫0399执1号", "publishDate": "2020-06-01", "areaName": "河南"}], "--synchronised", "2020-06-02", lang="zh")
        self.assertNotIn("规范写法", done.stderr)  # nothing was respelled
        text = self.run_plumb("registry", "history", self.db, DIRECTOR, "--format", "json").stdout
        entry = next(o for o in json.loads(text)["occurrences"] if o["table"] == "entries")
        self.assertEqual(entry["originals"], {"area": "河南"})
        self.assertTrue(any(line.endswith("姓名或名称 张三，地域 河南") for line in self.run_plumb("registry", "history", self.db, DIRECTOR, lang="zh").stdout.splitlines()))

    def test_files_of_several_forms_are_one_push(self):
        files = [self.write("a.json", json.dumps({"data": [listed(1), listed(2)]})), self.write("b.ndjson", json.dumps(listed(3)) + "\n"),
                 self.csv("c.csv", "caseCode,cardNum,courtName,publishDate", f"(2020)豫0399执4号,{DIRECTOR},样例县人民法院,20200601", f"无,{DIRECTOR},,20200601")]
        done = self.run_plumb("registry", "import", self.db, *files, "--format", "court", "--synchronised", "2020-06-02")
        self.assertEqual(re.findall(r"of (\d+) records?: taken (\d+),", done.stderr), [("2", "2"), ("1", "1"), ("2", "1")])
        self.assertEqual((self.live(), self.stats()["revision"]), (4, 1))


class Malformed(PushTest):
    RECORDS = 10_000

    def lines(self):
        """Sound records and broken ones, one a line: the same on every machine."""
        dice = random.Random(8)
        odd = [None, True, {}, [1, 2], -1, 0.5, "", "无", "2019-02-30", "不知道", "410399****", "\u0007", "x" * 70_000, "=1+1", "（2020）豫0399执1号", DIRECTOR, DEBTOR]
        for number in range(self.RECORDS):
            record = listed(dice.randrange(3000), dice.choice((DIRECTOR, STRANGER, DEBTOR))) if dice.randrange(6) else removed(dice.randrange(3000))
            if dice.randrange(3) == 0:
                record[dice.choice(list(record))] = dice.choice(odd)
            if dice.randrange(9) == 0:
                del record[dice.choice(list(record))]
            line = json.dumps(record, ensure_ascii=bool(number % 2)).encode()
            if dice.randrange(3) == 0:
                at = dice.randrange(1, len(line))
                stray = bytes([dice.randrange(128, 256)])
                line = dice.choice((line[:at], line[:at] + line[at + 1:], line[:at] + stray + line[at:], line[:at] + b"\"" + line[at:]))
            yield line

    def test_each_of_ten_thousand_is_taken_or_refused_with_a_reason_and_the_counts_add_up(self):
        done = self.push("bad.ndjson", b"\n".join(self.lines()) + b"\n", "--synchronised", "2020-07-02")
        [(total, told)] = re.findall(r"of (\d+) records: (.*)", done.stderr)
        counts = {name: int(count) for name, count in re.findall(r"([a-z ]+) (\d+)(?:, |$)", told)}
        self.assertEqual(list(counts), ["taken", "unchanged", "overtaken", "late", "removed", "waiting", "set aside", "rejected"])
        self.assertEqual((int(total), sum(counts.values())), (self.RECORDS, self.RECORDS))
        with open(self.folder / "county.db.rejects.csv", encoding="utf-8-sig", newline="") as file:
            refused = list(csv.DictReader(file))
        self.assertEqual(len({row["row"] for row in refused}), counts["rejected"])
        self.assertEqual(len(refused), counts["rejected"])
        self.assertTrue(all(row["reason"] and 1 <= int(row["row"]) <= self.RECORDS for row in refused))
        self.assertGreater(len({row["reason"] for row in refused}), 8)
        # Nothing else became an entry than what is counted as taken.
        self.assertEqual(self.live(), counts["taken"])
        self.assertGreater(min(counts["taken"], counts["rejected"]), self.RECORDS // 10)
        self.run_plumb("registry", "verify", self.db)


class FullPush(PushTest):
    def propose(self):
        self.push("a.json", [listed(i) for i in range(4)], "--push", "full", "--synchronised", "2020-06-02")
        return self.push("b.json", [listed(i) for i in range(2)], "--push", "full", "--synchronised", "2020-07-02")

    def proposals(self):
        return [json.loads(line) for line in self.run_plumb("registry", "confirm", self.db, "--format", "json").stdout.splitlines()]

    def test_a_list_of_a_court_that_nobody_knows_is_told(self):
        self.propose()
        other = [listed(0, courtName="样例县法院")]
        self.assertIn("knew no entry of the court “样例县法院”", self.push("c.json", other, "--push", "full", "--synchronised", "2020-07-03").stderr)
        nameless = [{key: value for key, value in listed(1).items() if key != "courtName"}]
        self.assertIn("没有写明法院", self.push("d.json", nameless, "--push", "full", "--synchronised", "2020-07-04", lang="zh").stderr)
        for words in ("knew no entry", "names no court"):
            self.assertNotIn(words, self.push("e.json", [listed(1), listed(2)], "--push", "full", "--synchronised", "2020-07-05").stderr)

    def test_a_confirmed_removal_that_is_taken_back_is_proposed_again(self):
        self.propose()
        number = self.proposals()[0]["number"]
        self.run_plumb("registry", "confirm", self.db, "--finding", str(number), "--by", "王五")
        self.run_plumb("registry", "step", self.db, "（2020）豫0399执2号", DIRECTOR, "removal", "--withdraw", "--on", "2020-07-02", "--by", "王五")
        self.assertEqual([(p["case_no"], p["push"]) for p in self.proposals()], [(f"（2020）豫0399执{i}号", "2020-07-02") for i in (3, 2)])

    def test_what_it_leaves_out_waits_for_somebody_who_gives_a_name(self):
        self.assertIn("leaves out 2 of 4", self.propose().stderr)
        proposals = self.proposals()
        self.assertEqual([(p["case_no"], p["push"]) for p in proposals], [(f"（2020）豫0399执{i}号", "2020-07-02") for i in (2, 3)])
        self.assertNotIn(DIRECTOR, json.dumps(proposals))
        self.assertIn(DIRECTOR, self.run_plumb("registry", "confirm", self.db, "--reveal").stdout)
        self.run_plumb("registry", "confirm", self.db, "--push", "2020-07-02", status=USAGE)
        self.run_plumb("registry", "confirm", self.db, "--by", "王五", status=USAGE)
        done = self.run_plumb("registry", "confirm", "--by", "王五", "--finding", str(proposals[0]["number"]), self.db)  # the option takes one
        self.assertIn("removed 1", done.stderr)
        self.assertRegex(done.stderr, r"removed: （2020）豫0399执2号, [0-9*]+X?, published 2020-06-01\n")
        self.run_plumb("registry", "confirm", self.db, "--push", "2020-07-02", "--by", "王五", "--dismiss")
        self.assertEqual(self.proposals(), [])

    def test_the_share_may_be_set_or_given(self):
        self.run_plumb("registry", "set", self.db, "feed.removal_share", "50")
        self.assertIn("they are removed", self.propose().stderr)
        self.run_plumb("registry", "set", self.db, "feed.removal_share", "101", status=USAGE)
        self.run_plumb("registry", "set", self.db, "feed.colour", "1", status=USAGE)
        self.assertIn("leaves out 1 of 2", self.push("c.json", [listed(0)], "--push", "full", "--synchronised", "2020-08-02", "--removal-share", "1").stderr)

    def test_the_settings_in_force_are_listed(self):
        self.assertEqual(self.run_plumb("registry", "set", self.db).stdout, "feed.removal_share = 1 (default)\nreads.journal = none (default)\n")
        self.run_plumb("registry", "set", self.db, "feed.removal_share", "0.5")
        journal = self.folder / "reads.ndjson"
        self.run_plumb("registry", "set", self.db, "reads.journal", journal)
        self.assertEqual(self.run_plumb("registry", "set", self.db, lang="zh").stdout, f"feed.removal_share = 0.5（已设置）\nreads.journal = {journal}（已设置）\n")
        self.run_plumb("registry", "set", self.db, "reads.journal", "")
        self.assertIn("reads.journal = none (default)\n", self.run_plumb("registry", "set", self.db).stdout)
        self.assertIn("须同用: VALUE", self.run_plumb("registry", "set", "--help", lang="zh").stdout)
        self.assertIn("NAME requires VALUE", self.run_plumb("registry", "set", self.db, "reads.journal", status=USAGE).stderr)
        self.assertIn("NAME 须与 VALUE 同用", self.run_plumb("registry", "set", self.db, "reads.journal", status=USAGE, lang="zh").stderr)


class Watch(PushTest):
    def setUp(self):
        super().setUp()
        self.inbox = self.folder / "inbox"
        self.inbox.mkdir()

    def arrive(self, name, records):
        text = records if isinstance(records, str) else json.dumps(records, ensure_ascii=False)
        return self.write(f"inbox/{name}", text)

    def watch(self, *options, **more):
        return self.run_plumb("registry", "watch", self.db, self.inbox, "--interval", "0.05", *options, **more)

    def inside(self, folder=""):
        path = self.inbox / folder
        return sorted(p.name for p in path.iterdir() if p.is_file()) if path.is_dir() else []

    def test_takes_what_is_there_in_order_and_puts_it_away(self):
        self.arrive("20200702-incremental.json", [removed(1)])
        self.arrive("20200602-full.json", [listed(1), {"caseCode": "x"}])
        self.arrive("notes.md", "not a list")
        self.watch("--once")
        self.assertEqual(self.inside(), ["notes.md"])
        self.assertEqual(self.inside("taken"), ["20200602-full.json", "20200602-full.json.rejects.csv", "20200702-incremental.json"])
        self.assertEqual((self.live(), self.stats()["synchronised"], self.stats()["findings"]), (1, "2020-07-02", 0))

    def test_a_list_that_breaks_off_is_a_finding_and_a_refused_record_is_one_where_that_is_strict(self):
        whole = json.dumps([listed(2), listed(3)], ensure_ascii=False)
        for lies_as in ("20200602.json", "20200602.2.json"):  # as does the same again
            self.arrive("20200602.json", whole[:-20])
            self.assertIn("breaks off in the middle", self.watch("--once", status=FINDINGS).stderr)
            self.assertIn(lies_as, self.inside("taken"))
        self.assertIn("the file ends in the middle of its list", (self.inbox / "taken/20200602.json.rejects.csv").read_text(encoding="utf-8"))
        self.arrive("20200603.json", [listed(1), {"caseCode": "x"}])
        self.watch("--once")
        self.arrive("20200604.json", [listed(4), {"caseCode": "x"}])
        self.watch("--once", "--strict", status=FINDINGS)
        self.assertEqual((self.live(), self.stats()["synchronised"]), (3, "2020-06-04"))

    def test_the_reason_of_a_refused_file_harms_nobody_who_opens_it(self):
        for name in ("=HYPERLINK(1)-99991231.json", 'a"b,99991231.json'):
            self.arrive(name, [listed(1)])
        self.watch("--once", status=FINDINGS)
        written = sorted((self.inbox / "refused").glob("*.rejects.csv"))
        cells = []
        for path in written:
            self.assertEqual(oct(path.stat().st_mode & 0o777), "0o600")
            with open(path, encoding="utf-8-sig", newline="") as file:
                rows = list(csv.reader(file))
            self.assertEqual([len(row) for row in rows], [5, 5])
            cells.append(rows[1][0])
        self.assertEqual(cells, ["'=HYPERLINK(1)-99991231.json", 'a"b,99991231.json'])

    def test_files_of_one_look_are_taken_by_their_days_the_full_list_of_a_day_last(self):
        # By their names the full lists would come first, and what the increments list would stand behind them unseen.
        self.arrive("全量-20200731.json", [listed(1)])
        self.arrive("增量2020-07-15.json", [listed(2)])
        self.arrive("增量20200731.json", [listed(3)])
        self.arrive("全量 2020年6月2日.json", [listed(1)])
        told = self.watch("--once").stderr
        order = [line.split(":")[0].split("/")[-1] for line in told.splitlines() if "a court's push" in line]
        self.assertEqual(order, ["全量 2020年6月2日.json", "增量2020-07-15.json", "增量20200731.json", "全量-20200731.json"])
        self.assertEqual((self.stats()["synchronised"], self.stats()["findings"]), ("2020-07-31", 2))  # the two that the full list leaves out

    def test_a_locked_registry_is_waited_for(self):
        self.arrive("20200602.json", [listed(1)])
        holder = sqlite3.connect(self.db, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        watching = subprocess.Popen([str(PLUMB), "registry", "watch", str(self.db), str(self.inbox), "--interval", "0.05", "--once", "--lang", "en"],
                                    stderr=subprocess.PIPE)
        time.sleep(8)  # a writer waits five seconds
        self.assertIsNone(watching.poll())
        holder.execute("ROLLBACK")
        _, told = watching.communicate(timeout=60)
        self.assertEqual((watching.returncode, self.inside("taken"), self.live()), (FINE, ["20200602.json"], 1), told)
        self.assertEqual(told.count("another program is writing".encode()), 1)
        # With an end that comes first, what was not taken is said.
        self.arrive("20200603.json", [listed(2)])
        holder.execute("BEGIN IMMEDIATE")
        self.assertIn("[registry.locked]", self.watch("--for", "1", status=INPUT_OUTPUT).stderr)
        self.assertEqual(self.inside(), ["20200603.json"])
        holder.close()

    def test_a_folder_that_cannot_be_read_is_no_empty_one(self):
        if os.geteuid() == 0:
            self.skipTest("root reads every folder")
        self.arrive("20200602.json", [listed(1)])
        self.inbox.chmod(0)
        self.addCleanup(self.inbox.chmod, 0o700)
        self.assertIn("[file.unreadable]", self.run_plumb("registry", "import", self.db, self.inbox, "--format", "court", status=INPUT_OUTPUT).stderr)

    def test_refuses_what_is_no_list_with_the_reason_beside_it(self):
        self.arrive("20200602-full.json", '[{"caseCode":')
        self.arrive("full-without-day.json", [listed(1)])
        self.arrive("nothing-good.json", [{"a": 1}, 5])
        self.watch("--once", lang="zh", status=FINDINGS)
        refused = self.inside("refused")
        self.assertEqual(refused, sorted(n + e for n in ("20200602-full.json", "full-without-day.json", "nothing-good.json") for e in ("", ".rejects.csv")))
        for name in refused:
            if name.endswith(".rejects.csv"):
                with open(self.inbox / "refused" / name, encoding="utf-8", newline="") as file:
                    self.assertTrue(all(self.has_chinese(row["reason"]) for row in csv.DictReader(file)), name)
        self.assertEqual(self.live(), 0)

    def test_what_was_refused_whole_is_refused_whenever_it_is_sent(self):
        for name in ("20200602.json", "again-20200602.json"):
            self.arrive(name, "<html>502</html>")
            self.assertNotIn("was sent before", self.watch("--once", status=FINDINGS).stderr)
            self.assertIn(name, self.inside("refused"))
        push = self.write("push.json", "<html>502</html>")
        for _ in range(2):
            self.assertIn("rejected 1", self.run_plumb("registry", "import", self.db, push, "--format", "court", "--strict", status=FINDINGS).stderr)
        self.assertEqual(self.stats()["revision"], 0)

    def test_reasons_are_told_where_they_lie_in_the_end(self):
        for name, folder, status in (("20200602.json", "taken", FINE), ("20200603.json", "refused", FINDINGS)):
            self.arrive(name, [listed(1), {"caseCode": "x"}] if folder == "taken" else [{"a": 1}, 5])
            told = self.watch("--once", status=status).stderr
            place = re.search(r"refused; the reasons: (.+)", told)[1]
            self.assertEqual(place, str(self.inbox / folder / f"{name}.rejects.csv"))
            self.assertTrue(pathlib.Path(place).is_file(), told)

    def test_a_name_with_a_day_to_come_is_refused_and_leaves_the_list_as_stale_as_it_is(self):
        self.arrive("20200602.json", [listed(1)])
        self.arrive("court-99991231.json", [listed(2)])
        self.watch("--once", lang="zh", status=FINDINGS)
        self.assertEqual((self.live(), self.stats()["synchronised"]), (1, "2020-06-02"))
        self.assertEqual(self.inside("refused"), ["court-99991231.json", "court-99991231.json.rejects.csv"])
        with open(self.inbox / "refused" / "court-99991231.json.rejects.csv", encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
        self.assertTrue(self.has_chinese(row["reason"]) and "9999-12-31" in row["reason"], row)
        # Named for all files it is a mistake of the call, and no file's.
        self.arrive("late.json", [listed(3)])
        self.assertIn("[usage.day_to_come]", self.watch("--once", "--synchronised", "9999-12-31", status=USAGE).stderr)
        self.assertEqual(self.inside(), ["late.json"])
        self.push("b.json", [listed(4)], "--synchronised", "9999-12-31", status=USAGE)

    def refused_for(self, name):
        with open(self.inbox / "refused" / f"{name}.rejects.csv", encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
        return row["reason"]

    def test_a_file_without_a_record_is_no_push_of_its_day(self):
        self.arrive("20200602.json", [listed(1)])
        nothing = {"20200603.json": "", "20200604.csv": " \n\n", "20200605-full.json": "[]", "20200606.json": '{"data": []}'}
        for name, text in nothing.items():
            self.arrive(name, text)
        self.watch("--once", lang="zh", status=FINDINGS)
        self.assertEqual(self.inside("taken"), ["20200602.json"])
        for name in nothing:
            self.assertIn("没有一条记录", self.refused_for(name))
        self.assertEqual((self.live(), self.stats()["synchronised"]), (1, "2020-06-02"))
        self.assertIn("[import.empty]", self.push("20200607.json", "", "--synchronised", "2020-06-07", status=INPUT_OUTPUT).stderr)
        self.assertEqual(self.stats()["synchronised"], "2020-06-02")

    def test_a_name_with_digits_that_are_no_day_is_refused(self):
        for n, name in enumerate(("20190230.json", "2019-13-01-full.json", "case120190211999.json", "20190630120000.json")):
            self.arrive(name, [listed(n)])
        self.arrive("x20200602-20190230.json", [listed(7)])
        told = self.watch("--once", status=FINDINGS).stderr
        self.assertEqual(told.count("[usage.name_day]"), 4)
        self.assertIn("20190230 in the file's name", self.refused_for("20190230.json"))
        self.assertEqual(self.inside("taken"), ["x20200602-20190230.json"])
        self.arrive("20190230.json", [listed(8)])
        self.watch("--once", "--synchronised", "2020-06-03")
        self.assertEqual((self.live(), self.stats()["synchronised"]), (2, "2020-06-03"))

    def test_a_name_without_a_day_is_told(self):
        self.arrive("case-12.json", [listed(1)])
        self.assertIn("plumb: case-12.json: its name tells no day", self.watch("--once").stderr)
        self.arrive("case-13.json", [listed(2)])
        self.assertNotIn("tells no day", self.watch("--once", "--synchronised", "2020-06-03").stderr)
        self.assertEqual(self.live(), 2)

    def test_links_and_what_is_no_list_stay_and_are_told_once(self):
        secret = self.write("elsewhere.json", json.dumps([listed(1), {"secret": "of the service"}]))
        (self.inbox / "20200602.json").symlink_to(secret)
        (self.inbox / "away").symlink_to(self.folder)
        os.mkfifo(self.inbox / "20200603.json")
        self.arrive("notes.md", "not a list")
        self.arrive(".half.json", "[")
        self.arrive("20200604.JSON", [listed(2)])
        told = self.watch("--for", "0.6").stderr
        for name, why in (("20200602.json", "a symbolic link"), ("away", "a symbolic link"), ("20200603.json", "no list"), ("notes.md", "no list")):
            self.assertEqual(told.count(f"plumb: {name}: {why}"), 1, told)
        self.assertNotIn(".half.json", told)
        self.assertEqual(self.inside("taken"), ["20200604.JSON"])
        self.assertEqual((self.inside("refused"), self.live()), ([], 1))
        self.assertTrue((self.inbox / "20200602.json").is_symlink() and secret.exists())

    def test_waits_until_a_file_is_whole(self):
        half = json.dumps([listed(i) for i in range(20)])
        path = self.arrive("20200602.json", half[:100])
        watching = subprocess.Popen([str(PLUMB), "registry", "watch", str(self.db), str(self.inbox), "--interval", "0.4", "--for", "4", "--lang", "en"],
                                    stderr=subprocess.PIPE)
        with open(path, "a", encoding="utf-8") as file:
            for at in range(100, len(half), 200):
                file.write(half[at:at + 200])
                file.flush()
                time.sleep(0.05)
        _, told = watching.communicate(timeout=60)
        self.assertEqual(watching.returncode, FINE)
        self.assertIn(b"of 20 records: taken 20,", told)
        self.assertEqual(self.inside("taken"), ["20200602.json"])

    def test_a_file_that_was_taken_but_not_put_away_is_not_taken_twice(self):
        self.push("20200602.json", [listed(1)], "--synchronised", "2020-06-02")
        before = self.stats()
        self.arrive("20200602.json", [listed(1)])
        self.assertIn("was sent before", self.watch("--once").stderr)
        self.assertEqual((self.stats(), self.inside("taken")), (before, ["20200602.json"]))
        self.arrive("20200602.json", [listed(1)])  # and once more: nothing is written over
        self.watch("--once")
        self.assertEqual(self.inside("taken"), ["20200602.2.json", "20200602.json"])

    def test_killed_at_any_time_it_loses_and_repeats_nothing(self):
        for i in range(12):
            self.arrive(f"2020060{i % 9 + 1}-{i}.json", [listed(100 * i + n, published=f"2020-05-{i + 1:02}") for n in range(20)])
        command = [str(PLUMB), "registry", "watch", str(self.db), str(self.inbox), "--interval", "0.02", "--lang", "en"]
        for attempt in range(12):
            running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            time.sleep(0.05 + 0.013 * attempt)
            running.send_signal(signal.SIGKILL)
            running.wait()
        self.watch("--once")
        self.assertEqual((self.live(), len(self.inside("taken"))), (240, 12))
        self.assertEqual(self.inside(), [])
        self.run_plumb("registry", "verify", self.db)

    def test_a_file_that_cannot_be_put_away_is_told_with_what_became_of_it(self):
        self.inbox.mkdir(exist_ok=True)
        (self.inbox / "20200701.json").write_text(json.dumps(listed(1), ensure_ascii=False), encoding="utf-8")
        (self.inbox / "taken").write_text("", encoding="utf-8")
        told = self.watch("--once", status=INPUT_OUTPUT).stderr
        self.assertIn("[file.unwritable]", told)
        self.assertIn("is still in its place", told)
        (self.inbox / "taken").unlink()
        self.assertIn("was sent before", self.watch("--once").stderr)
        self.assertEqual(self.inside("taken"), ["20200701.json"])

    def test_no_inbox_and_no_registry(self):
        self.run_plumb("registry", "watch", self.db, self.folder / "nowhere", "--once", status=USAGE)
        self.arrive("a.json", [listed(1)])
        self.run_plumb("registry", "watch", self.folder / "none.db", self.inbox, "--interval", "0.05", "--once", status=INPUT_OUTPUT)
        self.assertEqual(self.inside(), ["a.json"])


if __name__ == "__main__":
    main()
