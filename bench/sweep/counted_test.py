#!/usr/bin/env python3
"""Counts that differ from anybody's of the same county are refused, whenever and with whatever else they are swept."""
import unittest

from counted import Counted, Wrong

COUNTY, OTHER = {"parties": 5, "rows": 10}, {"parties": 5, "rows": 1}
COUNTS = {"a": [3, 1, 0], "b": [0, 2, 1]}
# Permits name b, and not its copy.
COPIES = COUNTS | {"a_2": [3, 1, 0], "b_2": [1, 2, 0], "a_3": [3, 1, 0], "b_3": [1, 2, 0]}


class CountedTest(unittest.TestCase):
    def setUp(self):
        self.counted = Counted()
        self.counted.hold(COUNTY, "C++ by hand, threads: 1", COUNTS)

    def assert_refused(self, why, counts, **how):
        with self.assertRaises(Wrong) as refused:
            self.counted.hold(COUNTY, "Plumb, native, threads: 2", counts, **how)
        self.assertEqual(str(refused.exception), f"Plumb, native, threads: 2: {why}")
        self.assertEqual(self.counted.by(COUNTY), ["C++ by hand"])

    def test_who_counts_alike_is_told(self):
        self.assertEqual(self.counted.by(COUNTY), ["C++ by hand"])
        self.counted.hold(COUNTY, "Plumb, native, threads: 1", dict(COUNTS))
        self.counted.hold(COUNTY, "Plumb, columnar portable, threads: 2", dict(COUNTS))
        self.assertEqual(self.counted.by(COUNTY), ["C++ by hand", "Plumb"])
        self.assertEqual(self.counted.truth(COUNTY), COUNTS)

    def test_other_counts_fewer_measures_more_or_none_are_refused(self):
        self.assert_refused("counts differently: b ([0, 2, 2] in place of [0, 2, 1])", COUNTS | {"b": [0, 2, 2]})
        self.assert_refused("counts other measures: b", {"a": [3, 1, 0]})
        self.assert_refused("counts other measures: c", COUNTS | {"c": [0, 0, 0]})
        self.assert_refused("counts no measure", {})

    def test_another_county_has_counts_of_its_own(self):
        self.counted.hold(OTHER, "Plumb, native", {"a": [1, 0, 0], "b": [0, 0, 0]})
        self.assertEqual(self.counted.by(OTHER), ["Plumb"])
        self.assertEqual(self.counted.by({"parties": 1, "rows": 10}), [])

    def test_an_engine_that_counts_nothing_gives_no_truth(self):
        self.assertRaisesRegex(Wrong, "it: counts no measure", self.counted.hold, OTHER, "it", {})
        self.counted.hold(OTHER, "Plumb", COUNTS)
        self.assertEqual(self.counted.truth(OTHER), COUNTS)

    def test_with_copies_measures_are_held_against_everybody_and_copies_against_each_other(self):
        self.counted.hold(COUNTY, "Plumb, native, threads: 1", COPIES, copies=3)
        self.assertEqual(self.counted.truth(COUNTY), COUNTS)
        self.setUp()
        self.assert_refused("counts differently: b ([1, 2, 0] in place of [0, 2, 1])", COPIES | {"b": [1, 2, 0]}, copies=3)
        self.assert_refused("counts differently: a_3 ([2, 1, 0] in place of [3, 1, 0])", COPIES | {"a_3": [2, 1, 0]}, copies=3)
        self.assert_refused("counts other measures: a_2, b_2", COUNTS, copies=2)
        self.assert_refused("counts other measures: a_3, b_3", COPIES, copies=2)


if __name__ == "__main__":
    unittest.main()
