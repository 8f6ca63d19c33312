#!/usr/bin/env python3
"""Every test that docs/promises.md names is there, and every line names one."""
import ast
import re
import unittest

from fences import ROOT
from links_test import anchors

PAGE = ROOT / "docs/promises.md"
GOOGLE_TEST = re.compile(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", re.M)


def google_tests():
    """`program:Suite.Test` of all."""
    out = set()
    for lists in (ROOT / "tests").rglob("CMakeLists.txt"):
        for program, sources in re.findall(r"plumb_test\((\w+)\s+([^)]*)\)", lists.read_text(encoding="utf-8")):
            for source in re.findall(r"[\w./]+\.cpp", sources):
                text = (lists.parent / source).read_text(encoding="utf-8")
                out |= {f"{program}:{suite}.{test}" for suite, test in GOOGLE_TEST.findall(text)}
    return out


def python_tests(file):
    """`file:Class.method` of all."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {f"{file}:{c.name}.{m.name}" for c in tree.body if isinstance(c, ast.ClassDef) for m in c.body if isinstance(m, ast.FunctionDef) and m.name.startswith("test_")}


def unknown(text, google):
    """The names in lines of tables that lead to no test and no heading; a line without any name."""
    for line in re.findall(r"^\| (?!what \|)(?!-)(.*) \|$", text, re.M):
        names = re.findall(r"`([^`]+)`", line.rpartition(" | ")[2])
        if not names:
            yield f"no test: {line}"
        for name in names:
            file, _, rest = name.partition("#")
            python = name.partition(":")[0]
            if file.endswith(".md") and rest:
                there = rest in anchors((ROOT / file).read_text(encoding="utf-8"))
            elif python.endswith(".py"):
                there = (ROOT / python).exists() and (python == name or name in python_tests(python))
            else:
                there = name in google
            if not there:
                yield name


class Promises(unittest.TestCase):
    def test_every_name_leads_to_a_test(self):
        self.assertEqual(list(unknown(PAGE.read_text(encoding="utf-8"), google_tests())), [])

    def test_a_wrong_name_is_seen(self):
        lines = ("| a | `seal_test:Signatures.AreThoseOfRfc8032`, `tests/docs/promises_test.py:Promises.test_a_wrong_name_is_seen` |", "| b | |",
                 "| c | `seal_test:Signatures.AreNone` |", "| d | `tests/docs/promises_test.py:Promises.test_gone`, `docs/registry.md#gone` |")
        wrong = list(unknown("\n".join(("| what | shown by |", "|---|---|", *lines)), google_tests()))
        self.assertEqual(len(wrong), 4, wrong)


if __name__ == "__main__":
    unittest.main()
