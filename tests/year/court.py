"""The county's court: what it does on a day, and how its system sends it. A part of the world."""
import datetime
import json

import spelling
from acts import COUNTY_COURT, GROUNDS, Act

MAY_BE_LEFT_OUT = {"courtname", "gistid", "regdate", "gistunit", "duty", "performedpart", "unperformpart", "disrupttypename", "age", "sexy", "businessentity",
                   "届满日期", "撤销事由发生日期", "可以公布"}


class CountyCourt:
    """Reads and changes the world's truth."""

    def _court_day(self, offset):
        random, mine = self.random, self.listed[COUNTY_COURT]
        entries, removals = [], []
        for _ in range(self._times("listing")):
            key = self._list(COUNTY_COURT, self.today)
            entries.append(self._record(key, mine[key]))
        for key in self._some(mine, self._times("amendment")) + self._once_more(mine):
            mine[key].update(performance=random.choice(("全部未履行", "部分未履行")), performed_part=f"已履行{random.randint(1, 90)}000元")
            if random.random() < 0.2:
                mine[key]["ground_on"] = self._iso(self._past(6))
            if random.random() < 0.1:
                mine[key]["publishable"] = random.choice(("true", "false"))
            entries.append(self._named_in_part(self._record(key, mine[key])))
            self.amended.append(key)
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
            # Not before the removal has surely come: one that names no listing and comes after a later one may mean either (docs/registry.md).
            if removal["撤销时间"] < self._iso(self.today - datetime.timedelta(days=7)) and not any(other[:2] == key[:2] for other in mine):
                mine[key] = {**values, "ground_on": "", "expires_on": ""}
                entries.append(self._record(key, mine[key]))
        records = entries + removals + self._mistakes(entries)
        if records:
            self._send(records, offset)
        if offset % 30 == 17 and mine:
            self._send_all(offset)
        elif self.sent and random.random() < 0.06:
            self.underway.append((self.today, random.choice(self.sent[-20:])))

    def _once_more(self, mine):
        """Entries that were amended a few days ago: of two pushes about one, the earlier may come late."""
        self.amended = self.amended[-8:]
        return [key for key in dict.fromkeys(self.amended) if key in mine and self.random.random() < 0.3]

    def _named_in_part(self, record):
        """An amendment need not name what it does not change."""
        random = self.random
        if random.random() < 0.3:
            return record
        return {key: value for key, value in record.items() if key.lower() not in MAY_BE_LEFT_OUT or random.random() < 0.4}

    def _mistakes(self, entries):
        """Records that somebody at the court should not have sent."""
        random, out = self.random, []
        if entries and random.random() < 0.15:
            out.append(dict(random.choice(entries)))  # the same twice in a push
        if entries and random.random() < 0.12:
            first = random.choice(entries)
            out.append({**first, next((key for key in first if key.lower() == "duty"), "duty"): f"偿还借款{random.randint(1, 99)}0000元"})
        if self.gone and random.random() < 0.08:
            key, values, _ = random.choice(self.gone[-30:])
            out.append(self._record(key, values))  # listed once more as if it had never been removed
        if random.random() < 0.1:
            number, name = self.people.person(minor_on=self.today)
            self.names[number] = name
            self.minors.append(((self._case(COUNTY_COURT), number, self._iso(self.today)), self._values(COUNTY_COURT, number, self.today)))
            out.append(self._record(*self.minors[-1]))
        if self.minors and random.random() < 0.1:
            out.append(self._record(*random.choice(self.minors[-10:])))
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
        if random.random() < 0.5:  # drawn up some days before it is sent: some of what it lacks is in pushes that are still under way
            left_out |= {key for key in mine if key[2] > self._iso(self.today - datetime.timedelta(days=random.randint(1, 5)))}
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
