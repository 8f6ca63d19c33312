#!/usr/bin/env python3
"""plumb coverage on a made-up notice of three clauses: every loss and every change is found and named."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

PLUMB = os.environ["PLUMB"]
RULES = pathlib.Path(__file__).resolve().parents[2] / "examples/quickstart/rules"
NOTICE = """样例县人民政府关于约束失信被执行人的通知
样政〔2020〕1号

各单位：
现就有关事项通知如下。
一、住宿。不给失信被执行人提供高档住宿。（责任部门：县旅游局）
二、授信。数额大的，从严。（责任部门：县金融办）
三、荣誉。列入之后得到的，撤销。（责任部门：县文明办）
"""


class Notice(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumb-notice-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.rules = self.folder / "rules"
        shutil.copytree(RULES, self.rules)
        self.text = (self.rules / "rules.plumb").read_text()

    def coverage(self, status, *options, notice=NOTICE, lang="zh"):
        source = self.folder / "notice.txt"
        source.write_text(notice)
        done = subprocess.run([PLUMB, "coverage", self.rules, "--source", source, "--lang", lang, *options], capture_output=True, text=True)
        told = done.stdout + done.stderr
        self.assertEqual(done.returncode, status, told)
        return told

    def rewrite(self, text):
        (self.rules / "rules.plumb").write_text(text)

    def accepted(self):
        self.coverage(0, "--accept")
        self.text = (self.rules / "rules.plumb").read_text()

    def test_clean_once_the_text_is_accepted(self):
        self.accepted()
        self.assertEqual(self.text.count("指纹"), 3)
        for lang in ("zh", "en"):
            self.coverage(0, lang=lang)
        json.loads(self.coverage(0, "--format", "json"))
        self.coverage(0, "--accept")
        self.assertEqual((self.rules / "rules.plumb").read_text(), self.text)

    def test_every_measure_taken_out_is_named_by_its_obligation(self):
        self.accepted()
        blocks = re.findall(r"^措施 .*?^}\n", self.text, re.M | re.S)
        shutil.rmtree(self.rules / "scenarios")
        for block, obligation in zip(blocks, ("住宿", "授信", "荣誉"), strict=True):
            self.rewrite(self.text.replace(block, ""))
            self.assertIn(obligation, self.coverage(1))

    def test_every_department_changed_is_named(self):
        self.accepted()
        names = ["县旅游局", "县金融办", "县文明办"]
        places = [m.span(1) for m in re.finditer(r"责任部门 +(\S+)$", self.text, re.M)]
        self.assertEqual(len(places), 6)
        for begin, end in places:
            was = self.text[begin:end]
            now = names[(names.index(was) + 1) % 3]
            self.rewrite(self.text[:begin] + now + self.text[end:])
            told = self.coverage(1)
            self.assertTrue(was in told or now in told, told)

    def test_a_clause_whose_text_changed_is_named_until_accepted(self):
        self.accepted()
        changed = NOTICE.replace("数额大的，从严", "数额大的，一律从严")
        told = self.coverage(1, notice=changed)
        self.assertIn("“二”", told)
        self.coverage(0, "--accept", notice=changed)
        self.coverage(0, notice=changed)

    def test_a_clause_that_is_not_encoded_or_not_in_the_text_is_named(self):
        self.accepted()
        self.assertIn("四", self.coverage(1, notice=NOTICE + "四、宣传。各单位要宣传。\n"))
        self.assertIn("三", self.coverage(1, notice=NOTICE[:NOTICE.index("三、")]))


if __name__ == "__main__":
    unittest.main()
