// One finding about rule text: what (kind and arguments), where (spans with labels), what to do (helps and fixes).
// Plain data; the renderers (text, json, sarif, junit) turn it into something to read.
#pragma once

#include <string>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/diagnostics/kinds.hpp"

namespace plumb::diagnostics {

// A place with words beside it.
struct Label {
  Span span;
  LabelKind kind = LabelKind::none;
  Arguments arguments;
  friend bool operator==(const Label&, const Label&) = default;
};

struct Help {
  HelpKind kind;
  Arguments arguments;
  friend bool operator==(const Help&, const Help&) = default;
};

// Replaces the bytes of `span` (none of them, when it is empty: an insertion).
struct Edit {
  Span span;
  std::string replacement;
  friend bool operator==(const Edit&, const Edit&) = default;
};

// A change that a tool may make: all edits or none.
struct Fix {
  Help title;
  std::vector<Edit> edits;
  friend bool operator==(const Fix&, const Fix&) = default;
};

// The methods that return *this are chained by whoever reports:
//   sink.report(Kind::unknown_field, span, {matter, name}).mark(LabelKind::no_such_field).help(…).fix(…);
struct Diagnostic {
  Kind kind;
  Severity severity;  // the kind's, unless the rule set's lint settings say otherwise
  Arguments arguments;
  Label primary;
  std::vector<Label> secondary;
  std::vector<Help> helps;
  std::vector<Fix> fixes;

  // REQUIRES: as many arguments as the kind's template has; an invalid span is a finding about no place in particular.
  Diagnostic(Kind kind, Span span, Arguments arguments = {});

  // The words beside the primary place.
  Diagnostic& mark(LabelKind kind, Arguments arguments = {});
  // Another place that belongs to the finding. An invalid span is left out.
  Diagnostic& label(LabelKind kind, Span span, Arguments arguments = {});
  Diagnostic& help(HelpKind kind, Arguments arguments = {});
  Diagnostic& fix(HelpKind title, Arguments arguments, std::vector<Edit> edits);
  // The commonest fix: put `replacement` in the place of `span`.
  Diagnostic& fix(HelpKind title, Arguments arguments, Span span, std::string replacement);

  std::string_view code() const { return info(kind).code; }
  std::string message(Language language) const { return format(info(kind).message, arguments, language); }
  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

std::string text(const Label& label, Language language);
std::string text(const Help& help, Language language);

}  // namespace plumb::diagnostics
