#!/usr/bin/env python3
"""Counts what decisions and a sweep came to, and picks three requests worth explaining.

    summary.py REQUESTS DECISIONS SWEEP CHOSEN

Prints tables to standard output; writes the three requests to CHOSEN (NDJSON).
"""
import collections
import json
import sys


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


SHOWN = 12  # rows of a table; the rest is one line
STATUS = {"applies": "适用", "undetermined": "不能确定", "permitted": "已获准许"}


def table(title, counts):
    print(f"\n{title}")
    rows = counts.most_common()
    for name, count in rows[:SHOWN]:
        print(f"  {count:>8}  {name}")
    if len(rows) > SHOWN:
        print(f"  {sum(count for _, count in rows[SHOWN:]):>8}  in {len(rows) - SHOWN} others / 其余 {len(rows) - SHOWN} 种")


def main():
    requests, decisions, sweep = (lines(path) for path in sys.argv[1:4])
    errors = sum("error" in d for d in decisions)
    decided = [d for d in decisions if "error" not in d]
    closed = sum(d["outcome"] == d["at_most"] for d in decided)
    print(f"{len(decisions)} requests: {len(decided)} decided, {errors} refused with an error; {closed} closed, {len(decided) - closed} open for want of facts")
    table("outcome of each request (结论)", collections.Counter(d["outcome"] for d in decided))
    table("measures that apply (措施)", collections.Counter(m["title"] for d in decided for m in d["measures"] if m["status"] == "applies"))
    print(f"\nsweep: {len(sweep)} lines")
    table("sweep: measure and status (清查)", collections.Counter(f'{m["title"]} · {STATUS[m["status"]]}' for m in sweep))

    def first(test):
        return next((i for i, d in enumerate(decisions) if "error" not in d and any(test(m) for m in d["measures"])), None)

    chosen = [
        first(lambda m: m["status"] == "applies" and any(t["direction"] == "debtor" for t in m["triggers"])),
        first(lambda m: m["status"] == "undetermined" and any(t["state"] == "expired" for t in m["triggers"])),
        first(lambda m: m["status"] == "permitted"),
    ]
    missing = [name for name, index in zip(("a debtor organisation's officer", "an expired entry", "a court's permit"), chosen) if index is None]
    if missing:
        sys.exit(f"the county holds no decision about {', '.join(missing)}")
    with open(sys.argv[4], "w", encoding="utf-8") as out:
        for index in chosen:
            out.write(json.dumps(requests[index], ensure_ascii=False) + "\n")


main()
