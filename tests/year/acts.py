"""What reaches a registry in a year, and the words and forms that all of the world uses for it."""
import csv
import datetime
import io

COUNTY_COURT, UPPER_COURT = "样例县人民法院", "样例市中级人民法院"
FIRST_DAY = datetime.date(2021, 1, 1)
CONDUCTS = ("有履行能力而拒不履行生效法律文书确定义务", "违反财产报告制度", "违反限制消费令", "以虚假诉讼、虚假仲裁或者以隐匿、转移财产等方法规避执行")
GROUNDS = ("履行完毕", "和解协议履行完毕", "依法终结执行", "错误纳入")
TARGETS = ("lodging", "luxury_lodging", "credit", "large_credit_review", "*")
DEPARTMENTS = ("县财政局", "县公安局", "县住建局", "县市场监督管理局")
ENTRY_HEADER = ("case_no", "party", "court", "published_on", "expires_on", "ground_on", "removed_on", "publishable", "responsible", "filed_on", "basis_no",
                "basis_unit", "duty", "performance", "conduct", "performed_part", "unperformed_part", "name", "age", "gender", "legal_representative",
                "removal_kind", "removal_ground", "unit", "objection")


class Act:
    """One thing that reaches the registry. kind: import, push, confirm, hand, keep, close, backup, restore. `said`: what a clerk records
    by hand, as {"command": remove, step, permit or retain, and its options, "withdraw" where it is taken back}; or of the findings there
    are which is closed ("draw", from 0 to 1), by whom and why."""

    def __init__(self, kind, files=(), day=None, full=False, dismiss=False, said=None):
        self.kind, self.files, self.day, self.full, self.dismiss, self.said = kind, list(files), day, full, dismiss, said

    def __repr__(self):
        return f"{self.kind}({', '.join(name for name, _ in self.files)}{', full' * self.full}{', as of ' + self.day if self.day else ''})"


def table(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def encoded(random, data):
    """Some departments still write GBK; their files are long enough that nobody takes them for anything else."""
    return data.decode().encode("gbk") if random.random() < 0.1 and data.count(b"\n") > 3 else data
