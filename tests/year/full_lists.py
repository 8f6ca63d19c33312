"""Full pushes that were taken, and what they leave out of what an older push tells only afterwards. A part of the model.

Source: docs/registry.md (The court's pushes): a push that comes late is held against the full lists of later days, which remove no more than their share.
"""
import pushes


class FullList:
    """Of one day: the courts that it spoke for, how many of their entries stood, how many of them it left out, and whether it could be read whole."""

    __slots__ = ("day", "arrival", "courts", "live", "absent", "is_whole")

    def __init__(self, day, arrival, courts, live, absent, is_whole):
        self.day, self.arrival, self.courts, self.live, self.absent, self.is_whole = day, arrival, courts, live, absent, is_whole

    def copy(self):
        return FullList(*(getattr(self, name) for name in self.__slots__))

    def removes(self, share):
        return self.is_whole and self.absent <= share * self.live


def shown(statements, arrival, day):
    """Days of publication of what this push shows to stand: nobody told it before, or a full list had removed it or proposed to."""
    before = pushes.Case([statement for statement in statements if statement.arrival[0] != arrival]).listings
    listed = {s.record["published_on"] for s in statements if s.arrival[0] == arrival and s.kind == "entry"}
    for published, listing in pushes.Case(statements).listings.items():
        if listing.removed:
            continue
        proposed = published in before and before[published].proposed is not None and before[published].proposed <= day
        if published not in before or before[published].by_absence or (proposed and published in listed):
            yield published


def leave_out(lists, said, touched, day, arrival, share):
    """Says of the cases that a push of this day touched what the full lists of later days leave out; statements are added to `said`."""
    candidates = [(case, published) for case in sorted(touched) for published in shown(said[case], arrival, day)]
    carried = set()
    for full in sorted((full for full in lists if full.day > day), key=lambda full: full.day):
        left_out = []
        for case, published in candidates:
            listing = pushes.Case(said[case]).listings[published]
            last = max((s.day for s in said[case] if s.kind == "entry" and s.record["published_on"] == published))
            kept = any(s.kind == "dismissed" and s.day >= full.day and s.record["published_on"] == published for s in said[case])
            if listing.values.get("court") in full.courts and published <= full.day and last < full.day and not kept:
                left_out.append((case, published))
        # What an earlier list removed counts here too, so that late ones do not go on from list to list.
        full.live += len(left_out)
        full.absent += len(left_out)
        kind = "carried" if full.removes(share) else "absent"
        for case, published in left_out:
            if (case, published) in carried:
                continue
            if kind == "carried":
                carried.add((case, published))
            place = len(said[case]) + 1_000_000  # after all that the list itself said
            said[case].append(pushes.Statement(full.day, (full.arrival, place), kind, {"published_on": published}))
