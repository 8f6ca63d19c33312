"""What the program says, beside what the model says. A part of the driver."""
import csv
import io
import json
import pathlib
import random
from collections import Counter

import lists
import program
import reading
from judge import MEASURE, Judge, order

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "examples/quickstart/rules"
FIELDS = {"lodging": {"star_rating": 4}, "credit": {"amount": "600000.00"}}
# Kinds of findings that the model works out: what was recorded, and two of what the clocks show.
OF_RECORDS = {"entry_on_minor", "contradicting_records", "listed_after_removal", "removal_without_entry", "absent_from_full_push", "retention_of_wrongly_made_entry"}
CLOCKS = {"omitted_removal", "late_removal"}


class Disagreement(Exception):
    """Program and model say different things."""


class Comparing:
    """Of the driver's program, model and world. Each check raises Disagreement."""

    def _compare(self, when, state, known_at):
        found, findings = program.facts(self.program.database, known_at)
        for table, rows in state.tables.items():
            expected = set(rows.values())
            if found[table] != expected:
                self._differ(f"{when}: {table}", found[table], expected)
            self.counts["rows compared"] += len(expected)
        by_clocks = {(kind, about) for kind, about in findings if kind in CLOCKS and about.split("|")[0] not in state.stepped}
        findings = {finding for finding in findings if finding[0] in OF_RECORDS}
        if findings != state.findings:
            self._differ(f"{when}: findings", findings, state.findings)
        if known_at is None and by_clocks != set(state.kept):
            self._differ(f"{when}: findings of removals not in time, as kept", by_clocks, set(state.kept))
        self.counts["findings kept compared"] += len(by_clocks)
        self.counts["states compared"] += 1

    def _compare_exports(self, when):
        """What the program writes as import files, row by row."""
        for table, rows in self.model.state.tables.items():
            _, out, _ = self.program.run("registry", "export", self.program.database, table, "--reveal")
            found = {tuple(self._cell(table, column, row[column]) for column in reading.COLUMNS[table]) for row in csv.DictReader(io.StringIO(out))}
            if found != set(rows.values()):
                self._differ(f"{when}: export of {table}", found, set(rows.values()))
            self.counts["rows exported"] += len(found)

    @staticmethod
    def _cell(table, column, text):
        if column == "publishable":
            return text == "true"
        return text or None

    def _compare_lists(self, day):
        """What is to be looked at, the public list, and the removals that are due."""
        _, out, _ = self.program.run("registry", "findings", self.program.database, "--format", "json", "--reveal")
        found = Counter((finding["kind"], finding["party"]) for finding in json.loads(out) if finding["kind"] in OF_RECORDS)
        expected = Counter((kind, about.split("|")[1]) for kind, about in self.model.state.findings)
        if found != expected:
            self._differ(f"{day}: findings as listed", set(found.items()), set(expected.items()))
        path = self.folder / "public.json"
        self.program.run("registry", "publish", self.program.database, "--as-of", day, "--format", "json", "-o", path)
        shown = json.loads(path.read_text())
        entries, removals = lists.published(self.model.state, day)
        found = {tuple(sorted(entry.items())) for entry in shown["entries"]}
        if found != entries:
            self._differ(f"{day}: the public list", found, entries)
        announced = {(removal["case_no"], removal["removed_on"]) for removal in shown["removals"]}
        if announced != removals:
            self._differ(f"{day}: announced removals", announced, removals)
        self.counts["entries published"] += len(entries)
        expected, stepped = lists.due_removals(self.model.state, day)
        _, out, _ = self.program.run("registry", "due", self.program.database, "--rules", ROOT / "rules/xinan-2019-48", "--as-of", day, "--ahead", lists.AHEAD, "--format",
                                     "csv", "--reveal")
        found = {(row["case_no"], row["party"], row["published_on"], row["by"], row["status"] == "overdue") for row in csv.DictReader(io.StringIO(out))
                 if row["what"] == "removal" and row["case_no"] not in stepped}
        due = {(*key, by, by < day) for key, by in expected.items()}
        if found != due:
            self._differ(f"{day}: removals due", found, due)
        self.counts["removals due"] += len(due)

    @staticmethod
    def _differ(where, found, expected):
        lines = [f"{where}: {len(found - expected)} that the model has not, {len(expected - found)} that the program has not"]
        lines += [f"  program: {row}" for row in sorted(found - expected, key=repr)[:5]]
        lines += [f"  model:   {row}" for row in sorted(expected - found, key=repr)[:5]]
        raise Disagreement("\n".join(lines))

    def _requests(self, day):
        """Questions about parties that something is recorded of, and about some of whom nothing is."""
        drawn = random.Random(f"{self.options.seed}/{day}")
        asked = drawn.sample(self.world.interesting, min(self.options.sample, len(self.world.interesting)))
        asked += [values[0] for values in drawn.sample(sorted(self.model.state.tables["relations"].values(), key=repr)[:2000], 10)]
        asked += drawn.sample(self.world.firms, 5)
        requests = [{"id": f"{n}/{matter}", "party": party, "matter": matter, "date": str(day), "fields": FIELDS[matter]}
                    for n, party in enumerate(asked) for matter in ("lodging", "credit")]
        for n, party in enumerate(party for party in asked if party.startswith("91")):
            granted = self.world.start.replace(month=drawn.randint(1, 12), day=drawn.randint(1, 28)).isoformat()
            requests.append({"id": f"{n}/honour", "party": party, "matter": "honour", "stage": "holding", "date": str(day), "fields": {"granted_on": granted}})
        return requests

    def _decide(self, day):
        self.samples[str(day)] = self._requests(day)
        self._ask(str(day), self.model.state, self.samples[str(day)], ())

    def _ask(self, when, state, requests, options):
        lines = "".join(json.dumps(request, ensure_ascii=False) + "\n" for request in requests)
        self.program.moment = self.program.moment or "2021-01-01 00:00:00"
        _, out, _ = self.program.run("decide", "--rules", RULES, "--registry", self.program.database, *options, "-", stdin=lines)
        judge = Judge(state)
        for request, line in zip(requests, out.splitlines(), strict=True):
            decision = json.loads(line)
            said = [(m["status"], m["missing"],
                     sorted(((t["case_no"], t["listed"], t["direction"], t["role"], t["state"], t["objection"]) for t in m["triggers"]), key=order))
                    for m in decision["measures"] if m["measure"] == MEASURE[request["matter"]]]
            expected = judge.decide(request["party"], request["matter"], request["date"], request["fields"].get("granted_on"))
            if said != ([expected] if expected is not None else []):
                raise Disagreement(f"{when}: {json.dumps(request, ensure_ascii=False)}\n  program: {said}\n  model:   {expected}\n  whole: {line}")
            self.counts["decisions"] += 1
            self.counts[f"decisions: {expected[0] if expected else 'not mentioned'}"] += 1
        if judge.state.synchronised != decision["registry"]["synchronised"]:
            raise Disagreement(f"{when}: synchronised {decision['registry']['synchronised']}, the model says {judge.state.synchronised}")
