#!/usr/bin/env python3
"""Reads every #include and fails on an arrow that design does not list; also looks at folders' READMEs and files' names.

The tables below are the walls (ARCHITECTURE.md tells why they stand). A new folder gets a row here before its first file.
"""
import argparse
import pathlib
import re
import subprocess
import sys

BASE = "compiler/base"
COMPILER = ["compiler/base", "compiler/diagnostics", "compiler/syntax", "compiler/semantics", "compiler/ir"]
BACKENDS = ["compiler/backends/reference", "compiler/backends/columnar", "compiler/backends/native", "compiler/backends/prose"]
FACTS = [BASE, "runtime/facts", "runtime/identity"]
DECIDING = [*FACTS, "runtime/snapshot", "compiler/ir", "compiler/backends/reference"]
PUBLIC = "runtime/include/plumb"

# Folder → folders whose headers it may include, besides its own. A folder's row holds for the folders inside it.
ARROWS = {
    "compiler/base": [],
    "compiler/diagnostics": [BASE],
    "compiler/syntax": [BASE, "compiler/diagnostics"],
    "compiler/ir": [BASE],
    "compiler/semantics": [BASE, "compiler/diagnostics", "compiler/syntax", "compiler/ir"],
    "compiler/backends/reference": [BASE, "compiler/ir"],
    "compiler/backends/columnar": [BASE, "compiler/ir"],
    "compiler/backends/prose": [BASE, "compiler/ir"],
    "compiler/backends/native": [BASE, "compiler/ir"],
    "compiler/backends/native/emit": [BASE, "compiler/ir", "compiler/backends/native"],
    "compiler/coverage": [BASE, "compiler/diagnostics", "compiler/syntax", "compiler/ir"],
    # The one room of the compiler that stands on the runtime: docs/decisions/0003.
    "compiler/scenarios": [*COMPILER, *DECIDING, "compiler/backends/prose", "runtime/decide"],
    "compiler/mutation": [*COMPILER, "compiler/backends/prose", "compiler/scenarios"],
    "compiler/driver": [*COMPILER, *BACKENDS, "compiler/coverage", "compiler/scenarios", "compiler/mutation", PUBLIC],
    "runtime/facts": [BASE],
    "runtime/lifecycle": FACTS,
    "runtime/disclosure": FACTS,
    "runtime/threads": [BASE],
    "runtime/identity": [BASE],
    "runtime/mapping": [BASE],
    "runtime/feed": [BASE, "runtime/identity"],
    "runtime/seal": [BASE],
    "runtime/registry": [*FACTS, "runtime/control", "runtime/lifecycle", "runtime/feed", "runtime/threads", "runtime/seal"],
    "runtime/control": [BASE, "runtime/facts"],
    "runtime/snapshot": [*FACTS, "runtime/threads", "compiler/ir"],
    "runtime/decide": DECIDING,
    "runtime/rows": [*DECIDING, "runtime/decide"],
    "runtime/sweep": [*DECIDING, "runtime/threads", "runtime/decide", "runtime/rows"],
    "runtime/explain": [*DECIDING, "runtime/decide"],
    "runtime/include/plumb": [BASE],
    "runtime/engine": [*DECIDING, "compiler/backends/columnar", "runtime/decide", "runtime/rows", "runtime/sweep", "runtime/threads", "runtime/explain", "runtime/registry", "runtime/lifecycle", "runtime/disclosure", "runtime/mapping", "runtime/seal", PUBLIC],
    "stdlib": [BASE],
    "tools/cli": [BASE, PUBLIC, "tools/generate"],
    "tools/generate": [BASE, PUBLIC, "runtime/identity"],
}
# These may see everything: they look at the house from outside.
FREE = ["tests", "bench", "examples"]

