// OPA by its Go library: a package for each matter and stage, in it a partial set to which each measure adds itself. Queries
// are prepared with partial evaluation, inputs are parsed beforehand.
package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"plumb/peers/harness"
)

var comparison = map[string]string{"below": "<", "at_most": "<=", "above": ">", "at_least": ">="}

// A module in the making: rules for alternatives and negated conditions have names of their own.
type module struct {
	rules []string
	named int
}

func (m *module) rule(bodies []string) string {
	m.named++
	name := fmt.Sprintf("part_%d", m.named)
	for _, body := range bodies {
		m.rules = append(m.rules, fmt.Sprintf("%s if {\n%s}\n", name, body))
	}
	return name
}

func set(values []string) string { return `{"` + strings.Join(values, `", "`) + `"}` }

// The statements of a body, one a line, that hold when the condition does.
func (m *module) statements(tree harness.Tree) string {
	name := "input." + tree.Name()
	switch tree.Op {
	case "and":
		out := ""
		for _, part := range tree.Parts() {
			out += m.statements(part)
		}
		return out
	case "or":
		var bodies []string
		for _, part := range tree.Parts() {
			bodies = append(bodies, m.statements(part))
		}
		return "  " + m.rule(bodies) + "\n"
	case "not":
		if inner := tree.Inner(); inner.Op == "is_true" {
			return "  input." + inner.Name() + " == false\n"
		}
		return "  not " + m.rule([]string{m.statements(tree.Inner())}) + "\n"
	case "is_true":
		return "  " + name + " == true\n"
	case "in":
		if len(tree.Values) == 1 {
			return fmt.Sprintf("  %s == %q\n", name, tree.Values[0])
		}
		return "  " + name + " in " + set(tree.Values) + "\n"
	case "has_any":
		return "  count(" + name + " & " + set(tree.Values) + ") > 0\n"
	}
	sign, known := comparison[tree.Op]
	if !known {
		panic(tree.Op + " is not known to this translator")
	}
	return fmt.Sprintf("  %s %s %d\n", name, sign, tree.Value)
}

func (m *module) add(measure harness.Measure) {
	body := ""
	if measure.Kind != nil {
		body += fmt.Sprintf("  input.party_kind == %q\n", *measure.Kind)
	}
	if len(measure.Reach) == 1 {
		body += "  input.reach_" + measure.Reach[0] + " == true\n"
	} else if len(measure.Reach) > 1 {
		var ways []string
		for _, way := range measure.Reach {
			ways = append(ways, "  input.reach_"+way+" == true\n")
		}
		body += "  " + m.rule(ways) + "\n"
	}
	if measure.When != nil {
		body += m.statements(*measure.When)
	}
	if body == "" {
		body = "  true\n"
	}
	m.rules = append(m.rules, fmt.Sprintf("applies contains %q if {\n%s}\n", measure.Name, body))
}

type input struct {
	group int
	value ast.Value
}

type engine struct {
	queries []rego.PreparedEvalQuery
	inputs  []input
}

func load(groups []harness.Group) harness.Engine {
	out := &engine{}
	for i, group := range groups {
		made := module{}
		for _, measure := range group.Measures {
			made.add(measure)
		}
		source := fmt.Sprintf("package group_%d\n\n%s", i, strings.Join(made.rules, "\n"))
		query := rego.New(rego.Query(fmt.Sprintf("data.group_%d.applies", i)), rego.Module("rules.rego", source))
		prepared, err := query.PrepareForEval(context.Background(), rego.WithPartialEval())
		if err != nil {
			panic(source + err.Error())
		}
		out.queries = append(out.queries, prepared)
	}
	return out
}

func (e *engine) Prepare(request harness.Request) {
	terms := [][2]*ast.Term{}
	for name, value := range request.Input {
		term := ast.NewTerm(ast.MustInterfaceToValue(value))
		if members, is := value.([]string); is {
			held := ast.NewSet()
			for _, member := range members {
				held.Add(ast.StringTerm(member))
			}
			term = ast.NewTerm(held)
		}
		terms = append(terms, [2]*ast.Term{ast.StringTerm(name), term})
	}
	e.inputs = append(e.inputs, input{request.Group, ast.NewObject(terms...)})
}

func (e *engine) Decide(i int) []string {
	asked := e.inputs[i]
	results, err := e.queries[asked.group].Eval(context.Background(), rego.EvalParsedInput(asked.value))
	if err != nil {
		panic(err)
	}
	var out []string
	for _, measure := range results[0].Expressions[0].Value.([]any) {
		out = append(out, measure.(string))
	}
	return out
}

func main() { harness.Serve(load) }
