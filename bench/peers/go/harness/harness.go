// Package harness is what the drivers of OPA and CEL share: rules and requests in, and the conversation with run.py.
//
//	DRIVER RULES.json REQUESTS.ndjson COUNT RESULTS.txt
//
// decides the first COUNT requests once, writes one line of measures each, says "ready"; then for each line on standard
// input decides them all again and says how many nanoseconds of processor time it took, alone and with the collector.
package harness

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"syscall"
)

// Tree is a condition: and, or, not (over Of), or a leaf about a field or about the party.
type Tree struct {
	Op     string          `json:"op"`
	Field  string          `json:"field"`
	Party  string          `json:"party"`
	Value  int64           `json:"value"`
	Values []string        `json:"values"`
	Of     json.RawMessage `json:"of"`
}

// Name is the flat name of the leaf's input.
func (t Tree) Name() string {
	if t.Party != "" {
		return "party_" + t.Party
	}
	return "f_" + t.Field
}

// Parts are the operands of and, or.
func (t Tree) Parts() (out []Tree) {
	must(json.Unmarshal(t.Of, &out))
	return
}

// Inner is the operand of not.
func (t Tree) Inner() (out Tree) {
	must(json.Unmarshal(t.Of, &out))
	return
}

// Measure is one rule; an absent kind, reach or condition leaves it open.
type Measure struct {
	Name   string   `json:"measure"`
	Matter string   `json:"matter"`
	Stage  string   `json:"stage"`
	Kind   *string  `json:"kind"`
	Reach  []string `json:"reach"`
	When   *Tree    `json:"when"`
}

// Field is an input of a group's matter.
type Field struct {
	Name string `json:"field"`
	Type string `json:"type"`
}

// Group is a matter and stage with its measures: the index that requests name.
type Group struct {
	Matter   string  `json:"matter"`
	Stage    string  `json:"stage"`
	Fields   []Field `json:"fields"`
	Measures []Measure
	Ways     []string // that a measure asks about; a request need tell no others
}

// Request is one question; Input has flat names: party_kind, party_sector, reach_WAY, f_FIELD. Values are bool, int64,
// string and []string.
type Request struct {
	Group int
	Input map[string]any
}

// Engine decides inputs that it has prepared for itself.
type Engine interface {
	Prepare(Request)       // appended to the list of inputs
	Decide(i int) []string // the measures that apply to input i
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

func readGroups(path string) []Group {
	var rules struct {
		Groups   []Group
		Measures []Measure
	}
	text, err := os.ReadFile(path)
	must(err)
	must(json.Unmarshal(text, &rules))
	for _, measure := range rules.Measures {
		for i := range rules.Groups {
			group := &rules.Groups[i]
			if group.Matter != measure.Matter || group.Stage != measure.Stage {
				continue
			}
			group.Measures = append(group.Measures, measure)
			for _, way := range measure.Reach {
				if !contains(group.Ways, way) {
					group.Ways = append(group.Ways, way)
				}
			}
		}
	}
	return rules.Groups
}

func contains(all []string, one string) bool {
	for _, each := range all {
		if each == one {
			return true
		}
	}
	return false
}

func readRequest(line []byte, groups []Group) Request {
	var told struct {
		Group        int
		Kind, Sector string
		Reach        []string
		Fields       map[string]any
	}
	must(json.Unmarshal(line, &told))
	input := map[string]any{"party_kind": told.Kind, "party_sector": told.Sector}
	for _, way := range groups[told.Group].Ways {
		input["reach_"+way] = contains(told.Reach, way)
	}
	for _, field := range groups[told.Group].Fields {
		input["f_"+field.Name] = plain(told.Fields[field.Name])
	}
	return Request{told.Group, input}
}

func plain(value any) any {
	switch v := value.(type) {
	case float64:
		return int64(v)
	case []any:
		out := make([]string, len(v))
		for i := range v {
			out[i] = v[i].(string)
		}
		return out
	default:
		return v
	}
}

// Processor time of this thread (RUSAGE_THREAD), or with the collector's threads (RUSAGE_SELF).
const (
	thisThread = 1
	allThreads = 0
)

func nanoseconds(who int) int64 {
	var usage syscall.Rusage
	must(syscall.Getrusage(who, &usage))
	return usage.Utime.Nano() + usage.Stime.Nano()
}

var decided int // keeps results alive

// Serve is a driver's main.
func Serve(load func([]Group) Engine) {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: DRIVER RULES.json REQUESTS.ndjson COUNT RESULTS.txt")
		os.Exit(2)
	}
	groups := readGroups(os.Args[1])
	engine := load(groups)
	most, err := strconv.Atoi(os.Args[3])
	must(err)
	file, err := os.Open(os.Args[2])
	must(err)
	count := 0
	for lines := bufio.NewScanner(file); count < most && lines.Scan(); count++ {
		engine.Prepare(readRequest(lines.Bytes(), groups))
	}
	results, err := os.Create(os.Args[4])
	must(err)
	out := bufio.NewWriter(results)
	for i := 0; i < count; i++ {
		measures := engine.Decide(i)
		sort.Strings(measures)
		fmt.Fprintln(out, strings.Join(measures, ","))
	}
	must(out.Flush())
	fmt.Println("ready", count)
	runtime.LockOSThread()
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		began, beganAll := nanoseconds(thisThread), nanoseconds(allThreads)
		for i := 0; i < count; i++ {
			decided += len(engine.Decide(i))
		}
		fmt.Println(nanoseconds(thisThread)-began, nanoseconds(allThreads)-beganAll)
	}
}
