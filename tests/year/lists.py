"""What may be published on a day, and which removals are due on it: part of the model.

Sources: the specification of the registry (Life of an entry; Personal data), the notice's 三（一）, 四（二）1 and 四（二）4.
"""
import datetime

import reading
from reading import ENTRY

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
    party_of = {document: party for document, party, _, _ in state.tables["documents"].values()}
    # Under two documents it is one listing, and may be published only where both rows may.
    hidden = {(entry["case_no"], party_of.get(entry["party"], entry["party"]), entry["published_on"])
              for entry in map(entry_of, state.tables["entries"].values()) if not entry["publishable"]}
    for values in state.tables["entries"].values():
        entry = entry_of(values)
        if (entry["case_no"], party_of.get(entry["party"], entry["party"]), entry["published_on"]) in hidden or entry["published_on"] > day:
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


def removal_clocks(state, day):
    """Of listings of whose case no step is recorded: [((case, party, published_on), their days and court, the last day for the removal)].

    Under all documents of a person it is one listing, told of the person; of its days the earlier count. Steps may begin or move the clock
    in ways that are not worked out here.
    """
    stepped = {key[0] for key in state.tables["events"]}
    party_of = {document: party for document, party, _, _ in state.tables["documents"].values()}
    listings, clocks = {}, []
    for values in state.tables["entries"].values():
        entry = entry_of(values)
        if entry["case_no"] in stepped or entry["published_on"] > day:
            continue
        days = listings.setdefault((entry["case_no"], party_of.get(entry["party"], entry["party"]), entry["published_on"]), {"court": entry["court"]})
        for column in ("removed_on", "ground_on", "expires_on"):
            days[column] = min(filter(None, (days.get(column), entry[column])), default=None)
    for listing, days in listings.items():
        last = []
        if days["ground_on"] is not None and days["ground_on"] <= day:
            last.append((datetime.date.fromisoformat(days["ground_on"]) + datetime.timedelta(days=REMOVED_WITHIN)).isoformat())
        if days["expires_on"] is not None:
            last.append(days["expires_on"])
        if last:
            clocks.append((listing, days, min(last)))
    return clocks, stepped


def due_removals(state, day):
    """Listings not removed → the last day for it, where that comes within AHEAD days; and the cases that have steps."""
    until = (datetime.date.fromisoformat(day) + datetime.timedelta(days=AHEAD)).isoformat()
    clocks, stepped = removal_clocks(state, day)
    return {listing: by for listing, days, by in clocks if day < (days["removed_on"] or "9999") and by <= until}, stepped


def removals_not_in_time(state, day):
    """Findings of two kinds, {(kind, subject): what it says besides}, and the cases that have steps, of which nothing is said."""
    clocks, stepped = removal_clocks(state, day)
    found = {}
    for (case_no, party, published_on), days, by in clocks:
        removed = days["removed_on"] if (days["removed_on"] or "9999") <= day else None
        kind = "omitted_removal" if removed is None else "late_removal"
        if by < (removed or day):
            found[kind, f"{case_no}|{party}|{published_on}|{by}||{days['court'] or ''}||"] = removed
    return found, stepped
