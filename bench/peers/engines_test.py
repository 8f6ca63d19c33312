#!/usr/bin/env python3
"""No time is taken of an engine whose results were not all held against the truth: drivers that are wrong in every way, refused."""
import os
import pathlib
import sys
import tempfile
import unittest

import engines

TRUTH = "a,b\n\nc\n"
# Writes what it is told to, or nothing, and says what it is told to.
DRIVER = """
import os, pathlib, sys
folder, written, said = sys.argv[1:]
(pathlib.Path(folder) / "pid").write_text(str(os.getpid()))
if written != "nothing":
    (pathlib.Path(folder) / "results").write_text(written)
print(said, flush=True)
for line in sys.stdin:
    print(30, flush=True)
"""


class Engines(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.truth, self.results = self.folder / "truth.txt", self.folder / "results"
        self.truth.write_text(TRUTH)

    def start(self, written, said="ready 3", count=3, **how):
        return engines.start("it", [sys.executable, "-c", DRIVER, self.folder, written, said], self.results, count, self.truth, **how)

    def assert_refused(self, why, *driver, **how):
        with self.assertRaises(engines.Wrong) as refused:
            self.start(*driver, **how).close()
        self.assertEqual(str(refused.exception), why)
        with self.assertRaises(ProcessLookupError, msg="the driver was left at work"):
            os.kill(int((self.folder / "pid").read_text()), 0)

    def test_a_driver_whose_results_are_the_truth_is_timed(self):
        with self.start(TRUTH) as driver:
            self.assertEqual(driver.nanoseconds(), (10, 10))

    def test_of_a_longer_list_an_engine_may_be_given_the_first(self):
        self.start("a,b\n\n", "ready 2", count=2).close()

    def test_results_that_are_missing_short_long_or_different_are_refused(self):
        self.assert_refused("it: wrote no results", "nothing")
        self.assert_refused("it: wrote 0 results; 3 were asked for", "")
        self.assert_refused("it: wrote 2 results; 3 were asked for", "a,b\n\n")
        self.assert_refused("it: wrote more results than the 3 that were asked for", TRUTH + "\n")
        self.assert_refused("it: request 1 gives “c” instead of “”", "a,b\nc\nc\n")
        self.assert_refused("it: its results are cut off in request 2", TRUTH.rstrip("\n"))

    def test_what_an_earlier_run_left_is_not_taken_for_results(self):
        self.results.write_text(TRUTH)
        self.assert_refused("it: wrote no results", "nothing")

    def test_another_number_of_requests_than_it_was_given_is_refused(self):
        self.assert_refused("it: decided 2 requests; 3 were asked for", TRUTH, "ready 2")
        self.assert_refused("it: 4 requests were asked for; the truth of 3 is known", TRUTH + "\n", "ready 4", count=4)

    def test_a_driver_that_says_something_else_is_refused(self):
        for said in ("", "3", "ready", "ready soon"):
            self.assert_refused(f"{sys.executable} did not start: exit status 0", TRUTH, said)

    def test_copies_of_measures_are_compared_under_their_names(self):
        self.start("a,a_2,b,b_2\n\nc,c_2\n", copies=2).close()
        self.assert_refused("it: request 2 gives “c” instead of “c,c_2”", "a,a_2,b,b_2\n\nc\n", copies=2)
        self.assert_refused("it: wrote 0 results; 3 were asked for", "", copies=2)
        self.assert_refused("it: 4 requests were asked for; the truth of 3 is known", "a,a_2,b,b_2\n\nc,c_2\n\n", "ready 4", count=4, copies=2)


if __name__ == "__main__":
    unittest.main()
