"""What the upper court and the departments send, as files. A part of the world."""
import datetime
import json

import spelling
from acts import COUNTY_COURT, DEPARTMENTS, ENTRY_HEADER, GROUNDS, TARGETS, UPPER_COURT, Act, encoded, table

STEP = ("case_no", "party", "published_on", "kind", "on", "until", "by", "document")


def reads_as_person(party):
    return party[:2] != "91" and "*" not in party and not party.startswith("E")


def typed(random, rows):
    """Rows that begin with a case number, as people type it."""
    return [(spelling.case_number(random, row[0]), *row[1:]) for row in rows]


class Departments:
    """Reads and changes the world's truth."""

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
        return [Act("import", some, self._iso(self.today) if random.random() < 0.7 else None)
                for some in (files[:cut], files[cut:]) if some]

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
        changed = self.to_send + [self._list(UPPER_COURT, self.today) for _ in range(self._times("upper_listing"))]
        self.to_send = []
        twice = [key for key in self.twins if key not in self.to_send and random.random() < 0.01]
        for key in self._some([key for key in theirs if key not in self.objecting], self._times("upper_change")) + twice:
            values, way = theirs[key], random.random()
            if way < 0.25:
                values["objection"] = f"{self.today}–{self.today + datetime.timedelta(days=random.randint(3, 20))}"
            elif way < 0.45:
                values["ground_on"] = self._iso(self.today)
            elif way < 0.6:
                values["expires_on"] = self._iso(self.today + datetime.timedelta(days=random.randint(-3, 200)))
            elif way < 0.9 and key[2] < self._iso(self.today) and not (key in self.twins and {key, self.twins[key]} & self.ended.keys()):
                # Of a listing under two documents that was removed by hand the pages do not say whose kind and ground count.
                values.update(removed_on=self._iso(self.today), removal_kind="revoked", removal_ground=random.choices(GROUNDS, (5, 2, 2, 2))[0])
            else:
                values["performed_part"] = f"已履行{random.randint(1, 90)}000元"
            changed.append(key)
        self.known |= {key[1] for key in changed}
        self.told_removed |= {key for key in changed if theirs[key]["removed_on"]}
        rows = [self._entry_row(key, theirs[key]) for key in dict.fromkeys(changed)]
        if rows and random.random() < 0.1:
            number, self.names[number] = self.people.person(minor_on=self.today)
            rows.append(self._entry_row((self._case(UPPER_COURT), number, self._iso(self.today)), self._values(UPPER_COURT, number, self.today)))
        if rows and random.random() < 0.1:
            rows.append([*rows[0][:3], "2021年13月1日", *rows[0][4:]])
        return [(f"entries-{self.today}.csv", encoded(random, table(ENTRY_HEADER, typed(random, rows))))] if rows else []

    def _papers_day(self):
        random, files, day = self.random, [], self._iso(self.today)
        everything = [(key, values) for court in self.listed.values() for key, values in court.items()]
        permits = [(key[1], random.choice(TARGETS), day, self._iso(self.today + datetime.timedelta(days=random.randint(5, 120))), f"（2021）豫0399执许{self._number()}号")
                   for key, _ in random.sample(everything, self._times("permit"))]
        self._recorded_in_tables([{"command": "permit", **dict(zip(("party", "target", "from", "to", "document"), row))} for row in permits if random.random() < 0.2])
        steps = self._steps_day(everything, permits)
        if permits:
            files.append((f"permits-{day}.csv", encoded(random, table(("party", "target", "from", "to", "document"), permits))))
        removed = [(key, None) for key, _, _ in self.gone[-50:]] + [(key, values) for key, values in self.listed[UPPER_COURT].items() if values["removed_on"]]
        retentions = [(key[0], key[1], random.choice(("luxury_lodging", "large_credit_review")), self._iso(self.today + datetime.timedelta(days=random.randint(5, 90))),
                       "法律规定的保留期限") for key, _ in random.sample(removed, min(len(removed), self._times("retention")))]
        self.retained_by_table = self.retained_by_table[-20:] + [row for row in retentions if any(row[:2] == key[:2] for key in self.listed[UPPER_COURT])]
        if retentions and random.random() < 0.2:
            retentions.append((*retentions[0][:4], ""))  # without a basis
        if retentions:
            files.append((f"retentions-{day}.csv", encoded(random, table(("case_no", "party", "measure", "until", "basis"), typed(random, retentions)))))
        return files + steps + self._documents_day()

    def _steps_day(self, everything, permits):
        """`permits`: rows of today, to which what a step permits may be added."""
        random, rows, day = self.random, [], self._iso(self.today)
        for key, _ in random.sample(everything, min(len(everything), self._times("event"))):
            kind = random.choice(("risk_notice", "service", "objection", "objection_decision", "push", "unit_notice", "suspension", "extension", "removal_ground"))
            until = self._iso(self.today + datetime.timedelta(days=random.randint(10, 60))) if kind in ("suspension", "extension") else ""
            by = random.choice(DEPARTMENTS) if kind == "confirmation" else COUNTY_COURT
            detail = {"objection_decision": random.choice(("upheld", "dismissed")), "push": random.choice(DEPARTMENTS)}.get(kind, "")
            rows.append((key[0], self._told_under(key[1]), key[2], kind, self._iso(self.today), until, by, f"（2021）豫0399执通{self._number()}号", detail))
            if self._removed_in_table(key, rows):
                continue
            if kind == "suspension" and random.random() < 0.5:
                permits.append((rows[-1][1], "*", day, self._iso(self.today + datetime.timedelta(days=random.randint(61, 90))), rows[-1][7]))
            if random.random() < (0.5 if kind == "suspension" else 0.1):
                self._recorded_in_tables([{"command": "step", "listing": key, "in_table": True, **dict(zip(STEP, rows[-1]))}])
        self.known |= {row[1] for row in rows}
        header = (*STEP, "detail")
        return [(f"events-{self.today}.csv", encoded(random, table(header, typed(random, rows))))] if rows else []

    def _list_twice(self, person, document):
        """The upper court lists somebody under the passport too, in a case in which it lists the number."""
        theirs = self.listed[UPPER_COURT]
        keys = [key for key in theirs if key[1] == person and self._stands(key) and key not in self.twins and key not in self.objecting]
        for key in keys[:1]:
            twin = key[0], document, key[2]
            self.twins.update({key: twin, twin: key})
            self.names[document] = self.names[person]
            theirs[twin] = {**theirs[key], "publishable": "false"}
            self.to_send.append(twin)

    def _removed_in_table(self, key, rows):
        """Now and then the last of the steps tells the removal of an entry of the upper court; its list hears of it, or does not."""
        if key not in self.listed[UPPER_COURT] or key[2] >= self._iso(self.today) or not self._stands(key) or self.random.random() < 0.6:
            return False
        ground = self.random.choice((*GROUNDS, "详见通知书"))
        rows[-1] = (*rows[-1][:3], "removal", self._iso(self.today), "", UPPER_COURT, rows[-1][7], ground)
        values, said = self.listed[UPPER_COURT][key], {"command": "step", "listing": key, "in_table": True, **dict(zip(STEP, rows[-1]))}
        self._may_be_wrong(said, values, "removed_on", "removal_kind", "removal_ground")
        self.ended[key] = said["on"]
        if self.random.random() < 0.5:
            values.update(removed_on=said["on"], removal_kind="revoked", removal_ground=GROUNDS[0])
        return True

    def _documents_day(self):
        """Passports: of some the registry learns at once whose they are, of others when a person says so (desk)."""
        random, rows = self.random, []
        for _ in range(self._times("document")):
            listed = [party for court in self.listed.values() for _, party, _ in court if reads_as_person(party)]
            if random.random() < 0.5:
                listed = [key[1] for key in self.listed[UPPER_COURT] if reads_as_person(key[1]) and self._stands(key)]
            person = random.choice(listed if listed and random.random() < 0.7 else self.persons)
            document = f"E{random.randint(10**7, 10**8 - 1)}"
            self.passports.setdefault(person, []).append(document)
            if random.random() < 0.6:
                rows.append((document, person, "出入境管理大队", "护照登记"))
                self.bound.append(document)
            if random.random() < 0.6:
                self._list_twice(person, document)
            if random.random() < 0.7:
                # The upper court lists somebody by the passport; such a list is not for the public.
                self.names[document] = self.names[person]
                key = self._case(UPPER_COURT), document, self._iso(self.today)
                self.listed[UPPER_COURT][key] = {**self._values(UPPER_COURT, document, self.today), "publishable": "false"}
                self.to_send.append(key)
                self.interesting += [person] * 3
        return [(f"documents-{self.today}.csv", encoded(random, table(("document", "party", "by", "basis"), rows)))] if rows else []
