#include "tools/generate/fields.hpp"

namespace plumb::generate {

namespace {

std::string value_of(const FieldShape& field, Date as_of, Random& random) {
  using Type = FieldShape::Type;
  switch (field.type) {
    case Type::boolean:
      return random.percent(50) ? "true" : "false";
    case Type::integer:
      return std::to_string(random.below(6));
    case Type::decimal:
      return quoted(std::to_string(random.below(100)) + "." + std::to_string(random.below(10)));
    case Type::money:
      return quoted(std::to_string(1000 * (1 + random.below(2000))) + ".00");
    case Type::date:
      return quoted(as_of.plus_days(-random.between(0, 1500)).value_or(as_of).iso());
    case Type::text:
      return quoted("文本" + std::to_string(random.below(100)));
    case Type::choice:
      return field.values.empty() ? "null" : quoted(random.pick(field.values));
    case Type::choices: {
      std::string list;
      for (const std::string& value : field.values) {
        if (random.percent(30)) list += (list.empty() ? "" : ",") + quoted(value);
      }
      return "[" + list + "]";
    }
  }
  return "null";
}

}  // namespace

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

std::string random_fields(const MatterShape& matter, Date as_of, Random& random, const Held* held) {
  std::string object = "{";
  for (const FieldShape& field : matter.fields) {
    if (random.percent(10)) continue;
    if (object.size() > 1) object.push_back(',');
    std::string value = random.percent(5) ? std::string("null") : value_of(field, as_of, random);
    if (held != nullptr && field.type == FieldShape::Type::date) {
      if (value != "null") value = held->since ? quoted(held->since->iso()) : "null";
      held = nullptr;
    }
    object += quoted(field.alias) + ":" + value;
  }
  return object + "}";
}

}  // namespace plumb::generate
