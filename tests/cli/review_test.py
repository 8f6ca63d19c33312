#!/usr/bin/env python3
"""plumb registry candidates, same, different, split, controller: what a person says of two identifiers, and what decisions make of it."""
import csv
import json

from program import CASE, CLEAR, DEBTOR, DIRECTOR, FINE, INPUT_OUTPUT, STRANGER, USAGE, ProgramTest, main, organisation, person

PASSPORT = "E12345678"
MASKED = DIRECTOR[:10] + "****" + DIRECTOR[14:]
ENTRIES = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible"


class Review(ProgramTest):
    def setUp(self):
        super().setUp()
        self.county()
        self.run_plumb("registry", "import", self.db, self.csv("parties-2.csv", "id,kind,name,sector", f"{PASSPORT},person,李四,"),
                       self.csv("entries-2.csv", ENTRIES, f"{CASE},{PASSPORT},样例县人民法院,2020-06-01,,,,true,", f"{CASE},{MASKED},样例县人民法院,2020-06-01,,,,true,"))

    def registry(self, command, *arguments, **more):
        return self.run_plumb("registry", command, self.db, *arguments, **more)

    def candidates(self, *arguments):
        lines = self.registry("candidates", "--format", "json", "--reveal", *arguments).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def pairs(self, *arguments):
        return [(c["party"]["id"], c["other"]["id"], c["reasons"]) for c in self.candidates(*arguments)]

    def lodging(self, party, **options):
        [decision] = self.decide({"party": party, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 5}}, **options)
        return {m["measure"]: m for m in decision["measures"]}

    def test_candidates_are_masked_unless_revealed_and_told_in_both_languages(self):
        self.assertEqual(self.pairs(), [(MASKED, DIRECTOR, ["masked_number"]), (STRANGER, PASSPORT, ["other_document"])])
        self.assertEqual(self.pairs(PASSPORT), [(PASSPORT, STRANGER, ["other_document"])])
        for lang in ("en", "zh"):
            text = self.registry("candidates", lang=lang).stdout
            self.assertNotIn(DIRECTOR, text)
            self.assertNotIn(PASSPORT, text)
            self.assertIn("李四", text)
            self.assertEqual("证件种类不同" in text, lang == "zh")
            self.assertIn("原记录即有遮蔽" if lang == "zh" else "masked in the record", text.splitlines()[0])
            self.assertEqual(text.count("原记录即有遮蔽") + text.count("masked in the record"), 1)
        self.assertNotIn(STRANGER, self.registry("candidates", "--format", "json").stdout)

    def test_a_name_is_no_number_to_ask_about(self):
        for lang, words in (("en", "a number is wanted here"), ("zh", "这里要的是编号")):
            for more in ((), ("--control",)):
                done = self.registry("candidates", "李四", *more, lang=lang, status=USAGE)
                self.assertIn(words, done.stderr)
                self.assertEqual(done.stdout, "")
            said = ("--by", "王五", "--basis", "x")
            for command, *more in (("same", STRANGER, "李四", *said), ("different", STRANGER, "李四", "--by", "王五", "--reason", "x"), ("split", "李四", "--by", "王五", "--reason", "x")):
                self.assertIn("李四 [request.party.form]", self.registry(command, *more, lang=lang, status=USAGE).stderr)
            self.assertIn("[request.party.form]", self.registry("remove", CASE, "李四", "--on", "2020-07-01", "--kind", "revoked", "--ground", "x", "--document", "1号",
                                                                "--by", "样例法院", lang=lang, status=USAGE).stderr)

    def test_a_binding_reaches_decisions_both_ways_and_is_undone(self):
        self.assertEqual(self.lodging(STRANGER), {})
        told = self.registry("same", PASSPORT, STRANGER, "--by", "王五", "--basis", "出入境核验").stderr
        self.assertNotIn(STRANGER, told)
        for party in (STRANGER, PASSPORT):
            [trigger] = self.lodging(party)["luxury_lodging"]["triggers"]
            self.assertEqual((trigger["listed"], trigger["direction"]), (party, "self"))
        before = self.decide({"party": STRANGER, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 5}}, options=("--known-at", "2020-01-01"))
        self.assertEqual(before[0]["measures"], [])
        self.assertIn("nothing was changed", self.registry("same", STRANGER, PASSPORT, "--by", "王五").stderr)
        self.assertIn("[usage.statement_to_come]", self.registry("same", STRANGER, PASSPORT, "--by", "王五", "--on", "2099-01-01", status=USAGE).stderr)
        self.assertIn("[review.bound]", self.registry("different", STRANGER, PASSPORT, "--by", "王五", "--reason", "x", status=INPUT_OUTPUT).stderr)
        # A snapshot's file knows it too.
        snapshot = self.folder / "county.snapshot"
        self.run_plumb("snapshot", "build", "--registry", self.db, "-o", snapshot)
        database, self.db = self.db, snapshot
        self.assertEqual(self.lodging(PASSPORT)["luxury_lodging"]["status"], "applies")
        self.db = database
        self.registry("split", PASSPORT, "--by", "赵六", "--reason", "核验有误")
        self.assertEqual(self.lodging(STRANGER), {})
        self.assertEqual(self.pairs(PASSPORT), [])
        [refused] = self.candidates(PASSPORT, "--all")
        self.assertEqual((refused["review"]["verdict"], refused["review"]["by"], refused["review"]["reason"]), ("different", "赵六", "核验有误"))
        self.assertIn("superseded", self.registry("same", PASSPORT, STRANGER, "--by", "王五").stderr)
        self.run_plumb("registry", "verify", self.db)

    def test_a_split_leaves_nobody_bound_by_nobodys_word(self):
        self.registry("same", PASSPORT, STRANGER, "--by", "王五", "--basis", "认错")
        for lang in ("en", "zh"):
            asked = self.registry("same", PASSPORT, DIRECTOR, "--by", "王五", "--basis", "护照核验", status=INPUT_OUTPUT, lang=lang).stderr
            self.assertIn("[review.both_valid]", asked)
            self.assertIn("--although-both-valid", asked)
            self.assertNotIn(DIRECTOR, asked)
        self.assertIn("李四 (", self.registry("same", PASSPORT, DIRECTOR, "--by", "王五", "--basis", "护照核验", "--although-both-valid").stderr)
        told = self.registry("split", PASSPORT, "--by", "赵六", "--reason", "认错人").stderr
        self.assertIn("no longer bound to", told)
        self.assertIn("it is one party with", told)
        self.assertEqual(self.lodging(STRANGER), {})
        self.assertIn("luxury_lodging", self.lodging(DIRECTOR))
        self.assertIn("[review.apart]", self.registry("split", PASSPORT, "--from", STRANGER, "--by", "赵六", "--reason", "x", status=INPUT_OUTPUT).stderr)
        self.assertNotIn("it is one party", self.registry("split", PASSPORT, "--from", DIRECTOR, "--by", "赵六", "--reason", "也不是").stderr)

    def test_why_is_said_by_either_word(self):
        self.registry("same", PASSPORT, STRANGER, "--by", "王五", "--reason", "出入境核验")
        self.assertIn("出入境核验", self.registry("history", PASSPORT, "--reveal").stdout)
        self.registry("split", PASSPORT, "--by", "赵六", "--basis", "核验有误")
        self.registry("different", MASKED, DIRECTOR, "--by", "王五", "--basis", "住址不符")
        self.registry("controller", DIRECTOR, DEBTOR, "--refuse", "--by", "王五", "--reason", "代持", "--on", "2020-06-20", status=None)
        said = {c["review"]["reason"] for c in self.candidates("--all") if c["review"]}
        self.assertEqual(said, {"核验有误", "住址不符"})
        self.assertIn("代持", "".join(self.registry("history", DIRECTOR, "--reveal").stdout))
        for command, word in (("same", "--basis"), ("controller", "--basis"), ("different", "--reason"), ("split", "--reason"), ("confirm", "--reason")):
            both = "--basis,--reason" if word == "--basis" else "--reason,--basis"
            self.assertIn(both, self.run_plumb("registry", command, "--help").stdout)
        self.assertIn("--reason is required", self.registry("split", PASSPORT, "--by", "赵六", status=USAGE).stderr)

    def rejected(self, table, header, *rows):
        """Imports rows; returns the reasons for which some were refused, by row."""
        self.run_plumb("registry", "import", self.db, self.csv(f"{table}.csv", header, *rows), "--rejects", self.folder / "refused.csv")
        refused = self.folder / "refused.csv"
        if not refused.exists():
            return {}
        with refused.open(newline="") as file:
            reasons = {int(line["row"]): line["reason"] for line in csv.DictReader(file)}
        refused.unlink()
        return reasons

    def test_a_file_binds_nobody_whom_a_reviewer_could_not_bind(self):
        documents = "document,party,by,basis"
        self.registry("different", PASSPORT, STRANGER, "--by", "王五", "--reason", "照片不符")
        reasons = self.rejected("documents", documents, f"{PASSPORT},{STRANGER},某窗口,护照", "E33333333,E33333333,某窗口,护照", f"{MASKED},4103991985****1244,某窗口,护照",
                                f"{DEBTOR},{STRANGER},某窗口,执照", f"E22222222,{DIRECTOR},某窗口,护照", f"{DIRECTOR},E22222222,某窗口,护照")
        self.assertEqual({row: reason.split("(")[-1] if row == 2 else reason[:30] for row, reason in reasons.items()},
                         {2: "plumb registry same)", 3: "a document cannot be bound to ", 4: "neither identifier shows all i", 5: "a person and an organisation c",
                          7: "a document cannot be bound to "})
        self.assertEqual(self.lodging(STRANGER), {})
        # Bound already, it stays so when the file comes again, and goes to nobody else before a reviewer has split it.
        self.assertEqual(self.rejected("documents", documents, f"E22222222,{DIRECTOR},某窗口,护照"), {})
        self.assertIn("plumb registry split", self.rejected("documents", documents, f"E22222222,{STRANGER},某窗口,护照")[2])
        self.registry("split", "E22222222", "--by", "王五", "--reason", "核验有误")
        self.assertIn("plumb registry same", self.rejected("documents", documents, f"E22222222,{DIRECTOR},某窗口,护照")[2])
        self.assertEqual(self.rejected("documents", documents, f"E22222222,{STRANGER},某窗口,护照"), {})
        for lang in ("en", "zh"):
            done = self.registry("add", "--table", "documents", "document=E22222222", f"party={DIRECTOR}", status=USAGE, lang=lang)
            self.assertIn("[usage.value]", done.stderr)
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh")

    def test_a_file_makes_nobody_controller_of_what_a_reviewer_refused(self):
        relations = "holder,role,organisation,from,to,share"
        control = f"{DIRECTOR},actual_controller,{CLEAR}"
        self.assertEqual(self.rejected("relations", relations, f"{control},2019-01-01,,"), {})
        for lang in ("en", "zh"):
            told = self.registry("controller", DIRECTOR, CLEAR, "--refuse", "--by", "王五", "--basis", "已转让", status=INPUT_OUTPUT, lang=lang).stderr
            self.assertIn("[review.control_recorded]", told)
            self.assertIn("2019-01-01", told)
        self.assertEqual(self.rejected("relations", relations, f"{control},2019-01-01,2019-12-31,"), {})  # what was recorded ended
        self.assertNotIn("taken back", self.registry("controller", DIRECTOR, CLEAR, "--refuse", "--by", "王五", "--basis", "已转让").stderr)
        self.assertEqual(self.rejected("relations", relations, f"{control},2019-01-01,2019-12-30,"), {})  # a correction of what is recorded
        reasons = self.rejected("relations", relations, f"{control},2020-01-01,,", f"{CLEAR},actual_controller,{CLEAR},,,", f"{DIRECTOR},actual_controller,{STRANGER},,,",
                                f"{DIRECTOR},director,{CLEAR},,,")
        self.assertEqual({row: reason[:25] for row, reason in reasons.items()},
                         {2: "a reviewer said that the ", 3: "an organisation does not ", 4: "a person has no controlle"})

    def test_a_control_that_is_refused_restricts_nobody(self):
        self.registry("controller", STRANGER, DEBTOR, "--by", "王五", "--basis", "工商档案", "--from", "2020-06-01")
        for lang, words in (("en", "the day confirmed before, 2020-06-01, is corrected"), ("zh", "此前认定的起始日期 2020-06-10 已更正")):
            self.assertIn(words, self.registry("controller", STRANGER, DEBTOR, "--by", "王五", "--basis", "工商档案", "--from", "2020-06-10" if lang == "en" else "2020-06-15", lang=lang).stderr)
        self.assertIn("the control is recorded already", self.registry("controller", STRANGER, DEBTOR, "--by", "赵六", "--basis", "复核").stderr)
        self.assertEqual(self.lodging(STRANGER)["luxury_lodging"]["status"], "applies")
        told = self.registry("controller", STRANGER, DEBTOR, "--refuse", "--by", "赵六", "--basis", "认错人").stderr
        self.assertIn("the control recorded from 2020-06-15 is taken back", told)
        self.assertEqual(self.lodging(STRANGER), {})
        self.assertIn("2020-06-15", self.registry("history", STRANGER, "--reveal").stdout)
        self.run_plumb("registry", "import", self.db, self.csv("relations-2.csv", "holder,role,organisation,from,to,share", f"{DIRECTOR},actual_controller,{DEBTOR},,,"))
        self.assertIn("since ever", self.registry("controller", DIRECTOR, DEBTOR, "--refuse", "--withdraw", "--by", "赵六", "--basis", "从未控制").stderr)
        self.registry("controller", STRANGER, DEBTOR, "--withdraw", "--by", "王五", "--basis", "x", status=USAGE)
        self.run_plumb("registry", "verify", self.db)

    def test_a_refused_masked_record_leaves_the_party_certain(self):
        options = {"star_rating": 5}
        [decision] = self.decide({"party": DIRECTOR, "matter": "lodging", "date": "2020-07-01", "fields": options})
        self.registry("different", MASKED, DIRECTOR, "--by", "王五", "--reason", "住址不符", "--on", "2020-06-20")
        [refused] = self.candidates(DIRECTOR, "--all")
        self.assertEqual(refused["review"], {"verdict": "different", "by": "王五", "on": "2020-06-20", "reason": "住址不符"})
        self.assertEqual(self.pairs(DIRECTOR), [])
        self.assertIn("said already", self.registry("different", DIRECTOR, MASKED, "--by", "王五", "--reason", "住址不符", "--on", "2020-06-20").stderr)

    def test_what_cannot_be_is_refused_in_both_languages(self):
        for lang in ("en", "zh"):
            for code, arguments in {"review.itself": ("same", PASSPORT, PASSPORT), "review.unknown": ("same", PASSPORT, person(999)),
                                    "review.kinds": ("same", PASSPORT, CLEAR), "review.unbound": ("split", PASSPORT)}.items():
                reason = ("--reason", "x") if arguments[0] == "split" else ()
                done = self.registry(*arguments, "--by", "王五", *reason, status=INPUT_OUTPUT, lang=lang)
                self.assertIn(f"[{code}]", done.stderr)
                self.assertEqual(self.has_chinese(done.stderr.replace("王五", "")), lang == "zh")
        self.registry("same", PASSPORT, STRANGER, status=USAGE)  # nobody says so
        self.registry("different", PASSPORT, STRANGER, "--by", "王五", status=USAGE)  # without a reason
        self.registry("candidates", "--threshold", "50", status=USAGE)
        self.assertIn("[review.threshold]", self.registry("candidates", "--control", "--threshold", "x", status=INPUT_OUTPUT).stderr)

    # Whatever makes two look like one, a listing of the one restricts the other only once a person has said so.
    def test_no_candidate_acts_before_somebody_confirms_it(self):
        number, turned, born = person(600, born="19800101"), person(127, born="19810203"), "19790303"
        masked, unified = person(900, born="19760606"), organisation(44)
        pairs = {"one_digit": (number[:16] + "9" + number[17], number), "swapped_digits": (turned[:14] + turned[15] + turned[14] + turned[16:], turned),
                 "name_and_birth": (person(700, born=born), person(701, born=born)), "other_document": ("E76543210", person(800, born="19770505")),
                 "masked_number": (masked[:10] + "****" + masked[14:], masked), "old_code": (f"{unified[8:16]}-{unified[16]}", unified)}
        self.run_plumb("registry", "import", self.db,
                       self.csv("parties-3.csv", "id,kind,name,sector", *(f"{i},{'organisation' if reason == 'old_code' else 'person'},{reason},other"
                                                                          for reason, pair in pairs.items() for i in pair)),
                       self.csv("entries-3.csv", ENTRIES, *(f"{CASE},{listed},样例县人民法院,2020-06-01,,,,true," for listed, _ in pairs.values())))
        for reason, (listed, other) in pairs.items():
            with self.subTest(reason=reason):
                self.assertIn(reason, [r for _, met, reasons in self.pairs(other) if met == listed for r in reasons])
                before = self.lodging(other)
                # What a masked record may be is not known; it is told as that, and restricts nobody.
                self.assertEqual([m["status"] for m in before.values()], ["undetermined"] if reason == "masked_number" else [])
                self.registry("same", listed, other, "--by", "王五", "--basis", "核验", "--although-both-valid")
                self.assertEqual([m["status"] for m in self.lodging(other).values()], ["applies"])

    def test_rare_characters_stay_and_the_dot_is_one_in_each_of_its_code_points(self):
        rare = "龚\u3400\u4dae\U00020000\U0002a700\U0002b740\U0002b820\U0002ceb0\U00030000勇"
        dotted, plain = person(31), person(32)
        self.run_plumb("registry", "import", self.db,
                       self.csv("parties-3.csv", "id,kind,name,sector", f"{dotted},person,买买提•艾力,", "E76543210,person,买买提 ・艾力,",
                                "E76543211,person,买买提.艾力,", f"{plain},person,{rare},", f"E76543212,person,{rare},",
                                f"E76543213,person,{rare.replace(chr(0x20000), chr(0x20001))},"),
                       self.csv("entries-3.csv", ENTRIES + ",name", f"c2,{dotted},样例县人民法院,2020-06-01,,,,true,,买买提•艾力",
                                f"c3,{plain},样例县人民法院,2020-06-01,,,,true,,{rare}"))
        self.assertEqual(self.pairs(dotted), [(dotted, "E76543210", ["other_document"])])
        self.assertEqual(self.pairs(plain), [(plain, "E76543212", ["other_document"])])
        names = [line["name"] for line in csv.DictReader(self.registry("export", "parties", "--reveal").stdout.splitlines())]
        self.assertEqual((names.count("买买提·艾力"), names.count(rare)), (2, 2))
        for party, name, status in ((dotted, "买买提‧艾力", "applies"), (dotted, "买买提.艾力", "undetermined"), (plain, rare, "applies"),
                                    (plain, rare[:-2] + "勇", "undetermined")):
            self.assertEqual(self.lodging({"id": party, "name": name})["luxury_lodging"]["status"], status, name)
        for form in ("html", "csv", "json"):
            self.registry("publish", "--as-of", "2020-07-01", "--format", form, "-o", self.folder / form)
            text = (self.folder / form).read_text()
            self.assertIn(rare, text)
            self.assertIn("买买提·艾力", text)

    def test_a_binding_and_its_end_stand_in_the_history_of_the_party(self):
        self.registry("same", PASSPORT, STRANGER, "--by", "王五", "--basis", "出入境核验", "--on", "2020-06-20")
        self.registry("split", PASSPORT, "--by", "赵六", "--reason", "认错人", "--on", "2020-06-25")
        lines = [line.split(") ", 1)[1] for line in self.registry("history", STRANGER, "--reveal").stdout.splitlines()]
        pair = f"party a: {STRANGER}, party b: {PASSPORT}"
        self.assertEqual(lines[-4:], [f"recorded in documents: document: {PASSPORT}, party: {STRANGER}, by: 王五, basis: 出入境核验",
                                      f"recorded in reviews: {pair}, verdict: one party, by: 王五, on: 2020-06-20, reason: 出入境核验",
                                      f"no longer in documents: document: {PASSPORT}",
                                      f"corrected in reviews ({pair}): verdict was one party, now two parties; by was 王五, now 赵六; "
                                      "on was 2020-06-20, now 2020-06-25; reason was 出入境核验, now 认错人"])

    def test_control_candidates_act_only_when_confirmed(self):
        holding = organisation(33)
        self.run_plumb("registry", "import", self.db,
                       self.csv("relations-2.csv", "holder,role,organisation,from,to,share", f"{STRANGER},shareholder,{holding},2020-01-01,,60",
                                f"{holding},shareholder,{DEBTOR},2020-01-01,,51", f"{STRANGER},shareholder,{CLEAR},2020-01-01,,50"))
        asked = ("--control", "--as-of", "2020-07-01")
        found = self.candidates(*asked)
        self.assertEqual([(c["organisation"]["id"], c["votes"], c["interest"], len(c["path"])) for c in found],
                         sorted([(holding, "60", "60", 1), (DEBTOR, "51", "30.6", 2)]))
        self.assertEqual(self.candidates("--control", "--as-of", "2019-12-31"), [])
        self.assertEqual(len(self.candidates(*asked, "--threshold", "49.99")), 3)
        self.assertEqual(self.lodging(STRANGER), {})
        self.registry("controller", STRANGER, holding, "--refuse", "--by", "王五", "--basis", "代持")
        self.registry("controller", STRANGER, DEBTOR, "--by", "王五", "--basis", "工商档案", "--from", "2020-06-15")
        self.assertEqual(self.candidates(*asked), [])
        self.assertEqual([(c["recorded"], c["review"]["verdict"]) for c in self.candidates(*asked, "--all")][0], (True, "controls"))
        [trigger] = self.lodging(STRANGER)["luxury_lodging"]["triggers"]
        self.assertEqual(trigger["role"], "actual_controller")
        text = self.registry("candidates", *asked, "--all").stdout
        self.assertIn("—51%→", text)
        self.assertNotIn(STRANGER, text)


if __name__ == "__main__":
    main()
