#!/usr/bin/env python3
"""One SQL engine on a county that was written to a folder: reach and sweep in turn, one JSON object on standard output.

A process of its own for each engine, so that neither memory nor threads of one are in another's way.
"""
import argparse
import json
import pathlib
import sys
import time

import engines
import sql


def timed(engine, rounds):
    out = {"reach_s": [], "sweep_s": [], "reach_cpu_s": [], "sweep_cpu_s": []}
    for _ in range(rounds):
        for name, work in (("reach", engine.reach), ("sweep", engine.sweep)):
            cpu, begin = engine.cpu_seconds(), time.perf_counter()
            counts = work()
            out[f"{name}_s"].append(time.perf_counter() - begin)
            if cpu is not None:
                out[f"{name}_cpu_s"].append(engine.cpu_seconds() - cpu)
    return out | {"counts": counts}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("engine", choices=[e.name for e in engines.ENGINES])
    parser.add_argument("folder", type=pathlib.Path, help="as plumb_sweep_bench write made it")
    parser.add_argument("rules", type=pathlib.Path, help="rules.json of plumb_peers_export")
    parser.add_argument("--threads", type=int, nargs="+", default=[1])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one-query", action="store_true", help="DuckDB: also all plain measures in one query over one table")
    options = parser.parse_args()
    county = json.loads((options.folder / "county.json").read_text(encoding="utf-8"))
    rules = sql.Rules(json.loads(options.rules.read_text(encoding="utf-8")), county)
    kind = next(e for e in engines.ENGINES if e.name == options.engine)
    try:
        engine = kind(rules, engines.Columns(options.folder, county), options.folder)
    except engines.Unavailable as why:
        json.dump({"skipped": str(why)}, sys.stdout)
        return 0
    try:
        found = {"title": engine.title, "version": engine.version, "threads": {}}
        for threads in options.threads:
            try:
                engine.set_threads(threads)
            except engines.Unavailable:
                continue
            found["threads"][threads] = timed(engine, options.rounds)
            if options.one_query and hasattr(engine, "one_query"):
                took, counts = engine.one_query()
                found["threads"][threads] |= {"one_query_s": took, "one_query_counts": counts}
    finally:
        engine.close()
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
