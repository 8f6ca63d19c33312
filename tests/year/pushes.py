"""All that the court ever said of one case of one party → its entries as they stand, and what somebody should look at.

The model keeps what was said, each statement with the day as of which the court spoke, and works out the state anew from all of it,
in the order of those days. So it needs no rule for what comes late: that the order of arrival does not matter is what is to be shown.
"""


class Statement:
    """`kind`: entry, removal, absent (left out of a full push: proposed), carried (left out, and removed for it) or dismissed."""

    __slots__ = ("day", "arrival", "kind", "record")

    def __init__(self, day, arrival, kind, record):
        self.day, self.arrival, self.kind, self.record = day, arrival, kind, record

    def order(self):
        # Within one push entries come before removals, and what it left out is told when it has been read.
        return self.day, self.arrival[0], {"entry": 0, "removal": 1}.get(self.kind, 2), self.arrival[1]


class Listing:
    def __init__(self, values, day):
        self.values = dict(values)
        self.day = day  # of the last statement about it
        self.by_absence = False
        self.proposed = None  # the day of the full push that left it out, while nobody has said more

    @property
    def removed(self):
        return self.values.get("removed_on") is not None

    def remove(self, on, kind, ground):
        self.values.update(removed_on=on, removal_kind=kind, removal_ground=ground)
        self.by_absence = False
        self.proposed = None


class Case:
    """What follows from statements about one case of one party."""

    def __init__(self, statements):
        self.listings = {}  # published_on → Listing
        self.waiting = []   # removals that no entry answers to
        self.listed_after_removal = {}  # published_on → the day as of which the court last said so
        self.removed_again = set()  # published_on, where a later push told the removal once more
        for statement in sorted(statements, key=Statement.order):
            getattr(self, "_" + statement.kind)(statement)

    def _entry(self, statement):
        said = {column: value for column, value in statement.record.items() if column not in ("case_no", "party")}
        published = said["published_on"]
        listing = self.listings.get(published)
        if listing is None:
            if said.get("publishable") is None:
                said["publishable"] = True
            listing = self.listings[published] = Listing(said, statement.day)
            self._meet(listing)
            return
        listing.day = statement.day
        listing.proposed = None
        says_removed = said.get("removed_on") is not None
        # A record without a day of removal takes none back, unless nobody ever said that it was removed.
        kept = () if says_removed else ("removed_on", "removal_kind", "removal_ground")
        if listing.removed and not says_removed:
            if listing.by_absence:
                listing.remove(None, None, None)
            else:
                self.listed_after_removal[published] = statement.day
                self.removed_again.discard(published)
        listing.values.update({column: value for column, value in said.items()
                               if column not in kept and (column != "publishable" or value is not None)})
        if says_removed:
            listing.by_absence = False

    def _meet(self, listing):
        """The removal that came before this entry takes effect."""
        for removal in self.waiting:
            if removal.get("published_on") in (None, listing.values["published_on"]) and listing.values["published_on"] <= removal["removed_on"]:
                listing.remove(removal["removed_on"], removal.get("removal_kind"), removal.get("removal_ground"))
                self.waiting.remove(removal)
                return

    def _removal(self, statement):
        record = statement.record
        on = record["removed_on"]
        meant = [listing for published, listing in self.listings.items()
                 if record.get("published_on") in (None, published) and published <= on]
        live = [listing for listing in meant if not listing.removed or listing.by_absence]
        for listing in live:
            listing.remove(on, record.get("removal_kind"), record.get("removal_ground"))
            listing.day = statement.day
        if live:
            return
        said_before = [listing.values["published_on"] for listing in meant if listing.values["removed_on"] == on]
        if said_before and said_before[0] in self.listed_after_removal:
            del self.listed_after_removal[said_before[0]]
            self.removed_again.add(said_before[0])
        if not said_before and all(w["removed_on"] != on or w.get("published_on") != record.get("published_on") for w in self.waiting):
            self.waiting.append(record)

    def _absent(self, statement):
        listing = self.listings.get(statement.record["published_on"])
        if listing is not None and not listing.removed and listing.day <= statement.day and listing.proposed is None:
            listing.proposed = statement.day

    def _carried(self, statement):
        published = statement.record["published_on"]
        listing = self.listings.get(published)
        if listing is None or listing.day > statement.day:
            return
        # Somebody, or the share, took it for removed before the court's removal came: the two say the same in the end.
        self.listed_after_removal.pop(published, None)
        listing.day = statement.day
        if not listing.removed:
            listing.remove(statement.day, None, "absent_from_full_push")
            listing.by_absence = True

    def _dismissed(self, statement):
        listing = self.listings.get(statement.record["published_on"])
        if listing is not None:
            listing.proposed = None
