#include "runtime/registry/row.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "compiler/base/date.hpp"
#include "compiler/base/decimal.hpp"
#include "compiler/base/printable.hpp"
#include "compiler/base/unicode.hpp"
#include "compiler/base/vocabulary.hpp"
#include "runtime/feed/case_number.hpp"
#include "runtime/feed/json_text.hpp"
#include "runtime/feed/written_day.hpp"
#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/fault.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/identity/normal_form.hpp"
#include "runtime/lifecycle/step.hpp"

namespace plumb::registry {

namespace {

// holds_control of what the strings of `json` stand for. REQUIRES: valid JSON.
bool escapes_control(std::string_view json) {
  for (size_t i = json.find('\\'); i < json.size(); i = json.find('\\', i)) {
    const char kind = json[i + 1];
    if (kind == 'b' || kind == 'f') return true;
    if (kind == 'u') {
      const std::string_view digits = json.substr(i + 2, 4);
      unsigned code = 0;
      std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
      const bool blank = code == '\t' || code == '\n' || code == '\r';
      if ((code < 0x20 && !blank) || (code >= 0x7F && code < 0xA0)) return true;
    }
    i += 2;
  }
  return false;
}

class Mapper {
 public:
  Mapper(const Column& column, Row& row, Value& value) : column_(column), row_(row), value_(value) {}

  RejectReason map(std::string_view text) {
    switch (column_.type) {
      case ColumnType::identifier:
        return identifier(text, value_.text);
      case ColumnType::identifiers:
        return identifiers(text);
      case ColumnType::name:
        value_.text = identity::normalise_name(text);
        return RejectReason::none;
      case ColumnType::case_number:
        value_.text = feed::canonical_case_number(text);
        return value_.text.empty() ? RejectReason::missing_value : RejectReason::none;
      case ColumnType::text:
        value_.text = text;
        return RejectReason::none;
      case ColumnType::day:
        return day(text, value_.text) ? RejectReason::none : RejectReason::bad_date;
      case ColumnType::boolean:
        return boolean(text);
      case ColumnType::party_kind:
        return word_of(find_party_kind(text), RejectReason::unknown_kind);
      case ColumnType::sector:
        return word_of(find_sector(text), RejectReason::unknown_sector);
      case ColumnType::role:
        return role(text);
      case ColumnType::step:
        return step(text);
      case ColumnType::percentage:
        return percentage(text);
      case ColumnType::period:
        return period(text);
      case ColumnType::json:
        if (!feed::is_json_object(text)) return RejectReason::bad_json;
        if (escapes_control(text)) return RejectReason::forbidden_character;
        value_.text = feed::compact_json(text);
        return RejectReason::none;
    }
    return RejectReason::none;
  }

 private:
  RejectReason identifier(std::string_view text, std::string& out) {
    out = identity::normalise(text).id;
    const RejectReason fault = feed::reason_of(identity::identifier_fault(out));
    if (fault != RejectReason::none) return fault;
    const identity::Form form = identity::form(out);
    if (form == identity::Form::other && feed::names_a_case(out)) return RejectReason::not_an_identifier;
    if (!identity::check_digit_holds(out)) row_.warnings.emplace_back(RowWarning::check_digit, &column_);
    if (identity::is_masked(out)) row_.warnings.emplace_back(RowWarning::masked, &column_);
    if (form == identity::Form::organisation_code) row_.warnings.emplace_back(RowWarning::old_code, &column_);
    if (identity::is_misshapen(out, form)) row_.warnings.emplace_back(RowWarning::misshapen, &column_);
    return fault;
  }

