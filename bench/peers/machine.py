"""What a figure was measured on: processor, memory, system, compilers. Nothing that names a host or a person."""
import os
import pathlib
import re
import shutil
import subprocess

TOOLS = {"g++": ["g++", "--version"], "rustc": ["rustc", "--version"], "go": ["go", "version"], "node": ["node", "--version"], "java": ["java", "--version"]}


def first_match(path, pattern):
    found = re.search(pattern, pathlib.Path(path).read_text(encoding="utf-8"), re.M)
    return found[1].strip() if found else ""


def version(command):
    if shutil.which(command[0]) is None:
        return ""
    text = subprocess.run(command, capture_output=True, text=True).stdout
    found = re.search(r"\d+\.\d+(\.\d+)?", text.splitlines()[0]) if text else None
    return found[0] if found else ""


def describe():
    flags = first_match("/proc/cpuinfo", r"^flags\s*:(.*)$").split()
    return {
        "processor": first_match("/proc/cpuinfo", r"^model name\s*:(.*)$"),
        "cores": os.cpu_count(),
        "vectors": next((name for flag, name in (("avx512bw", "AVX-512"), ("avx2", "AVX2")) if flag in flags), "no AVX2"),
        "memory_gib": round(int(first_match("/proc/meminfo", r"^MemTotal:\s*(\d+)")) / 2**20),
        "system": first_match("/etc/os-release", r'^PRETTY_NAME="(.*)"$'),
        "tools": {name: found for name, command in TOOLS.items() if (found := version(command))},
    }


def load():
    """Processes that want a core, over the last minute: how much the machine did besides."""
    return round(os.getloadavg()[0], 1)


def sentence(machine):
    tools = ", ".join(f"{name} {found}" for name, found in machine["tools"].items())
    return (f"{machine['processor']}, {machine['cores']} cores, {machine['vectors']}, {machine['memory_gib']} GiB, {machine['system']}; {tools}; "
            f"load {machine['load']}")
