#!/usr/bin/env python3
"""Shows that check_diagnostics.py can fail."""
import pathlib
import tempfile
import unittest

import check_diagnostics

ROW = 'PLUMB_DIAGNOSTIC(unknown_field, "P0207", error, "no field \'{0}\'", "没有字段“{0}”")\n'
PAGE = "# P0207\n\n```plumb\nwrong\n```\n\n```plumb\nright\n```\n"


class DiagnosticsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("compiler/diagnostics/kinds.def", ROW)
        self.write("compiler/semantics/x.cpp", "sink.report(Kind::unknown_field, span, {name});\n")
        self.write("docs/diagnostics/P0207.md", PAGE)
        self.write("tests/golden/diagnostics/P0207.plumb", "// RUN: plumb check %s\n// EXPECT exit 1\n// STDERR\n//| error[P0207]: x\n")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def test_complete(self):
        self.assertEqual(check_diagnostics.missing(self.root), [])

    def test_each_missing_part_is_told(self):
        for name, text in (("compiler/semantics/x.cpp", ""), ("docs/diagnostics/P0207.md", "# P0207\n"), ("docs/diagnostics/P0999.md", PAGE),
                           ("tests/golden/diagnostics/P0207.plumb", "// P0207\n// EXPECT exit 0\n")):
            with self.subTest(name):
                self.setUp()
                self.write(name, text)
                self.assertEqual(len(check_diagnostics.missing(self.root)), 1)
        self.setUp()
        self.write("compiler/diagnostics/kinds.def", ROW + 'PLUMB_HELP(unused, "a", "b")\n')
        self.assertEqual(len(check_diagnostics.missing(self.root)), 1)


if __name__ == "__main__":
    unittest.main()
