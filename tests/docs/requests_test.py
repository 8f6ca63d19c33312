#!/usr/bin/env python3
"""docs/requests.md lists every code with which a request line is refused, and no other; its lines are JSON."""
import json
import re
import unittest

from fences import ROOT

PAGE = (ROOT / "docs/requests.md").read_text()


class Requests(unittest.TestCase):
    def test_the_codes_are_those_of_the_runtime(self):
        source = (ROOT / "runtime/decide/refusal.cpp").read_text()
        known = re.findall(r'\{"(request\.[a-z.]+)"', source)
        self.assertEqual(re.findall(r"^\| `(request\.[a-z.]+)` \|", PAGE, re.M), known)
        self.assertEqual(len(known), 16)

    def test_its_lines_are_json(self):
        lines = re.findall(r"^\{.*\}$", PAGE, re.M)
        self.assertTrue(lines)
        for line in lines:
            self.assertEqual(set(json.loads(line)["error"]), {"code", "message", "path"})


if __name__ == "__main__":
    unittest.main()
