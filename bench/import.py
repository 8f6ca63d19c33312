#!/usr/bin/env python3
"""How fast rows go into a registry, and whether the last million costs what the first did.

    python3 bench/import.py [--program build/release/bin/plumb] [--rows 2000000] [--parts 10] [--by-row] [--beside] [--peer] [--json FILE]

A made-up county, cut into districts of about as many rows; each is an import of its own into one registry: files of parties,
relations, entries, permits, retentions and holdings, with foreign keys, indexes and the journal as they always are. Afterwards
every row is counted, the journal is verified whole, and the snapshot is built from the registry; where the program plumb_snapshot_bench
was built beside plumb (cmake --build --preset release --target plumb_snapshot_bench), how long it takes to lay out in memory, and to map.

With --beside each part after the first goes into a copy of the registry of the first one as well, right before or right after it goes
into the registry that grows, in turn: of two calls side by side that write the same rows, what differs is what the registry held before. (By rows, who
is named is mostly known to the registry that grows, and new to the copy.)

With --peer SQLite's own shell imports each part, too, right after it: the same rows as texts into tables with a foreign key to their party and two
indexes (PEER), in one transaction, without journal, check or normal form. What the machine does that hour, it does to both.
"""
import argparse
import csv
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
import typing

ROOT = pathlib.Path(__file__).resolve().parents[1]
TABLES = ("parties.csv", "relations.csv", "entries.csv", "permits.csv", "retentions.csv", "holdings.ndjson")
ROWS_PER_PARTY = 2.89  # of a made-up county, over all tables
GOAL = 100_000  # rows a second: docs/performance.md


# The same rows in plain tables: foreign keys and two indexes, as the figure of 118,000 rows a second that the goal goes back to is said to have had;
# its tables are not known.
PEER = """
PRAGMA journal_mode = WAL;
CREATE TABLE parties (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT, sector TEXT);
CREATE TABLE relations (holder TEXT NOT NULL, role TEXT NOT NULL, organisation TEXT NOT NULL REFERENCES parties, since TEXT, upto TEXT, share TEXT);
CREATE TABLE entries (case_no TEXT NOT NULL, party TEXT NOT NULL REFERENCES parties, court TEXT, published_on TEXT NOT NULL, expires_on TEXT,
  ground_on TEXT, removed_on TEXT, publishable TEXT NOT NULL, responsible TEXT);
CREATE TABLE permits (party TEXT NOT NULL REFERENCES parties, target TEXT NOT NULL, since TEXT, upto TEXT, document TEXT NOT NULL);
CREATE TABLE retentions (case_no TEXT NOT NULL, party TEXT NOT NULL REFERENCES parties, measure TEXT NOT NULL, until TEXT NOT NULL, basis TEXT NOT NULL);
CREATE TABLE holdings (id TEXT NOT NULL, party TEXT NOT NULL REFERENCES parties, matter TEXT NOT NULL, since TEXT, upto TEXT, fields TEXT);
CREATE INDEX relations_by_organisation ON relations (organisation);
CREATE INDEX holdings_by_party ON holdings (party);
"""


class Files:
    """One output file of a name for each part, with the source's header."""

    def __init__(self, folder, parts, name, header):
        self.files = [open(folder / f"{part}" / name, "wb") for part in range(parts)]
        for file in self.files:
            file.write(header)

    def __enter__(self):
        return self.files

    def __exit__(self, *_):
        for file in self.files:
            file.close()


def by_district(county, folder, parts):
    """
    Writes the county in districts of as many people and organisations, each with all that is recorded of them; the holder of a relation is somebody of the
    organisation's district. So each part is as much work of the same kinds, and what it names is new. Returns how many rows each has.
    """
    with open(county / "parties.csv", "rb") as lines:
        header = next(lines)
        people, organisations = [], []
        for line in lines:
            (people if b",person," in line else organisations).append(line)
    district, residents, rows = {}, [[] for _ in range(parts)], [0] * parts
    with Files(folder, parts, "parties.csv", header) as files:
        for group in (people, organisations):
            for i, line in enumerate(group):
                part, number = i * parts // len(group), line.partition(b",")[0]
                district[number] = part
                if group is people:
                    residents[part].append(number)
                files[part].write(line)
                rows[part] += 1
    for table, column in (("relations.csv", 2), ("entries.csv", 1), ("permits.csv", 0), ("retentions.csv", 1)):
        with open(county / table, "rb") as lines, Files(folder, parts, table, next(lines)) as files:
            for i, line in enumerate(lines):
                cells = line.split(b",")
                part = district[cells[column]]
                if table == "relations.csv" and cells[0] in district and not cells[0].startswith(b"9"):
                    cells[0] = residents[part][i % len(residents[part])]
                files[part].write(b",".join(cells))
                rows[part] += 1
    mark = b'"party":"'
    with open(county / "holdings.ndjson", "rb") as lines, Files(folder, parts, "holdings.ndjson", b"") as files:
        for line in lines:
            begin = line.index(mark) + len(mark)
            part = district[line[begin:line.index(b'"', begin)]]
            files[part].write(line.replace(b'{"id":"', b'{"id":"%d-' % part, 1))
            rows[part] += 1
    return rows


