"""The files of a day → rows, as the specification says that they are to be understood. Part of the model; shares nothing with the world.

Sources: the pages "The registry" of the specification and docs/registry.md. Only spellings and mistakes that these pages name are
known here: a file that holds anything else makes the model stop, not guess.
"""
import csv
import datetime
import io
import json
import re
import unicodedata

COLUMNS = {
    "parties": ("id", "kind", "name", "sector"),
    "relations": ("holder", "role", "organisation", "from", "to", "share"),
    "entries": ("case_no", "party", "published_on", "court", "expires_on", "ground_on", "removed_on", "publishable", "responsible", "filed_on",
                "basis_no", "basis_unit", "duty", "performance", "conduct", "performed_part", "unperformed_part", "name", "age", "gender",
                "legal_representative", "decision_no", "served_on", "removal_kind", "removal_ground", "unit", "objection"),
    "permits": ("party", "target", "from", "to", "document"),
    "retentions": ("case_no", "party", "measure", "until", "basis"),
    "holdings": ("id", "party", "matter", "from", "to", "fields"),
    "events": ("case_no", "party", "published_on", "kind", "on", "until", "by", "document", "detail"),
    "documents": ("document", "party", "by", "basis"),
}
ENTRY = {column: place for place, column in enumerate(COLUMNS["entries"])}
# By what a row is known: a later row of the same key supersedes the earlier.
KEYS = {
    "parties": ("id",),
    "relations": ("holder", "role", "organisation", "from"),
    "entries": ("case_no", "party", "published_on"),
    "permits": ("party", "target", "from", "document"),
    "retentions": ("case_no", "party", "measure", "until", "basis"),
    "holdings": ("id",),
    "events": ("case_no", "party", "published_on", "kind", "on", "by", "document"),
    "documents": ("document",),
}
FILLED = {
    "parties": ("id",),
    "relations": ("holder", "role", "organisation"),
    "entries": ("case_no", "party", "published_on", "publishable"),
    "permits": ("party", "target", "document"),
    "retentions": ("case_no", "party", "measure", "until", "basis"),
    "holdings": ("id", "party", "matter"),
    "events": ("case_no", "party", "kind", "on"),
    "documents": ("document", "party"),
}
DAYS = {"published_on", "expires_on", "ground_on", "removed_on", "filed_on", "served_on", "from", "to", "until", "on"}
PARTIES = {"party", "holder", "organisation"}
ROLES = {"legal_representative", "principal", "actual_controller", "director", "supervisor", "senior_manager", "shareholder"}


class Refused(Exception):
    """The row cannot be taken."""


def narrow(text):
    return "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" or c == "\u3000" else c for c in text)


def stripped(text):
    return text.strip(" \t\u3000\u00a0\r\n")


def extended(number):
    """A resident number of fifteen digits → eighteen."""
    digits = number[:6] + "19" + number[6:]
    total = sum(int(d) * w for d, w in zip(digits, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)))
    return digits + "10X98765432"[total % 11]


def identifier(text):
    text = re.sub(r"\s", "", narrow(text)).upper()
    if re.fullmatch(r"\d{15}", text):
        return extended(text)
    if re.fullmatch(r"\d{17}[\dX]|[0-9A-Z]{18}|[\dX]*\*+[\dX]*|[A-Z]\d{8}", text):
        return text
    raise Refused("not an identifier")


def born(party):
    """The day of birth, or None where the identifier tells none."""
    if re.fullmatch(r"\d{17}[\dX]", party) and party[:2] != "91":
        try:
            return datetime.date(int(party[6:10]), int(party[10:12]), int(party[12:14]))
        except ValueError:
            return None
    return None


def is_minor(party, on):
    birth = born(party)
    return birth is not None and (on.year - birth.year) - ((on.month, on.day) < (birth.month, birth.day)) < 18


def kind_of(party):
    if re.fullmatch(r"\d{6}(19|20)[\d*]{9}[\dX]", party) and party[:2] != "91":
        return "person"
    return "organisation" if re.fullmatch(r"[0-9A-Z]{18}", party) else None


def day(text):
    """Any of the written forms of a day → YYYY-MM-DD."""
    text = stripped(narrow(text))
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text) or re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    if not found:
        raise Refused("not a day")
    try:
        return datetime.date(*map(int, found.groups())).isoformat()
    except ValueError:
        raise Refused("no such day") from None


def case_number(text):
    """One spelling, whatever the brackets and spaces."""
    return re.sub(r"\s", "", narrow(text)).translate(str.maketrans("()〔〕", "（）（）"))


