#!/usr/bin/env python3
"""plumb snapshot build: a file that serves as the database does, and one that is not as it was written."""
import json
import os
import pathlib
import subprocess
import time

from program import CLEAR, DEBTOR, DIRECTOR, INPUT_OUTPUT, PLUMB, RULES, STRANGER, USAGE, ProgramTest, main


class SnapshotFile(ProgramTest):
    def setUp(self):
        super().setUp()
        self.county()
        holding = {"id": "H1", "party": DEBTOR, "matter": "honour", "from": "2020-06-15", "to": None, "fields": {"granted_on": "2020-06-15"}}
        self.run_plumb("registry", "import", self.db, self.write("holdings.ndjson", json.dumps(holding)))
        self.file = self.folder / "county.snapshot"

    def build(self, *more, **options):
        return self.run_plumb("snapshot", "build", "--registry", self.db, *more, "-o", self.file, **options)

    def answers(self, facts):
        lines = "".join(json.dumps({"party": party, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 4}}) + "\n"
                        for party in (DIRECTOR, STRANGER, DEBTOR, CLEAR))
        common = ("--rules", RULES, "--registry", facts)
        return (self.run_plumb("decide", *common, "--explain", stdin=lines).stdout, self.run_plumb("sweep", *common, "--as-of", "2020-07-01").stdout,
                self.run_plumb("ask", *common, DIRECTOR, "--date", "2020-07-01").stdout)

    def test_serves_as_the_database_does(self):
        expected = self.answers(self.db)
        self.assertTrue(all(expected))
        self.build()
        self.assertEqual(self.answers(self.file), expected)
        self.build("--rules", RULES)
        self.assertEqual(self.answers(self.file), expected)

    def test_is_as_it_was_when_the_registry_goes_on(self):
        self.build()
        before = self.answers(self.file)
        self.run_plumb("registry", "import", self.db, self.csv("parties.csv", "id,kind,name,sector", f"{STRANGER},person,王五,"))
        self.assertEqual(self.answers(self.file), before)
        self.build()
        self.assertNotEqual(self.answers(self.file), before, "the revision is in every decision")

    def test_a_changed_or_cut_file_is_refused_in_both_languages(self):
        self.build()
        whole = self.file.read_bytes()
        for bad in (whole[:200] + bytes([whole[200] ^ 1]) + whole[201:], whole[:-64], whole + bytes(64), whole[:40]):
            self.file.write_bytes(bad)
            for lang in ("en", "zh"):
                done = self.run_plumb("sweep", "--rules", RULES, "--registry", self.file, "--as-of", "2020-07-01", status=INPUT_OUTPUT, lang=lang)
                self.assertIn("[snapshot.damaged]", done.stderr)
                self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
                self.assertEqual(done.stdout, "")

    def test_cut_short_beneath_whoever_reads_it(self):
        """As where the disk fails: the system tells it by a signal, in the middle of whatever reads, and it is told as that."""
        request = json.dumps({"party": DIRECTOR, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 4}})
        for lang in ("en", "zh"):
            self.build()
            command = [PLUMB, "decide", "--rules", RULES, "--registry", self.file, "--lang", lang, "-"]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
                end = time.monotonic() + 60
                while str(self.file) not in pathlib.Path(f"/proc/{running.pid}/maps").read_text():
                    self.assertLess(time.monotonic(), end, "it never mapped the snapshot")
                    time.sleep(0.01)
                time.sleep(0.5)  # by then it waits for requests, what it read at first being read
                os.truncate(self.file, 0)
                out, told = running.communicate(request, timeout=60)
            self.assertEqual((running.returncode, out), (INPUT_OUTPUT, ""), told)
            self.assertEqual(len(told.splitlines()), 1)
            self.assertIn("截短" if lang == "zh" else "cut the file short", told)

    def test_what_cannot_be_written_or_read(self):
        self.run_plumb("snapshot", "build", "--registry", self.db, "-o", self.folder / "no" / "where", status=INPUT_OUTPUT)
        self.assertEqual([p.name for p in self.folder.glob("*snapshot*")], [])
        self.run_plumb("snapshot", "build", "--registry", self.folder / "none.db", "-o", self.file, status=INPUT_OUTPUT)
        self.run_plumb("snapshot", "build", "--registry", self.db, status=USAGE)

    def test_takes_the_place_of_nothing_but_a_snapshot(self):
        rules, before = self.write("note.txt", "keep me"), self.db.read_bytes()
        link = self.folder / "link"
        link.symlink_to(self.folder / "gone" / "nowhere")
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        for place in (self.db, rules, link, pipe, self.folder, *(f"{self.db}-{part}" for part in ("wal", "shm", "journal"))):
            for lang in ("en", "zh"):
                done = self.run_plumb("snapshot", "build", "--registry", self.db, "-o", place, status=INPUT_OUTPUT, lang=lang)
                self.assertIn("[snapshot.place]", done.stderr)
                self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
        self.assertEqual((self.db.read_bytes(), rules.read_text()), (before, "keep me"))

    def test_keeps_the_old_files_mode_and_a_link_in_place(self):
        self.build()
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        self.file.chmod(0o640)
        if os.geteuid() == 0:
            os.chown(self.file, 1, 2)
        was = self.file.stat()
        link = self.folder / "current"
        link.symlink_to(self.file)
        self.run_plumb("snapshot", "build", "--registry", self.db, "-o", link)
        now = self.file.stat()
        self.assertEqual((now.st_mode & 0o777, now.st_uid, now.st_gid), (0o640, was.st_uid, was.st_gid))
        self.assertTrue(link.is_symlink())


if __name__ == "__main__":
    main()
