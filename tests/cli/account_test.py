#!/usr/bin/env python3
"""plumb registry account, --as: who may do what, and what the refusals say."""
import json
import os
import pwd
import subprocess

from program import CASE, DEBTOR, DIRECTOR, FINDINGS, INPUT_OUTPUT, PLUMB, ROOT, RULES, STRANGER, USAGE, ProgramTest, main

ME = pwd.getpwuid(os.geteuid()).pw_name
ENTRIES = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible"


class Base(ProgramTest):
    def setUp(self):
        super().setUp()
        self.county()

    def account(self, command, *arguments, **more):
        return self.run_plumb("registry", "account", command, self.db, *arguments, **more)

    def accounts(self):
        return {a["name"]: a for a in map(json.loads, self.account("list", "--format", "json").stdout.splitlines())}

    def refused(self, *arguments, code="registry.right", status=INPUT_OUTPUT, **more):
        """Refused in both languages, with the code; returns the English message."""
        for lang in ("zh", "en"):
            done = self.run_plumb(*arguments, status=status, lang=lang, **more)
            self.assertIn(f"[{code}]", done.stderr)
            self.assertEqual(done.stdout, "")
        return done.stderr

    def deciding(self, *options):
        return ("decide", "--rules", RULES, "--registry", self.db, *options, "-")


