"""What engines counted, county by county: whoever sweeps a county that was swept before has to count the same."""
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from copies import copied


class Wrong(Exception):
    """Counts differ, or an engine failed: no time is written down."""


class Counted:
    """Of one run: one rule set, date and seed. A county is its sizes, a dictionary."""

    def __init__(self):
        self.truths = {}  # county → measure → [applies, undetermined, permitted]: the first engine's
        self.kinds = {}  # county → who counted so, with all evaluators and numbers of threads of one as one

    def hold(self, county, title, counts, copies=1):
        """Raises Wrong unless these are the counts of everybody before. `title`: who counts, and after a comma how.

        With copies, the measures themselves are held against them. Copies are held against each other: permits and retentions
        name measures, and no copy. REQUIRES: a county is counted without copies first.
        """
        county = key(county)
        if not counts:
            raise Wrong(f"{title}: counts no measure")
        truth = self.truths.setdefault(county, counts)
        expected = {copied(name, copy): truth[name] if copy == 1 else counts.get(copied(name, 2)) for name in truth for copy in range(1, copies + 1)}
        if others := expected.keys() ^ counts.keys():
            raise Wrong(f"{title}: counts other measures: {', '.join(sorted(others)[:5])}")
        if wrong := [name for name in expected if counts[name] != expected[name]]:
            raise Wrong(f"{title}: counts differently: {', '.join(wrong[:5])} ({counts[wrong[0]]} in place of {expected[wrong[0]]})")
        self.kinds.setdefault(county, set()).add(title.partition(",")[0])

    def truth(self, county):
        return self.truths[key(county)]

    def by(self, county):
        """Who counted it, and all alike."""
        return sorted(self.kinds.get(key(county), ()))


def key(county):
    return tuple(sorted(county.items()))
