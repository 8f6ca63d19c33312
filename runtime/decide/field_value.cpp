#include "runtime/decide/field_value.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "compiler/ir/values.hpp"

namespace plumb::decide {

namespace {

using Kind = JsonValue::Kind;
using Read = std::variant<ir::Value, Refusal>;

constexpr const char* type_key(ir::TypeKind kind) {
  switch (kind) {
    case ir::TypeKind::boolean:
      return "boolean";
    case ir::TypeKind::integer:
      return "integer";
    case ir::TypeKind::decimal:
      return "decimal";
    case ir::TypeKind::money:
      return "money";
    case ir::TypeKind::ratio:
      return "ratio";
    case ir::TypeKind::date:
      return "date";
    case ir::TypeKind::duration:
      return "duration";
    case ir::TypeKind::text:
      return "text";
    case ir::TypeKind::enumeration:
      return "enumeration";
    case ir::TypeKind::set:
      return "set";
    case ir::TypeKind::code:
      return "code";
  }
  return "";
}

std::optional<uint32_t> enumerator(const ir::EnumType& type, std::string_view name) {
  for (uint32_t i = 0; i < type.values.size(); ++i) {
    if (type.values[i].matches(name)) return i;
  }
  return std::nullopt;
}

std::optional<Decimal> parse_ratio(std::string_view text) {
  const bool percent = text.ends_with('%');
  if (percent) text.remove_suffix(1);
  const auto number = Decimal::parse(text);
  return number && percent ? divide(*number, Decimal::from_integer(100)) : number;
}

// P3D, P6M, P2Y, 3WD.
std::optional<Duration> parse_term(std::string_view text) {
  Duration term;
  int factor = 1;
  if (text.ends_with("WD")) {
    term.unit = Duration::Unit::working_day;
    text.remove_suffix(2);
  } else {
    if (text.size() < 3 || text.front() != 'P') return std::nullopt;
    const char unit = text.back();
    if (unit != 'D' && unit != 'M' && unit != 'Y') return std::nullopt;
    term.unit = unit == 'D' ? Duration::Unit::day : Duration::Unit::month;
    factor = unit == 'Y' ? 12 : 1;
    text = text.substr(1, text.size() - 2);
  }
  int32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count < 0 || count > INT32_MAX / factor) return std::nullopt;
  term.count = count * factor;
  return term;
}

Read read_set(const ir::Program& program, ir::Type type, const JsonValue& json) {
  if (json.kind != Kind::array) return Refusal{RefusalCode::field_type, type_key(type.kind), ""};
  uint64_t mask = 0;
  for (size_t i = 0; i < json.items.size(); ++i) {
    const JsonValue& item = json.items[i];
    if (item.kind != Kind::string) return Refusal{RefusalCode::field_type, type_key(type.kind), pointer("", std::to_string(i))};
    const auto index = enumerator(program.enums[ir::EnumId(type.ref)], item.text);
    if (!index) return Refusal{RefusalCode::field_value, std::string(item.text), pointer("", std::to_string(i))};
    mask |= uint64_t{1} << *index;
  }
  return ir::set_value(ir::EnumId(type.ref), mask);
}

std::optional<ir::Value> read_text(ir::Type type, std::string_view text) {
  const auto wrap = [](const auto& parsed, auto make) { return parsed ? std::optional<ir::Value>(make(*parsed)) : std::nullopt; };
  switch (type.kind) {
    case ir::TypeKind::decimal:
      return wrap(Decimal::parse(text), ir::decimal_value);
    case ir::TypeKind::money:
      return wrap(Money::parse(text), ir::money_value);
    case ir::TypeKind::ratio:
      return wrap(parse_ratio(text), ir::ratio_value);
    case ir::TypeKind::date:
      return wrap(Date::parse(text), ir::date_value);
    case ir::TypeKind::duration:
      return wrap(parse_term(text), ir::duration_value);
    case ir::TypeKind::text:
      return ir::text_value(std::string(text));
    case ir::TypeKind::boolean:
    case ir::TypeKind::integer:
    case ir::TypeKind::enumeration:
    case ir::TypeKind::set:
    case ir::TypeKind::code:
      break;
  }
  return std::nullopt;
}

std::string term_text(Duration term) {
  const std::string count = std::to_string(term.count);
  switch (term.unit) {
    case Duration::Unit::day:
      return "P" + count + "D";
    case Duration::Unit::working_day:
      return count + "WD";
    case Duration::Unit::month:
      return "P" + count + "M";
  }
  return count;
}

}  // namespace

