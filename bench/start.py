#!/usr/bin/env python3
"""How long it takes from calling `plumb decide` to the first decision, and how much of a processor the process takes.

    python3 bench/start.py [--program build/release/bin/plumb] [--rules rules/xinan-2019-48] [--runs 40]

A made-up county of 200 parties; one request; the ways of starting take turns. Wall time is to the first line of output, processor
time of the process and the system for it, to its end. The lines are compared equal before a time is told.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
# (name, options, goal in ms): docs/performance.md
WAYS = [("columnar", ["--evaluator", "columnar"], None), ("columnar, rules from the cache", ["--evaluator", "columnar", "--cache", "CACHE"], None),
        ("native, cold", ["--evaluator", "native"], 50), ("native, from the cache", ["--evaluator", "native", "--cache", "CACHE"], 12)]


def started(command, request):
    """(the first line, wall ms to it, processor ms)"""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(request)
    process.stdin.flush()
    line = process.stdout.readline()
    wall = time.perf_counter() - begun
    process.stdin.close()
    if process.wait() != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: exit status {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return line, wall * 1e3, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bin/plumb")
    parser.add_argument("--rules", type=pathlib.Path, default=ROOT / "rules/xinan-2019-48")
    parser.add_argument("--runs", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        quietly = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([options.program, "gen", "--parties", "200", "--seed", "48", "-o", folder / "county"], **quietly)
        subprocess.run([options.program, "registry", "init", folder / "c.db"], **quietly)
        subprocess.run([options.program, "registry", "import", folder / "c.db", *sorted(f for f in (folder / "county").iterdir() if f.suffix in (".csv", ".ndjson") and f.stem != "requests")],
                       **quietly)
        listed = (folder / "county/entries.csv").read_text(encoding="utf-8").splitlines()
        party = dict(zip(listed[0].split(","), listed[1].split(",")))["party"]
        request = json.dumps({"party": party, "matter": "lodging", "date": "2019-09-16", "fields": {"star_rating": 4}}).encode() + b"\n"
        environment = {k: v for k, v in os.environ.items() if k != "XDG_CACHE_HOME"}
        os.environ.clear()
        os.environ.update(environment)
        native = (options.program.resolve().parents[1] / "lib/libplumb_native.so").exists()
        ways = [way for way in WAYS if native or not way[0].startswith("native")]
        commands = {name: [options.program, "decide", "--rules", options.rules, "--registry", folder / "c.db",
                           *(str(folder / "cache") if o == "CACHE" else o for o in more), "-"] for name, more, _ in ways}
        lines = {started(command, request)[0] for command in commands.values() for _ in range(2)}  # fills the cache
        if len(lines) != 1:
            raise SystemExit(f"the evaluators disagree: {lines}")
        times = {name: [] for name in commands}
        for _ in range(options.runs):
            for name, command in commands.items():
                times[name].append(started(command, request)[1:])
    print("| start | wall, median | wall, least | processor, median | processor, least | goal |\n|---|---|---|---|---|---|")
    for name, _, goal in ways:
        wall, processor = zip(*times[name])
        print(f"| {name} | {statistics.median(wall):.1f} ms | {min(wall):.1f} ms | {statistics.median(processor):.1f} ms | {min(processor):.1f} ms | {f'≤ {goal} ms' if goal else ''} |")
    print(f"\n{options.runs} runs of each, in turns; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
