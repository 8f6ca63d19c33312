#!/usr/bin/env python3
"""Tells three decisions as a clerk at the counter would read them.

    explained.py REQUESTS EXPLAINED

REQUESTS: the request lines; EXPLAINED: `plumb decide --explain --lang zh` of them, in the same order.
"""
import json
import re
import sys
import unicodedata

WIDTH = 100  # columns of a terminal; a Chinese character takes two
STATUS = {"applies": "适用", "undetermined": "不能确定", "permitted": "已获准许，不执行"}
MAY_NOT_BEGIN_A_LINE = "，。；：、）”》"


def columns(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def wrapped(text, first, rest):
    """The text in lines of at most WIDTH columns; `first` and `rest` stand before the first line and the others."""
    lines, line = [], first
    for piece in re.findall(r"[!-~]+|.", text):  # numbers and codes stay whole
        if columns(line + piece) > WIDTH and piece not in MAY_NOT_BEGIN_A_LINE:
            lines.append(line)
            line = rest
        line += piece
    return "\n".join([*lines, line])


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def tell(number, request, decision):
    print(f"\n【{number}】编号 {decision['id']}，主体 {request['party'] if isinstance(request['party'], str) else request['party']['id']}，{decision['date']}")
    fields = json.dumps(request.get("fields", {}), ensure_ascii=False)
    print(f"     事项 {request['matter']} {fields}")
    for measure in decision["measures"]:
        explanation = measure["explanation"]
        print(f"\n   ■ {measure['title']}：{STATUS[measure['status']]}")
        for sentence in explanation["sentences"]:
            print(wrapped(sentence, "     ", "     "))
        for name, texts in (("怎样结束", explanation["endings"]), ("怎样救济", [r["text"] + (f"（{r['basis']}）" if r["basis"] else "") for r in explanation["remedies"]]),
                            ("责任部门", ["、".join(explanation["departments"])])):
            for text in filter(None, texts):
                print(wrapped(text, f"     {name}  ", " " * 15))


def main():
    requests, decisions = lines(sys.argv[1]), lines(sys.argv[2])
    for number, (request, decision) in enumerate(zip(requests, decisions, strict=True), 1):
        tell(number, request, decision)
    print()


main()
