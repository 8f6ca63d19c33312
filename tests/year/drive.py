#!/usr/bin/env python3
"""Drives the program through a simulated year, with faults, and compares its state on every day with the model's.

    drive.py --plumb build/release/bin/plumb --parties 50000 --days 365

At the end every day is read again as it was known then, and compared once more. Ends with 1 at the first disagreement, which it shows
with the files of that day (kept in the folder of --keep). Faults are drawn from the seed; when a kill strikes is the machine's affair.
"""
import argparse
import datetime
import pathlib
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter

import model
import program
import world
from comparing import ROOT, Comparing, Disagreement

TOLD = re.compile(r"^(.+): \w+ \([^)]*\) taken (\d+), unchanged (\d+), overtaken (\d+), rejected (\d+), set aside (\d+)$", re.M)

PUSHED = re.compile(r"^(.+): a court's push \([^)]*\) of (\d+) records: (.+)$", re.M)
SENT_BEFORE = re.compile(r"^(.+): was sent before", re.M)

STANDS = {"removed_all_the_same": "so the entry stays removed", "stands_all_the_same": "tells the same permit or retention, so it stands"}


def options_of(said, *names):
    return [part for name in names if said.get(name) for part in ("--" + name.replace("_", "-"), said[name])]


# What a clerk types.
HANDS = {
    "remove": lambda said, db: ["remove", db, said["case_no"], said["party"], *options_of(said, "on", "kind", "ground", "ground_on", "document", "by"),
                                "--published", said["published_on"]],
    "step": lambda said, db: ["step", db, said["case_no"], said["party"], said["kind"], *options_of(said, "on", "by", "document", "until", "detail"),
                              "--published", said["published_on"]],
    "split": lambda said, db: ["split", db, said["document"], *options_of(said, "by", "reason", "on")],
    "same": lambda said, db: ["same", db, said["document"], said["party"], *options_of(said, "by", "basis", "on")],
    "permit": lambda said, db: ["permit", db, said["party"], *options_of(said, "target", "from", "to", "document")],
    "retain": lambda said, db: ["retain", db, said["case_no"], said["party"], *options_of(said, "measure", "until", "basis", "by", "on")],
}


def typed(said, db):
    """The command; what is taken back is named as it was recorded."""
    if not said.get("withdraw"):
        return HANDS[said["command"]](said, db)
    named = {**said, "command": "step", "kind": "removal"} if said["command"] == "remove" else said
    return [*HANDS[named["command"]]({**named, "until": said["until"] if said["command"] == "retain" else None, "detail": None}, db), "--withdraw"]


