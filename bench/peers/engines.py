"""The engines of the bench: how each is built with its own tools, how its driver is started, and how a driver is talked to.

A driver decides its requests once, writes results, and says `ready COUNT`; then each line that it is sent makes it decide
them all again and say how many nanoseconds of processor time the deciding thread took, and after it, where it has others, the
process.
"""
import contextlib
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.append(str(HERE.parent))
from copies import copied

BUILD_SECONDS = 3600
END_SECONDS = 30  # after its input is closed


class Unavailable(Exception):
    """An engine cannot be had here; the message says why, for the table."""


class Wrong(Exception):
    """Results differ, or a driver failed: no time is written down."""


@dataclasses.dataclass
class Peer:
    name: str
    title: str
    how: str  # what of it is measured, for the table
    licence: str
    folder: str  # below bench/peers
    version: tuple  # file below the folder, pattern
    needs: tuple  # programs
    build: list  # commands, run in a copy of the folder below build/
    command: callable  # folder → argv
    requests: int  # the first so many of the list
    warm_up: int = 1  # rounds before the clock counts

    def version_text(self):
        file, pattern = self.version
        return re.search(pattern, (HERE / self.folder / file).read_text(encoding="utf-8"))[1]


def classpath(folder):
    return "target/classes:" + (folder / "classpath").read_text(encoding="utf-8").strip()


