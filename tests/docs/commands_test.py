#!/usr/bin/env python3
"""Every `plumb …` line in a fenced block of the documentation can be typed as it stands."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from fences import ROOT, blocks, pages

PLUMB = pathlib.Path(os.environ["PLUMB"]).resolve()
TABLES = ("parties.csv", "relations.csv", "entries.csv", "permits.csv", "retentions.csv", "holdings.ndjson")


def commands():
    for page in pages():
        if page.parent.name == "diagnostics":  # commands that go wrong; their golden tests run them
            continue
        for number, kind, text, _ in blocks(page):
            if kind in ("", "sh", "bash", "console"):
                for offset, line in enumerate(text.replace("\\\n", " ").splitlines(), 1):
                    if re.match(r"(\$ )?plumb ", line) or "| plumb " in line:
                        yield page, number + offset, line.removeprefix("$ ")


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pristine = pathlib.Path(tempfile.mkdtemp(prefix="plumb-commands-"))
        cls.addClassCleanup(shutil.rmtree, cls.pristine)
        county = ROOT / "tests/cases/county-small"
        for name in (*TABLES, "requests.ndjson"):
            shutil.copy(county / name, cls.pristine)
        shutil.copytree(ROOT / "rules", cls.pristine / "rules")
        shutil.copytree(ROOT / "examples", cls.pristine / "examples")
        shutil.copytree(ROOT / "examples/quickstart/rules", cls.pristine / "rules/yunqi-2021-12")
        for name in ("notice.txt", "通知.txt"):
            (cls.pristine / name).write_text("一、样例\n（一）样例。\n")
        record = '{"caseCode":"(2019)豫0323执%s号","cardNum":"410399198503078813","courtName":"新安县人民法院","publishDate":"20190601"}\n'
        (cls.pristine / "court-2019-07-01.json").write_text(record % "7001")
        (cls.pristine / "court-all.json").write_text(record % "7002")
        (cls.pristine / "inbox").mkdir()
        shutil.copy(cls.pristine / "court-2019-07-01.json", cls.pristine / "inbox")
        cls.run_in(cls.pristine, f"plumb registry init county.db && plumb registry import county.db {' '.join(TABLES)}")

    @staticmethod
    def run_in(folder, line):
        environment = {**os.environ, "PATH": f"{PLUMB.parent}:{os.environ['PATH']}"}
        return subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)

    def test_every_command_is_understood_and_finds_its_files(self):
        seen = 0
        for page, number, line in commands():
            with self.subTest(page=str(page.relative_to(ROOT)), line=number, command=line), tempfile.TemporaryDirectory() as scratch:
                folder = pathlib.Path(scratch, "here")
                shutil.copytree(self.pristine, folder)
                if "registry init" in line:
                    (folder / "county.db").unlink()
                done = self.run_in(folder, line)
                # 1: findings, as a made-up notice must give.
                self.assertIn(done.returncode, (0, 1), done.stderr)
                seen += 1
        self.assertGreater(seen, 5)


if __name__ == "__main__":
    unittest.main()
