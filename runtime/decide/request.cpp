#include "runtime/decide/request.hpp"

#include <array>

#include "compiler/base/unicode.hpp"
#include "runtime/decide/field_value.hpp"
#include "runtime/decide/json_value.hpp"
#include "runtime/identity/name.hpp"

namespace plumb::decide {

namespace {

using Kind = JsonValue::Kind;

struct Key {
  std::string_view name;
  size_t member;
};

enum Member : size_t { kId, kParty, kMatter, kStage, kDate, kFields, kMemberCount };
constexpr std::array<Key, 12> kRequestKeys = {{{"id", kId},
                                               {"编号", kId},
                                               {"party", kParty},
                                               {"主体", kParty},
                                               {"matter", kMatter},
                                               {"事项", kMatter},
                                               {"stage", kStage},
                                               {"阶段", kStage},
                                               {"date", kDate},
                                               {"日期", kDate},
                                               {"fields", kFields},
                                               {"字段", kFields}}};

enum PartyMember : size_t { kPartyId, kPartyName, kPartySector, kPartyMemberCount };
constexpr std::array<Key, 7> kPartyKeys = {{{"id", kPartyId},
                                            {"编号", kPartyId},
                                            {"name", kPartyName},
                                            {"姓名", kPartyName},
                                            {"名称", kPartyName},
                                            {"sector", kPartySector},
                                            {"所属行业", kPartySector}}};

// Members of an object by what they mean, whatever they are called.
template <size_t N>
struct Members {
  std::array<const JsonValue*, N> values{};
  std::array<std::string_view, N> names;  // what each is called; of an absent one what it would be
  std::string above;                      // where they stand
  std::optional<Refusal> refusal;

  std::string path(size_t member) const { return pointer(above, names[member]); }

