#!/usr/bin/env python3
"""plumb decide, sweep and ask: good lines, bad lines, and what is shown to whom."""
import json
import os
import pathlib
import pty
import resource
import shutil
import signal
import struct
import subprocess
import unittest

from program import CASE, CLEAR, DEBTOR, DIRECTOR, FINDINGS, FINE, INPUT_OUTPUT, PLUMB, RULES, STRANGER, TIMEOUT_SECONDS, USAGE, ProgramTest, main, person

NATIVE = PLUMB.parent.parent / "lib/libplumb_native.so"


def lodging(party=DIRECTOR, **more):
    return {"party": party, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 4}, **more}


def can_record():
    if not shutil.which("perf") or not shutil.which("addr2line"):
        return False
    return subprocess.run(["perf", "record", "-e", "cpu-clock", "-o", os.devnull, "true"], capture_output=True).returncode == 0


class Decide(ProgramTest):
    def setUp(self):
        super().setUp()
        self.county()

    def test_a_folder_or_a_device_holds_no_requests(self):
        for place in (self.folder, "/dev/zero"):
            for lang, words in (("en", "is a folder or a device; name the file that holds the requests"), ("zh", "是文件夹或设备；请指明请求所在的文件")):
                told = self.run_plumb("decide", "--rules", RULES, "--registry", self.db, place, status=INPUT_OUTPUT, lang=lang).stderr
                self.assertIn(f"{place} {words}", told)

    def test_decisions_come_in_order_and_errors_in_their_place(self):
        got = self.decide(lodging(id="A"), {"id": "B", "party": DIRECTOR, "matter": "unheard_of", "date": "2020-07-01"}, lodging(id="C", party=STRANGER), "{",
                          lodging(id="E"), status=FINDINGS)
        self.assertEqual([d.get("id") for d in got], ["A", "B", "C", None, "E"])
        self.assertEqual([d.get("outcome") for d in got], ["restrict", None, "none", None, "restrict"])
        self.assertEqual(got[1]["error"]["code"], "request.matter.unknown")
        self.assertEqual(got[1]["error"]["path"], "/matter")
        self.assertEqual(got[3]["error"]["code"], "request.json")

    def test_all_good_is_status_0_and_a_decision_has_the_members_of_the_interface(self):
        [decision] = self.decide(lodging(id="Q7"))
        self.assertEqual(set(decision), {"id", "outcome", "at_most", "date", "given", "warnings", "measures", "ruleset", "registry"})
        [measure] = decision["measures"]
        self.assertEqual((measure["measure"], measure["status"], measure["title"]), ("luxury_lodging", "applies", "高档住宿限制"))
        self.assertEqual(measure["triggers"], [{"case_no": CASE, "listed": DEBTOR, "direction": "debtor", "role": "legal_representative", "state": "active",
                                               "objection": False}])
        self.assertEqual(decision["registry"], {"revision": 1, "synchronised": "2020-07-01"})

    def test_standard_input_is_read_by_default_and_for_a_dash(self):
        line = json.dumps(lodging(id="A"))
        outputs = {self.run_plumb("decide", "--rules", RULES, "--registry", self.db, *more, stdin=line).stdout
                   for more in ([], ["-"], [self.write("requests.ndjson", line)])}
        self.assertEqual(len(outputs), 1)

    def test_blank_lines_carriage_returns_and_no_newline_at_the_end(self):
        line = json.dumps(lodging(id="A"))
        out = self.run_plumb("decide", "--rules", RULES, "--registry", self.db, stdin=f"\n  \n{line}\r\n\r\n{line}").stdout
        self.assertEqual(len(out.splitlines()), 2)
        self.assertEqual(self.run_plumb("decide", "--rules", RULES, "--registry", self.db, stdin="").stdout, "")

    def test_a_registry_that_was_never_synchronised_is_told_once_where_no_limit_is_set(self):
        self.run_plumb("registry", "init", self.folder / "fresh.db")
        line = json.dumps(lodging()) + "\n"
        fresh = ("decide", "--rules", RULES, "--registry", self.folder / "fresh.db")
        done = self.run_plumb(*fresh, stdin=line * 3)
        self.assertEqual(done.stderr.count("as of which day the registry was synchronised is not recorded"), 1)
        self.assertEqual({json.loads(one)["outcome"] for one in done.stdout.splitlines()}, {"none"})
        # Known before anything was recorded is the same; a limit makes it unknown, and then the decision says so itself.
        self.assertIn("not recorded", self.run_plumb("decide", "--rules", RULES, "--registry", self.db, "--known-at", "2001-01-01", stdin=line).stderr)
        for options in (("--registry", self.folder / "fresh.db"), ("--registry", self.db, "--known-at", "2001-01-01")):
            swept = self.run_plumb("sweep", "--rules", RULES, *options, "--as-of", "2020-07-01")
            self.assertEqual(swept.stdout, "")
            self.assertIn("not recorded", swept.stderr)
        limited = self.run_plumb(*fresh, "--max-staleness", "30", stdin=line)
        self.assertEqual((limited.stderr, json.loads(limited.stdout)["measures"][0]["missing"]), ("", ["registry"]))
        self.assertEqual(self.run_plumb("decide", "--rules", RULES, "--registry", self.db, stdin=line).stderr, "")

    def test_chinese_and_english_keys_give_the_same_bytes(self):
        zh = {"编号": "A", "主体": DIRECTOR, "事项": "住宿", "阶段": "申请", "日期": "2020-07-01", "字段": {"星级": 4}}
        en = {"id": "A", "party": {"id": DIRECTOR}, "matter": "lodging", "stage": "application", "date": "2020-07-01", "fields": {"star_rating": 4}}
        lines = [self.run_plumb("decide", "--rules", RULES, "--registry", self.db, stdin=json.dumps(r, ensure_ascii=a)).stdout for r in (zh, en) for a in (True, False)]
        self.assertEqual(len(set(lines)), 1)

    def test_the_explanation_counts_what_the_decision_counted(self):
        entry = "（2020）豫0399执2号,{},样例县人民法院,2020-06-02,{},,,true,"
        rules = self.folder / "rules"
        rules.mkdir()
        text = (RULES / "rules.plumb").read_text()
        condition = "星级 >= 4 且 计数(失信记录的发布日期 >= 2020-01-01) >= 2"
        self.assertIn("条件      星级 >= 4\n", text)
        (rules / "rules.plumb").write_text(text.replace("条件      星级 >= 4\n", f"条件      {condition}\n"))
        # Of the two entries, the second has run out: whether there are two that stand is unknown. Then it has not.
        for expires_on, status, truth, shown in (("2020-06-15", "undetermined", "unknown", 1), ("", "applies", "true", 2)):
            self.run_plumb("registry", "import", self.db, self.csv("entries.csv", "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible",
                                                                   entry.format(DEBTOR, expires_on)))
            out = self.run_plumb("decide", "--rules", rules, "--registry", self.db, "--explain", stdin=json.dumps(lodging())).stdout
            [measure] = json.loads(out)["measures"]
            self.assertEqual((measure["status"], len(measure["triggers"])), (status, shown))
            explanation = measure["explanation"]
            self.assertEqual(explanation["tree"]["truth"], truth)
            [reach] = [child for child in explanation["tree"]["children"] if child["kind"] == "reach"]
            self.assertEqual(len(reach["children"]), shown)
            self.assertFalse([s for s in explanation["sentences"] if "does not hold" in s], explanation["sentences"])

    @unittest.skipUnless(NATIVE.exists(), "built without LLVM")
    def test_native_decides_the_same_to_the_byte(self):
        requests = [lodging(id=i, party=p) for i, p in enumerate((DIRECTOR, DEBTOR, STRANGER, CLEAR))]
        self.assertEqual(self.decide(*requests, options=["--evaluator", "native", "--explain"]), self.decide(*requests, options=["--explain"]))

    def test_native_without_its_module_is_refused_in_both_languages(self):
        alone = self.folder / "plumb"
        shutil.copy(PLUMB, alone)
        for lang, word in (("en", "there is no native evaluator here"), ("zh", "没有本地代码求值器")):
            done = subprocess.run([alone, "decide", "--rules", RULES, "--registry", self.db, "--evaluator", "native", "--lang", lang], input=b"", capture_output=True)
            self.assertEqual((done.returncode, done.stdout), (INPUT_OUTPUT, b""))
            self.assertIn(word, done.stderr.decode())
            self.assertIn("[native.missing]", done.stderr.decode())

    def test_native_takes_no_module_from_where_it_is_called(self):
        bin_folder, called = self.folder / "bin", self.folder / "called"
        for folder in (bin_folder, called / "lib"):
            folder.mkdir(parents=True)
        shutil.copy(PLUMB, bin_folder / "plumb")
        for planted in (called / "libplumb_native.so", called / "lib/libplumb_native.so"):
            planted.write_text("planted")
        done = subprocess.run(["plumb", "decide", "--rules", RULES, "--registry", self.db, "--evaluator", "native", "--lang", "en"], input=b"", capture_output=True,
                              cwd=called, env={**os.environ, "PATH": str(bin_folder)})
        self.assertEqual(done.returncode, INPUT_OUTPUT)
        self.assertIn("[native.missing]", done.stderr.decode())
        self.assertNotIn("planted", done.stderr.decode())
        self.assertNotIn(str(called), done.stderr.decode())

    def native(self, *options, **environment):
        """The program deciding one request in machine code: (status, output, messages)."""
        done = subprocess.run([PLUMB, "decide", "--rules", RULES, "--registry", self.db, "--evaluator", "native", "--lang", "en", *options],
                              input=json.dumps(lodging()).encode(), capture_output=True, env={**os.environ, **environment})
        return done.returncode, done.stdout, done.stderr.decode()

    @unittest.skipUnless(NATIVE.exists(), "built without LLVM")
    def test_a_start_from_the_cache_opens_no_compiler(self):
        cache = self.folder / "cache"
        first, second = (self.native("--cache", cache, LD_DEBUG="files") for _ in range(2))
        self.assertEqual(first[:2], second[:2])
        self.assertIn("libLLVM", first[2])
        self.assertNotIn("libLLVM", second[2])
        self.assertEqual(sorted(f.suffix for f in cache.iterdir()), [".o", ".rules"])

    @unittest.skipUnless(NATIVE.exists() and shutil.which("gdb"), "needs LLVM and gdb")
    def test_gdb_stops_at_the_line_of_a_rule(self):
        text = (RULES / "rules.plumb").read_text().splitlines()
        [line] = [number for number, words in enumerate(text, 1) if words.startswith("措施") and "luxury_lodging" in words]
        requests = self.folder / "requests.ndjson"
        requests.write_text(json.dumps(lodging()) + "\n")
        done = subprocess.run(["gdb", "-nx", "-batch", "-iex", "set debuginfod enabled off", "-ex", "set breakpoint pending on", "-ex", f"break rules.plumb:{line}",
                               "-ex", "run", "-ex", "backtrace 1", "--args", PLUMB, "decide", "--rules", os.path.relpath(RULES), "--registry", self.db, "--evaluator", "native",
                               "--rule-lines", "gdb", "--cache", self.folder / "cache", requests], capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
        shown = [words for words in done.stdout.splitlines() if words.startswith("#0") and f"rules.plumb:{line}" in words]
        self.assertTrue(shown, done.stdout + done.stderr)
        self.assertIn("plumb.point.lodging.application", shown[0])
        self.assertIn(text[line - 1], done.stdout)
        self.assertFalse((self.folder / "cache").exists())

    def functions_of(self, dump):
        """The names of the functions in a dump for perf, each checked to come with its lines; whole to its last byte."""
        data = dump.read_bytes()
        magic, version, place, _, _, pid, _, flags = struct.unpack_from("<6I2Q", data)
        self.assertEqual((magic, version, flags, dump.name), (0x4A695444, 1, 0, f"jit-{pid}.dump"))
        code_load, debug_info = 0, 2
        names, lines_of = [], {}
        while place < len(data):
            kind, size, _ = struct.unpack_from("<IIQ", data, place)
            body = data[place + 16:place + size]
            if kind == debug_info:
                address, count = struct.unpack_from("<QQ", body)
                lines, at = [], 16
                for _ in range(count):
                    where, line, _ = struct.unpack_from("<QII", body, at)
                    end = body.index(0, at + 16)
                    lines.append((where - address, line, body[at + 16:end].decode()))
                    at = end + 1
                self.assertEqual(at, len(body))
                lines_of = {address: lines}
            else:
                self.assertEqual(kind, code_load)
                address, length, number = struct.unpack_from("<QQQ", body, 16)
                end = body.index(0, 40)
                self.assertEqual((struct.unpack_from("<I", body)[0], number, len(body) - end - 1), (pid, len(names), length))
                names.append(body[40:end].decode())
                self.assertIn(address, lines_of, f"{names[-1]} has no lines before it")
                lines = lines_of.pop(address)
                self.assertEqual((lines[0][0], lines[-1][0]), (0, length))
                self.assertTrue(all(where <= length and line > 0 and name.endswith("rules.plumb") for where, line, name in lines), lines)
            place += size
        self.assertEqual(place, len(data))
        return names

    @unittest.skipUnless(NATIVE.exists(), "built without LLVM")
    def test_each_function_of_a_dump_for_perf_comes_with_its_lines(self):
        status, _, messages = self.native("--rule-lines", "perf", JITDUMPDIR=str(self.folder))
        self.assertEqual((status, messages), (FINE, ""))
        [dump] = self.folder.glob(".debug/jit/*/jit-*.dump")
        names = self.functions_of(dump)
        self.assertTrue([name for name in names if name.startswith("plumb.point.lodging.application")], names)

    @unittest.skipUnless(NATIVE.exists() and can_record(), "needs LLVM and a perf that may record")
    def test_perf_shows_the_lines_of_rules(self):
        requests = self.folder / "requests.ndjson"
        requests.write_text((json.dumps(lodging()) + "\n") * 20_000)
        recorded, injected = self.folder / "perf.data", self.folder / "with-rules.data"
        environment = {**os.environ, "JITDUMPDIR": str(self.folder), "HOME": str(self.folder)}
        for command in (["record", "-e", "cpu-clock", "-F", "5000", "-k", "mono", "-o", recorded, PLUMB, "decide", "--rules", RULES, "--registry", self.db, "--evaluator", "native",
                         "--rule-lines", "perf", requests], ["inject", "--jit", "-i", recorded, "-o", injected]):
            done = subprocess.run(["perf", *command], capture_output=True, text=True, timeout=TIMEOUT_SECONDS, env=environment)
            self.assertEqual(done.returncode, 0, done.stderr)
        shown = set()
        for image in self.folder.glob(".debug/jit/*/jitted-*.so"):
            symbols = subprocess.run(["nm", image], capture_output=True, text=True, check=True).stdout.split()
            where = subprocess.run(["addr2line", "-e", image, symbols[0]], capture_output=True, text=True, check=True).stdout.strip()
            shown.add((symbols[2].rsplit(".", 1)[0], pathlib.Path(where.split(" ")[0]).name))
        text = (RULES / "rules.plumb").read_text().splitlines()
        [line] = [number for number, words in enumerate(text, 1) if words.startswith("措施") and "luxury_lodging" in words]
        self.assertIn(("plumb.point.lodging.application", f"rules.plumb:{line}"), shown)

    @unittest.skipUnless(NATIVE.exists(), "built without LLVM")
    def test_a_dump_for_which_the_disk_is_too_small_holds_whole_records(self):
        def small_disk():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

        facts = self.folder / "county.snapshot"
        self.run_plumb("snapshot", "build", "--registry", self.db, "-o", facts)
        done = subprocess.run([PLUMB, "decide", "--rules", RULES, "--registry", facts, "--evaluator", "native", "--rule-lines", "perf"], input=json.dumps(lodging()),
                              capture_output=True, text=True, preexec_fn=small_disk, env={**os.environ, "JITDUMPDIR": str(self.folder)})
        self.assertEqual((done.returncode, done.stdout), (INPUT_OUTPUT, ""))
        [dump] = self.folder.glob(".debug/jit/*/jit-*.dump")
        self.assertIn(str(dump), done.stderr)
        self.functions_of(dump)

    @unittest.skipUnless(NATIVE.exists(), "built without LLVM")
    def test_a_dump_that_cannot_be_written_is_told(self):
        status, out, messages = self.native("--rule-lines", "perf", JITDUMPDIR="/proc")
        self.assertNotEqual(status, FINE)
        self.assertEqual(out, b"")
        self.assertIn("/proc/.debug", messages)

    @unittest.skipUnless(NATIVE.exists(), "built without LLVM")
    def test_a_cache_that_is_of_no_use_is_told_once(self):
        cache = self.folder / "cache"
        cache.mkdir(mode=0o777)
        cache.chmod(0o777)
        status, out, messages = self.native("--cache", cache)
        self.assertEqual((status, out), self.native()[:2])
        self.assertEqual(messages.count("warning"), 1, messages)
        self.assertIn("chmod 700", messages)
        self.assertIn("[cache.folder]", messages)
        self.assertEqual(list(cache.iterdir()), [])

    @unittest.skipUnless(NATIVE.exists(), "built without LLVM")
    def test_a_module_that_was_cut_off_is_refused(self):
        (self.folder / "lib").mkdir()
        shutil.copy(PLUMB, self.folder / "plumb")
        (self.folder / "lib/libplumb_native.so").write_bytes(NATIVE.read_bytes()[:-5000])
        done = subprocess.run([self.folder / "plumb", "decide", "--rules", RULES, "--registry", self.db, "--evaluator", "native", "--lang", "zh"], input=b"", capture_output=True)
        self.assertEqual(done.returncode, INPUT_OUTPUT)
        self.assertIn("[native.damaged]", done.stderr.decode())

    def test_the_same_on_every_run(self):
        requests = [lodging(id=i, party=p) for i, p in enumerate((DIRECTOR, DEBTOR, STRANGER, CLEAR))]
        self.assertEqual(self.decide(*requests, options=["--explain"]), self.decide(*requests, options=["--explain"]))

    BAD = [
        ("", "request.json", ""), ("[1]", "request.json", ""), ("null", "request.json", ""), ('{"id":"A"', "request.json", ""), ("{} {}", "request.json", ""),
        ('{"a":1}', "request.key.unknown", "/a"), ('{"id":"A","id":"B"}', "request.key.duplicate", "/id"), ('{"id":"A","编号":"B"}', "request.key.duplicate", "/编号"),
        ({"id": {}}, "request.id", "/id"), ({"party": None}, "request.party", "/party"), ({"party": 410399198503121236}, "request.party", "/party"),
        ({"party": {"name": "张三"}}, "request.party", "/party/id"), ({"party": "张三"}, "request.party.form", "/party"), ({"party": "41******************"}, "request.party.masked", "/party"),
        ({"party": {"id": DIRECTOR, "sector": "circus"}}, "request.party.sector", "/party/sector"), ({"matter": None}, "request.matter", "/matter"),
        ({"matter": "circus"}, "request.matter.unknown", "/matter"), ({"stage": "status"}, "request.stage", "/stage"), ({"stage": "whenever"}, "request.stage", "/stage"),
        ({"date": "2019-02-30"}, "request.date", "/date"), ({"date": "2019-2-3"}, "request.date", "/date"), ({"date": 20190701}, "request.date", "/date"),
        ({"date": "99999999999999999999-01-01"}, "request.date", "/date"), ({"fields": []}, "request.fields", "/fields"),
        ({"fields": {"circus": 1}}, "request.field.unknown", "/fields/circus"), ({"fields": {"star_rating": "four"}}, "request.field.type", "/fields/star_rating"),
        ({"fields": {"star_rating": 4.5}}, "request.field.type", "/fields/star_rating"), ({"fields": {"star_rating": 10 ** 40}}, "request.field.type", "/fields/star_rating"),
        ({"matter": "credit", "fields": {"amount": 500000}}, "request.field.type", "/fields/amount"),
        ({"matter": "credit", "fields": {"amount": "5e5"}}, "request.field.type", "/fields/amount"),
        ({"matter": "honour", "stage": "holding", "fields": {"granted_on": "2019-02-30"}}, "request.field.type", "/fields/granted_on"),
        ('{"party":"%s","matter":"lodging","date":"2020-07-01","fields":{"star_rating":4,"星级":5}}' % DIRECTOR, "request.key.duplicate", "/fields/星级"),
        ('{"id":"A","fields":{"star_rating":NaN}}', "request.json", ""), ('{"id":"A\\ud800"}', "request.json", ""), ('{"id":"A","party":' + "[" * 100_000, "request.json", ""),
        ({"party": "4103***********123"}, "request.party.masked", "/party"), ({"date": "２０２０-０７-０１"}, "request.date", "/date"), ({"date": "2020/07/01"}, "request.date", "/date"),
        ({"fields": {"star_rating": "4"}}, "request.field.type", "/fields/star_rating"),
        ('{"party":{"id":"%s","编号":"%s"},"matter":"lodging","date":"2020-07-01"}' % (DIRECTOR, DIRECTOR), "request.key.duplicate", "/party/编号"),
    ]

    def test_a_line_that_is_no_json_is_told_in_plain_words(self):
        for line, en, zh in (('{"id":"A"', "the line is not a JSON object: incomplete JSON (byte 10)", "本行不是 JSON 对象: 没有写完（第10字节）"), ("[1]", "the line is JSON, but not an object", "本行是 JSON，但不是对象"),
                             ("[" * 100_000, None, "嵌套过深"), ('{"id":NaN}', None, "语法有误"), ("{} {}", None, "对象之后还有内容")):
            for lang, words in (("en", en), ("zh", zh)):
                with self.subTest(line=line[:20], lang=lang):
                    [got] = self.decide(line, status=FINDINGS, lang=lang)
                    self.assertIn(words or "", got["error"]["message"])
                    if lang == "zh":
                        self.assertNotRegex(got["error"]["message"].replace("JSON", ""), "[A-Za-z]")

    def test_every_bad_line_gives_its_code_path_and_message_in_both_languages(self):
        for bad, code, path in self.BAD:
            line = bad if isinstance(bad, str) else json.dumps({**lodging(), **bad}, ensure_ascii=False)
            if line == "":
                continue
            with self.subTest(line=line):
                for lang in ("en", "zh"):
                    [got] = self.decide(line, status=FINDINGS, lang=lang)
                    self.assertEqual(set(got), {"id", "error"})
                    self.assertEqual((got["error"]["code"], got["error"]["path"]), (code, path))
                    if lang == "zh":
                        self.assertTrue(self.has_chinese(got["error"]["message"]))
                    else:
                        self.assertNotIn("应为", got["error"]["message"])

    def test_a_person_in_an_error_is_masked(self):
        unknown = person(789)[:-1] + "x1"
        [got] = self.decide(lodging(party=unknown), status=FINDINGS)
        self.assertNotIn(unknown[6:14], json.dumps(got))

    def test_bytes_that_are_no_text(self):
        good = json.dumps(lodging(id="ok")).encode()
        bad = [b'{"id":"\xff\xfe"}', b'{"party":"' + DIRECTOR.encode() + b'\x00"}', b"\x00", b"\xc3\x28", b"[" * 100_000, b'{"fields":' * 100_000,
               b'{"fields":{"star_rating":' + b"9" * 100_000 + b"}}", b'{"id":"' + b"x" * 20_000_000, b'{"date":1e999999999}']
        out = self.run_plumb("decide", "--rules", RULES, "--registry", self.db, stdin=b"\n".join(line for b in bad for line in (b, good)), status=FINDINGS).stdout
        got = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(len(got), 2 * len(bad))
        self.assertTrue(all("error" in g for g in got[::2]), [g for g in got[::2] if "error" not in g][:2])
        self.assertTrue(all(g.get("outcome") == "restrict" for g in got[1::2]))
        self.assertLess(max(len(json.dumps(g["error"])) for g in got[::2]), 2000)

    def test_a_byte_order_mark_before_the_first_line(self):
        [got] = [json.loads(x) for x in self.run_plumb("decide", "--rules", RULES, "--registry", self.db, stdin=b"\xef\xbb\xbf" + json.dumps(lodging()).encode()).stdout.splitlines()]
        self.assertEqual(got["outcome"], "restrict")

    def test_a_very_long_good_line(self):
        [got] = self.decide(json.dumps(lodging()) + " " * 5_000_000)
        self.assertEqual(got["outcome"], "restrict")

    def test_explain_adds_reasons_in_the_language_asked_for(self):
        for lang in ("en", "zh"):
            [decision] = self.decide(lodging(), options=["--explain"], lang=lang)
            explanation = json.dumps(decision["measures"][0]["explanation"], ensure_ascii=False)
            self.assertTrue(len(explanation) > 20)
            [plain] = self.decide(lodging(), lang=lang)
            del decision["measures"][0]["explanation"]
            self.assertEqual(plain, decision)

    def test_other_persons_are_masked_unless_revealed(self):
        """A company whose legal representative is listed: the decision names a person who is not the one asked about."""
        self.write("entries.csv", f"case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible\n（2020）豫0399执2号,{DIRECTOR},样例县人民法院,2020-06-01,,,,true,\n")
        self.run_plumb("registry", "import", self.db, "entries.csv")
        request = {"party": DEBTOR, "matter": "honour", "stage": "holding", "date": "2020-07-01", "fields": {"granted_on": "2020-06-15"}}
        masked = DIRECTOR[:10] + "****" + DIRECTOR[14:]
        for options, shown, hidden in (([], masked, DIRECTOR), (["--explain"], masked, DIRECTOR), (["--reveal", "--explain"], DIRECTOR, masked)):
            text = json.dumps(self.decide(request, options=options))
            self.assertIn(shown, text)
            self.assertNotIn(hidden, text)

    def test_max_staleness(self):
        [fresh] = self.decide(lodging(), options=["--max-staleness", "0"])
        [stale] = self.decide(lodging(date="2020-07-02"), options=["--max-staleness", "0"])
        self.assertEqual(fresh["outcome"], "restrict")
        self.assertEqual((stale["outcome"], stale["at_most"], stale["measures"][0]["missing"]), ("none", "restrict", ["registry"]))

    def test_standard_input_that_cannot_be_read_is_not_taken_for_its_end(self):
        for lang in ("en", "zh"):
            folder = os.open("/", os.O_RDONLY)
            done = subprocess.run([PLUMB, "decide", "--rules", RULES, "--registry", self.db, "--lang", lang], stdin=folder, capture_output=True, text=True)
            os.close(folder)
            self.assertEqual((done.returncode, done.stdout), (INPUT_OUTPUT, ""))
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh", done.stderr)

    @unittest.skipUnless(NATIVE.exists(), "built without LLVM")
    def test_a_dump_goes_nowhere_that_was_not_named(self):
        environment = {name: value for name, value in os.environ.items() if name not in ("HOME", "JITDUMPDIR")}
        done = subprocess.run([PLUMB, "decide", "--rules", RULES, "--registry", self.db, "--evaluator", "native", "--rule-lines", "perf", "--lang", "en"],
                              input=json.dumps(lodging()), capture_output=True, text=True, env=environment, cwd=self.folder)
        self.assertEqual((done.returncode, done.stdout), (INPUT_OUTPUT, ""))
        self.assertIn("JITDUMPDIR", done.stderr)
        self.assertFalse((self.folder / ".debug").exists())

    def test_rules_or_requests_that_cannot_be_read(self):
        base = ["decide", "--registry", self.db]
        self.run_plumb(*base, "--rules", self.folder / "nowhere", status=INPUT_OUTPUT)
        self.assertIn("requests.ndjson", self.run_plumb(*base, "--rules", RULES, "requests.ndjson", status=INPUT_OUTPUT).stderr)
        self.run_plumb(*base, "--rules", RULES, self.folder, status=INPUT_OUTPUT)
        broken = self.write("broken/rules.plumb", "措施 甲 {")
        done = self.run_plumb(*base, "--rules", broken.parent, status=FINDINGS, stdin=json.dumps(lodging()))
        self.assertEqual(done.stdout, "")
        self.assertIn("rules.plumb:1:", done.stderr)

    def test_scenarios_are_not_read_for_deciding(self):
        copy = self.write("copy/rules.plumb", (RULES / "rules.plumb").read_bytes()).parent
        self.write("copy/scenarios/broken.plumb", "示例 {")
        self.run_plumb("check", copy, status=FINDINGS)
        self.run_plumb("decide", "--rules", copy, "--registry", self.db, stdin=json.dumps(lodging()))

    def test_a_full_disk_and_a_reader_that_goes_away(self):
        line = json.dumps(lodging()) + "\n"
        with open("/dev/full", "wb") as full:
            done = self.run_plumb("decide", "--rules", RULES, "--registry", self.db, stdin=line, stdout=full, status=INPUT_OUTPUT)
            self.assertIn("standard output", done.stderr)
        script = f"'{PLUMB}' decide --rules '{RULES}' --registry '{self.db}' requests.ndjson | head -n 1 > first; echo ${{PIPESTATUS[0]}}"
        self.write("requests.ndjson", line * 20_000)
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(done.stdout, f"{INPUT_OUTPUT}\n")
        self.assertEqual(json.loads((self.folder / "first").read_text())["outcome"], "restrict")


class Sweep(ProgramTest):
    def setUp(self):
        super().setUp()
        self.county()
        holding = {"id": "H1", "party": DEBTOR, "matter": "honour", "from": "2020-06-15", "to": None, "fields": {"granted_on": "2020-06-15"}}
        self.run_plumb("registry", "import", self.db, self.write("holdings.ndjson", json.dumps(holding)))

    def sweep(self, date, **more):
        done = self.run_plumb("sweep", "--rules", RULES, "--registry", self.db, "--as-of", date, **more)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_one_line_a_holding_and_measure(self):
        [line] = self.sweep("2020-07-01")
        self.assertEqual((line["holding"], line["party"], line["measure"], line["status"]), ("H1", DEBTOR, "honour_revocation", "applies"))
        self.assertEqual(self.sweep("2020-05-01"), [])

    def test_a_day_that_does_not_exist(self):
        for lang in ("en", "zh"):
            done = self.run_plumb("sweep", "--rules", RULES, "--registry", self.db, "--as-of", "2019-02-30", status=USAGE, lang=lang)
            self.assertIn("2019-02-30", done.stderr)
            self.assertEqual(self.has_chinese(done.stderr), lang == "zh")

    def test_a_holding_that_cannot_be_asked_about_is_a_line_too(self):
        self.run_plumb("registry", "import", self.db, self.write("holdings.ndjson", json.dumps({"id": "H2", "party": DEBTOR, "matter": "circus", "from": "2020-06-15", "to": None, "fields": {}})))
        lines = self.sweep("2020-07-01", status=FINDINGS)
        self.assertEqual(len(lines), 2)
        self.assertEqual(sum("error" in line for line in lines), 1)


class Ask(ProgramTest):
    def setUp(self):
        super().setUp()
        self.county()

    def ask(self, party, lang, date="2020-07-01", status=FINE):
        return self.run_plumb("ask", party, "--rules", RULES, "--registry", self.db, *(["--date", date] if date else []), lang=lang, status=status)

    def test_what_applies_in_sentences(self):
        zh, en = self.ask(DIRECTOR, "zh").stdout, self.ask(DIRECTOR, "en").stdout
        self.assertIn("高档住宿限制", zh)
        self.assertIn(CASE, zh)
        self.assertIn(CASE, en)
        self.assertIn("样政〔2020〕1号", zh)
        self.assertNotEqual(zh, en)

    def test_nothing_applies(self):
        self.assertNotIn(CASE, self.ask(STRANGER, "zh").stdout)
        self.assertNotIn("�", self.ask(STRANGER, "en").stdout)

    def test_today_is_the_default(self):
        self.assertEqual(self.ask(DIRECTOR, "en", date=None).returncode, FINE)

    def test_what_cannot_be_asked(self):
        for party, date in ((DIRECTOR, "2019-02-30"), ("张三", "2020-07-01"), ("4*****************", "2020-07-01"), ("", "2020-07-01")):
            for lang in ("en", "zh"):
                with self.subTest(party=party, lang=lang):
                    done = self.ask(party, lang, date, USAGE)
                    self.assertEqual(done.stdout, "")
                    self.assertTrue(lang == "en" or self.has_chinese(done.stderr))


class Bar(ProgramTest):
    def test_progress_only_on_a_terminal(self):
        self.county()
        requests = self.write("requests.ndjson", (json.dumps(lodging()) + "\n") * 20_000)
        command = ["decide", "--rules", RULES, "--registry", self.db, requests]
        self.assertEqual(self.run_plumb(*command).stderr, "")
        self.assertIn("deciding", self.on_terminal(command))
        self.assertEqual(self.on_terminal([*command, "--quiet"]), "")

    def test_color_only_on_a_terminal_and_not_when_refused(self):
        broken = self.write("broken/rules.plumb", "措施 甲 {").parent
        self.assertNotIn("\x1b", self.run_plumb("check", broken, status=FINDINGS).stderr)
        self.assertIn("\x1b[", self.on_terminal(["check", broken]))
        self.assertNotIn("\x1b[", self.on_terminal(["check", broken, "--no-color"]))

    def on_terminal(self, arguments):
        """What is written to standard error when that is a terminal."""
        master, slave = pty.openpty()
        with open(os.devnull, "wb") as nowhere:
            process = subprocess.Popen([PLUMB, *map(str, arguments), "--lang", "en"], stdin=subprocess.DEVNULL, stdout=nowhere, stderr=slave)
        os.close(slave)
        seen = b""
        while True:
            try:
                more = os.read(master, 65536)
            except OSError:  # EIO: the program has gone
                break
            if not more:
                break
            seen += more
        process.wait(60)
        os.close(master)
        return seen.decode()


if __name__ == "__main__":
    main()
