// CEL by its Go library: a compiled program for each measure, lists of programs by matter and stage. Activations hold CEL
// values beforehand.
package main

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"plumb/peers/harness"
)

var comparison = map[string]string{"below": "<", "at_most": "<=", "above": ">", "at_least": ">="}

func joined(parts []string, with string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return "(" + strings.Join(parts, with) + ")"
}

func quoted(values []string) string {
	return `"` + strings.Join(values, `", "`) + `"`
}

func condition(tree harness.Tree) string {
	var parts []string
	switch tree.Op {
	case "and", "or":
		for _, part := range tree.Parts() {
			parts = append(parts, condition(part))
		}
		return joined(parts, map[string]string{"and": " && ", "or": " || "}[tree.Op])
	case "not":
		return "!(" + condition(tree.Inner()) + ")"
	case "is_true":
		return tree.Name()
	case "in":
		if len(tree.Values) == 1 {
			return tree.Name() + " == " + quoted(tree.Values)
		}
		return tree.Name() + " in [" + quoted(tree.Values) + "]"
	case "has_any":
		for _, value := range tree.Values {
			parts = append(parts, quoted([]string{value})+" in "+tree.Name())
		}
		return joined(parts, " || ")
	}
	sign, known := comparison[tree.Op]
	if !known {
		panic(tree.Op + " is not known to this translator")
	}
	return fmt.Sprintf("%s %s %d", tree.Name(), sign, tree.Value)
}

func whole(measure harness.Measure) string {
	var parts, ways []string
	if measure.Kind != nil {
		parts = append(parts, "party_kind == "+quoted([]string{*measure.Kind}))
	}
	for _, way := range measure.Reach {
		ways = append(ways, "reach_"+way)
	}
	if len(ways) > 0 {
		parts = append(parts, joined(ways, " || "))
	}
	if measure.When != nil {
		parts = append(parts, condition(*measure.When))
	}
	if len(parts) == 0 {
		return "true"
	}
	return joined(parts, " && ")
}

var celTypes = map[string]*cel.Type{
	"boolean": cel.BoolType, "integer": cel.IntType, "money": cel.IntType, "date": cel.StringType, "enumeration": cel.StringType,
	"set": cel.ListType(cel.StringType),
}

type named struct {
	measure string
	program cel.Program
}

type input struct {
	group      int
	activation cel.Activation
}

type engine struct {
	groups [][]named
	inputs []input
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func load(groups []harness.Group) harness.Engine {
	out := &engine{}
	for _, group := range groups {
		options := []cel.EnvOption{cel.Variable("party_kind", cel.StringType), cel.Variable("party_sector", cel.StringType)}
		for _, way := range group.Ways {
			options = append(options, cel.Variable("reach_"+way, cel.BoolType))
		}
		for _, field := range group.Fields {
			options = append(options, cel.Variable("f_"+field.Name, celTypes[field.Type]))
		}
		env := must(cel.NewEnv(options...))
		var programs []named
		for _, measure := range group.Measures {
			source := whole(measure)
			ast, issues := env.Compile(source)
			if issues.Err() != nil {
				panic(source + ": " + issues.Err().Error())
			}
			programs = append(programs, named{measure.Name, must(env.Program(ast, cel.EvalOptions(cel.OptOptimize)))})
		}
		out.groups = append(out.groups, programs)
	}
	return out
}

func (e *engine) Prepare(request harness.Request) {
	values := map[string]any{}
	for name, value := range request.Input {
		values[name] = types.DefaultTypeAdapter.NativeToValue(value)
	}
	e.inputs = append(e.inputs, input{request.Group, must(cel.NewActivation(values))})
}

func (e *engine) Decide(i int) []string {
	asked := e.inputs[i]
	var out []string
	for _, each := range e.groups[asked.group] {
		value, _, err := each.program.Eval(asked.activation)
		if err != nil {
			panic(err)
		}
		if value == types.True {
			out = append(out, each.measure)
		}
	}
	return out
}

func main() { harness.Serve(load) }
