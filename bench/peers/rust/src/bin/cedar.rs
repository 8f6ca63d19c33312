//! Cedar: a permit for each measure, a policy set for each matter and stage; the policies that a request satisfies are the
//! reasons of the answer. Policies and contexts are parsed beforehand.
#[path = "../harness.rs"]
mod harness;

use cedar_policy::{Authorizer, Context, Entities, Policy, PolicyId, PolicySet, Request, Response, RestrictedExpression};
use harness::{list, text, Engine, Rules, Spelling};
use serde_json::Value;
use std::collections::BTreeMap;

struct Cedar;

fn quoted(values: &Value) -> String {
    list(values).iter().map(|v| format!("\"{}\"", text(v))).collect::<Vec<_>>().join(", ")
}

impl Spelling for Cedar {
    const AND: &'static str = " && ";
    const OR: &'static str = " || ";
    fn not(inner: &str) -> String {
        format!("!({inner})")
    }
    fn equals(name: &str, value: &str) -> String {
        format!("context.{name} == \"{value}\"")
    }
    fn leaf(op: &str, name: &str, leaf: &Value) -> String {
        let than = |sign: &str| format!("context.{name} {sign} {}", leaf["value"]);
        match op {
            "is_true" => format!("context.{name}"),
            "in" if list(&leaf["values"]).len() == 1 => Self::equals(name, text(&leaf["values"][0])),
            "in" => format!("[{}].contains(context.{name})", quoted(&leaf["values"])),
            "has_any" => format!("context.{name}.containsAny([{}])", quoted(&leaf["values"])),
            "below" => than("<"),
            "at_most" => than("<="),
            "above" => than(">"),
            "at_least" => than(">="),
            _ => panic!("{op} is not known to this translator"),
        }
    }
}

fn expression(value: &Value) -> RestrictedExpression {
    match value {
        Value::Bool(b) => RestrictedExpression::new_bool(*b),
        Value::Number(n) => RestrictedExpression::new_long(n.as_i64().expect("an integer")),
        Value::String(s) => RestrictedExpression::new_string(s.clone()),
        Value::Array(items) => RestrictedExpression::new_set(items.iter().map(expression)),
        _ => panic!("no such value in a request"),
    }
}

struct Sets {
    authorizer: Authorizer,
    entities: Entities,
    sets: Vec<PolicySet>,
}

impl Engine for Sets {
    type Input = (usize, Request);
    type Output = Response;

    fn load(rules: &Rules) -> Self {
        let sets = rules.groups.iter().map(|measures| {
            let mut set = PolicySet::new();
            for measure in measures {
                let when = harness::whole::<Cedar>(&measure.rule).map(|c| format!(" when {{ {c} }}")).unwrap_or_default();
                let source = format!("permit(principal, action, resource){when};");
                set.add(Policy::parse(Some(PolicyId::new(&measure.name)), &source).expect(&source)).expect("distinct names");
            }
            set
        });
        Sets { authorizer: Authorizer::new(), entities: Entities::empty(), sets: sets.collect() }
    }

    fn input(&self, group: usize, flat: BTreeMap<String, Value>) -> Self::Input {
        let pairs = flat.iter().map(|(name, value)| (name.clone(), expression(value)));
        let context = Context::from_pairs(pairs).expect("distinct names");
        let uid = |text: &str| text.parse().expect("an entity");
        let request = Request::new(uid("Party::\"it\""), uid("Action::\"ask\""), uid("Matter::\"this\""), context, None);
        (group, request.expect("a request without schema"))
    }

    fn decide(&self, (group, request): &Self::Input) -> Response {
        self.authorizer.is_authorized(request, &self.sets[*group], &self.entities)
    }

    fn measures(&self, response: &Response) -> Vec<String> {
        assert_eq!(response.diagnostics().errors().count(), 0, "a policy failed");
        response.diagnostics().reason().map(|id| id.to_string()).collect()
    }
}

fn main() {
    harness::serve::<Sets>();
}
