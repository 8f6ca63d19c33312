#!/usr/bin/env python3
"""embedding_test.py CMAKE COMPILER: another project adds this repository, links plumb::plumb, and gets no more than the libraries."""
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CMAKE, COMPILER = sys.argv.pop(1), sys.argv.pop(1)


def run(*command, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise AssertionError(f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


class Embedding(unittest.TestCase):
    def test_one_target_is_all_that_an_embedding_program_names(self):
        with tempfile.TemporaryDirectory(prefix="plumb-embedding-") as build:
            run(CMAKE, "-S", HERE / "app", "-B", build, "-G", "Ninja", f"-DPLUMB={ROOT}", f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
            targets = {line.split(":")[0] for line in run(CMAKE, "--build", build, "--target", "help").splitlines()}
            self.assertIn("libplumb", targets)
            self.assertFalse({"plumb", "plumb_embed_notice", "decide_test", "test"} & targets, "neither the program nor tests")
            commands = json.loads((pathlib.Path(build) / "compile_commands.json").read_text())
            [own] = [c for c in commands if c["file"].endswith("embed.cpp")]
            self.assertNotIn("-Werror", own["command"])
            run(*shlex.split(own["command"]), "-fsyntax-only", cwd=own["directory"])


if __name__ == "__main__":
    unittest.main(verbosity=1)
