#include "runtime/registry/history/sentences.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "runtime/identity/free_text.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/registry/finding_shown.hpp"
#include "runtime/registry/history/words.hpp"

namespace plumb::registry::history {

namespace {

namespace json_ = boost::json;

std::string shown_identifier(std::string_view id, const Reader& reader) {
  return reader.reveal || id == reader.party ? std::string(id) : identity::masked_for_display(id);
}

std::string shown_identifiers(std::string_view ids, const Reader& reader, const char* between) {
  std::string out;
  while (!ids.empty()) {
    const size_t end = std::min(ids.find(';'), ids.size());
    out.append(out.empty() ? "" : between).append(shown_identifier(ids.substr(0, end), reader));
    ids.remove_prefix(std::min(end + 1, ids.size()));
  }
  return out;
}

// What was typed: the number that was asked for is shown, others hide places.
std::string shown_text(std::string_view text, const Reader& reader) { return reader.reveal ? std::string(text) : identity::numbers_hidden(text, reader.party); }

bool names_somebody(const Column& column) { return column.type == ColumnType::identifier || column.type == ColumnType::identifiers; }

// A value that names nobody. A finding's subject and detail hold the party's identifier, of whatever form.
std::string shown_value(const TableShape& shape, const Version& version, size_t i, const Reader& reader) {
  const Value& value = version.values[i];
  if (shape.table != Table::findings || reader.reveal) return shown_text(value.text, reader);
  const std::string_view name = shape.columns[i].name;
  const auto party = std::find_if(shape.columns.begin(), shape.columns.end(), [](const Column& c) { return c.type == ColumnType::identifier; });
  const FindingReader by{version.values[static_cast<size_t>(party - shape.columns.begin())].text, reader.party};
  if (name == "subject") return subject_hidden(value.text, by);
  return name == "detail" ? detail_hidden(value.text, by) : shown_text(value.text, reader);
}

// What a finding is about, joined by '|', as one says it.
std::string subject_told(const std::string& subject, bool zh) {
  std::string out;
  for (size_t begin = 0; begin <= subject.size();) {
    const size_t end = std::min(subject.find('|', begin), subject.size());
    if (end != begin) out.append(out.empty() ? "" : zh ? "、" : ", ").append(subject, begin, end - begin);
    begin = end + 1;
  }
  return out;
}

std::string member_told(std::string_view member, const json_::value& value, Language language) {
  const bool zh = language == Language::zh;
  if (value.is_string()) {
    const TableShape& entries = shape(Table::entries);
    const std::string text(value.as_string().c_str());
    const size_t at = find_column(entries, member);
    return at < entries.columns.size() ? value_words(entries, entries.columns[at], text, language) : text;
  }
  if (!value.is_array()) return json_::serialize(value);
  std::string out;
  for (const json_::value& one : value.as_array()) {
    const std::string text = one.is_string() ? std::string(one.as_string().c_str()) : json_::serialize(one);
    out.append(out.empty() ? "" : zh ? "、" : ", ").append(member == "columns" ? member_title(text, language) : text);
  }
  return out;
}

// A finding's detail, whose numbers are hidden already where they must be, as one says it.
std::string detail_told(const std::string& detail, Language language) {
  boost::system::error_code fault;
  const json_::value read = json_::parse(detail, fault);
  if (fault || !read.is_object()) return detail;
  const bool zh = language == Language::zh;
  std::string out;
  for (const auto& [name, value] : read.as_object()) {
    const std::string_view member(name.data(), name.size());
    out.append(out.empty() ? "" : zh ? "，" : ", ").append(member_title(member, language)).append(zh ? " " : ": ").append(member_told(member, value, language));
  }
  return out;
}

std::string shown(const TableShape& shape, const Version& version, size_t i, const Reader& reader) {
  const Column& column = shape.columns[i];
  const Value& value = version.values[i];
  const bool zh = reader.language == Language::zh;
  if (!value.present) return zh ? "空" : "nothing";
  if (names_somebody(column)) return shown_identifiers(value.text, reader, zh ? "、" : ", ");
  const std::string words = value_words(shape, column, value.text, reader.language);
  if (words != value.text) return words;
  const std::string text = shown_value(shape, version, i, reader);
  if (shape.table != Table::findings) return text;
  const std::string_view name = column.name;
  return name == "subject" ? subject_told(text, zh) : name == "detail" ? detail_told(text, reader.language) : text;
}

// What lists say where a recorded step counts over them.
std::string listed_told(const TableShape& shape, const Column& column, const Value& value, const Reader& reader) {
  const bool zh = reader.language == Language::zh;
  const std::string listed = value.listed->empty() ? (zh ? "空" : "nothing") : shown_text(value_words(shape, column, *value.listed, reader.language), reader);
  return zh ? "名单所载为 " + listed + "，以记录的步骤为准" : "the list says " + listed + "; the recorded step counts";
}

// An identifier's other spelling would show what is masked.
bool shows_original(const Column& column, const Value& value, const Reader& reader) {
  return !value.original.empty() && (!names_somebody(column) || reader.reveal || value.text == reader.party);
}

std::string shown_original(const Column& column, const Value& value, const Reader& reader) {
  return names_somebody(column) ? value.original : shown_text(value.original, reader);
}

std::string values_told(const TableShape& shape, const Version& version, const Reader& reader, bool keys_only) {
  const bool zh = reader.language == Language::zh;
  std::string out;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const Column& column = shape.columns[i];
    const Value& value = version.values[i];
    if (!value.present || (keys_only && !column.key)) continue;
    out.append(out.empty() ? "" : zh ? "，" : ", ").append(title(shape, column, reader.language)).append(zh ? " " : ": ");
    out.append(shown(shape, version, i, reader));
    if (!keys_only && value.listed) out.append(zh ? "（" : " (").append(listed_told(shape, column, value, reader)).append(zh ? "）" : ")");
    // 自然人 for 自然人 tells nothing.
    if (!keys_only && shows_original(column, value, reader) && shown_original(column, value, reader) != shown(shape, version, i, reader))
      out.append(zh ? "（原作“" : " (came as “").append(shown_original(column, value, reader)).append(zh ? "”）" : "”)");
  }
  if (!keys_only && !version.area.empty()) out.append(zh ? "，地域 " : ", area: ").append(shown_text(version.area, reader));
  return out;
}

const std::string& said_by_lists(const Value& value) { return value.listed ? *value.listed : value.text; }

// Values that changed; empty: none.
std::string changes_told(const TableShape& shape, const Version& before, const Version& after, const Reader& reader) {
  const bool zh = reader.language == Language::zh;
  std::string out;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const Value &then = before.values[i], &now = after.values[i];
    const Column& column = shape.columns[i];
    const std::string was = shown(shape, before, i, reader), is = shown(shape, after, i, reader);
    const auto begin = [&] { out.append(out.empty() ? "" : zh ? "；" : "; ").append(title(shape, column, reader.language)); };
    if (then == now) {
      if (said_by_lists(then) == said_by_lists(now)) continue;
      begin();
      out.append(zh ? " 仍为 " : " still ").append(is).append(zh ? "（" : " (");
      out.append(now.listed ? listed_told(shape, column, now, reader) : std::string(zh ? "名单现也如此记载" : "the list now says so too"));
      out.append(zh ? "）" : ")");
      continue;
    }
    begin();
    out.append(zh ? " 由 " : " was ").append(was).append(zh ? " 改为 " : ", now ").append(is);
    if (now.listed) out.append(zh ? "（" : " (").append(listed_told(shape, column, now, reader)).append(zh ? "）" : ")");
    if (shows_original(column, now, reader) && shown_original(column, now, reader) != is)
      out.append(zh ? "（原作“" : " (came as “").append(shown_original(column, now, reader)).append(zh ? "”）" : "”)");
  }
  return out;
}

