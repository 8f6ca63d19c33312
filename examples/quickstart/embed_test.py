#!/usr/bin/env python3
"""embed_test.py QUICKSTART: the example decides what its rules promise, and fails as it should."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PERSON, COMPANY = "410399198503121236", "914103990000111219"
FILES = {
    "parties.csv": f"id,kind,name,sector\n{PERSON},person,张三,\n{COMPANY},organisation,甲公司,other\n",
    "relations.csv": f"holder,role,organisation,from,to,share\n{PERSON},legal_representative,{COMPANY},2018-01-01,,\n",
    "entries.csv": f"case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible\n（2020）豫0399执1号,{COMPANY},样例县人民法院,2020-06-01,,,,true,\n",
}
REQUESTS = [
    {"id": "1", "party": PERSON, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 4}},
    {"id": "2", "party": PERSON, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 3}},
    {"id": "3", "party": COMPANY, "matter": "credit", "date": "2020-07-01", "fields": {}},
    {"id": "4", "party": PERSON, "matter": "lodging", "date": "2019-02-30"},
]


def run(rules, folder, *files):
    requests = "".join(json.dumps(r) + "\n" for r in REQUESTS)
    return subprocess.run([sys.argv[1], rules, folder / "county.db", *files], input=requests, capture_output=True, text=True)


with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(scratch)
    for name, text in FILES.items():
        (folder / name).write_text(text)
    done = run(HERE / "rules", folder, *(folder / name for name in FILES))
    assert (done.returncode, done.stderr) == (0, ""), done
    decisions = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(d.get("outcome"), d.get("at_most")) for d in decisions] == [("restrict", "restrict"), ("none", "none"), ("none", "strict_review"), (None, None)], decisions
    assert decisions[0]["measures"][0]["explanation"], decisions[0]
    assert decisions[2]["measures"][0]["missing"] == ["credit.amount"], decisions[2]
    assert decisions[3]["error"]["code"] == "request.date", decisions[3]
    again = run(HERE / "rules", folder, folder / "parties.csv")
    assert again.returncode == 3 and "[registry.exists]" in again.stderr, again
    nowhere = run(folder / "nowhere", folder, folder / "parties.csv")
    assert nowhere.returncode == 1 and "nowhere" in nowhere.stderr, nowhere

# The command of the README, from the top of the repository, as it is typed.
command = (HERE / "README.md").read_text().split("```\n")[1].replace("build/release/bin/quickstart", f"'{sys.argv[1]}'")
with tempfile.TemporaryDirectory() as scratch:
    for part in ("examples/quickstart/rules", "examples/county"):
        shutil.copytree(HERE.parents[1] / part, pathlib.Path(scratch, part))
    done = subprocess.run(["bash", "-c", command], cwd=scratch, capture_output=True, text=True)
    assert (done.returncode, done.stderr, json.loads(done.stdout)["outcome"]) == (0, "", "restrict"), done
