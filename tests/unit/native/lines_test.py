#!/usr/bin/env python3
"""gdb stops at a measure's line in its rule file, inside compiled code. Argument: native_code_test."""
import shutil
import subprocess
import sys

if not shutil.which("gdb"):
    sys.exit(77)  # ctest: skipped
done = subprocess.run(
    ["gdb", "-nx", "-batch", "-iex", "set debuginfod enabled off", "-ex", "set breakpoint pending on", "-ex", "break lodging.plumb:103", "-ex", "run", "-ex", "backtrace 2",
     "--args", sys.argv[1], "--gtest_filter=Lines.*"], capture_output=True, text=True, timeout=300)
shown = [line for line in done.stdout.splitlines() if line.startswith("#0") and "lodging.plumb:103" in line and "plumb." in line]
if not shown:
    sys.exit(f"gdb did not stop in the rule's line:\n{done.stdout[-3000:]}\n{done.stderr[-2000:]}")
print(shown[0])
