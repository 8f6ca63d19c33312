#!/usr/bin/env python3
"""Help, usage errors, version, completion: what one meets before any rule is read."""
import os
import subprocess

from program import INPUT_OUTPUT, PLUMB, RULES, USAGE, ProgramTest, main

COMMANDS = [["check"], ["fmt"], ["test"], ["coverage"], ["prose"], ["decide"], ["sweep"], ["ask"], ["registry"], ["registry", "init"], ["registry", "import"],
            ["registry", "stats"], ["gen"], ["completion"]]


class Help(ProgramTest):
    def test_every_command_has_help_with_examples_in_both_languages(self):
        for command in COMMANDS:
            for lang, examples in (("en", "Examples:"), ("zh", "示例:")):
                with self.subTest(command=command, lang=lang):
                    out = self.run_plumb(*command, "--help", lang=lang).stdout
                    self.assertIn(examples, out)
                    self.assertIn("  plumb " + " ".join(command), out.split(examples)[1])
                    self.assertEqual(self.has_chinese(out), lang == "zh")

    def test_the_root_lists_every_command(self):
        out = self.run_plumb("--help").stdout
        for command in COMMANDS:
            self.assertIn(command[0], out)

    def test_every_example_of_the_help_is_a_command_line_that_parses(self):
        """Options named in examples exist: with the files absent, an example may fail with 1 or 3, never with 2."""
        for command in COMMANDS:
            out = self.run_plumb(*command, "--help").stdout
            for example in out.split("Examples:")[1].splitlines():
                words = example.split("|")[-1].split(">")[0].split()
                if words and words[0] == "plumb":
                    with self.subTest(example=example):
                        done = self.run_plumb(*words[1:], status=None, lang=None if "--lang" in words else "en")
                        self.assertNotEqual(done.returncode, USAGE, done.stderr)

    def test_version(self):
        self.assertRegex(self.run_plumb("--version").stdout, r"^\d+\.\d+\.\d+\n$")

    def test_the_locale_chooses_the_language_and_lang_overrides_it(self):
        zh = {"LC_ALL": "zh_CN.UTF-8"}
        self.assertTrue(self.has_chinese(self.run_plumb("--help", lang=None, env=zh).stdout))
        self.assertNotIn("Subcommands", self.run_plumb("--help", lang="zh").stdout)
        self.assertFalse(self.has_chinese(self.run_plumb("--help", lang="en", env=zh).stdout))
        self.assertFalse(self.has_chinese(self.run_plumb("--help", lang=None, env={"LC_ALL": "C"}).stdout))
        self.assertTrue(self.has_chinese(self.run_plumb("--help", lang=None, env={"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_TW.UTF-8"}).stdout))