class Driver(Comparing):
    def __init__(self, options, folder):
        self.folder = folder
        self.options = options
        self.random = random.Random(f"faults/{options.seed}")
        self.world = world.World(options.parties, options.days, options.seed, pushes=options.pushes)
        self.model = model.Model()
        self.program = program.Program(options.plumb, folder / "county.db")
        self.counts = Counter()
        self.since_backup = []
        self.backup, self.sealed, self.key = folder / "backup.db", False, folder / "archive"
        self.checkpoint, self.signer = folder / "year.checkpoint", folder / "court"
        self.clock = 0
        self.usual_seconds = 0.05  # that a command takes; a kill strikes within them
        self.samples = {}  # day → request lines

    # A day.

    def run(self):
        self._at(self.world.start, 0)
        self.program.run("registry", "init", self.program.database)
        self.program.run("registry", "keys", self.key, "--for", "sealing")
        self.program.run("registry", "keys", self.signer, "--for", "signing")
        (self.folder / "inbox").mkdir()
        self._apply(self.world.beginning())
        self._compare("before the year", self.model.state, None)
        for day, acts in self.world.days():
            for act in acts:
                self._at(day)
                self._apply(act)
            self.model.close_day(day.isoformat())
            self._end_day(day)
        self.counts["steps told under another document"] = self.world.told_elsewhere
        self.counts["listings under two documents"] = len(self.world.twins) // 2
        self._read_again()
        self._verify()
        return self.counts

    def _at(self, day, minute=None):
        """The next minute of the county's working day, which begins at eight (midnight in UTC)."""
        self.clock = minute if minute is not None else self.clock + 3
        self.program.moment = f"{day} {self.clock // 60:02}:{self.clock % 60:02}:00"

    def _end_day(self, day):
        self.clock = 0
        self.counts["days"] += 1
        if self.counts["days"] % 10 == 0 and self.options.progress:
            print(f"day {self.counts['days']} of {self.options.days}", file=sys.stderr, flush=True)
        self._compare(str(day), self.model.state, None)
        self._decide(day)
        if self.counts["days"] % self.options.lists_every == 0:
            self._compare_exports(str(day))
            self._compare_lists(str(day))
        if self.counts["days"] % self.options.verify_every == 0:
            self._verify()

    # Acts, and what befalls them.

    def _apply(self, act):
        self.counts[f"acts: {act.kind}"] += 1
        if act.kind == "backup":
            self._backup()
        elif act.kind == "restore":
            self._restore()
        else:
            self.since_backup.append(act)
            self._feed(act)

    def _feed(self, act):
        told = self._tell_model(act)
        arguments = self._closing(act, told) if act.kind == "close" and told else self._arguments(act)
        fault = self.random.random() if self.options.faults else 1
        done = False
        if act.kind == "close" and told is None:
            return  # there is nothing to close
        if fault < 0.05:
            done = self._killed(arguments)
        elif fault < 0.08:
            done = self._on_a_full_disk(arguments)
        elif fault < 0.11 and act.kind == "import":
            self._beside_another(arguments)
            return  # which of the two was told what is not known
        if done and act.kind in ("hand", "confirm", "close"):
            return  # it is recorded; a clerk who looks would not record it again
        before = self.program.revision()
        # There may be nothing left to confirm, and the program says so.
        statuses = (program.FILES,) if act.kind == "confirm" and told == 0 else (program.FINE,)
        begun = time.monotonic()
        by_inbox = act.kind == "push" and len(act.files) == 1 and fault > 0.9
        if by_inbox:
            self._by_inbox(act)
        _, _, err = self.program.run(*arguments, statuses=statuses)
        self.usual_seconds = 0.8 * self.usual_seconds + 0.2 * (time.monotonic() - begun)
        if fault >= 0.08 and not by_inbox:
            self._check_told(act, told, err)
        after = self.program.revision()
        if act.kind in ("import", "push") and self.random.random() < 0.05 or act.kind == "keep":
            self.program.run(*arguments)
            self.counts["said again at once"] += 1
            if self.program.revision() != after:
                raise Disagreement(f"{act!r}: taken again it changed something (revision {after} → {self.program.revision()})")
        self.counts["acts that changed nothing"] += before == after

    def _tell_model(self, act):
        if act.kind == "import":
            return self.model.take_import(act.files, act.day)
        if act.kind == "push":
            return self.model.take_push(act.files, act.full, act.day)
        if act.kind == "hand":
            return self.model.take_by_hand(act.said)
        if act.kind == "keep":
            return self.model.take_keeping(act.day)
        if act.kind == "close":
            return self.model.take_closing(act.said["draw"])
        return self.model.take_confirmation(act.day, act.dismiss)

    def _closing(self, act, finding):
        self.counts[f"findings closed: {finding[0]}"] += 1
        return ["registry", "confirm", self.program.database, "--finding", self.program.number_of(finding), *options_of(act.said, "by", "reason")]

    def _arguments(self, act):
        paths = []
        for name, data in act.files:
            paths.append(self.folder / name)
            paths[-1].write_bytes(data)
        rejects = ["--rejects", self.folder / "refused.csv"]
        if act.kind == "import":
            return ["registry", "import", self.program.database, *paths, *rejects, *(["--synchronised", act.day] if act.day else [])]
        if act.kind == "push":
            return ["registry", "import", self.program.database, *paths, *rejects, "--format", "court", "--push", "full" if act.full else "incremental",
                    "--synchronised", act.day]
        if act.kind == "hand":
            return ["registry", *typed(act.said, self.program.database)]
        if act.kind == "keep":
            return ["registry", "findings", self.program.database, "--rules", ROOT / "rules/xinan-2019-48", "--as-of", act.day, "--keep", "--format", "csv"]
        return ["registry", "confirm", self.program.database, "--push", act.day, "--by", "样例法官", *(["--dismiss"] if act.dismiss else [])]

    def _check_told(self, act, told, err):
        """The program's own summary against the model's counts."""
        if act.kind == "push":
            self._check_fates(act, told, err)
        if act.kind == "hand":
            self._check_warned(act, told, err)
        if act.kind == "close" and not all(text in self.program.last_said(told) for text in (act.said["by"], act.said["reason"])):
            raise Disagreement(f"{act!r}: the last version of {told} does not say who closed it and why")
        if act.kind != "import":
            return
        said = {pathlib.Path(path).name: tuple(map(int, numbers)) for path, *numbers in TOLD.findall(err)}
        counted = {name: tuple(counts[word] for word in ("taken", "unchanged", "overtaken", "rejected", "set_aside")) for name, counts in told.items()}
        if said != counted:
            raise Disagreement(f"{act!r}: told {said}, the model counts {counted}\n{err}")
        self.counts["rows"] += sum(map(sum, counted.values()))
        self.counts["rows refused"] += sum(counts["rejected"] for counts in told.values())

    def _check_warned(self, act, told, err):
        """Where what was taken back stands all the same, that is said."""
        said = {word for word, text in STANDS.items() if text in err}
        if said != told:
            raise Disagreement(f"{act!r} {act.said}: warned of {said or 'nothing'}, the model of {told or 'nothing'}\n{err}")
        self.counts[f"acts by hand: {act.said['command']}{' --withdraw' * act.said.get('withdraw', False)}"] += 1
        self.counts["acts taken back that stand all the same"] += bool(told)

    def _check_fates(self, act, told, err):
        """Every record has one fate, and as many are refused as the model refuses."""
        said = {pathlib.Path(path).name: Counter(sent_before=1) for path in SENT_BEFORE.findall(err)}
        for path, records, fates in PUSHED.findall(err):
            fates = {name: int(count) for name, count in re.findall(r"([a-z][a-z ]*) (\d+)", fates)}
            if sum(fates.values()) != int(records):
                raise Disagreement(f"{act!r}: {records} records, and fates of {sum(fates.values())}\n{err}")
            said[pathlib.Path(path).name] = Counter(refused=fates["rejected"], read=int(records))
            self.counts["records of pushes"] += int(records)
            self.counts["records of pushes refused"] += fates["rejected"]
        if said != told:
            raise Disagreement(f"{act!r}: told {said}, the model counts {told}\n{err}")

    def _by_inbox(self, act):
        """The file is laid into the inbox that is watched, and then named on the command line, which finds that it came already."""
        ((name, data),) = act.files
        (self.folder / "inbox" / name).write_bytes(data)
        self.program.run("registry", "watch", self.program.database, self.folder / "inbox", "--once", "--interval", "0.02")
        if (self.folder / "inbox" / name).exists():
            raise Disagreement(f"{act!r}: still in the inbox")
        self.counts["pushes through the inbox"] += 1

    def _killed(self, arguments):
        """Whether all of it was recorded before the end."""
        before = self.program.revision()
        ended = self.program.kill_after(self.random.uniform(0.0, self.usual_seconds), *arguments)
        self.counts["kills" if not ended else "kills that came too late"] += 1
        if not ended:
            self.counts["kills after which all was there"] += self.program.revision() > before
        return self.program.revision() > before

    def _on_a_full_disk(self, arguments):
        """Files may grow by a little; the command fails and changes nothing, or had room enough: whether it had."""
        before = self.program.revision()
        log = pathlib.Path(f"{self.program.database}-wal")
        size = max(self.program.database.stat().st_size, log.stat().st_size if log.exists() else 0)
        limit = self.random.choice((4096, size // 2, size + 4096, size + 65536))
        status, _, _ = self.program.run(*arguments, statuses=(program.FINE, program.FILES), file_limit=limit)
        self.counts["full disks" if status else "full disks with room enough"] += 1
        if status and self.program.revision() != before:
            raise Disagreement(f"refused for want of room, and yet something changed: {arguments}")
        return status == program.FINE

    def _beside_another(self, arguments):
        """Two writers at once: the same files from two desks. One of the two does the work, and neither is refused."""
        both = [self.program.start(*arguments), self.program.start(*arguments)]
        for process in both:
            self.program.end(process, arguments)
        self.counts["two writers at once"] += 1

    def _backup(self):
        """Every second one is sealed to a key."""
        self.since_backup = []
        self.model.take_backup()
        self.backup.unlink(missing_ok=True)
        self.sealed = self.counts["acts: backup"] % 2 == 0
        self.program.run("registry", "backup", self.program.database, "-o", self.backup, *(["--to", f"{self.key}.public"] if self.sealed else []))

    def _restore(self):
        """The registry is lost, or damaged and put aside; last night's backup takes its place, and what came since is fed again."""
        aside = self.folder / "damaged.db"
        self._sign()
        lost = self.program.revision()
        for path in (aside, self.program.database):
            for suffix in ("", "-wal", "-shm"):
                if path == aside or self.counts["acts: restore"] % 2:
                    pathlib.Path(f"{path}{suffix}").unlink(missing_ok=True)
        if self.program.database.exists():
            self._damage()
        self.program.run("registry", "restore", self.backup, "-o", self.program.database, *(["--key", f"{self.key}.private"] if self.sealed else []),
                         *(["--aside", aside] if self.program.database.exists() else []))
        self.model.take_restore()
        self._compare("after a restore", self.model.state, None)
        # The signed word on where the journal ended tells that something was lost, if anything was.
        cut = self.program.revision() < lost
        self.program.run(*self._verification(), statuses=(program.FINDINGS if cut else program.FINE,))
        self.counts["cut tails found"] += cut
        self.checkpoint.unlink()
        again, self.since_backup = self.since_backup, []
        for act in again:
            self.since_backup.append(act)
            self._feed(act)

    def _damage(self):
        """Overwrites the first page of the entries, and has it found."""
        program.spoil(self.program.database, "entries")
        self.program.run("registry", "check", self.program.database, statuses=(program.FINDINGS, program.FILES))
        self.counts["damaged pages found"] += 1

    # The end of the year.

    def _read_again(self):
        """Every day once more, as it was known at its end; and asked about another day than that."""
        # Afterwards: nobody knows what will be known by the end of a day that is not over.
        self._at(datetime.date.fromisoformat(self.model.days[-1][0]) + datetime.timedelta(days=2), 0)
        for count, (day, state) in enumerate(self.model.known_then()):
            if count % 10 == 9 and self.options.progress:
                print(f"day {count + 1} read again", file=sys.stderr, flush=True)
            self._compare(f"{day} as known then", state, f"{day}T16:00:00Z")
            self._ask(f"{day} as known then", state, self.samples[day], ("--known-at", day))
            other = (datetime.date.fromisoformat(day) - datetime.timedelta(days=45)).isoformat()
            earlier = [{**request, "date": other} for request in self.samples[day] if request["matter"] != "honour"]
            self._ask(f"{other} as known on {day}", state, earlier, ("--known-at", day))

    def _sign(self):
        self.checkpoint.unlink(missing_ok=True)
        self.program.run("registry", "checkpoint", self.program.database, "--key", f"{self.signer}.private", "-o", self.checkpoint)

    def _verification(self):
        signed = ["--checkpoint", self.checkpoint, "--key", f"{self.signer}.public"] if self.checkpoint.exists() else []
        return ["registry", "verify", self.program.database, *signed]

    def _verify(self):
        self.program.run(*self._verification())
        self._sign()
        self.program.run("registry", "check", self.program.database)
        self.counts["times the journal was verified and the file checked"] += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--plumb", type=pathlib.Path, required=True)
    parser.add_argument("--parties", type=int, default=50_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=40, help="parties asked about each day")
    parser.add_argument("--verify-every", type=int, default=7, help="days between verifications of the journal")
    parser.add_argument("--lists-every", type=int, default=1, help="days between comparisons of exports, public lists and what is due")
    parser.add_argument("--no-faults", dest="faults", action="store_false")
    parser.add_argument("--no-pushes", dest="pushes", action="store_false", help="leave out the county's court")
    parser.add_argument("--progress", action="store_true", help="say every tenth day")
    parser.add_argument("--keep", type=pathlib.Path, help="where the files of the last day stay")
    options = parser.parse_args()
    options.plumb = options.plumb.resolve()
    if program.FAKE_CLOCK is None:
        sys.exit("drive.py: libfaketime is missing; ./do deps installs it (Debian's faketime)")
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="plumb-year-"))
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    driver = Driver(options, folder)
    try:
        driver.run()
    except (Disagreement, program.Failed) as disagreement:
        sys.exit(f"day {driver.counts['days']}, {driver.program.moment}: {disagreement}")
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    for name, count in sorted(driver.counts.items()):
        print(f"{count:>12,}  {name}")
    print(f"{options.days} days of {options.parties:,} parties: program and model agree ({time.monotonic() - begun:.0f} s, {driver.program.runs} runs)")


if __name__ == "__main__":
    main()
