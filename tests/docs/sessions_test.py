#!/usr/bin/env python3
"""Every page's `shell-session` blocks are one session, typed from the top of the repository, and show what it prints."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from fences import ROOT, blocks, pages

PLUMB = pathlib.Path(os.environ["PLUMB"]).resolve()


def sessions():
    """{page: [(line number, command, what it prints)]}"""
    out = {}
    for page in pages():
        for number, kind, text, _ in blocks(page):
            if kind != "shell-session":
                continue
            for offset, line in enumerate(text.splitlines(), 1):
                steps = out.setdefault(page, [])
                if line.startswith("$ "):
                    steps.append((number + offset, line[2:], []))
                else:
                    steps[-1][2].append(line)
    return out


class Sessions(unittest.TestCase):
    def test_each_prints_what_it_shows(self):
        seen = 0
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "PATH": f"{PLUMB.parent}:{os.environ['PATH']}"}
        for page, steps in sessions().items():
            with tempfile.TemporaryDirectory() as scratch:
                for part in ("rules", "examples"):
                    shutil.copytree(ROOT / part, pathlib.Path(scratch, part))
                for number, command, shown in steps:
                    with self.subTest(page=str(page.relative_to(ROOT)), line=number, command=command):
                        done = subprocess.run(["bash", "-c", command], cwd=scratch, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
                        printed = (done.stdout + done.stderr).replace("\ufeff", "")  # the byte order mark of a file, which nobody sees
                        self.assertEqual(printed.splitlines(), shown)
                        self.assertEqual(done.returncode, 0)
                        seen += 1
        self.assertGreater(seen, 5)


if __name__ == "__main__":
    unittest.main()
