#!/usr/bin/env python3
"""plumb check, fmt, test, coverage and prose on rule files as people leave them."""
import json
import os
import re
import shutil
import stat
import subprocess
import threading
import time
import xml.etree.ElementTree

from program import FINDINGS, FINE, INPUT_OUTPUT, PLUMB, ROOT, RULES, USAGE, ProgramTest, main

EVALUATORS = ["reference", "columnar"] + ["native"] * (PLUMB.parent.parent / "lib/libplumb_native.so").exists()
BROKEN = "措施 甲 {\n    事项 不存在的事项\n    处理 限制\n}\n"


class RuleFiles(ProgramTest):
    def copy(self, name="rules"):
        target = self.folder / name
        shutil.copytree(RULES, target)
        return target

    def broken(self):
        folder = self.copy("broken")
        (folder / "z.plumb").write_text(BROKEN)
        return folder


class Check(RuleFiles):
    def test_a_good_rule_set_is_status_0_and_silent_on_standard_output(self):
        done = self.run_plumb("check", RULES)
        self.assertEqual(done.stdout, "")

    def test_findings_go_to_standard_error_with_place_and_both_languages(self):
        folder = self.broken()
        en, zh = (self.run_plumb("check", folder, status=FINDINGS, lang=lang) for lang in ("en", "zh"))
        for done, word in ((en, "error["), (zh, "错误[")):
            self.assertEqual(done.stdout, "")
            self.assertIn(word, done.stderr)
            self.assertIn("z.plumb:2:", done.stderr)

    def formats(self, folder, status, lang):
        return {f: self.run_plumb("check", folder, "--format", f, status=status, lang=lang) for f in ("json", "sarif", "junit")}

    def test_machine_formats_are_well_formed_and_hold_the_findings(self):
        for folder, status in ((RULES, FINE), (self.broken(), FINDINGS), (self.folder / "nowhere", INPUT_OUTPUT)):
            for lang in ("en", "zh"):
                with self.subTest(folder=folder, lang=lang):
                    out = self.formats(folder, status, lang)
                    self.assertTrue(all(done.stderr == "" for done in out.values()))
                    report = json.loads(out["json"].stdout)
                    sarif = json.loads(out["sarif"].stdout)
                    self.assertEqual(sarif["version"], "2.1.0")
                    results = [r for run in sarif["runs"] for r in run["results"]]
                    xml.etree.ElementTree.fromstring(out["junit"].stdout)
                    if status != FINE:
                        self.assertTrue(results)
                        self.assertIn(results[0]["ruleId"], json.dumps(report))
                        self.assertIn("<failure", out["junit"].stdout.replace("<error", "<failure"))

    def test_several_rule_sets_make_one_document(self):
        folders = [self.broken(), RULES]
        for name, read in (("json", json.loads), ("sarif", json.loads), ("junit", xml.etree.ElementTree.fromstring)):
            with self.subTest(format=name):
                read(self.run_plumb("check", *folders, "--format", name, status=FINDINGS).stdout)

    def test_what_cannot_be_read_is_status_3_with_its_name(self):
        for path in (self.folder / "nowhere",):
            for lang in ("en", "zh"):
                done = self.run_plumb("check", path, status=INPUT_OUTPUT, lang=lang)
                self.assertIn("nowhere", done.stderr)
                self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
        folder = self.copy()
        (folder / "hole.plumb").symlink_to(self.folder / "gone.plumb")
        self.assertIn("hole.plumb", self.run_plumb("check", folder, status=INPUT_OUTPUT).stderr)
        (folder / "hole.plumb").unlink()
        (folder / "loop").symlink_to(folder)
        self.assertEqual(self.run_plumb("check", folder, status=None).returncode in (FINDINGS, INPUT_OUTPUT), True)

    def test_an_empty_folder_is_a_finding(self):
        (self.folder / "empty").mkdir()
        self.assertIn("empty", self.run_plumb("check", self.folder / "empty", status=FINDINGS).stderr)

    def test_hostile_files_are_findings_with_a_place(self):
        hostile = {"utf8": b"\xe6\x8e\xaa\xff\xfe", "nul": "措施 甲\0乙 {".encode(), "open": "措施 甲 {".encode(), "closed": "}}}}".encode(), "string": "措施 “甲".encode(), "comment": b"/* never ends",
                   "deep": "定义 甲 : 是否 = ".encode() + b"(" * 10_000 + "是".encode() + b")" * 10_000, "braces": b"{" * 10_000, "large": "// 注释\n".encode() * 1_000_000,
                   "one_line": "措施 ".encode() * 300_000, "utf16": "措施 甲 {}".encode("utf-16"), "cycle": "定义 甲 : 是否 = 乙()\n定义 乙 : 是否 = 甲()\n".encode(), "lines": b"\n" * 500_000}
        for name, content in hostile.items():
            with self.subTest(name=name):
                folder = self.write(f"{name}/ruleset.plumb", (RULES / "rules.plumb").read_bytes()).parent
                (folder / "z.plumb").write_bytes(content)
                began = time.monotonic()
                done = self.run_plumb("check", folder, status=FINE if name == "lines" else FINDINGS)
                self.assertLess(time.monotonic() - began, 60)
                if name not in ("lines", "large"):
                    self.assertIn("z.plumb:", done.stderr)
                self.assertLess(len(done.stderr), 1_000_000)

    def test_a_rule_set_that_changes_while_it_is_read(self):
        """Version after version takes its place, files that agree only within one: what is read is one of them, or the reading says that it keeps changing."""
        name, link = self.folder / "rules-now", self.folder / "link"
        versions = [self.version(number) for number in range(20)]
        stop = threading.Event()
        turns = 0

        def keep_changing():
            nonlocal turns
            while not stop.is_set():
                turns += 1
                folder = versions[turns % len(versions)]
                for file in folder.iterdir():  # no moment is like an earlier one
                    os.utime(file, ns=(turns * 10 ** 9, turns * 10 ** 9))
                link.symlink_to(folder)
                os.replace(link, name)

        name.symlink_to(versions[0])
        self.run_plumb("check", name)
        writer = threading.Thread(target=keep_changing)
        writer.start()
        try:
            for _ in range(30):
                before = turns
                while turns < before + 2:
                    time.sleep(0.001)
                done = self.run_plumb("check", name, "--format", "json", status=None)
                self.assertIn(done.returncode, (FINE, INPUT_OUTPUT), done.stdout)
        finally:
            stop.set()
            writer.join()
        self.run_plumb("check", name)

    def version(self, number):
        """A rule set whose a.plumb and z.plumb agree with one another and with no neighbouring version."""
        folder = self.folder / f"version-{number}"
        folder.mkdir()
        word = "甲乙"[number % 2]
        (folder / "a.plumb").write_text(f"参数 {word}量/amount_{number % 2} : 整数 {{ 施行 2020-01-01 = 1 }}\n")
        (folder / "m.plumb").write_bytes((RULES / "rules.plumb").read_bytes())
        (folder / "z.plumb").write_text(f"定义 用量（数/n : 整数）: 整数 = 数 + {word}量\n")
        return folder


