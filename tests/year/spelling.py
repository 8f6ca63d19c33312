"""Clean values → the spellings in which the court's systems send them. The dirt is that of the specification of the registry.

Only the world reads this; the model undoes it by itself (reading.py).
"""
import datetime

WIDE = str.maketrans("0123456789ABCDEFGHJKLMNPQRTUWXYx-", "０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＴＵＷＸＹｘ－")
NOTHING = ("暂无", "/", "无", "", " ", None)
SPACES = (" ", "\u3000", "\u00a0", "\t")


def identifier(random, value):
    way = random.random()
    if way < 0.7:
        return value
    if way < 0.78:
        return value.translate(WIDE)
    if way < 0.86:
        return value.lower()
    if way < 0.93 and len(value) == 18 and value[6:8] == "19" and value[:17].isdigit() and not value.startswith("91"):
        fifteen = value[:6] + value[8:17]
        # A number extended again gets the check digit called for; one that had another would be another number.
        return fifteen
    return value + random.choice(SPACES[:3])


def day(random, iso):
    """One of the spellings of a day: text, or a number."""
    date = datetime.date.fromisoformat(iso)
    seconds = (date - datetime.date(1970, 1, 1)).days * 86400 - 8 * 3600
    return random.choice((
        iso, iso, iso.replace("-", ""), f"{date.year}年{date.month:02}月{date.day:02}日", f"{date.year}.{date.month}.{date.day}",
        f"{date.year}/{date.month}/{date.day}", iso.translate(WIDE), seconds, str(seconds * 1000), seconds * 1000,
    ))


def case_number(random, value):
    left, right = random.choice((("（", "）"), ("（", "）"), ("(", ")"), ("〔", "〕")))
    spelled = value.replace("（", left).replace("）", right)
    return spelled + random.choice(("", "", "", " ", "\u3000"))


def name(random, value):
    return value.replace("·", random.choice("·••・‧")) + random.choice(("", "", "", " ", "\u3000"))


def text(random, value):
    if not value:
        return random.choice(NOTHING)
    return value + random.choice(("", "", "", " ", "\u3000", "\t"))


def keys(random, record):
    """Sometimes the sender's keys are all lower-cased."""
    return {key.lower(): value for key, value in record.items()} if random.random() < 0.15 else record
