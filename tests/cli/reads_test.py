#!/usr/bin/env python3
"""--read-journal and plumb registry verify --reads: who looked at what, and a file of it that shows what was done to it."""
import json
import os
import pwd
import resource

from program import DEBTOR, DIRECTOR, FINDINGS, INPUT_OUTPUT, PLUMB, RULES, STRANGER, USAGE, ProgramTest, main

ME = pwd.getpwuid(os.geteuid()).pw_name


class Reads(ProgramTest):
    def setUp(self):
        super().setUp()
        self.county()
        self.journal = self.folder / "reads.ndjson"

    def request(self, party):
        return {"party": party, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 5}}

    def look(self, *parties, options=(), **more):
        return self.decide(*map(self.request, parties), options=("--read-journal", self.journal, "--purpose", "入住核查", *options), **more)

    def lines(self):
        return [json.loads(line) for line in self.journal.read_text().splitlines()]

    def verified(self, status, lang="en"):
        return self.run_plumb("registry", "verify", "--reads", self.journal, "--format", "json", status=status, lang=lang).stdout

    def fault(self):
        found = json.loads(self.verified(FINDINGS))
        self.assertFalse(found["whole"])
        return found["fault"]["line"], found["fault"]["kind"]

    def test_every_answer_has_its_line_with_who_whom_and_why(self):
        self.look(DIRECTOR, {"id": STRANGER})
        registry = ("--rules", RULES, "--registry", self.db, "--read-journal", self.journal)
        self.run_plumb("ask", DEBTOR, *registry, "--date", "2020-07-01")
        self.run_plumb("sweep", *registry, "--as-of", "2020-07-01", "--read-journal-required")
        self.run_plumb("registry", "history", self.db, DIRECTOR, "--read-journal", self.journal)
        lines = self.lines()
        masked = DIRECTOR[:10] + "****" + DIRECTOR[14:]
        self.assertEqual([(l["line"], l["what"], l["by"], l["for"]) for l in lines],
                         [(1, "decide", ME, None), (2, "decide", ME, None), (3, "ask", ME, None), (4, "sweep", ME, None), (5, "history", ME, None)])
        self.assertEqual([l["party"] for l in lines], [masked, STRANGER[:10] + "****" + STRANGER[14:], DEBTOR, None, masked])
        self.assertEqual([l["purpose"] for l in lines], ["入住核查", "入住核查", None, None, None])
        self.assertNotIn(DIRECTOR, self.journal.read_text())
        self.assertEqual(self.journal.stat().st_mode & 0o777, 0o600)
        found = json.loads(self.verified(0))
        self.assertEqual((found["whole"], found["lines"], found["head"]), (True, 5, lines[-1]["chain"]))

    def test_answers_are_the_same_with_it(self):
        parties = [DIRECTOR, STRANGER, DEBTOR, "nobody"]
        plain = self.decide(*map(self.request, parties), status=FINDINGS)
        self.assertEqual(self.look(*parties, status=FINDINGS), plain)
        self.assertEqual(len(self.lines()), 4)

    def test_what_was_done_to_the_file_is_named(self):
        self.look(*[DIRECTOR, STRANGER, DEBTOR] * 4)
        whole = self.journal.read_text().splitlines(keepends=True)
        cases = {
            "altered": (whole[:4] + [whole[4].replace("入住核查", "其他用途")] + whole[5:], (5, "altered")),
            "a byte of a chain": (whole[:4] + [whole[4][:-4] + ("0" if whole[4][-4] != "0" else "1") + whole[4][-3:]] + whole[5:], (5, "altered")),
            "no line": (whole[:4] + ["x\n"] + whole[5:], (5, "altered")),
            "removed": (whole[:4] + whole[5:], (5, "removed")),
            "first removed": (whole[1:], (1, "removed")),
            "moved": (whole[:4] + [whole[5], whole[4]] + whole[6:], (5, "moved")),
            "added": (whole[:5] + [whole[4]] + whole[5:], (6, "added")),
            "unfinished": (whole[:-1] + [whole[-1][:-20]], (12, "unfinished")),
        }
        for name, (lines, expected) in cases.items():
            with self.subTest(name):
                self.journal.write_text("".join(lines))
                self.assertEqual(self.fault(), expected)
                for lang in ("en", "zh"):
                    text = self.run_plumb("registry", "verify", "--reads", self.journal, status=FINDINGS, lang=lang).stdout
                    self.assertIn(str(expected[0]), text)
                    self.assertEqual(self.has_chinese(text), lang == "zh")
        # A tail that was cut shows by the head that was told before.
        self.journal.write_text("".join(whole[:8]))
        self.assertNotEqual(json.loads(self.verified(0))["head"], json.loads(whole[-1])["chain"])

    def test_every_changed_byte_is_found(self):
        self.look(DIRECTOR, STRANGER)
        whole = self.journal.read_bytes()
        for at in range(0, len(whole), 7):
            self.journal.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
            self.fault()

    def test_a_line_cut_off_by_a_crash_is_replaced(self):
        self.look(DIRECTOR, STRANGER)
        whole = self.journal.read_bytes()
        for cut in (1, 40, len(whole.splitlines(keepends=True)[1])):
            self.journal.write_bytes(whole[:-cut])
            self.look(DEBTOR)
            self.assertEqual([l["line"] for l in self.lines()], [1, 2])
            self.verified(0)

    def test_several_processes_write_one_file(self):
        import subprocess
        requests = "".join(json.dumps(self.request(DIRECTOR)) + "\n" for _ in range(20))
        command = [PLUMB, "decide", "--rules", RULES, "--registry", self.db, "--read-journal", self.journal, "--read-journal-required", "-"]
        running = [subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) for _ in range(4)]
        for process in running:
            process.stdin.write(requests.encode())
            process.stdin.close()
        self.assertEqual([process.wait() for process in running], [0] * 4)
        self.assertEqual(json.loads(self.verified(0))["lines"], 80)

    def test_required_means_no_answer_without_its_line(self):
        self.assertIn("[usage.reads]", self.run_plumb("decide", "--rules", RULES, "--registry", self.db, "--read-journal-required", "-", status=USAGE,
                                                      stdin=json.dumps(self.request(DIRECTOR))).stderr)
        kept = self.write("kept.txt", "mine\n")
        for required in (True, False):
            done = self.run_plumb("decide", "--rules", RULES, "--registry", self.db, "--read-journal", kept, *(["--read-journal-required"] if required else []), "-",
                                  status=INPUT_OUTPUT if required else 0, stdin=json.dumps(self.request(DIRECTOR)))
            self.assertIn("[reads.foreign]", done.stderr)
            self.assertEqual((done.stdout == "", kept.read_text()), (required, "mine\n"))
        self.look(DIRECTOR)
        # A snapshot, since SQLite too would want to write. The file may grow no more: a required journal stops the answer, another one warns and lets it go.
        snapshot = self.folder / "county.snapshot"
        self.run_plumb("snapshot", "build", "--registry", self.db, "-o", snapshot)
        full = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (self.journal.stat().st_size + 40,) * 2)
        arguments = ("decide", "--rules", RULES, "--registry", snapshot, "--read-journal", self.journal, "-")
        for required in (True, False):
            done = self.run_plumb(*arguments, *(["--read-journal-required"] if required else []), status=INPUT_OUTPUT if required else 0,
                                  stdin=json.dumps(self.request(STRANGER)), preexec_fn=full)
            self.assertIn("[reads.unwritable]", done.stderr)
            self.assertEqual(done.stdout == "", required)
        self.assertEqual(len(self.lines()), 1)
        self.verified(0)

    def test_who_acts_for_somebody_is_told_with_both(self):
        self.run_plumb("registry", "account", "add", self.db, ME, "--role", "keeper")
        self.run_plumb("registry", "account", "add", self.db, "li", "--role", "department")
        self.look(DIRECTOR, options=("--as", "li"))
        self.assertEqual([(l["by"], l["for"]) for l in self.lines()], [(ME, "li")])

    def test_a_file_that_both_name_has_one_line_for_a_read_before_it_is_there_too(self):
        self.run_plumb("registry", "set", self.db, "reads.journal", self.journal)
        self.journal.unlink(missing_ok=True)
        for lines in (1, 2):
            self.decide(self.request(DIRECTOR), options=("--read-journal", self.journal.name))  # in the folder where it runs
            self.assertEqual(len(self.lines()), lines)

    def test_a_setting_names_the_file_where_no_option_does(self):
        self.run_plumb("registry", "set", self.db, "reads.journal", self.journal)
        self.decide(self.request(DIRECTOR), options=("--read-journal-required",))
        self.run_plumb("registry", "history", self.db, DIRECTOR)
        self.assertEqual([line["what"] for line in self.lines()], ["decide", "history"])
        # One that the reader names is written beside it, never in its place.
        other = self.folder / "other.ndjson"
        self.decide(self.request(DIRECTOR), options=("--read-journal", other))
        self.assertEqual((len(self.lines()), len(other.read_text().splitlines())), (3, 1))
        self.decide(self.request(DIRECTOR), options=("--read-journal", f"{self.folder}/./{self.journal.name}"))
        self.assertEqual(len(self.lines()), 4)

    def test_a_setting_that_would_lock_everybody_out_is_refused_at_once(self):
        kept = self.write("kept.txt", "mine\n")
        for place, code in ((self.folder / "none" / "reads.ndjson", "reads.folder"), (kept / "reads.ndjson", "reads.folder"), (self.folder, "file.kind"),
                            (kept, "reads.foreign"), (self.db, "reads.foreign")):
            for lang in ("en", "zh"):
                done = self.run_plumb("registry", "set", self.db, "reads.journal", place, status=INPUT_OUTPUT, lang=lang)
                self.assertIn(f"[{code}]", done.stderr)
                self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
        self.assertEqual((kept.read_text(), self.stats()["revision"]), ("mine\n", 1))
        self.run_plumb("registry", "set", self.db, "reads.journal", self.journal)
        self.assertFalse(self.journal.exists())
        self.run_plumb("registry", "set", self.db, "reads.journal", "")

    def test_one_that_cannot_be_written_is_a_warning_once(self):
        folder = self.folder / "gone"
        folder.mkdir()
        self.run_plumb("registry", "set", self.db, "reads.journal", folder / "reads.ndjson")
        folder.rmdir()
        requests = "".join(json.dumps(self.request(party)) + "\n" for party in (DIRECTOR, STRANGER))
        for lang, words in (("en", "answers are given without their line in a journal of reads: the journal of reads cannot be written; see whether there is room"),
                            ("zh", "查阅没有记入日志，结果照常给出: 查阅日志无法写入，请检查")):
            done = self.run_plumb("decide", "--rules", RULES, "--registry", self.db, "-", stdin=requests, lang=lang)
            self.assertEqual(len(done.stdout.splitlines()), 2)
            self.assertEqual(done.stderr.count("[reads.unwritable]"), 1)
            self.assertIn(words, done.stderr)
            refused = self.run_plumb("decide", "--rules", RULES, "--registry", self.db, "--read-journal-required", "-", stdin=requests, lang=lang, status=INPUT_OUTPUT)
            self.assertEqual(refused.stdout, "")
            self.assertNotIn("cannot write", refused.stderr)

    def test_the_registry_itself_is_no_journal(self):
        before = self.db.read_bytes()
        done = self.run_plumb("decide", "--rules", RULES, "--registry", self.db, "--read-journal", self.db, "-", stdin=json.dumps(self.request(DIRECTOR)))
        self.assertIn("[reads.foreign]", done.stderr)
        self.assertEqual(self.db.read_bytes(), before)

    def test_replays_candidates_and_proposals_are_reads_too(self):
        self.decide(self.request(DIRECTOR), options=("--journal",))
        self.run_plumb("registry", "set", self.db, "reads.journal", self.journal)
        self.run_plumb("registry", "replay", self.db, "--rules", RULES, "--party", DIRECTOR, "--purpose", "抽查")
        self.run_plumb("registry", "candidates", self.db)
        self.run_plumb("registry", "candidates", self.db, STRANGER)
        self.run_plumb("registry", "confirm", self.db)
        hidden = [None if party is None else party[:10] + "****" + party[14:] for party in (DIRECTOR, None, STRANGER, None)]
        self.assertEqual([(line["what"], line["party"], line["purpose"]) for line in self.lines()],
                         list(zip(("replay", "candidates", "candidates", "confirm"), hidden, ("抽查", None, None, None))))

    def test_what_is_no_journal_is_refused(self):
        self.run_plumb("registry", "verify", status=USAGE)
        self.assertIn("[reads.missing]", self.run_plumb("registry", "verify", "--reads", self.folder / "none", status=INPUT_OUTPUT).stderr)
        self.assertIn("[file.kind]", self.run_plumb("registry", "verify", "--reads", self.folder, status=INPUT_OUTPUT).stderr)


if __name__ == "__main__":
    main()
