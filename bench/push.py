#!/usr/bin/env python3
"""How fast pushes of the court go into a registry, and whether a push costs more where much is known already.

    python3 bench/push.py [--program build/release/bin/plumb] [--records 200000] [--parts 5] [--json FILE]

Made-up records, a debtor each, in parts of as many: incremental pushes of one day after the other into one registry. Then the whole list once more as
a full push in which nothing is new. Dates, numbers and nothings are written as courts write them, so that every record has something to
normalise and to keep beside it. A change is a row of the change log: an identifier, a party or an entry that was not there. Foreign keys, indexes and the journal are on as always; afterwards the counts must add up and the journal
is verified whole.
"""
import argparse
import json
import pathlib
import random
import re
import sqlite3
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"


def resident_number(serial):
    """The serial-th of a region that was never assigned, with its check digit; a new one for each serial below 9 million."""
    day, order = divmod(serial, 1000)
    body = f"410399{1950 + day // 336}{day // 28 % 12 + 1:02}{day % 28 + 1:02}{order:03}"
    return body + CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS)) % 11]


def record(serial, draw):
    return json.dumps({
        "caseCode": f"(2019)豫0399执{serial + 1}号", "cardNum": resident_number(serial), "iname": "某" + chr(0x4E00 + draw.randrange(5000)),
        "age": str(draw.randrange(20, 70)), "sexy": "男", "courtName": "样例县人民法院", "areaName": "河南", "partyTypeName": "0",
        "gistId": f"（2018）豫0399民初{serial}号", "regDate": "20190101", "gistUnit": "样例县人民法院", "duty": f"偿还借款{draw.randrange(10**6)}元",
        "performance": "全部未履行", "performedPart": "暂无", "disruptTypeName": "有履行能力而拒不履行", "publishDate": f"2019年04月{draw.randrange(1, 29):02}日"},
        ensure_ascii=False)


def pushed(plumb, database, path, day, records, *more):
    """Records a second of a push, and what became of them."""
    begun = time.perf_counter()
    done = subprocess.run([plumb, "registry", "import", database, path, "--format", "court", "--synchronised", day, "--lang", "en", *more],
                          check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    seconds = time.perf_counter() - begun
    fates = {word: int(count) for word, count in re.findall(r"(taken|unchanged|overtaken|late|removed|waiting|set aside|rejected) (\d+)", done.stdout)}
    assert sum(fates.values()) == records, done.stdout
    return records / seconds, fates


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bin/plumb")
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--parts", type=int, default=5)
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    plumb, draw, each = str(options.program.resolve()), random.Random(48), options.records // options.parts
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        database = str(folder / "county.db")
        subprocess.run([plumb, "registry", "init", database], check=True, stdout=subprocess.DEVNULL)
        rates = []
        with open(folder / "all.ndjson", "w", encoding="utf-8") as whole:
            for part in range(options.parts):
                lines = "".join(record(part * each + i, draw) + "\n" for i in range(each))
                path = folder / f"part-{part}.ndjson"
                path.write_text(lines, encoding="utf-8")
                whole.write(lines)
                rate, fates = pushed(plumb, database, str(path), f"2019-05-{part + 1:02}", each)
                assert fates["taken"] == each, fates
                rates.append(rate)
                print(f"push {part + 1}: {each:,} records, {rates[-1]:,.0f} a second", flush=True)
        with sqlite3.connect(database) as changes:
            ((logged,),) = changes.execute("SELECT count(*) FROM journal WHERE subject IN ('identifiers', 'parties', 'entries')").fetchall()
        changes.close()
        again, fates = pushed(plumb, database, str(folder / "all.ndjson"), "2019-06-01", each * options.parts, "--push", "full")
        assert fates["unchanged"] == each * options.parts, fates
        subprocess.run([plumb, "registry", "verify", database], check=True, stdout=subprocess.DEVNULL)
    rate = len(rates) / sum(1 / one for one in rates)
    out = {"records": each * options.parts, "records_per_second": rates, "changes_per_second": rate * logged / (each * options.parts),
           "last_to_first": rates[-1] / rates[0], "whole_list_again": again}
    print(f"new: {rate:,.0f} records a second, {out['changes_per_second']:,.0f} changes in the log; the last push at {out['last_to_first']:.2f} × the first's rate; "
          f"the whole list again: {again:,.0f} a second")
    if options.json:
        options.json.write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
