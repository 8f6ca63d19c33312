"""Keeping the list by commands: steps, deadlines, findings, counts, the published list, tables out and in again."""
import csv
import getpass
import io
import json

from program import CASE, DEBTOR, DIRECTOR, FINDINGS, FINE, INPUT_OUTPUT, RULES, STRANGER, USAGE, ProgramTest, main, person

COURT = "样例县人民法院"
PUBLIC = person(321, born="19700101")


class Lifecycle(ProgramTest):
    def setUp(self):
        super().setUp()
        self.county()

    def registry(self, command, *arguments, **more):
        return self.run_plumb("registry", command, self.db, *arguments, **more)

    def step(self, kind, on, *more, party=DEBTOR, case=CASE, by=COURT, **how):
        return self.registry("step", case, party, kind, "--on", on, "--by", by, *more, **how)

    def due(self, as_of, *more, **how):
        done = self.registry("due", "--rules", RULES, "--as-of", as_of, "--format", "json", *more, **how)
        return json.loads(done.stdout)

    def found(self, as_of):
        return [f["kind"] for f in json.loads(self.registry("findings", "--rules", RULES, "--as-of", as_of, "--format", "json").stdout)]

    def entry(self):
        rows = csv.DictReader(io.StringIO(self.registry("export", "entries", "--reveal").stdout))
        return next(row for row in rows if row["case_no"] == CASE)

    def test_what_a_court_owes_that_nobody_recorded_is_no_departments(self):
        case = "（2020）豫0399执77号"
        done = self.registry("add", "--table", "entries", f"case_no={case}", f"party={DEBTOR}", "published_on=2020-06-01", "publishable=true")
        self.assertNotIn("usual form", done.stderr)
        self.step("push", "2020-06-01", "--detail", "县财政局", case=case, by="立案窗口")
        self.step("objection", "2020-06-05", "--document", "异议书", by="甲公司", case=case)
        owed = lambda *more: [(d["what"], d["whom"] or "") for d in self.due("2020-06-20", *more) if d["case_no"] == case]
        self.assertIn(("objection_decision", ""), owed())
        self.assertNotIn(("objection_decision", ""), owed("--department", "县财政局"))
        self.assertIn(("objection_decision", ""), owed("--court", COURT))

    def test_a_case_number_in_no_usual_form_is_told(self):
        for lang, words in (("en", "not the usual form of a case number"), ("zh", "案号不是通常的写法")):
            done = self.registry("add", "--table", "entries", f"case_no=2020豫0399执7{lang}号", f"party={DEBTOR}", "published_on=2020-06-01", "publishable=true", lang=lang)
            self.assertIn(words, done.stderr)

    def test_a_life_in_commands(self):
        self.step("push", "2020-06-01", "--detail", "县公安局、县财政局")
        self.step("objection", "2020-06-05", "--document", "异议书", by="甲公司")
        [examine] = self.due("2020-06-06")
        self.assertEqual((examine["what"], examine["by"], examine["days_left"], examine["whom"]), ("objection_decision", "2020-06-08", 2, COURT))
        self.assertTrue(self.entry()["objection"].startswith("2020-06-05"))
        self.step("objection_decision", "2020-06-08", "--detail", "驳回", "--document", "决定1号")
        self.assertEqual(self.entry()["objection"], "2020-06-05–2020-06-08")
        self.step("extension", "2020-06-09", "--until", "2022-06-01", "--document", "延长1号")
        self.assertEqual(self.entry()["expires_on"], "2022-06-01")
        # The Saturday before a working Sunday: three days by the calendar, fewer by working days.
        self.step("removal_ground", "2020-09-26", "--detail", "全部履行", by="甲公司")
        [remove] = self.due("2020-09-30")
        self.assertEqual((remove["status"], remove["by"], remove["days_left"], remove["by_working"]), ("overdue", "2020-09-29", -1, "2020-09-29"))
        self.registry("due", "--rules", RULES, "--as-of", "2020-09-30", "--strict", status=FINDINGS)
        self.registry("remove", CASE, DEBTOR, "--on", "2020-09-30", "--kind", "shielded", "--ground", "全部履行", "--document", "屏蔽1号", "--by", COURT)
        self.assertEqual(self.entry()["removal_kind"], "shielded")
        self.assertEqual([(d["what"], d["addressee"]) for d in self.due("2020-09-30")],
                         [("removal_notice", None), ("department_notice", "县公安局"), ("department_notice", "县财政局")])
        self.step("removal_notice", "2020-10-01")
        self.step("department_notice", "2020-10-01", "--detail", "县公安局、县财政局")
        self.assertEqual([d["whom"] for d in self.due("2020-10-05", "--department", "县财政局")], ["县财政局"])
        self.step("confirmation", "2020-10-02", by="县公安局")
        self.step("confirmation", "2020-10-09", by="县财政局")
        self.assertEqual(self.due("2020-10-10"), [])
        found = json.loads(self.registry("findings", "--rules", RULES, "--as-of", "2020-10-10", "--format", "json").stdout)
        self.assertEqual([f["kind"] for f in found], ["late_removal", "late_confirmation"])
        counts = list(csv.DictReader(io.StringIO(
            self.registry("stats", "--by", "department", "--rules", RULES, "--as-of", "2020-10-10", "--format", "csv").stdout)))
        self.assertEqual([(c["department"], c["in_time"], c["late"]) for c in counts], [("县公安局", "1", "0"), ("县财政局", "0", "1")])
        courts = json.loads(self.registry("stats", "--by", "court", "--rules", RULES, "--as-of", "2020-10-10", "--format", "json").stdout)
        self.assertEqual((courts[0]["court"], courts[0]["removed_late"], courts[0]["objections_dismissed"]), (COURT, 1, 1))
        table = self.registry("stats", "--by", "法院", "--rules", RULES, "--as-of", "2020-10-10", lang="zh").stdout.splitlines()
        self.assertRegex(table[0], rf"^法院 +{COURT}$")
        self.assertIn("迟延撤销", next(line for line in table if line.endswith(" 1") and "撤销" in line and "迟延" in line))
        self.registry("verify")

    def test_findings_are_kept_while_they_last(self):
        self.step("removal_ground", "2020-07-01", by="甲公司")
        keep = ["findings", "--rules", RULES, "--keep", "--as-of"]
        self.assertIn("1 added, changed or closed", self.registry(*keep, "2020-07-10").stderr)
        self.assertIn("0 added, changed or closed", self.registry(*keep, "2020-07-20").stderr)
        self.assertIn("[usage.keep_to_come]", self.registry(*keep, "2099-01-01", status=USAGE).stderr)
        [kept] = json.loads(self.registry("findings", "--format", "json").stdout)
        self.assertEqual((kept["kind"], kept["detail"]["on"]), ("omitted_removal", "2020-07-04"))
        self.registry("remove", CASE, DEBTOR, "--on", "2020-07-21", "--kind", "revoked", "--ground", "全部履行", "--document", "1号", "--by", COURT)
        self.registry(*keep, "2020-07-21")
        self.assertEqual([f["kind"] for f in json.loads(self.registry("findings", "--format", "json").stdout)], ["late_removal"])

    def test_findings_are_told_in_sentences(self):
        self.assertIn("the registry keeps no findings", self.registry("findings").stderr)
        self.step("objection", "2020-06-05", "--document", "异议书", by="甲公司")
        self.step("objection_decision", "2020-06-09", "--detail", "异议理由不能成立", "--document", "决定1号")
        look = ["findings", "--rules", RULES, "--as-of", "2020-06-10"]
        told = self.registry(*look).stdout
        self.assertIn(f"objection decided late: {DEBTOR}, case {CASE}, published 2020-06-01, to be looked at by {COURT}, due by 2020-06-08, 1 day late, ", told)
        self.assertNotIn("{", told)
        told = self.registry(*look, "--format", "csv", lang="zh").stdout
        self.assertIn("期限至 2020-06-08，迟1日，", told)
        self.assertNotIn("{", told)

    def test_findings_say_values_as_people_do(self):
        minor = ("case_no=（2020）豫0399执8号", f"party={person(1, born='20100101')}", f"court={COURT}", "published_on=2020-06-01", "publishable=true")
        self.registry("add", *minor)
        self.assertIn("publishable yes", self.registry("findings").stdout)
        self.assertIn("可以公布 是", self.registry("findings", lang="zh").stdout)

    def test_a_court_that_nobody_knows_is_not_one_that_has_nothing_to_do(self):
        self.step("objection", "2020-06-05", "--document", "异议书", by="甲公司")
        due = ["due", "--rules", RULES, "--as-of", "2020-06-20", "--court"]
        self.assertIn("1 overdue", self.registry(*due, COURT).stderr)
        refused = self.registry(*due, "样列县人民法院", status=USAGE).stderr
        self.assertIn("[usage.court]", refused)
        self.assertIn(COURT, refused)

    def test_a_listing_under_two_documents_is_one(self):
        self.registry("add", "case_no=（2020）豫0399执9号", f"party={PUBLIC}", f"court={COURT}", "published_on=2020-06-02", "publishable=true", "name=王五")
        self.registry("add", "case_no=（2020）豫0399执9号", "party=E12345678", f"court={COURT}", "published_on=2020-06-02", "publishable=true", "name=王五")
        stats = ["stats", "--by", "court", "--rules", RULES, "--as-of", "2020-07-01", "--format", "json"]
        before = json.loads(self.registry(*stats).stdout)[0]["listed"]
        self.run_plumb("registry", "same", self.db, "E12345678", PUBLIC, "--by", "王五", "--basis", "护照")
        self.assertEqual(json.loads(self.registry(*stats).stdout)[0]["listed"], before - 1)
        out = self.folder / "list.csv"
        self.registry("publish", "--as-of", "2020-07-01", "--format", "csv", "-o", out)
        with open(out, encoding="utf-8-sig") as file:
            self.assertEqual(file.read().count("（2020）豫0399执9号"), 1)

    def test_two_departments_late_on_one_day_are_two_findings(self):
        self.step("push", "2020-06-01", "--detail", "县公安局、县财政局")
        self.registry("remove", CASE, DEBTOR, "--on", "2020-09-01", "--kind", "shielded", "--ground", "全部履行", "--document", "屏蔽1号", "--by", COURT)
        self.step("removal_notice", "2020-09-01")
        self.step("department_notice", "2020-09-01", "--detail", "县公安局、县财政局")
        keep = ["findings", "--rules", RULES, "--keep", "--as-of", "2020-10-10"]
        self.assertIn("2 added, changed or closed", self.registry(*keep).stderr)
        self.assertIn("0 added, changed or closed", self.registry(*keep).stderr)

    def test_limits_of_the_court(self):
        self.registry("add", "--table", "events", "case_no=c2", f"party={STRANGER}", "kind=决定纳入", "on=2020-09-29", f"by={COURT}")
        self.assertEqual(self.due("2020-09-29")[0]["by"], "2020-10-02")
        self.assertEqual(self.due("2020-09-29", "--limit", "publish=3w")[0]["by"], "2020-10-10")
        for wrong in ("remove=5", "publish", "publish=", "publish=x", "nothing=1", "publish=999"):
            told = self.registry("due", "--rules", RULES, "--limit", wrong, status=USAGE).stderr
            self.assertIn("usage.limit", told)
            self.assertIn("push, ", told)
        self.registry("due", "--rules", RULES, "--limit", "publish=3w", "--limit", "publish=3w", "--limit", "push=1")
        told = self.registry("due", "--rules", RULES, "--limit", "publish=3w", "--limit", "publish=3", status=USAGE).stderr
        self.assertIn("publish=3w, publish=3 [usage.limit_twice]", told)

    def test_a_suspension_permits_everything(self):
        request = {"party": DEBTOR, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 5}}
        [before] = self.decide(request)
        self.step("suspension", "2020-06-20", "--until", "2020-08-01", "--document", "暂停1号")
        [after] = self.decide(request)
        self.assertEqual([m["status"] for m in before["measures"]], ["applies"])
        self.assertEqual(len(after["measures"]), 1)
        self.assertTrue(all(m["status"] == "permitted" for m in after["measures"]))
        self.step("suspension", "2020-06-20", status=USAGE)

    def test_a_removal_is_taken_back_by_its_own_command(self):
        removal = ("remove", CASE, DEBTOR, "--on", "2020-07-01", "--document", "1号", "--by", COURT)
        how = ("--kind", "shielded", "--ground", "全部履行", "--ground-on", "2020-06-30")
        for more in ((), how):
            self.registry(*removal, *how)
            self.assertEqual((self.entry()["removed_on"], self.entry()["ground_on"]), ("2020-07-01", "2020-06-30"))
            self.assertIn("taken back", self.registry(*removal, *more, "--withdraw").stderr)
            self.assertEqual((self.entry()["removed_on"], self.entry()["ground_on"], self.entry()["removal_kind"]), ("", "", ""))
        self.assertIn("[usage.step_missing]", self.registry(*removal, "--withdraw", status=USAGE).stderr)
        # Without it, how and why it ends must be said, as before.
        for missing in ("--kind", "--ground"):
            given = how[2:] if missing == "--kind" else how[:2]
            self.assertIn(f"{missing} is required", self.registry(*removal, *given, status=USAGE).stderr)
            self.assertIn(f"缺少必填的参数：{missing}", self.registry(*removal, *given, status=USAGE, lang="zh").stderr)
        for lang, words in (("en", "recorded in error"), ("zh", "误记")):
            self.assertIn(words, self.run_plumb("registry", "remove", "--help", lang=lang).stdout)

    def test_what_is_refused(self):
        before = self.stats()["revision"]
        wrong = [("remove", CASE, STRANGER, "--on", "2020-07-01", "--kind", "shielded", "--ground", "x", "--document", "1", "--by", COURT),
                 ("remove", CASE, DEBTOR, "--on", "2020-02-30", "--kind", "shielded", "--ground", "x", "--document", "1", "--by", COURT),
                 ("remove", CASE, DEBTOR, "--on", "2020-05-01", "--kind", "shielded", "--ground", "x", "--document", "1", "--by", COURT),
                 ("remove", CASE, DEBTOR, "--on", "2020-07-01", "--kind", "gone", "--ground", "x", "--document", "1", "--by", COURT),
                 ("step", CASE, DEBTOR, "dinner", "--on", "2020-07-01", "--by", COURT),
                 ("step", CASE, DEBTOR, "removal", "--on", "2020-07-01", "--by", COURT),
                 ("retain", CASE, DEBTOR, "--measure", "m", "--until", "2021-01-01", "--by", "x"),
                 ("retain", CASE, DEBTOR, "--measure", "m", "--until", "", "--basis", "y", "--by", "x"),
                 ("retain", CASE, DEBTOR, "--measure", "m", "--until", "2021-01-01", "--basis", "", "--by", "x"),
                 ("permit", DEBTOR, "--target", "*", "--from", "2020-07-01", "--document", ""),
                 ("add", "case_no"), ("add", "unknown=1"), ("add", "case_no=c")]
        for command in wrong:
            with self.subTest(command=command):
                self.assertNotIn("revision", self.registry(*command, status=USAGE).stdout)
        self.assertEqual(self.stats()["revision"], before)
        self.registry("remove", CASE, DEBTOR, "--on", "2020-07-01", "--kind", "revoked", "--ground", "错误纳入", "--document", "1", "--by", COURT)
        self.assertIn("usage.retention_wrongly_made",
                      self.registry("retain", CASE, DEBTOR, "--measure", "m", "--until", "2021-01-01", "--basis", "y", "--by", "x", "--on", "2020-07-01",
                                    status=USAGE).stderr)
        self.assertTrue(self.has_chinese(self.registry("step", CASE, DEBTOR, "晚饭", "--on", "2020-07-01", "--by", COURT, status=USAGE, lang="zh").stderr))

    def test_what_cannot_be_meant_is_refused_and_changes_nothing(self):
        before = self.stats()["revision"]
        remove = {"--on": "2020-07-01", "--kind": "shielded", "--ground": "全部履行", "--ground-on": "2020-06-30", "--document": "1号", "--by": COURT}
        step = {"--on": "2020-07-01", "--by": COURT}
        retain = {**step, "--measure": "m", "--basis": "x"}
        cases = [("usage.filled", "remove", {**remove, "--by": " "}), ("usage.filled", "remove", {**remove, "--document": " "}),
                 ("usage.filled", "remove", {**remove, "--ground": "　"}), ("usage.step_to_come", "remove", {**remove, "--on": "2099-06-01"}),
                 ("usage.ground_day", "remove", {**remove, "--ground-on": "2020-07-02"}),
                 ("usage.filled", "step", {**step, "--by": "  "}, "push"), ("usage.step_to_come", "step", {**step, "--on": "2099-01-01"}, "push"),
                 ("usage.until_before", "step", {**step, "--until": "2020-06-30"}, "term"),
                 ("usage.until_before", "step", {**step, "--until": "2020-07-01", "--document": "1"}, "suspension"),
                 ("usage.until_unused", "step", {**step, "--until": "2020-07-02"}, "push"),
                 ("usage.step_elsewhere", "step", {**step, "--until": "2021-07-02"}, "retention"), ("usage.step_elsewhere", "step", step, "removal"),
                 ("usage.number_for_name", "step", {**step, "--by": DEBTOR}, "push"),
                 ("usage.number_for_name", "remove", {**remove, "--by": DEBTOR}),
                 ("usage.until_before", "retain", {**retain, "--until": "2020-06-30"}),
                 ("usage.filled", "retain", {**retain, "--by": "　", "--until": "2021-01-01"})]
        for code, command, options, *kind in cases:
            with self.subTest(code=code, command=command):
                arguments = [argument for pair in options.items() for argument in pair]
                self.assertIn(f"[{code}]", self.registry(command, CASE, DEBTOR, *kind, *arguments, status=USAGE).stderr)
        self.assertIn("[usage.value_twice]", self.registry("add", "case_no=c", "案号=d", f"party={STRANGER}", "published_on=2020-06-02", "publishable=true", status=USAGE).stderr)
        permit = ("permit", DEBTOR, "--target", "*", "--from", "2020-07-01", "--document", "准1号")
        self.assertIn("[usage.permit_period]", self.registry(*permit, "--to", "2020-06-01", status=USAGE).stderr)
        self.assertEqual(self.stats()["revision"], before)
        self.registry("remove", CASE, DEBTOR, *[argument for pair in {**remove, "--ground-on": "2020-07-01"}.items() for argument in pair])

    # A row of events is a step, by whichever command.
    def test_steps_that_are_added_as_rows_are_steps(self):
        before = self.stats()["revision"]
        row = ("add", "--table", "events", f"case_no={CASE}", f"party={DEBTOR}")
        for code, more in {"usage.step_to_come": ("kind=push", "on=2099-01-01", f"by={COURT}"), "usage.filled": ("kind=push", "on=2020-07-01"),
                           "usage.step_elsewhere": ("kind=removal", "on=2020-07-01", f"by={COURT}"),
                           "usage.until_before": ("kind=extension", "on=2020-07-01", "until=2020-06-01", f"by={COURT}"),
                           "usage.entry_missing": ("kind=term", "on=2020-07-01", "until=2021-06-01", f"by={COURT}", "case_no=none"),
                           "usage.value": ("kind=dinner", "on=2020-07-01", f"by={COURT}")}.items():
            with self.subTest(code=code):
                arguments = [a for a in row if not (a.startswith("case_no") and any(m.startswith("case_no") for m in more))]
                self.assertIn(f"[{code}]", self.registry(*arguments, *more, status=USAGE).stderr)
        self.assertEqual(self.stats()["revision"], before)
        push = (*row, "kind=push", "on=2020-07-01", f"by={COURT}", "document=1")
        self.registry(*push, "detail=县公安局")
        self.assertIn("[usage.step_repeats]", self.registry(*push, "detail=县财政局", status=USAGE).stderr)
        self.assertIn("known already", self.registry(*push).stderr)

    def test_a_warning_is_told_once(self):
        masked = "4103991985****1236"
        self.registry("add", f"case_no={CASE}", f"party={masked}", f"court={COURT}", "published_on=2020-06-01", "publishable=true")
        self.registry("remove", CASE, masked, "--on", "2020-06-20", "--kind", "shielded", "--ground", "全部履行", "--document", "通1", "--by", COURT)
        told = self.registry("retain", CASE, masked, "--measure", "lodging", "--until", "2021-01-01", "--basis", "某法第1条", "--by", "县财政局", "--on", "2020-07-01")
        self.assertEqual(told.stderr.count("masked"), 1, told.stderr)

    def test_permits_and_retentions_are_taken_back(self):
        permit = ("permit", DEBTOR, "--target", "lodging", "--from", "2020-07-01", "--document", "准1号")
        retain = ("retain", CASE, DEBTOR, "--measure", "lodging", "--until", "2021-01-01", "--basis", "某法第1条", "--by", "县财政局")
        self.assertIn("[usage.row_missing]", self.registry(*permit, "--withdraw", status=USAGE).stderr)
        self.registry(*permit, "--to", "2020-08-01")
        self.registry(*retain, "--on", "2020-07-01")
        for command in (permit, retain):
            self.registry(*command, "--withdraw")
            self.assertIn("[usage.row_missing]", self.registry(*command, "--withdraw", status=USAGE).stderr)
        rows = self.stats()["rows"]
        self.assertEqual((rows["permits"], rows["retentions"], rows["events"]), (0, 0, 0))
        self.step("permit", "2020-07-01", "--document", "准1号", "--detail", "lodging")
        told = self.registry(*permit, "--withdraw", status=USAGE).stderr
        self.assertIn("[usage.told_by_step]", told)
        self.assertIn(f"{CASE} permit 2020-07-01 {COURT}", told)
        self.registry("verify")

    def test_a_correction_tells_what_it_changes_and_leaves_the_rest(self):
        told = self.registry("add", f"case_no={CASE}", f"party={DEBTOR}", "published_on=2020-06-01", "court=另一法院").stderr
        self.assertIn("court: was", told)
        self.assertIn("now 另一法院", told)
        self.assertEqual(told.count(": was"), 1)

    def test_a_correction_over_which_another_word_counts_is_told_as_none(self):
        entry = (f"case_no={CASE}", f"party={DEBTOR}", "published_on=2020-06-01")
        self.step("term", "2020-06-02", "--until", "2022-06-01")
        told = self.registry("add", *entry, "expires_on=2021-06-01").stderr
        self.assertIn("a step that was recorded says otherwise and counts", told)
        self.assertNotIn(": was", told)
        self.assertEqual(self.entry()["expires_on"], "2022-06-01")
        removal = json.dumps({"caseCode": CASE, "cardNum": DEBTOR, "removeDate": "2020-06-15"}, ensure_ascii=False)
        self.registry("import", self.write("push.json", removal), "--format", "court", "--synchronised", "2020-06-16")
        told = self.registry("add", *entry, "removed_on=").stderr
        self.assertIn("it stays removed", told)
        self.assertIn("known already", told)
        self.assertNotIn(": was", told)
        told = self.registry("add", *entry, "removed_on=", "court=另一法院").stderr
        self.assertEqual([line for line in told.splitlines() if ": was" in line], ["court: was 样例县人民法院, now 另一法院"])
        self.assertEqual(self.entry()["removed_on"], "2020-06-15")
        told = self.registry("add", *entry, "removed_on=2020-06-14").stderr
        self.assertIn("removed_on: was 2020-06-15, now 2020-06-14", told)

    def test_an_extension_does_not_shorten(self):
        self.step("term", "2020-06-01", "--until", "2022-06-01")
        self.step("extension", "2020-07-01", "--until", "2023-06-01", "--document", "延长1号")
        told = self.step("extension", "2020-07-02", "--until", "2023-05-31", case=CASE.replace("（", "(").replace("）", ")"), status=USAGE)
        self.assertIn("[usage.extension_shorter]", told.stderr)
        self.assertIn("2023-06-01", told.stderr)
        self.assertIn("known already", self.step("extension", "2020-07-01", "--until", "2023-06-01", "--document", "延长1号").stderr)
        self.assertEqual(self.entry()["expires_on"], "2023-06-01")
        self.step("term", "2020-07-03", "--until", "2021-06-01", "--document", "更正1号")
        self.assertEqual(self.entry()["expires_on"], "2021-06-01")

    def test_a_department_is_one_by_each_of_its_names(self):
        self.step("push", "2020-06-01", "--detail", "finance_office、县文明办")
        self.registry("remove", CASE, DEBTOR, "--on", "2020-07-01", "--kind", "shielded", "--ground", "全部履行", "--document", "1号", "--by", COURT)
        self.step("department_notice", "2020-07-01", "--detail", "县金融办")
        [confirm] = self.due("2020-07-02", "--department", "finance_office")
        self.assertEqual(confirm["whom"], "县金融办")
        for lang in ("en", "zh"):
            refused = self.registry("due", "--rules", RULES, "--as-of", "2020-07-02", "--department", "县金融局", status=USAGE, lang=lang).stderr
            self.assertIn("县金融局 → 县金融办", refused)
            self.assertIn("[usage.department]", refused)
        for short, meant in (("公安", "县公安局"), ("文旅局", "县文化广电和旅游局"), ("市场监管局", "县市场监督管理局")):
            refused = self.registry("due", "--rules", RULES.parents[2] / "rules/xinan-2019-48", "--as-of", "2020-07-02", "--department", short, status=USAGE).stderr
            self.assertIn(f"{short} → {meant}", refused)
        self.step("confirmation", "2020-07-02", by="finance_office")
        self.assertEqual([d["addressee"] for d in self.due("2020-07-02") if d["what"] == "department_notice"], ["县文明办"])
        counts = json.loads(self.registry("stats", "--by", "department", "--rules", RULES, "--as-of", "2020-07-10", "--format", "json").stdout)
        self.assertEqual([(c["department"], c["received"], c["told"], c["confirmed"]) for c in counts], [("县文明办", 1, 0, 0), ("县金融办", 1, 1, 1)])

    def test_the_published_list(self):
        self.registry("add", "case_no=（2020）豫0399执2号", f"party={PUBLIC}", f"court={COURT}", "published_on=2020-06-02", "publishable=true", "name=王五",
                      "gender=男", "unit=某单位")
        self.registry("add", "case_no=（2020）豫0399执3号", f"party={STRANGER}", f"court={COURT}", "published_on=2020-06-02", "publishable=false")
        out = self.folder / "list.json"
        told = self.registry("publish", "--as-of", "2020-07-01", "--format", "json", "-o", out).stderr
        self.assertIn("2 entries", told)
        self.assertIn("1 not publishable", told)
        shown = json.loads(out.read_text())
        self.assertEqual([(e["name"], e["identifier"]) for e in shown["entries"]], [("王五", PUBLIC[:10] + "****" + PUBLIC[14:]), ("甲公司", DEBTOR)])
        for secret in (PUBLIC, "某单位", "执3号", STRANGER, DIRECTOR):
            self.assertNotIn(secret, out.read_text())
        # An earlier list is replaced, in any format; nothing else is.
        page = out.with_suffix(".html")
        out.rename(page)  # another format takes the place of an earlier list too
        self.assertNotIn("has not come", self.registry("publish", "--as-of", "2020-07-01", "--format", "html", "-o", page).stderr)
        self.assertIn("2091-07-01 has not come", self.registry("publish", "--as-of", "2091-07-01", "--format", "html", "-o", page).stderr)
        self.registry("publish", "--as-of", "2020-07-01", "--format", "html", "-o", page)
        page.rename(out)
        self.registry("publish", "--as-of", "2020-07-01", "-o", out)
        page = out.read_bytes()
        self.registry("publish", "--as-of", "2020-07-01", "-o", out)
        self.assertEqual(out.read_bytes(), page)
        kept = self.write("kept.csv", "mine\n")
        self.registry("publish", "--as-of", "2020-07-01", "-o", kept, status=INPUT_OUTPUT)
        self.registry("publish", "--as-of", "2020-07-01", "--format", "html", "-o", self.db, status=INPUT_OUTPUT)
        self.registry("publish", "--as-of", "2020-07-01", "-o", self.folder, status=INPUT_OUTPUT)
        self.registry("publish", "--as-of", "2020-07-01", "-o", self.folder / "none" / "list.html", status=INPUT_OUTPUT)
        self.assertEqual(kept.read_text(), "mine\n")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir() if p.name.endswith(".new")), [])
        self.registry("publish", "--as-of", "yesterday", "-o", out, status=USAGE)

    def test_what_a_list_says_of_one_document_is_not_taken_for_the_others_after_a_split(self):
        number, passport, case = person(500, born="19500302"), "E65678901", "（2021）豫0399执451号"
        header = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,removal_kind,removal_ground,objection"

        def imported(name, *lines):
            self.registry("import", self.csv(name, *lines))

        def row(party, removed="", kind="", ground="", objection=""):
            return f"{case},{party},样例市中级人民法院,2021-01-22,2023-01-22,,{removed},true,,{kind},{ground},{objection}"

        for name, last in (("silent", row(passport, objection="2021-04-26–2021-05-02")), ("without its kind", row(passport, "2021-02-03"))):
            self.db = self.folder / f"{name}.db"
            self.registry("init")
            # A removal that a command told, of another case: only then are tables held against what was told.
            imported("entries-0.csv", header, f"（2021）豫0399执9号,{STRANGER},样例县人民法院,2021-01-02,2023-01-22,,,true,,,,")
            self.run_plumb("registry", "remove", self.db, "（2021）豫0399执9号", STRANGER, "--on", "2021-02-01", "--kind", "revoked", "--ground", "全部履行",
                           "--ground-on", "2021-01-30", "--document", "撤9号", "--by", "样例县人民法院")
            imported("entries-1.csv", header, row(number), row(passport))
            imported("documents.csv", "document,party,by,basis", f"{passport},{number},某某,护照")
            imported("events.csv", "case_no,party,published_on,kind,on,by,document,detail",
                     f"{case},{passport},2021-01-22,removal,2021-02-03,样例市中级人民法院,撤1号,依法终结执行")
            imported("entries-2.csv", header, row(number, "2021-02-03", "revoked", "履行完毕"))
            imported("entries-3.csv", header, last)
            self.run_plumb("registry", "split", self.db, passport, "--by", "某某", "--reason", "不是一人")
            lines = self.run_plumb("registry", "export", self.db, "entries", "--reveal", "--format", "ndjson").stdout.splitlines()
            kinds = {entry["party"]: entry.get("removal_kind") for entry in map(json.loads, lines)}
            self.assertEqual((kinds[number], kinds[passport]), ("revoked", None), name)

    def told_and_taken_back(self, name):
        """A registry of its own in which somebody told a removal of another case; functions that import a table, and tell when the entry was removed."""
        self.db = self.folder / f"{name}.db"
        self.registry("init")
        header, case = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,removal_kind,removal_ground", "（2021）豫0399执451号"

        def table(number, removed="", ground_on="", *more):
            self.registry("import", self.csv(f"entries-{number}.csv", header, f"{case},{DIRECTOR},{COURT},2021-01-22,,{ground_on},{removed},true,,,"), *more)

        def removed():
            rows = csv.DictReader(io.StringIO(self.registry("export", "entries", "--reveal").stdout))
            return next(row["removed_on"] for row in rows if row["case_no"] == case)

        self.registry("import", self.csv("entries-0.csv", header, f"（2021）豫0399执9号,{STRANGER},{COURT},2021-01-02,,,,true,,,"))
        self.registry("remove", "（2021）豫0399执9号", STRANGER, "--on", "2021-02-01", "--kind", "revoked", "--ground", "全部履行", "--ground-on", "2021-01-30",
                      "--document", "撤9号", "--by", COURT)
        return case, table, removed

    def test_what_tables_alone_told_of_a_removal_a_table_takes_back(self):
        for between in (False, True):
            _, table, removed = self.told_and_taken_back(f"between-{between}")
            table(1)
            table(2, "2021-02-03", "", "--synchronised", "2021-03-07")
            if between:
                table(3, "2021-02-03", "2021-01-30")  # says no day; the day of the one before is kept
            self.assertEqual(removed(), "2021-02-03")
            table(4)
            self.assertEqual(removed(), "", between)

    def test_a_removal_that_was_taken_back_tells_nothing_of_a_later_one(self):
        for how in ("by hand", "by a push"):
            case, table, removed = self.told_and_taken_back(how)
            if how == "by hand":
                table(1)
                self.registry("add", "--table", "entries", f"case_no={case}", f"party={DIRECTOR}", "published_on=2021-01-22", "publishable=true",
                              "removed_on=2021-02-03", "removal_kind=shielded", "removal_ground=和解")
            else:
                record = {"caseCode": case, "cardNum": DIRECTOR, "publishDate": "2021-01-22"}
                for day, more in (("2021-03-01", {"courtName": COURT, "iname": "张三"}), ("2021-03-02", {"removeDate": "2021-02-03", "removeKind": "屏蔽"})):
                    self.registry("import", self.write(f"{day}.ndjson", json.dumps(record | more)), "--format", "court", "--synchronised", day)
            self.assertEqual(removed(), "2021-02-03")
            self.registry("step", case, DIRECTOR, "removal", "--withdraw", "--on", "2021-02-03", "--by", COURT, "--document", "撤1号")
            self.assertEqual(removed(), "")
            table(2, "2021-02-05")
            self.assertEqual(removed(), "2021-02-05")
            table(3)
            self.assertEqual(removed(), "", how)

    # Each step as it was recorded: which, on which day, by whom, on which document.
    def test_every_step_is_a_dated_fact_with_who_and_on_which_document(self):
        steps = [("risk_notice", "2020-05-20"), ("listing_decision", "2020-05-28"), ("service", "2020-05-29"), ("publication", "2020-06-01"),
                 ("push", "2020-06-01"), ("unit_notice", "2020-06-02"), ("objection", "2020-06-03"), ("review", "2020-06-04"),
                 ("objection_decision", "2020-06-05", "--detail", "dismissed"), ("reconsideration", "2020-06-08"),
                 ("reconsideration_decision", "2020-06-18", "--detail", "dismissed"), ("term", "2020-06-19", "--until", "2022-06-01"),
                 ("permit", "2020-06-20", "--until", "2020-06-30"),
                 ("suspension", "2020-06-21", "--until", "2020-07-21"), ("extension", "2020-06-22", "--until", "2023-06-01"), ("removal_ground", "2020-07-01"),
                 ("removal_notice", "2020-07-04"), ("department_notice", "2020-07-04"), ("confirmation", "2020-07-05")]
        recorded = [("removal", "2020-07-03", "", COURT, "屏蔽1号"), ("retention", "2020-07-02", "2021-01-01", "县财政局", "某法第1条")]
        for number, (kind, on, *more) in enumerate(steps):
            if kind == "removal_notice":
                self.registry("retain", CASE, DEBTOR, "--measure", "lodging", "--until", "2021-01-01", "--basis", "某法第1条", "--by", "县财政局",
                              "--on", "2020-07-02")
                self.registry("remove", CASE, DEBTOR, "--on", "2020-07-03", "--kind", "shielded", "--ground", "全部履行", "--document", "屏蔽1号", "--by", COURT)
            by = {"objection": "甲公司", "reconsideration": "甲公司", "removal_ground": "甲公司", "confirmation": "县公安局"}.get(kind, COURT)
            self.step(kind, on, *more, "--document", f"文书{number}号", by=by)
            recorded.append((kind, on, more[1] if "--until" in more else "", by, f"文书{number}号"))
        rows = list(csv.DictReader(io.StringIO(self.registry("export", "events", "--reveal").stdout)))
        self.assertEqual(sorted((r["kind"], r["on"], r["until"], r["by"], r["document"]) for r in rows), sorted(recorded))
        self.assertEqual({(r["case_no"], r["party"]) for r in rows}, {(CASE, DEBTOR)})
        told = [line for line in self.registry("history", DEBTOR).stdout.splitlines() if "recorded in events" in line]
        for _, on, _, by, document in recorded:
            self.assertEqual(len([line for line in told if f"on: {on}," in line and f"by: {by}, document: {document}" in line]), 1, document)

    def test_what_is_due_of_the_court_and_the_departments_stands_in_one_order(self):
        header = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible"
        grounds = {11: "2020-09-01", 12: "2020-08-01", 13: "2020-10-08"}
        self.registry("import", self.csv("entries-2.csv", header, *(f"（2020）豫0399执{n}号,{DEBTOR},{COURT},2020-06-01,,{on},,true," for n, on in grounds.items())))
        self.step("push", "2020-06-01", "--detail", "县公安局")
        self.registry("remove", CASE, DEBTOR, "--on", "2020-08-20", "--kind", "shielded", "--ground", "全部履行", "--document", "屏蔽1号", "--by", COURT)
        self.step("removal_notice", "2020-08-20")
        self.step("department_notice", "2020-08-20", "--detail", "县公安局")
        found = self.due("2020-10-09")
        self.assertEqual([(d["status"], d["actor"], d["whom"], d["case_no"], d["by"], d["days_left"]) for d in found],
                         [("overdue", "court", COURT, "（2020）豫0399执12号", "2020-08-04", -66), ("overdue", "department", "县公安局", CASE, "2020-08-23", -47),
                          ("overdue", "court", COURT, "（2020）豫0399执11号", "2020-09-04", -35), ("open", "court", COURT, "（2020）豫0399执13号", "2020-10-11", 2)])
        self.assertEqual([(d["by_working"], d["working_left"]) for d in found],
                         [("2020-08-05", -42), ("2020-08-25", -28), ("2020-09-04", -20), ("2020-10-12", 2)])
        ask = ("due", "--rules", RULES, "--as-of", "2020-10-09", "--format")
        self.assertEqual([d["case_no"] for d in csv.DictReader(io.StringIO(self.registry(*ask, "csv").stdout))], [d["case_no"] for d in found])
        text = self.registry(*ask, "text").stdout
        self.assertEqual(sorted(text.index(d["case_no"]) for d in found), [text.index(d["case_no"]) for d in found])
        self.assertEqual([d["actor"] for d in self.due("2020-10-09", "--court", COURT)], ["court", "court", "court"])
        self.assertEqual([d["actor"] for d in self.due("2020-10-09", "--department", "县公安局")], ["department"])

    def test_late_omitted_and_wrong_listings_and_removals_are_found_and_counted(self):
        case = "（2020）豫0399执{}号".format
        listings = {21: {"published_on": "2020-06-10"}, 23: {"ground_on": "2020-06-03", "removed_on": "2020-06-03", "removal_ground": "错误纳入"},
                    24: {"ground_on": "2020-06-03", "removed_on": "2020-06-10"}, 25: {"ground_on": "2020-06-03"}, 26: {"removed_on": "2020-06-10"},
                    27: {"ground_on": "2020-06-11", "removed_on": "2020-06-10"}, 28: {"ground_on": "2020-06-03", "removed_on": "2020-06-06"}}
        for number, values in listings.items():
            row = {"case_no": case(number), "party": STRANGER, "court": COURT, "published_on": "2020-06-01", "publishable": "true", **values}
            self.registry("add", *(f"{column}={value}" for column, value in row.items()))
        # Told of before, served and pushed: what lacks is the day alone.
        for step, on in (("risk_notice", "2020-05-20"), ("listing_decision", "2020-06-01"), ("service", "2020-06-02"), ("push", "2020-06-10")):
            self.step(step, on, case=case(21), party=STRANGER)
        self.step("listing_decision", "2020-06-01", case=case(22), party=STRANGER)
        clocks = ("--rules", RULES, "--as-of", "2020-06-20")
        found = json.loads(self.registry("findings", *clocks, "--format", "json").stdout)
        expected = {"late_listing": 21, "omitted_listing": 22, "wrong_listing": 23, "late_removal": 24, "omitted_removal": 25, "removal_without_ground": 26,
                    "removal_before_ground": 27}
        self.assertEqual([(f["kind"], f["detail"]["case_no"], f["detail"]["whom"]) for f in found], [(kind, case(n), COURT) for kind, n in expected.items()])
        [counts] = json.loads(self.registry("stats", "--by", "court", *clocks, "--format", "json").stdout)
        expected = {"listed_late": 1, "listing_overdue": 1, "wrong_listings": 1, "removed_late": 1, "removal_overdue": 1, "wrong_removals": 2}
        self.assertEqual({name: counts[name] for name in expected}, expected)

    def test_counts_are_the_same_as_csv_and_as_json(self):
        self.step("push", "2020-06-01", "--detail", "县公安局、县财政局")
        self.registry("add", "case_no=c2", f"party={STRANGER}", "court=另一法院", "published_on=2020-06-02", "publishable=false")
        self.step("suspension", "2020-06-03", "--until", "2020-08-01", "--document", "暂停1号", party=STRANGER, case="c2", by="另一法院")
        self.registry("retain", CASE, DEBTOR, "--measure", "lodging", "--until", "2021-01-01", "--basis", "某法第1条", "--by", "县财政局", "--on", "2020-06-10")
        for by, rows in {"court": {COURT: {"listed": 1, "retained": 1, "units_not_told": 0}, "另一法院": {"listed": 1, "suspended": 1, "units_not_told": 1}},
                         "department": {"县公安局": {"received": 1, "retained": 0}, "县财政局": {"received": 1, "retained": 1}}}.items():
            stats = ("stats", "--by", by, "--rules", RULES, "--as-of", "2020-06-20", "--format")
            told = json.loads(self.registry(*stats, "json").stdout)
            self.assertEqual({t[by]: {name: t[name] for name in rows[t[by]]} for t in told}, rows)
            text = self.registry(*stats, "csv").stdout
            self.assertEqual(list(csv.DictReader(io.StringIO(text))), [{name: str(value) for name, value in t.items()} for t in told])
            self.assertEqual(list(csv.reader(io.StringIO(self.registry(*stats, "csv", lang="zh").stdout)))[1:], list(csv.reader(io.StringIO(text)))[1:])

    def test_what_is_not_for_publication_is_told_to_its_unit_instead(self):
        hidden = ("case_no=c2", f"party={STRANGER}", f"court={COURT}", "published_on=2020-06-02", "publishable=false", "name=李四", "unit=某单位")
        self.registry("add", *hidden)
        [notice] = self.due("2020-06-03")
        self.assertEqual((notice["what"], notice["whom"], notice["case_no"], notice["by"]), ("unit_notice", COURT, "c2", "2020-06-05"))
        self.assertEqual((self.found("2020-06-05"), self.found("2020-06-06")), ([], ["unit_not_told"]))
        [decision] = self.decide({"party": STRANGER, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 5}})
        self.assertEqual([m["status"] for m in decision["measures"]], ["applies"])
        self.step("unit_notice", "2020-06-04", "--document", "通报函1号", "--detail", "某单位", case="c2", party=STRANGER)
        self.assertEqual((self.due("2020-06-10"), self.found("2020-06-10")), ([], []))
        # Neither while it stands nor when it is removed does the public hear of it.
        self.registry("remove", "c2", STRANGER, "--on", "2020-06-20", "--kind", "shielded", "--ground", "全部履行", "--document", "屏蔽1号", "--by", COURT)
        self.assertNotIn("removal_notice", [d["what"] for d in self.due("2020-06-20")])
        for day in ("2020-06-10", "2020-06-21"):
            for form in ("html", "csv", "json"):
                self.registry("publish", "--as-of", day, "--format", form, "-o", self.folder / form)
                text = (self.folder / form).read_text()
                self.assertIn("甲公司", text)
                for secret in ("c2", "李四", "李某", "某单位", STRANGER[:10]):
                    self.assertNotIn(secret, text)

    def test_a_removal_is_announced_for_a_while_in_every_format(self):
        self.registry("add", "case_no=c2", f"party={PUBLIC}", f"court={COURT}", "published_on=2020-06-02", "publishable=true", "name=王五")
        self.registry("remove", "c2", PUBLIC, "--on", "2020-06-20", "--kind", "shielded", "--ground", "全部履行", "--document", "屏蔽1号", "--by", COURT)
        for day, more, announced in (("2020-06-19", (), False), ("2020-06-20", (), True), ("2020-07-20", ("--removals-for", "31"), True),
                                     ("2020-07-20", ("--removals-for", "30"), False)):
            for form in ("html", "csv", "json"):
                with self.subTest(day=day, more=more, form=form):
                    self.registry("publish", "--as-of", day, *more, "--format", form, "-o", self.folder / form)
                    text = (self.folder / form).read_text()
                    self.assertEqual("王某" in text, announced)
                    self.assertEqual("王五" in text, day == "2020-06-19")
                    self.assertNotIn(PUBLIC, text)
        self.registry("publish", "--as-of", "2020-06-20", "--format", "json", "-o", self.folder / "json")
        self.assertEqual(json.loads((self.folder / "json").read_text())["removals"],
                         [{"case_no": "c2", "name": "王某", "court": COURT, "removed_on": "2020-06-20", "removal_kind": "shielded"}])

    def test_numbers_hide_places_wherever_texts_are_shown(self):
        minor, passport, odd = person(77, born="20100506"), "E12345678", "护照字1234567"
        secrets = [minor, passport, odd, PUBLIC, f"{PUBLIC[:6]} {PUBLIC[6:14]} {PUBLIC[14:]}", f"{PUBLIC[:6]}-{PUBLIC[6:14]}-{PUBLIC[14:]}", "G87654321"]
        duty = "偿还3000000元，保证人" + "、".join(secrets[3:])
        for document in (passport, odd):
            self.registry("add", "--table", "documents", f"document={document}", f"party={minor}", "by=某某", "basis=核验")
            self.registry("add", f"case_no=（2020）豫0399执{len(document)}0号", f"party={document}", f"court={COURT}", "published_on=2020-06-02", "publishable=true")
        self.registry("add", "case_no=（2020）豫0399执1234号", f"party={STRANGER}", f"court={COURT}", "published_on=2020-06-02", "publishable=true", "name=王五",
                      f"duty={duty}", f"responsible={passport}")
        self.step("risk_notice", "2020-05-01", "--document", f"提示书{secrets[4]}", party=STRANGER, case="（2020）豫0399执1234号", by=f"某某{passport}")
        self.step("unit_notice", "2020-06-02", party=STRANGER, case="（2020）豫0399执1234号")
        clocks = ("--rules", RULES, "--as-of", "2020-07-01")
        shown = [self.registry(*command, "--format", form).stdout
                 for command, forms in {("findings",): ("text", "csv", "json"), ("findings", *clocks): ("text", "csv", "json"), ("due", *clocks): ("text", "csv", "json"),
                                        ("history", STRANGER): ("text", "json"), ("history", DEBTOR): ("text", "json"), ("stats", "--by", "court", *clocks): ("text", "csv", "json"),
                                        ("candidates",): ("text", "json"), ("export", "entries"): ("csv", "ndjson"), ("export", "events"): ("csv", "ndjson")}.items()
                 for form in forms]
        for form in ("html", "csv", "json"):
            self.registry("publish", "--as-of", "2020-07-01", "--format", form, "-o", self.folder / form)
            shown.append((self.folder / form).read_text())
        for text in shown:
            for secret in secrets:
                self.assertNotIn(secret, text)
        self.assertEqual(sum("偿还3000000元" in text and "（2020）豫0399执1234号" in text for text in shown), 7)  # history, entries, the list
        findings = [json.loads(self.registry("findings", "--format", "json", *more).stdout) for more in ((), ("--reveal",))]
        self.assertEqual([f["party"] for f in findings[0]], ["护照字****567", "E12****78"])
        self.assertEqual([(f["party"], f["detail"]["bound_to"]) for f in findings[1]], [(odd, minor), (passport, minor)])
        # Who asks by a number sees it, and nobody else's; who may, asks for all.
        self.assertIn(passport, self.registry("history", passport).stdout)
        self.assertNotIn(minor, self.registry("history", passport).stdout)
        told = self.registry("history", STRANGER, "--reveal").stdout
        for secret in secrets[3:]:
            self.assertIn(secret, told)

    def test_tables_go_out_and_come_in_again(self):
        self.step("push", "2020-06-01", "--detail", "=1+1")
        again = self.folder / "again.db"
        self.run_plumb("registry", "init", again)
        for table in ("parties", "relations", "entries", "permits", "retentions", "holdings", "events", "documents"):
            for extension, form in ((".csv", "csv"), (".ndjson", "ndjson")):
                file = self.folder / "out" / (table + extension)
                file.parent.mkdir(exist_ok=True)
                self.registry("export", table, "--reveal", "--format", form, "-o", file)
                self.run_plumb("registry", "import", again, "--strict", file)
                self.registry("export", table, "-o", file, status=INPUT_OUTPUT)
            text = self.registry("export", table, "--reveal").stdout
            self.assertEqual(self.run_plumb("registry", "export", again, table, "--reveal").stdout, text)
        self.assertEqual((self.folder / "out" / "parties.csv").stat().st_mode & 0o077, 0)
        folder = self.folder / "all"
        self.registry("export", "parties", "entries", "--format", "ndjson", "-o", folder)
        self.assertEqual(sorted(f.name for f in folder.iterdir()), ["entries.ndjson", "parties.ndjson"])
        self.registry("export", "parties", "entries", "--format", "ndjson", "-o", folder, status=INPUT_OUTPUT)
        self.assertEqual(self.registry("export", "parties", "entries", status=USAGE).stdout, "")
        masked = self.registry("export", "relations").stdout
        self.assertNotIn(DIRECTOR, masked)
        self.assertIn(DIRECTOR[:10] + "****" + DIRECTOR[14:], masked)

    def test_each_command_asks_for_its_right(self):
        roles = ("court", "department", "reviewer", "publisher", "auditor", "keeper")
        for name, role in ((getpass.getuser(), "keeper"), *((f"a-{role}", role) for role in roles)):
            self.run_plumb("registry", "account", "add", self.db, name, "--role", role)
        clocks = ("--rules", RULES, "--as-of", "2020-07-01")
        everybody_who_sees = {"court", "department", "reviewer", "auditor"}
        commands = {
            ("step", CASE, DEBTOR, "push", "--on", "2020-06-01", "--by", COURT): {"court"},
            ("add", "case_no=c2", f"party={PUBLIC}", "published_on=2020-06-02", "publishable=true"): {"court"},
            ("add", "--table", "parties", f"id={PUBLIC}", "kind=person"): {"court", "department"},
            ("permit", DEBTOR, "--target", "lodging", "--from", "2020-07-01", "--document", "1"): {"court"},
            ("retain", CASE, DEBTOR, "--measure", "m", "--until", "2021-01-01", "--basis", "x", "--by", "y", "--on", "2020-07-01"): {"court"},
            ("due", *clocks): everybody_who_sees,
            ("due", *clocks, "--reveal"): {"court", "reviewer"},
            ("findings",): everybody_who_sees,
            ("findings", *clocks): everybody_who_sees,
            ("stats", "--by", "court", *clocks): everybody_who_sees,
            ("publish", "--as-of", "2020-07-01", "-o", self.folder / "list.html"): {"court", "publisher"},
            ("export", "parties"): {"court", "reviewer", "auditor", "keeper"},
            ("export", "parties", "--reveal"): {"court", "reviewer"},
        }
        for command, allowed in commands.items():
            for role in roles:
                with self.subTest(command=command, role=role):
                    done = self.registry(*command, "--as", f"a-{role}", status=FINE if role in allowed else INPUT_OUTPUT)
                    self.assertEqual("registry.right" in done.stderr, role not in allowed)

    def test_reads_are_journalled(self):
        journal = self.folder / "reads"
        for command in (("due", "--rules", RULES), ("findings",), ("export", "parties")):
            self.registry(*command, "--read-journal", journal, "--purpose", "核对")
        self.assertEqual([json.loads(line)["what"] for line in journal.read_text().splitlines()], ["due", "findings", "export parties"])

    def test_a_registry_that_may_not_be_written_to(self):
        self.registry("due", "--rules", self.folder / "none", status=None)
        missing = self.folder / "none.db"
        for command in (("due", missing, "--rules", RULES), ("findings", missing), ("publish", missing, "-o", "x.html"), ("export", missing, "parties"),
                        ("step", missing, "c", "p", "push", "--on", "2020-07-01", "--by", "x")):
            self.run_plumb("registry", *command, status=INPUT_OUTPUT)


