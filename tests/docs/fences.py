"""Markdown as the tests of the documentation see it: fenced blocks, and the pages of the repository."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]


def pages():
    """Every Markdown page that is ours, by path."""
    return sorted(p for p in ROOT.rglob("*.md") if not {"build", ".git"} & set(p.relative_to(ROOT).parts))


def blocks(path):
    """[(line number, info string, text, the paragraph above)] of every fenced block."""
    out, above, inside = [], "", None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if inside is None:
            opened = re.fullmatch(r"```(.*)", line)
            if opened:
                inside = (number, opened[1].strip(), [], above)
            elif line.strip():
                above = line
        elif line == "```":
            out.append((inside[0], inside[1], "".join(text + "\n" for text in inside[2]), inside[3]))
            inside = None
        else:
            inside[2].append(line)
    if inside is not None:
        raise ValueError(f"{path}:{inside[0]}: this block is never closed")
    return out
