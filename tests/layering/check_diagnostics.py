#!/usr/bin/env python3
"""Lists diagnostics that lack a page, a golden test that reaches them, or a place in the compiler that reports them.

A page is docs/diagnostics/Pnnnn.md with a wrong and a right example (two fenced blocks); a golden test is a file
tests/golden/diagnostics/Pnnnn*.plumb (or .test) whose recorded output holds the code.
"""
import argparse
import pathlib
import re
import sys

ROW = re.compile(r'^PLUMB_DIAGNOSTIC\((\w+), "(P\d{4})", (\w+),', re.M)
OTHER_ROW = re.compile(r"^PLUMB_(LABEL|HELP|TERM)\((\w+),", re.M)
ENUM = {"LABEL": "LabelKind", "HELP": "HelpKind", "TERM": "Term"}


def missing(root):
    """[complaint], in the order of the registry."""
    registry = (root / "compiler/diagnostics/kinds.def").read_text(encoding="utf-8")
    sources = [p for folder in ("compiler", "tools", "runtime") for p in sorted((root / folder).rglob("*.[ch]pp"))]
    code = "\n".join(p.read_text(encoding="utf-8") for p in sources)
    golden = sorted((root / "tests/golden/diagnostics").rglob("*"))
    out = []
    for name, number, _ in ROW.findall(registry):
        page = root / f"docs/diagnostics/{number}.md"
        if not page.exists():
            out.append(f"{number} {name}: no page {page.relative_to(root)}")
        else:
            text = page.read_text(encoding="utf-8")
            if number not in text or text.count("\n```") < 4:
                out.append(f"{number} {name}: its page needs the code, a wrong example and a right one, both fenced")
        tests = [p for p in golden if p.name.startswith(number) and p.suffix in (".plumb", ".test")]
        if not any(number in p.read_bytes().decode(errors="replace").partition("\n// EXPECT")[2] for p in tests):
            out.append(f"{number} {name}: no golden test reaches it (tests/golden/diagnostics/{number}*.plumb)")
        if not re.search(rf"\bKind::{name}\b", code):
            out.append(f"{number} {name}: nothing reports it")
    for kind, name in OTHER_ROW.findall(registry):
        if not re.search(rf"\b{ENUM[kind]}::{name}\b", code):
            out.append(f"{ENUM[kind]}::{name}: nothing uses it")
    for page in sorted((root / "docs/diagnostics").glob("P*.md")):
        if page.stem not in registry:
            out.append(f"{page.relative_to(root)}: no such diagnostic")
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", nargs="?", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    complaints = missing(parser.parse_args().root)
    for complaint in complaints:
        print(complaint)
    print(f"diagnostics: {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