def by_row(county, folder, parts):
    """Writes each file in parts of as many rows: the last have organisations where the first have people, and name whom others brought."""
    rows = [0] * parts
    for table in TABLES:
        with open(county / table, "rb") as lines:
            total = sum(1 for _ in lines) - table.endswith(".csv")
        with open(county / table, "rb") as lines, Files(folder, parts, table, next(lines) if table.endswith(".csv") else b"") as files:
            for i, line in enumerate(lines):
                part = i * parts // total
                files[part].write(line)
                rows[part] += 1
    return rows


class Cost(typing.NamedTuple):
    """Of a command: seconds by the clock, and of the processors in the program and in the kernel for it."""
    wall: float
    user: float
    system: float


def timed(*command):
    """The Cost of a command that must succeed."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime)


def imported(plumb, database, folder):
    """The Cost of one district's import, with nothing left to be put out that was written before."""
    os.sync()
    return timed(plumb, "registry", "import", database, *(folder / table for table in TABLES), "--quiet", "--strict")


def imported_into_copy(plumb, first, folder):
    """The Cost of the same into a copy of the registry `first`, which goes away."""
    with tempfile.TemporaryDirectory(dir=first.parent) as beside:
        copy = pathlib.Path(beside) / "copy.db"
        shutil.copyfile(first, copy)
        return imported(plumb, copy, folder)


