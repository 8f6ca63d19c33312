#!/usr/bin/env python3
"""Takes every measure out of a rule set and changes every department, one at a time; `plumb coverage` must name each.

    every_loss.py PLUMB RULES [--source NOTICE] [--all | --every N]

Works on a copy. A measure that is gone must be told by an obligation it met, a department that is another by one of the two
names; both with exit status 1. Without --source a notice is made of the rule set's own outline, so that the text of a real
one is not needed; --every N tries each Nth (a sample), --all each.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MEASURE = re.compile(r"^措施 (\S+?)/.*?^}\n", re.M | re.S)
BASIS = re.compile(r"^ +依据 +(.*)$", re.M)
CLAUSE = re.compile(r"条款 “([^”]+)” \{(.*?)\n    \}", re.S)
DEPARTMENTS = re.compile(r"^( +(?:责任部门|执行部门) +)(\S+)$", re.M)
LEVELS = re.compile(r"([一二三四五六七八九十]+)?(（[一二三四五六七八九十]+）)?(\d+)?(（\d+）)?")


def names_in(listed):
    """甲、「乙、丙」 → [甲, 「乙、丙」]"""
    return re.findall(r"「[^」]+」|[^、]+", listed)


def item(body, name):
    found = re.search(rf"^ +{name} +(.*)$", body, re.M)
    return found.group(1) if found else ""


def notice_of(outline):
    """A notice whose clauses, titles and departments are the outline's."""
    number = re.search(r"文号 +“([^”]+)”", outline).group(1)
    lines, told = ["样例通知", number, ""], set()
    for path, body in CLAUSE.findall(outline):
        parts = LEVELS.fullmatch(path).groups()
        written = ""
        for level, part in enumerate(parts):
            if part is None:
                continue
            written += part
            head = part + ("、" if level == 0 else "．" if level == 2 else "")
            if written == path:
                title = item(body, "标题").strip("“”")
                line = f"{head}{title}。这一条的内容。"
                for name in ("责任部门", "执行部门"):
                    line += f"（{name}：{item(body, name)}）".replace("「", "").replace("」", "") if item(body, name) else ""
                lines.append(line)
            elif written not in told:
                lines.append(f"{head}上级标题")
            told.add(written)
    return "\n".join(lines) + "\n"


class Losses:
    def __init__(self, plumb, rules, source, scratch):
        self.plumb, self.scratch = plumb, pathlib.Path(scratch)
        self.rules = self.scratch / "rules"
        shutil.copytree(rules, self.rules, ignore=shutil.ignore_patterns("scenarios"))
        self.files = sorted(self.rules.glob("*.plumb"))
        self.source = source
        if source is None:
            self.source = self.scratch / "notice.txt"
            outline = next(p for p in self.files if re.search(r"^文件 ", p.read_text(), re.M))
            self.source.write_text(notice_of(outline.read_text()))
            self.coverage(self.rules, "--accept")
        status, told = self.coverage(self.rules)
        # Which of a clause's departments does what only the real text tells: findings about the made one are no news.
        self.known = set(told.splitlines())
        if status != 0 and source is not None:
            sys.exit(f"the rule set as it is ends with {status}:\n{told[-3000:]}")
        self.texts = {p: p.read_text() for p in self.files}

    def coverage(self, rules, *options):
        done = subprocess.run([self.plumb, "coverage", rules, "--source", self.source, "--lang", "zh", *options], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def changes(self):
        """(what it is, file, its new text, words of which one must be told)"""
        names = sorted({name for text in self.texts.values() for _, listed in DEPARTMENTS.findall(text) for name in names_in(listed)})
        for path, text in self.texts.items():
            for found in MEASURE.finditer(text):
                obligations = [basis.split()[-1] for basis in item(found.group(0), "依据").split("、")]
                yield "measure", found.group(1), path, text[: found.start()] + text[found.end() :], [o.strip("“”") for o in obligations]
            for found in DEPARTMENTS.finditer(text):
                listed = names_in(found.group(2))
                for place, was in enumerate(listed):
                    now = next(n for n in names[names.index(was) + 1 :] + names if n not in listed)
                    changed = listed[:place] + [now] + listed[place + 1 :]
                    yield "department", f"{was} → {now}", path, text[: found.start(2)] + "、".join(changed) + text[found.end(2) :], [was.strip("「」"), now.strip("「」")]

    def try_one(self, change):
        kind, name, path, text, words = change
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            copy = pathlib.Path(folder) / "rules"
            copy.mkdir()
            for each, unchanged in self.texts.items():
                (copy / each.name).write_text(text if each == path else unchanged)
            status, told = self.coverage(copy)
        news = [line for line in told.splitlines() if line not in self.known and line.startswith(("错误", "警告"))]
        if status == 1 and any(word in line for line in news for word in words):
            return None
        return f"{kind} {name} ({path.name}): exit {status}, none of {words} is told"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plumb")
    parser.add_argument("rules", type=pathlib.Path)
    parser.add_argument("--source", type=pathlib.Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--every", type=int, default=12)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="plumb-losses-") as scratch:
        losses = Losses(given.plumb, given.rules, given.source, scratch)
        found = list(losses.changes())
        tried = found[:: 1 if given.all else given.every]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            missed = [m for m in pool.map(losses.try_one, tried) if m]
    for kind in ("measure", "department"):
        print(f"{kind}s: {sum(c[0] == kind for c in tried)} of {sum(c[0] == kind for c in found)} tried")
    for each in missed:
        print(f"not named: {each}")
    print(f"{len(missed)} not named")
    sys.exit(1 if missed or not tried else 0)


if __name__ == "__main__":
    main()
