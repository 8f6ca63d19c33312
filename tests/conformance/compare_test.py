#!/usr/bin/env python3
"""What compare.py must see, and what it must let pass."""
import unittest

from compare import differences


class Differences(unittest.TestCase):
    def seen(self, want, got):
        return list(differences(want, got, ""))

    def test_members_that_the_expectation_does_not_name_are_free(self):
        self.assertEqual(self.seen({"a": [{"b": 1}]}, {"a": [{"b": 1, "c": 2}], "d": 3}), [])

    def test_everything_else_is_seen(self):
        for want, got in (({"a": 1}, {}), ({"a": 1}, {"a": 2}), ({"a": None}, {}), ({"a": []}, {"a": [1]}), ({"a": [1, 2]}, {"a": [2, 1]}), (1, True), (1, "1"), (1, 1.0),
                          ({}, []), ({"error": {}}, {"outcome": "none"}), ([{"x": {"y": 1}}], [{"x": {"y": 2}}])):
            with self.subTest(want=want, got=got):
                self.assertTrue(self.seen(want, got))


if __name__ == "__main__":
    unittest.main()
