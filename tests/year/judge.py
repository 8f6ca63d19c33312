"""What three measures must come to for a party on a day: part of the model, from the specification of decisions.

The measures are those of examples/quickstart/rules: lodging reaches the listed party and four kinds of its people; credit the listed
party; honour an organisation that is listed, or whose legal representative is, and was on the day that the honour was granted.
"""
import reading
from reading import ENTRY

FOUR = {"legal_representative", "principal", "actual_controller"}  # with directly_responsible, which entries name
MEASURE = {"lodging": "luxury_lodging", "credit": "large_credit_review", "honour": "honour_revocation"}
RELATION = {column: place for place, column in enumerate(reading.COLUMNS["relations"])}
TRUE, UNKNOWN, FALSE = "true", "unknown", "false"


def holds(first, last, day):
    return (first is None or first <= day) and (last is None or day < last)


class Judge:
    """Answers from one state; builds its indexes once."""

    def __init__(self, state):
        self.state = state
        # A document is whoever it is bound to.
        self.bound = {document: party for document, party, _, _ in state.tables["documents"].values()}
        self.entries, self.masked, self.responsible, self.offices, self.officers = {}, [], {}, {}, {}
        for values in state.tables["entries"].values():
            party = self.whose(values[ENTRY["party"]])
            self.entries.setdefault(party, []).append(values)
            if "*" in party:
                self.masked.append(values)
            for named in (values[ENTRY["responsible"]] or "").split(";"):
                self.responsible.setdefault(self.whose(named), []).append(values)
        for values in state.tables["relations"].values():
            self.offices.setdefault(self.whose(values[RELATION["holder"]]), []).append(values)
            self.officers.setdefault(values[RELATION["organisation"]], []).append(values)
        self.retained = {}
        for case_no, party, measure, until, _ in state.tables["retentions"].values():
            key = case_no, self.whose(party), measure
            self.retained[key] = max(until, self.retained.get(key, ""))
        self.permits = {}
        for party, target, first, last, document in state.tables["permits"].values():
            self.permits.setdefault(self.whose(party), []).append((target, first, last, document))

    def whose(self, identifier):
        return self.bound.get(identifier, identifier)

    def entry_state(self, entry, party, measure, day):
        """None: not there."""
        if day < entry[ENTRY["published_on"]]:
            return None
        removed, expires, ground = (entry[ENTRY[column]] for column in ("removed_on", "expires_on", "ground_on"))
        if removed is not None and removed <= day:
            return "retained" if day <= self.retained.get((entry[ENTRY["case_no"]], party, measure), "") else None
        if expires is not None and expires <= day:
            return "expired"
        return "removal_due" if ground is not None and ground <= day else "active"

    def triggers(self, party, measure, day, granted):
        """[(truth, trigger)]: all pairs of an entry and a way to it that are there."""
        ways = [(entry, "self", None, None) for entry in self.entries.get(party, ())]
        if measure == "luxury_lodging":
            for relation in self.offices.get(party, ()):
                if relation[RELATION["role"]] in FOUR:
                    ways += [(entry, "debtor", relation[RELATION["role"]], relation) for entry in self.entries.get(relation[RELATION["organisation"]], ())]
            ways += [(entry, "debtor", "directly_responsible", None) for entry in self.responsible.get(party, ())]
        if measure == "honour_revocation":
            for relation in self.officers.get(party, ()):
                if relation[RELATION["role"]] == "legal_representative":
                    ways += [(entry, "own", "legal_representative", relation) for entry in self.entries.get(relation[RELATION["holder"]], ())]
        found = {}
        for entry, direction, role, relation in ways:
            if relation is not None and not holds(relation[RELATION["from"]], relation[RELATION["to"]], day):
                continue
            state = self.entry_state(entry, party, measure, day)
            if state is None:
                continue
            truth = UNKNOWN if state == "expired" else TRUE
            if measure == "honour_revocation":
                removed = entry[ENTRY["removed_on"]]
                listed = entry[ENTRY["published_on"]] < granted and (removed is None or granted < removed)
                if not listed or relation is not None and not holds(relation[RELATION["from"]], relation[RELATION["to"]], granted):
                    continue
            trigger = (entry[ENTRY["case_no"]], self.shown(self.whose(entry[ENTRY["party"]]), party), direction, role, state, self.under_objection(entry, day))
            found[trigger] = truth
        return [(truth, trigger) for trigger, truth in found.items()]

    @staticmethod
    def under_objection(entry, day):
        period = entry[ENTRY["objection"]]
        if period is None:
            return False
        first, last = period.split("–")
        return holds(first, last or None, day)

    @staticmethod
    def shown(listed, asked):
        if listed == asked or reading.kind_of(listed) != "person":
            return listed
        return listed[:10] + "****" + listed[14:]

    def candidate(self, party, measure, day):
        """Whether a masked record may be about this party: what it would trigger is unknown."""
        own = self.state.tables["parties"].get((party,))
        for entry in self.masked:
            masked = entry[ENTRY["party"]]
            if len(masked) != len(party) or any(a not in ("*", b) for a, b in zip(masked, party)):
                continue
            other = self.state.tables["parties"].get((masked,))
            if own and other and own[2] and other[2] and own[2] != other[2]:
                continue
            if self.entry_state(entry, masked, measure, day) is not None:
                return True
        return False

    def decide(self, party, matter, day, granted=None):
        """None where the measure is not mentioned, else (status, missing, triggers)."""
        measure = MEASURE[matter]
        if matter == "honour" and self.state.tables["parties"][(party,)][1] != "organisation":
            return None
        triggers = self.triggers(party, measure, day, granted)
        certain = sorted((trigger for truth, trigger in triggers if truth == TRUE), key=order)
        unsure = sorted((trigger for truth, trigger in triggers if truth == UNKNOWN), key=order)
        masked = matter != "honour" and self.candidate(party, measure, day)
        if not certain and not unsure and not masked:
            return None
        missing = [] if certain else ["entry.expires_on"] * bool(unsure) + ["party.id"] * masked
        status = "applies" if certain else "undetermined"
        if any(target in (measure, matter, "*") and holds(first, last, day) for target, first, last, _ in self.permits.get(party, ())):
            status, missing = "permitted", []
        return status, missing, certain or unsure


def order(trigger):
    # The specification leaves the order of two listings of one case open; here it is that of their states and objections.
    return trigger[0], trigger[1], trigger[2], trigger[3] or "", trigger[4], trigger[5]
