"""What the steps recorded of an entry make of it, worked out from docs/registry.md (What steps make of an entry)."""

APPLICATIONS = {"objection": "objection", "reconsideration": "reconsideration"}
DECISIONS = {"objection_decision": "objection", "reconsideration_decision": "reconsideration"}

GROUNDS = ("履行完毕", "和解协议履行完毕", "依法终结执行", "错误纳入")


def said(events):
    """`events` of one entry, in the order in which they were recorded. {column: value} of what they say, what they say only where nobody
    else does, and until when they lengthen what somebody else says."""
    told, otherwise, longer = {}, {}, None
    by_day = sorted(events, key=lambda event: event["on"])
    for event in events:  # the last word recorded
        if event["kind"] == "service":
            told["served_on"] = event["on"]
        elif event["kind"] == "removal_ground":
            told["ground_on"] = event["on"]
        elif event["kind"] == "removal":
            otherwise["removed_on"] = event["on"]
            # A command brings its ground with it; of what a table says only a word for one is the entry's.
            otherwise["removal_ground"] = event["detail"] if event.get("removal_kind") or event["detail"] in GROUNDS else None
            otherwise["removal_kind"] = event.get("removal_kind")
    for event in sorted(by_day, key=lambda event: (event["on"], event["kind"] != "term")):  # the latest day; an extension only makes longer
        if event["kind"] == "term":
            told["expires_on"], longer = event["until"], None
        elif event["kind"] == "extension":
            if "expires_on" in told:
                told["expires_on"] = max(told["expires_on"], event["until"])
            else:
                longer = max(longer or "", event["until"])
        elif event["kind"] in DECISIONS:
            otherwise["ground_on"] = event["on"] if event["detail"] == "upheld" else None
    period = _last_examination(by_day)
    if period is not None:
        told["objection"] = period
    return told, {column: value for column, value in otherwise.items() if value is not None and column not in told}, longer


def _last_examination(by_day):
    waiting, since, last = set(), None, None
    for day in sorted({event["on"] for event in by_day}):
        today = [event["kind"] for event in by_day if event["on"] == day]
        waiting |= {APPLICATIONS[kind] for kind in today if kind in APPLICATIONS}
        if waiting and since is None:
            since = day
        waiting -= {DECISIONS[kind] for kind in today if kind in DECISIONS}
        if since is not None and not waiting:
            last, since = f"{since}–{day}", None
    return last if since is None else f"{since}–"


def permit(event):
    """The permit that a step is, or nothing."""
    if event["kind"] not in ("permit", "suspension") or not event["document"]:
        return None
    target = event["detail"] if event["kind"] == "permit" and event["detail"] else "*"
    return {"party": event["party"], "target": target, "from": event["on"], "to": event["until"], "document": event["document"]}
