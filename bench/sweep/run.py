#!/usr/bin/env python3
"""The sweep of a made-up county: Plumb and its peers in turn, in one run, on the same columns. ./do bench calls this.

Writes sweep.md, sweep.json and sweep.svg to build/bench; with --record also into docs/performance.md. Exit status 1 when an
engine's counts differ: then nothing is written. Python packages are installed into a virtual environment below build/.
"""
import argparse
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.append(str(ROOT / "bench/peers"))  # machine.py: one description for all benches; report.py is our own
import machine
import report
from counted import Counted, Wrong

PACKAGES = ["duckdb", "numpy", "pyarrow", "psycopg[binary]", "matplotlib"]
SQL_ENGINES = {"duckdb": "DuckDB", "postgres": "PostgreSQL", "sqlite": "SQLite"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default="all", help="all, none, or names with commas: hand, " + ", ".join(SQL_ENGINES))
    parser.add_argument("--parties", type=int, default=5_000_000)
    parser.add_argument("--relations", type=int, default=15_000_000)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--small", type=int, default=10, help="PostgreSQL and SQLite get so many times less")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=48)
    parser.add_argument("--date", default="2021-06-30")
    parser.add_argument("--minutes", type=float, default=6, help="no new series is begun after this")
    parser.add_argument("--programs", type=pathlib.Path, default=ROOT / "build/release/bin")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build/bench")
    parser.add_argument("--scale", action="store_true", help="Plumb alone, 100 M parties, 300 M relations, 200 M rows, or the sizes given")
    parser.add_argument("--record", action="store_true", help="into docs/performance.md")
    options = parser.parse_args()
    if options.scale and options.parties == parser.get_default("parties"):
        options.parties, options.relations, options.entries, options.rows = 100_000_000, 300_000_000, 2_000_000, 200_000_000
    return options


def python_with_packages(out):
    """The interpreter of a virtual environment that has the packages; made on first use. None where they cannot be had."""
    folder = out / "python"
    python, mark = folder / "bin/python", folder / "packages"
    if not mark.exists() or mark.read_text() != "\n".join(PACKAGES):
        try:
            venv.create(folder, with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)
        except subprocess.CalledProcessError:
            return None
        mark.write_text("\n".join(PACKAGES))
    return python


