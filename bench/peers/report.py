"""What a run found → Markdown for docs/performance.md, and plots. The JSON is what the Markdown is made of."""
import os
import re
import shutil

import machine

BEGIN, END = "<!-- point decisions: written by bench/peers/run.py -->", "<!-- point decisions: end -->"
GREY = "#9aa5b1"
COLOURS = {"native": "#1f6f5c", "columnar": "#c98a2b", "reference": "#5b6b95"}
WORKS = {"original": "as it stands", "look_up": "party looked up", "decision": "decision, explained"}
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


def record(document, text, plot=None):
    """Puts the text between the document's markers, which have to be there, and the plot beside the document."""
    if plot:
        text += image(document, plot, "point", "Point decisions: engines beside each other; time against parties, measures and threads")
    before = document.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(BEGIN) + r".*?" + re.escape(END), re.S)
    if not pattern.search(before):
        raise SystemExit(f"{document} has no line “{BEGIN}” and “{END}” to write between")
    document.write_text(pattern.sub(lambda _: f"{BEGIN}\n{text}{END}", before), encoding="utf-8")


def image(document, plot, name, what):
    """The plot copied beside the document, and the line that shows it there."""
    beside = document.with_name(f"{document.stem}-{name}.svg")
    shutil.copyfile(plot, beside)
    return f"\n![{what}]({beside.name})\n"


def plot(found, path):
    """Engines beside each other; time against parties, measures and threads. False where matplotlib is not there."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        return False
    plt.rcParams |= {"svg.hashsalt": "plumb", "svg.fonttype": "none"}
    figure, panels = plt.subplot_mosaic([["engines", "engines", "parties"], ["measures", "threads", "whole"]], figsize=(13, 7), layout="constrained")
    works = [w for w in found["plumb"] if "ns" in w]

    def points(panel, x, evaluator, **wanted):
        chosen = sorted((x(w), w["ns"]) for w in works if w["evaluator"] == evaluator and all(w[name] == value for name, value in wanted.items()))
        if len({p[0] for p in chosen}) > 1:
            panel.plot([p[0] for p in chosen], [p[1] for p in chosen], marker="o", label=f"Plumb, {evaluator}", color=COLOURS[evaluator])

    bars(panels["engines"], [(f"{p['title']} {p['version']}", p["ns"], GREY) for p in found["peers"] if "ns" in p]
         + [(f"Plumb, {w['evaluator']}", w["ns"], COLOURS[w["evaluator"]]) for w in works if w["work"] == "resolved" and (w["threads"], w["copies"]) == (1, 1)],
         "ns a decision, all measures (log)")
    bars(panels["whole"], [(f"{WORKS[w['work']]}, {w['evaluator']}", w["ns"], COLOURS[w["evaluator"]]) for w in works
                           if w["work"] in WORKS and w["threads"] == 1 and w["parties"] in (0, largest(works, w["work"]))], "ns a decision (log)")
    for evaluator in COLOURS:
        points(panels["parties"], lambda w: w["parties"], evaluator, work="look_up", threads=1)
        points(panels["measures"], lambda w: w["copies"] * found["measures"], evaluator, work="resolved", threads=1)
        points(panels["threads"], lambda w: w["threads"], evaluator, work="resolved", copies=1)
    for name, text in (("parties", "parties looked up among (log)"), ("measures", "measures (log)"), ("threads", "threads")):
        panel = panels[name]
        panel.set_xlabel(text)
        panel.set_ylabel("ns a decision")
        if name == "threads":
            panel.set_xticks(sorted({w["threads"] for w in works}))
        else:
            panel.set_xscale("log")
        if name == "measures":
            panel.set_yscale("log")
        else:
            panel.set_ylim(bottom=0)
        if panel.lines:
            panel.legend(fontsize=8)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    return True


def largest(works, work):
    return max(w["parties"] for w in works if w["work"] == work)


def bars(panel, found, label):
    found = sorted(found, key=lambda bar: -bar[1])
    panel.barh([b[0] for b in found], [b[1] for b in found], color=[b[2] for b in found], log=True)
    panel.set_xlabel(label)
    panel.tick_params(axis="y", labelsize=8)
    for y, bar in enumerate(found):
        panel.text(bar[1] * 1.1, y, time_text(bar[1]), va="center", fontsize=8)
    panel.margins(x=0.25)