class Usage(ProgramTest):
    def test_wrong_command_lines_are_told_in_the_persons_language(self):
        wrong = [[], ["nonsense"], ["check"], ["check", RULES, "--nonsense"], ["check", RULES, "--format", "xml"], ["decide"], ["decide", "--rules", RULES],
                 ["decide", "--rules", RULES, "--registry", "x.db", "--max-staleness", "soon"], ["decide", "--rules", RULES, "--registry", "x.db", "--max-staleness", "-1"],
                 ["decide", "--rules", RULES, "--registry", "x.db", "--evaluator", "magic"], ["registry"], ["registry", "nonsense"], ["registry", "init"],
                 ["registry", "import", "x.db"], ["registry", "import", "x.db", "y.csv", "--table", "people"], ["gen", "-o", "x"],
                 ["gen", "--parties", "0", "-o", "x"], ["gen", "--parties", "100", "-o", "x", "--as-of", "2019-02-30"], ["completion", "fish"], ["fmt", "--check", "--stdout", RULES],
                 ["registry", "import", "x.db", "parties.csv", "--synchronised", "2019-02-30"], ["coverage", RULES], ["check", RULES, "--lang", "fr"]]
        for arguments in wrong:
            for lang in ("en", "zh"):
                with self.subTest(arguments=arguments, lang=lang):
                    done = self.run_plumb(*arguments, status=USAGE, lang=None if "--lang" in arguments else lang)
                    self.assertEqual(done.stdout, "")
                    self.assertTrue(done.stderr.startswith("plumb: "), done.stderr)
                    if "--lang" not in arguments:
                        self.assertEqual(self.has_chinese(done.stderr), lang == "zh", done.stderr)


    def test_what_stands_where_a_command_should_is_named(self):
        for arguments, word in ((["nonsense"], "nonsense"), (["registry", "nonsense", "x.db"], "nonsense"), (["registry", "account", "x.db"], "x.db")):
            self.assertIn(f"there is no command “{word}”", self.run_plumb(*arguments, status=USAGE).stderr)
            self.assertIn(f"没有“{word}”这个命令", self.run_plumb(*arguments, status=USAGE, lang="zh").stderr)
        self.assertIn("A subcommand is required", self.run_plumb("registry", status=USAGE).stderr)

    def test_an_option_that_is_mistyped_is_named_before_what_is_missing(self):
        remove = ("registry", "remove", "x.db", "（2019）豫0399执1号", "--grond", "全部履行")
        for arguments, en, zh in ((remove, "there is no option --grond; did you mean --ground?", "不认识的参数: --grond，是不是 --ground\n"),
                                  (["check", RULES, "--formt=json"], "there is no option --formt; did you mean --format?", "不认识的参数: --formt，是不是 --format\n"),
                                  (["check", RULES, "--zzzzzzz"], "there is no option --zzzzzzz\n", "不认识的参数: --zzzzzzz\n"),
                                  (["check", RULES, "--quite"], "did you mean --quiet?", "是不是 --quiet"),
                                  (["registry", "--by", "x", "confirm", "x.db"], "--by belongs behind the command confirm", "--by 要写在命令 confirm 之后"),
                                  (["--format", "json", "check", "x"], "--format belongs behind the command check", "--format 要写在命令 check 之后"),
                                  (["registry", "confrim", "x.db"], "there is no command “confrim”; did you mean confirm?", "没有“confrim”这个命令，是不是 confirm")):
            self.assertIn(en, self.run_plumb(*arguments, status=USAGE).stderr)
            self.assertIn(zh, self.run_plumb(*arguments, status=USAGE, lang="zh").stderr)

    def test_what_stands_behind_two_dashes_is_no_option(self):
        for arguments, words in ((["registry", "stats", "t.db", "--", "--format"], "not expected: --format"), (["registry", "--", "stats", "t.db"], "A subcommand is required"),
                                 (["registry", "--by", "x"], "there is no option --by")):
            told = self.run_plumb(*arguments, status=USAGE).stderr
            self.assertIn(words, told)
            self.assertNotIn("did you mean", told)

    def test_no_day_is_taken_where_it_means_nothing(self):
        for arguments, words in ((["registry", "stats", "x.db", "--as-of", "2019-12-31"], "--as-of requires --rules"),
                                 (["registry", "stats", "x.db", "--rules", RULES], "--rules requires --by"),
                                 (["registry", "findings", "x.db", "--as-of", "2019-12-31"], "--as-of requires --rules"),
                                 (["registry", "findings", "x.db", "--limit", "push=1"], "--limit requires --rules")):
            self.assertIn(words, self.run_plumb(*arguments, status=USAGE).stderr)

    def test_faults_of_arguments_are_told_in_chinese_alone(self):
        for arguments, words in ((["check", RULES, "--nonsense"], "不认识的参数: --nonsense"), (["check", RULES, "--format", "xml"], "--format: xml，应为 {"),
                                 (["registry", "due", "x.db", "--rules", RULES, "--ahead", "-1"], "--ahead: -1，应在 0 至 36600 之间"),
                                 (["registry", "controller", "x.db", "a", "b", "--by", "c", "--basis", "d", "--refuse", "--from", "2020-01-01"], "--from 不能与 --refuse 同用"),
                                 (["registry", "stats", "x.db", "--format", "json", "--format", "text"], "--format：至多 1 个，给了 2 个"),
                                 (["registry", "confirm", "x.db", "--finding", "x"], "读不出值: --finding = x"),
                                 (["registry", "watch", "x.db", "nowhere"], "INBOX: 没有这个文件夹: nowhere"), (["registry", "watch", "x.db", PLUMB], "INBOX: 这不是文件夹")):
            told = self.run_plumb(*arguments, status=USAGE, lang="zh").stderr
            self.assertIn(words, told)
            self.assertNotRegex(told, " (was|were|not|is|in|Value|excludes|requires) ")
        self.assertIn("--format：没有给出值", self.run_plumb("registry", "stats", "x.db", "--lang", "zh", "--format", status=USAGE, lang=None).stderr)

    def test_words_that_an_option_takes_are_named_in_both_languages(self):
        remove = ("remove", "x.db", "（2019）豫0399执1号", "x", "--on", "2019-10-08", "--ground", "x", "--document", "1", "--by", "x", "--kind")
        tables = "主体 parties、关系 relations、名单 entries、"
        for command, zh, en in ((remove, "屏蔽 shielded、撤销 revoked", "{shielded,revoked}"), (("stats", "x.db", "--by"), "法院 court、部门 department", "{court,department}"),
                                (("add", "x.db", "a=b", "--table"), tables, "{parties,relations,"), (("import", "x.db", "y.csv", "--table"), tables, "{parties,relations,"),
                                (("export", "x.db"), tables, "{parties,relations,")):
            with self.subTest(command=command):
                self.assertIn("people，应为 {" + zh, self.run_plumb("registry", *command, "people", status=USAGE, lang="zh").stderr)
                self.assertIn("people not in " + en, self.run_plumb("registry", *command, "people", status=USAGE).stderr)
                for lang, words in (("zh", zh), ("en", en)):
                    unbroken = "".join(self.run_plumb("registry", command[0], "--help", lang=lang).stdout.split())
                    self.assertIn("".join(words.split()), unbroken)
                word = zh.split("、")[0].split()[0]  # taken in any language, and only then is the registry missed
                if command[0] != "stats":
                    self.run_plumb("registry", *command, word, status=INPUT_OUTPUT)

    def test_an_empty_value_passes_for_nothing(self):
        """As of a script's variable that nobody set: the list without its day, a reading without its journal."""
        day = ("sweep", "--rules", RULES, "--registry", "x.db", "--as-of", "2020-07-01")
        for arguments, name in ((["registry", "import", "x.db", "parties.csv", "--synchronised", ""], "--synchronised"), ([*day, "--read-journal", ""], "--read-journal"),
                                (["registry", "publish", "x.db", "--as-of", "", "-o", "l.csv"], "--as-of"), (["registry", "export", "x.db", "parties", "-o", ""], "--output"),
                                (["registry", "findings", "x.db", "--rules", ""], "--rules"), (["registry", "stats", ""], "DB"), ([*day, "--as", ""], "--as")):
            for lang, words in (("en", "the value is empty; give one"), ("zh", "值是空的；请给出值")):
                with self.subTest(arguments=arguments, lang=lang):
                    told = self.run_plumb(*arguments, status=USAGE, lang=lang).stderr
                    self.assertIn(f"{name}: {words}", told)
        self.assertEqual(list(self.folder.iterdir()), [])


