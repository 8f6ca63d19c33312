#!/usr/bin/env python3
"""The model and the world by themselves: what the specification says, worked out by hand, and that a seed gives the same year."""
import datetime
import hashlib
import json
import os
import random
import subprocess
import sys
import unittest

import pushes
import reading
from judge import Judge
from model import Model
from reading import ENTRY
from world import World

COURT, CASE, DEBTOR = "样例县人民法院", "（2021）豫0399执1号", "410399198503121236"
HEADER = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,removal_ground,objection\n"


def record(published="2021-02-01", **more):
    return {"caseCode": CASE, "cardNum": DEBTOR, "iname": "张三", "courtName": COURT, "publishDate": published, "duty": "偿还借款", **more}


def removal(on="2021-03-01", **more):
    return {"caseCode": CASE, "cardNum": DEBTOR, "撤销时间": on, "撤销事由": "履行完毕", **more}


def ndjson(*records):
    return [("push.ndjson", "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode())]


class Pushes(unittest.TestCase):
    def setUp(self):
        self.model = Model()

    def push(self, day, *records, full=False):
        return self.model.take_push(ndjson(*records), full, day)

    def entries(self):
        """published_on → (removed_on, duty)."""
        return {values[ENTRY["published_on"]]: (values[ENTRY["removed_on"]], values[ENTRY["duty"]]) for values in self.model.state.tables["entries"].values()}

    def findings(self):
        return sorted(kind for kind, _ in self.model.state.findings)

    def test_a_removal_closes_the_entry_and_a_later_publication_is_another(self):
        self.push("2021-02-01", record())
        self.push("2021-03-01", removal())
        self.push("2021-04-01", record("2021-04-01"))
        self.assertEqual(self.entries(), {"2021-02-01": ("2021-03-01", "偿还借款"), "2021-04-01": (None, "偿还借款")})
        self.assertEqual(self.findings(), [])

    def test_an_older_push_overrides_nothing(self):
        self.push("2021-02-10", record(duty="新"))
        self.push("2021-02-05", record(duty="旧"))
        self.assertEqual(self.entries(), {"2021-02-01": (None, "新")})

    def test_a_removal_before_its_entry_waits(self):
        self.push("2021-03-01", removal())
        self.assertEqual(self.findings(), ["removal_without_entry"])
        self.push("2021-02-01", record())
        self.assertEqual((self.entries(), self.findings()), ({"2021-02-01": ("2021-03-01", "偿还借款")}, []))

    def test_listed_once_more_after_a_removal_it_stays_removed(self):
        self.push("2021-02-01", record())
        self.push("2021-03-01", removal())
        self.push("2021-03-05", record(age="40"))
        self.assertEqual((self.entries()["2021-02-01"][0], self.findings()), ("2021-03-01", ["listed_after_removal"]))

    def test_of_contradicting_records_the_last_counts(self):
        self.push("2021-02-01", record(duty="甲"), record(duty="乙"), record(duty="乙"))
        self.assertEqual((self.entries(), self.findings()), ({"2021-02-01": (None, "乙")}, ["contradicting_records"]))

    def test_the_same_bytes_of_the_same_day_are_passed_over(self):
        self.push("2021-02-01", record())
        self.push("2021-03-01", removal())
        self.assertEqual(self.push("2021-02-01", record()), {"push.ndjson": {"sent_before": 1}})
        self.assertEqual(self.findings(), [])
        self.push("2021-03-09", record())
        self.assertEqual(self.findings(), ["listed_after_removal"])

    def test_left_out_of_a_full_push(self):
        others = [record(caseCode=f"（2021）豫0399执{n}号") for n in range(2, 102)]
        self.push("2021-02-01", record(), *others)
        self.push("2021-02-20", *others, full=True)  # one of 101: within a hundredth
        removed = {key[0]: values[ENTRY["removed_on"]] for key, values in self.model.state.tables["entries"].items() if values[ENTRY["removed_on"]]}
        self.assertEqual(removed, {CASE: "2021-02-20"})
        self.push("2021-02-21", record(duty="又"))
        self.assertEqual(self.model.state.tables["entries"][CASE, DEBTOR, "2021-02-01"][ENTRY["removed_on"]], None)
        self.push("2021-03-20", *others[:50], full=True)  # half of the list: proposed
        self.assertEqual(self.findings(), ["absent_from_full_push"] * 51)
        self.push("2021-03-21", record(duty="还在"))
        self.assertEqual(self.model.take_confirmation("2021-03-20", dismiss=False), 50)
        removed = [key[0] for key, values in self.model.state.tables["entries"].items() if values[ENTRY["removed_on"]] == "2021-03-20"]
        self.assertEqual((len(removed), CASE in removed, self.findings()), (50, False, []))

    def test_an_older_push_is_held_against_the_full_list(self):
        others = [record(caseCode=f"（2021）豫0399执{n}号") for n in range(2, 101)]
        self.push("2021-02-01", *others)
        self.push("2021-02-20", *others, full=True)
        self.push("2021-02-10", record())  # one of a hundred
        entries = self.model.state.tables["entries"]
        self.assertEqual(entries[CASE, DEBTOR, "2021-02-01"][ENTRY["removed_on"]], "2021-02-20")
        self.push("2021-02-11", record(caseCode="（2021）豫0399执200号"))  # another would be more than a hundredth
        self.assertEqual((entries["（2021）豫0399执200号", DEBTOR, "2021-02-01"][ENTRY["removed_on"]], self.findings()), (None, ["absent_from_full_push"]))
        self.push("2021-02-21", record(caseCode="（2021）豫0399执200号"))
        self.assertEqual(self.findings(), [])

    def test_dirt(self):
        self.push("2021-02-01", record("2021年02月01日", cardNum="４１０３９９８５０３１２１２３", caseCode="(2021)豫0399执1号 ", duty="暂无", regDate=1609430400))
        (values,) = self.model.state.tables["entries"].values()
        self.assertEqual([values[ENTRY[c]] for c in ("case_no", "party", "published_on", "duty", "filed_on")], [CASE, DEBTOR, "2021-02-01", None, "2021-01-01"])
        self.assertEqual(self.push("2021-02-02", record(publishDate="2021-02-30"), record(cardNum="不知道"))["push.ndjson"], {"refused": 2, "read": 2})

    def test_the_order_of_arrival_does_not_matter(self):
        """What the rules for late pushes are for, on random histories of two listings."""
        seen = set()
        for seed in range(300):
            drawn = random.Random(seed)
            said = []
            for day in range(1, 10):
                kind = drawn.choice(("entry", "entry", "removal"))
                published = drawn.choice(("2021-01-01", "2021-01-05"))
                said.append((f"2021-01-{day:02}", {"case_no": CASE, "party": DEBTOR, "published_on": published, "duty": str(day), "removed_on": None}
                             if kind == "entry" else {"case_no": CASE, "party": DEBTOR, "removed_on": f"2021-01-{day:02}"}, kind))
            results = []
            for _ in range(3):
                drawn.shuffle(said)
                case = pushes.Case([pushes.Statement(day, (arrival, 0), kind, r) for arrival, (day, r, kind) in enumerate(said)])
                results.append({published: listing.values for published, listing in case.listings.items()})
            self.assertEqual(results[0], results[1])
            self.assertEqual(results[0], results[2])
            seen.add(json.dumps(results[0]))
        self.assertGreater(len(seen), 50)


class Imports(unittest.TestCase):
    def setUp(self):
        self.model = Model()

    def take(self, name, text):
        return self.model.take_import([(name, text.encode())], "2021-01-01")[name]

    def test_rows(self):
        self.assertEqual(self.take("relations.csv", f"holder,role,organisation,from,to\n{DEBTOR},director,914103990000111219,2020/1/2,\n{DEBTOR},boss,914103990000111219,,\n"),
                         {"taken": 1, "overtaken": 0, "rejected": 1})
        self.assertEqual(list(self.model.state.tables["relations"].values()), [(DEBTOR, "director", "914103990000111219", "2020-01-02", None, None)])

    def test_minors_are_kept_aside(self):
        self.take("entries.csv", HEADER + f"{CASE},410399200503120019,{COURT},2021-02-01,,,,true,,,\n")
        self.assertEqual(({kind for kind, _ in self.model.state.findings}, self.model.state.tables["entries"]), ({"entry_on_minor"}, {}))
        self.assertEqual([reading.is_minor("410399200503120019", datetime.date(2023, 3, day)) for day in (11, 12)], [True, False])

    def test_retentions_of_wrongly_made_entries(self):
        self.take("entries.csv", HEADER + f"{CASE},{DEBTOR},{COURT},2020-02-01,,,2020-09-01,true,,履行完毕,\n")
        retention = f"case_no,party,measure,until,basis\n{CASE},{DEBTOR},luxury_lodging,2021-06-01,某法\n"
        self.take("retentions.csv", retention)
        self.assertEqual(len(self.model.state.tables["retentions"]), 1)
        self.take("entries.csv", HEADER + f"{CASE},{DEBTOR},{COURT},2020-02-01,,,2020-09-01,true,,错误纳入,\n")
        self.assertEqual((self.model.state.tables["retentions"], len(self.model.state.findings)), ({}, 1))
        self.assertEqual(self.take("retentions.csv", retention)["rejected"], 1)

    def test_known_then(self):
        self.take("parties.csv", f"id,kind,name\n{DEBTOR},person,张三\n")
        self.model.close_day("2021-01-01")
        self.model.take_backup()
        self.take("parties.csv", f"id,kind,name\n{DEBTOR},person,张四\n")
        self.model.take_restore()
        self.model.close_day("2021-01-02")
        self.take("parties.csv", f"id,kind,name\n{DEBTOR},person,张五\n")
        self.model.close_day("2021-01-03")
        self.assertEqual([state.tables["parties"][(DEBTOR,)][2] for _, state in self.model.known_then()], ["张三", "张三", "张五"])


class TakenBack(unittest.TestCase):
    SAID = {"case_no": CASE, "party": DEBTOR, "published_on": "2021-02-01", "on": "2021-03-01", "by": COURT, "document": "通1"}

    def setUp(self):
        self.model = Model()
        self.entry(",,true,,,")

    def entry(self, rest):
        """`rest`: ground_on, removed_on and whatever stands behind."""
        self.model.take_import([("entries.csv", (HEADER + f"{CASE},{DEBTOR},{COURT},2021-02-01,,{rest}\n").encode())], None)

    def stands(self, *columns):
        (values,) = self.model.state.tables["entries"].values()
        return [values[ENTRY[column]] for column in columns]

    def test_a_step(self):
        term = {**self.SAID, "command": "step", "kind": "term", "until": "2021-09-01"}
        self.model.take_by_hand(term)
        self.assertEqual(self.stands("expires_on"), ["2021-09-01"])
        self.assertEqual(self.model.take_by_hand({**term, "withdraw": True}), set())
        self.assertEqual((self.stands("expires_on"), self.model.state.tables["events"]), ([None], {}))

    def test_a_binding_gives_and_takes_the_steps_of_another_document(self):
        passport, header = "E12345678", "case_no,party,published_on,kind,on,until,by,document,detail\n"
        self.model.take_import([("events.csv", (header + f"{CASE},{passport},2021-02-01,service,2021-02-03,,{COURT},通2,\n").encode())], None)
        binding = {"document": passport, "party": DEBTOR, "by": "王五", "basis": "核验"}
        seen = [self.stands("served_on")]
        for command in ("same", "split", "same"):
            self.model.take_by_hand({**binding, "command": command})
            seen.append(self.stands("served_on"))
        self.assertEqual(seen, [[None], ["2021-02-03"], [None], ["2021-02-03"]])
        # A command's step is kept for the party under which the entry stands, and stays there.
        self.model.take_by_hand({**self.SAID, "party": passport, "command": "step", "kind": "term", "until": "2021-09-01"})
        self.model.take_by_hand({**binding, "command": "split"})
        self.assertEqual(self.stands("served_on", "expires_on"), [None, "2021-09-01"])

    def test_what_a_list_tells_of_the_end_under_one_document_ends_it_under_the_other(self):
        passport = "E12345678"
        self.model.take_import([("entries.csv", (HEADER + f"{CASE},{passport},{COURT},2021-02-01,,,2021-03-01,true,,履行完毕,\n").encode())], None)
        binding = {"document": passport, "party": DEBTOR, "by": "王五", "basis": "核验"}
        ends = lambda: {key[1]: values[ENTRY["removed_on"]] for key, values in self.model.state.tables["entries"].items()}  # noqa: E731
        seen = [ends()[DEBTOR]]
        for command in ("same", "split"):
            self.model.take_by_hand({**binding, "command": command})
            seen.append(ends()[DEBTOR])
        self.assertEqual((seen, ends()[passport]), ([None, "2021-03-01", None], "2021-03-01"))

    def test_a_removal_that_a_table_told_too_goes_the_second_time(self):
        removal = {**self.SAID, "command": "remove", "kind": "shielded", "ground": "履行完毕", "ground_on": "2021-02-27"}
        self.model.take_by_hand(removal)
        self.assertEqual(self.stands("removed_on", "removal_kind", "ground_on"), ["2021-03-01", "shielded", "2021-02-27"])
        self.entry(",2021-03-01,true,,履行完毕,")
        told = [self.model.take_by_hand({**removal, "withdraw": True}) for _ in range(2)]
        self.assertEqual((told, self.stands("removed_on", "removal_kind", "ground_on")), ([{"removed_all_the_same"}, set()], [None, None, None]))

    def test_a_retention_stays_while_another_department_tells_it(self):
        retention = {**self.SAID, "command": "retain", "measure": "luxury_lodging", "until": "2021-06-01", "basis": "某法"}
        for by in ("甲局", "乙局"):
            self.model.take_by_hand({**retention, "by": by})
        counts = [(self.model.take_by_hand({**retention, "by": by, "withdraw": True}), len(self.model.state.tables["retentions"])) for by in ("甲局", "乙局")]
        self.assertEqual(counts, [({"stands_all_the_same"}, 1), (set(), 0)])

    def test_a_permit_of_a_step_leaves_what_a_table_told(self):
        header, permits = "party,target,from,to,document\n", self.model.state.tables["permits"]
        suspension = {**self.SAID, "command": "step", "kind": "suspension", "until": "2021-04-01"}
        self.model.take_by_hand(suspension)
        self.model.take_import([("permits.csv", (header + f"{DEBTOR},*,2021-03-01,2021-05-01,通1\n").encode())], None)
        self.assertEqual([values[3] for values in permits.values()], ["2021-04-01"])
        self.assertEqual(self.model.take_by_hand({**suspension, "withdraw": True}), {"stands_all_the_same"})
        self.assertEqual([values[3] for values in permits.values()], ["2021-05-01"])


class Decisions(unittest.TestCase):
    FIRM, HEAD = "914103990000111219", "410399197001010018"

    def judge(self, entry, *more):
        model = Model()
        model.take_import([("entries.csv", (HEADER + entry).encode()),
                           ("relations.csv", f"holder,role,organisation,from,to\n{self.HEAD},legal_representative,{self.FIRM},2020-05-01,2021-05-01\n".encode()),
                           ("parties.csv", f"id,kind,name\n{self.FIRM},organisation,甲公司\n{self.HEAD},person,王五\n".encode()), *more], None)
        return Judge(model.state)

    def states(self, judge, party, matter="lodging"):
        days = ("2021-01-31", "2021-02-01", "2021-04-01", "2021-05-01", "2021-06-01")
        return [(d[0], [t[4] for t in d[2]]) if (d := judge.decide(party, matter, day)) else None for day in days]

    def test_states_of_an_entry(self):
        entry = f"{CASE},{self.FIRM},{COURT},2021-02-01,2021-05-01,2021-04-01,,true,,,2021-04-01–2021-04-02\n"
        judge = self.judge(entry)
        self.assertEqual(self.states(judge, self.FIRM), [None, ("applies", ["active"]), ("applies", ["removal_due"]), ("undetermined", ["expired"]), ("undetermined", ["expired"])])
        # The representative left on the day on which the term ran out.
        self.assertEqual(self.states(judge, self.HEAD)[2:4], [("applies", ["removal_due"]), None])
        self.assertEqual([judge.decide(self.FIRM, "lodging", day)[2][0][5] for day in ("2021-04-01", "2021-04-02")], [True, False])

    def test_retentions_and_permits(self):
        entry = f"{CASE},{self.FIRM},{COURT},2021-02-01,,,2021-04-01,true,{DEBTOR},履行完毕,\n"
        judge = self.judge(entry, ("retentions.csv", f"case_no,party,measure,until,basis\n{CASE},{self.FIRM},luxury_lodging,2021-05-01,某法\n".encode()),
                           ("permits.csv", f"party,target,from,to,document\n{self.FIRM},*,2021-03-01,2021-05-01,准许\n".encode()))
        self.assertEqual(self.states(judge, self.FIRM), [None, ("applies", ["active"]), ("permitted", ["retained"]), ("applies", ["retained"]), None])
        self.assertEqual(self.states(judge, DEBTOR), [None, ("applies", ["active"]), None, None, None])

    def test_masked_records_make_nobody_certain(self):
        judge = self.judge(f"{CASE},4103991970****0018,{COURT},2021-02-01,,,,true,,,\n")
        self.assertEqual(judge.decide(self.HEAD, "credit", "2021-03-01"), ("undetermined", ["party.id"], []))
        self.assertEqual(judge.decide(DEBTOR, "credit", "2021-03-01"), None)

    def test_listed_on_the_day_of_an_honour(self):
        judge = self.judge(f"{CASE},{self.HEAD},{COURT},2021-02-01,,,,true,,,\n")
        self.assertEqual([judge.decide(self.FIRM, "honour", "2021-04-01", granted) is not None for granted in ("2021-02-01", "2021-02-02", "2020-04-30")],
                         [False, True, False])


class Worlds(unittest.TestCase):
    def test_a_seed_gives_the_same_year(self):
        digests = set()
        for hashing in ("1", "2"):
            done = subprocess.run([sys.executable, __file__, "digest"], env={**os.environ, "PYTHONHASHSEED": hashing}, stdout=subprocess.PIPE, check=True)
            digests.add(done.stdout)
        self.assertEqual(len(digests), 1)

    def test_a_year_has_everything_in_it(self):
        world, model = World(600, 365, seed=14), Model()
        begun = world.beginning()
        model.take_import(begun.files, begun.day)
        kinds, taken_back, closed, late, empty = set(), set(), set(), 0, 0
        for day, acts in world.days():
            empty += not acts
            for act in acts:
                kinds.add(act.kind + " full" * act.full)
                if act.kind == "import":
                    model.take_import(act.files, act.day)
                elif act.kind == "push":
                    late += act.day < day.isoformat()
                    model.take_push(act.files, act.full, act.day)
                elif act.kind == "hand":
                    stands = model.take_by_hand(act.said)
                    taken_back |= {(act.said["command"], *stands)} if act.said.get("withdraw") else set()
                elif act.kind == "keep":
                    model.take_keeping(act.day)
                elif act.kind == "close":
                    closed.add((model.take_closing(act.said["draw"]) or ("nothing",))[0])
                elif act.kind == "confirm":
                    model.take_confirmation(act.day, act.dismiss)
            model.close_day(day.isoformat())
        self.assertEqual(kinds, {"import", "push", "push full", "confirm", "hand", "keep", "close", "backup", "restore"})
        self.assertGreaterEqual(taken_back, {("step",), ("remove",), ("permit",), ("retain",), ("remove", "removed_all_the_same"), ("retain", "stands_all_the_same"),
                                             ("step", "stands_all_the_same")})
        self.assertGreaterEqual(closed, {"entry_on_minor", "contradicting_records", "listed_after_removal", "omitted_removal", "late_removal"})
        self.assertGreater(late, 10)
        self.assertGreater(empty, 20)
        self.assertTrue(all(model.state.counts().values()), model.state.counts())
        ever = {kind for _, _, opened, _, _ in model.days for kind, _ in opened}
        self.assertEqual(ever, {"entry_on_minor", "contradicting_records", "listed_after_removal", "removal_without_entry", "absent_from_full_push",
                                "retention_of_wrongly_made_entry"})


def digest():
    """Of all files of a short year."""
    world = World(200, 60)
    found = hashlib.sha256()
    for act in [world.beginning(), *(act for _, acts in world.days() for act in acts)]:
        for name, data in act.files:
            found.update(name.encode() + data)
    return found.hexdigest()


if __name__ == "__main__":
    if sys.argv[1:] == ["digest"]:
        print(digest())
    else:
        unittest.main(verbosity=1)
