"""What a run found → Markdown for docs/performance.md, and a plot. The JSON is what the Markdown is made of."""
import os
import re

import machine

BEGIN, END = "<!-- point decisions: written by bench/peers/run.py -->", "<!-- point decisions: end -->"
os.environ.setdefault("MPLBACKEND", "Agg")


def time_text(nanoseconds):
    if nanoseconds < 1000:
        return f"{nanoseconds:.0f} ns"
    return f"{nanoseconds / 1000:.{1 if nanoseconds < 100_000 else 0}f} µs"


def both(text, peer, alone, with_collector):
    """Two figures, where they differ by more than the clock's grain."""
    one, other = peer[alone], peer[with_collector]
    return text(one) if other < 1.05 * one else f"{text(one)} ({text(other)})"


def markdown(found):
    out = [f"Measured {found['when']} on: {machine.sentence(found['machine'])}.", ""]
    out += [f"{found['measures']} measures loaded; {found['requests']:,} distinct shuffled requests over {found['groups']} matters and stages, seed "
            f"{found['seed']}, decided for {found['date']}; one thread. Processor time of the deciding thread, so that other work on the machine does not "
            "stretch it; in brackets, of the whole process, where a collector has threads of its own. Medians of "
            f"{found['rounds']} rounds; a ratio is the median over rounds in which the peer and Plumb ({found['evaluator']}) took turns. Every result was compared equal with the reference evaluator's before a time was taken.", ""]
    out += ["| engine | version | requests | per decision | Plumb in the same rounds | ratio |", "|---|---|---|---|---|---|"]
    for peer in found["peers"]:
        if "skipped" in peer:
            out.append(f"| {peer['title']} | {peer['version']} | | skipped: {peer['skipped']} | | |")
        else:
            out.append(f"| {peer['title']} ({peer['how']}) | {peer['version']} | {peer['requests']:,} | {both(time_text, peer, 'ns', 'all_ns')} | {time_text(peer['plumb_ns'])} | "
                       f"{both('{:,.0f} ×'.format, peer, 'ratio', 'all_ratio')} |")
    out += ["", "| Plumb | evaluator | threads | per decision | goal |", "|---|---|---|---|---|"]
    for work in found["plumb"]:
        if "skipped" in work:
            out.append(f"| {work['title']} | {work['evaluator']} | {work['threads']} | skipped: {work['skipped']} | |")
            continue
        goal = "" if not work.get("goal_ns") else f"≤ {time_text(work['goal_ns'])}: " + ("met" if work["ns"] <= work["goal_ns"] else f"missed by {work['ns'] / work['goal_ns']:.1f} ×")
        out.append(f"| {work['title']} | {work['evaluator']} | {work['threads']} | {time_text(work['ns'])} | {goal} |")
    return "\n".join(out) + "\n"


def record(document, text):
    """Puts the text between the document's markers. The markers have to be there."""
    before = document.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(BEGIN) + r".*?" + re.escape(END), re.S)
    if not pattern.search(before):
        raise SystemExit(f"{document} has no line “{BEGIN}” and “{END}” to write between")
    document.write_text(pattern.sub(lambda _: f"{BEGIN}\n{text}{END}", before), encoding="utf-8")


def plot(found, path):
    """False where matplotlib is not there."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        return False
    plt.rcParams["svg.hashsalt"] = "plumb"
    bars = [(f"{p['title']} {p['version']}", p["ns"], "#9aa5b1") for p in found["peers"] if "ns" in p]
    bars += [(f"Plumb, {w['evaluator']}", w["ns"], "#1f6f5c") for w in found["plumb"] if w.get("work") == "resolved" and w["threads"] == 1 and "ns" in w]
    bars.sort(key=lambda bar: -bar[1])
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6), width_ratios=(3, 2), layout="constrained")
    left.barh([b[0] for b in bars], [b[1] for b in bars], color=[b[2] for b in bars], log=True)
    left.set_xlabel("ns a decision, all measures (log)")
    for y, bar in enumerate(bars):
        left.text(bar[1] * 1.1, y, time_text(bar[1]), va="center", fontsize=8)
    left.margins(x=0.25)
    parties = sorted((w["parties"], w["ns"]) for w in found["plumb"] if w.get("work") == "look_up" and w["threads"] == 1 and "ns" in w)
    right.plot([p[0] for p in parties], [p[1] for p in parties], marker="o", color="#1f6f5c")
    right.set_xscale("log")
    right.set_ylim(bottom=0)
    right.set_xlabel("parties in the snapshot (log)")
    right.set_ylabel("ns, look-up and planes")
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    return True
