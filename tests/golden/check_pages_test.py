#!/usr/bin/env python3
"""check_pages.py must notice a page whose title is out of date, whose examples are swapped, or that lacks one."""
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = "P0207.md"


def check(text, plumb):
    with tempfile.TemporaryDirectory(prefix="plumb-pages-") as folder:
        pathlib.Path(folder, PAGE).write_text(text, encoding="utf-8")
        return subprocess.run([sys.executable, pathlib.Path(__file__).parent / "check_pages.py", "--plumb", plumb, "--pages", folder],
                              capture_output=True, text=True)


def main():
    plumb = sys.argv[1]
    page = (ROOT / "docs/diagnostics" / PAGE).read_text(encoding="utf-8")
    broken = {
        "the page must begin with": page.replace("# P0207 ", "# P0207 旧的", 1),
        "the wrong example is not reported": page.replace("星及", "星级"),
        "the right example is reported: P0207": page.replace("星级", "星及"),
        "the page needs the sections": page[: page.index("## 正确")],
    }
    failed = []
    if check(page, plumb).returncode != 0:
        failed.append("the page as it is")
    for words, text in broken.items():
        done = check(text, plumb)
        if done.returncode != 1 or words not in done.stdout:
            failed.append(f"{words}: {done.returncode} {done.stdout}{done.stderr}")
    for each in failed:
        print(each)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
