#!/usr/bin/env python3
"""Every block of docs/language.md is what the convention at its top says it is."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from fences import ROOT, blocks

PLUMB = os.environ["PLUMB"]
PAGE = ROOT / "docs/language.md"
HEADER = "规则集 样例 { 标识 “sample” 版本 “1” 基于 标准库 默认日历 中国工作日 }\n"
KINDS = ("plumb", "plumb fragment", "plumb example", "plumb wrong")
BLOCKS = blocks(PAGE)


class Language(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumb-docs-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def run_plumb(self, *arguments):
        return subprocess.run([PLUMB, *map(str, arguments), "--lang", "en"], capture_output=True, text=True)

    def of_kind(self, *kinds):
        for number, kind, text, above in BLOCKS:
            if kind in kinds:
                with self.subTest(line=number, kind=kind):
                    yield number, text, above

    def written(self, number, text, folder="block"):
        path = self.folder / f"{folder}{number}" / "block.plumb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    def formatted(self, path, *options):
        done = self.run_plumb("fmt", "--stdout", path, *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_the_page_has_blocks_of_every_kind_and_no_other(self):
        kinds = {kind for _, kind, _, _ in BLOCKS if kind}
        self.assertEqual(kinds, set(KINDS))

    def test_declarations_check_alone(self):
        for number, text, _ in self.of_kind("plumb"):
            whole = text if re.search(r"^规则集 ", text, re.M) else HEADER + text
            rules = self.written(number, whole).parent
            for command in (["check", rules], *([["test", rules, "--coverage"]] if re.search(r"^示例 ", text, re.M) else [])):
                done = self.run_plumb(*command)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_block_but_the_wrong_ones_parses_and_survives_english_and_back(self):
        for number, text, _ in self.of_kind("plumb", "plumb fragment", "plumb example"):
            zh = self.formatted(self.written(number, text), "--keywords", "zh")
            en = self.formatted(self.written(number, zh, "zh"), "--keywords", "en")
            self.assertEqual(self.formatted(self.written(number, en, "en"), "--keywords", "zh"), zh)
            self.assertEqual(self.formatted(self.written(number, zh, "zh")), zh)

    def test_the_first_measure_is_the_same_in_both_languages(self):
        zh, en = [text for _, kind, text, _ in BLOCKS if "luxury_lodging" in text and kind == "plumb fragment" and ("measure" in text or "措施" in text)][:2]
        for keywords in ("zh", "en"):
            count = [len(self.formatted(self.written(i, t), "--keywords", keywords).split()) for i, t in enumerate((zh, en))]
            self.assertEqual(count[0], count[1])

    def test_the_words_that_end_a_bare_name_are_told_in_full(self):
        rows = re.findall(r'^PLUMB_KEYWORD\(\w+, \w+, "([^"]+)", "[^"]*", ([^)]*)\)', (ROOT / "compiler/syntax/keywords.def").read_text(), re.M)
        ends = {word for word, flags in rows if "splits" in flags} | {"的"}
        line = next(line for line in PAGE.read_text().splitlines() if line.startswith("- 名称里有 `、`"))
        told = re.search(r"括起来：(.*?)。例如", line).group(1)
        self.assertEqual({word for group in re.findall(r"`([^`]+)`", told) for word in group.split()}, ends)

    def test_slips_are_refused(self):
        for number, text, _ in self.of_kind("plumb wrong"):
            done = self.run_plumb("check", self.written(number, HEADER + text).parent)
            self.assertEqual(done.returncode, 1)
            for code in ("当", "==", "1,000元"):
                line = next(i for i, t in enumerate((HEADER + text).splitlines(), 1) if code in t)
                self.assertIn(f"block.plumb:{line}:", done.stderr, code)

    def test_the_example_is_a_whole_rule_set_that_checks_and_passes(self):
        name = None
        for number, text, above in self.of_kind("plumb example"):
            named = re.findall(r"`([\w/.-]+\.plumb)`", above)
            name = pathlib.PurePath(named[-1]).relative_to("rules/yunqi-2021-12") if named and named[-1].startswith("rules/") else named[-1] if named else name
            path = self.folder / "yunqi-2021-12" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a") as file:
                file.write(text + "\n")
        rules = self.folder / "yunqi-2021-12"
        for command in (["check", rules], ["test", rules, "--coverage"], ["prose", rules]):
            done = self.run_plumb(*command)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            if command[0] == "check":
                self.assertEqual(done.stderr.strip(), f"{rules}: nothing found")


if __name__ == "__main__":
    unittest.main()
