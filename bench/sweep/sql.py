"""The rule set as rules.json tells it → SQL in three dialects: reach tables, and one query a matter and stage. Pure text.

SQL's NULL is Kleene's unknown, so a condition becomes a boolean expression that is true, false or NULL. Permits and
retentions become bits of the party's row in `reach`; what a measure asks of its trigger is asked in a join to `triggers`.
Codes are numbers in declared order, sets are masks; open dates are the ends of the 32-bit range.
"""
import dataclasses

ROLES = ("legal_representative", "principal", "actual_controller", "director", "supervisor", "senior_executive", "directly_responsible", "shareholder")
KINDS = ("person", "organisation")
SECTORS = ("real_estate", "construction", "other")
SELF, DEBTOR, OWN = 1, 2, 2 << len(ROLES)
HALF = 34  # measures a word, so that no sign bit is touched: signed 64-bit integers are all that three engines share
ORDER = {"below": "<", "at_most": "<=", "above": ">", "at_least": ">=", "equal": "=", "not_equal": "<>"}


def way(name):
    """The bit of `self`, `debtor_ROLE`, `own_ROLE`."""
    if name == "self":
        return SELF
    direction, _, role = name.partition("_")
    return {"debtor": DEBTOR, "own": OWN}[direction] << ROLES.index(role)


@dataclasses.dataclass
class Dialect:
    """Where the engines differ."""
    name: str
    create: str  # before a table's name
    any_bit: str  # bit_or of bits that are single in each row


DUCKDB = Dialect("duckdb", "CREATE OR REPLACE TABLE", "bit_or({})")
POSTGRES = Dialect("postgres", "CREATE UNLOGGED TABLE", "bit_or({})")
SQLITE = Dialect("sqlite", "CREATE TABLE", "sum(DISTINCT {})")  # has no bit_or; distinct single bits add up to their union


