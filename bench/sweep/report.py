"""What a run of the sweep's bench found → Markdown, and plots. The JSON is what both are made of."""
import os
import shutil

GREEN, GREY, RED = "#1f6f5c", "#9aa5b1", "#b4483a"
os.environ.setdefault("MPLBACKEND", "Agg")


def seconds(value):
    if value is None:
        return "–"
    return f"{value:.1f} s" if value >= 10 else f"{value * 1000:.0f} ms" if value >= 0.02 else f"{value * 1000:.1f} ms"


def number(value):
    for unit, size in (("M", 1_000_000), ("k", 1000)):
        if value >= size and value % (size // 10) == 0:
            return f"{value / size:g} {unit}"
    return f"{value:,}"


def sizes(county):
    return (f"{number(county['parties'])} parties, {number(county['relations'])} relations, {number(county['entries'])} entries, "
            f"{number(county['rows'])} rows")


def verdict(goal):
    return "met" if goal["met"] else "missed"


def table(run):
    """One size: engines by threads, in the order given."""
    out = [f"{sizes(run['county'])}; raw columns {run['county']['raw_bytes'] / 1e6:,.0f} MB. {run['compared']}", "",
           "| engine | threads | reach | sweep | processor time: reach | sweep | sweep, in units of Plumb's |", "|---|---|---|---|---|---|---|"]
    for engine in run["engines"]:
        if "skipped" in engine:
            out.append(f"| {engine['title']} | | skipped: {engine['skipped']} | | | | |")
            continue
        for threads, found in sorted(engine["threads"].items(), key=lambda one: int(one[0])):
            ratio = found.get("ratio")
            out.append(f"| {(engine['title'] + ' ' + engine['version']).strip()} | {threads} | {seconds(found['reach'])} | {seconds(found['sweep'])} | "
                       f"{seconds(found.get('reach_cpu'))} | {seconds(found.get('sweep_cpu'))} | {'' if ratio is None else f'{ratio:.1f}'} |")
            if "one_query_s" in found:
                out.append(f"| {engine['title']}, the {found['one_query_measures']} plain measures in one query over one table | {threads} | | {seconds(found['one_query_s'])} | | | |")
    return out


def markdown(found):
    machine = found["machine"]
    out = [f"Measured {found['when']} on: {machine}", "",
           f"All {found['measures']} measures of {found['rules']}, on {found['date']}, seed {found['seed']}: a tenth of the fields not filled in, entries that have "
           "expired, were removed or whose ground for removal has arisen, permits, retentions. Rows lie partitioned by matter and stage, in the order of parties, for "
           f"every engine. Times are medians of {found['rounds']} rounds, in which the engines took turns, sweeping twice, the second time measured; goals and ratios for one thread are of processor "
           "times, which other work on the machine stretches less.", ""]
    for run in found["runs"]:
        out += [*table(run), ""]
    if found.get("goals"):
        out += ["| goal | found | |", "|---|---|---|"]
        out += [f"| {goal['what']} | {goal['found']} | {verdict(goal)} |" for goal in found["goals"]]
        out.append("")
    for note in found.get("notes", []):
        out += [note, ""]
    return "\n".join(out).rstrip("\n") + "\n"


def record(document, text, what="beside its peers", plot=None):
    """Puts the text between the markers of that name, or at the document's end where it has none yet; the plot beside the document."""
    if plot:
        beside = document.with_name(f"{document.stem}-sweep.svg")
        shutil.copyfile(plot, beside)
        text += f"\n![The sweep: time against rows, parties, measures and threads; rows a second against bytes a row]({beside.name})\n"
    begin, end = (f"<!-- the sweep, {what}: {words} -->" for words in ("written by bench/sweep/run.py", "end"))
    before = document.read_text(encoding="utf-8")
    block = f"{begin}\n{text}{end}"
    if begin in before and end in before:
        head, rest = before.split(begin, 1)
        after = head + block + rest.split(end, 1)[1]
    else:
        after = before.rstrip("\n") + f"\n\n## The sweep {what}\n\n{block}\n"
    document.write_text(after, encoding="utf-8")


def line(axes, points, label, **how):
    points = sorted(points)
    axes.plot([p[0] for p in points], [1000 * p[1] for p in points], marker="o", label=label, **how)


def plot(found, path):
    """Time against rows, parties, measures and threads, and the roofline; False where matplotlib is not there."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        return False
    plt.rcParams |= {"svg.hashsalt": "plumb", "svg.fonttype": "none"}
    figure, axes = plt.subplots(2, 3, figsize=(13, 7), layout="constrained")
    panels = dict(zip(("rows", "parties", "measures", "threads", "engines", "roofline"), axes.flat))
    colours = {"plumb": GREEN, "hand": GREY}
    for what in ("rows", "parties", "measures", "threads"):
        panel = panels[what]
        for engine, colour in colours.items():
            points = [(p[what], p["sweep"]) for p in found["series"].get(what, []) if p["engine"] == engine]
            if points:
                line(panel, points, {"plumb": "Plumb", "hand": "by hand"}[engine], color=colour)
            if what == "parties" and (reach := [(p[what], p["reach"]) for p in found["series"].get(what, []) if p["engine"] == engine]):
                line(panel, reach, {"plumb": "Plumb, reach", "hand": "by hand, reach"}[engine], color=colour, linestyle="--")
        panel.set_xlabel(what)
        panel.xaxis.set_major_locator(plt.MaxNLocator(5, integer=True))
        panel.xaxis.set_major_formatter(lambda value, _: number(int(value)))
        panel.set_ylabel("ms" if what == "threads" else "ms of processor time")
        panel.set_ylim(bottom=0)
        if panel.lines:
            panel.legend(fontsize=8)
    bars = [(e["title"], e["threads"]["1"]["sweep_cpu"]) for e in found["runs"][0]["engines"] if "sweep_cpu" in e.get("threads", {}).get("1", {})]
    bars.sort(key=lambda bar: -bar[1])
    panels["engines"].barh([b[0] for b in bars], [1000 * b[1] for b in bars], color=[GREEN if "Plumb" in b[0] else GREY for b in bars], log=True)
    panels["engines"].set_xlabel("ms of processor time a sweep, one thread (log)")
    for y, bar in enumerate(bars):
        panels["engines"].text(bar[1] * 1100, y, seconds(bar[1]), va="center", fontsize=7)
    panels["engines"].margins(x=0.25)
    panels["engines"].tick_params(axis="y", labelsize=7)
    roofline(panels["roofline"], found)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    return True


def roofline(panel, found):
    """Rows a second against bytes a row: the memory's ceilings on one and two cores, and where the sweep stands."""
    machine = found.get("bandwidth")
    if not machine:
        panel.set_axis_off()
        return
    bytes_a_row = [2 ** (i / 4) for i in range(-4, 29)]
    for threads, rate in sorted(machine.items()):
        panel.plot(bytes_a_row, [rate / b / 1e6 for b in bytes_a_row], label=f"{rate / 1e9:.1f} GB/s read, {threads} core{'s' if int(threads) > 1 else ''}")
    for point in found.get("roofline", []):
        panel.plot([point["bytes_a_row"]], [point["rows_a_second"] / 1e6], marker="o" if point["threads"] == 1 else "D", linestyle="", color=RED if point["engine"] != "plumb" else GREEN,
                   label=f"{point['title']}, {point['threads']} thr.")
    panel.set_xscale("log")
    panel.set_yscale("log")
    panel.set_xlabel("bytes a row")
    panel.set_ylabel("million rows a second")
    panel.legend(fontsize=7)
