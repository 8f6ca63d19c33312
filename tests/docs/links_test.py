#!/usr/bin/env python3
"""Relative links of every Markdown page lead somewhere, to headings as well; and no page is unfinished."""
import re
import unittest
import urllib.parse

from fences import ROOT, pages

LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+(?:\([^()]*\))?[^()\s]*)\)")


def anchors(text):
    """The anchors that GitHub gives to a page's headings."""
    out = set()
    for heading in re.findall(r"^#{1,6} +(.+?) *$", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S), re.M):
        plain = re.sub(r"[`*]", "", heading).strip().lower()
        out.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return out


def broken_links(path):
    text = path.read_text(encoding="utf-8")
    prose = re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))
    for target in LINK.findall(prose):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = urllib.parse.unquote(target).partition("#")
        there = (path.parent / file) if file else path
        if not there.exists():
            yield f"{target}: no such file"
        elif anchor and there.suffix == ".md" and anchor not in anchors(there.read_text(encoding="utf-8")):
            yield f"{target}: no such heading"


class Links(unittest.TestCase):
    def test_every_relative_link_leads_somewhere(self):
        for page in pages():
            with self.subTest(page=str(page.relative_to(ROOT))):
                self.assertEqual(list(broken_links(page)), [])

    def test_no_page_waits_for_text(self):
        for page in pages():
            with self.subTest(page=str(page.relative_to(ROOT))):
                self.assertNotRegex(page.read_text(encoding="utf-8"), r"\b[A-Z]+_HERE\b|\bTODO\b|\bFIXME\b")

    def test_a_broken_link_is_seen(self):
        import pathlib
        import tempfile
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder, "page.md")
            page.write_text("# A b\n[x](page.md#a-b) [y](#a-b) [z](gone.md) [w](#gone) `[v](gone)`\n")
            self.assertEqual(len(list(broken_links(page))), 2)


if __name__ == "__main__":
    unittest.main()
