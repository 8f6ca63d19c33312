#!/usr/bin/env python3
"""How fast rows go into a registry, and whether the last million costs what the first did.

    python3 bench/import.py [--program build/release/bin/plumb] [--rows 2000000] [--parts 10] [--json FILE]

A made-up county, cut into parts of about as many rows; each part is an import of its own into one registry: files of parties,
relations, entries, permits, retentions and holdings, with foreign keys, indexes and the journal as they always are. Afterwards
every row is counted, the journal is verified whole, and the snapshot is built from the registry.
"""
import argparse
import json
import pathlib
import resource
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
TABLES = ("parties.csv", "relations.csv", "entries.csv", "permits.csv", "retentions.csv", "holdings.ndjson")
ROWS_PER_PARTY = 2.89  # of a made-up county, over all tables
GOAL = 100_000  # rows a second: docs/performance.md


def cut(source, folder, parts):
    """Writes the file in parts of as many rows, each with the header; returns how many rows each has."""
    with open(source, "rb") as lines:
        total = sum(1 for _ in lines) - (source.suffix == ".csv")
    counts = []
    with open(source, "rb") as lines:
        header = next(lines) if source.suffix == ".csv" else b""
        for part in range(parts):
            count = total * (part + 1) // parts - total * part // parts
            path = folder / f"{part}" / source.name
            path.parent.mkdir(exist_ok=True)
            with open(path, "wb") as out:
                out.write(header)
                for _ in range(count):
                    out.write(next(lines))
            counts.append(count)
    return counts


def timed(*command):
    """(wall seconds, peak MB) of a command that must succeed."""
    begun = time.perf_counter()
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bin/plumb")
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--parts", type=int, default=10)
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    plumb = options.program.resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        timed(plumb, "gen", "--parties", round(options.rows / ROWS_PER_PARTY), "--seed", 48, "-o", folder / "county", "--quiet")
        (folder / "county/requests.ndjson").unlink()
        rows = [0] * options.parts
        for table in TABLES:
            for part, count in enumerate(cut(folder / "county" / table, folder, options.parts)):
                rows[part] += count
            (folder / "county" / table).unlink()
        database = folder / "county.db"
        timed(plumb, "registry", "init", database, "--quiet")
        rates = []
        for part in range(options.parts):
            seconds, _ = timed(plumb, "registry", "import", database, *(folder / f"{part}" / table for table in TABLES), "--quiet", "--strict")
            rates.append(rows[part] / seconds)
            print(f"part {part + 1}: {rows[part]:,} rows in {seconds:.1f} s, {rates[-1]:,.0f} a second", flush=True)
        stats = json.loads(subprocess.run([plumb, "registry", "stats", database, "--format", "json"], check=True, capture_output=True).stdout)
        recorded = sum(stats["rows"].values()) + stats["findings"]
        if recorded != sum(rows):
            raise SystemExit(f"{sum(rows):,} rows were given and {recorded:,} are recorded")
        verified, _ = timed(plumb, "registry", "verify", database, "--quiet")
        built, memory = timed(plumb, "snapshot", "build", "--registry", database, "-o", folder / "county.snapshot", "--quiet")
        size = database.stat().st_size
        out = {"rows": sum(rows), "rows_per_second": rates, "last_to_first": rates[-1] / rates[0], "bytes_per_row": size / sum(rows), "verify_seconds": verified,
               "snapshot_seconds": built, "peak_mb": memory}
        print(f"all: {sum(rows) / sum(r / rate for r, rate in zip(rows, rates)):,.0f} rows a second (goal {GOAL:,}); the last part at {out['last_to_first']:.2f} × the first's rate; "
              f"{out['bytes_per_row']:.0f} bytes a row; verified in {verified:.1f} s; snapshot built and written in {built:.1f} s; at most {memory:,.0f} MB")
        if options.json:
            options.json.write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
