#!/usr/bin/env python3
"""One SQL engine on a county that was written to a folder; takes orders as plumb_sweep_bench does: a number of threads a line.

`one_query THREADS` runs the form that one writes first. A process of its own for each engine, so that neither memory nor threads of one are in another's way.
"""
import argparse
import json
import pathlib
import sys
import time

import engines
import sql


def round_of(engine, threads):
    engine.set_threads(threads)
    out = {}
    for name, work in (("reach", engine.reach), ("sweep", engine.sweep)):
        cpu, begin = engine.cpu_seconds(), time.perf_counter()
        counts = work()
        out[f"{name}_s"] = time.perf_counter() - begin
        if cpu is not None:
            out[f"{name}_cpu_s"] = engine.cpu_seconds() - cpu
    return out | {"counts": counts}


def say(told):
    print(json.dumps(told), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("engine", choices=[e.name for e in engines.ENGINES])
    parser.add_argument("folder", type=pathlib.Path, help="as plumb_sweep_bench write made it")
    parser.add_argument("rules", type=pathlib.Path, help="rules.json of plumb_peers_export")
    options = parser.parse_args()
    county = json.loads((options.folder / "county.json").read_text(encoding="utf-8"))
    rules = sql.Rules(json.loads(options.rules.read_text(encoding="utf-8")), county)
    kind = next(e for e in engines.ENGINES if e.name == options.engine)
    begin = time.perf_counter()
    try:
        engine = kind(rules, engines.Columns(options.folder, county), options.folder)
    except engines.Unavailable as why:
        say({"skipped": str(why)})
        return 0
    try:
        say({"ready": True, "version": engine.version, "prepare_s": time.perf_counter() - begin})
        for line in sys.stdin:
            order, _, threads = line.strip().rpartition(" ")
            if order == "one_query":
                engine.set_threads(int(threads))
                took, counts = engine.one_query()
                say({"one_query_s": took, "counts": counts})
            else:
                say(round_of(engine, int(threads)))
    finally:
        engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
