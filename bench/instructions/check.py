#!/usr/bin/env python3
"""Counts the instructions of Plumb's hot loops under valgrind and compares them with figures.json: 5 % either way is a failure.

usage: check.py HOT_LOOPS [--record]
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RULES = HERE.parents[1] / "rules/xinan-2019-48"
FIGURES = HERE / "figures.json"
WORK = ("batch", "point", "look_up", "decision")
TOLERANCE = 0.05


def count(program, work):
    """(instructions executed inside hot_WORK and what it calls, the sum that the work printed)"""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "callgrind.out"
        ran = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", f"--toggle-collect=hot_{work}", program, RULES, work],
                             capture_output=True, text=True)
        if ran.returncode != 0:
            raise SystemExit(f"hot_{work} failed under valgrind (status {ran.returncode}):\n{ran.stderr[-2000:]}")
        total = re.search(r"^(?:totals|summary): (\d+)", out.read_text(encoding="utf-8"), re.M)
    if total is None or int(total[1]) == 0:
        raise SystemExit(f"valgrind counted nothing inside hot_{work}: was the function renamed or inlined?")
    if int(ran.stdout) == 0:
        raise SystemExit(f"hot_{work} computes nothing: what it is given does not fit any more")
    return int(total[1]), int(ran.stdout)


def complaint(work, found, known):
    """None when the figure is as recorded."""
    if known is None:
        return f"{work}: no figure is recorded"
    (instructions, result), change = found, found[0] / known["count"] - 1
    if result != known["result"]:
        return f"{work}: computes {result} in place of {known['result']}; look at that first, then record anew"
    if abs(change) > TOLERANCE:
        return (f"{work}: {instructions:,} instructions, {change:+.1%} against {known['count']:,} recorded. If that is meant, record it "
                "(bench/instructions/README.md) and say why in the commit")
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    recorded = json.loads(FIGURES.read_text(encoding="utf-8"))
    found = {work: count(options.program.resolve(), work) for work in WORK}
    if options.record:
        recorded["instructions"] = {work: {"count": n, "result": result} for work, (n, result) in found.items()}
        FIGURES.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
    complaints = [c for work, one in found.items() if (c := complaint(work, one, recorded["instructions"].get(work)))]
    for work, (instructions, _) in found.items():
        known = recorded["instructions"].get(work, {}).get("count", instructions)
        print(f"{work:8} {instructions:>12,} instructions ({instructions / known - 1:+.2%})")
    print("\n".join(complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
