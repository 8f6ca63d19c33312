"""The program under test, run at a moment of the simulated year, and the faults that it is given.

The clock is libfaketime's, loaded into the program from outside: the product has no way of being told another moment than now.
"""
import contextlib
import os
import pathlib
import resource
import signal
import sqlite3
import subprocess

FAKE_CLOCK = next((path for path in pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
TIMEOUT_SECONDS = 900
FINE, FINDINGS, FILES = 0, 1, 3


class Failed(Exception):
    """The program ended otherwise than it should have."""


class Program:
    """`plumb` on one registry."""

    def __init__(self, path, database):
        self.path, self.database = path, database
        self.moment = None  # "YYYY-MM-DD hh:mm:ss", UTC
        self.runs = 0

    def start(self, *arguments, file_limit=None, stdin=None):
        """A process of the program; with `file_limit` no file can grow past so many bytes, as on a disk that is full."""
        self.runs += 1
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC", "LD_PRELOAD": str(FAKE_CLOCK), "FAKETIME": "@" + self.moment,
                       "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

        return subprocess.Popen([str(self.path), *map(str, arguments), "--lang", "en"], stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, preexec_fn=limit if file_limit is not None else None)

    def run(self, *arguments, statuses=(FINE,), stdin=None, file_limit=None):
        """(status, standard output, standard error)."""
        return self.end(self.start(*arguments, stdin=stdin, file_limit=file_limit), arguments, statuses, stdin)

    @staticmethod
    def end(process, arguments, statuses=(FINE,), stdin=None):
        out, err = process.communicate(stdin.encode() if stdin is not None else None, timeout=TIMEOUT_SECONDS)
        if process.returncode not in statuses:
            raise Failed(f"plumb {' '.join(map(str, arguments))}: status {process.returncode}\n{err.decode(errors='replace')[:2000]}")
        return process.returncode, out.decode(), err.decode(errors="replace")

    def kill_after(self, seconds, *arguments):
        """Starts it and kills it at that moment; True where it had ended by itself."""
        process = self.start(*arguments)
        try:
            process.communicate(timeout=seconds)
            return True
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            # What the clock from outside shares between threads would meet a later process of that number, and end it.
            for left in ("faketime_shm_", "sem.faketime_sem_"):
                pathlib.Path(f"/dev/shm/{left}{process.pid}").unlink(missing_ok=True)
            return False

    def number_of(self, finding):
        """By which a person closes it. `finding`: kind and subject."""
        with reading(self.database) as db:
            ((number,),) = db.execute("SELECT row FROM findings WHERE kind = ? AND subject = ? AND revision_to IS NULL", finding).fetchall()
        return number

    def last_said(self, finding):
        """The detail of a finding's last version, open or closed."""
        with reading(self.database) as db:
            return db.execute("SELECT detail FROM findings WHERE kind = ? AND subject = ? ORDER BY row DESC LIMIT 1", finding).fetchone()[0]

    def revision(self):
        with reading(self.database) as db:
            return db.execute("SELECT ifnull(max(revision), 0) FROM revisions").fetchone()[0]


def reading(database):
    """A connection that is closed again: one left open is a program that has the registry, and no registry is moved aside under it."""
    return contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True))


# The facts as they lie in the file: table → (columns in the order of the import formats, what identifiers they name).
LAYOUT = {
    "parties": ("@party", "kind", "name", "sector"),
    "relations": ("@holder", "role", "@organisation", "valid_from", "valid_to", "share"),
    "entries": ("case_no", "@party", "published_on", "court", "expires_on", "ground_on", "removed_on", "publishable", "*responsible", "filed_on", "basis_no",
                "basis_unit", "duty", "performance", "conduct", "performed_part", "unperformed_part", "name", "age", "gender", "legal_representative",
                "decision_no", "served_on", "removal_kind", "removal_ground", "unit", "objection"),
    "permits": ("@party", "target", "valid_from", "valid_to", "document"),
    "retentions": ("case_no", "@party", "measure", "until", "basis"),
    "holdings": ("holding_id", "@party", "matter", "valid_from", "valid_to", "fields"),
    "events": ("case_no", "@party", "published_on", "kind", "on_day", "until", "by_whom", "document", "detail"),
    "documents": ("@document", "@party", "by_whom", "basis"),
}


def facts(database, known_at=None):
    """{table: set of rows} and the open findings, as they lie in the file; `known_at` as the file writes moments."""
    when = "t.revision_to IS NULL" if known_at is None else f"t.recorded_at <= '{known_at}' AND (t.superseded_at IS NULL OR t.superseded_at > '{known_at}')"
    with reading(database) as db:
        found = {table: {_plain(table, row) for row in db.execute(_query(table, columns, when))} for table, columns in LAYOUT.items()}
        findings = set(db.execute(f"SELECT kind, subject FROM findings t WHERE {when}"))
    return found, findings


def _query(table, columns, when):
    select, joins = [], ""
    for column in columns:
        if column.startswith("@"):
            select.append(f"i_{column[1:]}.id")
            joins += f" JOIN identifiers i_{column[1:]} ON i_{column[1:]}.number = t.{column[1:]}"
        elif column == "*responsible":
            select.append("(SELECT group_concat(id, ';') FROM (SELECT r.id FROM entry_responsible e JOIN identifiers r ON r.number = e.party "
                          "WHERE e.entry = t.row ORDER BY r.id))")
        else:
            select.append("t." + column)
    return f"SELECT {', '.join(select)} FROM {table} t{joins} WHERE {when}"


def _plain(table, row):
    if table == "entries":
        objection = row[-1].replace("/", "–") if row[-1] else row[-1]
        return (*row[:7], bool(row[7]), *row[8:-1], objection)
    return row


def spoil(database, table):
    """Writes zeros over the page where a table begins; the log is written back first, since it would make that good."""
    db = sqlite3.connect(database)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    ((page,),) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchall()
    ((size,),) = db.execute("PRAGMA page_size").fetchall()
    db.close()
    with open(database, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))