  RejectReason identifiers(std::string_view text) {
    std::vector<std::string> ids;
    for (size_t begin = 0; begin <= text.size();) {
      const size_t full_width = text.find("；", begin);
      const size_t end = std::min({text.find(';', begin), full_width, text.size()});
      const std::string_view one = identity::trim(text.substr(begin, end - begin));
      begin = end + (end == full_width ? std::string_view("；").size() : 1);
      if (one.empty()) continue;
      std::string id;
      if (const RejectReason fault = identifier(one, id); fault != RejectReason::none) return fault;
      ids.push_back(std::move(id));
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    value_.text.clear();
    for (const std::string& id : ids) value_.text.append(value_.text.empty() ? "" : ";").append(id);
    value_.present = !ids.empty();
    return RejectReason::none;
  }

  static bool day(std::string_view text, std::string& out) {
    if (text.size() == 10 && Date::parse(text)) {
      out = text;
      return true;
    }
    std::optional<std::string> written = feed::iso_day(text);
    if (!written) return false;
    out = *std::move(written);
    return true;
  }

  RejectReason boolean(std::string_view text) {
    for (const char* yes : {"true", "TRUE", "True", "1", "是"}) {
      if (text == yes) return store("1");
    }
    for (const char* no : {"false", "FALSE", "False", "0", "否"}) {
      if (text == no) return store("0");
    }
    return RejectReason::bad_boolean;
  }

  template <typename T>
  RejectReason word_of(std::optional<T> found, RejectReason otherwise) {
    return found ? store(word(*found).alias) : otherwise;
  }

  RejectReason role(std::string_view text) {
    const std::optional<Role> found = find_role(text);
    if (found == Role::directly_responsible) return RejectReason::role_of_entries_only;
    return word_of(found, RejectReason::unknown_role);
  }

  RejectReason step(std::string_view text) {
    const std::optional<lifecycle::Step> found = lifecycle::find_step(text);
    return found ? store(lifecycle::word(*found).alias) : RejectReason::unknown_step;
  }

  RejectReason percentage(std::string_view text) {
    std::string plain = unicode::fold_width(text);
    if (plain.ends_with('%')) plain.pop_back();
    const std::optional<Decimal> value = Decimal::parse(plain);
    if (!value || *value < Decimal{} || *value > Decimal::from_integer(100)) return RejectReason::bad_percentage;
    return store(plain);
  }

  // Days in any form, where what stands between cannot stand in a day.
  bool period_between(std::string_view text) {
    for (const std::string_view dash : {"–", "—", "~", "～", "至", ".."}) {
      const size_t at = text.find(dash);
      if (at == std::string_view::npos) continue;
      const std::string_view sides[] = {identity::trim(text.substr(0, at)), identity::trim(text.substr(at + dash.size()))};
      std::string days[2];
      for (const int side : {0, 1}) {
        if (!sides[side].empty() && !day(sides[side], days[side])) return false;
      }
      if (days[0].empty() && days[1].empty()) return false;
      value_.text.assign(days[0]).append("/").append(days[1]);
      return true;
    }
    return false;
  }

  // 2019-05-01–2019-06-01 with whatever dash or word stands between; ISO days hold hyphens themselves, so the days are
  // taken from both ends.
  RejectReason period(std::string_view text) {
    if (period_between(text)) return RejectReason::none;
    std::string from, to;
    std::string_view middle = text;
    if (middle.size() >= 10 && day(middle.substr(0, 10), from))
      middle.remove_prefix(10);
    else
      from.clear();
    if (middle.size() >= 10 && day(middle.substr(middle.size() - 10), to))
      middle.remove_suffix(10);
    else
      to.clear();
    const std::string_view dash = identity::trim(middle);
    constexpr std::string_view kDashes[] = {"–", "—", "－", "-", "~", "～", "/", "至", ".."};
    if (std::find(std::begin(kDashes), std::end(kDashes), dash) == std::end(kDashes) || (from.empty() && to.empty())) return RejectReason::bad_period;
    value_.text.assign(from).append("/").append(to);
    return RejectReason::none;
  }

  RejectReason store(std::string_view text) {
    value_.text = text;
    return RejectReason::none;
  }

  const Column& column_;
  Row& row_;
  Value& value_;
};

const Column* stored_column(const TableShape& shape, std::string_view sql) { return &shape.columns[column_by_sql(shape, sql)]; }

// Stored days are ISO texts, so their order is the texts'.
void warn_of_order(const TableShape& shape, Row& row) {
  const auto earlier = [&](const char* late, const char* early) {
    const Value* a = find_value(shape, row, late);
    const Value* b = find_value(shape, row, early);
    if (a != nullptr && b != nullptr && a->text < b->text) row.warnings.emplace_back(RowWarning::dates_out_of_order, stored_column(shape, late));
  };
  const bool has_period = shape.table == Table::relations || shape.table == Table::permits || shape.table == Table::holdings;
  if (has_period) earlier("valid_to", "valid_from");
  if (shape.table == Table::entries) {
    earlier("removed_on", "published_on");
    earlier("expires_on", "published_on");
    // "from/to", either of which may be empty.
    const Value* objection = find_value(shape, row, "objection");
    const size_t slash = objection == nullptr ? std::string::npos : objection->text.find('/');
    if (slash != std::string::npos && slash + 1 < objection->text.size() && objection->text.substr(slash + 1) < objection->text.substr(0, slash))
      row.warnings.emplace_back(RowWarning::dates_out_of_order, stored_column(shape, "objection"));
  }
}

// Relations that nobody can have, most often because two columns were exchanged.
void warn_of_relation(const TableShape& shape, Row& row) {
  const Value* holder = find_value(shape, row, "holder");
  const Value* organisation = find_value(shape, row, "organisation");
  const auto warn = [&](RowWarning warning, const char* sql) { row.warnings.emplace_back(warning, stored_column(shape, sql)); };
  if (identity::apparent_form(organisation->text) == identity::Form::resident_number) warn(RowWarning::person_as_organisation, "organisation");
  if (holder->text == organisation->text && !identity::is_masked(holder->text)) warn(RowWarning::relation_to_itself, "holder");
  const Value* share = find_value(shape, row, "share");
  if (share != nullptr && find_value(shape, row, "role")->text != word(Role::shareholder).alias) warn(RowWarning::share_of_other_role, "share");
}

bool is_removal_kind(std::string_view text) { return text == "shielded" || text == "revoked" || text == "屏蔽" || text == "撤销"; }

// A step that says until when needs the day; one that takes measures off for a time, the document that does so; and only a removal has a kind.
std::optional<Refusal> fault_of_step(const TableShape& shape, const Row& row) {
  const auto step = lifecycle::find_step(find_value(shape, row, "kind")->text);
  if (step != lifecycle::Step::removal && find_value(shape, row, "removal_kind") != nullptr)
    return Refusal{RejectReason::kind_of_other_step, stored_column(shape, "removal_kind")};
  if (const Value* kind = find_value(shape, row, "removal_kind"); kind != nullptr && !is_removal_kind(kind->text))
    return Refusal{RejectReason::unknown_removal_kind, stored_column(shape, "removal_kind")};
  const char* const needed = step == lifecycle::Step::term || step == lifecycle::Step::extension      ? "until"
                             : step == lifecycle::Step::permit || step == lifecycle::Step::suspension ? "document"
                                                                                                      : nullptr;
  if (needed == nullptr || find_value(shape, row, needed) != nullptr) return std::nullopt;
  return Refusal{RejectReason::missing_value, stored_column(shape, needed)};
}

}  // namespace

namespace {

// One value of the row. The text as it came, where it is worth keeping beside what is stored; nothing otherwise.
std::optional<Refusal> map_value(const Column& column, const RawValue& raw, Row& row, Value& value, bool& kept) {
  value.text.clear();
  kept = false;
  const std::string_view text = raw.present ? identity::trim(raw.text) : std::string_view();
  value.present = !text.empty();
  if (!value.present) {
    if (column.need == Column::value) return Refusal{RejectReason::missing_value, &column};
    return std::nullopt;
  }
  if (text.size() > kMaxValueBytes) return Refusal{RejectReason::value_too_long, &column};
  if (holds_control(raw.text)) return Refusal{RejectReason::forbidden_character, &column};
  if (const RejectReason fault = Mapper(column, row, value).map(text); fault != RejectReason::none) return Refusal{fault, &column};
  // true stored as 1, a dash as '/', JSON without its spaces: changes of form that lose nothing are not worth a note.
  const bool noted = column.type != ColumnType::boolean && column.type != ColumnType::json && column.type != ColumnType::period;
  kept = noted && value.text != raw.text;
  if (kept && value.text != text) ++row.normalised;
  return std::nullopt;
}

void begin_row(const TableShape& shape, Row& row) {
  row.values.resize(shape.columns.size());
  row.originals.clear();
  row.normalised = 0;
  row.warnings.clear();
  row.places.clear();
  row.is_new = false;
  row.minor_entry = false;
}

}  // namespace

const Value* find_value(const TableShape& shape, const Row& row, std::string_view sql) {
  const Value& value = row.values[column_by_sql(shape, sql)];
  return value.present ? &value : nullptr;
}

std::optional<Refusal> map_row(const TableShape& shape, const Record& record, Row& row) {
  begin_row(shape, row);
  std::optional<boost::json::object> originals;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const Column& column = shape.columns[i];
    bool kept = false;
    if (const auto refusal = map_value(column, record.values[i], row, row.values[i], kept)) return refusal;
    if (!kept) continue;
    if (!originals) originals.emplace();
    (*originals)[column.name] = boost::json::string_view(record.values[i].text.data(), record.values[i].text.size());
  }
  if (originals) row.originals = boost::json::serialize(*originals);
  warn_of_order(shape, row);
  if (shape.table == Table::relations) warn_of_relation(shape, row);
  if (shape.table == Table::events) {
    if (const auto fault = fault_of_step(shape, row)) return fault;
  }
  if (shape.table == Table::entries) {
    if (!feed::is_usual_case_number(find_value(shape, row, "case_no")->text))
      row.warnings.emplace_back(RowWarning::case_number_form, stored_column(shape, "case_no"));
    const Value* party = find_value(shape, row, "party");
    const Value* published = find_value(shape, row, "published_on");
    row.minor_entry = identity::was_minor_on(party->text, *Date::parse(published->text));
  }
  return std::nullopt;
}

bool map_key(const TableShape& shape, const Record& record, Row& row) {
  begin_row(shape, row);
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    bool kept = false;
    if (shape.columns[i].key && map_value(shape.columns[i], record.values[i], row, row.values[i], kept)) return false;
  }
  return true;
}

void append_key(const TableShape& shape, const Row& row, std::string& out) {
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (!shape.columns[i].key) continue;
    out.append(std::to_string(row.values[i].text.size())).append(":").append(row.values[i].text);
  }
}

}  // namespace plumb::registry
