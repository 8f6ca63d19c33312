"""A year in a county that nobody lives in: what its court and departments send, day by day. Seeded; the same seed gives the same bytes.

Two courts list debtors. The county's own sends pushes of what changed (and at times its whole list), with all the dirt of such
records, late, twice, contradicting, in the wrong order; the upper one sends CSV files. What is true in the world is kept here, and
nobody else sees it: program and model both read the files alone.
"""
import datetime
import random

from acts import CONDUCTS, COUNTY_COURT, ENTRY_HEADER, FIRST_DAY, UPPER_COURT, Act, table
from court import CountyCourt
from departments import Departments
from desk import Desk
from people import People

# How many of each come on a usual day of a county of 50,000 parties.
PACE = {"listing": 9.0, "amendment": 6.0, "removal": 6.0, "relisting": 0.4, "upper_listing": 2.5, "upper_change": 2.5, "party": 12.0, "newcomer": 8.0,
        "relation": 14.0, "holding": 12.0, "permit": 0.7, "retention": 0.8, "event": 12.0, "document": 2.0, "wrong": 0.5, "hand": 4.0,
        "withdrawal": 1.0, "closing": 0.8}


class World(CountyCourt, Departments, Desk):
    def __init__(self, parties, days, seed=1, pushes=True, start=FIRST_DAY):
        self.random = random.Random(f"{seed}/{parties}/{days}")
        self.parties, self.length, self.start, self.pushes = parties, days, start, pushes
        self.scale = max(parties / 50_000, 0.25)
        self.today = start
        self.number = 0
        self.people = People(self.random)
        self.names, self.persons, self.firms = {}, [], []
        self.sectors = {}
        self.listed = {COUNTY_COURT: {}, UPPER_COURT: {}}  # (case, party, published_on) → values: live in the world
        self.gone = []  # entries of the county's court that it removed
        self.relations, self.holdings, self.permits = {}, {}, 0
        self.minors = []  # entries on minors that it sent
        self.amended = []  # entries of the county's court of which it lately said otherwise
        self.underway = []  # (day of arrival, Act)
        self.sent = []  # pushes that may be sent once more
        self.told_elsewhere = 0  # steps told under another document than the listing's
        self.twins = {}  # entries under two documents: each → the other
        self.passports, self.known = {}, set()  # person → documents; documents that the registry holds
        self.bound, self.to_send = [], []  # documents bound to a person in the registry; entries of the upper court that its next list must hold
        self.objecting = {}  # entries of the upper court under objection → since when
        self.recorded = []  # what clerks recorded, and may take back: (day, what was said, values of its entry, what they said before)
        self.ended, self.told_removed = {}, set()  # entries removed by hand → on which day; those of which the upper court's list told a removal
        self.retained, self.retained_by_table = [], []  # retentions by hand, and rows of tables about the upper court's entries
        self.proposals = []  # days of full pushes that left much out
        self.interesting = []  # parties about whom it is worth asking

    # The county before the year.

    def beginning(self):
        """The act that fills the registry."""
        persons = int(self.parties * 0.7)
        for _ in range(persons):
            self._add(self.persons, *self.people.person())
        for _ in range(self.parties - persons):
            code, _name = self._add(self.firms, *self.people.firm())
            self.sectors[code] = self.random.choice(("real_estate", "construction", "other", "", ""))
        for firm in self.firms:
            for role, count in (("legal_representative", 1), ("director", self.random.randint(0, 2)), ("actual_controller", self.random.randint(0, 1)),
                                ("shareholder", self.random.randint(0, 2))):
                for _ in range(count):
                    self._relate(role, firm, self._past(2000))
        for _ in range(self.parties):
            self._hold(self._past(1500))
        for court, count in ((COUNTY_COURT, self.parties // 40), (UPPER_COURT, self.parties // 100)):
            for _ in range(count):
                self._list(court, self._past(700))
        masked = [party for _, party, _ in self.listed[COUNTY_COURT] if "*" in party]
        self.names.update({party: values["name"] for (_, party, _), values in self.listed[COUNTY_COURT].items()})
        entries = [self._entry_row(key, values) for court in self.listed.values() for key, values in court.items()]
        return Act("import", [self._parties_file("parties.csv", self.persons + self.firms + masked), self._relations_file("relations.csv", self.relations),
                              ("entries.csv", table(ENTRY_HEADER, entries)), self._holdings_file("holdings.ndjson", self.holdings)],
                   self._iso(self.start - datetime.timedelta(days=1)))

    def _add(self, where, number, name):
        self.names[number] = name
        where.append(number)
        return number, name

    def _past(self, days):
        return self.today - datetime.timedelta(days=self.random.randint(1, days))

    @staticmethod
    def _iso(day):
        return day.isoformat() if day else ""

    def _times(self, what):
        rate = PACE[what] * self.scale
        return int(rate) + (self.random.random() < rate % 1)

    def _number(self):
        self.number += 1
        return self.number

    def _someone(self):
        return self.random.choice(self.persons if self.random.random() < 0.7 else self.firms)

    # The year.

    def days(self):
        """(day, its acts) for each day of the year, in order."""
        for offset in range(self.length):
            self.today = self.start + datetime.timedelta(days=offset)
            yield self.today, self._acts(offset)

    def _acts(self, offset):
        random = self.random
        weekend = self.today.weekday() >= 5
        acts = []
        restore = offset > 3 and random.random() < 0.02
        if random.random() < (0.6 if weekend else 0.03):
            pass  # nothing comes today
        else:
            if self.pushes:
                self._court_day(offset)
            acts += self._departments_day() + self._desk_day()
        arrived = [act for arrival, act in self.underway if arrival <= self.today]
        self.underway = [(arrival, act) for arrival, act in self.underway if arrival > self.today]
        random.shuffle(arrived)
        acts += arrived
        if self.proposals and self.proposals[0][0] <= self.today:
            acts.append(Act("confirm", day=self.proposals[0][1], dismiss=self.proposals.pop(0)[2]))
        if offset % 12 == 5:
            acts.append(Act("keep", day=self._iso(self.today)))
        acts += [Act("close", day=self._iso(self.today), said={"draw": random.random(), "by": "样例书记员", "reason": "已向法院核实"}) for _ in range(self._times("closing"))]
        if acts and random.random() < 0.08:
            again = random.choice(acts)
            # Not a list of entries that a clerk has changed by hand since, nor of documents that one may have split, which would be refused.
            if again.kind == "push" or again.kind == "import" and not any(name.startswith(("entries", "documents")) for name, _ in again.files):
                acts.append(again)  # the very same once more
        if restore:
            acts.append(Act("restore"))
        if offset % 30 == 0 or random.random() < 0.03:
            acts.insert(0, Act("backup"))
        elif restore:
            acts.insert(0, Act("backup"))
        return acts

    # Entries, whoever lists them.

    def _case(self, court):
        return f"（{self.today.year}）豫{'0399' if court == COUNTY_COURT else '03'}执{self._number()}号"

    def _values(self, court, party, published):
        random, person = self.random, not party.startswith("91")
        return {"court": court, "expires_on": self._iso(published + datetime.timedelta(days=730)) if random.random() < 0.5 else "", "ground_on": "",
                "removed_on": "", "publishable": "false" if random.random() < 0.04 else "true", "responsible": "",
                "filed_on": self._iso(published - datetime.timedelta(days=random.randint(20, 200))), "basis_no": f"（2020）豫0399民初{random.randint(1, 9999)}号",
                "basis_unit": court, "duty": f"偿还借款{random.randint(1, 99)}0000元及利息", "performance": "全部未履行", "conduct": random.choice(CONDUCTS),
                "performed_part": "", "unperformed_part": "", "name": self.names[party], "age": str(random.randint(22, 70)) if person else "",
                "gender": random.choice("男女") if person else "", "legal_representative": "" if person else self.names[random.choice(self.persons)],
                "removal_kind": "", "removal_ground": "", "unit": "", "objection": ""}

    def _list(self, court, published):
        random = self.random
        party = self._someone()
        shown = party
        if court == COUNTY_COURT and random.random() < 0.02 and not party.startswith("91"):
            shown = party[:10] + "****" + party[14:]
        key = self._case(court), shown, self._iso(published)
        values = self.listed[court][key] = self._values(court, party, published)
        if court == UPPER_COURT and party.startswith("91") and random.random() < 0.4:
            values["responsible"] = ";".join(random.sample(self.persons, random.randint(1, 2)))
        self.interesting.append(party)
        return key

    @staticmethod
    def _entry_row(key, values):
        return [{"case_no": key[0], "party": key[1], "published_on": key[2], **values}[column] for column in ENTRY_HEADER]

    def _some(self, mapping, count):
        keys = list(mapping)
        return self.random.sample(keys, min(count, len(keys)))