def write_holdings_as_csv(folder):
    """Beside the part's other tables, since SQLite's shell reads no NDJSON."""
    with open(folder / "holdings.ndjson", "rb") as lines, open(folder / "holdings.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "party", "matter", "from", "to", "fields"))
        for line in lines:
            said = json.loads(line)
            rows.writerow((said["id"], said["party"], said["matter"], said["from"], said["to"], json.dumps(said["fields"], ensure_ascii=False)))


def imported_by_peer(database, folder):
    """The Cost of the part's import by SQLite's shell, its log played into the file, as Plumb's is when a call ends."""
    os.sync()
    files = [folder / table.replace(".ndjson", ".csv") for table in TABLES]
    return timed("sqlite3", "-bail", database, "PRAGMA foreign_keys = ON", "PRAGMA cache_size = -262144", "BEGIN",
                 *(f".import --csv --skip 1 {file} {file.stem}" for file in files), "COMMIT", "PRAGMA wal_checkpoint(TRUNCATE)")


def rows_of_peer(database):
    counts = " + ".join(f"(SELECT count(*) FROM {pathlib.Path(table).stem})" for table in TABLES)
    return int(subprocess.run(["sqlite3", str(database), f"SELECT {counts}"], check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bin/plumb")
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--parts", type=int, default=10)
    parser.add_argument("--by-row", action="store_true", help="cut files by their rows, and not the county by districts")
    parser.add_argument("--beside", action="store_true", help="import each part into a registry that holds the first one, too")
    parser.add_argument("--peer", action="store_true", help="let SQLite's shell import each part, too")
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    plumb = options.program.resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        timed(plumb, "gen", "--parties", round(options.rows / ROWS_PER_PARTY), "--seed", 48, "-o", folder / "county", "--quiet")
        (folder / "county/requests.ndjson").unlink()
        for part in range(options.parts):
            (folder / f"{part}").mkdir()
        rows = (by_row if options.by_row else by_district)(folder / "county", folder, options.parts)
        shutil.rmtree(folder / "county")
        database = folder / "county.db"
        timed(plumb, "registry", "init", database, "--quiet")
        peer = folder / "peer.db"
        if options.peer:
            subprocess.run(["sqlite3", str(peer), PEER], check=True, stdout=subprocess.DEVNULL)
            for part in range(options.parts):
                write_holdings_as_csv(folder / f"{part}")
        first = folder / "first.db"
        rates, ratios, costs, peer_costs = [], [], [], []
        for part in range(options.parts):
            beside = None
            if options.beside and part % 2 == 1:
                beside = imported_into_copy(plumb, first, folder / f"{part}")
            cost = imported(plumb, database, folder / f"{part}")
            costs.append(cost)
            rates.append(rows[part] / cost.wall)
            if options.beside and part == 0:
                shutil.copyfile(database, first)
            elif options.beside and beside is None:
                beside = imported_into_copy(plumb, first, folder / f"{part}")
            told = ""
            if options.peer:
                peer_costs.append(imported_by_peer(peer, folder / f"{part}"))
                told = f"; SQLite's shell in {peer_costs[-1].wall:.1f} s, {rows[part] / peer_costs[-1].wall:,.0f} a second: {cost.wall / peer_costs[-1].wall:.2f} × its time"
            if beside is not None:
                ratios.append(cost.wall / beside.wall)
                told += f"; into a registry of the first part in {beside.wall:.1f} s: {ratios[-1]:.2f} × the time"
            print(f"part {part + 1}: {rows[part]:,} rows in {cost.wall:.1f} s, {rates[-1]:,.0f} a second "
                  f"(processors: {cost.user:.1f} s in the program, {cost.system:.1f} s in the kernel){told}", flush=True)
        stats = json.loads(subprocess.run([plumb, "registry", "stats", database, "--format", "json"], check=True, capture_output=True).stdout)
        recorded = sum(stats["rows"].values()) + stats["findings"]
        if recorded != sum(rows):
            raise SystemExit(f"{sum(rows):,} rows were given and {recorded:,} are recorded")
        verified = timed(plumb, "registry", "verify", database, "--quiet").wall
        built = timed(plumb, "snapshot", "build", "--registry", database, "-o", folder / "county.snapshot", "--quiet").wall
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = database.stat().st_size
        out = {"rows": sum(rows), "rows_per_second": rates, "user_seconds": [cost.user for cost in costs], "system_seconds": [cost.system for cost in costs],
               "last_to_first": rates[-1] / rates[0], "bytes_per_row": size / sum(rows), "verify_seconds": verified, "snapshot_seconds": built, "peak_mb": memory}
        print(f"all: {sum(rows) / sum(r / rate for r, rate in zip(rows, rates)):,.0f} rows a second (goal {GOAL:,}); the last part at {out['last_to_first']:.2f} × the first's rate; "
              f"{out['bytes_per_row']:.0f} bytes a row; verified in {verified:.1f} s; snapshot built and written in {built:.1f} s; at most {memory:,.0f} MB")
        snapshots = plumb.with_name("plumb_snapshot_bench")
        if snapshots.exists():
            out["snapshot"] = json.loads(subprocess.run([snapshots, database, folder / "county.snapshot"], check=True, capture_output=True).stdout)
            print(f"snapshot laid out in {', '.join(f'{s:.2f}' for s in out['snapshot']['built'])} s (goal 10 s), "
                  f"mapped in {', '.join(f'{s * 1000:.0f}' for s in out['snapshot']['mapped'])} ms (goal 50 ms); "
                  f"{stats['rows']['parties']:,} parties, {sum(stats['rows'].values()) - stats['rows']['parties']:,} other rows")
        if peer_costs:
            if rows_of_peer(peer) != sum(rows):
                raise SystemExit(f"{sum(rows):,} rows were given to SQLite's shell and {rows_of_peer(peer):,} are in its tables")
            times = [cost.wall / other.wall for cost, other in zip(costs, peer_costs)]
            out["peer_seconds"] = [cost.wall for cost in peer_costs]
            quarter = max(1, len(times) // 4)
            print(f"beside SQLite's shell ({sum(rows) / sum(cost.wall for cost in peer_costs):,.0f} rows a second): {statistics.median(times):.2f} × its time in the median, "
                  f"{statistics.median(times[:quarter]):.2f} in the first quarter, {statistics.median(times[-quarter:]):.2f} in the last")
        if ratios:
            out["time_beside_one_district"] = ratios
            last = statistics.median(ratios[len(ratios) // 2:])
            first_or_second = " and ".join(f"{statistics.median(ratios[half::2]):.2f}" for half in (0, 1) if ratios[half::2])
            print(f"beside a registry of the first part: {statistics.median(ratios):.2f} × the time in the median ({first_or_second} where it went second and first), "
                  f"{last:.2f} in the last half")
        if options.json:
            options.json.write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
