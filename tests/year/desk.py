"""What clerks record one by one, and what they take back some days after. A part of the world."""
import datetime

from acts import DEPARTMENTS, GROUNDS, TARGETS, UPPER_COURT, Act

TAKEN_BACK_WITHIN = 20  # days; of what is older nobody remembers that it was wrong


class Desk:
    """Reads and changes the world's truth. Entries that clerks touch are the upper court's; retentions and permits are anybody's."""

    def _desk_day(self):
        random, acts = self.random, []
        if len(self.bound) > 3 and random.random() < 0.1:
            document = self.bound.pop(random.randrange(len(self.bound)))
            acts.append(self._by_hand({"command": "split", "document": document, "on": self._iso(self.today), "by": "样例书记员", "reason": "核验有误"}))
        unbound = [(document, person) for person, documents in self.passports.items() for document in documents
                   if document in self.known and document not in self.bound]
        if unbound and random.random() < 0.2:
            document, person = random.choice(unbound)
            self.bound.append(document)
            acts.append(self._by_hand({"command": "same", "document": document, "party": person, "by": "样例书记员", "basis": "出入境证件核验",
                                       "on": self._iso(self.today)}))
        for _ in range(self._times("hand")):
            said = self._said_by_hand()
            if said is None:
                break
            if said:
                acts.append(self._by_hand(said))
        return acts + self._withdrawals()

    def _told_under(self, party, bound=False, twin=None):
        """Another document of the person, or the number itself. `bound`: only one of which the registry knows that. `twin`: of an entry under
        two documents the other entry."""
        others = [one for one in self.passports.get(party, ()) if not bound or one in self.bound]
        others += [person for person, documents in self.passports.items() if party in documents and (not bound or party in self.bound)]
        if twin is not None:
            others = [one for one in others if one == twin[1]]  # which of the two another document would mean is open
        if not others or self.random.random() < 0.3:
            return party
        self.told_elsewhere += 1
        return self.random.choice(others)

    def _by_hand(self, said):
        return Act("hand", day=self._iso(self.today), said=said)

    def _said_by_hand(self):
        """None where nobody is listed; empty where the clerk thinks better of it."""
        random, theirs, day = self.random, self.listed[UPPER_COURT], self._iso(self.today)
        live = [key for key in theirs if key[2] < day and self._stands(key)]
        if not live:
            return None
        key = random.choice(live)
        values = theirs[key]
        said = {"case_no": key[0], "party": self._told_under(key[1], True, self.twins.get(key)), "published_on": key[2], "listing": key, "on": day, "by": UPPER_COURT, "document": f"（2021）豫03执通{self._number()}号"}
        way = random.random()
        if self.objecting and way < 0.2:
            return self._decide_objection(said)
        if key in self.objecting or key in self.twins and way < 0.45:
            return {}
        if way < 0.45:
            self.objecting[key] = day
            said.update(command="step", kind="objection", by=values["name"])
        elif way < 0.6:
            self._may_be_wrong(said, values, "expires_on")
            values["expires_on"] = self._iso(self.today + datetime.timedelta(days=random.randint(1, 300)))
            said.update(command="step", kind="term", until=values["expires_on"])
            return said
        elif way < 0.8:
            return self._remove(said, key, values)
        elif way < 0.9:
            said.update(command="permit", target=random.choice(TARGETS), **{"from": day, "to": self._iso(self.today + datetime.timedelta(days=30))})
        else:
            return self._retain(said)
        self._may_be_wrong(said)
        return said

    def _decide_objection(self, said):
        random, theirs = self.random, self.listed[UPPER_COURT]
        key = random.choice(list(self.objecting))
        if self.objecting[key] == said["on"]:
            return {}
        outcome = random.choice(("upheld", "dismissed"))
        said.update(command="step", case_no=key[0], party=self._told_under(key[1], True, self.twins.get(key)), published_on=key[2], listing=key, kind="objection_decision",
                    detail=outcome)
        self._may_be_wrong(said, theirs[key], "objection", "ground_on")
        theirs[key]["objection"] = f"{self.objecting.pop(key)}–{said['on']}"
        if outcome == "upheld" and not theirs[key]["ground_on"]:
            theirs[key]["ground_on"] = said["on"]
        return said

    def _remove(self, said, key, values):
        random = self.random
        ground, since = random.choices(GROUNDS, (5, 2, 2, 1))[0], self._iso(self.today - datetime.timedelta(days=random.randint(0, 6)))
        said.update(command="remove", kind="shielded", ground=ground, ground_on=since)
        self._may_be_wrong(said, values, "removed_on", "removal_kind", "removal_ground", "ground_on")
        self.ended[key] = said["on"]
        if random.random() < 0.7:  # else the list does not hear of it, and is silent
            values.update(removed_on=said["on"], removal_kind="shielded", removal_ground=ground, ground_on=since)
            if random.random() < 0.5:
                self.to_send.append(key)
        return said

    def _retain(self, said):
        """Now and then another department retains the same, or one that did does so again, or what a table told; which may be taken back twice."""
        random, day = self.random, said["on"]
        said.update(command="retain", measure="luxury_lodging", until=self._iso(self.today + datetime.timedelta(days=60)), basis="法律规定的保留期限")
        same = [one for one in self.retained[-21:] if day < one["until"] and one["published_on"] and self._stands(one["listing"])]
        if same and random.random() < 0.4:
            said = {**random.choice(same), "on": day}
        elif random.random() < 0.4:
            by_table = [row for row in self.retained_by_table if self._may_be_retained(row)]
            if not by_table:
                return {}
            said.update(zip(("case_no", "party", "measure", "until", "basis"), random.choice(by_table)), published_on=None, of_table=True)
        said["by"] = random.choice((UPPER_COURT, *DEPARTMENTS[:2]))
        # Two of one day, department and basis must be two measures.
        if any(all(one[column] == said[column] for column in ("case_no", "party", "on", "by")) for one in self.retained):
            return {}
        self.retained.append(said)
        self._may_be_wrong(said)
        return said

    def _stands(self, key):
        """Whether it is on the list for sure, under every document."""
        theirs = self.listed[UPPER_COURT]
        return all(not theirs[one]["removed_on"] and one not in self.ended and one not in self.to_send for one in (key, self.twins.get(key, key)))

    def _may_be_retained(self, row):
        """Of an entry that nobody may have removed as wrongly made."""
        of_case = [(key, values) for key, values in self.listed[UPPER_COURT].items() if key[0] == row[0]]
        return self._iso(self.today) <= row[3] and all(key not in self.ended and values["removal_ground"] not in GROUNDS[3:] for key, values in of_case)

    # What was recorded in error.

    def _may_be_wrong(self, said, values=None, *columns):
        """Keeps what the list said before, for the day on which it is taken back."""
        self.recorded.append((self.today, said, values, {column: values[column] for column in columns}))

    def _recorded_in_tables(self, acts):
        """What a table told is taken back like what a clerk did."""
        self.recorded += [(self.today, said, None, {}) for said in acts]

    def _withdrawals(self):
        random, acts = self.random, []
        first = self.today - datetime.timedelta(days=TAKEN_BACK_WITHIN)
        self.recorded = [one for one in self.recorded if first <= one[0]]
        for _ in range(self._times("withdrawal")):
            before = [place for place, one in enumerate(self.recorded) if one[0] < self.today]
            if not before:
                break
            _, said, values, columns = self.recorded.pop(random.choice(before))
            # Of two departments that retain the same, or one that did so twice, each takes back its own once.
            self.recorded = [one for one in self.recorded if one[1]["command"] != "retain" or not same_retention(one[1], said)]
            key = said.get("listing")
            # A command's step is kept for the party under which the entry stands, and found under another document only while that is bound.
            by_entry = said["command"] in ("step", "remove") and "in_table" not in said and said["party"] not in self.bound and \
                (key[0], said["party"], key[2]) not in self.listed[UPPER_COURT]
            taken_back = self._by_hand({**said, "party": key[1] if by_entry else said["party"], "withdraw": True})
            acts.append(taken_back)
            if said["command"] == "remove" or said.get("kind") == "removal":
                acts += self._removal_taken_back(taken_back, key, values, columns)
            elif said.get("of_table") and random.random() < 0.5 and not any(same_but_for_whom(one, said) and one["by"] != said["by"] for one in self.retained):
                acts.append(taken_back)  # and what the table told of it, which no other department's step tells
            elif values is not None and random.random() < 0.6:
                values.update(columns)
            if said.get("kind") == "objection" and self.objecting.get(key) == said["on"]:
                del self.objecting[key]
        return acts

    def _removal_taken_back(self, taken_back, key, values, columns):
        """The list forgets the removal too; where it had told it, a clerk takes it back once more, or the next list is silent on it."""
        del self.ended[key]
        if values["removed_on"] != taken_back.said["on"]:
            return []
        if self.random.random() < 0.3:
            return []  # the list still says it
        values.update(columns)
        if key not in self.told_removed:
            return []
        self.told_removed.discard(key)
        if self.random.random() < 0.5:
            return [self._by_hand(taken_back.said)]
        self.to_send.append(key)
        return []


def same_but_for_whom(one, other):
    return other["command"] == "retain" and all(one[column] == other[column] for column in ("case_no", "party", "measure", "until", "basis"))


def same_retention(one, other):
    return same_but_for_whom(one, other) and one["by"] == other["by"]