PEERS = [
    Peer("cedar", "Cedar", "native Rust crate cedar-policy; a policy set a matter and stage", "Apache-2.0", "rust",
         ("Cargo.toml", r'cedar-policy = \{ version = "=([\d.]+)"'), ("cargo",),
         [["cargo", "build", "--quiet", "--release", "--features", "cedar", "--bin", "cedar"]], lambda f: [f / "target/release/cedar"], 100_000),
    Peer("opa", "OPA", "Go library; prepared queries, partially evaluated; parsed input", "Apache-2.0", "go",
         ("go.mod", r"open-policy-agent/opa v([\d.]+)"), ("go",), [["go", "build", "-o", "bin/opa", "./opa"]], lambda f: [f / "bin/opa"], 50_000),
    Peer("cel", "CEL", "Go library cel-go; a compiled program a measure", "Apache-2.0", "go",
         ("go.mod", r"cel\.dev/cel-go v([\d.]+)"), ("go",), [["go", "build", "-o", "bin/cel", "./cel"]], lambda f: [f / "bin/cel"], 200_000),
    Peer("zen", "GoRules Zen", "native Rust crate zen-engine; a compiled decision table a matter and stage", "MIT", "rust",
         ("Cargo.toml", r'zen-engine = \{ version = "=([\d.]+)"'), ("cargo",),
         [["cargo", "build", "--quiet", "--release", "--features", "zen", "--bin", "zen"]], lambda f: [f / "target/release/zen"], 50_000),
    Peer("json-rules-engine", "json-rules-engine", "Node; an engine a matter and stage", "ISC", "json_rules_engine",
         ("package.json", r'"json-rules-engine": "([\d.]+)"'), ("node", "npm"),
         [["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]], lambda f: ["node", "driver.js"], 10_000, 2),
    Peer("drools", "Drools", "executable model, JVM; a stateless session a question", "Apache-2.0", "drools",
         ("pom.xml", r"<artifactId>drools-engine</artifactId>\s*<version>([\d.]+)"), ("mvn", "java"),
         [["mvn", "-q", "-B", "compile", "dependency:build-classpath", "-Dmdep.outputFile=classpath"]],
         lambda f: ["java", "-cp", classpath(f), "plumb.peers.Driver"], 50_000, 4),
]


def build(peer, folder):
    """The folder in which the peer's driver stands, built; sources are copied so that no lock file or cache lies among them."""
    for program in peer.needs:
        if shutil.which(program) is None:
            raise Unavailable(f"{program} is not installed")
    target = folder / "peers" / peer.folder
    for source in sorted((HERE / peer.folder).rglob("*")):
        copy = target / source.relative_to(HERE / peer.folder)
        if source.is_dir():
            copy.mkdir(parents=True, exist_ok=True)
        elif not copy.exists() or copy.read_bytes() != source.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    for command in peer.build:
        print(f"  building {peer.name}: {' '.join(command)}", file=sys.stderr)
        done = subprocess.run(["nice", "-n", "10", *command], cwd=target, capture_output=True, text=True, timeout=BUILD_SECONDS)
        if done.returncode != 0:
            log = folder / f"{peer.name}.build.log"
            log.write_text(done.stdout + done.stderr, encoding="utf-8")
            raise Unavailable(f"its build failed ({command[0]} {command[1]}); {log.name} has the reason")
    return target


class Driver:
    """A driver at work. `with` ends the process."""

    def __init__(self, command, folder=None):
        self.process = subprocess.Popen([str(part) for part in command], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ready = self.process.stdout.readline().split()
        if len(ready) != 2 or ready[0] != "ready" or not ready[1].isdecimal():
            self.close()
            raise Wrong(f"{command[0]} did not start: exit status {self.process.returncode}")
        self.count = int(ready[1])

    def nanoseconds(self):
        """Per decision, in one round over all its requests: of the deciding thread, and with a collector's threads."""
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Wrong("a driver ended in the middle of a round")
        took = [int(part) / self.count for part in line.split()]
        return took[0], took[-1]

    def close(self):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def start(name, command, results, count, truth=None, copies=1, folder=None):
    """A driver whose `count` results were held against the truth: a driver that fails there is ended. Without a truth, it has none to write."""
    results.unlink(missing_ok=True)  # what an earlier run left must not speak for this one
    driver = Driver(command, folder)
    try:
        if driver.count != count:
            raise Wrong(f"{name}: decided {driver.count:,} requests; {count:,} were asked for")
        if truth is not None:
            compare(name, results, count, truth, copies)
    except BaseException:
        driver.close()
        raise
    return driver


def peer_command(peer, target, inputs, results, count):
    return [*peer.command(target), inputs / "rules.json", inputs / "requests.ndjson", count, results]


def with_copies(line, copies):
    """The measures of a line of results, with the copies of them."""
    names = [name for name in line.rstrip("\n").split(",") if name]
    return ",".join(sorted(copied(name, copy) for name in names for copy in range(1, copies + 1))) + "\n"


def compare(name, results, count, truth, copies=1):
    """Holds what an engine wrote of the first `count` requests against what the reference evaluator says: no line less, and none more."""
    if not results.exists():
        raise Wrong(f"{name}: wrote no results")
    with open(results, encoding="utf-8") as got, open(truth, encoding="utf-8") as wanted:
        for request in range(count):
            line, expected = got.readline(), wanted.readline()
            if not expected:
                raise Wrong(f"{name}: {count:,} requests were asked for; the truth of {request:,} is known")
            if not line:
                raise Wrong(f"{name}: wrote {request:,} results; {count:,} were asked for")
            if not line.endswith("\n"):
                raise Wrong(f"{name}: its results are cut off in request {request}")
            if copies > 1:
                expected = with_copies(expected, copies)
            if line != expected:
                raise Wrong(f"{name}: request {request} gives “{line.strip()}” instead of “{expected.strip()}”")
        if got.readline():
            raise Wrong(f"{name}: wrote more results than the {count:,} that were asked for")


def plumb_command(program, rules, count, seed, date, results, work, evaluator, threads=1, parties=0, copies=1):
    return [program, rules, count, seed, date, results, work, evaluator, threads, parties, copies]


def has_evaluator(program, rules, evaluator):
    """Whether this build of Plumb can be asked for it; what the program says otherwise."""
    command = plumb_command(program, rules, 1, 1, "2019-09-16", os.devnull, "resolved", evaluator)
    done = subprocess.run([str(part) for part in command], input="", capture_output=True, text=True)
    return (True, "") if done.returncode == 0 else (False, done.stderr.strip().rpartition(": ")[2])
