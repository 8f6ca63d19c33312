//! GoRules Zen, the native crate: a decision table for each matter and stage, a row for each measure, hit policy `collect`.
//! Tables are compiled and contexts are variables beforehand.
#[path = "../harness.rs"]
mod harness;

use harness::{list, text, Engine, Rules, Spelling};
use serde_json::{json, Value};
use std::collections::BTreeMap;
use zen_engine::model::GraphContent;
use zen_engine::{Decision, Variable};

struct Zen;

fn quoted(values: &Value) -> String {
    list(values).iter().map(|v| format!("\"{}\"", text(v))).collect::<Vec<_>>().join(", ")
}

impl Spelling for Zen {
    const AND: &'static str = " and ";
    const OR: &'static str = " or ";
    fn not(inner: &str) -> String {
        format!("not ({inner})")
    }
    fn equals(name: &str, value: &str) -> String {
        format!("{name} == \"{value}\"")
    }
    fn leaf(op: &str, name: &str, leaf: &Value) -> String {
        let than = |sign: &str| format!("{name} {sign} {}", leaf["value"]);
        match op {
            "is_true" => name.to_owned(),
            "in" if list(&leaf["values"]).len() == 1 => Self::equals(name, text(&leaf["values"][0])),
            "in" => format!("{name} in [{}]", quoted(&leaf["values"])),
            "has_any" => {
                let each = list(&leaf["values"]).iter().map(|v| format!("\"{}\" in {name}", text(v)));
                format!("({})", each.collect::<Vec<_>>().join(" or "))
            }
            "below" => than("<"),
            "at_most" => than("<="),
            "above" => than(">"),
            "at_least" => than(">="),
            _ => panic!("{op} is not known to this translator"),
        }
    }
}

struct Tables {
    runtime: tokio::runtime::Runtime,
    tables: Vec<Decision>,
}

fn table(measures: &[harness::Measure]) -> Decision {
    let rules: Vec<Value> = measures
        .iter()
        .enumerate()
        .map(|(i, measure)| {
            let when = harness::whole::<Zen>(&measure.rule).unwrap_or_default();
            json!({"_id": i.to_string(), "when": when, "measure": format!("\"{}\"", measure.name)})
        })
        .collect();
    let graph = json!({
        "nodes": [
            {"id": "in", "name": "request", "type": "inputNode", "content": {}},
            {"id": "table", "name": "measures", "type": "decisionTableNode", "content": {
                "hitPolicy": "collect",
                "inputs": [{"id": "when", "name": "when"}],
                "outputs": [{"id": "measure", "name": "measure", "field": "measure"}],
                "rules": rules,
            }},
            {"id": "out", "name": "measures that apply", "type": "outputNode", "content": {}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "table"},
            {"id": "2", "sourceId": "table", "targetId": "out"},
        ],
    });
    let content: GraphContent = serde_json::from_value(graph).expect("a decision model");
    let mut decision = Decision::from(content);
    decision.compile();
    decision
}

impl Engine for Tables {
    type Input = (usize, Variable);
    type Output = Variable;

    fn load(rules: &Rules) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        Tables { runtime, tables: rules.groups.iter().map(|measures| table(measures)).collect() }
    }

    fn input(&self, group: usize, flat: BTreeMap<String, Value>) -> Self::Input {
        (group, Variable::from(Value::Object(flat.into_iter().collect())))
    }

    fn decide(&self, (group, input): &Self::Input) -> Variable {
        self.runtime.block_on(self.tables[*group].evaluate(input.clone())).expect("a decision").result
    }

    fn measures(&self, result: &Variable) -> Vec<String> {
        list(&result.to_value()).iter().map(|row| text(&row["measure"]).to_owned()).collect()
    }
}

fn main() {
    harness::serve::<Tables>();
}