class Format(RuleFiles):
    MESSY = "措施  甲/a   {\n依据 样例通知 “一”\n   责任部门 县旅游局 // 留着\n事项 住宿\n适用对象 失信被执行人\n处理 限制 }\n"

    def test_in_place_keeping_permissions_and_twice_is_once(self):
        path = self.write("a.plumb", self.MESSY)
        os.chmod(path, 0o640)
        self.assertIn("a.plumb", self.run_plumb("fmt", path).stderr)
        once = path.read_text()
        self.assertNotEqual(once, self.MESSY)
        self.assertIn("// 留着", once)
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o640)
        self.assertEqual(self.run_plumb("fmt", path).stderr, "")
        self.assertEqual(path.read_text(), once)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["a.plumb"], "nothing is left behind")

    def test_nothing_is_passed_over(self):
        self.write("r/good.plumb", "")
        (self.folder / "r/gone.plumb").symlink_to("nowhere")
        os.mkfifo(self.folder / "r/pipe.plumb")
        for lang in ("en", "zh"):
            told = self.run_plumb("fmt", "--check", self.folder / "r", status=INPUT_OUTPUT, lang=lang).stderr
            self.assertIn("gone.plumb", told)
            self.assertIn("pipe.plumb", told)
            (self.folder / "empty").mkdir(exist_ok=True)
            told = self.run_plumb("fmt", "--check", self.folder / "empty", status=FINDINGS, lang=lang).stderr
            self.assertEqual(self.has_chinese(told), lang == "zh")

    def test_check_tells_and_stdout_shows_and_neither_writes(self):
        path = self.write("a.plumb", self.MESSY)
        for lang in ("en", "zh"):
            told = self.run_plumb("fmt", "--check", path, status=FINDINGS, lang=lang)
            first, second, third = told.stderr.splitlines()
            self.assertRegex(first, r"a\.plumb:\d+: ")
            self.assertEqual(self.has_chinese(first), lang == "zh")
            self.assertEqual([line[:4].strip() for line in (second, third)], ["现在", "应为"] if lang == "zh" else ["is", "sh"])
        shown = self.run_plumb("fmt", "--stdout", path).stdout
        self.assertEqual(path.read_text(), self.MESSY)
        self.run_plumb("fmt", path)
        self.assertEqual(path.read_text(), shown)
        self.run_plumb("fmt", "--check", path, status=FINE)

    def test_check_tells_the_first_line_that_differs(self):
        self.run_plumb("fmt", self.write("a.plumb", self.MESSY))
        clean = (self.folder / "a.plumb").read_text()
        lines = clean.splitlines()
        for text, number, is_now, should_be in [
            ("\n".join([lines[0], lines[1] + " \t", *lines[2:], ""]), 2, f"“{lines[1]} \\t”", f"“{lines[1]}”"),
            (clean[:-1], len(lines) + 1, "(the file ends here)", "“”"),
            (clean + "\n", len(lines) + 2, "“”", "(the file ends here)"),
        ]:
            told = self.run_plumb("fmt", "--check", self.write("a.plumb", text), status=FINDINGS, lang="en").stderr
            self.assertIn(f"a.plumb:{number}: not in canonical layout\n  is         {is_now}\n  should be  {should_be}\n", told)

    def test_a_broken_file_is_refused_and_left_untouched_and_the_others_are_done(self):
        broken, messy = self.write("a.plumb", "措施 甲 {\n  事项 （\n"), self.write("b.plumb", self.MESSY)
        for lang in ("en", "zh"):
            done = self.run_plumb("fmt", self.folder, status=FINDINGS, lang=lang)
            self.assertIn("a.plumb:", done.stderr)
        self.assertEqual(broken.read_text(), "措施 甲 {\n  事项 （\n")
        self.assertNotEqual(messy.read_text(), self.MESSY)
        bad = self.write("c.plumb", b"\xff\xfe")
        self.run_plumb("fmt", bad, status=FINDINGS)
        self.assertEqual(bad.read_bytes(), b"\xff\xfe")

    def test_a_file_that_is_read_only_is_left_alone(self):
        path = self.write("a.plumb", self.MESSY)
        os.chmod(path, 0o444)
        for lang in ("en", "zh"):
            done = self.run_plumb("fmt", path, status=INPUT_OUTPUT, lang=lang)
            self.assertIn("a.plumb", done.stderr)
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
        self.assertEqual(path.read_text(), self.MESSY)

    def test_a_link_stays_a_link(self):
        path = self.write("real/a.plumb", self.MESSY)
        link = self.folder / "link.plumb"
        link.symlink_to(path)
        self.run_plumb("fmt", link)
        self.assertTrue(link.is_symlink())
        self.assertNotEqual(path.read_text(), self.MESSY)

    def test_what_is_not_there(self):
        for lang in ("en", "zh"):
            done = self.run_plumb("fmt", "gone.plumb", status=INPUT_OUTPUT, lang=lang)
            self.assertIn("gone.plumb", done.stderr)
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh")

    def test_a_full_disk_loses_nothing(self):
        import resource
        path = self.write("a.plumb", self.MESSY)

        def no_room():
            resource.setrlimit(resource.RLIMIT_FSIZE, (16, resource.RLIM_INFINITY))

        self.run_plumb("fmt", path, status=INPUT_OUTPUT, preexec_fn=no_room)
        self.assertEqual(path.read_text(), self.MESSY)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["a.plumb"])

    def test_english_and_back_gives_the_same_bytes(self):
        folder = self.copy()
        files = sorted(folder.rglob("*.plumb"))
        self.run_plumb("fmt", folder)
        before = [f.read_bytes() for f in files]
        self.run_plumb("fmt", "--keywords", "en", folder)
        self.assertIn(b"measure", files[0].read_bytes())
        self.run_plumb("test", folder)
        self.run_plumb("fmt", "--keywords", "zh", folder)
        self.assertEqual([f.read_bytes() for f in files], before)
        for names in ("en", "zh"):
            self.run_plumb("fmt", "--names", names, folder)
            self.run_plumb("test", folder)

    def test_names_that_would_be_keywords_come_back_too(self):
        folder = self.folder / "notice"
        shutil.copytree(ROOT / "rules/xinan-2019-48", folder)
        quoted = lambda: [word for f in folder.rglob("*.plumb") for word in re.findall("「[a-z_]+」", f.read_text())]
        self.run_plumb("fmt", "--names", "en", folder)
        self.assertIn("「organisation」", quoted())
        self.run_plumb("fmt", "--names", "zh", folder)
        self.assertEqual(quoted(), [])
        self.run_plumb("test", folder)