  // Null counts as not given.
  const JsonValue* given(size_t member) const { return values[member] && values[member]->kind != Kind::null ? values[member] : nullptr; }
};

template <size_t N>
Members<N> sort_members(const JsonValue& object, std::span<const Key> keys, const std::string& path) {
  Members<N> out;
  out.above = path;
  for (const Key& key : keys) {
    if (out.names[key.member].empty()) out.names[key.member] = key.name;
  }
  for (const auto& [name, value] : object.members) {
    const Key* found = nullptr;
    for (const Key& key : keys) {
      if (key.name == name) found = &key;
    }
    if (!found) {
      if (!out.refusal) out.refusal = Refusal{RefusalCode::key_unknown, std::string(name), pointer(path, name)};
    } else if (out.values[found->member]) {
      if (!out.refusal) out.refusal = Refusal{RefusalCode::key_duplicate, std::string(name), pointer(path, name)};
    } else {
      out.values[found->member] = &value;
      out.names[found->member] = name;
    }
  }
  return out;
}

std::optional<Refusal> read_party(const JsonValue* json, const std::string& path, GivenParty& party) {
  if (!json) return Refusal{RefusalCode::party, "", path};
  party.id_path = path;
  if (json->kind == Kind::string) {
    party.id = json->text;
    return identity::trim(party.id).empty() ? std::optional(Refusal{RefusalCode::party, "", path}) : std::nullopt;
  }
  if (json->kind != Kind::object) return Refusal{RefusalCode::party, "", path};
  const auto members = sort_members<kPartyMemberCount>(*json, kPartyKeys, path);
  if (members.refusal) return members.refusal;
  party.id_path = members.path(kPartyId);
  const JsonValue* id = members.given(kPartyId);
  if (!id || id->kind != Kind::string || identity::trim(id->text).empty()) return Refusal{RefusalCode::party, "", party.id_path};
  party.id = id->text;
  if (const JsonValue* name = members.given(kPartyName)) {
    if (name->kind != Kind::string) return Refusal{RefusalCode::party, "", members.path(kPartyName)};
    std::string normal = identity::normalise_name(name->text);
    if (!normal.empty()) party.name = std::move(normal);
  }
  if (const JsonValue* sector = members.given(kPartySector)) {
    const std::string_view word = sector->kind == Kind::string ? std::string_view(sector->text) : std::string_view();
    party.sector = find_sector(word);
    if (!party.sector) return Refusal{RefusalCode::party_sector, std::string(word), members.path(kPartySector)};
  }
  return std::nullopt;
}

std::optional<Refusal> read_matter(const RuleIndex& rules, const Members<kMemberCount>& members, Request& request) {
  const JsonValue* matter = members.given(kMatter);
  if (!matter || matter->kind != Kind::string) return Refusal{RefusalCode::matter, "", members.path(kMatter)};
  const auto id = rules.matter(matter->text);
  if (!id) return Refusal{RefusalCode::matter_unknown, std::string(matter->text), members.path(kMatter)};
  request.matter = *id;
  if (const JsonValue* stage = members.given(kStage)) {
    const auto word = stage->kind == Kind::string ? find_stage(stage->text) : std::nullopt;
    if (!word) return Refusal{RefusalCode::stage, std::string(stage->text), members.path(kStage), rules.program().matters[*id].stages};
    request.stage = *word;
  }
  if (!RuleIndex::has_stage(rules.program().matters[*id], request.stage)) {
    return Refusal{RefusalCode::stage, word(request.stage).alias, members.path(kStage), rules.program().matters[*id].stages};
  }
  return std::nullopt;
}

std::optional<Refusal> read_date(const Members<kMemberCount>& members, Request& request) {
  const JsonValue* date = members.given(kDate);
  const auto day = date && date->kind == Kind::string ? Date::parse(date->text) : std::nullopt;
  if (!day) return Refusal{RefusalCode::date, date ? std::string(date->text) : "", members.path(kDate)};
  request.date = *day;
  return std::nullopt;
}

std::optional<Refusal> read_request(const RuleIndex& rules, const Members<kMemberCount>& members, Request& request) {
  if (members.refusal) return members.refusal;
  if (auto refusal = read_party(members.given(kParty), members.path(kParty), request.party)) return refusal;
  if (auto refusal = read_matter(rules, members, request)) return refusal;
  if (auto refusal = read_date(members, request)) return refusal;
  static const JsonValue kNoFields{Kind::object, false, 0, {}, {}, {}};
  const JsonValue* fields = members.given(kFields);
  return read_fields(rules, request.matter, fields ? *fields : kNoFields, members.path(kFields), request.fields);
}

// Sets `echo`; the id may be absent.
std::optional<Refusal> read_id(const Members<kMemberCount>& members, std::string& echo) {
  const JsonValue* id = members.given(kId);
  if (!id) return std::nullopt;
  if (id->kind == Kind::string) {
    echo.clear();
    append_json_string(echo, id->text);
    return std::nullopt;
  }
  if (id->kind != Kind::integer && id->kind != Kind::number) return Refusal{RefusalCode::id, "", members.path(kId)};
  echo = id->text;
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> read_fields(const RuleIndex& rules, ir::MatterId matter_id, const JsonValue& json, const std::string& path, reference::Row& row) {
  if (json.kind != Kind::object) return Refusal{RefusalCode::fields, "", path};
  const ir::Matter& matter = rules.program().matters[matter_id];
  row.assign(matter.fields.size(), std::nullopt);
  std::vector<bool> seen(matter.fields.size(), false);
  for (const auto& [name, value] : json.members) {
    const auto field = RuleIndex::field(matter, name);
    if (!field) return Refusal{RefusalCode::field_unknown, std::string(name), pointer(path, name)};
    if (seen[*field]) return Refusal{RefusalCode::key_duplicate, std::string(name), pointer(path, name)};
    seen[*field] = true;
    if (value.kind == Kind::null) continue;
    auto read = read_field_value(rules.program(), matter.fields[*field].type, value);
    if (auto* refusal = std::get_if<Refusal>(&read)) {
      refusal->path.insert(0, pointer(path, name));
      return std::move(*refusal);
    }
    row[*field] = std::get<ir::Value>(std::move(read));
  }
  return std::nullopt;
}

ParsedRequest parse_request(const RuleIndex& rules, std::string_view line) {
  ParsedRequest parsed;
  const JsonResult json = parse_json(line);
  const auto members = sort_members<kMemberCount>(json.value, kRequestKeys, "");
  auto refusal = read_id(members, parsed.id);
  if (json.fault) {
    refusal = Refusal{RefusalCode::json, *json.fault, ""};
  } else if (json.value.kind != Kind::object) {
    refusal = Refusal{RefusalCode::json, "", ""};
  }
  Request request;
  if (!refusal) refusal = read_request(rules, members, request);
  if (refusal) {
    parsed.refusal = std::move(*refusal);
  } else {
    parsed.request = std::move(request);
  }
  return parsed;
}

}  // namespace plumb::decide
