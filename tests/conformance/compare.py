#!/usr/bin/env python3
"""Puts whole counties through the program and holds what comes out against what they expect.

    compare.py PLUMB RULES COUNTY… [--evaluator NAME]

A county is a folder of tests/cases. An expectation names the members that count: every object in it must be there with at
least these members, every list with exactly these elements. Ends with 1 when anything differs, telling the first ten.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

IMPORTS = ("parties.csv", "relations.csv", "entries.csv", "permits.csv", "retentions.csv", "holdings.ndjson")
SHOWN = 10


def differences(want, got, at):
    """Yields a sentence for each place where `got` is not as `want` asks."""
    if isinstance(want, dict) and isinstance(got, dict):
        for name, value in want.items():
            if name in got:
                yield from differences(value, got[name], f"{at}/{name}")
            else:
                yield f"{at}/{name} is not there"
    elif isinstance(want, list) and isinstance(got, list):
        if len(want) != len(got):
            yield f"{at} has {len(got)} elements for {len(want)}: {json.dumps(got, ensure_ascii=False)}"
        else:
            for index, (left, right) in enumerate(zip(want, got)):
                yield from differences(left, right, f"{at}/{index}")
    elif type(want) is not type(got) or want != got:
        yield f"{at} is {json.dumps(got, ensure_ascii=False)}, expected {json.dumps(want, ensure_ascii=False)}"


def ndjson(text):
    return [json.loads(line) for line in text.splitlines() if line]


class County:
    def __init__(self, plumb, rules, evaluator, folder, scratch):
        self.plumb, self.rules, self.evaluator, self.folder = plumb, rules, evaluator, folder
        self.as_of = (folder / "as_of").read_text().strip()
        self.db = str(pathlib.Path(scratch) / "county.db")
        self.compared = 0

    def run(self, *arguments, allowed=(0,)):
        done = subprocess.run([self.plumb, *map(str, arguments), "--lang", "en"], capture_output=True, text=True)
        if done.returncode not in allowed:
            sys.exit(f"plumb {' '.join(map(str, arguments))} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def deciding(self):
        return "--rules", self.rules, "--registry", self.db, "--evaluator", self.evaluator

    def expectation(self, name):
        return ndjson((self.folder / f"{name}.ndjson").read_text(encoding="utf-8"))

    def decisions(self, name, *options):
        want = self.expectation(name)
        got = ndjson(self.run("decide", *self.deciding(), *options, self.folder / "requests.ndjson", allowed=(0, 1)))
        self.compared += len(want)
        if len(want) != len(got):
            yield f"{name}: {len(got)} lines for {len(want)}"
        for left, right in zip(want, got):
            yield from differences(left, right, f"{name} {left.get('id')}")
            if ("error" in left) != ("error" in right):
                yield f"{name} {left.get('id')}: an error on one side only"

    def sweep(self):
        def of(lines):
            return {(line.get("holding"), line["party"], line.get("measure")): line for line in lines}

        want, lines = self.expectation("expected_sweep"), ndjson(self.run("sweep", *self.deciding(), "--as-of", self.as_of))
        self.compared += len(want)
        if len(lines) != len(want):
            yield f"sweep: {len(lines)} lines for {len(want)}"
        want, got = of(want), of(lines)
        for key in sorted(set(want) | set(got), key=str):
            if key not in got or key not in want:
                yield f"sweep {key}: {'expected and not there' if key in want else 'not expected'}"
            else:
                yield from differences(want[key], got[key], f"sweep {key}")

    def all(self):
        self.run("registry", "init", self.db)
        files = [self.folder / name for name in IMPORTS]
        self.run("registry", "import", self.db, *files)
        yield from self.decisions("expected")
        yield from self.sweep()
        self.run("registry", "import", self.db, "--synchronised", self.as_of, *files)
        yield from self.decisions("expected")
        yield from self.decisions("expected_stale", "--max-staleness", "100")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plumb")
    parser.add_argument("rules")
    parser.add_argument("county", nargs="+", type=pathlib.Path)
    parser.add_argument("--evaluator", default="reference")
    given = parser.parse_args()
    found = 0
    for folder in given.county:
        with tempfile.TemporaryDirectory(prefix="plumb-county-") as scratch:
            county = County(given.plumb, given.rules, given.evaluator, folder, scratch)
            faults = list(county.all())
        print(f"{folder.name}: {county.compared} lines compared, {len(faults)} differences")
        for fault in faults[:SHOWN]:
            print(f"  {fault[:500]}")
        found += len(faults)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
