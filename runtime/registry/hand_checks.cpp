#include "runtime/registry/hand_checks.hpp"

#include <optional>
#include <string>

#include "compiler/base/unicode.hpp"
#include "runtime/feed/case_number.hpp"
#include "runtime/feed/written_day.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/identity/normal_form.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"

namespace plumb::registry {

namespace {

using lifecycle::Step;

Result<void> check_filled(std::string_view text, std::string_view option) {
  return identity::trim(text).empty() ? failure("usage.filled", option) : Result<void>();
}

// A moment that cannot be read is told by whoever records.
Result<void> check_taken(Date on, std::string_view recorded_at) {
  const std::optional<std::string> moment = canonical_moment(recorded_at);
  return moment && day_in_beijing(*moment) < on ? failure("usage.step_to_come", on.iso()) : Result<void>();
}

}  // namespace

// Who acts is told by name; a party's number there was meant for another place.
Result<void> check_by(std::string_view by) {
  if (auto done = check_filled(by, "--by"); !done) return done;
  if (unicode::first_invalid(by)) return failure("usage.value", "--by");
  const auto form = identity::form(identity::normalise(by).id);
  const bool is_number = form == identity::Form::resident_number || form == identity::Form::credit_code;
  return is_number ? failure("usage.number_for_name", "--by") : Result<void>();
}

Result<void> check_step(const lifecycle::Event& step, std::string_view recorded_at) {
  if (auto done = check_by(step.by); !done) return done;
  if (auto done = check_taken(step.on, recorded_at); !done) return done;
  if (!step.until) return {};
  // A permit and a suspension hold on no day where they end on the day on which they begin.
  const bool holds = step.step == Step::permit || step.step == Step::suspension ? step.on < *step.until : step.on <= *step.until;
  return holds ? Result<void>() : failure("usage.until_before", step.until->iso());
}

Result<void> check_removal(const Removal& removal, std::string_view recorded_at) {
  if (auto done = check_by(removal.by); !done) return done;
  if (auto done = check_filled(removal.document, "--document"); !done) return done;
  if (auto done = check_filled(removal.ground, "--ground"); !done) return done;
  if (auto done = check_taken(removal.on, recorded_at); !done) return done;
  return removal.ground_on && removal.on < *removal.ground_on ? failure("usage.ground_day", removal.ground_on->iso()) : Result<void>();
}

bool names_a_case(std::string_view text) { return feed::names_a_case(text); }

std::optional<std::string> typed_day(std::string_view text) { return unicode::first_invalid(text) ? std::nullopt : feed::iso_day(text); }

}  // namespace plumb::registry
