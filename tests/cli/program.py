"""The program under test, and made-up counties to try it on. PLUMB names the program; ctest sets it.

No identifier here can belong to anybody: the region codes 410398 and 410399 were never assigned.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

PLUMB = pathlib.Path(os.environ["PLUMB"]).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "examples/quickstart/rules"

FINE, FINDINGS, USAGE, INPUT_OUTPUT = 0, 1, 2, 3
TIMEOUT_SECONDS = 300


def person(number, region="410399", born="19850312"):
    """A resident identity number with its check digit (ISO 7064 MOD 11-2)."""
    digits = f"{region}{born}{number:03}"
    remainder = sum(int(d) * w for d, w in zip(digits, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))) % 11
    return digits + "10X98765432"[remainder]


def organisation(number, region="410399"):
    """A unified social credit code with its check character (GB 32100-2015)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    code = f"91{region}{number:09}"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    return code + alphabet[(31 - total % 31) % 31]


DIRECTOR, STRANGER = person(123), person(456)
DEBTOR, CLEAR = organisation(21), organisation(22)
CASE = "（2020）豫0399执1号"


class ProgramTest(unittest.TestCase):
    """Runs the program in a temporary folder of its own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumb-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.db = self.folder / "county.db"

    def run_plumb(self, *arguments, status=FINE, stdin=None, lang="en", raw=False, env=None, program=PLUMB, **more):
        """Runs `plumb ARGUMENTS --lang LANG`; checks its exit status. `status` None: any but a crash; stdout is text unless `raw`."""
        command = [str(program), *map(str, arguments)] + (["--lang", lang] if lang else [])
        environment = {**os.environ, "LC_ALL": "C.UTF-8", **(env or {})}
        if isinstance(stdin, str):
            stdin = stdin.encode()
        given = {"input": stdin if stdin is not None else b""} if "stdin_file" not in more else {"stdin": more.pop("stdin_file")}
        more.setdefault("stdout", subprocess.PIPE)
        done = subprocess.run(command, stderr=subprocess.PIPE, env=environment, timeout=TIMEOUT_SECONDS, cwd=self.folder, **given, **more)
        done.stderr = done.stderr.decode(errors="backslashreplace")
        if not raw and done.stdout is not None:
            done.stdout = done.stdout.decode()
        allowed = (0, 1, 2, 3) if status is None else (status,)
        shown = done.stdout if raw or done.stdout is None else done.stdout[:2000]
        self.assertIn(done.returncode, allowed, f"{' '.join(command)}\nstdout: {shown}\nstderr: {done.stderr[:2000]}")
        return done

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def csv(self, name, *rows):
        return self.write(name, "\n".join(rows) + "\n")

    def county(self, synchronised="2020-07-01"):
        """A registry with one debtor company, its legal representative and two parties that nothing is recorded against."""
        files = [
            self.csv("parties.csv", "id,kind,name,sector", f"{DIRECTOR},person,张三,", f"{STRANGER},person,李四,", f"{DEBTOR},organisation,甲公司,other",
                     f"{CLEAR},organisation,乙公司,other"),
            self.csv("relations.csv", "holder,role,organisation,from,to,share", f"{DIRECTOR},legal_representative,{DEBTOR},2018-01-01,,"),
            self.csv("entries.csv", "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible",
                     f"{CASE},{DEBTOR},样例县人民法院,2020-06-01,,,,true,"),
        ]
        self.run_plumb("registry", "init", self.db)
        self.run_plumb("registry", "import", self.db, "--synchronised", synchronised, *files)
        return files

    def decide(self, *requests, status=FINE, options=(), lang="en"):
        """Decision lines for request lines (objects or text)."""
        lines = "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in requests)
        done = self.run_plumb("decide", "--rules", RULES, "--registry", self.db, *options, "-", stdin=lines, status=status, lang=lang)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def stats(self):
        return json.loads(self.run_plumb("registry", "stats", self.db, "--format", "json").stdout)

    def has_chinese(self, text):
        return any("\u4e00" <= c <= "\u9fff" for c in text)


def main():
    unittest.main(verbosity=1)