class Engine:
    """A process that does a round for each line it is sent."""

    def __init__(self, title, command):
        self.title = title
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise Wrong(f"{self.title} ended with status {self.process.wait()}")
        return json.loads(line)

    def order(self, order):
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        return self.answer()

    def close(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            self.process.wait(60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Run:
    def __init__(self, options, python):
        self.options, self.python = options, python
        self.bench = options.programs / "plumb_sweep_bench"
        self.began = time.monotonic()
        self.counted = Counted()
        self.rules = options.out / "sweep-rules"
        subprocess.run([options.programs / "plumb_peers_export", ROOT / "rules/xinan-2019-48", self.rules, "1", str(options.seed), options.date], check=True)

    def late(self):
        return time.monotonic() - self.began > self.options.minutes * 60

    def county(self, divisor=1, **other):
        return {name: other.get(name, getattr(self.options, name) // divisor) for name in ("parties", "relations", "entries", "rows")}

    def native(self, engine, county, *more):
        o = self.options
        sizes = [part for name, n in county.items() for part in (f"--{name}", str(n))]
        return [self.bench, engine, *more, *sizes, "--seed", str(o.seed), "--date", o.date, "--rules", ROOT / "rules/xinan-2019-48"]

    def evaluators(self):
        return subprocess.run([self.bench, "evaluators"], capture_output=True, text=True, check=True).stdout.split()

    def compete(self, engines, county, thread_counts, rounds, copies=1):
        """Rounds in turn. REQUIRES: engines are ready. Fills each engine's found; all who ever count this county have to agree.

        Whoever's turn it is sweeps twice, and the second time is what counts: while others had their turn its threads slept and its
        data left the caches, and what that costs hangs on who the others were.
        """
        for threads in thread_counts:
            rows = {engine: [] for engine in engines}
            for _ in range(rounds):
                for engine in list(rows):
                    if engine.one_thread and threads > 1:
                        continue
                    for _ in ("warm", "measured"):
                        told = engine.order(threads)
                        self.counted.hold(county, f"{engine.title}, threads: {threads}", told.pop("counts"), copies)
                    rows[engine].append(told)
            for engine, told in rows.items():
                if told:
                    found = {name: [one[name] for one in told if name in one] for name in told[0]}
                    found |= {what: statistics.median(found[f"{what}_s"]) for what in ("reach", "sweep")}
                    found |= {f"{what}_cpu": statistics.median(found[f"{what}_cpu_s"]) for what in ("reach", "sweep") if found.get(f"{what}_cpu_s")}
                    engine.found["threads"][str(threads)] = found

    def start(self, title, command, one_thread=False):
        print(f"  {title}: laying out", file=sys.stderr, flush=True)
        engine = Engine(title, command)
        engine.one_thread = one_thread
        engine.found = {"title": title, "version": engine.ready.get("version", ""), "threads": {}, "prepare_s": engine.ready.get("prepare_s")}
        engine.found |= {name: engine.ready[name] for name in ("bytes", "row_bytes") if name in engine.ready}
        return engine

    def one_size(self, divisor, peers, evaluators, thread_counts, rounds):
        """All engines on one county."""
        county = self.county(divisor)
        folder = self.options.out / f"sweep-county-{divisor}"
        subprocess.run([*self.native("write", county), folder], check=True, stdout=subprocess.DEVNULL)
        described = json.loads((folder / "county.json").read_text(encoding="utf-8"))
        engines, skipped = [], []
        try:
            if "hand" in peers:
                engines.append(self.start("C++ by hand", self.native("hand", county)))
            for evaluator in evaluators:
                try:
                    engines.append(self.start(f"Plumb, {evaluator.replace('_', ' ')}", self.native("plumb", county, "--evaluator", evaluator)))
                except Wrong as why:
                    skipped.append({"title": f"Plumb, {evaluator}", "skipped": str(why)})
            for name in [p for p in peers if p in SQL_ENGINES]:
                if self.python is None:
                    skipped.append({"title": SQL_ENGINES[name], "skipped": "its Python packages could not be installed"})
                    continue
                engine = self.start(SQL_ENGINES[name], [self.python, HERE / "speak_sql.py", name, folder, self.rules / "rules.json"], name == "sqlite")
                if "skipped" in engine.ready:
                    skipped.append({"title": SQL_ENGINES[name], "skipped": engine.ready["skipped"]})
                    engine.close()
                else:
                    engines.append(engine)
            self.compete(engines, county, thread_counts, rounds)
            truth = self.counted.truth(county)
            for engine in engines:
                if engine.title == "DuckDB" and divisor > 1:  # more than a minute and a half on the large county
                    for threads in thread_counts:
                        told = engine.order(f"one_query {threads}")
                        wrong = [m for m, counts in told["counts"].items() if counts != truth[m]]
                        if wrong:
                            raise Wrong(f"DuckDB's one query counts {', '.join(wrong[:5])} differently")
                        engine.found["threads"][str(threads)] |= {"one_query_s": told["one_query_s"], "one_query_measures": len(told["counts"])}
        finally:
            for engine in engines:
                engine.close()
        found = [engine.found for engine in engines]
        self.add_ratios(found)
        totals = [sum(counts[i] for counts in truth.values()) for i in range(3)]
        alike = "All engines count alike" if len(self.counted.by(county)) > 1 else "Plumb's evaluators were compared with each other alone, and count alike"
        return {"county": described | {"partitions": len(described["partitions"])}, "engines": found + skipped, "counts": truth,
                "compared": f"{alike}, for each of {len(truth)} measures: {totals[0]:,} times it applies, {totals[1]:,} times it is "
                            f"undetermined, {totals[2]:,} times permitted."}

    @staticmethod
    def add_ratios(found):
        """Sweep ÷ the fastest of Plumb's, of processor times where both have them: a busy machine does not stretch those."""
        plumb = [e["threads"] for e in found if e["title"].startswith("Plumb")]
        for engine in found:
            for threads, one in engine["threads"].items():
                what = "sweep_cpu" if "sweep_cpu" in one else "sweep"
                if best := min((p[threads][what] for p in plumb if threads in p), default=None):
                    one["ratio"] = one[what] / best

    def point(self, engine, evaluator, county, rounds=3, copies=1):
        """On one thread."""
        title, more = ("C++ by hand", []) if engine == "hand" else (f"Plumb, {evaluator.replace('_', ' ')}", ["--evaluator", evaluator, "--copies", str(copies)])
        with self.start(f"{title}, {report.sizes(county)}{f', {copies} of each measure' if copies > 1 else ''}", self.native(engine, county, *more)) as started:
            self.compete([started], county, [1], rounds, copies)
            found = started.found["threads"]["1"]
            return {"engine": engine, "threads": 1, "rows": county["rows"], "parties": county["parties"], "county": county,
                    "measures": started.ready.get("measures"), "sweep": found["sweep_cpu"], "reach": found["reach_cpu"]}

    def series(self, evaluator, engines):
        """The curves' points. The engines take the same counties, so that each is held against the others."""
        o, out = self.options, {"rows": [], "parties": [], "measures": [], "threads": []}
        for fraction in (0.1, 0.3, 1):
            fewer_rows = self.county(rows=int(o.rows * fraction))
            fewer_parties = self.county(parties=int(o.parties * fraction), relations=int(o.relations * fraction), entries=int(o.entries * fraction))
            for what, county in (("rows", fewer_rows), ("parties", fewer_parties)):
                for engine in engines:
                    if not self.late():
                        out[what].append(self.point(engine, evaluator, county))
        tenth = self.county(10)
        if "hand" in engines and not self.counted.by(tenth) and not self.late():
            self.point("hand", evaluator, tenth, rounds=1)  # it has no copies: for its counts alone
        for copies in (1, 2, 4, 8):
            if not self.late():
                out["measures"].append(self.point("plumb", evaluator, tenth, copies=copies))
        return out

    def compared(self, series):
        """A sentence: how many of the curves' points nobody else counted."""
        points = [point for what in ("rows", "parties", "measures") for point in series[what]]
        alone = 0
        for point in points:
            point["counted_by"] = self.counted.by(point["county"])
            alone += len(point["counted_by"]) == 1
        if not points:
            return "No curves: the run's minutes were over."
        text = f"Curves over rows, parties and measures: at {len(points) - alone} of {len(points)} points another engine counted the same county, and alike"
        text += f"; what the other {alone} count was compared with nobody's." if alone else "."
        return text + " Copies of a measure were compared with each other."

    def bandwidth(self, thread_counts):
        with self.start("memory", [self.bench, "read"]) as memory:
            return {str(t): max(memory.order(t)["bytes_a_second"] for _ in range(7)) for t in thread_counts}

    def scale(self):
        """Plumb alone, with its usual evaluator, on one county as large as memory holds."""
        o, gib, county = self.options, 2**30, self.county()
        with self.start("Plumb, at scale", self.native("plumb", county)) as engine:
            self.compete([engine], county, [1, 2], o.rounds)
            ready, found = engine.ready, engine.found["threads"]
        described = machine.sentence(machine.describe() | {"load": machine.load()})
        lines = [f"Measured {datetime.date.today().isoformat()} on: {described}", "",
                 f"Plumb alone: {report.sizes(county)}, generated straight into a snapshot. Resident with everything laid out: "
                 f"{ready['resident_bytes'] / gib:.2f} GiB; columns {ready['bytes'] / gib:.2f} GiB, of which rows {ready['row_bytes'] / gib:.2f}. "
                 "What it counts is the same in each round and for each number of threads; nobody else's counts were there to compare it with.", "",
                 "| threads | reach | sweep | processor time: reach | sweep |", "|---|---|---|---|---|"]
        lines += [f"| {t} | {report.seconds(f['reach'])} | {report.seconds(f['sweep'])} | {report.seconds(f['reach_cpu'])} | {report.seconds(f['sweep_cpu'])} |"
                  for t, f in found.items()]
        return "\n".join(lines) + "\n"

    def everything(self):
        o = self.options
        wanted = ["hand", *SQL_ENGINES] if o.peers == "all" else [] if o.peers == "none" else o.peers.split(",")
        evaluators, threads = self.evaluators(), [1, 2]
        big = self.one_size(1, [p for p in wanted if p in ("hand", "duckdb")], evaluators, threads, o.rounds)
        runs = [big]
        best = min((e for e in big["engines"] if e["title"].startswith("Plumb") and "threads" in e), key=lambda e: e["threads"]["1"]["sweep_cpu"])
        fastest = best["title"].removeprefix("Plumb, ").replace(" ", "_")
        small = [p for p in wanted if p in ("postgres", "sqlite")]
        if small and not self.late():
            runs.append(self.one_size(o.small, ["hand", "duckdb", *small] if "duckdb" in wanted else small, [fastest], threads, 3))
        series = self.series(fastest, (["hand"] if "hand" in wanted else []) + ["plumb"])
        series["threads"] = [{"engine": "plumb" if e is best else "hand", "threads": int(t), "sweep": f["sweep"], "reach": f["reach"]}
                             for e in big["engines"] if e is best or e["title"] == "C++ by hand" for t, f in e["threads"].items()]
        bandwidth = self.bandwidth(threads)
        rows = big["county"]["rows"]
        roofline = [{"engine": "plumb" if e is best else "hand", "title": e["title"], "threads": int(t), "rows_a_second": rows / f["sweep"],
                     "bytes_a_row": (e.get("row_bytes") or e.get("bytes") or big["county"]["raw_bytes"]) / rows}
                    for e in big["engines"] if e is best for t, f in e["threads"].items()]
        described = machine.describe() | {"load": machine.load()}
        found = {"when": datetime.date.today().isoformat(), "machine": machine.sentence(described), "rules": "xinan-2019-48", "measures": len(big["counts"]),
                 "date": o.date, "seed": o.seed, "rounds": o.rounds, "runs": runs, "series": series, "bandwidth": bandwidth, "roofline": roofline}
        found["goals"] = list(self.goals(big, best))
        found["notes"] = [self.compared(series), f"Read from memory at {bandwidth['1'] / 1e9:.1f} GB/s on one core, {bandwidth['2'] / 1e9:.1f} GB/s on two."]
        return found

    @staticmethod
    def goals(big, best):
        one, two = best["threads"]["1"], best["threads"].get("2")
        others = {e["title"]: e["threads"] for e in big["engines"] if "threads" in e}

        def goal(what, value, limit, at_least, unit=""):
            text = f"{value * 1000:.1f} ms" if unit else f"{value:.2f}"
            bound = f"{limit * 1000:g} ms" if unit else f"{limit:g}"
            return {"what": f"{what} {'≥' if at_least else '≤'} {bound}", "found": text, "value": value, "met": value >= limit if at_least else value <= limit}

        if "DuckDB" in others:
            yield goal("sweep of DuckDB ÷ Plumb's, one thread", others["DuckDB"]["1"]["sweep_cpu"] / one["sweep_cpu"], 15, True)
        if "C++ by hand" in others:
            yield goal("sweep of Plumb ÷ by hand, one thread", one["sweep_cpu"] / others["C++ by hand"]["1"]["sweep_cpu"], 0.5, False)
        if two:
            yield goal("sweep on one thread ÷ on two, by the wall's clock", one["sweep"] / two["sweep"], 1.8, True)
        yield goal("reach, one thread", one["reach_cpu"], 0.15, False, "ms")
        yield goal("sweep, one thread", one["sweep_cpu"], 0.045, False, "ms")
        if "bytes" in best:
            yield goal("Plumb's columns ÷ raw columns", best["bytes"] / big["county"]["raw_bytes"], 1.2, False)


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    if known := set(options.peers.split(",")) - {"all", "none", "hand", *SQL_ENGINES}:
        raise SystemExit(f"no such peers: {', '.join(sorted(known))}; there are hand, {', '.join(SQL_ENGINES)}")
    python = python_with_packages(options.out)
    if python is None:
        print("  no Python packages: no SQL engines and no plots", file=sys.stderr)
    elif pathlib.Path(sys.prefix).resolve() != (options.out / "python").resolve():
        os.execv(python, [str(python), *sys.argv])
    try:
        if options.scale:
            text = Run(options, python).scale()
            (options.out / "scale.md").write_text(text, encoding="utf-8")
            print(text)
            if options.record:
                report.record(ROOT / "docs/performance.md", text, "at scale")
            return 0
        found = Run(options, python).everything()
    except Wrong as why:
        print(f"bench/sweep: {why}", file=sys.stderr)
        return 1
    text = report.markdown(found)
    (options.out / "sweep.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (options.out / "sweep.md").write_text(text, encoding="utf-8")
    plotted = report.plot(found, options.out / "sweep.svg")
    print(text)
    if options.record:
        report.record(ROOT / "docs/performance.md", text, plot=options.out / "sweep.svg" if plotted else None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
