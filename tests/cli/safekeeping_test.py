#!/usr/bin/env python3
"""plumb registry backup, restore, check, upgrade, keys, seal: copies of a registry, and whether a file is whole."""
import json
import os
import pwd
import resource
import shutil
import sqlite3
import subprocess
import time

from program import CASE, DIRECTOR, FINDINGS, FINE, INPUT_OUTPUT, PLUMB, ROOT, RULES, STRANGER, USAGE, ProgramTest, main

SCHEMA_1 = ROOT / "tests/migration/schema1"


class Safekeeping(ProgramTest):
    def setUp(self):
        super().setUp()
        self.county()

    def registry(self, command, *arguments, **more):
        return self.run_plumb("registry", command, *arguments, **more)

    def keys(self, name, purpose):
        self.registry("keys", self.folder / name, "--for", purpose)
        return self.folder / f"{name}.private", self.folder / f"{name}.public"

    def names(self):
        return sorted(p.name for p in self.folder.iterdir())

    def test_a_backup_answers_as_the_registry_does_and_can_be_restored(self):
        done = self.registry("backup", self.db, "-o", "copy.db")
        self.assertRegex(done.stderr, r"backed up to copy\.db: revision 1, \d+ rows of journal, ending in [0-9a-f]{64}")
        self.assertEqual(oct((self.folder / "copy.db").stat().st_mode & 0o777), "0o600")
        restored = self.registry("restore", "copy.db", "-o", "again.db", lang="zh")
        self.assertIn("已恢复为 again.db：修订号 1", restored.stderr)
        request = {"party": DIRECTOR, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 4}}
        before = self.decide(request)
        for name in ("copy.db", "again.db"):
            self.db = self.folder / name
            self.assertEqual(self.decide(request), before, name)
        self.registry("verify", "again.db")
        self.registry("import", "again.db", self.csv("parties-2.csv", "id,kind,name", f"{DIRECTOR},person,张五"))

    def test_what_is_no_ordinary_file_is_refused_and_not_waited_for(self):
        private, public = self.keys("court", "signing")
        lock, unlock = self.keys("office", "sealing")[::-1]
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        names = self.names()
        for place in (pipe, self.folder, "/dev/zero"):
            for command in (("check", place), ("backup", place, "-o", "b.bk"), ("upgrade", place), ("verify", place), ("verify", "--reads", place),
                            ("verify", self.db, "--checkpoint", place, "--key", public), ("check", self.db, "--checkpoint", place, "--key", public),
                            ("verify", self.db, "--checkpoint", public, "--key", place), ("checkpoint", self.db, "--key", place, "-o", "c.checkpoint"),
                            ("restore", place, "-o", "n.db"), ("backup", self.db, "--to", place, "-o", "b.bk"), ("seal", place, "--to", lock, "-o", "s"),
                            ("seal", public, "--to", place, "-o", "s"), ("unseal", place, "--key", unlock, "-o", "s"), ("unseal", public, "--key", place, "-o", "s"),
                            ("set", self.db, "reads.journal", place)):
                for lang in ("en", "zh"):
                    with self.subTest(command=command, lang=lang):
                        done = self.registry(*command, status=INPUT_OUTPUT, lang=lang)
                        self.assertIn("[file.kind]", done.stderr)
                        self.assertIn(str(place), done.stderr)
                        self.assertEqual((done.stdout, len(done.stderr.splitlines()), self.has_chinese(done.stderr)), ("", 1, lang == "zh"))
        self.assertEqual(self.names(), names)

    def test_nothing_is_written_over(self):
        kept = self.write("kept.db", "mine")
        self.registry("backup", self.db, "-o", "copy.db")
        for command in (("backup", self.db, "-o", kept), ("restore", "copy.db", "-o", kept), ("restore", "copy.db", "-o", self.db)):
            for lang in ("en", "zh"):
                done = self.registry(*command, status=INPUT_OUTPUT, lang=lang)
                self.assertIn("[safekeeping.place]", done.stderr)
                self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
        self.assertEqual(kept.read_text(), "mine")

    def test_the_registry_before_is_moved_aside_on_request_alone(self):
        self.registry("backup", self.db, "-o", "copy.db")
        self.registry("import", self.db, self.csv("parties-2.csv", "id,kind,name", f"{DIRECTOR},person,张五"))
        for itself in (self.db, "./" + self.db.name, self.db.resolve()):  # its own name is no other one
            self.assertIn("[safekeeping.aside]", self.registry("restore", "copy.db", "-o", self.db, "--aside", itself, status=INPUT_OUTPUT).stderr)
        self.assertEqual(self.stats()["revision"], 2)
        self.db.chmod(0o640)
        if os.geteuid() == 0:
            os.chown(self.db, 1, 2)
        was = self.db.stat()
        done = self.registry("restore", "copy.db", "-o", self.db, "--aside", "before.db")
        self.assertIn("the one before is before.db: revision 2", done.stderr)
        self.assertIn("its revisions 2 to 2, after the backup, are in it alone", done.stderr)
        now = self.db.stat()
        self.assertEqual((now.st_mode, now.st_uid, now.st_gid), (was.st_mode, was.st_uid, was.st_gid))
        self.assertEqual(self.stats()["revision"], 1)
        self.db = self.folder / "before.db"
        self.assertEqual(self.stats()["revision"], 2)
        self.assertFalse([name for name in self.names() if ".part-" in name])

    def test_a_sealed_backup_is_told_as_that(self):
        self.registry("keys", "k", "--for", "sealing")
        self.registry("backup", self.db, "-o", "copy.sealed", "--to", "k.public")
        for command in (("verify",), ("check",), ("stats",), ("import", self.csv("parties.csv", "id,kind,name", f"{STRANGER},person,另一人"))):
            for lang in ("en", "zh"):
                done = self.registry(command[0], "copy.sealed", *command[1:], status=INPUT_OUTPUT, lang=lang)
                self.assertIn("copy.sealed [registry.sealed]", done.stderr)
                self.assertEqual(self.has_chinese(done.stderr), lang == "zh")

    def restored(self, backup, **more):
        """What restoring it says of the registry before, which is put back."""
        done = self.registry("restore", backup, "-o", self.db, "--aside", "before.db", **more)
        self.db.unlink()
        for beside in ("-wal", "-shm"):
            (self.folder / (self.db.name + beside)).unlink(missing_ok=True)
        (self.folder / "before.db").rename(self.db)
        return done.stderr

    def test_what_the_registry_before_is_to_the_backup_is_told(self):
        self.registry("init", "other.db")
        self.registry("backup", "other.db", "-o", "empty.db")
        self.registry("import", "other.db", self.csv("parties.csv", "id,kind,name", f"{STRANGER},person,另一人"))
        self.registry("backup", "other.db", "-o", "other-copy.db")
        self.registry("backup", self.db, "-o", "same.db")
        other, later, earlier = "neither is a later state of the other", "after the backup", "an earlier state of what was restored"
        said = lambda told: [words for words in (other, later, earlier) if words in told]
        self.assertEqual(said(self.restored("other-copy.db")), [other])
        self.assertIn("日志对不上", self.restored("other-copy.db", lang="zh"))
        self.assertEqual(said(self.restored("empty.db")), [later])  # of a journal in which nothing stands yet, every one goes on
        self.assertEqual(said(self.restored("same.db")), [])
        request = {"party": DIRECTOR, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 4}}
        self.run_plumb("decide", "--rules", RULES, "--registry", self.db, "--journal", "-", stdin=json.dumps(request) + "\n")
        self.assertIn("1 row of journal after the backup, decisions among them, are in it alone", self.restored("same.db"))
        self.registry("import", self.db, self.csv("parties-2.csv", "id,kind,name", f"{DIRECTOR},person,张五"))
        self.assertIn("its revisions 2 to 2, after the backup, are in it alone", self.restored("same.db"))
        self.registry("backup", self.db, "-o", "later.db")
        self.db.unlink()
        for beside in ("-wal", "-shm"):
            (self.folder / (self.db.name + beside)).unlink(missing_ok=True)
        self.registry("restore", "same.db", "-o", self.db)
        self.assertEqual(said(self.restored("later.db")), [earlier])

    def test_where_there_was_no_registry_none_is_told_as_moved(self):
        self.registry("backup", self.db, "-o", "copy.db")
        self.assertNotIn("the one before", self.registry("restore", "copy.db", "-o", "again.db", "--aside", "nothing.db").stderr)

    def test_a_sealed_backup_in_a_registrys_place_is_moved_aside_and_one_sealed_twice_is_told(self):
        self.registry("keys", "k", "--for", "sealing")
        self.registry("backup", self.db, "-o", "copy.db")
        self.registry("seal", "copy.db", "-o", "copy.sealed", "--to", "k.public")
        self.registry("seal", "copy.sealed", "-o", "twice.sealed", "--to", "k.public")
        shutil.copy(self.folder / "copy.sealed", self.folder / "again.db")
        done = self.registry("restore", "copy.db", "-o", "again.db", "--aside", "sealed.db")
        self.assertIn("the one before is sealed.db\n", done.stderr)
        self.registry("stats", "again.db")
        done = self.registry("restore", "twice.sealed", "--key", "k.private", "-o", "more.db", status=INPUT_OUTPUT)
        self.assertIn("twice.sealed [safekeeping.sealed_twice]", done.stderr)

    def test_a_registry_is_shared_by_a_group_as_documented(self):
        if os.geteuid() != 0:
            self.skipTest("only root can become other users")
        program = shutil.copy2(PLUMB, self.folder / "plumb")
        self.folder.chmod(0o755)
        owner, reader, group = 2001, 2002, 3000
        shared = self.folder / "shared"
        shared.mkdir()
        os.chown(shared, owner, group)
        shared.chmod(0o2770)
        people = self.csv("parties-2.csv", "id,kind,name", f"{DIRECTOR},person,张五")
        people.chmod(0o644)
        (self.folder / "county.db").rename(shared / "county.db")
        os.chown(shared / "county.db", owner, group)
        (shared / "county.db").chmod(0o660)
        by = lambda user: {"program": program, "user": user, "group": user, "extra_groups": [group]}
        self.registry("stats", "shared/county.db", **by(reader))
        self.registry("import", "shared/county.db", people, "--rejects", "shared/r.csv", **by(owner))
        self.registry("stats", "shared/county.db", **by(reader))
        self.registry("import", "shared/county.db", people, "--rejects", "shared/r.csv", **by(owner))
        self.registry("stats", "shared/county.db", program=program, user=2003, group=2003, extra_groups=[], status=INPUT_OUTPUT)

    def test_a_registry_that_cannot_be_given_back_to_its_owner_is_told(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give files away")
        self.registry("backup", self.db, "-o", "copy.db")
        self.registry("set", self.db, "feed.removal_share", "0.5")  # a writer that ends last takes the files beside it away
        owner, restorer, group = 2001, 2002, 3000
        program = shutil.copy2(PLUMB, self.folder / "plumb")  # a checkout may lie in a home
        self.folder.chmod(0o777)
        (self.folder / "copy.db").chmod(0o644)
        for groups, mode, told in (([group], 0o660, 0o660), ([], 0o666, 0o606)):
            os.chown(self.db, owner, group)
            self.db.chmod(mode)
            done = self.registry("restore", "copy.db", "-o", self.db, "--aside", "before.db", program=program, user=restorer, group=restorer, extra_groups=groups)
            self.assertIn("could not be given to whom the one before belongs", done.stderr)
            now = self.db.stat()
            self.assertEqual((now.st_uid, now.st_gid, oct(now.st_mode & 0o777)), (restorer, group if groups else restorer, oct(told)))
            self.db.unlink()
            for beside in ("-wal", "-shm"):
                (self.folder / (self.db.name + beside)).unlink(missing_ok=True)
            (self.folder / "before.db").rename(self.db)

    def test_a_new_registry_and_a_restored_one_are_their_owners_alone(self):
        self.registry("backup", self.db, "-o", "copy.db")
        self.registry("restore", "copy.db", "-o", "again.db")
        self.assertEqual([(self.folder / name).stat().st_mode & 0o777 for name in (self.db.name, "again.db")], [0o600, 0o600])

    def test_a_program_that_has_it_open_and_does_nothing_keeps_it_in_its_place(self):
        self.registry("backup", self.db, "-o", "copy.db")
        request = json.dumps({"party": DIRECTOR, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 4}}) + "\n"
        command = [str(PLUMB), "decide", "--rules", str(RULES), "--registry", str(self.db), "--journal", "-"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as clerk:
            for number in (1, 2):
                clerk.stdin.write(request)
                clerk.stdin.flush()
                self.assertTrue(clerk.stdout.readline())
                # Another one that ends is not the last: the log, where the decision stands, stays.
                self.registry("set", self.db, "feed.removal_share", f"0.{number}")
                self.assertTrue((self.folder / "county.db-wal").exists())
                done = self.registry("restore", "copy.db", "-o", self.db, "--aside", "before.db", status=INPUT_OUTPUT)
                self.assertIn("[registry.locked]", done.stderr)
            clerk.stdin.close()
            self.assertEqual(clerk.wait(), FINE)
        self.assertNotIn("before.db", self.names())
        self.registry("restore", "copy.db", "-o", self.db, "--aside", "before.db")
        self.assertEqual(len(self.registry("replay", "before.db", "--rules", RULES).stdout.splitlines()), 2)

    def test_a_log_left_over_is_not_played_into_a_restored_registry(self):
        self.registry("backup", self.db, "-o", "copy.db")
        self.write("again.db-wal", "left over")
        done = self.registry("restore", "copy.db", "-o", "again.db", status=INPUT_OUTPUT)
        self.assertIn("[safekeeping.stale]", done.stderr)
        self.assertIn("again.db-wal", done.stderr)

    def test_sealed(self):
        private, public = self.keys("archive", "sealing")
        self.assertEqual(oct(private.stat().st_mode & 0o777), "0o600")
        self.registry("backup", self.db, "-o", "copy.sealed", "--to", public)
        bytes_ = (self.folder / "copy.sealed").read_bytes()
        self.assertNotIn(DIRECTOR.encode(), bytes_)
        self.assertIn("[safekeeping.sealed]", self.registry("restore", "copy.sealed", "-o", "again.db", status=INPUT_OUTPUT).stderr)
        other, _ = self.keys("other", "sealing")
        self.assertIn("[seal.other_key]", self.registry("restore", "copy.sealed", "-o", "again.db", "--key", other, status=INPUT_OUTPUT).stderr)
        for place in (20, 60, 140, len(bytes_) // 2, len(bytes_) - 1):
            self.write("bad.sealed", bytes_[:place] + bytes([bytes_[place] ^ 1]) + bytes_[place + 1:])
            done = self.registry("restore", "bad.sealed", "-o", "again.db", "--key", private, status=INPUT_OUTPUT)
            self.assertRegex(done.stderr, r"\[seal\.(damaged|other_key)\]")
        self.assertNotIn("again.db", self.names())
        self.registry("restore", "copy.sealed", "-o", "again.db", "--key", private)
        self.registry("verify", "again.db")

    def test_a_full_disk_of_any_size_leaves_no_half_a_copy(self):
        private, public = self.keys("archive", "sealing")
        self.registry("backup", self.db, "-o", "kept.db")
        self.registry("backup", self.db, "-o", "kept.sealed", "--to", public)
        for command in (("backup", self.db, "-o", "copy.db"), ("backup", self.db, "-o", "copy.sealed", "--to", public),
                        ("restore", "kept.db", "-o", "again.db"), ("restore", "kept.sealed", "-o", "again-2.db", "--key", private)):
            names, made, refused = self.names(), command[command.index("-o") + 1], 0
            size = (self.folder / ("kept.sealed" if "--to" in command else "kept.db")).stat().st_size
            for limit in range(0, size, 8191):
                with self.subTest(command=command, limit=limit):
                    done = self.registry(*command, status=INPUT_OUTPUT, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
                    self.assertRegex(done.stderr, r"\[[a-z]+\.[a-z_]+\]")
                    self.assertEqual(self.names(), names)
                    refused += 1
            self.assertGreater(refused, 10)
            self.registry(*command)
            self.assertIn(made, self.names())
        for name in ("copy.db", "again.db", "again-2.db"):
            self.registry("check", name)
        self.registry("restore", "copy.sealed", "-o", "again-3.db", "--key", private)
        self.registry("check", self.db)

    def test_killed_at_any_time_a_sealed_backup_is_whole_or_not_there_and_never_open(self):
        private, public = self.keys("archive", "sealing")
        command = [str(PLUMB), "registry", "backup", str(self.db), "-o", "copy.sealed", "--to", str(public)]
        begun = time.monotonic()
        self.registry(*command[2:])
        usual, made = time.monotonic() - begun, 0
        (self.folder / "copy.sealed").unlink()
        others = {"county.db", "parties.csv", "relations.csv", "entries.csv"}
        for attempt in range(400):  # a machine that is busy with other work takes longer than it took above
            if attempt >= 40 and made:
                break
            running = subprocess.Popen(command, cwd=self.folder, stderr=subprocess.DEVNULL)
            time.sleep(usual * attempt / 30)
            running.kill()
            running.wait()
            for name in set(self.names()) - others:
                self.assertNotIn(DIRECTOR.encode(), (self.folder / name).read_bytes(), name)
            if (self.folder / "copy.sealed").exists():
                made += 1
                self.registry("restore", "copy.sealed", "-o", "again.db", "--key", private)
                self.registry("check", "again.db")
            for file in self.folder.iterdir():  # "again.db-wal" too, and what a kill left
                if file.name.startswith(("again.db", "copy.sealed")) or ".part-" in file.name:
                    file.unlink()
        self.assertGreater(made, 0)
        self.registry(*command[2:])
        self.registry("check", self.db)

    def test_keys_are_what_they_are_for_and_the_private_one_is_private(self):
        private, public = self.keys("court", "signing")
        told = self.registry("backup", self.db, "-o", "copy.sealed", "--to", public, status=INPUT_OUTPUT).stderr
        self.assertIn("[seal.key_other]", told)
        self.assertIn("plumb public signing key, Ed25519 ≠ plumb public sealing key, X25519", told)
        self.assertIn("[seal.key_missing]", self.registry("backup", self.db, "-o", "copy.sealed", "--to", "none", status=INPUT_OUTPUT).stderr)
        self.assertIn("[seal.key_place]", self.registry("keys", self.folder / "court", "--for", "signing", status=INPUT_OUTPUT).stderr)
        self.registry("keys", "x", status=USAGE)
        os.chmod(private, 0o644)
        done = self.registry("checkpoint", self.db, "--key", private, "-o", "a.checkpoint", status=INPUT_OUTPUT)
        self.assertIn("[seal.key_exposed]", done.stderr)
        self.assertIn("others may read this private key", done.stderr)

    def test_any_file_can_be_sealed(self):
        private, public = self.keys("archive", "sealing")
        text = self.write("list.csv", "案号\n" + CASE + "\n")
        self.registry("seal", text, "--to", public, "-o", "list.sealed")
        self.assertIn("[safekeeping.place]", self.registry("unseal", "list.sealed", "--key", private, "-o", text, status=INPUT_OUTPUT).stderr)
        self.registry("unseal", "list.sealed", "--key", private, "-o", "again.csv")
        self.assertEqual((self.folder / "again.csv").read_bytes(), text.read_bytes())
        self.assertIn("[seal.foreign]", self.registry("unseal", text, "--key", private, "-o", "no.csv", status=INPUT_OUTPUT).stderr)

    def test_check_tells_everything_at_once(self):
        self.assertRegex(self.registry("check", self.db).stdout, r"^whole: revision 1, \d+ rows read\n$")
        with sqlite3.connect(self.db) as other:
            other.executescript("DROP TRIGGER entries_frozen; UPDATE entries SET removed_on = '2020/7/1'; DROP TRIGGER relations_frozen;"
                                "UPDATE relations SET role = 'boss'; CREATE TABLE cats (name TEXT)")
        found = json.loads(self.registry("check", self.db, "--format", "json", status=FINDINGS).stdout)
        self.assertFalse(found["whole"])
        damages = {(d["kind"], d["table"], d["row"], d["detail"]) for d in found["damages"] if d["kind"] in ("value", "schema")}
        self.assertEqual(damages, {("value", "entries", 1, "removed_on"), ("value", "relations", 1, "role"), ("schema", "entries_frozen", None, "missing"),
                                   ("schema", "relations_frozen", None, "missing"), ("schema", "cats", None, "added")})
        self.assertEqual({d["table"] for d in found["damages"] if d["kind"] == "altered"}, {"entries", "relations"})
        self.assertEqual({(d["table"], d["row"], d["detail"]) for d in found["damages"] if d["kind"] == "index"},
                         {("relations", 1, "missing"), ("relation_blocks", None, "1")})
        self.assertEqual(found["damage_count"], 9)
        text = self.registry("check", self.db, status=FINDINGS, lang="zh").stdout
        self.assertIn("名单 (entries) 第 1 行：removed_on 的值无法读取", text)
        self.assertIn("entries_frozen：结构中缺少此项", text)
        self.assertIn("关系 (relations) 第 1 行：索引中找不到这一行", text)
        self.assertIn("共 9 处", text)
        self.assertNotIn(DIRECTOR, text)

    def test_check_with_a_checkpoint(self):
        private, public = self.keys("court", "signing")
        self.registry("backup", self.db, "-o", "copy.db")
        self.registry("import", self.db, self.csv("parties-2.csv", "id,kind,name", f"{DIRECTOR},person,张五"))
        self.registry("checkpoint", self.db, "--key", private, "-o", "a.checkpoint")
        self.registry("check", self.db, "--checkpoint", "a.checkpoint", "--key", public)
        self.registry("check", "copy.db")
        done = self.registry("check", "copy.db", "--checkpoint", "a.checkpoint", "--key", public, status=FINDINGS)
        self.assertIn("the checkpoint saw this row, and it is gone", done.stdout)

    def test_a_registry_of_an_earlier_version(self):
        for lang in ("en", "zh"):
            shutil.copy(SCHEMA_1 / "county.db", self.folder / "old.db")
            self.db = self.folder / "old.db"
            done = self.registry("stats", self.db, status=INPUT_OUTPUT, lang=lang)
            self.assertIn("plumb registry upgrade", done.stderr)
            self.assertIn("[registry.older]", done.stderr)
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
        self.registry("backup", self.db, "-o", "before.db")
        self.assertRegex(self.registry("upgrade", self.db).stderr, r"was brought from schema [1-8] to 9\n")
        self.assertRegex(self.registry("upgrade", self.db, lang="zh").stderr, "已是最新版本（结构第 9 版）")  # nothing more to do
        self.assertEqual(self.stats()["revision"], 5)
        self.registry("check", self.db)
        self.registry("restore", "before.db", "-o", "old-again.db")
        self.assertIn("[registry.older]", self.registry("stats", "old-again.db", status=INPUT_OUTPUT).stderr)

    def test_an_upgrade_whose_indexes_cannot_be_made_anew_is_told_with_both(self):
        old = self.folder / "old.db"
        shutil.copy(SCHEMA_1.parent / "schema8/county.db", old)
        with sqlite3.connect(old) as database:
            database.execute("INSERT INTO identifiers (id, check_digit_holds, revision_from, key) SELECT id, check_digit_holds, revision_from, key FROM identifiers LIMIT 1")
        database.close()
        done = self.registry("upgrade", "old.db", status=INPUT_OUTPUT)
        self.assertIn("old.db was brought from schema 8 to 9\n", done.stderr)
        self.assertIn("[registry.twice]", done.stderr)
        self.assertNotIn("was brought", self.registry("upgrade", "old.db", status=INPUT_OUTPUT).stderr)

    def test_whoever_writes_into_one_of_an_earlier_version_is_told_that_it_was_upgraded(self):
        shutil.copy(SCHEMA_1 / "county.db", self.folder / "old.db")
        add = ("add", "old.db", "--table", "parties", f"id={DIRECTOR}", "kind=person", "name=张三")
        self.assertRegex(self.registry(*add).stderr, r"old.db was brought from schema \d to 9, and earlier programs open it no more\n")
        self.assertNotIn("was brought", self.registry(*add).stderr)

    def test_of_several_that_upgrade_at_once_none_fails(self):
        for source in sorted(SCHEMA_1.parent.glob("schema*/county.db")):
            shutil.copy(source, self.folder / "old.db")
            command = [str(PLUMB), "registry", "upgrade", "old.db", "--lang", "en"]
            at_once = [subprocess.Popen(command, cwd=self.folder, stderr=subprocess.PIPE, text=True) for _ in range(6)]
            told = [process.communicate()[1] for process in at_once]
            self.assertEqual([(process.returncode, text) for process, text in zip(at_once, told) if process.returncode != 0], [], source)
            self.registry("check", "old.db")
            for beside in ("old.db", "old.db-wal", "old.db-shm"):
                (self.folder / beside).unlink(missing_ok=True)

    def test_accounts(self):
        user = pwd.getpwuid(os.geteuid()).pw_name
        self.registry("account", "add", self.db, user, "--role", "keeper")
        self.registry("account", "add", self.db, "reader", "--role", "department")
        self.registry("backup", self.db, "-o", "copy.db")
        self.registry("check", self.db)
        for command in (("backup", self.db, "-o", "no.db"), ("check", self.db), ("upgrade", self.db), ("restore", "copy.db", "-o", self.db, "--aside", "no.db")):
            done = self.registry(*command, "--as", "reader", status=INPUT_OUTPUT)
            self.assertIn("[registry.right]", done.stderr)
            self.assertIn("[registry.account]", self.registry(*command, "--as", "nobody-here", status=INPUT_OUTPUT).stderr)
        self.assertFalse((self.folder / "no.db").exists())
        self.registry("restore", "copy.db", "-o", self.db, "--aside", "before.db")


if __name__ == "__main__":
    main()