class Rules:
    def __init__(self, rules, county):
        self.county = county
        self.day = county["date_days"]
        self.position = {name: i for i, name in enumerate(county["measures"])}
        self.fields = {(g["matter"], g["stage"]): {f["field"]: f for f in g["fields"]} for g in rules["groups"]}
        self.measures = {}  # by partition
        for measure in rules["measures"]:
            self.measures.setdefault((measure["matter"], measure["stage"]), []).append(measure)

    # ---- conditions ----------------------------------------------------------------------------------------------------

    def tree(self, node, measure):
        op = node["op"]
        if op in ("and", "or"):
            return "(" + f" {op.upper()} ".join(self.tree(part, measure) for part in node["of"]) + ")"
        if op == "not":
            return f"(NOT {self.tree(node['of'], measure)})"
        if "party" in node:
            codes = {"sector": SECTORS, "kind": KINDS}[node["party"]]
            return f"(p.{node['party']} IN ({', '.join(str(codes.index(v)) for v in node['values'])}))"
        name = node["field"]
        if name == "entry_publishable":
            return "(t.publishable = 1)"
        if name.startswith("listed_on_"):
            day = "r.f_" + name.removeprefix("listed_on_")
            return f"(t.published < {day} AND {day} < t.removed AND t.held_from <= {day} AND {day} < t.held_to)"
        if name.startswith("entry_"):
            raise ValueError(f"{measure['measure']}: {name} is not among the triggers' columns")
        if op == "is_true":
            return f"(r.f_{name} = 1)"
        if op in ORDER:
            return f"(r.f_{name} {ORDER[op]} {node['value']})"
        values = self.fields[measure["matter"], measure["stage"]][name]["values"]
        codes = [values.index(v) for v in node["values"]]
        if op == "in":
            return f"(r.f_{name} IN ({', '.join(map(str, codes))}))"
        if op == "has_any":
            return f"((r.f_{name} & {sum(1 << c for c in codes)}) <> 0)"
        raise ValueError(f"{measure['measure']}: no SQL for {op}")

    @staticmethod
    def asks_trigger(node):
        return any(Rules.asks_trigger(part) for part in (node["of"] if isinstance(node.get("of"), list) else [node["of"]] if "of" in node else [])) or \
            node.get("field", "").startswith(("entry_", "listed_on_"))

    def parts(self, measure):
        """What is asked of the row and the party, and what of each trigger."""
        when = measure["when"]
        conjuncts = [] if when is None else when["of"] if when["op"] == "and" else [when]
        of_row = [self.tree(c, measure) for c in conjuncts if not self.asks_trigger(c)]
        of_trigger = [self.tree(c, measure) for c in conjuncts if self.asks_trigger(c)]
        if measure["kind"]:
            of_row.insert(0, f"(p.kind = {KINDS.index(measure['kind'])})")
        return of_row, of_trigger

    def mask(self, measure):
        return sum(way(name) for name in measure["reach"])

    def bit_of(self, measure, column):
        position = self.position[measure["measure"]]
        return f"((p.{column}{position // HALF} & {1 << position % HALF}) <> 0)"

    # ---- reach -----------------------------------------------------------------------------------------------------------

    def reach(self, dialect):
        """Statements that make `reach`, a row a touched party, and `triggers`, a row a pair of entry and way."""
        day, create = self.day, dialect.create
        held = f"valid_from <= {day} AND {day} < valid_to"
        masks = ", ".join(f"({self.position[m['measure']]}, {self.mask(m)})" for ms in self.measures.values() for m in ms if m["reach"])
        yield f"{create} measure_ways AS WITH v(measure, ways) AS (VALUES {masks}) SELECT * FROM v"
        yield f"""{create} kept_papers AS SELECT t.entry, t.party, t.measure FROM retentions t JOIN entries e ON e.entry = t.entry
            WHERE {day} <= t.until AND e.published <= {day} AND e.removed <= {day}"""
        # Entries that are there, or that a retention may keep: `state` 1 holds, 0 has expired, 2 is removed.
        yield f"""{create} standing AS SELECT entry, party, published, removed, publishable,
            CASE WHEN removed <= {day} THEN 2 WHEN expires <= {day} THEN 0 ELSE 1 END AS state
            FROM entries WHERE published <= {day} AND (removed > {day} OR entry IN (SELECT entry FROM kept_papers))"""
        yield f"""{create} touching AS SELECT holder, role, organisation, valid_from, valid_to FROM relations
            WHERE {held} AND (organisation IN (SELECT party FROM standing) OR holder IN (SELECT party FROM standing))"""
        always, never = -2**31, 2**31 - 1
        yield f"""{create} triggers AS
            SELECT party, entry, {self.big(dialect, SELF)} AS way, state, published, removed, publishable, {always} AS held_from, {never} AS held_to FROM standing
            UNION ALL SELECT r.holder, s.entry, {self.big(dialect, DEBTOR)} << r.role, s.state, s.published, s.removed, s.publishable, r.valid_from, r.valid_to
              FROM touching r JOIN standing s ON s.party = r.organisation
            UNION ALL SELECT n.party, s.entry, {self.big(dialect, DEBTOR << ROLES.index('directly_responsible'))}, s.state, s.published, s.removed, s.publishable, {always}, {never}
              FROM named n JOIN standing s ON s.entry = n.entry
            UNION ALL SELECT r.organisation, s.entry, {self.big(dialect, OWN)} << r.role, s.state, s.published, s.removed, s.publishable, r.valid_from, r.valid_to
              FROM touching r JOIN standing s ON s.party = r.holder"""
        yield f"""{create} words AS SELECT party, {dialect.any_bit.format('CASE WHEN state = 1 THEN way ELSE 0 END')} AS certain,
            {dialect.any_bit.format('CASE WHEN state = 0 THEN way ELSE 0 END')} AS uncertain FROM triggers GROUP BY party"""
        yield f"""{create} kept AS SELECT k.entry, k.party, k.measure FROM kept_papers k JOIN measure_ways m ON m.measure = k.measure
            JOIN triggers t ON t.entry = k.entry AND t.party = k.party AND (t.way & m.ways) <> 0 GROUP BY k.entry, k.party, k.measure"""
        yield f"{create} kept_of AS SELECT party, {self.measure_bits(dialect, 'measure', 'kept')} FROM kept GROUP BY party"
        matter_bit = dialect.any_bit.format(f"CASE WHEN kind = 1 THEN {self.big(dialect, 1)} << target ELSE 0 END")
        yield f"""{create} permits_of AS SELECT party, max(CASE WHEN kind = 0 THEN 1 ELSE 0 END) AS permit_all, {matter_bit} AS permit_matters,
            {self.measure_bits(dialect, 'target', 'permit', 'kind = 2 AND ')} FROM permits WHERE {held} GROUP BY party"""
        yield f"""{create} reach AS SELECT w.party, w.certain, w.uncertain, a.kind, a.sector, coalesce(q.permit_all, 0) AS permit_all,
            coalesce(q.permit_matters, 0) AS permit_matters, coalesce(q.permit0, 0) AS permit0, coalesce(q.permit1, 0) AS permit1,
            coalesce(k.kept0, 0) AS kept0, coalesce(k.kept1, 0) AS kept1
            FROM words w JOIN parties a ON a.party = w.party LEFT JOIN permits_of q ON q.party = w.party LEFT JOIN kept_of k ON k.party = w.party"""

    def measure_bits(self, dialect, measure, column, only=""):
        divided = f"{measure} // {HALF}" if dialect.name == "duckdb" else f"{measure} / {HALF}"
        bit = f"{self.big(dialect, 1)} << ({measure} % {HALF})"
        return ", ".join(dialect.any_bit.format(f"CASE WHEN {only}{divided} = {half} THEN {bit} ELSE 0 END") + f" AS {column}{half}" for half in (0, 1))

    TABLES = ("measure_ways", "kept_papers", "standing", "touching", "triggers", "words", "kept", "kept_of", "permits_of", "reach")

    @staticmethod
    def big(dialect, number):
        return f"CAST({number} AS BIGINT)" if dialect.name != "sqlite" else str(number)

    # ---- the sweep -------------------------------------------------------------------------------------------------------

    @staticmethod
    def counts(value, permitted):
        open_ = f"AND NOT {permitted}" if permitted else ""
        return [f"count(*) FILTER (WHERE {value} {open_})", f"count(*) FILTER (WHERE ({value}) IS NULL {open_})",
                f"count(*) FILTER (WHERE ({value}) IS NOT FALSE AND {permitted})" if permitted else "0"]

    def permitted(self, measure):
        matter = self.county["matters"].index(measure["matter"])
        return f"(p.permit_all = 1 OR (p.permit_matters & {1 << matter}) <> 0 OR {self.bit_of(measure, 'permit')})"

    def reached(self, measure):
        mask = self.mask(measure)
        return f"(CASE WHEN (p.certain & {mask}) <> 0 OR {self.bit_of(measure, 'kept')} THEN TRUE WHEN (p.uncertain & {mask}) <> 0 THEN NULL ELSE FALSE END)"

    def queries(self, partition, dialect):
        """(names of measures, query) pairs: the query's row has three counts a measure."""
        measures = self.measures.get((partition["matter"], partition["stage"]), [])
        rows = "rows_" + partition["name"]
        plain = [m for m in measures if m["reach"] and not self.parts(m)[1]]
        anyone = [m for m in measures if not m["reach"]]
        if plain:
            columns = [c for m in plain for c in self.counts(" AND ".join([self.reached(m), *self.parts(m)[0]]), self.permitted(m))]
            yield [m["measure"] for m in plain], f"SELECT {', '.join(columns)} FROM {rows} r JOIN reach p ON p.party = r.party"
        if anyone:
            columns = [c for m in anyone for c in self.counts(" AND ".join(self.parts(m)[0]) or "TRUE", None)]
            party = " JOIN parties p ON p.party = r.party" if any(m["kind"] or "p." in "".join(self.parts(m)[0]) for m in anyone) else ""
            yield [m["measure"] for m in anyone], f"SELECT {', '.join(columns)} FROM {rows} r{party}"
        for measure in measures:
            of_row, of_trigger = self.parts(measure)
            if of_trigger:
                yield [measure["measure"]], self.by_trigger(measure, rows, of_row, of_trigger)

    def by_trigger(self, measure, rows, of_row, of_trigger):
        mask, position = self.mask(measure), self.position[measure["measure"]]
        pair = "(CASE WHEN t.state = 0 THEN NULL ELSE TRUE END)"
        truth = " AND ".join([pair, *of_trigger])
        admitted = f"(t.way & {mask}) <> 0 AND (t.state <> 2 OR EXISTS (SELECT 1 FROM kept k WHERE k.entry = t.entry AND k.party = t.party AND k.measure = {position}))"
        value = " AND ".join(["(CASE x.best WHEN 2 THEN TRUE WHEN 1 THEN NULL ELSE FALSE END)", *of_row])
        return f"""SELECT {', '.join(self.counts(value, self.permitted(measure)))} FROM
            (SELECT r.row_no, max(CASE WHEN {truth} THEN 2 WHEN ({truth}) IS NULL THEN 1 ELSE 0 END) AS best
             FROM {rows} r JOIN triggers t ON t.party = r.party WHERE {admitted} GROUP BY r.row_no) x
            JOIN {rows} r ON r.row_no = x.row_no JOIN reach p ON p.party = r.party"""

    def one_query(self):
        """All plain measures of the list in one query over all rows in one table: the form that one writes first."""
        columns, names = [], []
        for (matter, stage), measures in self.measures.items():
            partition = next(p for p in self.county["partitions"] if (p["matter"], p["stage"]) == (matter, stage))
            here = f"r.part = {self.county['partitions'].index(partition)}"
            for m in measures:
                if m["reach"] and not self.parts(m)[1]:
                    names.append(m["measure"])
                    value = " AND ".join([self.reached(m), *self.parts(m)[0]])
                    columns += [c.replace("FILTER (WHERE ", f"FILTER (WHERE {here} AND (").removesuffix(")") + "))" for c in self.counts(value, self.permitted(m))]
        return names, f"SELECT {', '.join(columns)} FROM all_rows r JOIN reach p ON p.party = r.party"
