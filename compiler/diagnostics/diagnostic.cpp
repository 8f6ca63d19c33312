#include "compiler/diagnostics/diagnostic.hpp"

#include <utility>

#include "compiler/base/check.hpp"

namespace plumb::diagnostics {

namespace {

void check_arguments(const Template& message, const Arguments& arguments) {
  check(arguments.size() == message.argument_count, "a message is given another number of arguments than its template takes: " + std::string(message.en));
}

}  // namespace

Diagnostic::Diagnostic(Kind k, Span span, Arguments values)
    : kind(k), severity(info(k).severity), arguments(std::move(values)), primary{span, LabelKind::none, {}} {
  check_arguments(info(kind).message, arguments);
}

Diagnostic& Diagnostic::mark(LabelKind label_kind, Arguments values) {
  check_arguments(info(label_kind), values);
  primary.kind = label_kind;
  primary.arguments = std::move(values);
  return *this;
}

Diagnostic& Diagnostic::label(LabelKind label_kind, Span span, Arguments values) {
  check_arguments(info(label_kind), values);
  if (span.valid()) secondary.push_back({span, label_kind, std::move(values)});
  return *this;
}

Diagnostic& Diagnostic::help(HelpKind help_kind, Arguments values) {
  check_arguments(info(help_kind), values);
  helps.push_back({help_kind, std::move(values)});
  return *this;
}

Diagnostic& Diagnostic::fix(HelpKind title, Arguments values, std::vector<Edit> edits) {
  check_arguments(info(title), values);
  fixes.push_back({{title, std::move(values)}, std::move(edits)});
  return *this;
}

Diagnostic& Diagnostic::fix(HelpKind title, Arguments values, Span span, std::string replacement) {
  return fix(title, std::move(values), std::vector<Edit>{{span, std::move(replacement)}});
}

std::string text(const Label& label, Language language) { return format(info(label.kind), label.arguments, language); }

std::string text(const Help& help, Language language) { return format(info(help.kind), help.arguments, language); }

}  // namespace plumb::diagnostics