bool written_alike(const Version& before, const Version& after) {
  return std::equal(before.values.begin(), before.values.end(), after.values.begin(), after.values.end(),
                    [](const Value& then, const Value& now) { return then.original == now.original; });
}

// What took the place of a row, by its values, else by how they were written. Where neither is another, what was told is kept all the same:
// as of when each column was named, since a list may leave some out.
std::string correction_told(const TableShape& shape, const Version& before, const Version& after, const Reader& reader) {
  const bool zh = reader.language == Language::zh;
  const std::string table = zh ? shape.zh : shape.name;
  const std::string of = table + (zh ? "（" : " (") + values_told(shape, after, reader, true) + (zh ? "）：" : "): ");
  const std::string changes = changes_told(shape, before, after, reader);
  if (!changes.empty()) return (zh ? "更正" : "corrected in ") + of + changes;
  if (!written_alike(before, after))
    return (zh ? "更正" : "corrected in ") + of + (zh ? "各项的值未变，只是来文的写法不同" : "no value changed, only how it was written");
  return (zh ? "再次载明" : "told again in ") + of +
         (zh ? "各项的值未变，未提及的项目仍按先前所载" : "no value changed, and what was left out stays as it was told before");
}

std::string source_told(const Version& version, const Reader& reader) {
  if (version.source.empty()) return {};
  const bool zh = reader.language == Language::zh;
  if (version.by_entries) return zh ? "，依其名单条目所载" : ", as its entries say";
  if (version.by_command && version.source == "withdraw") return zh ? "，以命令收回（--withdraw）" : ", taken back by command (--withdraw)";
  const std::string command = !version.by_command ? "" : zh ? "命令 " : "command ";
  const std::string source = (zh ? "，" : ", ") + command + shown_text(version.source, reader);
  if (version.source_row == 0) return source;
  return source + (zh ? " 第 " + std::to_string(version.source_row) + " 行" : " row " + std::to_string(version.source_row));
}

