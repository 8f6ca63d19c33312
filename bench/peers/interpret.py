"""Rules and requests as every engine gets them → the measures that apply, in the plainest way there is.

Says what the form of rules.json means (README.md), and so what a translator has to keep. Standard library only.
"""
COMPARISONS = {
    "below": lambda a, b: a < b,
    "at_most": lambda a, b: a <= b,
    "above": lambda a, b: a > b,
    "at_least": lambda a, b: a >= b,
}


def holds(tree, request):
    """Whether a condition holds; every field that it may ask is in the request."""
    op = tree["op"]
    if op == "and":
        return all(holds(part, request) for part in tree["of"])
    if op == "or":
        return any(holds(part, request) for part in tree["of"])
    if op == "not":
        return not holds(tree["of"], request)
    value = request[tree["party"]] if "party" in tree else request["fields"][tree["field"]]
    if op == "is_true":
        return value is True
    if op == "in":
        return value in tree["values"]
    if op == "has_any":
        return any(each in tree["values"] for each in value)
    return COMPARISONS[op](value, tree["value"])


def applies(measure, request):
    if measure["kind"] is not None and request["kind"] != measure["kind"]:
        return False
    if measure["reach"] is not None and not set(measure["reach"]) & set(request["reach"]):
        return False
    return measure["when"] is None or holds(measure["when"], request)


def by_group(rules):
    """One list of measures for each group, in the order of rules["groups"]: the index by matter and stage."""
    number = {(group["matter"], group["stage"]): i for i, group in enumerate(rules["groups"])}
    out = [[] for _ in rules["groups"]]
    for measure in rules["measures"]:
        out[number[measure["matter"], measure["stage"]]].append(measure)
    return out


def result_line(groups, request):
    return ",".join(sorted(measure["measure"] for measure in groups[request["group"]] if applies(measure, request)))
