"""What may be published on a day, and which removals are due on it: part of the model.

Sources: the specification of the registry (Life of an entry; Personal data), the notice's 三（一）, 四（二）1 and 四（二）4.
"""
import datetime

import reading
from model import ENTRY

REMOVED_WITHIN = 3  # days after the ground has arisen, 四（二）4
AHEAD = 30  # days that we look ahead
ANNOUNCED_FOR = 30  # days, as the program has it unless told otherwise
SHOWN = ("case_no", "court", "published_on", "filed_on", "basis_no", "basis_unit", "duty", "performance", "performed_part", "unperformed_part", "conduct")
OF_PERSONS, OF_FIRMS = ("gender", "age"), ("legal_representative",)


def entry_of(values):
    return {column: values[place] for column, place in ENTRY.items()}


def published(state, day):
    """What the public may see: a set of entries as sorted (column, value), identifiers masked, and removals as (case, day)."""
    entries, removals = set(), set()
    first = (datetime.date.fromisoformat(day) - datetime.timedelta(days=ANNOUNCED_FOR - 1)).isoformat()
    for values in state.tables["entries"].values():
        entry = entry_of(values)
        if not entry["publishable"] or entry["published_on"] > day:
            continue
        removed, expires = entry["removed_on"], entry["expires_on"]
        if removed is not None and removed <= day:
            if first <= removed:
                removals.add((entry["case_no"], removed))
        elif expires is None or day < expires:
            person = reading.kind_of(entry["party"]) == "person"
            shown = {column: entry[column] for column in SHOWN + (OF_PERSONS if person else OF_FIRMS) if entry[column] is not None}
            shown["kind"] = "person" if person else "organisation"
            shown["name"] = entry["name"]
            shown["identifier"] = entry["party"][:10] + "****" + entry["party"][14:] if person else entry["party"]
            entries.add(tuple(sorted(shown.items())))
    return entries, removals


def due_removals(state, day):
    """Of entries of whose case no step is recorded: (case, party, published_on) → the last day for the removal, where that comes within AHEAD days.

    Steps may begin or move the clock in ways that are not worked out here.
    """
    stepped = {key[0] for key in state.tables["events"]}
    until = (datetime.date.fromisoformat(day) + datetime.timedelta(days=AHEAD)).isoformat()
    party_of = {document: party for document, party, _, _ in state.tables["documents"].values()}
    listings = {}  # under all documents of a person it is one listing, told of the person; of its days the earlier count
    for values in state.tables["entries"].values():
        entry = entry_of(values)
        days = listings.setdefault((entry["case_no"], party_of.get(entry["party"], entry["party"]), entry["published_on"]), {})
        for column in ("removed_on", "ground_on", "expires_on"):
            days[column] = min(filter(None, (days.get(column), entry[column])), default=None)
    due = {}
    for listing, days in listings.items():
        case_no, _, published_on = listing
        if case_no in stepped or published_on > day or (days["removed_on"] or "9999") <= day:
            continue
        last = []
        if days["ground_on"] is not None and days["ground_on"] <= day:
            last.append((datetime.date.fromisoformat(days["ground_on"]) + datetime.timedelta(days=REMOVED_WITHIN)).isoformat())
        if days["expires_on"] is not None:
            last.append(days["expires_on"])
        if last and min(last) <= until:
            due[listing] = min(last)
    return due, stepped
