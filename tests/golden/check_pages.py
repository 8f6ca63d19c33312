#!/usr/bin/env python3
"""Checks every page of docs/diagnostics against the program.

A page Pnnnn.md is titled with the message of that code and shows a wrong and a right example. The wrong one must be reported
with that code; the right one must not, and must hold no error at all. Where the message offers a fix, it is applied to the
wrong example, and the code must be gone.

What examples leave unsaid (a rule set, a document, departments, a matter, a measure) stands in diagnostics/setting/: an
example is checked beside it. One that declares its own rule set takes the place of the one there; ```plumb alone stands
alone. P05xx are about scenarios (`plumb test`), P035x and P036x about the text of a notice (```notice, `plumb coverage`).
Pages without such examples, about files and limits, show commands or sketches; their golden test is the proof.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SETTING = ROOT / "tests/golden/diagnostics/setting"
ROW = re.compile(r'^PLUMB_DIAGNOSTIC\(\w+, "(P\d{4})", (\w+), "((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\)', re.M)
SECTIONS = ("错误 · wrong", "正确 · right")
SEVERITY = {"error": "错误", "warning": "警告", "note": "提示"}


def template(text):
    """A message of the registry as pages show it: arguments as …"""
    return re.sub(r"\{\d+\}", "…", text.replace("{{", "{").replace("}}", "}").replace('\\"', '"'))


def heading(code, severity, en, zh):
    return f"# {code} {template(zh)}\n\n{SEVERITY[severity]} · *{severity}: {template(en)}*\n"


def examples(text):
    """{section: {"plumb": block, "fence": words after it, "notice": block}}"""
    out = {}
    for title, body in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", text, re.M | re.S):
        blocks = re.findall(r"^```(\w+)([^\n]*)\n(.*?)^```$", body, re.M | re.S)
        out[title] = {"any": bool(blocks), "fence": ""}
        for language, words, block in blocks:
            out[title][language] = block
            out[title]["fence"] += words.strip()
    return out


def commands(code):
    """What must be run for this code to be reported, besides `plumb`."""
    if code.startswith("P05"):
        extra = {"P0512": ["--coverage"], "P0513": ["--coverage"], "P0514": ["--coverage"], "P0515": ["--mutants"]}.get(code, [])
        return ["test", "rules", *extra]
    if code.startswith(("P035", "P036")):
        return ["coverage", "rules", "--source", "notice.txt"]
    return ["check", "rules"]


def findings(output):
    """Every diagnostic in the JSON that a command printed. A scenario that failed counts as P0511."""
    document = json.loads(output)
    found = list(document.get("diagnostics", []))
    found += document.get("findings", []) + (document.get("mutation") or {}).get("survivors", [])
    if document.get("failed"):
        found.append({"code": "P0511", "severity": "error", "message": str(document["scenarios"])})
    return found


class Example:
    def __init__(self, plumb, code, blocks):
        self.plumb, self.code, self.blocks = plumb, code, blocks

    def run(self, fixes=()):
        """The diagnostics of the example, after the edits given were made to it."""
        with tempfile.TemporaryDirectory(prefix="plumb-page-") as folder:
            rules = pathlib.Path(folder, "rules")
            rules.mkdir()
            block = self.blocks.get("plumb", "")
            if "alone" not in self.blocks["fence"]:
                (rules / "0-setting.plumb").write_bytes((SETTING / "setting.rules").read_bytes())
                if not re.search(r"^(规则集|ruleset)\b", block, re.M):
                    (rules / "0-ruleset.plumb").write_bytes((SETTING / "ruleset.rules").read_bytes())
            raw = block.encode()
            for edit in sorted(fixes, key=lambda e: e["begin"], reverse=True):
                raw = raw[: edit["begin"]] + edit["replacement"].encode() + raw[edit["end"]:]
            (rules / "example.plumb").write_bytes(raw)
            pathlib.Path(folder, "notice.txt").write_text(self.blocks.get("notice", ""), encoding="utf-8")
            first = self.once(folder, ["check", "rules"])
            command = commands(self.code)
            return first if command[0] == "check" or any(d["severity"] == "error" for d in first) else first + self.once(folder, command)

    def once(self, folder, command):
        done = subprocess.run([self.plumb, *command, "--format", "json"], cwd=folder, capture_output=True, timeout=120,
                              env={"LANG": "C.UTF-8", "HOME": folder, "PATH": os.environ.get("PATH", "")})
        if done.returncode not in (0, 1):
            raise RuntimeError(f"`plumb {' '.join(command)}` ended with {done.returncode}: {done.stderr.decode(errors='replace')[:500]}")
        return findings(done.stdout.decode())


def show(found):
    return "; ".join(f"{d['code']} {d.get('message', '')}" for d in found) or "nothing"


def check_page(plumb, path, registry):
    """[complaint]"""
    code, text = path.stem, path.read_text(encoding="utf-8")
    if code not in registry:
        return [f"{path}: no such diagnostic"]
    out = []
    if not text.startswith(heading(code, *registry[code])):
        out.append(f"{code}: the page must begin with\n{heading(code, *registry[code])}")
    found = examples(text)
    if tuple(found) != SECTIONS or not all(blocks["any"] for blocks in found.values()):
        return out + [f"{code}: the page needs the sections {SECTIONS}, each with an example"]
    if not any(key in found[SECTIONS[0]] for key in ("plumb", "notice")):
        return out
    wrong, right = (Example(plumb, code, found[title]) for title in SECTIONS)
    try:
        reported = wrong.run()
        mine = [d for d in reported if d["code"] == code]
        if not mine:
            return out + [f"{code}: the wrong example is not reported; instead: {show(reported)}"]
        others = [d for d in right.run() if d["code"] == code or (d["severity"] == "error" and commands(code)[0] != "coverage")]
        if others:
            out.append(f"{code}: the right example is reported: {show(others)}")
        offered = [d["fixes"][0]["edits"] for d in mine if d.get("fixes")]
        if offered:
            left = [d for d in wrong.run([e for edits in offered for e in edits]) if d["code"] == code]
            if left:
                out.append(f"{code}: the fix that is offered does not mend the wrong example: {show(left)}")
    except RuntimeError as problem:
        out.append(f"{code}: {problem}")
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("codes", nargs="*", help="only these pages")
    parser.add_argument("--plumb", type=pathlib.Path, default=ROOT / "build/release/bin/plumb", help="the program under test")
    parser.add_argument("--pages", type=pathlib.Path, default=ROOT / "docs/diagnostics")
    arguments = parser.parse_args()
    rows = ROW.findall((ROOT / "compiler/diagnostics/kinds.def").read_text(encoding="utf-8"))
    registry = {code: (severity, en, zh) for code, severity, en, zh in rows}
    pages = [p for p in sorted(arguments.pages.glob("P*.md")) if not arguments.codes or p.stem in arguments.codes]
    plumb = arguments.plumb.resolve()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = [c for each in pool.map(lambda p: check_page(plumb, p, registry), pages) for c in each]
    for complaint in complaints:
        print(complaint)
    print(f"{len(pages)} pages, {len(complaints)} complaints")
    return 1 if complaints or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
