#!/usr/bin/env python3
"""Shows that run.py can fail: it runs it over small tests with a stand-in for the program."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

RUN = pathlib.Path(__file__).with_name("run.py")
PROGRAM = '#!/bin/bash\nfor f in "$@"; do echo "$f has $(wc -l < "$f") lines in $PWD"; done\necho trouble >&2\nexit 3\n'


class RunnerTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.plumb = pathlib.Path(self.folder.name, "plumb")
        self.plumb.write_text(PROGRAM)
        self.plumb.chmod(0o755)

    def golden(self, text, *options):
        self.test = pathlib.Path(self.folder.name, "one.plumb")
        if text is not None:
            self.test.write_text(text, encoding="utf-8")
        return subprocess.run([sys.executable, RUN, "--plumb", self.plumb, *options, self.test], capture_output=True, text=True, check=False)

    def test_records_then_passes_then_fails_when_broken(self):
        source = "// RUN: plumb %s\n措施\n"
        self.assertEqual(self.golden(source).returncode, 1)
        self.assertEqual(self.golden(source, "--update").returncode, 0)
        recorded = self.test.read_text(encoding="utf-8")
        expected = "// EXPECT exit 3\n// STDOUT\n//| one.plumb has 2 lines in %t\n// STDERR\n//| trouble\n"
        self.assertEqual(recorded, source + expected)
        self.assertEqual(self.golden(None).returncode, 0)
        for right, wrong in (("exit 3", "exit 0"), ("2 lines", "5 lines"), ("trouble", "peace")):
            self.assertEqual(self.golden(recorded.replace(right, wrong)).returncode, 1, right)

    def test_splits_files_and_reads_escapes(self):
        self.golden("// RUN: cd %t && od -An -c rules/b.plumb && plumb %s\n// FILE: rules/a.plumb\nx\ny\n"
                    "// FILE: rules/b.plumb (escaped)\n\\xEF\\n\n\\\\\n", "--update")
        text = self.test.read_text(encoding="utf-8")
        self.assertIn("rules/a.plumb has 2 lines", text)
        self.assertIn("357  \\n   \\", text)

    def test_masks(self):
        self.golden("// RUN: echo at $RANDOM\n// MASK: [0-9]+\n", "--update")
        self.assertIn("//| at <masked>", self.test.read_text(encoding="utf-8"))
        self.assertEqual(self.golden(None).returncode, 0)

    def test_a_test_without_a_command_fails(self):
        self.assertEqual(self.golden("措施\n").returncode, 1)

    def test_a_file_may_not_leave_the_folder(self):
        self.assertEqual(self.golden("// RUN: true\n// FILE: ../x\n// EXPECT exit 0\n").returncode, 1)


if __name__ == "__main__":
    unittest.main()
