// Names → what they stand for, one table a thing; reports what is taken and what is unknown.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/diagnostics/sink.hpp"
#include "compiler/semantics/analysis.hpp"

namespace plumb::semantics {

// 中文名/alias as the program keeps it: an absent alias is the name itself.
ir::Name to_name(const ast::DeclaredName& name);
// As messages list them, whichever language they are read in: rules are written with these.
std::vector<std::string> chinese_names(const std::vector<ir::Name>& names);
diagnostics::Term term(Thing thing);

struct Entry {
  Thing thing;
  uint32_t index = 0;  // in the program's store of the thing
  ir::Name name;
  Span span;  // invalid: not of these files
  bool used = false;
};

class Scope {
 public:
  Scope(diagnostics::Sink& sink, Analysis& analysis) : sink_(sink), analysis_(analysis) {}

  // Names whose declaration could not be read: never reported as unknown.
  void add_broken(std::string name) { broken_.insert(std::move(name)); }
  bool is_broken(const std::string& name) const { return broken_.contains(name); }

  // False when the name or the alias is taken by another of the same kind, which is reported. `whole`: the declaration.
  bool declare(Thing thing, const ast::DeclaredName& name, Span whole, uint32_t index);
  // A further spelling (简称) of what is declared.
  bool spell(Thing thing, const ast::Name& spelling, uint32_t index);
  // From a rule set built on. False when taken.
  bool import(Thing thing, const ir::Name& name, uint32_t index);
  void import_spelling(Thing thing, const std::string& spelling, uint32_t index);

  Entry* find(Thing thing, std::string_view name);
  // Notes the use; reports an unknown name with the nearest known one.
  std::optional<uint32_t> resolve(Thing thing, const ast::Name& name);
  void use(Entry& entry, Span span);
  // A use of something that has no entry: a field, an enumerator, a member.
  void use(Thing thing, Span span, const ir::Name& name, Span declaration = {});

  // Reports `name` as unknown among `known`; `kind` picks the message, whose arguments are given.
  diagnostics::Diagnostic* unknown(diagnostics::Kind kind, const ast::Name& name, diagnostics::Arguments arguments, const std::vector<ir::Name>& known);

  const std::deque<Entry>& entries() const { return entries_; }
  std::vector<ir::Name> known(Thing thing) const;
  // While quiet (a definition's body being put in place again) nothing is reported or noted.
  void set_quiet(bool quiet) { quiet_ = quiet; }
  bool quiet() const { return quiet_; }

 private:
  using Table = std::unordered_map<std::string, Entry*>;
  static size_t space(Thing thing);
  bool claim(Thing thing, const std::string& spelling, Span span, Entry* entry);

  diagnostics::Sink& sink_;
  Analysis& analysis_;
  std::array<Table, 24> tables_;
  std::deque<Entry> entries_;
  std::unordered_set<std::string> broken_;
  bool quiet_ = false;
  size_t suggestions_ = 0;
};

}  // namespace plumb::semantics
