#!/usr/bin/env python3
"""What was known and decided earlier, told again; and what was altered since, found."""
import datetime
import json
import sqlite3
import time

from program import CASE, CLEAR, DEBTOR, DIRECTOR, FINDINGS, FINE, INPUT_OUTPUT, ROOT, RULES, STRANGER, USAGE, ProgramTest, main, organisation, person

ENTRIES = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible"
LODGING = {"id": "Q1", "party": DIRECTOR, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 4}}

# In the county, where a day ends at 16:00 UTC.
TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date().isoformat()


class Journal(ProgramTest):
    def setUp(self):
        super().setUp()
        self.county()

    def corrected(self):
        """The court says, a second later, that the entry had been removed before the day asked about. The moment before."""
        before = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        time.sleep(1.1)
        self.run_plumb("registry", "import", self.db, self.csv("entries.csv", ENTRIES, f"{CASE},{DEBTOR},样例县人民法院,2020-06-01,,,2020-06-15,true,"))
        return before

    def tamper(self, *statements):
        with sqlite3.connect(self.db) as db:
            db.execute("PRAGMA foreign_keys = OFF")
            for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                db.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                self.assertGreater(db.execute(statement).rowcount, 0, statement)
        db.close()

    def test_what_was_known_then_decides_as_then(self):
        then = self.decide(LODGING)
        before = self.corrected()
        now = self.decide(LODGING)
        self.assertEqual((then[0]["outcome"], now[0]["outcome"]), ("restrict", "none"))
        self.assertEqual(self.decide(LODGING, options=("--known-at", before)), then)
        for command in (("sweep", "--as-of", "2020-07-01"), ("ask", DIRECTOR, "--date", "2020-07-01")):
            again = [self.run_plumb(*command, "--rules", ROOT / "rules/xinan-2019-48", "--registry", self.db, "--known-at", moment).stdout for moment in (before, TODAY)]
            self.assertNotEqual(*again, command)
        # A day stands for its end in the county; before anything was recorded nobody was listed, and nothing was synchronised.
        self.assertEqual(self.decide(LODGING, options=("--known-at", "2019-01-01"))[0]["registry"], {"revision": 0, "synchronised": None})
        done = self.run_plumb("decide", "--rules", RULES, "--registry", self.db, "--known-at", "gestern", "-", stdin=json.dumps(LODGING), status=USAGE, lang="zh")
        self.assertIn("[registry.time]", done.stderr)

    def test_a_sweep_an_answer_and_a_history_are_to_the_byte_what_they_were_then(self):
        rules = ("--rules", ROOT / "rules/xinan-2019-48", "--registry", self.db)
        commands = {"sweep": ("sweep", *rules, "--as-of", "2020-07-01"), "ask": ("ask", DIRECTOR, *rules, "--date", "2020-07-01"),
                    "decide": ("decide", *rules[:1], RULES, *rules[2:], "-"), "history": ("registry", "history", self.db, DEBTOR)}
        told = lambda *more: {name: self.run_plumb(*command, *more, stdin=json.dumps(LODGING)).stdout for name, command in commands.items()}
        then = told()
        before = self.corrected()
        self.assertEqual(told("--known-at", before), then)
        now = told()
        for name, on_the_list in (("sweep", CASE), ("ask", CASE), ("decide", '"outcome":"restrict"')):
            self.assertIn(on_the_list, then[name])
            self.assertNotIn(on_the_list, now[name])
        self.assertEqual(now["history"].splitlines()[:-1], then["history"].splitlines())

    def test_every_fact_has_both_times_and_a_correction_leaves_what_was_said_before(self):
        other, case = person(789), "（2020）豫0399执8号"

        holding = {"id": "H8", "party": other, "matter": "lodging", "from": "2020-01-01", "fields": {}}

        def say(name, header, first, second):
            return self.csv(f"1/{name}.csv", header, first), self.csv(f"2/{name}.csv", header, second)

        files = [
            say("parties", "id,kind,name,sector", f"{other},person,李四,", f"{other},person,李四五,"),
            say("relations", "holder,role,organisation,from,to,share", f"{other},director,{CLEAR},2019-01-01,,",
                f"{other},director,{CLEAR},2019-01-01,2020-01-01,"),
            say("entries", ENTRIES, f"{case},{other},样例县人民法院,2020-05-01,,,,true,",
                f"{case},{other},样例县人民法院,2020-05-01,,,2020-06-01,true,"),
            say("permits", "party,target,from,to,document", f"{other},*,2020-05-02,,准1号", f"{other},*,2020-05-02,2020-08-01,准1号"),
            say("events", "case_no,party,published_on,kind,on,until,by,document,detail", f"{case},{other},2020-05-01,push,2020-05-02,,某法院,推1号,县公安局",
                f"{case},{other},2020-05-01,push,2020-05-02,,某法院,推1号,县财政局"),
            say("documents", "document,party,by,basis", f"E76543210,{other},某某,护照", f"E76543210,{other},某某,换发的护照"),
            tuple(self.write(f"{n}/holdings.ndjson", json.dumps({**holding, "to": to}) + "\n") for n, to in ((1, None), (2, "2020-07-01"))),
        ]
        of_validity = {"relations": "valid_from, valid_to", "entries": "published_on, removed_on", "permits": "valid_from, valid_to", "events": "on_day, until",
                       "holdings": "valid_from, valid_to"}
        # A party and a binding have no days of their own; a retention is all that it says, and another is another.
        tables = (*of_validity, "parties", "documents")

        def rows():
            with sqlite3.connect(self.db) as db:
                db.row_factory = sqlite3.Row
                return {table: [dict(row) for row in db.execute(f"SELECT * FROM {table} ORDER BY row")] for table in tables}

        with sqlite3.connect(self.db) as db:
            for table, columns in of_validity.items():
                db.execute(f"SELECT {columns} FROM {table}")
            # Whatever else is a fact has the time of recording too: findings, reviews, accounts, settings and what pushes said.
            no_facts = {"revisions", "identifiers", "resumptions", "entry_responsible", "sources", "journal", "journal_decisions", "journal_erasures", *(f"{of}_{what}" for of in ("identifier", "party", "relation") for what in ("runs", "blocks"))}
            facts = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")} - no_facts
            self.assertLess(set(tables), facts)
            for table in facts:
                db.execute(f"SELECT recorded_at, superseded_at, revision_from, revision_to FROM {table}")
        self.run_plumb("registry", "import", self.db, *(first for first, _ in files))
        before = rows()
        time.sleep(1.1)
        self.run_plumb("registry", "import", self.db, *(second for _, second in files))
        after, revision = rows(), self.stats()["revision"]
        for table in tables:
            old, gone = before[table][-1], after[table][len(before[table]) - 1]
            [new] = after[table][len(before[table]):]
            self.assertEqual((old["superseded_at"], old["revision_to"]), (None, None), table)
            # Nothing of the old row changed but that it says since when it is superseded, which is when the new one was recorded.
            self.assertEqual(gone, {**old, "superseded_at": new["recorded_at"], "revision_to": revision}, table)
            self.assertLess(old["recorded_at"], new["recorded_at"], table)
            self.assertEqual((new["superseded_at"], new["revision_from"]), (None, revision), table)
            self.assertEqual(after[table][:len(before[table]) - 1], before[table][:-1], table)

    def test_a_replay_gives_the_very_line_whatever_was_recorded_since(self):
        lines = [LODGING, {**LODGING, "id": "二", "party": {"id": DIRECTOR, "name": "张三"}}, {**LODGING, "id": 3, "party": STRANGER}]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        for options in ((), ("--explain",)):
            given = self.run_plumb("decide", "--rules", RULES, "--registry", self.db, "--journal", *options, "-", stdin=text, raw=True).stdout.splitlines()
            self.corrected()
            told = self.run_plumb("registry", "replay", self.db, "--rules", RULES, "--reveal", "--now", raw=True).stdout.splitlines()[-3:]
            for line, again in zip(given, told, strict=True):
                self.assertIn(b'"outcome":"same","then":' + line + b',"', again)
            self.run_plumb("registry", "import", self.db, self.csv("entries.csv", ENTRIES, f"{CASE},{DEBTOR},样例县人民法院,2020-06-01,,,,true,"))

    def test_what_will_be_known_is_asked_in_vain(self):
        for command in (("decide", "--rules", RULES, "--registry", self.db), ("ask", DIRECTOR, "--rules", RULES, "--registry", self.db),
                        ("registry", "history", self.db, DIRECTOR), ("registry", "candidates", self.db)):
            for moment in ("", "2999-01-01", "2999-01-01T00:00:00Z"):
                for lang in ("en", "zh"):
                    done = self.run_plumb(*command, "--known-at", moment, status=USAGE, lang=lang, stdin=json.dumps(LODGING))
                    self.assertIn("[usage.known_at]", done.stderr)
                    self.assertIn("leave --known-at out" if lang == "en" else "不用 --known-at", done.stderr)
                    self.assertEqual(done.stdout, "")

    def replay(self, *options, status=FINE, rules=RULES):
        return [json.loads(line) for line in self.run_plumb("registry", "replay", self.db, "--rules", rules, *options, status=status).stdout.splitlines()]

    def test_decisions_are_remembered_and_taken_again(self):
        lines = [LODGING, {**LODGING, "id": "Q2", "party": STRANGER}, {"id": "Q3", "matter": "nothing"}]
        given = self.decide(*lines, status=FINDINGS, options=("--journal", "--by", "窗口一", "--explain"), lang="zh")
        again = self.replay("--reveal")
        self.assertEqual([r["then"] for r in again], given[:2])  # an error is no decision
        self.assertEqual({(r["outcome"], r["by"]) for r in again}, {("same", "窗口一")})
        # Numbers are hidden from who does not ask for them, and outcomes are those of the whole answers.
        hidden = self.replay()
        self.assertEqual([r["outcome"] for r in hidden], ["same", "same"])
        self.assertIn(DEBTOR, json.dumps(given))
        self.assertIn(DEBTOR, json.dumps(hidden[0]["then"]["measures"]))  # an organisation's code is public
        self.assertIn(DIRECTOR, json.dumps(given))
        self.assertNotIn(DIRECTOR, json.dumps(hidden))
        self.assertEqual(hidden[0]["then"]["ruleset"], given[0]["ruleset"])
        self.assertEqual([r["decision"] for r in self.replay("--party", STRANGER)], [2])
        self.corrected()
        after = self.replay("--now")
        self.assertEqual([(r["outcome"], r["changed"]) for r in after], [("same", True), ("same", False)])
        self.assertEqual((after[0]["then"]["outcome"], after[0]["now"]["outcome"]), ("restrict", "none"))
        self.assertEqual([r["decision"] for r in self.replay("--decision", "2")], [2])
        self.run_plumb("registry", "replay", self.db, "--rules", RULES, "--decision", "9", status=USAGE)
        self.run_plumb("registry", "replay", self.db, "--rules", RULES, "--party", "410399197005200012", status=USAGE)  # of whom none is
        self.assertTrue(json.loads(self.verify("--format", "json").stdout)["whole"])

    def test_a_decision_altered_in_the_journal_is_found_by_both(self):
        self.decide(LODGING, options=("--journal",))
        self.tamper("UPDATE journal_decisions SET answer = replace(answer, 'restrict', 'none')")
        self.assertEqual([r["outcome"] for r in self.replay(status=FINDINGS)], ["different"])
        self.assertIn("journal_decisions row 1", self.verify(status=FINDINGS).stdout)

    def test_other_rules_are_told_and_not_compared(self):
        self.decide(LODGING, options=("--journal",))
        rules = self.folder / "rules"
        for file in RULES.rglob("*.plumb"):
            self.write(f"rules/{file.relative_to(RULES)}", file.read_text().replace("星级 >= 4", "星级 >= 3"))
        self.assertEqual([r["outcome"] for r in self.replay(status=FINDINGS, rules=rules)], ["other_rules"])

    def test_a_decision_keeps_the_digests_of_its_rules_and_its_facts(self):
        def head():
            return json.loads(self.verify("--format", "json").stdout)["head"]

        heads = [head()]
        [given] = self.decide(LODGING, options=("--journal",))
        self.corrected()
        heads.append(head())
        self.decide(LODGING)  # nobody asked that it be remembered
        self.decide(LODGING, options=("--journal",))
        with sqlite3.connect(self.db) as db:
            kept = db.execute("SELECT ruleset_digest, facts FROM journal_decisions ORDER BY decision").fetchall()
        self.assertEqual(kept, [(given["ruleset"]["digest"], facts) for facts in heads])
        self.assertNotEqual(*heads)
        # Where the facts below a decision are no longer those that it was taken from, that is told, and nothing is compared.
        self.tamper("UPDATE journal SET chain = randomblob(32) WHERE sequence = (SELECT max(sequence) FROM journal WHERE revision = 1 AND subject = 'entries')")
        self.assertEqual([r["outcome"] for r in self.replay(status=FINDINGS)], ["other_facts", "same"])
        self.assertEqual(self.faults()[0][:2], ("altered", "journal"))

    def history(self, party, *options, lang="zh"):
        return self.run_plumb("registry", "history", self.db, party, *options, lang=lang).stdout.splitlines()

    def test_history_tells_what_was_recorded_and_corrected_in_order(self):
        before = self.corrected()
        lines = self.history(DEBTOR)
        self.assertEqual([line.split("）", 1)[1].split("：")[0] for line in lines],
                         ["记入主体", "记入关系", "记入名单", f"更正名单（案号 {CASE}，主体 {DEBTOR}，发布时间 2020-06-01）"])
        self.assertTrue(lines[-1].endswith("撤销时间 由 空 改为 2020-06-15"), lines[-1])
        self.assertIn("（北京时间，修订 2，entries.csv 第 2 行）", lines[-1])
        self.assertNotIn(DIRECTOR, "".join(lines))
        self.assertIn(DIRECTOR, "".join(self.history(DEBTOR, "--reveal")))
        self.assertEqual(self.history(DEBTOR, "--known-at", before), lines[:-1])
        told = json.loads("".join(self.history(DEBTOR, "--format", "json")))["occurrences"]
        self.assertEqual([(o["what"], o["table"], o["revision"]) for o in told],
                         [("recorded", "parties", 1), ("recorded", "relations", 1), ("recorded", "entries", 1), ("corrected", "entries", 2)])
        self.assertEqual(told[-1]["changes"], [{"column": "removed_on", "before": None, "after": "2020-06-15"}])

    def test_history_tells_a_push_that_left_columns_out_as_no_correction_of_spelling(self):
        part = {"caseCode": "（2020）豫0399执8号", "cardNum": STRANGER, "publishDate": "2020-06-01", "courtName": "样例县人民法院", "iname": "李四"}
        whole = {**part, "duty": "还款"}
        for day, one in (("2020-06-02", whole), ("2020-06-03", part), ("2020-06-04", whole)):
            self.run_plumb("registry", "import", self.db, self.write(f"{day}.json", json.dumps(one)), "--format", "court", "--synchronised", day)
        lines = [line for line in self.history(STRANGER, lang="en") if "entries" in line]
        self.assertEqual([line.split(") ", 1)[1].split(" in ")[0] for line in lines], ["recorded", "told again", "told again"])
        for line in lines[1:]:
            self.assertTrue(line.endswith("no value changed, and what was left out stays as it was told before"), line)
        for line in self.history(STRANGER)[-2:]:
            self.assertIn("再次载明名单（案号 （2020）豫0399执8号", line)
            self.assertTrue(line.endswith("各项的值未变，未提及的项目仍按先前所载"), line)

    def test_history_shows_the_original_beside_what_was_normalised_and_what_was_decided(self):
        self.run_plumb("registry", "import", self.db, self.csv("parties.csv", "id,kind,name", f"{STRANGER},person,李　　四"))
        self.decide({**LODGING, "party": STRANGER}, options=("--journal", "--by", "窗口一"))
        lines = self.history(STRANGER)
        self.assertIn("名称 由 李四 改为 李 四（原作“李　　四”）", lines[1])
        self.assertTrue(lines[2].endswith("作出判定，日志第 1 号，经办 窗口一，结果 无"), lines[2])
        self.run_plumb("registry", "import", self.db, self.csv("documents.csv", "document,party,by,basis", f"E76543210,{STRANGER},某某,护照"),
                       self.csv("relations.csv", "holder,role,organisation,from,to,share", f"E76543210,director,{CLEAR},2019-01-01,,"))
        self.assertIn(f"记入关系：任职人 {'E76543210'[:3]}", "".join(self.history(STRANGER)))  # what stands under a bound document is theirs
        self.assertEqual(len(self.history("E76543210")), len(self.history(STRANGER)))
        self.assertEqual(self.history("410399199001011234"), ["名册中没有关于这个主体的记录"])
        # A mask is nobody's alone, but a record that came with one has its own story.
        masked = DIRECTOR[:10] + "****" + DIRECTOR[14:]
        self.assertIn("[request.party.masked]", self.run_plumb("registry", "history", self.db, masked, status=USAGE).stderr)
        self.run_plumb("registry", "import", self.db, self.csv("entries.csv", ENTRIES, f"（2020）豫0399执77号,{masked},样例县人民法院,2020-06-01,,,,true,"))
        [line] = self.history(masked)
        self.assertIn("（2020）豫0399执77号", line)
        self.assertNotIn("执77号", "".join(self.history(DIRECTOR)))

    def test_history_speaks_a_persons_words_and_the_countys_clock(self):
        # The full push leaves the entry out: a finding, a removal that somebody confirms, and what the reviewer says of two numbers.
        self.run_plumb("registry", "import", self.db, self.csv("entries.csv", ENTRIES + ",removal_kind,objection",
                                                               f"{CASE},{DEBTOR},样例县人民法院,2020-06-01,,,2020-06-15,true,,shielded,2020-06-03–2020-06-10"))
        self.run_plumb("registry", "different", self.db, CLEAR, DEBTOR, "--by", "王五", "--reason", "两家公司")
        zh, en = "\n".join(self.history(DEBTOR)), "\n".join(self.history(DEBTOR, lang="en"))
        for part in ("撤销方式 由 空 改为 屏蔽", "异议期间 由 空 改为 自 2020-06-03 起，至 2020-06-10 前一日止", "结论 不是同一主体", "经办 王五", "另一方 "):
            self.assertIn(part, zh)
        for part in ("removal kind was nothing, now shielded", "objection was nothing, now from 2020-06-03, until the day before 2020-06-10", "verdict: two parties",
                     "(Beijing time, revision 2,"):
            self.assertIn(part, en)
        for raw in ("party_a", "verdict", "shielded", "2020-06-03/"):
            self.assertNotIn(raw, zh)
        [stored] = {o["recorded_at"] for o in json.loads("".join(self.history(DEBTOR, "--format", "json")))["occurrences"] if o["revision"] == 2}
        there = datetime.datetime.fromisoformat(stored.replace("Z", "+00:00")) + datetime.timedelta(hours=8)
        self.assertIn(there.strftime("%Y-%m-%d %H:%M:%S（北京时间，修订 2"), zh)
        # What was typed in Chinese tells nothing beside the same word.
        self.run_plumb("registry", "import", self.db, self.csv("parties.csv", "编号,类别,名称", f"{STRANGER},自然人,李四五"))
        self.assertNotIn("原作“自然人”", "".join(self.history(STRANGER)))

    def test_history_wants_a_number_and_says_how_to_find_it(self):
        for name in ("张三", "甲公司"):
            for command in (("history", self.db, name), ("erase", self.db, name, "--ground", "unlawful", "--by", "某法院", "--document", "1号")):
                for lang, words in (("en", "look the number up by the name (plumb registry export DB parties --reveal)"), ("zh", "可按姓名查出编号（plumb registry export DB")):
                    done = self.run_plumb("registry", *command, lang=lang, status=USAGE)
                    self.assertIn(words, done.stderr)
                    self.assertIn("[request.party.form]", done.stderr)
                    self.assertEqual(done.stdout, "")
        nobody, odd = person(789), person(789)[:-1] + ("1" if person(789)[-1] != "1" else "2")
        for number, lang, words in ((nobody, "en", ""), (odd, "en", "the number's check digit is wrong, so a place of it may be mistyped: look at the document\n"),
                                    (odd, "zh", "该编号的校验码不符，可能有一位输错：请核对证件\n"),
                                    (odd[:-1], "en", "neither a resident number nor a unified credit code, so a place may be missing, added or wrong: look at the document\n")):
            lines = self.run_plumb("registry", "history", self.db, number, lang=lang).stdout.splitlines(True)
            self.assertEqual("".join(lines[1:]), words)

    def test_history_tells_findings_in_words(self):
        inbox = self.write("push.json", json.dumps([{"caseCode": "（2020）豫0399执9号", "cardNum": CLEAR, "iname": "乙公司", "courtName": "样例县人民法院",
                                                     "publishDate": "2020-06-01"}], ensure_ascii=False))
        self.run_plumb("registry", "import", self.db, inbox, "--format", "court", "--push", "full", "--synchronised", "2020-07-02")
        zh, en = "\n".join(self.history(DEBTOR)), "\n".join(self.history(DEBTOR, lang="en"))
        self.assertIn(f"记入待查：种类 全量推送未列的条目，对象 {CASE}、{DEBTOR}、2020-06-01，主体 {DEBTOR}，详情 案号 {CASE}，发布时间 2020-06-01", zh)
        self.assertIn("名单日期 2020-07-02", zh)
        self.assertIn("kind: an entry that a full push left out", en)
        self.assertNotIn("absent_from_full_push", zh + en)

    def test_history_tells_the_command_that_corrected_what_a_file_told(self):
        removal = ("registry", "remove", self.db, CASE, DEBTOR, "--on", "2020-06-20", "--document", "1号", "--by", "样例县人民法院")
        self.run_plumb(*removal, "--kind", "shielded", "--ground", "全部履行")
        self.run_plumb(*removal, "--withdraw")
        for lang, words in (("zh", ("，entries.csv 第 2 行）", "，命令 remove）", "，以命令收回（--withdraw））")),
                            ("en", (", entries.csv row 2)", ", command remove)", ", taken back by command (--withdraw))"))):
            told = [line for line in self.history(DEBTOR, lang=lang) if ("名单" if lang == "zh" else "in entries") in line]
            self.assertEqual(len(told), 3, told)
            for line, where in zip(told, words):
                self.assertIn(where, line)
        told = [o for o in json.loads("".join(self.history(DEBTOR, "--format", "json")))["occurrences"] if o["table"] == "entries"]
        self.assertEqual([(o["source"].split("/")[-1], o["source_row"]) for o in told], [("entries.csv", 2), ("remove", None), ("withdraw", None)])

    def test_history_says_where_a_list_says_otherwise_than_the_step_that_counts(self):
        self.run_plumb("registry", "step", self.db, CASE, DEBTOR, "service", "--on", "2020-06-02", "--by", "样例县人民法院")
        self.assertIn("命令 step）", "".join(self.history(DEBTOR)))
        header = ENTRIES + ",served_on"
        row = f"{CASE},{DEBTOR},样例县人民法院,2020-06-01,,,,true,,"
        self.run_plumb("registry", "import", self.db, self.csv("entries.csv", header, row + "2020-06-05"))
        self.assertIn("送达日期 仍为 2020-06-02（名单所载为 2020-06-05，以记录的步骤为准）", self.history(DEBTOR)[-1])
        self.assertIn("served on still 2020-06-02 (the list says 2020-06-05; the recorded step counts)", self.history(DEBTOR, lang="en")[-1])
        told = json.loads("".join(self.history(DEBTOR, "--format", "json")))["occurrences"][-1]
        self.assertEqual(told["changes"], [{"column": "served_on", "before": "2020-06-02", "after": "2020-06-02", "listed": "2020-06-05"}])
        self.assertEqual(told["listed"], {"served_on": "2020-06-05"})
        self.run_plumb("registry", "import", self.db, self.csv("entries.csv", header, row + "2020-06-02"))
        self.assertIn("送达日期 仍为 2020-06-02（名单现也如此记载）", self.history(DEBTOR)[-1])

    ERASE = ("--ground", "period_over", "--by", "某法院", "--document", "〔2026〕1号")

    def erased(self, party, *options, status=FINE, lang="en"):
        return self.run_plumb("registry", "erase", self.db, party, *self.ERASE, *options, status=status, lang=lang)

    def test_erasing_leaves_nothing_to_read_and_the_chain_whole(self):
        other = person(789)
        self.run_plumb(
            "registry", "import", self.db,
            self.csv("parties.csv", "id,kind,name", f"{other},person,欧阳甲乙"),
            self.csv("entries.csv", ENTRIES + ",name,duty", f"（2019）豫0399执7号,{other},样例县人民法院,2019-06-01,,,2019-09-01,true,,欧阳甲乙,偿还某某借款"),
            self.csv("documents.csv", "document,party,by,basis", f"E76543211,{other},某某,护照"),
            self.csv("events.csv", "case_no,party,kind,on,by,document,detail", f"（2019）豫0399执7号,{other},removal,2019-09-01,某法院,某2号,欧阳甲乙已履行"))
        self.run_plumb("registry", "import", self.db, self.csv("parties.csv", "id,kind,name", "E76543210,person,欧阳甲乙"))
        self.run_plumb("registry", "same", self.db, "E76543210", other, "--by", "某某", "--basis", "出入境证件核验")
        self.decide({**LODGING, "party": {"id": other, "name": "欧阳甲乙"}}, options=("--journal",))
        told = self.erased(other, "--dry-run").stderr
        self.assertIn("would erase: 3 identifiers", told)
        self.assertIn("decisions among them: 1", told)
        self.assertEqual(len(self.history(other)), 8)
        self.erased(other)
        self.assertIn("whole: ", self.verify().stdout)
        self.assertEqual(self.history(other), ["名册中没有关于这个主体的记录"])
        for file in self.folder.glob("county.db*"):
            kept = file.read_bytes()
            for text in (other, "欧阳甲乙", "某某借款", "E76543210"):
                self.assertFalse(text.encode() in kept, (text, file))
        self.assertEqual([r["outcome"] for r in self.replay()], ["erased"])
        # What the court did stays: the case, the days, the document.
        with sqlite3.connect(self.db) as db:
            self.assertEqual(db.execute("SELECT case_no, published_on, removed_on, name, duty FROM entries WHERE row = 2").fetchall(),
                             [("（2019）豫0399执7号", "2019-06-01", "2019-09-01", None, None)])
        self.assertEqual(self.decide(LODGING)[0]["outcome"], "restrict")  # others' facts are as before
        self.tamper("UPDATE entries SET published_on = '2019-06-02' WHERE row = 2")
        self.assertIn("entries row 2", self.verify(status=FINDINGS).stdout)

    def test_decisions_about_somebody_of_whom_nothing_is_recorded_can_be_erased(self):
        other = person(789)
        for party in (other, {"id": f" {other} ", "name": "欧阳甲乙"}, STRANGER):
            self.decide({**LODGING, "party": party}, options=("--journal",))
        self.assertEqual([r["decision"] for r in self.replay("--party", other)], [1, 2])
        self.assertIn("would erase: 0 identifiers, in 2 rows", self.erased(other, "--dry-run").stderr)
        self.assertIn("decisions among them: 2", self.erased(other).stderr)
        for file in self.folder.glob("county.db*"):
            self.assertNotIn(other.encode(), file.read_bytes())
        self.assertEqual([r["outcome"] for r in self.replay()], ["erased", "erased", "same"])
        self.assertIn("whole: ", self.verify().stdout)
        self.assertIn("[erasure.nobody]", self.erased(other, status=INPUT_OUTPUT).stderr)

    def test_who_was_erased_keeps_nobody_from_keeping_and_closing_findings(self):
        other, third = person(789), person(790)
        self.run_plumb("registry", "import", self.db,
                       self.csv("entries.csv", ENTRIES, *(f"（2019）豫0399执{n}号,{who},样例县人民法院,2019-06-01,,,2019-09-01,true," for n, who in ((7, other), (8, third)))))
        look = ("registry", "findings", self.db, "--rules", RULES, "--as-of", "2020-10-10")
        self.assertIn("执7号", self.run_plumb(*look).stdout)
        self.erased(other)
        told = self.run_plumb(*look, "--keep").stdout
        self.assertIn("执8号", told)
        self.assertNotIn("执7号", told)
        self.erased(third)
        self.assertNotIn("执8号", self.run_plumb("registry", "findings", self.db).stdout)
        self.assertNotIn("era", self.run_plumb("registry", "due", self.db, "--rules", RULES, "--as-of", "2020-10-10").stdout)
        self.assertIn("whole: ", self.verify().stdout)

    def test_nothing_of_who_was_erased_is_published(self):
        minor = "E76543210"
        self.run_plumb("registry", "import", self.db,
                       self.csv("entries.csv", ENTRIES + ",age", f"（2019）豫0399执7号,{minor},样例县人民法院,2019-06-01,,,2019-07-01,true,,15"))
        for erased in (False, True):
            if erased:
                self.erased(minor)
            for day in ("2019-06-20", "2019-07-10"):
                out = self.folder / f"{day}{erased}.csv"
                self.run_plumb("registry", "publish", self.db, "--as-of", day, "--format", "csv", "-o", out)
                self.assertNotIn("执7号", out.read_text(), day)

    def test_a_courts_counts_are_the_same_after_an_erasure(self):
        other, court, case = person(789), "样例县人民法院", "（2019）豫0399执7号"
        steps = (f"{case},{other},objection,2019-06-12,欧阳甲乙,异议书,", f"{case},{other},objection_decision,2019-06-20,{court},异1号,欧阳甲乙的异议理由成立",
                 f"{case},{other},push,2019-06-13,{court},推1号,县公安局、县财政局", f"{case},{other},removal,2019-07-01,{court},撤1号,欧阳甲乙之妻代为还清",
                 f"{case},{other},department_notice,2019-07-09,{court},通1号,县公安局", f"{case},{other},confirmation,2019-07-20,县公安局,解1号,",
                 f"{CASE},{DEBTOR},push,2020-06-01,{court},推2号,县财政局")
        self.run_plumb("registry", "import", self.db, self.csv("欧阳甲乙.csv", "id,kind,name", f"{other},person,欧阳甲乙"), "--table", "parties")
        self.run_plumb("registry", "import", self.db,
                       self.csv("entries.csv", ENTRIES + ",basis_no", f"{case},{other},{court},2019-06-10,,,2019-07-01,true,,欧阳甲乙一案"),
                       self.csv("events.csv", "case_no,party,kind,on,by,document,detail", *steps))
        asked = ("--rules", RULES, "--as-of", "2020-10-10", "--format", "csv")
        counts = [self.run_plumb("registry", "stats", self.db, "--by", by, *asked).stdout for by in ("court", "department")]
        self.assertRegex(counts[0], f"{court},.*,1,1,0,0,1,")  # an objection, upheld, late
        for options in (("--dry-run",), ()):
            told = self.erased(other, *options).stderr
            self.assertIn("entries row 2 keeps a text that holds a name of the person", told)
            self.assertIn("sources row 4 is a file whose name holds a name of the person", told)
            self.assertNotIn("欧阳", told)
        self.assertEqual([self.run_plumb("registry", "stats", self.db, "--by", by, *asked).stdout for by in ("court", "department")], counts)
        self.assertNotIn("执7号", self.run_plumb("registry", "findings", self.db, "--rules", RULES, "--as-of", "2020-10-10").stdout)
        with sqlite3.connect(self.db) as db:
            self.assertEqual([text for (text,) in db.execute("SELECT detail FROM events WHERE case_no = ? ORDER BY row", (case,))],
                             [None, "upheld", "县公安局、县财政局", "erased-4", "县公安局", None])
        self.assertIn("whole: ", self.verify().stdout)
        self.run_plumb("registry", "check", self.db)

    def test_an_order_with_a_name_of_the_person_is_told(self):
        other = person(789)
        self.run_plumb("registry", "import", self.db, self.csv("parties.csv", "id,kind,name", f"{other},person,欧阳甲乙"))
        for lang, words in (("en", "holds a name of the person, and both are kept for good"), ("zh", "会永久保留")):
            told = self.run_plumb("registry", "erase", self.db, other, "--ground", "unlawful", "--by", "某法院", "--document", "欧阳 甲乙的申请", "--dry-run", lang=lang).stderr
            self.assertIn(words, told)
        self.assertNotIn("kept for good", self.erased(other, "--dry-run").stderr)

    def test_erasing_tells_which_rows_still_hold_the_number(self):
        other = person(789)
        spelt = (f"{other[:6]} {other[6:14]} {other[14:]}", "".join(chr(ord(c) + 0xFEE0) for c in other), other[:6] + other[8:17])
        self.run_plumb("registry", "import", self.db, self.csv("parties.csv", "id,kind,name", f"{other},person,欧阳甲乙"),
                       self.csv("events.csv", "case_no,party,kind,on,by,document,detail", f"{CASE},{other},review,2020-06-01,某法院,某1号,本人 {other}",
                                *(f"{CASE},{DEBTOR},review,2020-06-0{n},某法院,某{n}号,担保人 {text}" for n, text in enumerate(spelt, 2)),
                                f"{CASE},{DEBTOR},review,2020-06-09,某法院,某9号,担保人 {person(790)}"))
        for options in (("--dry-run",), ()):
            for lang in ("en", "zh") if options else ("en",):
                told = self.erased(other, *options, lang=lang).stderr
                for row in (2, 3, 4):
                    self.assertIn(f"events row {row} keeps a text that still holds the number" if lang == "en" else f"(events) 第 {row} 行有保留的文字", told)
                for row in (1, 5):
                    self.assertNotIn(f"row {row} keeps" if lang == "en" else f"第 {row} 行", told)
                for text in (other, *spelt):
                    self.assertNotIn(text, told)
        self.assertIn("whole: ", self.verify().stdout)

    def test_rows_about_others_are_named_where_nothing_is_the_persons_own(self):
        other = person(789)
        self.run_plumb("registry", "import", self.db,
                       self.csv("events.csv", "case_no,party,kind,on,by,document,detail", f"{CASE},{DEBTOR},review,2020-06-01,某法院,某1号,担保人 {other}",
                                f"{CASE},{DEBTOR},review,2020-06-02,某法院,某2号,担保人 {other[:6]}．{other[6:14]}·{other[14:]}",
                                f"{CASE},{DEBTOR},review,2020-06-03,某法院,某3号,担保人 {person(790)}"))
        before = self.stats()["revision"]
        for options in (("--dry-run",), ()):
            for lang in ("en", "zh"):
                told = self.erased(other, *options, status=INPUT_OUTPUT, lang=lang).stderr
                self.assertIn("[erasure.only_elsewhere]", told)
                self.assertIn("these rows are about others" if lang == "en" else "以下各行是关于他人的", told)
                self.assertTrue("events 1" in told and "events 2" in told and "events 3" not in told, told)
                self.assertNotIn(other, told)
        self.assertEqual(self.stats()["revision"], before)
        self.assertIn("[erasure.nobody]", self.erased(person(791), status=INPUT_OUTPUT).stderr)

    def test_an_order_with_a_number_of_the_person_is_refused(self):
        other, unknown = person(789), person(791)
        self.run_plumb("registry", "import", self.db, self.csv("parties.csv", "id,kind,name", f"{other},person,欧阳甲乙"),
                       self.csv("documents.csv", "document,party,by,basis", f"E76543211,{other},某某,护照"))
        self.decide({**LODGING, "party": unknown}, options=("--journal",))
        chinese = "".join("〇一二三四五六七八九"[int(c)] if c.isdigit() else c for c in other)
        wide = "".join(chr(ord(c) + 0xFEE0) for c in other)
        dashed, pointed = f"{other[:6]}-{other[6:14]}-{other[14:]}", f"{other[:6]}·{other[6:14]}·{other[14:]}"
        for text in (other, other.lower(), f"{other[:6]} {other[6:14]} {other[14:]}", dashed, pointed, wide, chinese, other[:6] + other[8:17], "E76543211",
                     "e 7654 3211"):
            for by, document, where in (("某法院", f"关于 {text} 的申请", "--document"), (f"{text}本人", "〔2026〕1号", "--by")):
                for more in (("--dry-run",), ()):
                    told = self.run_plumb("registry", "erase", self.db, other, "--ground", "period_over", "--by", by, "--document", document, *more,
                                          status=INPUT_OUTPUT).stderr
                    self.assertIn(f"{where} [erasure.order_number]", told)
                    self.assertNotIn(text, told)
        told = self.run_plumb("registry", "erase", self.db, unknown, "--ground", "period_over", "--by", "某法院", "--document", f"{unknown}之申请",
                              status=INPUT_OUTPUT, lang="zh").stderr
        self.assertIn("请改用不含编号的写法", told)
        for party in (other, unknown):
            self.erased(party)
        for file in self.folder.glob("county.db*"):
            self.assertNotIn(other.encode(), file.read_bytes())

    def test_erasing_by_one_document_asks_of_the_whole_person(self):
        other = person(789)
        self.run_plumb("registry", "import", self.db, self.csv("entries.csv", ENTRIES, f"（2020）豫0399执3号,{other},样例县人民法院,2020-06-01,,,,true,"),
                       self.csv("documents.csv", "document,party,by,basis", f"E76543210,{other},某某,护照", "E76543211,E76543210,某某,换发"))
        for document in ("E76543210", "E76543211"):
            self.assertIn("[erasure.listed]", self.erased(document, status=INPUT_OUTPUT).stderr)
        self.assertEqual({len(self.history(one)) for one in (other, "E76543210", "E76543211")}, {3})
        # Told apart again, a document is another's, and goes alone.
        self.run_plumb("registry", "split", self.db, "E76543210", "--by", "某某", "--reason", "不是同一人")
        self.assertIn("would erase: 2 identifiers", self.erased("E76543211", "--dry-run").stderr)

    def test_erasing_waits_for_what_is_in_force(self):
        for party, code in ((DIRECTOR, "reached"), (DEBTOR, "organisation"), (person(999), "nobody")):
            self.assertIn(f"[erasure.{code}]", self.erased(party, status=INPUT_OUTPUT).stderr)
        self.run_plumb("registry", "import", self.db, self.csv("entries.csv", ENTRIES, f"（2020）豫0399执2号,{STRANGER},样例县人民法院,2020-06-01,,,,true,"))
        told = self.erased(STRANGER, status=INPUT_OUTPUT, lang="zh").stderr
        self.assertIn("[erasure.listed]", told)
        self.assertTrue(self.has_chinese(told))
        self.assertNotIn(STRANGER, told)
        self.assertIn(STRANGER.encode(), self.db.read_bytes())

    def test_erasing_waits_for_an_organisation_listed_under_another_number_and_names_what_is_retained(self):
        other, firm, code = person(790), "E88888888", organisation(44)
        self.run_plumb("registry", "import", self.db, self.csv("parties-2.csv", "id,kind,name,sector", f"{firm},organisation,某行,", f"{code},organisation,某行,"),
                       self.csv("entries.csv", ENTRIES, f"（2020）豫0399执4号,{firm},样例县人民法院,2020-06-01,,,,true,"),
                       self.csv("relations-2.csv", "holder,role,organisation,from,to,share", f"{other},legal_representative,{code},2020-01-01,,"))
        self.assertIn("would erase", self.erased(other, "--dry-run").stderr)
        self.run_plumb("registry", "same", self.db, firm, code, "--by", "某某")
        self.assertIn("[erasure.reached]", self.erased(other, "--dry-run", status=INPUT_OUTPUT).stderr)
        kept = person(791)
        self.run_plumb("registry", "import", self.db, self.csv("retentions.csv", "case_no,party,measure,until,basis", f"（2020）豫0399执4号,{kept},luxury_lodging,2099-01-01,某法",
                                                               f"（2020）豫0399执4号,{kept},airline_tickets,2099-02-01,某法"))
        told = self.erased(kept, status=INPUT_OUTPUT).stderr
        self.assertIn("（2020）豫0399执4号 airline_tickets 2099-02-01; （2020）豫0399执4号 luxury_lodging 2099-01-01 [erasure.retained]", told)

    def test_nothing_is_remembered_in_a_snapshot(self):
        snapshot = self.folder / "county.snapshot"
        self.run_plumb("snapshot", "build", "--registry", self.db, "-o", snapshot)
        for option in (("--journal",), ("--known-at", "2020-01-01")):
            done = self.run_plumb("decide", "--rules", RULES, "--registry", snapshot, *option, "-", stdin=json.dumps(LODGING), status=None)
            self.assertNotEqual(done.returncode, FINE, option)
            self.assertEqual(done.stdout, "")

    def verify(self, *options, status=FINE, lang="en"):
        return self.run_plumb("registry", "verify", self.db, *options, status=status, lang=lang)

    def test_verify_names_the_first_row_that_was_altered(self):
        self.assertIn("whole: ", self.verify().stdout)
        self.tamper("UPDATE entries SET removed_on = '2020-06-02' WHERE row = 1")
        done = self.verify(status=FINDINGS, lang="zh")
        self.assertTrue(done.stdout.startswith(f"名单 (entries) 第 1 行（{CASE}, {DEBTOR}, 2020-06-01）：内容与写入时不符"), done.stdout)
        found = json.loads(self.verify("--format", "json", status=FINDINGS).stdout)
        self.assertEqual([(f["kind"], f["table"], f["row"]) for f in found["faults"]], [("altered", "entries", 1)])

    def put_back(self, whole, log=None):
        """The file as it was, with this log beside it or none."""
        for suffix in ("-wal", "-shm"):
            self.db.with_name(self.db.name + suffix).unlink(missing_ok=True)
        self.db.write_bytes(whole)
        if log is not None:
            self.db.with_name(self.db.name + "-wal").write_bytes(log)

    def faults(self, *options):
        """(kind, table, row) of each, as verify names them."""
        return [(f["kind"], f["table"], f["row"]) for f in json.loads(self.verify("--format", "json", *options, status=FINDINGS).stdout)["faults"]]

    def test_verify_names_the_first_row_whatever_was_done_to_it(self):
        whole = self.db.read_bytes()
        exchanged = [f"UPDATE {{0}} SET {{1}} = {to} WHERE {{1}} = {which}" for to, which in ((-7, 2), (2, 3), (3, -7))]
        cases = {
            ("altered", "entries", 1): ["UPDATE entries SET court = '别的法院' WHERE row = 1"],
            ("removed", "relations", 1): ["DELETE FROM relations WHERE row = 1"],
            ("altered", "parties", 2): [change.format("parties", "row") for change in exchanged],
            ("added", "permits", 1): ["INSERT INTO permits (party, target, document, recorded_at, revision_from)"
                                      " VALUES (1, '*', 'x', '2020-07-01T00:00:00Z', 1)"],
            ("altered", "journal", 5): ["UPDATE journal SET content = randomblob(32) WHERE sequence = 5"],
            ("removed", "journal", 5): ["DELETE FROM journal WHERE sequence = 5"],
            ("altered", "journal", 2): [change.format("journal", "sequence") for change in exchanged],
            ("altered", "journal", 15): ["INSERT INTO journal SELECT 15, revision, subject, row, operation, content, chain FROM journal WHERE sequence = 14"],
        }
        for expected, statements in cases.items():
            with self.subTest(statements=statements):
                self.put_back(whole)
                self.tamper(*statements)
                self.assertEqual(self.faults()[0], expected)
        # Of several the one that was written first, whichever was changed first.
        self.put_back(whole)
        self.tamper("UPDATE entries SET court = '别的法院'", "DELETE FROM relations", "UPDATE parties SET name = '别人' WHERE row = 3")
        self.assertEqual(self.faults(), [("altered", "parties", 3), ("removed", "relations", 1), ("altered", "entries", 1)])
        self.assertRegex(self.verify(status=FINDINGS).stdout, r"^parties row 3 ")

    def test_verify_finds_an_index_that_leads_to_nobody(self):
        whole = self.db.read_bytes()
        other_row = "UPDATE identifier_blocks SET codes = CAST(substr(codes, 1, 8) || x'4F' || substr(codes, 10) AS BLOB)"
        for damage, expected in {"UPDATE party_blocks SET codes = zeroblob(0)": ("unreadable", "party_blocks"),
                                 other_row.replace("identifier", "party"): ("unfound", "parties"),
                                 other_row.replace("identifier", "relation"): ("unfound", "relations"),
                                 "UPDATE identifier_blocks SET codes = zeroblob(0)": ("unreadable", "identifier_blocks"),
                                 "DELETE FROM identifier_runs": ("unreadable", "identifier_blocks"),
                                 other_row: ("unfound", "identifiers")}.items():
            with self.subTest(damage=damage):
                self.put_back(whole)
                self.tamper(damage)
                self.assertEqual(self.faults()[0][:2], expected)
                self.assertIn("plumb registry upgrade" if expected[0] == "unfound" else "cannot be read", self.verify(status=FINDINGS).stdout)
                self.assertIn("was made anew", self.run_plumb("registry", "upgrade", self.db).stderr)
                self.assertIn("whole: ", self.verify().stdout)

    def stored_row(self, table, whole):
        """Where the first record of a table's first page lies in the file, and that row's number."""
        with sqlite3.connect(self.db) as db:
            ((page,),) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchall()
        page = (page - 1) * 4096
        self.assertEqual(whole[page], 13, "the table is one page of rows")
        at = page + int.from_bytes(whole[page + 8:page + 10], "big")
        numbers = []
        for _ in range(2):  # the record's length and the row's number, seven bits a byte
            number = 0
            while True:
                number, more, at = number << 7 | whole[at] & 127, whole[at] & 128, at + 1
                if not more:
                    break
            numbers.append(number)
        return at, numbers[0], numbers[1]

    def test_any_changed_byte_of_a_fact_or_a_journal_row_is_found_and_named(self):
        self.decide(LODGING, options=("--journal",))
        whole = self.db.read_bytes()
        for table in ("parties", "relations", "entries", "journal", "journal_decisions"):
            begin, length, row = self.stored_row(table, whole)
            self.assertGreater(length, 20)
            lengths = whole[begin]  # of the values, which come first, with this byte; the second stands for the row's number, which lies elsewhere
            for at in range(begin, begin + length, 7 if table == "journal_decisions" else 1):
                if at == begin + 1:
                    continue
                with self.subTest(table=table, byte=at - begin):
                    self.put_back(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1:])
                    kind, *named = self.faults()[0]
                    if at < begin + lengths and kind == "unreadable":  # told by the row after which nothing can be read
                        self.assertEqual(named, [table, row - 1])
                    else:
                        self.assertEqual((kind, *named), ("altered", table, row))
        self.put_back(whole)
        self.verify()

    def signed(self):
        """A checkpoint of now, outside the registry; the options by which it is held against one."""
        key = self.folder / "court"
        if not key.with_suffix(".private").exists():
            self.run_plumb("registry", "keys", key, "--for", "signing")
        (self.folder / "now.checkpoint").unlink(missing_ok=True)
        self.run_plumb("registry", "checkpoint", self.db, "--key", f"{key}.private", "-o", "now.checkpoint")
        return ("--checkpoint", "now.checkpoint", "--key", f"{key}.public")

    def cut_off_last_row(self):
        """The journal's last row goes, with all that it says: what is left says of itself that it is whole."""
        with sqlite3.connect(self.db) as db:
            ((sequence, table, row, operation),) = db.execute("SELECT sequence, subject, row, operation FROM journal ORDER BY sequence DESC LIMIT 1").fetchall()
            ((key,),) = db.execute("SELECT name FROM pragma_table_info(?) WHERE pk = 1", (table,)).fetchall()
        said = {"add": f"DELETE FROM {table}", "supersede": f"UPDATE {table} SET revision_to = NULL, superseded_at = NULL"}[operation]
        self.tamper(f"{said} WHERE {key} = {row}", f"DELETE FROM journal WHERE sequence = {sequence}")

    def test_any_cut_tail_of_the_journal_is_found_with_a_checkpoint(self):
        self.corrected()
        self.decide(LODGING, options=("--journal",))
        self.run_plumb("registry", "step", self.db, CASE, DEBTOR, "service", "--on", "2020-06-02", "--by", "样例县人民法院")
        signed = self.signed()
        last = json.loads(self.verify("--format", "json", *signed).stdout)["journal_rows"]
        self.assertGreater(last, 15)
        for left in range(last - 1, 0, -1):
            with self.subTest(left=left):
                self.cut_off_last_row()
                self.run_plumb("registry", "upgrade", self.db)  # the index of identifiers goes with what it led to
                self.assertEqual(json.loads(self.verify("--format", "json").stdout)["journal_rows"], left)
                self.assertEqual(self.faults(*signed), [("cut", "journal", last)])
                self.assertIn("the checkpoint saw this row; it is gone", self.verify(*signed, status=FINDINGS).stdout)

    def test_any_cut_tail_of_the_files_is_found(self):
        with sqlite3.connect(self.db) as holder:  # as long as somebody has it open the log stays
            holder.execute("SELECT count(*) FROM parties").fetchall()
            for n in range(3):
                self.run_plumb("registry", "import", self.db, self.csv(f"parties-{n}.csv", "id,kind,name", f"{STRANGER},person,李{'四' * (n + 2)}"))
            signed = self.signed()
            whole, log = self.db.read_bytes(), self.db.with_name("county.db-wal").read_bytes()
        holder.close()
        revisions = []
        for cut in range(32, len(log), 4120):  # a header, then pages of 4096 bytes, each with one of 24
            for length in (cut, cut + 2000):
                with self.subTest(log=length):
                    self.put_back(whole, log[:length])
                    self.assertEqual([kind for kind, _, _ in self.faults(*signed)], ["cut"])
                    revisions.append(self.stats()["revision"])
        self.assertEqual((revisions, set(revisions)), (sorted(revisions), {1, 2, 3}))  # what is left is whole revisions
        self.put_back(whole, log)
        self.verify(*signed)
        with sqlite3.connect(self.db) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        db.close()
        whole = self.db.read_bytes()
        for length in range(0, len(whole), 4096):
            with self.subTest(file=length):
                self.put_back(whole[:length])
                for command in ("verify", "check"):
                    done = self.run_plumb("registry", command, self.db, status=None)
                    self.assertIn(done.returncode, (FINDINGS, INPUT_OUTPUT))
                    # A row of it, or where it cannot be opened any more the file.
                    self.assertRegex(done.stdout + done.stderr, "county[.]db" if done.returncode == INPUT_OUTPUT else " row |the file is damaged: .*county[.]db: ")

    def test_identifiers_of_persons_are_masked_where_a_row_is_named(self):
        self.tamper("UPDATE parties SET kind = 'organisation' WHERE row = 1")
        told = self.verify(status=FINDINGS).stdout
        self.assertNotIn(DIRECTOR, told)
        self.assertIn(DIRECTOR[:10] + "****", told)


if __name__ == "__main__":
    main()
