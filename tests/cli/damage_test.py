#!/usr/bin/env python3
"""plumb registry: databases that are not as they should be."""
import json
import os
import pathlib
import resource
import shutil
import sqlite3
import subprocess
import time

from program import CLEAR, DIRECTOR, FINE, INPUT_OUTPUT, PLUMB, RULES, ProgramTest, main, organisation

ENTRIES = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible"


def entry(number, party):
    return f"（2020）豫0399执{number}号,{party},样例县人民法院,2020-06-01,,,,true,"


class Damage(ProgramTest):
    """Each damaged or withheld database gives status 3, its code, one line in the language asked for, and loses nothing."""

    def setUp(self):
        super().setUp()
        self.files = self.county()

    def expect(self, code, commands=None):
        for arguments in commands or (["registry", "stats", self.db], ["registry", "import", self.db, self.files[0]], ["decide", "--rules", RULES, "--registry", self.db],
                                      ["sweep", "--rules", RULES, "--registry", self.db, "--as-of", "2020-07-01"], ["ask", DIRECTOR, "--rules", RULES, "--registry", self.db]):
            for lang in ("en", "zh"):
                with self.subTest(arguments=arguments, lang=lang):
                    done = self.run_plumb(*arguments, status=INPUT_OUTPUT, lang=lang)
                    self.assertEqual(done.stdout, "")
                    self.assertIn(f"[{code}]", done.stderr)
                    self.assertEqual(len(done.stderr.splitlines()), 1)
                    self.assertEqual(self.has_chinese(done.stderr), lang == "zh", done.stderr)

    def test_missing(self):
        self.db.unlink()
        self.expect("registry.missing")
        self.assertFalse(self.db.exists())

    def test_a_folder_in_its_place(self):
        self.db.unlink()
        self.db.mkdir()
        self.expect("file.kind")

    def test_a_pipe_in_its_place(self):
        self.db.unlink()
        os.mkfifo(self.db)
        self.expect("file.kind")

    def test_a_pipe_where_sqlite_looks_beside_it(self):
        """SQLite opens these by itself, and would wait there for whoever writes."""
        registry, link = self.db, self.folder / "link.db"
        link.symlink_to(self.db)
        for suffix in ("-journal", "-wal", "-shm"):
            pathlib.Path(f"{registry}{suffix}").unlink(missing_ok=True)
        for suffix in ("-journal", "-wal", "-shm"):
            pipe = pathlib.Path(f"{registry}{suffix}")
            os.mkfifo(pipe)
            for self.db in (registry, link):
                self.expect("file.kind")
                self.expect("file.kind", [["registry", "check", self.db], ["registry", "backup", self.db, "-o", "copy.db"], ["registry", "verify", self.db]])
                self.assertIn(str(pipe), self.run_plumb("registry", "stats", self.db, status=INPUT_OUTPUT).stderr)
            pipe.unlink()
        self.run_plumb("registry", "stats", registry)

    def test_no_room_for_the_files_beside_it(self):
        """As in a folder that may be read but not written to."""
        pathlib.Path(f"{self.db}-shm").symlink_to(self.folder / "no" / "where")
        before = self.db.read_bytes()
        self.expect("registry.folder")
        self.assertEqual(self.db.read_bytes(), before)

    def test_a_disk_without_any_room(self):
        """Nor for what a reader needs beside the registry: it is told as that, and not as a broken disk."""
        own = ["unshare", "--map-root-user", "--mount"]  # the disk goes with the process
        if subprocess.run([*own, "mount", "-t", "tmpfs", "tmpfs", self.folder], check=False, capture_output=True).returncode != 0:
            self.skipTest("no disk of one's own is to be had here")
        script = 'mount -t tmpfs -o size=2m tmpfs "$1" && cp "$2" "$1/full.db" && (cat /dev/zero > "$1/rest"; shift 2; exec "$@")'
        room = self.folder / "room"
        room.mkdir()
        for command in (["stats"], ["verify"], ["import", self.files[0]]):
            with self.subTest(command=command[0]):
                done = subprocess.run([*own, "sh", "-c", script, "sh", room, self.db, PLUMB, "registry", command[0], room / "full.db", *command[1:], "--lang", "en"],
                                      check=False, capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, INPUT_OUTPUT, done.stderr)
                self.assertIn("[registry.full]", done.stderr)

    def test_not_a_database(self):
        self.db.write_bytes(os.urandom(100_000))
        before = self.db.read_bytes()
        self.expect("registry.not_a_database")
        self.assertEqual(self.db.read_bytes(), before)

    def test_another_programs_database(self):
        self.db.unlink()
        with sqlite3.connect(self.db) as other:
            other.execute("CREATE TABLE guests (name TEXT)")
        other.close()
        before = self.db.read_bytes()
        self.expect("registry.foreign")
        self.assertEqual(self.db.read_bytes(), before)

    def test_a_newer_version(self):
        with sqlite3.connect(self.db) as newer:
            newer.execute("PRAGMA user_version = 1000")
        newer.close()
        self.expect("registry.newer")

    def test_a_version_that_somebody_wrote_into_it(self):
        """Its tables are of today: nothing is migrated, and nobody is sent from `check` to `upgrade` and back."""
        with sqlite3.connect(self.db) as altered:
            altered.execute("PRAGMA user_version = 3")
        altered.close()
        before = self.db.read_bytes()
        self.expect("registry.version_altered")
        for command in ("check", "upgrade", "verify"):
            self.assertIn("[registry.version_altered]", self.run_plumb("registry", command, self.db, status=INPUT_OUTPUT).stderr)
        self.assertEqual(self.db.read_bytes(), before)

    def test_truncated(self):
        size = self.db.stat().st_size
        os.truncate(self.db, size // 2 // 4096 * 4096)
        self.expect("registry.corrupt")

    def test_overwritten_with_noise(self):
        bytes_ = bytearray(self.db.read_bytes())
        for at in range(4096, len(bytes_), 4096):
            bytes_[at:at + 512] = b"\xa5" * 512
        self.db.write_bytes(bytes_)
        self.expect("registry.corrupt")

    def test_locked_by_another_program(self):
        holder = sqlite3.connect(self.db, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        changed = self.csv("parties.csv", "id,kind,name,sector", f"{CLEAR},organisation,新名,other")
        began = time.monotonic()
        done = self.run_plumb("registry", "import", self.db, changed, status=INPUT_OUTPUT)
        self.assertGreater(time.monotonic() - began, 1, "waits a while for the lock")
        self.assertIn("[registry.locked]", done.stderr)
        self.run_plumb("registry", "stats", self.db)  # readers go on
        holder.execute("ROLLBACK")
        holder.close()
        self.assertIn("taken 1", self.run_plumb("registry", "import", self.db, changed).stderr)

    def test_exclusively_locked(self):
        holder = sqlite3.connect(self.db, isolation_level=None)
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        self.expect("registry.locked", [["registry", "stats", self.db]])
        holder.execute("ROLLBACK")
        holder.close()

    def test_a_full_disk_keeps_the_old_state(self):
        before = self.stats()
        many = self.csv("parties.csv", "id,kind,name,sector", *(f"{organisation(1000 + n)},organisation,单位{n},other" for n in range(20_000)))

        def small_disk():
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.db.stat().st_size + 200_000, resource.RLIM_INFINITY))

        done = self.run_plumb("registry", "import", self.db, many, status=INPUT_OUTPUT, preexec_fn=small_disk)
        self.assertRegex(done.stderr, r"\[registry\.(full|io)\]")
        self.assertEqual(self.stats(), before)
        self.assertEqual(sqlite3.connect(self.db).execute("PRAGMA integrity_check").fetchone()[0], "ok")
        self.run_plumb("registry", "import", self.db, many)
        self.assertEqual(self.stats()["rows"]["parties"], before["rows"]["parties"] + 20_000)

    def test_a_disk_with_no_room_for_a_new_registry_leaves_none_behind(self):
        def no_room():
            resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY))

        self.run_plumb("registry", "init", "new.db", status=INPUT_OUTPUT, preexec_fn=no_room)
        self.assertEqual([p.name for p in self.folder.iterdir() if p.name.startswith("new.db")], [])

    def test_killed_in_the_middle_of_an_import(self):
        before = self.stats()
        many = self.csv("parties.csv", "id,kind,name,sector", *(f"{organisation(1000 + n)},organisation,单位{n},other" for n in range(50_000)))
        process = subprocess.Popen([PLUMB, "registry", "import", self.db, many], stderr=subprocess.DEVNULL)
        wal = self.folder / "county.db-wal"
        while process.poll() is None and not (wal.exists() and wal.stat().st_size > 1_000_000):
            time.sleep(0.01)
        process.kill()
        process.wait()
        self.assertIn(self.stats()["rows"]["parties"], (before["rows"]["parties"], before["rows"]["parties"] + 50_000))
        self.run_plumb("registry", "import", self.db, many)
        self.assertEqual(self.stats()["rows"]["parties"], before["rows"]["parties"] + 50_000)

    def test_read_only(self):
        """As root no file is read-only, so the program runs as nobody, from where nobody may go (a checkout may lie in a home)."""
        if os.geteuid() != 0:
            self.skipTest("needs root to become another user")
        program = shutil.copy2(PLUMB, self.folder / "plumb")
        for path in [self.folder, *self.folder.iterdir()]:
            os.chmod(path, 0o755 if path.is_dir() or path == program else 0o644)

        def nobody():
            os.setgid(65534)
            os.setuid(65534)

        changed = self.csv("parties.csv", "id,kind,name,sector", f"{CLEAR},organisation,新名,other")
        os.chmod(changed, 0o644)
        done = self.run_plumb("registry", "import", self.db, changed, status=INPUT_OUTPUT, program=program, preexec_fn=nobody)
        self.assertIn("[registry.readonly]", done.stderr)
        self.run_plumb("registry", "init", self.folder / "new.db", status=INPUT_OUTPUT, program=program, preexec_fn=nobody)

    def test_a_read_only_directory(self):
        """Who may read it but not write to it is told what to do; a backup and a snapshot, which need nothing beside them, can be read there."""
        if os.geteuid() != 0:
            self.skipTest("needs root to become another user")
        self.run_plumb("registry", "backup", self.db, "-o", "copy.db")
        self.run_plumb("snapshot", "build", "--registry", self.db, "-o", "county.snapshot")
        self.run_plumb("registry", "import", self.db, *self.files)  # a writer that ends last takes the files beside it away
        self.assertFalse(list(self.folder.glob("county.db-*")))
        shutil.copytree(RULES, self.folder / "rules")
        program = shutil.copy2(PLUMB, self.folder / "plumb")
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chmod(path, 0o755 if path.is_dir() or path == program else 0o644)

        def nobody():
            os.setgid(65534)
            os.setuid(65534)

        as_nobody = {"program": program, "preexec_fn": nobody}
        names, before = sorted(self.folder.iterdir()), self.db.read_bytes()
        reading = (("stats", self.db), ("verify", self.db), ("check", self.db), ("history", self.db, DIRECTOR))
        commands = {**{("registry", *command): "registry.folder" for command in reading},
                    ("ask", DIRECTOR, "--rules", "rules", "--registry", self.db): "registry.folder",
                    ("registry", "import", self.db, self.files[2]): "registry.readonly", ("registry", "backup", self.db, "-o", "no.db"): "safekeeping.write"}
        for command, code in commands.items():
            for lang in ("en", "zh"):
                with self.subTest(command=command, lang=lang):
                    done = self.run_plumb(*command, status=INPUT_OUTPUT, lang=lang, **as_nobody)
                    self.assertIn(f"[{code}]", done.stderr)
                    self.assertEqual((done.stdout, len(done.stderr.splitlines()), self.has_chinese(done.stderr)), ("", 1, lang == "zh"))
        expected = json.loads(self.run_plumb("registry", "stats", "copy.db", "--format", "json", **as_nobody).stdout)
        self.run_plumb("registry", "verify", "copy.db", **as_nobody)
        told = [self.run_plumb("ask", DIRECTOR, "--rules", "rules", "--registry", facts, "--date", "2020-07-01", **as_nobody).stdout
                for facts in ("copy.db", "county.snapshot")]
        self.assertEqual((sorted(self.folder.iterdir()), self.db.read_bytes()), (names, before))
        told.append(self.run_plumb("ask", DIRECTOR, "--rules", "rules", "--registry", self.db, "--date", "2020-07-01").stdout)
        self.assertEqual((len(set(told)), told[0] == ""), (1, False))
        # As long as somebody who may write has it open, its files are there, and it can be read.
        deciding = [PLUMB, "decide", "--rules", RULES, "--registry", self.db, "-"]
        with subprocess.Popen(deciding, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            other.stdin.write(json.dumps({"party": DIRECTOR, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 5}}) + "\n")
            other.stdin.flush()
            self.assertTrue(other.stdout.readline())
            for suffix in ("-wal", "-shm"):
                os.chmod(f"{self.db}{suffix}", 0o644)
            self.assertEqual(json.loads(self.run_plumb("registry", "stats", self.db, "--format", "json", **as_nobody).stdout), expected)
            other.stdin.close()
        self.assertEqual(self.stats(), expected)

    def test_two_processes_at_once(self):
        """One imports in a row of steps while others decide: every decision is of one revision, and nothing fails."""
        reading = [subprocess.Popen([PLUMB, "registry", "stats", self.db, "--format", "json"], stdout=subprocess.PIPE) for _ in range(4)]
        for step in range(3):
            self.run_plumb("registry", "import", self.db, self.csv("entries.csv", ENTRIES, entry(100 + step, CLEAR)))
        for process in reading:
            out, _ = process.communicate(timeout=60)
            self.assertEqual(process.returncode, FINE)
            stats = json.loads(out)
            self.assertEqual(stats["rows"]["entries"], stats["revision"])
        self.assertEqual(self.stats()["rows"]["entries"], 4)

    def test_two_importers_at_once_lose_nothing(self):
        files = [self.csv(f"parties-{n}.csv", "id,kind,name,sector", *(f"{organisation(1000 * (n + 1) + i)},organisation,单位,other" for i in range(500))) for n in range(4)]
        writing = [subprocess.Popen([PLUMB, "registry", "import", self.db, f, "--rejects", f"{f}.rejects"], stderr=subprocess.PIPE) for f in files]
        for process in writing:
            _, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, FINE, err)
        self.assertEqual(self.stats()["rows"]["parties"], 4 + 2000)


if __name__ == "__main__":
    main()
