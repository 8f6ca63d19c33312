// json-rules-engine: an engine for each matter and stage, a rule for each measure; the events of a run are the measures.
// Facts are plain objects beforehand.
//
//   node driver.js RULES.json REQUESTS.ndjson COUNT RESULTS.txt
//
// decides the first COUNT requests once, writes one line of measures each, says "ready"; then for each line on standard
// input decides them all again and says how many nanoseconds of processor time it took.
import { Engine } from 'json-rules-engine';
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const COMPARISONS = { below: 'lessThan', at_most: 'lessThanInclusive', above: 'greaterThan', at_least: 'greaterThanInclusive' };

const nameOf = (leaf) => (leaf.party ? `party_${leaf.party}` : `f_${leaf.field}`);

function condition(tree) {
  if (tree.op === 'and') return { all: tree.of.map(condition) };
  if (tree.op === 'or') return { any: tree.of.map(condition) };
  if (tree.op === 'not') return { not: condition(tree.of) };
  const fact = nameOf(tree);
  if (tree.op === 'is_true') return { fact, operator: 'equal', value: true };
  if (tree.op === 'in') return tree.values.length === 1 ? { fact, operator: 'equal', value: tree.values[0] } : { fact, operator: 'in', value: tree.values };
  if (tree.op === 'has_any') return { any: tree.values.map((value) => ({ fact, operator: 'contains', value })) };
  if (!(tree.op in COMPARISONS)) throw new Error(`${tree.op} is not known to this translator`);
  return { fact, operator: COMPARISONS[tree.op], value: tree.value };
}

function conditions(measure) {
  const all = [];
  if (measure.kind) all.push({ fact: 'party_kind', operator: 'equal', value: measure.kind });
  const ways = (measure.reach ?? []).map((way) => ({ fact: `reach_${way}`, operator: 'equal', value: true }));
  if (ways.length > 0) all.push(ways.length === 1 ? ways[0] : { any: ways });
  if (measure.when) all.push(...(measure.when.op === 'and' ? measure.when.of.map(condition) : [condition(measure.when)]));
  return { all };
}

function load(path) {
  const rules = JSON.parse(readFileSync(path, 'utf8'));
  return rules.groups.map((group) => {
    const engine = new Engine();
    const ways = new Set();  // that a measure asks about; a request need tell no others
    for (const measure of rules.measures.filter((m) => m.matter === group.matter && m.stage === group.stage)) {
      for (const way of measure.reach ?? []) ways.add(way);
      engine.addRule({ conditions: conditions(measure), event: { type: measure.measure } });
    }
    return { engine, ways: [...ways] };
  });
}

function factsOf(request, ways) {
  const facts = { party_kind: request.kind, party_sector: request.sector };
  for (const way of ways) facts[`reach_${way}`] = request.reach.includes(way);
  for (const [name, value] of Object.entries(request.fields)) facts[`f_${name}`] = value;
  return facts;
}

// Processor time of this process, in nanoseconds: Node 20 tells none of a thread.
function processorTime(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) * 1000;
}

const decide = async ({ engine, facts }) => (await engine.run(facts)).events;

const [rulesPath, requestsPath, count, resultsPath] = process.argv.slice(2);
const groups = load(rulesPath);
const questions = [];
for await (const line of createInterface({ input: createReadStream(requestsPath) })) {
  if (questions.length === Number(count)) break;
  const request = JSON.parse(line);
  const { engine, ways } = groups[request.group];
  questions.push({ engine, facts: factsOf(request, ways) });
}
let results = '';
for (const question of questions) results += (await decide(question)).map((event) => event.type).sort().join(',') + '\n';
writeFileSync(resultsPath, results);
console.log(`ready ${questions.length}`);
let decided = 0;
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'run') continue;
  const began = process.cpuUsage();
  for (const question of questions) decided += (await decide(question)).length;
  console.log(String(processorTime(began)));
}
