// Plumb's runtime: decides which measures of a rule set apply to a party, why, and what is missing.
//
// What a department's process embeds. No parser, no compiler: a rule set comes in as the bytes that the compiler wrote
// (plumb/compiler.hpp), facts come from a registry. Nothing here reads a clock, a locale or the environment.
//
//   auto rules    = plumb::RuleSet::decode(bytes).value();
//   auto registry = plumb::Registry::open("county.db", plumb::Registry::Mode::read_only).value();
//   auto engine   = plumb::Engine(rules, registry.snapshot().value());
//   std::string decision = engine.decide(R"({"party":"410399198503121236","matter":"lodging","date":"2019-07-01","fields":{"star_rating":4}})", {}).json;
//
// Ownership and threads:
//  1. RuleSet and Snapshot are immutable handles; copies share, and may be used from any number of threads.
//  2. An Engine may be used from any number of threads at once; replacing its rules or facts is one atomic step, and
//     calls under way finish on what they began with.
//  3. A Registry is used by one thread at a time; several processes may read while one writes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/language.hpp"
#include "compiler/base/result.hpp"
#include "plumb/registry.hpp"

struct PlumbPredicateTable;  // compiler/ir/predicate_table.h

namespace plumb {

namespace ir {
struct Program;
}
class Snapshot;  // runtime/snapshot; opaque to embedding programs

// One line for a person, in their language. Error::message itself is English, or in the language that the call was given;
// codes never change with it. Pure; any thread.
std::string message(const Error& error, Language language);

// A matter of a rule set, as far as somebody who asks about it must know: what a form, or a generator of facts, is made of.
struct MatterDescription {
  enum class FieldType : uint8_t { boolean, integer, decimal, money, ratio, date, duration, text, choice, choices };
  struct Value {
    std::string alias, zh;
  };
  struct Field {
    std::string alias, zh;
    FieldType type = FieldType::text;
    std::vector<Value> values = {};  // of choice (one of them) and choices (any number): enumerators, or codes of a taxonomy
  };
  std::string alias, zh;
  std::vector<std::string> stages = {};  // application, holding, status; the first is the default
  std::vector<Field> fields = {};
};

// A checked rule set, ready to decide with.
class RuleSet {
 public:
  // From the bytes of Compilation::encode(). Errors: ruleset.malformed, ruleset.version.
  static Result<RuleSet> decode(std::string_view bytes);
  // For the compiler library. REQUIRES: verified.
  explicit RuleSet(std::shared_ptr<const ir::Program> program);

  const std::string& id() const;  // "xinan-2019-48"
  const std::string& version() const;
  const std::string& digest() const;  // of its meaning: SHA-256, hexadecimal
  // In order of declaration. Pure.
  std::vector<MatterDescription> matters() const;
  // Aliases of its measures, in order of declaration; one for all versions of a measure.
  std::vector<std::string> measures() const;
  const ir::Program& program() const { return *program_; }
  // For this library's own rooms; embedding programs have no use for it.
  std::shared_ptr<const ir::Program> share() const { return program_; }

 private:
  std::shared_ptr<const ir::Program> program_;
};

// What an engine asks whether measures apply. Every evaluator gives the same decisions to the byte; they differ in speed and in
// what they need. Immutable handle; copies share; any thread.
class Evaluator {
 public:
  // The definition of meaning, a tree at a time.
  static Evaluator reference(const RuleSet& rules);
  // Bitmap programs over blocks of rows; what an engine uses unless told otherwise. Needs no compiler, and the widest vector
  // instructions that the CPU has.
  static Evaluator columnar(const RuleSet& rules);
  // Compiled by somebody else for this rule set; `table` owns what it points to. Errors: evaluator.layout when it was compiled
  // for rows laid out otherwise, evaluator.meaning when for rules that mean something else.
  static Result<Evaluator> of(const RuleSet& rules, std::string name, std::shared_ptr<const PlumbPredicateTable> table);

  const std::string& name() const { return name_; }
  const PlumbPredicateTable& table() const { return *table_; }
  // Whether these are the rules that it was made for, or others of the same meaning laid out alike. Pure.
  bool made_for(const RuleSet& rules) const;

