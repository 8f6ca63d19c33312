"""An independent recomputation of the registry: what it must hold after each act, and what it must have known on each earlier day.

Written from the specification of the registry, that of decisions, and docs/registry.md; it shares no code with the program.
A state is {table: {key: values}} in plain values, with open findings as (kind, subject). One thread.
"""
import datetime
import hashlib
from collections import Counter

import by_hand
import full_lists
import lists
import pushes
import reading
import steps
from reading import ENTRY

CLOSED_BY_PERSONS = {"contradicting_records", "listed_after_removal", "entry_on_minor", "retention_of_wrongly_made_entry"}
WRONGLY_MADE = ("wrongly_made", "错误纳入", "不应纳入")
REMOVAL_SHARE = 0.01  # of the live entries of its courts, that a full push may remove by leaving them out


def subject(row):
    return f"{row['case_no']}|{row['party']}|{row['published_on']}"


class State:
    """The facts as known now."""

    def __init__(self):
        self.tables = {table: {} for table in reading.COLUMNS}
        self.lists = {}  # what tables and pushes say of an entry: {key: {column: value}}; what stands is that with its steps over it
        self.beneath = {}  # {key of an entry: {column: what its lists say where a step counts}}
        self.steps = {}  # case number → {key: step}, in the order in which they were recorded
        self.cases = {}  # case number → keys of its entries
        self.told_permits = {}  # {key: what tables and commands say of a permit}; what stands is that with steps over it
        self.told_retentions = set()  # keys of those that a table told before any step did
        self.findings = set()
        self.contradictions = {}  # what a contradiction is about → columns of which two records said different things
        self.says = {}  # what a finding says besides what it is about
        self.closed = {}  # findings that a person closed → what they said
        self.kept, self.stepped = {}, set()  # of the clocks' findings as they were kept last: {(kind, subject): what it says}; the cases not spoken of
        self.synchronised = None
        self.said = {}  # (case, party) → [Statement]
        self.pushed = set()  # digests of the files that pushes brought
        self.full_lists = []

    def copy(self):
        other = State()
        other.tables = {table: dict(rows) for table, rows in self.tables.items()}
        other.lists = dict(self.lists)
        other.beneath = dict(self.beneath)
        other.steps = {case: dict(steps) for case, steps in self.steps.items()}
        other.told_permits, other.told_retentions = dict(self.told_permits), set(self.told_retentions)
        other.cases = {case: set(keys) for case, keys in self.cases.items()}
        other.findings, other.closed = set(self.findings), dict(self.closed)
        other.says, other.contradictions = dict(self.says), dict(self.contradictions)
        other.kept, other.stepped = dict(self.kept), set(self.stepped)
        other.synchronised = self.synchronised
        other.said = {case: list(statements) for case, statements in self.said.items()}
        other.pushed = set(self.pushed)
        other.full_lists = [full.copy() for full in self.full_lists]
        return other

    def party_of(self, identifier):
        """A document is whoever it is bound to."""
        row = self.tables["documents"].get((identifier,))
        return identifier if row is None else row[1]

    def entries_of(self, case_no, party=None):
        """The entries of a case, or those of one party in it, under whichever document: (key, values)."""
        entries, party = self.tables["entries"], party and self.party_of(party)
        return [(key, entries[key]) for key in self.cases.get(case_no, ()) if party is None or self.party_of(key[1]) == party]

    def listings_of(self, case_no, party, published_on):
        return [key for key, _ in self.entries_of(case_no, party) if key[2] == published_on]

    def made_wrongly(self, case_no, party):
        """Whether what a retention rests on was removed as wrongly made: the party's own entries of the case, or else all of them."""
        entries = self.entries_of(case_no, party) or self.entries_of(case_no)
        return bool(entries) and all(values[ENTRY["removed_on"]] is not None and values[ENTRY["removal_ground"]] is not None
                                     and any(word in values[ENTRY["removal_ground"]] for word in WRONGLY_MADE) for _, values in entries)

    def counts(self):
        return {table: len(rows) for table, rows in self.tables.items()}