class Doors(ProgramTest):
    def setUp(self):
        super().setUp()
        self.county()

    def test_days_and_words_are_read_as_imports_read_them(self):
        self.run_plumb("registry", "step", self.db, CASE, DEBTOR, "service", "--on", "2020年6月2日", "--by", "样例县人民法院")
        self.run_plumb("registry", "remove", self.db, CASE, DEBTOR, "--on", "2020/6/20", "--kind", "屏蔽", "--ground", "全部履行", "--document", "文1", "--by", "样例县人民法院")
        [entry] = [json.loads(line) for line in self.run_plumb("registry", "export", self.db, "名单", "--format", "ndjson").stdout.splitlines()]
        self.assertEqual((entry["served_on"], entry["removed_on"], entry["removal_kind"]), ("2020-06-02", "2020-06-20", "shielded"))
        told = {self.run_plumb("registry", "stats", self.db, "--by", by, "--rules", RULES, "--as-of", day, "--format", "json").stdout
                for by, day in (("court", "2020-06-21"), ("法院", "２０２０年6月21日"))}
        self.assertEqual(len(told), 1)
        self.run_plumb("registry", "import", self.db, self.csv("x.csv", "id,kind,name", f"{STRANGER},person,李四"), "--table", "主体", "--synchronised", "2020.7.21")
        self.assertEqual(self.stats()["synchronised"], "2020-07-21")
        # What may be another day elsewhere is still refused.
        self.assertIn("1/2/2020", self.run_plumb("registry", "stats", self.db, "--by", "court", "--rules", RULES, "--as-of", "1/2/2020", status=USAGE).stderr)

    def test_rules_named_by_a_pattern_pass_over_what_is_no_rule_file(self):
        readme = self.write("rules/README.md", "no rules")
        for command in (("fmt", "--check"), ("check",)):
            self.assertIn("README.md: no rule file", self.run_plumb(*command, readme, RULES).stderr)

    def test_usage_is_told_in_chinese_throughout(self):
        self.assertIn("缺少必填的参数：PARTY", self.run_plumb("registry", "history", self.db, lang="zh", status=USAGE).stderr)
        self.assertIn("--since 须与 --by 同用", self.run_plumb("registry", "stats", self.db, "--since", "2020-01-01", lang="zh", status=USAGE).stderr)
        told = self.run_plumb("registry", "remove", "--help", lang="zh").stdout
        self.assertNotIn("Options", told)
        self.assertIn("选项", told)

    def test_a_list_is_written_in_the_format_that_its_name_says(self):
        self.run_plumb("registry", "publish", self.db, "--as-of", "2020-07-01", "-o", "list.csv")
        self.assertTrue((self.folder / "list.csv").read_bytes().startswith(b"\xef\xbb\xbf"))
        self.run_plumb("registry", "publish", self.db, "--as-of", "2020-07-01", "-o", "list.JSON")
        json.loads((self.folder / "list.JSON").read_text())
        before = (self.folder / "list.csv").read_bytes()
        self.assertIn("list.csv", self.run_plumb("registry", "publish", self.db, "--format", "html", "-o", "list.csv", status=USAGE).stderr)
        self.assertEqual((self.folder / "list.csv").read_bytes(), before)
        self.run_plumb("registry", "publish", self.db, "-o", "page")
        self.assertIn("list.pdf ends as none of html, csv and json", self.run_plumb("registry", "publish", self.db, "-o", "list.pdf", status=USAGE).stderr)
        self.assertIn("list.pdf 的结尾不是 html、csv、json 之一", self.run_plumb("registry", "publish", self.db, "-o", "list.pdf", status=USAGE, lang="zh").stderr)
        self.assertIn("<html", (self.folder / "page").read_text())


if __name__ == "__main__":
    main()