std::string outcome_of(const std::string& answer) {
  boost::system::error_code error;
  const json_::value read = json_::parse(answer, error);
  if (error || !read.is_object() || read.as_object().if_contains("outcome") == nullptr || !read.as_object().at("outcome").is_string()) return {};
  return read.as_object().at("outcome").as_string().c_str();
}

// The account, and who acted in its name: li, by root.
std::string account_told(const std::string& by_whom, const Reader& reader) {
  const bool zh = reader.language == Language::zh;
  constexpr std::string_view kActedBy = ", by ";
  const size_t acted = by_whom.find(kActedBy);
  if (!zh || acted == std::string::npos) return (zh ? "，账户 " : ", account ") + shown_text(by_whom, reader);
  return "，账户 " + shown_text(by_whom.substr(0, acted), reader) + "（由 " + shown_text(by_whom.substr(acted + kActedBy.size()), reader) + " 操作）";
}

std::string sentence(const Occurrence& o, const Reader& reader) {
  const bool zh = reader.language == Language::zh;
  const TableShape& facts = shape(o.table);
  std::string line = clock_in_beijing(o.recorded_at) + (zh ? "（北京时间，修订 " : " (Beijing time, revision ") + std::to_string(o.revision);
  if (o.kind != Kind::decided && o.after) line += source_told(*o.after, reader);
  if (o.kind != Kind::decided && !o.by_whom.empty()) line += account_told(o.by_whom, reader);
  line += zh ? "）" : ") ";
  const std::string table = zh ? facts.zh : facts.name;
  switch (o.kind) {
    case Kind::recorded:
      return line + (zh ? "记入" + table + "：" : "recorded in " + table + ": ") + values_told(facts, *o.after, reader, false);
    case Kind::corrected:
      return line + correction_told(facts, *o.before, *o.after, reader);
    case Kind::ended:
      return line + (zh ? "不再列入" + table + "：" : "no longer in " + table + ": ") + values_told(facts, *o.before, reader, true);
    case Kind::decided:
      break;
  }
  line += zh ? "作出判定，日志第 " + std::to_string(o.decision) + " 号" : "decided, number " + std::to_string(o.decision) + " of the journal";
  if (!o.by_whom.empty()) line += (zh ? "，经办 " : ", by ") + shown_text(o.by_whom, reader);
  const std::string outcome = outcome_of(o.answer);
  return outcome.empty() ? line : line + (zh ? "，结果 " : ", outcome ") + (zh && outcome == "none" ? "无" : outcome);
}

const char* kind_word(Kind kind) {
  switch (kind) {
    case Kind::recorded:
      return "recorded";
    case Kind::corrected:
      return "corrected";
    case Kind::ended:
      return "ended";
    case Kind::decided:
      return "decided";
  }
  return "";
}

