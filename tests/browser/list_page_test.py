"""The page that `plumb registry publish` writes, in a real browser."""
import html.parser
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from browser import Browser, chromium

PLUMB = pathlib.Path(os.environ["PLUMB"]).resolve()
SKIPPED = 77
COURT = "样例县人民法院"
FAMILIES, GIVEN = "张 王 李 赵 欧阳 陈 刘".split(), "伟 芳 秀英 敏 静 磊 洋 艳".split()
# Within a keystroke: 50,000 entries, 100 ms. A machine that does much else at the time is given more; what is measured is told.
ENTRIES, KEYSTROKE_MS = 50_000, 100


def identifier(i):
    """A resident number under a region code that was never assigned; its check digit is wrong for most, which is only warned of."""
    return f"410399{1950 + i % 50}{1 + i % 12:02}{1 + i % 28:02}{i % 1000:03}{i % 10}"


def name(i):
    return FAMILIES[i % 7] + GIVEN[i % 8] + GIVEN[i // 7 % 8]


def publish(folder, count):
    """The page of a registry with `count` entries that may be shown, some that may not, and one that was removed."""
    header = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,name,gender,duty,unit,removal_kind"
    rows = [f"（2019）豫0399执{i}号,{identifier(i)},{COURT},2019-0{1 + i % 9}-01,,,,true,,{name(i)},男,偿还借款{i}元,秘密单位," for i in range(count)]
    rows += [f"（2019）豫0399执密{i}号,{identifier(i)},{COURT},2019-05-01,,,,false,,不可公布者,男,,秘密单位," for i in range(3)]
    rows.append(f"（2019）豫0399执标记号,914103990000000219,{COURT},2019-05-01,,,,true,,<b>甲</b>&\"公司\",,<script>document.title='坏'</script>,,")
    rows.append(f"（2019）豫0399执点号,410399198601010001,{COURT},2019-05-01,,,,true,,买买提\u2022艾力,男,,,")
    rows.append(f"（2018）豫0399执旧号,{identifier(7)},{COURT},2018-05-01,,,2019-09-25,true,,张旧事,男,,,屏蔽")
    file = folder / "entries.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    page = folder / "list.html"
    for command in (["init", "c.db"], ["import", "c.db", file], ["publish", "c.db", "--as-of", "2019-10-01", "-o", page]):
        subprocess.run([PLUMB, "registry", *command, "--lang", "zh", "--quiet"], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    return page


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))


class ListPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumb-page-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.kept = pathlib.Path(os.environ["KEEP"]) if "KEEP" in os.environ else None
        cls.page = publish(cls.folder, 230)
        if cls.kept:
            shutil.copy(cls.page, cls.kept)
        cls.browser = Browser().__enter__()
        cls.addClassCleanup(cls.browser.__exit__)

    def setUp(self):
        self.browser.scripts(True)
        self.browser.open(self.page)

    def look(self, what):
        if self.kept:
            self.browser.screenshot(self.kept / f"{what}.png")

    def shown(self):
        return self.browser.run("Array.from(document.querySelectorAll('#list tr'), row => row.cells[2].firstChild.data)")

    def found(self):
        return self.browser.run("document.getElementById('found').textContent")

    def search(self, text):
        self.browser.run("(s => { s.focus(); s.value = ''; s.dispatchEvent(new Event('input')); })(document.getElementById('search'))")
        self.browser.type(text)

    def test_search_narrows_the_rows_as_one_types(self):
        self.assertEqual(self.found(), "找到 232 条，显示第 1 至 100 条")
        self.look("all")
        self.search("欧阳")
        self.assertEqual(self.found(), "找到 33 条，显示第 1 至 33 条")
        self.browser.type("秀英")
        self.assertEqual(len(self.shown()), self.browser.run("document.querySelectorAll('#list tr').length"))
        self.assertTrue(0 < len(self.shown()) < 33)
        self.look("search")
        self.search("没有这个人")
        self.assertEqual((self.found(), self.shown()), ("没有找到", []))
        for text in ("（2019）豫0399执17号", "(2019)豫0399执17号", "〔2019〕豫0399执17号", " （2019） 豫0399执17号", "４１０３９９"):
            self.search(text)
            self.assertIn("（2019）豫0399执17号", self.shown() if "执" in text else ["（2019）豫0399执17号"], text)
            self.assertNotEqual(self.found(), "没有找到", text)

    def test_the_dot_of_a_name_is_one_in_each_of_its_code_points(self):
        for dot in "·\u0387\u2022\u2024\u2027\u22c5\u30fb\uff65\U00010101":
            self.search(f"买买提{dot}艾力")
            self.assertEqual(self.shown(), ["（2019）豫0399执点号"], f"U+{ord(dot):04X}")

    def test_a_number_in_full_finds_the_entry_that_hides_places(self):
        self.search(identifier(17))
        self.assertEqual(self.shown(), ["（2019）豫0399执17号"])
        self.search(identifier(17)[:10] + "****" + identifier(17)[14:])
        self.assertEqual(self.shown(), ["（2019）豫0399执17号"])

    def test_what_may_not_be_shown_stands_nowhere(self):
        text = self.page.read_text(encoding="utf-8")
        everything = text + self.browser.run("document.documentElement.outerHTML")
        for secret in ("不可公布者", "执密", "秘密单位", "张旧事", *(identifier(i) for i in range(230))):
            self.assertNotIn(secret, everything)
        self.assertIn("张某", self.browser.run("document.querySelector('section').textContent"))

    def test_texts_of_the_registry_are_text(self):
        self.search("甲")
        self.assertEqual(self.browser.run("document.querySelector('#list th').firstChild.data"), "<b>甲</b>&\"公司\"")
        self.assertEqual(self.browser.run("document.querySelectorAll('#list script, #list b').length"), 0)
        self.assertIn("失信被执行人名单", self.browser.run("document.title"))

    def test_nothing_is_asked_of_a_network_and_nothing_could_be(self):
        self.assertEqual(self.browser.network, [])
        # The policy of the page itself refuses them, whatever network there is.
        refused = self.browser.run("""new Promise(done => {
          const refused = [];
          document.addEventListener('securitypolicyviolation', event => { refused.push(event.effectiveDirective); if (refused.length === 3) done(refused.sort()); });
          fetch('https://example.org/').catch(() => {});
          Object.assign(new Image(), {src: 'https://example.org/x.png'});
          document.body.append(Object.assign(document.createElement('script'), {textContent: 'document.title = "changed"'}));
          setTimeout(() => done(refused.sort()), 5000);
        })""")
        self.assertEqual(refused, ["connect-src", "img-src", "script-src-elem"])
        self.assertIn("失信被执行人名单", self.browser.run("document.title"))
        self.browser.network.clear()

    def test_pages_sorting_and_the_keyboard(self):
        first = self.shown()
        self.browser.run("document.getElementById('later').focus()")
        self.browser.key("Enter", 13)
        self.assertEqual(self.found(), "找到 232 条，显示第 101 至 200 条")
        self.assertFalse(set(first) & set(self.shown()))
        self.browser.run("document.querySelectorAll('thead button')[2].focus()")
        self.browser.key("Enter", 13)
        self.assertEqual(self.browser.run("document.querySelectorAll('thead th')[2].getAttribute('aria-sort')"), "ascending")
        self.assertEqual(self.shown()[:3], ["（2019）豫0399执0号", "（2019）豫0399执1号", "（2019）豫0399执2号"])
        self.browser.key("Enter", 13)
        self.assertEqual(self.browser.run("document.querySelectorAll('thead th')[2].getAttribute('aria-sort')"), "descending")
        self.assertIn("（2019）豫0399执229号", self.shown()[:3])  # two case numbers have a word where it has its number
        self.look("sorted")

    def test_those_who_cannot_see_are_told_what_is_what(self):
        self.assertEqual(self.browser.run("document.documentElement.lang"), "zh-CN")
        self.assertEqual(self.browser.run("document.querySelector('label').control.id"), "search")
        self.assertEqual(self.browser.run("document.getElementById('found').getAttribute('aria-live')"), "polite")
        self.assertEqual(self.browser.run("Array.from(document.querySelectorAll('#entries thead th')).filter(h => h.scope !== 'col').length"), 0)
        self.assertEqual(self.browser.run("Array.from(document.querySelectorAll('#list tr')).filter(r => r.cells[0].scope !== 'row').length"), 0)
        tags = Tags()
        tags.feed(self.page.read_text(encoding="utf-8"))
        self.assertEqual([t for t, a in tags.seen if {"src", "href", "style", "onclick"} & set(a)], [])

    def test_without_scripts_it_is_one_long_table(self):
        self.browser.scripts(False)
        self.browser.open(self.page)
        self.look("no_scripts")
        tree = self.browser.call("DOM.getDocument", depth=-1)
        rows = self.browser.call("DOM.querySelectorAll", nodeId=tree["root"]["nodeId"], selector="#list tr")["nodeIds"]
        self.assertEqual(len(rows), 232)

    def test_print_repeats_the_header_and_prints_all_that_was_found(self):
        def printed():
            file = self.folder / "list.pdf"
            file.write_bytes(self.browser.pdf())
            if self.kept:
                shutil.copy(file, self.kept)
            return subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True).stdout.decode().split("\f")[:-1]

        pages = printed()
        self.assertGreater(len(pages), 5)
        with_rows = [page for page in pages if "执行人民法院" in page and COURT in page]
        self.assertGreaterEqual(len(with_rows), len(pages) - 1)
        for number, page in enumerate(with_rows[:-1], 1):
            self.assertIn("发布时间", page, f"page {number}")
            self.assertIn(f"{number} / {len(pages)}", page)
        text = "".join(pages)
        self.assertEqual(sum(text.count(f"执{i}号") for i in range(100, 230)), 130)
        self.assertNotIn("下一页", text)
        self.search("欧阳")
        fewer = printed()
        self.assertLess(len(fewer), len(pages))
        self.assertNotIn(name(0), "".join(fewer))
        self.assertEqual(self.found(), "找到 33 条，显示第 1 至 33 条", "the screen is as it was before")

    def test_a_keystroke_on_a_long_list(self):
        folder = self.folder / "long"
        folder.mkdir()
        self.browser.open(publish(folder, ENTRIES))
        took = self.browser.run("""(() => {
          const search = document.getElementById('search'), took = [];
          for (let round = 0; round < 3; ++round) {
            for (const text of ['4', '41', '4103', '410399', '张', '张伟', '豫', '（2019）豫0399执4', '没有', '']) {
              const begin = performance.now();
              search.value = text;
              search.dispatchEvent(new Event('input'));
              document.body.offsetHeight;
              took.push(performance.now() - begin);
            }
          }
          return took.sort((a, b) => a - b);
        })()""")
        print(f"keystrokes on {ENTRIES} entries: median {took[len(took) // 2]:.0f} ms, longest {took[-1]:.0f} ms", file=sys.stderr)
        self.assertEqual(self.found(), f"找到 {ENTRIES + 2} 条，显示第 1 至 100 条")
        self.assertLess(took[len(took) // 2], KEYSTROKE_MS)


if __name__ == "__main__":
    if chromium() is None or shutil.which("pdftotext") is None:
        print("skipped: no chromium or no pdftotext here")
        sys.exit(SKIPPED)
    unittest.main(verbosity=1)
