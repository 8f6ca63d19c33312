"""What clerks record with a command, and what they take back, and what that changes. A part of the model.

Source: docs/registry.md (Life of an entry): a step taken back takes with it what it made of the entry; what tables and pushes told of the
same stays.
"""
import reading
import steps


class ByHand:
    """Of the model: reads and changes its state."""

    def take_by_hand(self, said):
        """The words of the warnings that the clerk is given where what was taken back stands all the same."""
        self.arrivals += 1
        if said.get("withdraw"):
            return {"permit": self._withdraw_permit, "retain": self._withdraw_retention}.get(said["command"], self._withdraw_step)(said)
        command, get = said["command"], said.get
        if command == "permit":
            self._take_row("permits", {column: get(column) for column in reading.COLUMNS["permits"]})
            return set()
        if command == "split":
            self._rebind(said["document"], self.state.party_of(said["document"]))
            self._unset("documents", (said["document"],))
            self._follow_steps()
            return set()
        if command == "same":
            self._take_row("documents", {column: said[column] for column in reading.COLUMNS["documents"]})
            self._follow_steps()
            self._end_retentions()
            return set()
        if command != "retain":  # it is kept for the party under which the entry stands
            said = self._placed(said)
        events = [dict(said, kind="removal" if command == "remove" else said.get("kind"), detail=get("ground") or get("detail"))]
        if command == "remove":
            events[0]["removal_kind"] = said["kind"]
            events.append(dict(said, kind="removal_ground", on=said["ground_on"], detail=said["ground"], came_with=event_key(events[0])))
        elif command == "retain":
            self._set("retentions", {column: said[column] for column in reading.COLUMNS["retentions"]})
            events[0].update(kind="retention", published_on=None, document=said["basis"], detail=said["measure"])
        for event in events:
            self._set("events", {column: event.get(column) for column in (*reading.COLUMNS["events"], "removal_kind", "came_with")})
        self._follow_steps()
        self._end_retentions()
        return set()

    def _placed(self, said):
        """Of a listing under two documents that is the one that was named."""
        under = [key[1] for key in self.state.listings_of(said["case_no"], said["party"], said["published_on"])]
        return said if not under or said["party"] in under else dict(said, party=under[0])

    def _withdraw_step(self, said):
        named, of_case = event_key(dict(said, kind="removal") if said["command"] == "remove" else said), self.state.steps.get(said["case_no"], {})
        party = self.state.party_of(said["party"])
        key = next((key for key in of_case if key[:1] + key[2:] == named[:1] + named[2:] and self.state.party_of(key[1]) == party), named)
        listings = self.state.listings_of(said["case_no"], said["party"], said["published_on"])
        if key in of_case:
            taken = [of_case[key], *(step for step in of_case.values() if step.get("came_with") == key)]
            for step in taken:
                self._unset("events", event_key(step))
                del of_case[event_key(step)]
            self.recorded += taken  # what they made is worked out anew without them
            if (permit := steps.permit(taken[0])) is not None and tuple(permit[column] for column in reading.KEYS["permits"]) in self.state.told_permits:
                self._follow_steps()
                return {"stands_all_the_same"}
        else:  # a removal that no step tells any more: lists say no more of it
            for entry in listings:
                if self.state.lists[entry]["removed_on"] == said["on"]:
                    self._list(dict(self.state.lists[entry], removed_on=None, removal_kind=None, removal_ground=None))
        self._follow_steps()
        if key[3] == "removal" and any(self.state.tables["entries"][entry][reading.ENTRY["removed_on"]] == said["on"] for entry in listings):
            return {"removed_all_the_same"}
        return set()

    def _withdraw_permit(self, said):
        key = tuple(said[column] for column in reading.KEYS["permits"])
        del self.state.told_permits[key]
        self._permit(said)
        return set()

    def _withdraw_retention(self, said):
        """All that this department recorded of it, on whatever day."""
        of_case, key = self.state.steps.get(said["case_no"], {}), tuple(said[column] for column in reading.KEYS["retentions"])
        same = [step for step in of_case.values() if step["kind"] == "retention" and retention_of(step) == key]
        own = [step for step in same if step["by"] == said["by"]]
        for step in own:
            self._unset("events", event_key(step))
            del of_case[event_key(step)]
        if not own:
            self.state.told_retentions.discard(key)  # a table's
        if len(same) > len(own) or key in self.state.told_retentions:
            return {"stands_all_the_same"}
        self._unset("retentions", key)
        return set()


def event_key(event):
    return tuple(event[column] for column in reading.KEYS["events"])


def retention_of(step):
    return step["case_no"], step["party"], step["detail"], step["until"], step["document"]
