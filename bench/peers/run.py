#!/usr/bin/env python3
"""Point decisions: Plumb and its peers in turn, in one run, on the same requests. ./do bench calls this.

Writes point.md, point.json and point.svg (time against parties, measures and threads) to build/bench; with --record also into docs/performance.md, between its markers, and the plot beside it.
Exit status 1 when an engine's results differ: then nothing is written.
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

import engines
import machine
import report

PLUMB_GOALS = {"resolved": 100, "look_up": 500, "decision": 5000}
COUNTY = 5_000_000
# What the plots show besides: parties of smaller counties, and so many of each measure (no plane of a matter needs two words).
SMALLER_COUNTIES = (10_000, 200_000, 1_000_000)
COPIES = (2, 4, 8, 16)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default="all", help="all, none, or names with commas: " + ", ".join(peer.name for peer in engines.PEERS))
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seed", type=int, default=48)
    parser.add_argument("--date", default="2019-09-16")
    parser.add_argument("--parties", type=int, default=COUNTY, help="of the largest county; 0: no look-ups and decisions")
    parser.add_argument("--minutes", type=float, default=14, help="no new engine is begun after this")
    parser.add_argument("--programs", type=pathlib.Path, default=engines.ROOT / "build/release/bin")
    parser.add_argument("--out", type=pathlib.Path, default=engines.ROOT / "build/bench")
    parser.add_argument("--record", action="store_true", help="into docs/performance.md")
    return parser.parse_args()


class Run:
    def __init__(self, options):
        self.options = options
        self.rules = engines.ROOT / "rules/xinan-2019-48"
        self.inputs = options.out / "input"
        self.truth = self.inputs / "truth.txt"
        self.plumb = options.programs / "plumb_peers_decide"
        self.began = time.monotonic()

    def late(self):
        return time.monotonic() - self.began > self.options.minutes * 60

    def export(self):
        o = self.options
        subprocess.run([o.programs / "plumb_peers_export", self.rules, self.inputs, str(o.requests), str(o.seed), o.date], check=True)
        return json.loads((self.inputs / "rules.json").read_text(encoding="utf-8"))

    def driver(self, work, evaluator, count=None, threads=1, parties=0, copies=1):
        o = self.options
        results, count = o.out / f"plumb.{work}.{evaluator}.results", count or o.requests
        command = engines.plumb_command(self.plumb, self.rules, count, o.seed, o.date, results, work, evaluator, threads, parties, copies)
        truth = self.truth if work in ("resolved", "original") else None  # the program compares the other works itself
        return engines.start(f"Plumb ({evaluator})", command, results, count, truth, copies)

    def evaluators(self):
        """Those of this build, the fastest first."""
        return [name for name in ("native", "columnar", "reference") if engines.has_evaluator(self.plumb, self.rules, name)[0]]

    def peer(self, peer, plumb):
        """One peer and Plumb in turn."""
        found = {"name": peer.name, "title": peer.title, "how": peer.how, "version": peer.version_text(), "licence": peer.licence,
                 "requests": min(peer.requests, self.options.requests)}
        try:
            target = engines.build(peer, self.options.out)
        except engines.Unavailable as why:
            return found | {"skipped": str(why)}
        if self.late():
            return found | {"skipped": f"the run's {self.options.minutes:g} minutes were over"}
        results = self.options.out / f"{peer.name}.results"
        command = engines.peer_command(peer, target, self.inputs, results, found["requests"])
        with engines.start(peer.title, command, results, found["requests"], self.truth, folder=target) as driver:
            for _ in range(peer.warm_up):
                driver.nanoseconds()
            rounds = [(*driver.nanoseconds(), plumb.nanoseconds()[0]) for _ in range(self.options.rounds)]
        found["rounds"] = [{"peer": a, "peer_with_collector": all_threads, "plumb": b} for a, all_threads, b in rounds]
        middle = statistics.median
        return found | {"ns": middle(a for a, _, _ in rounds), "all_ns": middle(a for _, a, _ in rounds), "plumb_ns": middle(b for _, _, b in rounds),
                        "ratio": middle(a / b for a, _, b in rounds), "all_ratio": middle(a / b for _, a, b in rounds)}

    def work(self, title, work, evaluator, goal=False, **how):
        found = {"title": title, "work": work, "evaluator": evaluator, "threads": how.get("threads", 1), "parties": how.get("parties", 0),
                 "copies": how.get("copies", 1)}
        if self.late():
            return found | {"skipped": f"the run's {self.options.minutes:g} minutes were over"}
        with self.driver(work, evaluator, **how) as driver:
            rounds = [driver.nanoseconds()[0] for _ in range(self.options.rounds)]
        print(f"  Plumb, {evaluator}: {title}: {report.time_text(statistics.median(rounds))}", file=sys.stderr)
        return found | {"ns": statistics.median(rounds), "rounds": rounds} | ({"goal_ns": PLUMB_GOALS[work]} if goal else {})

    def works(self, evaluators):
        best = evaluators[0]
        for evaluator in evaluators:
            few = {"count": min(self.options.requests, 100_000)} if evaluator == "reference" else {}
            yield self.work("planes of all measures", "resolved", evaluator, evaluator == best, **few)
        for threads in range(2, (os.cpu_count() or 1) + 1):  # more of them than cores would only wait
            yield self.work("planes of all measures", "resolved", best, threads=threads)
        for copies in COPIES:
            for evaluator in evaluators[:2]:
                yield self.work(f"planes of all measures, {copies} of each", "resolved", evaluator, copies=copies, count=min(self.options.requests, 200_000))
        yield self.work("the rule set as it stands, triggers in place of resolved facts", "original", best)
        if self.options.parties:
            for parties in sorted({min(n, self.options.parties) for n in (*SMALLER_COUNTIES, COUNTY)}):
                yield self.work(f"the party looked up among {parties:,}, sixteen requests at a time", "look_up", best, parties == self.options.parties, parties=parties,
                                count=min(self.options.requests, 500_000))
            for evaluator in dict.fromkeys((best, "reference")):
                yield self.work(f"decision and explanation as JSON, {min(100_000, self.options.parties):,} parties", "decision", evaluator, evaluator == best,
                                parties=min(100_000, self.options.parties), count=min(self.options.requests, 20_000))

    def everything(self):
        o = self.options
        rules = self.export()
        evaluators = self.evaluators()
        described = machine.describe() | {"load": machine.load()}
        found = {"when": datetime.date.today().isoformat(), "machine": described, "measures": len(rules["measures"]), "groups": len(rules["groups"]),
                 "requests": o.requests, "seed": o.seed, "date": o.date, "rounds": o.rounds, "rules_digest": rules["digest"], "evaluator": evaluators[0], "peers": []}
        chosen = [peer for peer in engines.PEERS if o.peers == "all" or peer.name in o.peers.split(",")]
        if chosen:
            with self.driver("resolved", evaluators[0]) as plumb:
                plumb.nanoseconds()
                for peer in chosen:
                    found["peers"].append(self.peer(peer, plumb))
                    last = found["peers"][-1]
                    told = f"skipped: {last['skipped']}" if "skipped" in last else f"{report.time_text(last['ns'])}, {last['ratio']:.0f} × Plumb"
                    print(f"  {peer.title} {last['version']}: {told}", file=sys.stderr)
        found["plumb"] = list(self.works(evaluators))
        return found


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    known = {"all", "none", *(peer.name for peer in engines.PEERS)}
    if unknown := set(options.peers.split(",")) - known:
        raise SystemExit(f"no such peers: {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}")
    try:
        found = Run(options).everything()
    except engines.Wrong as why:
        print(f"bench/peers: {why}", file=sys.stderr)
        return 1
    text = report.markdown(found)
    (options.out / "point.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (options.out / "point.md").write_text(text, encoding="utf-8")
    plotted = report.plot(found, options.out / "point.svg")
    print(text + ("" if plotted else "\nNo plot: matplotlib is not there.\n"))
    if options.record:
        report.record(engines.ROOT / "docs/performance.md", text, options.out / "point.svg" if plotted else None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