class Scenarios(RuleFiles):
    def test_passing_and_failing(self):
        self.run_plumb("test", RULES)
        folder = self.copy()
        scenario = folder / "scenarios" / "rules.plumb"
        scenario.write_text(scenario.read_text().replace("星级: 3", "星级: 5"))
        for lang in ("en", "zh"):
            out = self.run_plumb("test", folder, status=FINDINGS, lang=lang).stdout
            self.assertIn("失信单位的法定代表人住四星级受限制", out)
            self.assertIn("rules.plumb:", out)

    def test_by_every_evaluator(self):
        folder = self.copy()
        scenario = folder / "scenarios" / "rules.plumb"
        scenario.write_text(scenario.read_text().replace("星级: 3", "星级: 5"))
        for rules, status in ((RULES, FINE), (folder, FINDINGS)):
            told = [self.run_plumb("test", rules, "--evaluator", name, status=status).stdout for name in EVALUATORS]
            self.assertEqual(told, told[:1] * len(told))

    def test_by_an_evaluator_that_is_not_there(self):
        alone = self.folder / "plumb"
        shutil.copy(PLUMB, alone)
        done = subprocess.run([alone, "test", RULES, "--evaluator", "native", "--lang", "en"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (INPUT_OUTPUT, ""))
        self.assertIn("[native.missing]", done.stderr)

    def test_machine_formats(self):
        folder = self.copy()
        scenario = folder / "scenarios" / "rules.plumb"
        scenario.write_text(scenario.read_text().replace("星级: 3", "星级: 5"))
        for rules, status in ((RULES, FINE), (folder, FINDINGS)):
            for more in ([], ["--coverage"]):
                with self.subTest(rules=rules, more=more):
                    for name, read in (("json", json.loads), ("sarif", json.loads), ("junit", xml.etree.ElementTree.fromstring)):
                        read(self.run_plumb("test", rules, "--format", name, *more, status=status).stdout)

    def test_mutants_are_part_of_the_one_document_and_have_no_other_format(self):
        report = json.loads(self.run_plumb("test", RULES, "--mutants", "--format", "json", status=None).stdout)
        self.assertGreater(report["mutation"]["mutants"], 20)
        self.assertEqual(report["passed"], 3)
        for name in ("sarif", "junit"):
            self.run_plumb("test", RULES, "--mutants", "--format", name, status=USAGE)

    def test_coverage_names_a_measure_that_no_scenario_reaches(self):
        folder = self.copy()
        scenario = folder / "scenarios" / "rules.plumb"
        text = scenario.read_text()
        scenario.write_text(text[:text.index("示例 “授信")] + text[text.index("示例 “列入"):])
        self.assertIn("大额授信从严审核", self.run_plumb("test", folder, "--coverage", status=None, lang="zh").stdout)

    def test_broken_rules_run_no_scenario(self):
        done = self.run_plumb("test", self.broken(), status=FINDINGS)
        self.assertEqual(done.stdout, "")
        self.assertIn("z.plumb:", done.stderr)


class Prose(RuleFiles):
    def test_both_formats_and_languages(self):
        for lang in ("en", "zh"):
            markdown = self.run_plumb("prose", RULES, lang=lang).stdout
            self.assertIn("高档住宿限制", markdown)
            html = self.run_plumb("prose", RULES, "--format", "html", lang=lang).stdout
            self.assertTrue(html.lstrip().lower().startswith("<!doctype html>"))

    def test_html_shows_text_as_text(self):
        folder = self.copy()
        rules = folder / "rules.plumb"
        rules.write_text(rules.read_text().replace("样例县人民政府", "样例县<script>alert(1)</script>政府"))
        self.assertNotIn("<script>alert", self.run_plumb("prose", folder, "--format", "html").stdout)


class Coverage(RuleFiles):
    NOTICE = "失信被执行人约束样例\n样政〔2020〕1号\n\n一、住宿\n限制住高档宾馆。责任单位：县旅游局。\n\n二、授信\n大额授信从严审核。责任单位：县金融办。\n\n三、荣誉\n列入以后取得的荣誉予以撤销。责任单位：县文明办。\n"

    def test_files_that_cannot_be_read(self):
        for lang in ("en", "zh"):
            done = self.run_plumb("coverage", RULES, "--source", "gone.txt", status=INPUT_OUTPUT, lang=lang)
            self.assertIn("gone.txt", done.stderr)
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh")
        self.run_plumb("coverage", RULES, "--source", self.folder, status=INPUT_OUTPUT)
        self.run_plumb("coverage", self.folder / "gone", "--source", self.write("n.txt", self.NOTICE), status=INPUT_OUTPUT)

    def test_any_bytes_as_a_notice(self):
        for content in (b"", "一、".encode() * 100_000, ("（一）" * 10_000).encode(), b"\0" * 1000):
            done = self.run_plumb("coverage", RULES, "--source", self.write("n.txt", content), status=FINDINGS)
            self.assertNotEqual(done.stdout, "")
        for lang in ("en", "zh"):
            done = self.run_plumb("coverage", RULES, "--source", self.write("n.txt", b"ab\xff\xfe\x00"), status=INPUT_OUTPUT, lang=lang)
            self.assertIn("n.txt", done.stderr)
            self.assertIn("2", done.stderr.split("n.txt")[1])
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh")


class Generate(ProgramTest):
    def files(self, folder):
        return {p.name: p.read_bytes() for p in sorted((self.folder / folder).iterdir())}

    def test_the_same_seed_gives_the_same_bytes_and_another_does_not(self):
        for folder, seed in (("a", 7), ("b", 7), ("c", 8)):
            self.run_plumb("gen", "--parties", "200", "--seed", seed, "-o", folder)
        self.assertEqual(self.files("a"), self.files("b"))
        self.assertNotEqual(self.files("a"), self.files("c"))

    def test_what_it_makes_is_taken_whole_and_decided_without_error(self):
        for rules, options in ((ROOT / "rules/xinan-2019-48", []), (RULES, ["--rules", RULES])):
            with self.subTest(rules=rules.name):
                out = self.folder / rules.name
                self.run_plumb("gen", "--parties", "300", "--seed", "3", *options, "-o", out)
                db = self.folder / (rules.name + ".db")
                self.run_plumb("registry", "init", db)
                self.run_plumb("registry", "import", db, "--strict", *(out / t for t in ("parties.csv", "relations.csv", "entries.csv", "permits.csv", "retentions.csv", "holdings.ndjson")))
                self.run_plumb("decide", "--rules", rules, "--registry", db, out / "requests.ndjson")

    def test_it_says_how_to_import_what_it_made(self):
        for lang in ("en", "zh"):
            told = self.run_plumb("gen", "--parties", "100", "-o", "county", lang=lang).stderr
            command = "plumb registry import DB county/*.csv county/holdings.ndjson"
            self.assertIn(command, told)
        db = self.folder / "made.db"
        self.run_plumb("registry", "init", db)
        self.run_plumb("registry", "import", db, "--strict", *sorted((self.folder / "county").glob("*.csv")), self.folder / "county/holdings.ndjson")

    def test_writes_over_nothing_but_what_it_made(self):
        self.write("kept/parties.csv", "id,kind,name,sector\n")
        self.run_plumb("gen", "--parties", "100", "-o", "made")
        self.run_plumb("gen", "--parties", "100", "--seed", "2", "-o", "made")
        target = self.write("precious", "x")
        (self.folder / "made/parties.csv").unlink()
        (self.folder / "made/parties.csv").symlink_to(target)
        for place in ("kept", "made"):
            before = self.files(place)
            for lang in ("en", "zh"):
                done = self.run_plumb("gen", "--parties", "100", "-o", place, status=INPUT_OUTPUT, lang=lang)
                self.assertIn("parties.csv", done.stderr)
                self.assertIn("[generate.place]", done.stderr)
                self.assertEqual(self.has_chinese(done.stderr), lang == "zh", done.stderr)
            self.assertEqual(self.files(place), before)

    def test_a_place_that_cannot_be_written(self):
        for place in (self.write("file", "x") / "below", "/dev/full/x", "/proc/plumb"):
            for lang in ("en", "zh"):
                done = self.run_plumb("gen", "--parties", "100", "-o", place, status=INPUT_OUTPUT, lang=lang)
                self.assertEqual(self.has_chinese(done.stderr), lang == "zh", done.stderr)


if __name__ == "__main__":
    main()
