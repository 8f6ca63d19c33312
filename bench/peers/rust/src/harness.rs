//! What the drivers of Cedar and Zen share: rules and requests in, conditions as text, and the conversation with run.py.
//!
//! DRIVER RULES.json REQUESTS.ndjson COUNT RESULTS.txt: decides the first COUNT requests once, writes one line of measures
//! each, says `ready`; then for each line on standard input decides them all again and says how many nanoseconds of processor time it took.
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::io::{BufRead, BufReader, BufWriter, Write};

pub struct Measure {
    pub name: String,
    pub rule: Value,
}

/// How a language spells a condition.
pub trait Spelling {
    const AND: &'static str;
    const OR: &'static str;
    fn not(inner: &str) -> String;
    /// `op` is is_true, in, has_any or a comparison; `name` is the input's flat name.
    fn leaf(op: &str, name: &str, leaf: &Value) -> String;
    fn equals(name: &str, value: &str) -> String;
}

pub fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

pub fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("an array")
}

fn joined(parts: Vec<String>, with: &str) -> String {
    if parts.len() == 1 {
        return parts.into_iter().next().unwrap();
    }
    format!("({})", parts.join(with))
}

pub fn condition<S: Spelling>(tree: &Value) -> String {
    let parts = |with| joined(list(&tree["of"]).iter().map(condition::<S>).collect(), with);
    match text(&tree["op"]) {
        "and" => parts(S::AND),
        "or" => parts(S::OR),
        "not" => S::not(&condition::<S>(&tree["of"])),
        op => {
            let name = match tree.get("party") {
                Some(field) => format!("party_{}", text(field)),
                None => format!("f_{}", text(&tree["field"])),
            };
            S::leaf(op, &name, tree)
        }
    }
}

/// Kind, reach and condition as one expression.
pub fn whole<S: Spelling>(rule: &Value) -> Option<String> {
    let mut parts = Vec::new();
    if !rule["kind"].is_null() {
        parts.push(S::equals("party_kind", text(&rule["kind"])));
    }
    if !rule["reach"].is_null() {
        let ways = list(&rule["reach"]).iter().map(|way| S::leaf("is_true", &format!("reach_{}", text(way)), rule));
        parts.push(joined(ways.collect(), S::OR));
    }
    if !rule["when"].is_null() {
        parts.push(condition::<S>(&rule["when"]));
    }
    (!parts.is_empty()).then(|| joined(parts, S::AND))
}

pub struct Rules {
    pub groups: Vec<Vec<Measure>>,
    /// Ways that a measure of the group asks about; a request need tell no others.
    ways: Vec<Vec<String>>,
}

impl Rules {
    fn read(path: &str) -> Rules {
        let json: Value = serde_json::from_str(&std::fs::read_to_string(path).expect(path)).expect(path);
        let number: HashMap<(&str, &str), usize> =
            list(&json["groups"]).iter().enumerate().map(|(i, g)| ((text(&g["matter"]), text(&g["stage"])), i)).collect();
        let mut groups: Vec<Vec<Measure>> = number.iter().map(|_| Vec::new()).collect();
        let mut ways = vec![Vec::new(); groups.len()];
        for rule in list(&json["measures"]) {
            let group = number[&(text(&rule["matter"]), text(&rule["stage"]))];
            for way in rule["reach"].as_array().into_iter().flatten() {
                let way = text(way).to_owned();
                if !ways[group].contains(&way) {
                    ways[group].push(way);
                }
            }
            groups[group].push(Measure { name: text(&rule["measure"]).to_owned(), rule: rule.clone() });
        }
        Rules { groups, ways }
    }

    /// A request as flat names and values: party_kind, party_sector, reach_WAY, f_FIELD.
    fn flat(&self, request: &Value) -> (usize, BTreeMap<String, Value>) {
        let group = request["group"].as_u64().expect("a group") as usize;
        let mut out = BTreeMap::new();
        out.insert("party_kind".to_owned(), request["kind"].clone());
        out.insert("party_sector".to_owned(), request["sector"].clone());
        let held: Vec<&str> = list(&request["reach"]).iter().map(text).collect();
        for way in &self.ways[group] {
            out.insert(format!("reach_{way}"), Value::Bool(held.contains(&way.as_str())));
        }
        for (name, value) in request["fields"].as_object().expect("fields") {
            out.insert(format!("f_{name}"), value.clone());
        }
        (group, out)
    }
}

pub trait Engine {
    type Input;
    type Output;
    fn load(rules: &Rules) -> Self;
    fn input(&self, group: usize, flat: BTreeMap<String, Value>) -> Self::Input;
    fn decide(&self, input: &Self::Input) -> Self::Output;
    fn measures(&self, output: &Self::Output) -> Vec<String>;
}

/// Processor time of this thread.
fn thread_nanoseconds() -> i128 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a timespec of ours, and the clock exists on every Linux.
    let status = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut now) };
    assert_eq!(status, 0, "there is no clock of a thread's time");
    i128::from(now.tv_sec) * 1_000_000_000 + i128::from(now.tv_nsec)
}

pub fn serve<E: Engine>() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, rules, requests, count, results] = &arguments[..] else {
        eprintln!("usage: DRIVER RULES.json REQUESTS.ndjson COUNT RESULTS.txt");
        std::process::exit(2);
    };
    let rules = Rules::read(rules);
    let engine = E::load(&rules);
    let lines = BufReader::new(std::fs::File::open(requests).expect(requests)).lines();
    let inputs: Vec<E::Input> = lines
        .take(count.parse().expect("COUNT is a number"))
        .map(|line| {
            let (group, flat) = rules.flat(&serde_json::from_str(&line.expect("a line")).expect("a request"));
            engine.input(group, flat)
        })
        .collect();
    let mut out = BufWriter::new(std::fs::File::create(results).expect(results));
    for input in &inputs {
        let mut measures = engine.measures(&engine.decide(input));
        measures.sort();
        writeln!(out, "{}", measures.join(",")).expect(results);
    }
    out.flush().expect(results);
    println!("ready {}", inputs.len());
    for _ in std::io::stdin().lock().lines() {
        let began = thread_nanoseconds();
        for input in &inputs {
            black_box(engine.decide(input));
        }
        println!("{}", thread_nanoseconds() - began);
    }
}
