#!/usr/bin/env python3
"""Golden tests: source, command and expected output in one file; --update re-records.

  // RUN: plumb check --lang zh %s        one or more; bash, `plumb` is the program under test
  … source …
  // EXPECT exit 1                        from here to the end: what running it printed
  // STDERR
  //| 错误[P0207]: …

A file with `// FILE: rules/a.plumb` lines is split there into several; `// FILE: a.plumb (escaped)` reads \\n \\t \\r \\\\
\\xNN in its section and drops its line ends. %s is the test's own file (the first section of a split one), %t the
temporary folder that commands run in, %plumb the program, %root the repository. `// MASK: REGEX` hides what changes from
run to run. The program never sees the EXPECT block, so line numbers are those of the test file.
"""
import argparse
import concurrent.futures
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUFFIXES = {".plumb", ".test"}
TIMEOUT_SECONDS = 120


class BadTest(Exception):
    """The test file itself is malformed."""


class GoldenTest:
    def __init__(self, path):
        self.path = path
        text = path.read_bytes().decode()  # not read_text: it would turn CRLF into LF
        begin = re.search(r"^// EXPECT\b", text, re.M)
        self.source = text[: begin.start()] if begin else text
        self.expected = text[begin.start():] if begin else ""
        self.commands = re.findall(r"^// RUN: (.+)$", self.source, re.M)
        self.masks = re.findall(r"^// MASK: (.+)$", self.source, re.M)
        if not self.commands:
            raise BadTest("no `// RUN:` line")

    def files(self):
        """[(name, bytes)]: the sections of a split test, or the test itself without its EXPECT block."""
        parts = re.split(r"^// FILE: (.+)\n", self.source, flags=re.M)
        if len(parts) == 1:
            return [(self.path.name, self.source.encode())]
        out = []
        for heading, body in zip(parts[1::2], parts[2::2]):
            match = re.fullmatch(r"(\S+)( \(escaped\))?\s*", heading)
            if not match:
                raise BadTest(f"cannot read `// FILE: {heading}`")
            if pathlib.PurePath(match[1]).is_absolute() or ".." in pathlib.PurePath(match[1]).parts:
                raise BadTest(f"a FILE must stay inside the temporary folder: {match[1]}")
            out.append((match[1], unescape(body) if match[2] else body.encode()))
        return out

    def run(self, plumb):
        """The EXPECT block that the program gives now."""
        with tempfile.TemporaryDirectory(prefix="plumb-golden-") as folder:
            files = self.files()
            for name, content in files:
                target = pathlib.Path(folder, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            values = {"%plumb": str(plumb), "%root": str(ROOT), "%s": files[0][0], "%t": folder}
            script = "set -o pipefail\n" + "\n".join(
                re.sub(r"%(plumb|root|s|t)\b", lambda m: values[m[0]], c) for c in self.commands)
            environment = {"PATH": f"{pathlib.Path(plumb).parent}:{os.environ.get('PATH', '/usr/bin:/bin')}", "HOME": folder,
                           "LANG": "C.UTF-8", "TZ": "UTC"}
            for kept in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LD_LIBRARY_PATH", "ASAN_SYMBOLIZER_PATH"):
                if kept in os.environ:
                    environment[kept] = os.environ[kept]
            try:
                done = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, capture_output=True, timeout=TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                raise BadTest(f"still running after {TIMEOUT_SECONDS} s") from None
            return self.block(done.returncode, done.stdout, done.stderr, folder, plumb)

    def block(self, status, stdout, stderr, folder, plumb):
        out = [f"// EXPECT exit {status}"]
        for title, stream in (("STDOUT", stdout), ("STDERR", stderr)):
            text = stream.decode("utf-8", errors="backslashreplace")
            for concrete, word in ((folder, "%t"), (str(plumb), "%plumb"), (str(ROOT), "%root")):
                text = text.replace(concrete, word)
            for mask in self.masks:
                text = re.sub(mask, "<masked>", text)
            if not text:
                continue
            out.append(f"// {title}")
            # str.splitlines would also split at characters that the program printed inside a line.
            lines = text.split("\n")
            ended = lines[-1] == ""
            out += ["//|" + (" " + line if line else "") for line in (lines[:-1] if ended else lines)]
            if not ended:
                out.append("//| (no newline at the end)")
        return "\n".join(out) + "\n"


def unescape(body):
    flat = body.replace("\n", "").encode()
    simple = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"\\": b"\\"}
    return re.sub(rb"\\(x[0-9a-fA-F]{2}|[ntr\\])", lambda m: simple.get(m[1]) or bytes([int(m[1][1:], 16)]), flat)


def run_one(path, plumb, update):
    """(verdict, what to print); verdict is passed, failed or recorded."""
    try:
        test = GoldenTest(path)
        actual = test.run(plumb)
    except BadTest as problem:
        return "failed", f"{path}: {problem}\n"
    if actual == test.expected:
        return "passed", ""
    if update:
        source = test.source if test.source.endswith("\n") else test.source + "\n"
        path.write_bytes((source + actual).encode())
        return "recorded", f"recorded {path}\n"
    diff = difflib.unified_diff(test.expected.splitlines(True), actual.splitlines(True), "expected", "actual")
    return "failed", f"FAILED {path}\n" + "".join(diff) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=pathlib.Path, help="files or folders (all golden tests when none)")
    parser.add_argument("--plumb", type=pathlib.Path, default=ROOT / "build/release/bin/plumb", help="the program under test")
    parser.add_argument("--update", action="store_true", help="write what the program gives now into the tests")
    parser.add_argument("--filter", default="", help="only tests whose path holds this")
    arguments = parser.parse_args()

    plumb = arguments.plumb.resolve()
    if not shutil.which(str(plumb)):
        print(f"no program at {plumb}; build it or name it with --plumb", file=sys.stderr)
        return 2
    found = []
    for path in arguments.paths or [pathlib.Path(__file__).parent]:
        if not path.exists():
            print(f"no such test: {path}", file=sys.stderr)
            return 2
        found += [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES)
    tests = [p for p in found if arguments.filter in str(p)]
    counts = {"passed": 0, "failed": 0, "recorded": 0}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for verdict, words in pool.map(lambda p: run_one(p, plumb, arguments.update), tests):
            counts[verdict] += 1
            sys.stdout.write(words)
    print(", ".join(f"{number} {word}" for word, number in counts.items() if number or word != "recorded"))
    if not tests:
        print("no test was found", file=sys.stderr)
    return 1 if counts["failed"] or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