json_::object object_of(const TableShape& shape, const Version& version, const Reader& reader, bool keys_only) {
  json_::object out;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const Column& column = shape.columns[i];
    const Value& value = version.values[i];
    if (!value.present || (keys_only && !column.key)) continue;
    out[column.name] = names_somebody(column) ? shown_identifiers(value.text, reader, ";") : shown_value(shape, version, i, reader);
  }
  return out;
}

// By column, what lists say where a step counts over them; null where they say nothing.
json_::object listed_of(const TableShape& shape, const Version& version, const Reader& reader) {
  json_::object out;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const auto& listed = version.values[i].listed;
    if (listed) out[shape.columns[i].name] = listed->empty() ? json_::value() : json_::value(shown_text(*listed, reader));
  }
  return out;
}

json_::array changes_of(const TableShape& shape, const Version& before, const Version& after, const Reader& reader) {
  json_::array out;
  const auto told = [&](const Version& version, size_t i) {
    const Value& value = version.values[i];
    if (!value.present) return json_::value();
    return json_::value(names_somebody(shape.columns[i]) ? shown_identifiers(value.text, reader, ";") : shown_value(shape, version, i, reader));
  };
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const Value &then = before.values[i], &now = after.values[i];
    if (then == now && said_by_lists(then) == said_by_lists(now)) continue;
    json_::object change{{"column", shape.columns[i].name}, {"before", told(before, i)}, {"after", told(after, i)}};
    if (now.listed) change["listed"] = now.listed->empty() ? json_::value() : json_::value(shown_text(*now.listed, reader));
    out.push_back(std::move(change));
  }
  return out;
}

json_::object originals_of(const TableShape& shape, const Version& version, const Reader& reader) {
  json_::object out;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (shows_original(shape.columns[i], version.values[i], reader)) out[shape.columns[i].name] = shown_original(shape.columns[i], version.values[i], reader);
  }
  if (!version.area.empty()) out["area"] = shown_text(version.area, reader);
  return out;
}

}  // namespace

std::string text(const std::vector<Occurrence>& occurrences, const Reader& reader) {
  if (occurrences.empty()) return reader.language == Language::zh ? "名册中没有关于这个主体的记录\n" : "the registry has no record of this party\n";
  std::string out;
  for (const Occurrence& occurrence : occurrences) out.append(sentence(occurrence, reader)).append("\n");
  return out;
}

std::string json(const std::vector<Occurrence>& occurrences, const Reader& reader) {
  json_::array all;
  for (const Occurrence& o : occurrences) {
    json_::object one{{"recorded_at", o.recorded_at}, {"revision", o.revision}, {"what", kind_word(o.kind)}};
    one["by"] = o.by_whom.empty() ? json_::value() : json_::value(shown_text(o.by_whom, reader));
    if (o.kind == Kind::decided) {
      one["decision"] = o.decision;
      one["outcome"] = outcome_of(o.answer);
      all.push_back(std::move(one));
      continue;
    }
    const TableShape& facts = shape(o.table);
    const Version& version = o.after ? *o.after : *o.before;
    one["table"] = facts.name;
    one["row"] = version.row;
    one["source"] = version.source.empty() || version.by_entries || !o.after ? json_::value() : json_::value(shown_text(version.source, reader));
    one["source_row"] = version.source_row == 0 || !o.after ? json_::value() : json_::value(version.source_row);
    one["key"] = object_of(facts, version, reader, true);
    if (o.kind == Kind::corrected) one["changes"] = changes_of(facts, *o.before, *o.after, reader);
    if (o.after) {
      one["values"] = object_of(facts, *o.after, reader, false);
      one["originals"] = originals_of(facts, *o.after, reader);
      if (json_::object listed = listed_of(facts, *o.after, reader); !listed.empty()) one["listed"] = std::move(listed);
    }
    all.push_back(std::move(one));
  }
  return json_::serialize(json_::object{{"party", json_::string_view(reader.party.data(), reader.party.size())}, {"occurrences", std::move(all)}});
}

}  // namespace plumb::registry::history