class Completion(ProgramTest):
    def complete(self, *words):
        """What bash would offer for the last of `words`."""
        script = self.folder / "plumb.bash"
        script.write_text(self.run_plumb("completion", "bash").stdout)
        quoted = " ".join(f"'{w}'" for w in words)
        done = subprocess.run(["bash", "-uc", f"source {script}; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _plumb || true; printf '%s\\n' \"${{COMPREPLY[@]}}\""],
                              capture_output=True, text=True, cwd=self.folder / "empty")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.split()

    def setUp(self):
        super().setUp()
        (self.folder / "empty").mkdir()

    def test_commands_options_and_subcommands(self):
        self.assertEqual(self.complete("plumb", "reg"), ["registry"])
        self.assertEqual(set(self.complete("plumb", "registry", "")) & {"init", "import", "stats", "sweep"}, {"init", "import", "stats"})
        self.assertEqual(self.complete("plumb", "registry", "import", "--res"), ["--resumable"])
        self.assertEqual(self.complete("plumb", "decide", "--ex"), ["--explain"])
        self.assertEqual(self.complete("plumb", "decide", "--lan"), ["--lang"])

    def test_file_names(self):
        (self.folder / "empty" / "rules-of-mine").mkdir()
        self.assertEqual(self.complete("plumb", "check", "rules-"), ["rules-of-mine"])

    def test_zsh(self):
        self.assertTrue(self.run_plumb("completion", "zsh").stdout.startswith("#compdef plumb\n"))


class Output(ProgramTest):
    def test_a_full_disk_under_standard_output_is_status_3(self):
        for arguments in (["--help"], ["prose", RULES], ["completion", "bash"], ["check", RULES, "--format", "json"], ["test", RULES]):
            with self.subTest(arguments=arguments), open("/dev/full", "wb") as full:
                done = self.run_plumb(*arguments, stdout=full, status=INPUT_OUTPUT)
                self.assertNotEqual(done.stderr, "")

    def test_a_reader_that_goes_away_is_status_3(self):
        reading, writing = os.pipe()
        os.close(reading)
        with open(writing, "wb") as gone:
            self.run_plumb("prose", RULES, stdout=gone, status=INPUT_OUTPUT)

    def test_standard_output_closed_from_the_start(self):
        done = subprocess.run(["bash", "-c", f"'{PLUMB}' prose '{RULES}' >&-"], capture_output=True)
        self.assertEqual(done.returncode, INPUT_OUTPUT)

    def test_messages_that_cannot_be_told_change_no_status(self):
        for redirect in ("2>/dev/full", "2>&-", "2>&1 | true"):
            done = subprocess.run(["bash", "-c", f"set -o pipefail; trap '' PIPE; '{PLUMB}' check /nowhere {redirect}"], capture_output=True)
            self.assertEqual(done.returncode, INPUT_OUTPUT, redirect)


if __name__ == "__main__":
    main()