 private:
  Evaluator(std::string name, const RuleSet& rules, std::shared_ptr<const PlumbPredicateTable> table)
      : name_(std::move(name)), rules_(rules), table_(std::move(table)) {}
  std::string name_;
  RuleSet rules_;
  std::shared_ptr<const PlumbPredicateTable> table_;
};

// One file with a snapshot in it: mapped, not read, so that it is there at once whatever its size, and processes share it. Its
// bytes are checked by checksums before they are used. The file is replaced whole, and mappings of the former one stay as they are.
// Errors: snapshot.missing, .unreadable, .foreign, .newer, .byte_order, .damaged, .place, .write.
class SnapshotFile {
 public:
  // What the registry holds, by who has the right to keep it, which is another than to decide: nothing is decided by it here.
  // With `rules`, also the holdings as that rule set reads them, so that its sweeps need not; `holdings`: how that goes on.
  static Result<void> build(Registry& registry, const std::string& path, const RuleSet* rules = nullptr, const SnapshotOptions& options = {},
                            const std::function<void(uint64_t done, uint64_t total)>& holdings = {});
  // Deciding about a party needs no more than this; what a sweep or an answer reads besides, holdings, is checked when the first
  // of them begins, which fails with snapshot.damaged.
  static Result<std::shared_ptr<const Snapshot>> open(const std::string& path);
  // Whether the file begins as a snapshot does; false where it cannot be read.
  static bool is_one(const std::string& path);
};

struct DecideOptions {
  std::optional<int> max_staleness_days;  // the stricter of this and the rule set's limit counts
  bool reveal = false;                    // show identifiers of other persons in full
  bool explain = false;                   // add `explanation` to each measure
  Language language = Language::zh;       // of explanations and error messages
  unsigned threads = 0;                   // of a sweep; 0: as many as the machine has. The lines do not hang on it
};

struct DecisionLine {
  std::string json;     // one object, no newline: a decision, or {"id":…,"error":{…}}
  bool failed = false;  // it is an error
};

// A clerk's answer about one party.
struct Answer {
  std::string text;  // sentences, in the language asked for
  std::string json;  // the same as data: {"party","date","registry","warnings","listings","statuses","holdings","matters",
                     // "endings","remedies"}; measures as in decision lines
};

class Engine {
 public:
  Engine(RuleSet rules, std::shared_ptr<const Snapshot> snapshot);
  // REQUIRES: evaluator.made_for(rules); checked, for what another rule set's says would be a wrong decision.
  Engine(RuleSet rules, Evaluator evaluator, std::shared_ptr<const Snapshot> snapshot);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // One request line (docs/interfaces.md) → one decision line. Never fails: what cannot be decided becomes an error line, with
  // a stable code (request.json, .key.unknown, .key.duplicate, .id, .party, .party.masked, .party.form, .party.sector, .matter,
  // .matter.unknown, .stage, .date, .fields, .field.unknown, .field.type, .field.value) and a JSON pointer to the member.
  DecisionLine decide(std::string_view request, const DecideOptions& options) const;

  // All holdings and statuses on `date` (YYYY-MM-DD); calls `line` with one JSON object at a time, in a fixed order.
  // Errors: request.date, snapshot.damaged. Returns how many holdings could not be asked about (each gives an error line). What
  // a callback throws ends the sweep and reaches the caller.
  Result<uint64_t> sweep(std::string_view date, const DecideOptions& options, const std::function<void(const std::string& json)>& line,
                         const std::function<void(uint64_t done, uint64_t total)>& progress) const;

  // What applies to the party on `date`, in sentences. Errors: request.party.masked, request.party.form, request.date,
  // snapshot.damaged.
  Result<Answer> ask(std::string_view party_id, std::string_view date, const DecideOptions& options) const;

  // As of which day the facts were synchronised with the court, YYYY-MM-DD; nothing: nobody recorded it, or nothing was recorded at all.
  std::optional<std::string> synchronised() const;

  // Atomic for calls that begin afterwards.
  void replace(RuleSet rules, std::shared_ptr<const Snapshot> snapshot);
  // REQUIRES: evaluator.made_for(rules); where it is not, the engine keeps what it has.
  void replace(RuleSet rules, Evaluator evaluator, std::shared_ptr<const Snapshot> snapshot);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plumb
