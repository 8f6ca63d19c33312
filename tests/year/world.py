"""A year in a county that nobody lives in: what its court and departments send, day by day. Seeded; the same seed gives the same bytes.

Two courts list debtors. The county's own sends pushes of what changed (and at times its whole list), with all the dirt of such
records, late, twice, contradicting, in the wrong order; the upper one sends CSV files. What is true in the world is kept here, and
nobody else sees it: program and model both read the files alone.
"""
import csv
import datetime
import io
import json
import random

import spelling
from people import People

COUNTY_COURT, UPPER_COURT = "样例县人民法院", "样例市中级人民法院"
FIRST_DAY = datetime.date(2021, 1, 1)
CONDUCTS = ("有履行能力而拒不履行生效法律文书确定义务", "违反财产报告制度", "违反限制消费令", "以虚假诉讼、虚假仲裁或者以隐匿、转移财产等方法规避执行")
GROUNDS = ("履行完毕", "和解协议履行完毕", "依法终结执行", "错误纳入")
TARGETS = ("lodging", "luxury_lodging", "credit", "large_credit_review", "*")
DEPARTMENTS = ("县财政局", "县公安局", "县住建局", "县市场监督管理局")
ENTRY_HEADER = ("case_no", "party", "court", "published_on", "expires_on", "ground_on", "removed_on", "publishable", "responsible", "filed_on", "basis_no",
                "basis_unit", "duty", "performance", "conduct", "performed_part", "unperformed_part", "name", "age", "gender", "legal_representative",
                "removal_kind", "removal_ground", "unit", "objection")
# How many of each come on a usual day of a county of 50,000 parties.
PACE = {"listing": 9.0, "amendment": 6.0, "removal": 6.0, "relisting": 0.4, "upper_listing": 2.5, "upper_change": 2.5, "party": 12.0, "newcomer": 8.0,
        "relation": 14.0, "holding": 12.0, "permit": 0.7, "retention": 0.8, "event": 12.0, "document": 0.7, "wrong": 0.5, "hand": 4.0}


class Act:
    """One thing that reaches the registry. kind: import, push, confirm, hand, backup, restore. `said`: what a clerk records by hand, as
    {"command": remove, step, permit or retain, and its options}."""

    def __init__(self, kind, files=(), day=None, full=False, dismiss=False, said=None):
        self.kind, self.files, self.day, self.full, self.dismiss, self.said = kind, list(files), day, full, dismiss, said

    def __repr__(self):
        return f"{self.kind}({', '.join(name for name, _ in self.files)}{', full' * self.full}{', as of ' + self.day if self.day else ''})"