def text_of(data):
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gbk")


def table_of(name):
    """The file's name tells the table, whatever stands behind it."""
    return re.match(r"[a-z]+", name).group()


def rows(name, data):
    """(table, [row or Refused]) of an import file; a row has every column of its table, None where nothing is said."""
    table = table_of(name)
    text = text_of(data)
    if name.endswith(".ndjson"):
        raw = [json.loads(line) for line in text.splitlines()]
    else:
        raw = list(csv.DictReader(io.StringIO(text)))
    return table, [_row(table, record) for record in raw]


def _row(table, raw):
    try:
        return {column: _value(table, column, raw.get(column)) for column in COLUMNS[table]}
    except Refused as refusal:
        return refusal


def _value(table, column, raw):
    if isinstance(raw, dict):
        return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    text = stripped(raw) if isinstance(raw, str) else raw
    if text is None or text == "":
        if column in FILLED[table]:
            raise Refused(f"{column} is missing")
        return None
    if any(ord(c) < 32 and c not in "\t\r\n" for c in text):
        raise Refused("a control character")
    if column == "case_no":
        return case_number(text)
    if column in DAYS:
        return day(text)
    if column in PARTIES or column == "document" and table == "documents" or column == "id" and table == "parties":
        return identifier(text)
    if column == "responsible":
        return ";".join(sorted(identifier(one) for one in text.split(";")))
    if column == "publishable":
        return {"true": True, "false": False}[text]
    if column == "role" and text not in ROLES:
        raise Refused("no role that a relation can have")
    if column == "objection":
        first, last = text.split("–")
        return day(first) + "–" + day(last)
    return text


# The court's records: key, in lower case → column of the entries. What is said beside has no column.
COURT_KEYS = {
    "casecode": "case_no", "cardnum": "party", "iname": "name", "courtname": "court", "publishdate": "published_on", "regdate": "filed_on",
    "gistid": "basis_no", "gistunit": "basis_unit", "duty": "duty", "performance": "performance", "performedpart": "performed_part",
    "unperformpart": "unperformed_part", "disrupttypename": "conduct", "age": "age", "sexy": "gender", "businessentity": "legal_representative",
    "届满日期": "expires_on", "撤销事由发生日期": "ground_on", "撤销时间": "removed_on", "撤销方式": "removal_kind", "撤销事由": "removal_ground",
    "可以公布": "publishable", "areaname": None, "partytypename": None,
}
WORDS_FOR_NOTHING = {"", "暂无", "/", "无"}


def court_day(value):
    """A day, also as seconds or milliseconds since 1970 at midnight in Beijing."""
    text = stripped(narrow(str(value)))
    if re.fullmatch(r"\d{9,10}|\d{12,13}", text):
        seconds = int(text) // (1000 if len(text) > 10 else 1)
        return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds, hours=8)).date().isoformat()
    return day(text)


def court_records(data):
    """[record or Refused] of a court's file. A record: {column: value or None} of the keys that stood in it."""
    return [_court_record(line) for line in text_of(data).splitlines() if line.strip()]


def _court_record(line):
    try:
        raw = json.loads(line)
        record = {}
        for key, value in raw.items():
            column = COURT_KEYS[key.lower()]
            if column is not None:
                record[column] = _court_value(column, value)
        for column in ("case_no", "party"):
            if record.get(column) is None:
                raise Refused(f"{column} is missing")
        if record.get("published_on") is None and record.get("removed_on") is None:
            raise Refused("no day")
        return record
    except json.JSONDecodeError:
        return Refused("not JSON")
    except Refused as refusal:
        return refusal


def _court_value(column, value):
    text = "" if value is None else stripped(str(value))
    if text in WORDS_FOR_NOTHING:
        return None
    if column in DAYS:
        return court_day(value)
    if column == "party":
        return identifier(text)
    if column == "case_no":
        if "号" not in text:
            raise Refused("not a case number")
        return case_number(text)
    if column in ("name", "legal_representative"):
        return re.sub("[·•・‧]", "·", text)
    if column == "publishable":
        return {"是": True, "否": False}[text]
    return text


def is_removal(record):
    """A record with a day of removal that says nothing of the case's substance."""
    substance = set(record) - {"case_no", "party", "published_on", "removed_on", "removal_kind", "removal_ground", "name", "court"}
    return record.get("removed_on") is not None and not any(record[column] is not None for column in substance)