Read read_field_value(const ir::Program& program, ir::Type type, const JsonValue& json) {
  const auto wrong_type = [&] { return Refusal{RefusalCode::field_type, type_key(type.kind), ""}; };
  switch (type.kind) {
    case ir::TypeKind::boolean:
      if (json.kind != Kind::boolean) return wrong_type();
      return ir::boolean_value(json.boolean);
    case ir::TypeKind::integer:
      if (json.kind != Kind::integer) return wrong_type();
      return ir::integer_value(json.integer);
    case ir::TypeKind::set:
      return read_set(program, type, json);
    case ir::TypeKind::enumeration: {
      if (json.kind != Kind::string) return wrong_type();
      const auto index = enumerator(program.enums[ir::EnumId(type.ref)], json.text);
      if (!index) return Refusal{RefusalCode::field_value, std::string(json.text), ""};
      return ir::enumerator_value(ir::EnumId(type.ref), *index);
    }
    case ir::TypeKind::code: {
      if (json.kind != Kind::string) return wrong_type();
      const auto& codes = program.taxonomies[ir::TaxonomyId(type.ref)].codes;
      const auto found =
          std::find_if(codes.begin(), codes.end(), [&](const ir::Code& c) { return c.code == json.text || (!json.text.empty() && c.name.matches(json.text)); });
      if (found == codes.end()) return Refusal{RefusalCode::field_value, std::string(json.text), ""};
      return ir::code_value(ir::TaxonomyId(type.ref), static_cast<uint32_t>(found - codes.begin()));
    }
    case ir::TypeKind::decimal:
    case ir::TypeKind::money:
    case ir::TypeKind::ratio:
    case ir::TypeKind::date:
    case ir::TypeKind::duration:
    case ir::TypeKind::text: {
      if (json.kind != Kind::string) return wrong_type();
      auto value = read_text(type, json.text);
      if (!value) return wrong_type();
      return *std::move(value);
    }
  }
  return wrong_type();
}

void append_value(std::string& out, const ir::Program& program, const ir::Value& value) {
  switch (value.type.kind) {
    case ir::TypeKind::boolean:
      out += ir::as_boolean(value) ? "true" : "false";
      return;
    case ir::TypeKind::integer:
      out += std::to_string(ir::as_integer(value));
      return;
    case ir::TypeKind::decimal:
    case ir::TypeKind::ratio:
      append_json_string(out, ir::as_decimal(value).text());
      return;
    case ir::TypeKind::money:
      append_json_string(out, ir::as_money(value).text());
      return;
    case ir::TypeKind::date:
      append_json_string(out, ir::as_date(value).iso());
      return;
    case ir::TypeKind::duration:
      append_json_string(out, term_text(ir::as_duration(value)));
      return;
    case ir::TypeKind::text:
      append_json_string(out, value.text);
      return;
    case ir::TypeKind::enumeration:
      append_json_string(out, program.enums[ir::EnumId(value.type.ref)].values[ir::as_index(value)].alias);
      return;
    case ir::TypeKind::code:
      append_json_string(out, program.taxonomies[ir::TaxonomyId(value.type.ref)].codes[ir::as_index(value)].code);
      return;
    case ir::TypeKind::set: {
      const auto& values = program.enums[ir::EnumId(value.type.ref)].values;
      const char* separator = "[";
      for (size_t i = 0; i < values.size(); ++i) {
        if ((ir::as_mask(value) >> i & 1) == 0) continue;
        out += separator;
        append_json_string(out, values[i].alias);
        separator = ",";
      }
      out += separator[0] == '[' ? "[]" : "]";
      return;
    }
  }
}

}  // namespace plumb::decide