class Account(Base):
    def test_without_accounts_whoever_opens_the_file_may_do_everything(self):
        self.assertEqual(self.accounts(), {})
        self.assertIn("no accounts", self.account("list").stdout)
        self.run_plumb("registry", "candidates", self.db, "--reveal")
        self.run_plumb("registry", "verify", self.db)

    def test_the_first_account_is_a_keepers_and_the_last_keeper_stays(self):
        self.refused("registry", "account", "add", self.db, ME, "--role", "reviewer", code="registry.first_account")
        told = self.refused("registry", "account", "add", self.db, "zhang", "--role", "keeper", code="registry.first_keeper")
        self.assertIn(ME, told)
        self.assertIn("no accounts", self.account("list").stdout)
        self.refused("registry", "account", "add", self.db, "zhang", "--role", "keeper", "--as", "zhang", code="registry.first_keeper")
        self.account("add", ME, "--role", "keeper")
        self.assertIn("nothing was changed", self.account("add", ME, "--role", "keeper").stderr)
        self.refused("registry", "account", "end", self.db, ME, code="registry.last_keeper")
        self.refused("registry", "account", "add", self.db, ME, "--role", "court", code="registry.last_keeper")
        self.refused("registry", "account", "add", self.db, "x", "--role", "chief", code="registry.role", status=USAGE)
        self.account("add", "li", "--role", "部门", "--department", "县文化广电和旅游局")
        self.assertEqual(self.accounts()["li"], {"name": "li", "role": "department", "department": "县文化广电和旅游局", "rights": ["decide", "facts", "findings"]})
        self.assertIn(f"wu (keeper: {ME})", self.refused("registry", "stats", self.db, "--as", "wu", code="registry.account"))
        self.account("end", "li")
        self.account("end", "li", status=FINDINGS)
        self.assertEqual(list(self.accounts()), [ME])
        self.run_plumb("registry", "verify", self.db)

    def test_history_tells_which_account_recorded(self):
        self.account("add", ME, "--role", "keeper")
        self.account("add", "li", "--role", "court")
        self.run_plumb("registry", "step", self.db, CASE, DEBTOR, "service", "--on", "2020-06-03", "--by", "样例县人民法院", "--as", "li")
        lines = self.run_plumb("registry", "history", self.db, DEBTOR, "--as", "li", lang="zh").stdout.splitlines()
        self.assertNotIn("账户", lines[0])
        self.assertIn(f"，账户 li（由 {ME} 操作））", lines[-1])
        told = json.loads(self.run_plumb("registry", "history", self.db, DEBTOR, "--format", "json", "--as", "li").stdout)["occurrences"]
        self.assertEqual((told[0]["by"], told[-1]["by"]), (None, f"li, by {ME}"))

    def test_a_keeper_keeps_and_decides_only_for_others(self):
        self.account("add", ME, "--role", "keeper")
        request = json.dumps({"party": DIRECTOR, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 5}})
        self.assertIn(f"{ME} (keeper): review ← reviewer", self.refused("registry", "candidates", self.db))
        asked = ((*self.deciding(), ), ("ask", DIRECTOR, "--rules", RULES, "--registry", self.db, "--date", "2020-07-01"),
                 ("sweep", "--rules", RULES, "--registry", self.db, "--as-of", "2020-07-01"))
        for command in asked:
            self.assertIn(f"{ME} (keeper): decide ← court, department, reviewer", self.refused(*command, stdin=request))
        self.refused("registry", "history", self.db, DIRECTOR)
        self.account("add", "wang", "--role", "reviewer")
        self.account("add", "li", "--role", "department")
        self.run_plumb("registry", "candidates", self.db, "--as", "wang", "--reveal")
        done = self.run_plumb(*self.deciding("--as", "li"), stdin=request)
        self.assertIn("luxury_lodging", done.stdout)
        self.assertIn("li (department): reveal ← court, reviewer", self.refused(*self.deciding("--as", "li", "--reveal"), stdin=request))
        self.refused("registry", "candidates", self.db, "--as", "nobody", code="registry.account")
        self.run_plumb("registry", "different", self.db, DIRECTOR, STRANGER, "--by", "王五", "--reason", "x", "--as", "wang")
        self.run_plumb("snapshot", "build", "--registry", self.db, "-o", self.folder / "county.snapshot")
        self.refused("snapshot", "build", "--registry", self.db, "-o", self.folder / "2.snapshot", "--as", "wang")

    def test_refusals_speak_the_readers_language(self):
        self.account("add", ME, "--role", "keeper")
        self.account("add", "li", "--role", "department")
        for command, words in ((("candidates", self.db), f"：{ME}（维护员）：核对候选、认定同一与否 ← 核对员 ["), (("candidates", self.db, "--as", "wu"), f"：wu（维护员：{ME}） ["),
                               (("account", "add", self.db, "wu", "--role", "主任"), "没有“主任”这个角色；角色有法院 court、部门 department、核对员 reviewer、")):
            status = USAGE if "主任" in command else INPUT_OUTPUT
            self.assertIn(words, self.run_plumb("registry", *command, lang="zh", status=status).stderr)
        self.assertIn("there is no role “chief”; the roles are court, department, reviewer, publisher, auditor, keeper",
                      self.refused("registry", "account", "add", self.db, "wu", "--role", "chief", code="registry.role", status=USAGE))
        self.assertIn("li（部门）：判定、查询、清查", self.account("list", lang="zh").stdout)

    def test_others_act_for_nobody(self):
        self.account("add", ME, "--role", "keeper")
        self.account("add", "warden", "--role", "keeper")
        self.account("add", "fayuan", "--role", "court")
        self.account("add", ME, "--role", "department")
        self.assertIn(f"{ME}: act_for ← keeper", self.refused("registry", "candidates", self.db, "--as", "warden"))
        self.refused("registry", "account", "add", self.db, "x", "--role", "keeper")
        self.refused("registry", "verify", self.db)
        entries = self.csv("entries-2.csv", ENTRIES, f"{CASE},{STRANGER},样例县人民法院,2020-06-01,,,,true,")
        self.assertIn("list ← court", self.refused("registry", "import", self.db, entries))
        self.run_plumb("registry", "import", self.db, self.csv("parties-2.csv", "id,kind,name,sector", f"{STRANGER},person,李五,"))
        self.assertEqual(self.stats()["rows"]["entries"], 1)

    def test_who_has_no_account_is_refused_everything(self):
        self.account("add", ME, "--role", "keeper")
        self.account("add", "warden", "--role", "keeper")
        self.account("end", ME)
        for command in (("stats", self.db), ("verify", self.db), ("candidates", self.db), ("account", "list", self.db)):
            self.assertIn(ME, self.refused("registry", *command, code="registry.account"))
        self.refused(*self.deciding(), code="registry.account", stdin="{}\n")


    def test_who_is_ended_while_the_program_runs_is_answered_no_more(self):
        self.account("add", ME, "--role", "keeper")
        self.account("add", "li", "--role", "department")
        request = json.dumps({"party": DIRECTOR, "matter": "lodging", "date": "2020-07-01", "fields": {"star_rating": 5}}) + "\n"
        command = [str(PLUMB), *map(str, self.deciding("--as", "li", "--journal", "--by", "李四")), "--lang", "en"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as clerk:
            clerk.stdin.write(request)
            clerk.stdin.flush()
            self.assertIn("luxury_lodging", clerk.stdout.readline())
            self.account("end", "li")
            out, err = clerk.communicate(request)
        self.assertEqual((out, clerk.returncode), ("", INPUT_OUTPUT))
        self.assertIn("[registry.account]", err)
        self.account("add", "chen", "--role", "auditor")
        told = json.loads(self.run_plumb("registry", "replay", self.db, "--rules", RULES, "--as", "chen").stdout)
        self.assertEqual(told["by"], f"李四 (li, by {ME})")

    def test_numbers_in_full_are_for_those_who_have_that_right(self):
        self.account("add", ME, "--role", "keeper")
        self.account("add", "li", "--role", "department")
        self.account("add", "chen", "--role", "auditor")
        for command in (("replay", self.db, "--rules", RULES, "--as", "chen"), ("confirm", self.db, "--as", "li")):
            self.run_plumb("registry", *command)
            self.assertIn("reveal ← court, reviewer", self.refused("registry", *command, "--reveal"))


class Documentation(Base):
    def test_the_table_in_the_documentation_is_the_one_that_holds(self):
        rows = [line.strip("|").split("|") for line in (ROOT / "docs/registry.md").read_text().splitlines() if line.startswith("| right |") or line.startswith("| `")]
        start = next(i for i, row in enumerate(rows) if row[0].strip() == "right")
        roles = [cell.strip() for cell in rows[start][2:]]
        documented = {role: set() for role in roles}
        for row in rows[start + 1:]:
            if len(row) != len(roles) + 2:
                break
            for role, cell in zip(roles, row[2:]):
                if cell.strip() == "yes":
                    documented[role].add(row[0].strip(" `"))
        self.account("add", ME, "--role", "keeper")
        for role in roles:
            self.account("add", role, "--role", role)
        self.assertEqual(documented, {role: set(self.accounts()[role]["rights"]) for role in roles})


if __name__ == "__main__":
    main()
