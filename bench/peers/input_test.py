#!/usr/bin/env python3
"""The input that the peers are given, held against Plumb: interpreted in a few lines of Python it gives what the reference
evaluator says of the rule set as it stands. No network, no peers.

    input_test.py PROGRAM RULES-FOLDER
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import interpret

EXPORT, RULES = sys.argv[1:3]
COUNT = 6000


def export(folder, seed, date="2019-09-16"):
    subprocess.run([EXPORT, RULES, folder, str(COUNT), str(seed), date], check=True)
    read = lambda name: (pathlib.Path(folder) / name).read_text(encoding="utf-8")
    return json.loads(read("rules.json")), read("requests.ndjson").splitlines(), read("truth.txt").splitlines()


class Input(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.rules, cls.lines, cls.truth = export(cls.folder.name, 1)
        cls.requests = [json.loads(line) for line in cls.lines]

    def test_interpreted_it_gives_what_the_reference_evaluator_says(self):
        groups = interpret.by_group(self.rules)
        for line, request, expected in zip(self.lines, self.requests, self.truth, strict=True):
            self.assertEqual(interpret.result_line(groups, request), expected, line)

    def test_every_measure_of_the_notice_applies_and_does_not(self):
        self.assertEqual(len(self.rules["measures"]), 68)
        groups = interpret.by_group(self.rules)
        applied, spared = set(), set()
        for request, expected in zip(self.requests, self.truth):
            named = set(expected.split(","))
            for measure in groups[request["group"]]:
                (applied if measure["measure"] in named else spared).add(measure["measure"])
        everything = {measure["measure"] for measure in self.rules["measures"]}
        self.assertEqual(applied, everything)
        # Whoever is a person is consulted about: nothing but the party's kind decides, so that organisations are spared.
        self.assertEqual(spared, everything)

    def test_requests_are_distinct_and_cover_every_matter_and_stage(self):
        self.assertEqual(len(set(self.lines)), COUNT)
        self.assertEqual({request["group"] for request in self.requests}, set(range(len(self.rules["groups"]))))

    def test_same_seed_same_bytes_and_another_seed_others(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(export(folder, 1), (self.rules, self.lines, self.truth))
            self.assertNotEqual(export(folder, 2)[1], self.lines)

    def test_before_the_notice_was_in_force_nothing_applies(self):
        with tempfile.TemporaryDirectory() as folder:
            rules, _, truth = export(folder, 1, "2019-05-29")
            self.assertEqual(rules["measures"], [])
            self.assertEqual(set(truth), {""})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