# Header → the only rooms that may know it.
THIRD_PARTY = {
    r"sqlite3": ["runtime/registry"],
    r"antlr4-runtime|Plumb(Lexer|Parser)\w*\.h": ["compiler/syntax"],
    r"llvm/|llvm-c/": ["compiler/backends/native/emit"],
    r"z3": [],
    r"CLI/": ["tools"],
    r"sodium": ["compiler/base", "runtime/seal"],
    r"iconv|unicode/": ["runtime/registry"],
    r"boost/json": ["compiler/diagnostics", "compiler/coverage", "compiler/scenarios", "compiler/mutation",
                    "compiler/driver", "runtime", "tools"],
}
# Files are opened in these rooms; everything else is given text.
FILE_ROOMS = ["compiler/driver", "compiler/backends/native", "runtime/registry", "runtime/mapping", "runtime/seal", "tools"]
OPENS_FILES = re.compile(r"#\s*include\s*<(fstream|filesystem|fcntl\.h|sys/mman\.h|dirent\.h)>|\bf(re)?open\s*\(")
# No clock, no randomness, no locale, no environment.
PURE = [*COMPILER, *BACKENDS, "compiler/coverage", "compiler/scenarios", "compiler/mutation", "runtime/facts", "runtime/identity", "runtime/feed", "runtime/control", "runtime/lifecycle", "runtime/disclosure", "runtime/snapshot", "runtime/decide", "runtime/rows", "runtime/sweep", "runtime/explain"]
# But this file: perf puts records and samples in order by one clock.
TIMED = {"compiler/backends/native/emit/perf_dump.cpp"}
IMPURE = re.compile(r"#\s*include\s*<(chrono|ctime|time\.h|random|locale|clocale)>|\b(std::time|setlocale|getenv|rand)\s*\(")

FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "manager", "common", "misc"}
README_LINES = 40
# Folders that hold data or one kind of thing explained a level above.
README_EXEMPT = re.compile(r"\.ci|tests/[^/]+/.+|bench/peers/.+|rules/[^/]+/.+|docs/diagnostics|examples/.+/.+")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)


def within(folder, rooms):
    return any(folder == room or folder.startswith(room + "/") for room in rooms)


def owner(folder):
    """The row of ARROWS that speaks for a folder: the longest one that holds it."""
    rows = [row for row in ARROWS if within(folder, [row])]
    return max(rows, key=len, default=None)


def check_source(path, text):
    """Complaints about one C++ file; `path` is relative to the repository, with slashes."""
    folder = path.rpartition("/")[0]
    if within(folder, FREE):
        return []
    row = owner(folder)
    if row is None:
        return [f"{path}: folder {folder} has no row in check_layering.py"]
    out = []
    code = COMMENT.sub("", text)
    for kind, header in INCLUDE.findall(code):
        for pattern, rooms in THIRD_PARTY.items():
            if re.match(pattern, header) and not within(folder, rooms):
                out.append(f"{path}: <{header}> belongs to {', '.join(rooms) or 'no folder yet'}")
        if header.startswith("plumb/"):
            header = PUBLIC + header.removeprefix("plumb")
        elif kind == "<" or "/" not in header:
            continue
        target = owner(header.rpartition("/")[0])
        if header.startswith(("tests/", "tools/", "bench/")) and not within(folder, [header.split("/")[0]]):
            out.append(f"{path}: {folder} must not include {header}")
        elif target is not None and target != row and target not in ARROWS[row]:
            out.append(f"{path}: {row} must not include {target} ({header})")
    if not within(folder, FILE_ROOMS) and (found := OPENS_FILES.search(code)):
        out.append(f"{path}: opens files ({found[0].strip()}); only {', '.join(FILE_ROOMS)} may")
    if within(folder, PURE) and path not in TIMED and (found := IMPURE.search(code)):
        out.append(f"{path}: the core has no clock, randomness, locale or environment ({found[0].strip()})")
    return out


def check_name(path):
    for part in path.split("/"):
        words = set(re.split(r"[^a-z]+", part.rpartition(".")[0].lower() or part.lower()))
        if bad := words & FORBIDDEN_NAMES:
            return [f"{path}: a file says what it holds, not “{', '.join(sorted(bad))}”"]
    return []


def check_readmes(files, read):
    out = []
    for folder in sorted({f.rpartition("/")[0] for f in files} - {""}):
        if README_EXEMPT.fullmatch(folder):
            continue
        readme = folder + "/README.md"
        if readme not in files:
            out.append(f"{folder}: has no README.md")
        elif (lines := read(readme).count("\n")) >= README_LINES:
            out.append(f"{readme}: {lines} lines; a folder's README has fewer than {README_LINES}")
    return out


def check_tree(files, read):
    out = check_readmes(files, read)
    for path in sorted(files):
        out += check_name(path)
        if path.endswith((".cpp", ".hpp", ".h", ".def")):
            out += check_source(path, read(path))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    root = parser.parse_args().root
    listed = subprocess.run(["git", "-c", "core.quotepath=off", "-C", root, "ls-files", "-z"], capture_output=True, check=True).stdout
    files = {name for name in listed.decode().split("\0") if name and (root / name).is_file()}
    complaints = check_tree(files, lambda name: (root / name).read_text(encoding="utf-8"))
    for complaint in complaints:
        print(complaint)
    print(f"layering: {len(files)} files, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