class World:
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
        self.underway = []  # (day of arrival, Act)
        self.sent = []  # pushes that may be sent once more
        self.bound, self.by_document = [], []  # documents bound to a person; entries under them that are still to be sent
        self.objecting = {}  # entries of the upper court under objection → since when
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
        if acts and random.random() < 0.08:
            again = random.choice(acts)
            # Not a list of entries that a clerk has changed by hand since.
            if again.kind == "push" or again.kind == "import" and not any(name.startswith("entries") for name, _ in again.files):
                acts.append(again)  # the very same once more
        if restore:
            acts.append(Act("restore"))
        if offset % 30 == 0 or random.random() < 0.03:
            acts.insert(0, Act("backup"))
        elif restore:
            acts.insert(0, Act("backup"))
        return acts

    # What the county's court does, and how its system sends it.

    def _court_day(self, offset):
        random, mine = self.random, self.listed[COUNTY_COURT]
        entries, removals = [], []
        for _ in range(self._times("listing")):
            key = self._list(COUNTY_COURT, self.today)
            entries.append(self._record(key, mine[key]))
        for key in self._some(mine, self._times("amendment")):
            mine[key].update(performance=random.choice(("全部未履行", "部分未履行")), performed_part=f"已履行{random.randint(1, 90)}000元")
            if random.random() < 0.2:
                mine[key]["ground_on"] = self._iso(self._past(6))
            if random.random() < 0.1:
                mine[key]["publishable"] = random.choice(("true", "false"))
            entries.append(self._record(key, mine[key]))
        for key in self._some(mine, self._times("removal")):
            if key[2] >= self._iso(self.today):
                continue
            removal = {"caseCode": key[0], "cardNum": key[1], "撤销时间": self._iso(self.today), "撤销方式": random.choice(("屏蔽", "撤销")),
                       "撤销事由": random.choices(GROUNDS, (6, 2, 3, 1))[0]}
            self.gone.append((key, mine.pop(key), removal))
            removals.append(self._dirty(removal))
        for _ in range(self._times("relisting")):
            if not self.gone:
                break
            (case_no, party, _), values, removal = random.choice(self.gone)
            key = case_no, party, self._iso(self.today)
            if removal["撤销时间"] < key[2] and not any(other[:2] == key[:2] for other in mine):
                mine[key] = {**values, "ground_on": "", "expires_on": ""}
                entries.append(self._record(key, mine[key]))
        records = entries + removals + self._mistakes(entries)
        if records:
            self._send(records, offset)
        if offset % 30 == 17 and mine:
            self._send_all(offset)
        elif self.sent and random.random() < 0.06:
            self.underway.append((self.today, random.choice(self.sent[-20:])))

    def _mistakes(self, entries):
        """Records that somebody at the court should not have sent."""
        random, out = self.random, []
        if entries and random.random() < 0.15:
            out.append(dict(random.choice(entries)))  # the same twice in a push
        if entries and random.random() < 0.12:
            first = random.choice(entries)
            out.append({**first, next(key for key in first if key.lower() == "duty"): f"偿还借款{random.randint(1, 99)}0000元"})
        if self.gone and random.random() < 0.08:
            key, values, _ = random.choice(self.gone[-30:])
            out.append(self._record(key, values))  # listed once more as if it had never been removed
        if random.random() < 0.1:
            number, name = self.people.person(minor_on=self.today)
            self.names[number] = name
            out.append(self._record((self._case(COUNTY_COURT), number, self._iso(self.today)), self._values(COUNTY_COURT, number, self.today)))
        if random.random() < 0.1:
            out.append({"caseCode": self._case(COUNTY_COURT), "cardNum": self._someone(), "撤销时间": self._iso(self.today), "撤销事由": "履行完毕"})
        for _ in range(self._times("wrong")):
            key = self._case(COUNTY_COURT), self._someone(), self._iso(self.today)
            record = self._record(key, self._values(COUNTY_COURT, key[1], self.today))
            spoiled = random.choice([name for name in record if name.lower() in ("cardnum", "publishdate", "casecode", "regdate")])
            out.append({**record, spoiled: "2021-02-30" if spoiled.lower() in ("publishdate", "regdate") else "不知道"})
        return out

    def _send(self, records, offset):
        """Most pushes come on their day, some days later, some of those before others that are older."""
        random = self.random
        text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        if random.random() < 0.05:
            text += '{"caseCode":"（2021）豫0399执9号","cardNum":\n'
        act = Act("push", [(f"push-{self.today}.ndjson", text.encode())], self._iso(self.today))
        late = random.randint(1, 6) if random.random() < 0.15 and offset + 8 < self.length else 0
        self.underway.append((self.today + datetime.timedelta(days=late), act))
        self.sent.append(act)

    def _send_all(self, offset):
        """The whole list of the court; some entries are left out by mistake, now and then many."""
        random, mine = self.random, self.listed[COUNTY_COURT]
        many = random.random() < 0.3
        left_out = set(self._some(mine, max(1, int(len(mine) * (0.05 if many else 0.004)))))
        records = [self._record(key, values) for key, values in mine.items() if key not in left_out]
        random.shuffle(records)
        halves = len(records) // 2
        files = [(f"list-{self.today}-{part}.ndjson", "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in some).encode())
                 for part, some in enumerate((records[:halves], records[halves:]))]
        self.underway.append((self.today, Act("push", files, self._iso(self.today), full=True)))
        self.proposals.append((self.today + datetime.timedelta(days=random.randint(2, 6)), self._iso(self.today), random.random() < 0.5))

    def _record(self, key, values):
        kind_is_person = not key[1].startswith("91")
        record = {"caseCode": key[0], "cardNum": key[1], "iname": values["name"], "courtName": values["court"], "areaName": "河南",
                  "partyTypeName": "0" if kind_is_person else "1", "gistId": values["basis_no"], "regDate": values["filed_on"], "gistUnit": values["basis_unit"],
                  "duty": values["duty"], "performance": values["performance"], "performedPart": values["performed_part"],
                  "unperformPart": values["unperformed_part"], "disruptTypeName": values["conduct"], "publishDate": key[2],
                  "age": values["age"], "sexy": values["gender"], "businessEntity": values["legal_representative"], "届满日期": values["expires_on"],
                  "撤销事由发生日期": values["ground_on"], "可以公布": {"true": "是", "false": "否"}[values["publishable"]]}
        return self._dirty(record)

    def _dirty(self, record):
        out = {}
        for key, value in record.items():
            if key == "caseCode":
                out[key] = spelling.case_number(self.random, value)
            elif key == "cardNum":
                out[key] = spelling.identifier(self.random, value)
            elif key in ("iname", "businessEntity") and value:
                out[key] = spelling.name(self.random, value)
            elif key in ("regDate", "publishDate", "届满日期", "撤销事由发生日期", "撤销时间") and value:
                out[key] = spelling.day(self.random, value)
            elif key in ("areaName", "partyTypeName", "可以公布"):
                out[key] = value
            else:
                out[key] = spelling.text(self.random, value)
        return spelling.keys(self.random, out)

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

    # What the upper court and the departments send.

    def _departments_day(self):
        random = self.random
        files = []
        newcomers = [self._add(self.persons, *self.people.person())[0] for _ in range(self._times("newcomer"))]
        changed = random.sample(self.persons + self.firms, self._times("party"))
        for number in changed:
            if number.startswith("91"):
                self.sectors[number] = random.choice(("real_estate", "construction", "other", ""))
        if newcomers or changed:
            files.append(self._parties_file(f"parties-{self.today}.csv", newcomers + changed, wrong=random.random() < 0.1))
        files += self._relations_day() + self._upper_court_day() + self._papers_day()
        holdings = {}
        for _ in range(self._times("holding")):
            number = self._hold(self._past(5)) if random.random() < 0.6 else random.choice(list(self.holdings))
            if number in self.holdings and random.random() < 0.4:
                self.holdings[number]["to"] = self._iso(self.today)
            holdings[number] = self.holdings[number]
        if holdings:
            files.append(self._holdings_file(f"holdings-{self.today}.ndjson", holdings))
        random.shuffle(files)
        if not files:
            return []
        # They come in one go or in several, and not all say as of when they speak.
        cut = random.randint(1, len(files))
        return [Act("import", some, self._iso(self.today) if random.random() < 0.7 else None) for some in (files[:cut], files[cut:]) if some]

    def _parties_file(self, name, numbers, wrong=False):
        lines = [(n, "organisation" if n.startswith("91") else "person", self.names[n], self.sectors.get(n, "")) for n in numbers]
        if wrong:
            lines += [("不知道", "person", "王某", ""), lines[0]]
        return name, encoded(self.random, table(("id", "kind", "name", "sector"), lines))

    def _relate(self, role, firm, since):
        holder = self.random.choice(self.persons if role != "shareholder" or self.random.random() < 0.7 else self.firms)
        if holder != firm:
            key = holder, role, firm, self._iso(since)
            self.relations[key] = ["", str(self.random.randint(1, 99)) if role == "shareholder" else ""]

    def _relations_file(self, name, relations, extra=()):
        lines = [(*key[:3], key[3], *self.relations[key]) for key in relations]
        return name, encoded(self.random, table(("holder", "role", "organisation", "from", "to", "share"), lines + list(extra)))

    def _relations_day(self):
        random, before, changed = self.random, list(self.relations), []
        for _ in range(self._times("relation")):
            if random.random() < 0.5:
                self._relate(random.choice(("legal_representative", "director", "actual_controller", "principal", "shareholder")), random.choice(self.firms),
                             self.today)
            else:
                key = random.choice(before)
                self.relations[key][0] = self._iso(self._past(10)) if self.relations[key][0] == "" else ""
                changed.append(key)
        changed += list(self.relations)[len(before):]
        wrong = [(self.persons[0], "directly_responsible", self.firms[0], "", "", "")] if random.random() < 0.05 else []
        return [self._relations_file(f"relations-{self.today}.csv", dict.fromkeys(changed), wrong)] if changed else []

    def _hold(self, since):
        number = f"H{self._number()}"
        self.holdings[number] = {"id": number, "party": self.random.choice(self.firms), "matter": "honour", "from": self._iso(since), "to": "",
                                 "fields": {"granted_on": self._iso(since)}}
        return number

    @staticmethod
    def _holdings_file(name, holdings):
        return name, "".join(json.dumps(h, ensure_ascii=False, separators=(",", ":")) + "\n" for h in holdings.values()).encode()

    def _upper_court_day(self):
        random, theirs = self.random, self.listed[UPPER_COURT]
        changed = self.by_document + [self._list(UPPER_COURT, self.today) for _ in range(self._times("upper_listing"))]
        self.by_document = []
        for key in self._some([key for key in theirs if key not in self.objecting], self._times("upper_change")):
            values, way = theirs[key], random.random()
            if way < 0.25:
                values["objection"] = f"{self.today}–{self.today + datetime.timedelta(days=random.randint(3, 20))}"
            elif way < 0.45:
                values["ground_on"] = self._iso(self.today)
            elif way < 0.6:
                values["expires_on"] = self._iso(self.today + datetime.timedelta(days=random.randint(-3, 200)))
            elif way < 0.9 and key[2] < self._iso(self.today):
                values.update(removed_on=self._iso(self.today), removal_kind="revoked", removal_ground=random.choices(GROUNDS, (5, 2, 2, 2))[0])
            else:
                values["performed_part"] = f"已履行{random.randint(1, 90)}000元"
            changed.append(key)
        rows = [self._entry_row(key, theirs[key]) for key in dict.fromkeys(changed)]
        if rows and random.random() < 0.1:
            number, self.names[number] = self.people.person(minor_on=self.today)
            rows.append(self._entry_row((self._case(UPPER_COURT), number, self._iso(self.today)), self._values(UPPER_COURT, number, self.today)))
        if rows and random.random() < 0.1:
            rows.append([*rows[0][:3], "2021年13月1日", *rows[0][4:]])
        return [(f"entries-{self.today}.csv", encoded(random, table(ENTRY_HEADER, rows)))] if rows else []

    def _desk_day(self):
        """What clerks record one by one, about entries of the upper court and, of retentions and permits, about anybody's."""
        random, theirs, day, acts = self.random, self.listed[UPPER_COURT], self._iso(self.today), []
        if len(self.bound) > 3 and random.random() < 0.1:
            document = self.bound.pop(random.randrange(len(self.bound)))
            acts.append(Act("hand", day=day, said={"command": "split", "document": document, "on": day, "by": "样例书记员", "reason": "核验有误"}))
        for _ in range(self._times("hand")):
            live = [key for key, values in theirs.items() if not values["removed_on"] and key[2] < day and key not in self.by_document]
            if not live:
                break
            key = random.choice(live)
            values = theirs[key]
            said = {"case_no": key[0], "party": key[1], "published_on": key[2], "on": day, "by": UPPER_COURT, "document": f"（2021）豫03执通{self._number()}号"}
            way = random.random()
            if self.objecting and way < 0.2:
                key = random.choice(list(self.objecting))
                if self.objecting[key] == day:
                    continue
                outcome = random.choice(("upheld", "dismissed"))
                said.update(command="step", case_no=key[0], party=key[1], published_on=key[2], kind="objection_decision", detail=outcome)
                theirs[key]["objection"] = f"{self.objecting.pop(key)}–{day}"
                if outcome == "upheld" and not theirs[key]["ground_on"]:
                    theirs[key]["ground_on"] = day
            elif key in self.objecting:
                continue
            elif way < 0.45:
                self.objecting[key] = day
                said.update(command="step", kind="objection", by=values["name"])
            elif way < 0.6:
                values["expires_on"] = self._iso(self.today + datetime.timedelta(days=random.randint(1, 300)))
                said.update(command="step", kind="extension", until=values["expires_on"])
            elif way < 0.8:
                ground, since = random.choices(GROUNDS, (5, 2, 2, 1))[0], self._iso(self.today - datetime.timedelta(days=random.randint(0, 6)))
                values.update(removed_on=day, removal_kind="shielded", removal_ground=ground, ground_on=since)
                said.update(command="remove", kind="shielded", ground=ground, ground_on=since)
            elif way < 0.9:
                said.update(command="permit", target=random.choice(TARGETS), **{"from": day, "to": self._iso(self.today + datetime.timedelta(days=30))})
            else:
                said.update(command="retain", measure="luxury_lodging", until=self._iso(self.today + datetime.timedelta(days=60)), basis="法律规定的保留期限")
            acts.append(Act("hand", day=day, said=said))
        return acts

    def _papers_day(self):
        random, files, day = self.random, [], self._iso(self.today)
        everything = [(key, values) for court in self.listed.values() for key, values in court.items()]
        permits = [(key[1], random.choice(TARGETS), day, self._iso(self.today + datetime.timedelta(days=random.randint(5, 120))), f"（2021）豫0399执许{self._number()}号")
                   for key, _ in random.sample(everything, self._times("permit"))]
        if permits:
            files.append((f"permits-{day}.csv", encoded(random, table(("party", "target", "from", "to", "document"), permits))))
        removed = [(key, None) for key, _, _ in self.gone[-50:]] + [(key, values) for key, values in self.listed[UPPER_COURT].items() if values["removed_on"]]
        retentions = [(key[0], key[1], random.choice(("luxury_lodging", "large_credit_review")), self._iso(self.today + datetime.timedelta(days=random.randint(5, 90))),
                       "法律规定的保留期限") for key, _ in random.sample(removed, min(len(removed), self._times("retention")))]
        if retentions and random.random() < 0.2:
            retentions.append((*retentions[0][:4], ""))  # without a basis
        if retentions:
            files.append((f"retentions-{day}.csv", encoded(random, table(("case_no", "party", "measure", "until", "basis"), retentions))))
        return files + self._steps_day(everything) + self._documents_day()

    def _steps_day(self, everything):
        random, rows = self.random, []
        for key, _ in random.sample(everything, min(len(everything), self._times("event"))):
            kind = random.choice(("risk_notice", "service", "objection", "objection_decision", "push", "unit_notice", "suspension", "extension", "removal_ground"))
            until = self._iso(self.today + datetime.timedelta(days=random.randint(10, 60))) if kind in ("suspension", "extension") else ""
            by = random.choice(DEPARTMENTS) if kind == "confirmation" else COUNTY_COURT
            detail = {"objection_decision": random.choice(("upheld", "dismissed")), "push": random.choice(DEPARTMENTS)}.get(kind, "")
            rows.append((key[0], key[1], key[2], kind, self._iso(self.today), until, by, f"（2021）豫0399执通{self._number()}号", detail))
        header = ("case_no", "party", "published_on", "kind", "on", "until", "by", "document", "detail")
        return [(f"events-{self.today}.csv", encoded(random, table(header, rows)))] if rows else []

    def _documents_day(self):
        rows = [(f"E{self.random.randint(10**7, 10**8 - 1)}", self.random.choice(self.persons), "出入境管理大队", "护照登记") for _ in range(self._times("document"))]
        for document, person, *_ in rows:
            self.bound.append(document)
            if self.random.random() < 0.7:
                # The upper court lists somebody by the passport; such a list is not for the public.
                self.names[document] = self.names[person]
                key = self._case(UPPER_COURT), document, self._iso(self.today)
                self.listed[UPPER_COURT][key] = {**self._values(UPPER_COURT, document, self.today), "publishable": "false"}
                self.by_document.append(key)
                self.interesting += [person] * 3
        return [(f"documents-{self.today}.csv", encoded(self.random, table(("document", "party", "by", "basis"), rows)))] if rows else []


def table(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def encoded(random, data):
    """Some departments still write GBK; their files are long enough that nobody takes them for anything else."""
    return data.decode().encode("gbk") if random.random() < 0.1 and data.count(b"\n") > 3 else data
