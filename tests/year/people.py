"""Made-up parties: identifiers of valid form under region codes that were never assigned, and names.

Only the world reads this; the model has its own reading of identifiers (reading.py), so that neither can hide the other's mistakes.
"""
REGIONS = ("410397", "410398", "410399", "411299")
CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建文辉力佳宁凤洁梅琳素云莲真环雪荣爱妹香月莺媛"
TRADES = ("建材", "置业", "商贸", "食品", "机械", "运输", "农业", "化工", "装饰", "物流", "矿业", "纺织")


def person_number(region, born, serial):
    """born: YYYYMMDD. Check digit by ISO 7064 MOD 11-2."""
    digits = f"{region}{born}{serial:03}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2 % 11
    return digits + "10X98765432"[total]


def credit_code(region, serial):
    """A unified social credit code with its check character (GB 32100-2015)."""
    code = f"91{region}{serial:09}"
    weight, total = 1, 0
    for character in code:
        total += CODE_LETTERS.index(character) * weight
        weight = weight * 3 % 31
    return code + CODE_LETTERS[-total % 31]


class People:
    """Makes parties, none twice. `random`: a random.Random."""

    def __init__(self, random):
        self.random = random
        self.taken = set()
        self.firms = 0

    def person(self, minor_on=None):
        """(identifier, name); `minor_on`: a date on which the person is under eighteen."""
        random = self.random
        while True:
            year = random.randint(1950, 1999) if minor_on is None else random.randint(minor_on.year - 16, minor_on.year - 8)
            born = f"{year}{random.randint(1, 12):02}{random.randint(1, 28):02}"
            number = person_number(random.choice(REGIONS), born, random.randint(0, 999))
            if number not in self.taken:
                self.taken.add(number)
                break
        if random.random() < 0.02:
            return number, random.choice(("买买提", "阿依古丽", "古丽")) + "·" + random.choice(("艾力", "吐尔逊", "热合曼"))
        return number, random.choice(SURNAMES) + "".join(random.choice(GIVEN) for _ in range(random.randint(1, 2)))

    def firm(self):
        """(identifier, name)."""
        self.firms += 1
        code = credit_code(self.random.choice(REGIONS[:3]), self.firms)
        return code, f"样例县{self.random.choice(SURNAMES)}{self.random.choice(GIVEN)}{self.random.choice(TRADES)}{self.firms}号有限公司"