class Model(by_hand.ByHand):
    """The registry over the year: apply acts in order, and close each day."""

    def __init__(self):
        self.state = State()
        self.touched = set()  # (table, key) of this day
        self.rebound = set()  # identifiers of parties that bindings changed
        self.recorded = []  # steps whose effects are not worked out yet
        self.arrivals = 0
        self.days = []  # (day, {(table, key): values or None}, findings opened, findings closed)
        self.findings_before = set()
        self.backup = None

    # Acts: each returns what became of its rows.

    def take_import(self, files, synchronised):
        """CSV and NDJSON in the import formats. {file: Counter of taken, unchanged, overtaken, rejected, set_aside}."""
        self.arrivals += 1
        # Entries before what rests on them, in whatever order the files are named.
        order = ["documents", "events", *reading.COLUMNS]
        told = {name: self._take_file(name, data) for name, data in sorted(files, key=lambda file: order.index(reading.table_of(file[0])))}
        self._follow_steps()
        self._end_retentions()
        self._synchronise(synchronised)
        return told

    def take_push(self, files, full, day):
        """A push of the court. {file: Counter of refused and read}; what a record changes is told by the state."""
        self.arrivals += 1
        told, said = {}, []
        for name, data in files:
            digest = hashlib.sha256(data).digest(), full, day
            if digest in self.state.pushed:
                told[name] = Counter(sent_before=1)
                continue
            records = reading.court_records(data)
            if not records or any(not isinstance(record, reading.Refused) for record in records):
                self.state.pushed.add(digest)
            told[name] = Counter(refused=sum(isinstance(record, reading.Refused) for record in records), read=len(records))
            said += [record for record in records if not isinstance(record, reading.Refused)]
        touched = self._say_all(self._last_of_each(said, day), day)
        if full and said:
            touched |= self._say_absent(said, day, may_remove=not any(counts["refused"] for counts in told.values()))
        full_lists.leave_out(self.state.full_lists, self.state.said, touched, day, self.arrivals, REMOVAL_SHARE)
        self._settle(touched)
        self._end_retentions()
        self._synchronise(day)
        return told

    def take_confirmation(self, day, dismiss):
        """Somebody decides on what the full push of a day left out. How many proposals that settles."""
        self.arrivals += 1
        cases = set()
        settled = 0
        for (case_no, party), statements in self.state.said.items():
            for published, listing in pushes.Case(statements).listings.items() if any(s.kind == "absent" for s in statements) else ():
                if listing.proposed == day:
                    kind = "dismissed" if dismiss else "carried"
                    statements.append(pushes.Statement(day, (self.arrivals, settled), kind, {"published_on": published}))
                    cases.add((case_no, party))
                    settled += 1
        self._settle(cases)
        return settled

    def take_keeping(self, day):
        """What the clocks show on a day is kept, and what was kept before and is settled goes."""
        kept, self.state.stepped = lists.removals_not_in_time(self.state, day)
        self.state.kept = {finding: says for finding, says in kept.items() if self.state.closed.get(finding, self) != says}
        return set()

    def take_closing(self, draw):
        """A person closes one of the findings that nothing else settles: which, or nothing. `draw`: from 0 to 1."""
        of_records, of_clocks = sorted({finding for finding in self.state.findings if finding[0] in CLOSED_BY_PERSONS}), sorted(self.state.kept)
        open_ones = of_clocks if draw < 0.5 else of_records
        if not open_ones:
            return None
        finding = open_ones[int(draw * 2 % 1 * len(open_ones))]
        self.state.closed[finding] = self.state.kept.pop(finding) if finding in self.state.kept else self.state.says.get(finding)
        self.state.findings.discard(finding)
        return finding

    def take_backup(self):
        self.backup = self.state.copy()

    def take_restore(self):
        """What the backup holds, again; of days that were closed since nothing may be forgotten, so it is of last night at the earliest."""
        for table, rows in self.state.tables.items():
            kept = self.backup.tables[table]
            self.touched |= {(table, key) for key in rows.keys() ^ kept.keys()}
            self.touched |= {(table, key) for key, values in rows.items() if kept.get(key) != values}
        self.state = self.backup.copy()

    def close_day(self, day):
        changes = {place: self.state.tables[place[0]].get(place[1]) for place in self.touched}
        findings = set(self.state.findings)
        self.days.append((day, changes, findings - self.findings_before, self.findings_before - findings, self.state.synchronised))
        self.findings_before = findings
        self.touched = set()

    def known_then(self):
        """Each day in turn, with the state as known at its end."""
        state = State()
        for day, changes, opened, closed, synchronised in self.days:
            for (table, key), values in changes.items():
                if values is None:
                    state.tables[table].pop(key, None)
                else:
                    state.tables[table][key] = values
            state.findings = (state.findings - closed) | opened
            state.synchronised = synchronised
            yield day, state

    # How that comes about.

    def _set(self, table, row):
        """True where the row says something new."""
        key = tuple(row[column] for column in reading.KEYS[table])
        values = tuple(row[column] for column in reading.COLUMNS[table])
        if self.state.tables[table].get(key) == values:
            return False
        if table == "events":
            of_case = self.state.steps.setdefault(row["case_no"], {})
            of_case.pop(key, None)  # recorded anew: the last of all
            of_case[key] = row
            self.recorded.append(row)
        self.state.tables[table][key] = values
        self.touched.add((table, key))
        if table == "entries":
            self.state.cases.setdefault(row["case_no"], set()).add(key)
        return True

    def _list(self, row):
        """An entry as a table or a push tells it. True where it now stands otherwise than before."""
        key = tuple(row[column] for column in reading.KEYS["entries"])
        self.state.lists[key] = row
        is_news = self._stand(key)
        for other in self.state.listings_of(*key):  # what lists tell of its end ends it under other documents too
            if other != key:
                self._stand(other)
        return is_news

    def _stand(self, key):
        """Brings an entry to what its lists say, with the removals told of it under other documents and its steps over that."""
        row = self.state.lists[key]
        told, otherwise, longer = steps.said(self._steps_of(key))
        stands = {**row, **told}
        if longer is not None:
            stands["expires_on"] = max(stands["expires_on"] or "", longer)
        others = [self.state.lists[other] for other in self.state.listings_of(*key) if other != key]
        for other in sorted((other for other in others if other["removed_on"]), key=lambda other: other["removed_on"])[:1]:
            if stands["removed_on"] is None or other["removed_on"] < stands["removed_on"]:
                stands["removed_on"] = other["removed_on"]
                stands.update({column: other[column] for column in ("removal_kind", "removal_ground") if stands[column] is None})
        ended = otherwise.pop("removed_on", None)
        if ended is not None and (stands["removed_on"] is None or ended < stands["removed_on"]):
            stands["removed_on"] = ended  # of a list's day and a step's the earlier
        if stands["removed_on"] != ended:
            otherwise.pop("removal_ground", None)
            otherwise.pop("removal_kind", None)
        elif "removal_kind" in otherwise:  # told with its ground: the step's word counts over a list's
            stands.update(removal_kind=None, removal_ground=None)
        stands.update({column: value for column, value in otherwise.items() if stands[column] is None})
        # What a list says under a step is kept too, and is news where it is another than before.
        beneath = {column: row[column] for column in row if row[column] != stands[column]}
        is_news = self.state.beneath.get(key, {}) != beneath
        self.state.beneath[key] = beneath
        return self._set("entries", stands) or is_news

    def _steps_of(self, key):
        """In the order in which they were recorded, under whichever document of the party. Those of this world name their listing."""
        party = self.state.party_of(key[1])
        return [step for step in self.state.steps.get(key[0], {}).values() if step["published_on"] == key[2] and self.state.party_of(step["party"]) == party]

    def _follow_steps(self):
        """What the steps just recorded change."""
        for event in self.recorded:
            for key in self.state.listings_of(event["case_no"], event["party"], event["published_on"]):
                self._stand(key)
            if (permit := steps.permit(event)) is not None:
                self._permit(permit)
        self.recorded = []
        if self.rebound:
            cases = {key[0] for key in self.state.tables["entries"] if key[1] in self.rebound}
            cases |= {case_no for case_no, of_case in self.state.steps.items() if any(step["party"] in self.rebound for step in of_case.values())}
            for key in [key for case_no in cases for key in self.state.cases.get(case_no, ())]:
                self._stand(key)
        self.rebound = set()

    def _rebind(self, document, party):
        """Before and after a binding is made or undone: all that is or was one party has steps in common."""
        self.rebound |= {document, party, *(one for one, whose, _, _ in self.state.tables["documents"].values() if whose == party)}

    def _permit(self, named):
        """Brings a permit, of which only the key is asked, to what is said of it: a step's end counts, of two steps the one recorded last."""
        key = tuple(named[column] for column in reading.KEYS["permits"])
        by_steps = [permit for step in self._all_steps_of_party(named["party"]) if (permit := steps.permit(step)) is not None
                    and key == tuple(permit[column] for column in reading.KEYS["permits"])]
        if by_steps or key in self.state.told_permits:
            return self._set("permits", by_steps[-1] if by_steps else self.state.told_permits[key])
        return self._unset("permits", key)

    def _all_steps_of_party(self, party):
        return [step for of_case in self.state.steps.values() for step in of_case.values() if step["party"] == party]

    def _unset(self, table, key):
        if self.state.tables[table].pop(key, None) is None:
            return False
        self.touched.add((table, key))
        return True

    def _take_file(self, name, data):
        counts = Counter()
        table, rows = reading.rows(name, data)
        last = {}
        for row in rows:
            if isinstance(row, reading.Refused) or (table == "retentions" and self.state.made_wrongly(row["case_no"], row["party"])):
                counts["rejected"] += 1
                continue
            key = tuple(row[column] for column in reading.KEYS[table])
            counts["overtaken"] += key in last
            last[key] = row
        for row in last.values():
            if table == "entries" and reading.is_minor(row["party"], datetime.date.fromisoformat(row["published_on"])):
                self._tell("entry_on_minor", subject(row), True, tuple(row.values()))
                counts["set_aside"] += 1
                continue
            counts["taken" if self._take_row(table, row) else "unchanged"] += 1
            if table == "entries":
                statements = self.state.said.setdefault((row["case_no"], row["party"]), [])
                # The specification does not say which of the two counts where a file and a push speak of one case.
                assert all(statement.day == "" for statement in statements), f"a row on a case that the court's pushes speak of: {row['case_no']}"
                statements.append(pushes.Statement("", (self.arrivals, len(statements)), "entry", row))
        return counts

    def _take_row(self, table, row):
        if table == "entries":
            return self._list(row)
        key = tuple(row[column] for column in reading.KEYS[table])
        if table == "permits":
            is_news = self.state.told_permits.get(key) != row
            self.state.told_permits[key] = row
            return self._permit(row) or is_news
        if table == "documents":
            self._rebind(row["document"], row["party"])
        is_new = self._set(table, row)
        if table == "retentions" and is_new:
            self.state.told_retentions.add(key)
        return is_new

    def _last_of_each(self, records, day):
        """Of records about the same thing the last one counts; that they say different things is for somebody to look at, unless a later push said
        what holds."""
        about = {}
        self.contradicted = set()
        for record in records:
            about.setdefault((reading.is_removal(record), record["case_no"], record["party"], record.get("published_on")), []).append(record)
        for said in about.values():
            for earlier in said[:-1]:
                self._tell_contradiction("|".join((earlier["case_no"], earlier["party"], earlier.get("published_on") or "")), earlier, said[-1], day)
        place = {id(record): i for i, record in enumerate(records)}
        return sorted((said[-1] for said in about.values()), key=lambda last: place[id(last)])

    def _say_all(self, records, day):
        touched = set()
        listed = []
        for place, record in enumerate(records):
            removal = reading.is_removal(record)
            if not removal and reading.is_minor(record["party"], datetime.date.fromisoformat(record["published_on"])):
                self._tell("entry_on_minor", subject(record), True, tuple(record.values()))
                continue
            case = record["case_no"], record["party"]
            if not removal:
                listed.append(record)
            self.state.said.setdefault(case, []).append(pushes.Statement(day, (self.arrivals, place), "removal" if removal else "entry", record))
            touched.add(case)
            if not removal and (record["party"],) not in self.state.tables["parties"]:
                self._set("parties", {"id": record["party"], "kind": reading.kind_of(record["party"]), "name": record.get("name"), "sector": None})
        for record in listed:
            self._settle_contradiction(record, day)
        return touched

    def _tell_contradiction(self, about, earlier, later, day):
        """Two records of a push say different things, in columns that no later push named."""
        def says(record, column):
            return True if column == "publishable" and record.get(column) is None else record.get(column)

        columns = {column for column in {*earlier, *later} if says(earlier, column) != says(later, column)}
        for statement in self.state.said.get((later["case_no"], later["party"]), ()):
            if statement.kind == "entry" and statement.record["published_on"] == later.get("published_on") and statement.day > day:
                columns -= set(statement.record)
        if not columns:
            return
        self.contradicted.add(about)
        before = self.state.contradictions.get(about, (set(), "")) if ("contradicting_records", about) in self.state.findings else (set(), "")
        self.state.contradictions[about] = columns | before[0], max(day, before[1])
        self._tell("contradicting_records", about, True, (self.arrivals, later["case_no"]))

    def _settle_contradiction(self, record, day):
        """What a push says once is what the court says now, of what the records contradicted each other in."""
        about = subject(record)
        if ("contradicting_records", about) not in self.state.findings or about in self.contradicted:
            return
        columns, told = self.state.contradictions[about]
        if day < told:
            return
        self.state.contradictions[about] = columns - set(record), told
        if columns <= set(record):
            self.state.findings.discard(("contradicting_records", about))

    def _say_absent(self, records, day, may_remove):
        """What a full push leaves out of the lists of the courts that it speaks for."""
        self._settle({(record["case_no"], record["party"]) for record in records} & self.state.said.keys())  # minors are never among them
        courts = {record["court"] for record in records if not reading.is_removal(record) and record.get("court")}
        listed = {(record["case_no"], record["party"], record["published_on"]) for record in records if not reading.is_removal(record)}
        live = absent = 0
        left_out = []
        for (case_no, party), statements in self.state.said.items():
            for published, listing in pushes.Case(statements).listings.items():
                if listing.values.get("court") not in courts or listing.removed or published > day or listing.day > day:
                    continue
                named = (case_no, party, published) in listed
                # What the list itself is the first to tell is not what it could leave out.
                live += not named or any(s.kind == "entry" and s.record["published_on"] == published and s.arrival[0] != self.arrivals for s in statements)
                if not named:
                    absent += 1
                    left_out.append((case_no, party, published))
        full = full_lists.FullList(day, self.arrivals, courts, live, absent, may_remove)
        self.state.full_lists.append(full)
        kind = "carried" if full.removes(REMOVAL_SHARE) else "absent"
        for place, (case_no, party, published) in enumerate(left_out):
            self.state.said[case_no, party].append(pushes.Statement(day, (self.arrivals, place), kind, {"published_on": published}))
        return {(case_no, party) for case_no, party, _ in left_out}

    def _settle(self, cases):
        """Works out anew the entries of these cases, and what is to be looked at in them."""
        for case_no, party in cases:
            case = pushes.Case(self.state.said[case_no, party])
            for published, listing in case.listings.items():
                row = {column: listing.values.get(column) for column in reading.COLUMNS["entries"]}
                row.update(case_no=case_no, party=party, published_on=published)
                self._list(row)
                self._tell("absent_from_full_push", subject(row), listing.proposed is not None)
                if published in case.listed_after_removal:
                    self._tell("listed_after_removal", subject(row), True, case.listed_after_removal[published])
                elif published in case.removed_again:
                    self._tell("listed_after_removal", subject(row), False)
            for kind, told in [finding for finding in self.state.findings if finding[0] == "removal_without_entry"]:
                if told.startswith(f"{case_no}|{party}|"):
                    self._tell(kind, told, False)
            for removal in case.waiting:
                self._tell("removal_without_entry", f"{case_no}|{party}|{removal['removed_on']}|{removal.get('published_on') or ''}", True)

    def _tell(self, kind, about, stands, says=None):
        """`says`: what a finding says besides what it is about. One that a person closed is not opened again while it says the same."""
        if stands:
            self.state.says[kind, about] = says
            if self.state.closed.get((kind, about), self) == says:
                return
        (self.state.findings.add if stands else self.state.findings.discard)((kind, about))

    def _end_retentions(self):
        """A retention of what turns out wrongly made ends, and somebody is to look at it."""
        for key, values in list(self.state.tables["retentions"].items()):
            case_no, party, measure, until, basis = values
            if self.state.made_wrongly(case_no, party):
                self._unset("retentions", key)
                self.state.told_retentions.discard(key)
                self._tell("retention_of_wrongly_made_entry", f"{case_no}|{party}|{measure}|{until}|{basis}", True)

    def _synchronise(self, day):
        if day is not None and (self.state.synchronised is None or day > self.state.synchronised):
            self.state.synchronised = day
