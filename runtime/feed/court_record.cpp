#include "runtime/feed/court_record.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "compiler/base/printable.hpp"
#include "compiler/base/unicode.hpp"
#include "runtime/feed/case_number.hpp"
#include "runtime/feed/court_day.hpp"
#include "runtime/feed/court_text.hpp"
#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/fault.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::feed {

namespace {

constexpr std::string_view kOldest = "150";  // years; an age beyond is told
constexpr size_t kMaxRefusedBytes = 1000;    // of a record that is refused whole
constexpr size_t kUsualOriginals = 8;        // values of a record that came otherwise spelt

// The usual key of what a record must hold.
const char* usual_key(Field field) {
  switch (field) {
    case Field::case_no:
      return "caseCode";
    case Field::party:
      return "cardNum";
    case Field::published_on:
      return "publishDate";
    default:
      return "removeDate";
  }
}

// `spell`ed, and once more where what it leaves out stood within an entity (&mid dot;). Each round makes the text shorter.
std::string settled(std::string_view text, std::string (*spell)(std::string_view)) {
  std::string out = spell(text);
  for (std::string again = spell(resolve_entities(out)); again != out; again = spell(resolve_entities(out))) out = std::move(again);
  return out;
}

template <size_t N>
bool one_of(std::string_view text, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

class RecordMaker {
 public:
  std::variant<CourtRecord, CourtRefusal> make(const RawRecord& raw) {
    for (const RawField& field : raw.fields) {
      if (!take(field)) return std::move(refusal_);
    }
    if (!settle_kind()) return std::move(refusal_);
    settle_days();
    settle_party();
    settle_age();
    return std::move(record_);
  }

 private:
  std::optional<std::string>& at(Field field) { return record_.values[static_cast<size_t>(field)]; }
  const RawField*& seen(Field field) { return seen_[static_cast<size_t>(field)]; }

  bool refuse(RejectReason reason, std::string_view key, std::string_view value) {
    refusal_ = {reason, std::string(key), std::string(unicode::beginning(value, kMaxValueBytes))};
    return false;
  }

  void warn(CourtWarning warning, std::string_view key) { record_.warnings.emplace_back(warning, key); }

  bool take(const RawField& raw) {
    const std::optional<Field> field = find_field(raw.key);
    if (!field) {
      warn(CourtWarning::unknown_key, unicode::beginning(raw.key, kMaxRefusedBytes));
      return true;
    }
    const FieldShape& of = shape(*field);
    record_.named.set(static_cast<size_t>(*field));
    if (of.type == FieldType::passed_over || raw.kind == RawKind::nothing) return true;
    const bool truth_expected = of.type == FieldType::truth;
    if (raw.kind == RawKind::nested || (raw.kind == RawKind::truth && !truth_expected)) return refuse(RejectReason::wrong_type, raw.key, raw.text);
    if (raw.text.size() > kMaxValueBytes) return refuse(RejectReason::value_too_long, raw.key, raw.text);
    const bool any_entity = raw.text.find('&') != std::string_view::npos;
    const std::string spelt_out = any_entity ? resolve_entities(raw.text) : std::string();
    const std::string_view resolved = any_entity ? std::string_view(spelt_out) : raw.text;
    const std::string_view text = identity::trim(resolved);
    if (holds_control(resolved)) return refuse(RejectReason::forbidden_character, raw.key, raw.text);
    if (says_nothing(text)) {
      if (!identity::trim(raw.text).empty()) keep_original(of, raw.text);
      return true;
    }
    // Two keys for one field (caseCode beside casecode) may only say the same.
    if (seen(*field) != nullptr) return seen(*field)->text == raw.text || refuse(RejectReason::duplicate_key, raw.key, raw.text);
    seen(*field) = &raw;
    std::string stored;
    if (const RejectReason fault = read(of, raw.key, text, stored); fault != RejectReason::none) return refuse(fault, raw.key, raw.text);
    if (says_nothing(stored)) stored.clear();  // a word for nothing with marks inside that show nothing
    const OddCharacters odd = odd_characters(stored);
    if (odd.private_use) warn(CourtWarning::private_use, raw.key);
    if (odd.lost) warn(CourtWarning::lost_character, raw.key);
    // What an area says stands nowhere else.
    const bool differs = stored != raw.text || *field == Field::area;
    if (differs && *field != Field::publishable && *field != Field::published_stamp) keep_original(of, raw.text);
    if (!stored.empty()) at(*field) = std::move(stored);
    return true;
  }

  void keep_original(const FieldShape& of, std::string_view text) {
    if (record_.originals.empty()) record_.originals.reserve(kUsualOriginals);
    if (std::none_of(record_.originals.begin(), record_.originals.end(), [&](const auto& one) { return one.first == of.column; }))
      record_.originals.emplace_back(of.column, text);
  }

  RejectReason read(const FieldShape& of, std::string_view key, std::string_view text, std::string& stored) {
    switch (of.type) {
      case FieldType::case_number:
        return case_number(key, text, stored);
      case FieldType::identifier:
        return identifier(key, text, stored);
      case FieldType::identifiers:
        return identifiers(key, text, stored);
      case FieldType::name:
        stored = settled(text, identity::normalise_name);
        return RejectReason::none;
      case FieldType::text:
        stored = text;
        return RejectReason::none;
      case FieldType::day:
        return day(key, text, stored);
      case FieldType::truth:
        return truth(text, stored);
      case FieldType::age:
        return age(key, text, stored);
      case FieldType::gender:
        return gender(key, text, stored);
      case FieldType::party_type:
        return party_type(key, text, stored);
      case FieldType::passed_over:
        return RejectReason::none;
    }
    return RejectReason::none;
  }

  RejectReason case_number(std::string_view key, std::string_view text, std::string& stored) {
    stored = settled(text, canonical_case_number);
    if (stored.find_first_of("0123456789") == std::string::npos) return RejectReason::not_a_case_number;
    if (!is_usual_case_number(stored)) warn(CourtWarning::case_number_form, key);
    return RejectReason::none;
  }

  RejectReason identifier(std::string_view key, std::string_view text, std::string& stored) {
    stored = identity::normalise(text).id;
    if (const RejectReason fault = reason_of(identity::identifier_fault(stored)); fault != RejectReason::none) return fault;
    if (names_a_case(stored)) return RejectReason::not_an_identifier;  // columns exchanged
    if (!identity::check_digit_holds(stored)) warn(CourtWarning::check_digit, key);
    if (identity::is_masked(stored)) warn(CourtWarning::masked, key);
    const identity::Form form = identity::form(stored);
    if (form == identity::Form::organisation_code) warn(CourtWarning::old_code, key);
    if (identity::is_misshapen(stored, form)) warn(CourtWarning::misshapen, key);
    return RejectReason::none;
  }

  RejectReason identifiers(std::string_view key, std::string_view text, std::string& stored) {
    std::vector<std::string> ids;
    const std::string plain = unicode::fold_width(text);
    for (size_t begin = 0; begin <= plain.size();) {
      const size_t end = std::min(plain.find_first_of(";,", begin), plain.size());
      const std::string_view one = identity::trim(std::string_view(plain).substr(begin, end - begin));
      begin = end + 1;
      if (one.empty()) continue;
      if (const RejectReason fault = identifier(key, one, ids.emplace_back()); fault != RejectReason::none) return fault;
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (const std::string& id : ids) stored.append(stored.empty() ? "" : ";").append(id);
    return RejectReason::none;
  }

  RejectReason day(std::string_view key, std::string_view text, std::string& stored) {
    const std::optional<CourtDay> read = court_day(text);
    if (!read) return RejectReason::bad_date;
    if (read->not_midnight) warn(CourtWarning::not_midnight, key);
    stored = read->day.iso();
    return RejectReason::none;
  }

  static RejectReason truth(std::string_view text, std::string& stored) {
    std::string plain = unicode::fold_width(text);
    for (char& c : plain) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool yes = one_of(plain, {"true", "1", "是", "yes", "可以"});
    if (!yes && !one_of(plain, {"false", "0", "否", "no", "不可以", "不公布"})) return RejectReason::bad_boolean;
    stored = yes ? "1" : "0";
    return RejectReason::none;
  }

  // 0 is what the court's systems write for organisations.
  RejectReason age(std::string_view key, std::string_view text, std::string& stored) {
    stored = unicode::fold_width(text);
    constexpr std::string_view kYears = "岁";
    if (stored.ends_with(kYears)) stored.resize(stored.size() - kYears.size());
    const bool number = !stored.empty() && stored.size() <= 3 && std::all_of(stored.begin(), stored.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (number) stored.erase(0, std::min(stored.find_first_not_of('0'), stored.size()));
    if (!number || (stored.size() == 3 && stored > kOldest)) warn(CourtWarning::odd_value, key);
    return RejectReason::none;
  }

  // The numbers are those of GB/T 2261.1: 0 unknown, 1 男, 2 女, 9 not said.
  RejectReason gender(std::string_view key, std::string_view text, std::string& stored) {
    const std::string plain = unicode::fold_width(text);
    if (one_of(plain, {"男", "男性", "1", "M", "m"})) {
      stored = "男";
    } else if (one_of(plain, {"女", "女性", "2", "F", "f"})) {
      stored = "女";
    } else if (!one_of(plain, {"0", "9", "未知", "未说明"})) {
      warn(CourtWarning::odd_value, key);
      stored = text;
    }
    return RejectReason::none;
  }

  RejectReason party_type(std::string_view key, std::string_view text, std::string& stored) {
    stored = text;
    const std::string plain = unicode::fold_width(text);
    if (one_of(plain, {"0", "自然人", "个人", "person"})) {
      type_said_ = PartyKind::person;
    } else if (one_of(plain, {"1", "法人", "企业", "企业法人", "单位", "组织", "法人或其他组织", "法人或者其他组织", "非法人组织", "organisation"})) {
      type_said_ = PartyKind::organisation;
    } else {
      warn(CourtWarning::odd_value, key);
    }
    return RejectReason::none;
  }

  bool require(Field field) { return at(field).has_value() || refuse(RejectReason::missing_value, usual_key(field), {}); }

  bool settle_kind() {
    if (!at(Field::published_on)) at(Field::published_on) = at(Field::published_stamp);
    if (!require(Field::case_no) || !require(Field::party)) return false;
    constexpr Field kSubstance[] = {Field::court,       Field::filed_on, Field::basis_no,       Field::basis_unit,      Field::duty,
                                    Field::performance, Field::conduct,  Field::performed_part, Field::unperformed_part};
    const bool substance = std::any_of(std::begin(kSubstance), std::end(kSubstance), [&](Field field) { return at(field).has_value(); });
    const bool speaks_of_removal = at(Field::removed_on) || at(Field::removal_kind) || at(Field::removal_ground) || at(Field::removal_document);
    // Without the day of its listing nothing can be listed, but what is listed of the case can end.
    if (speaks_of_removal && (!substance || (at(Field::removed_on) && !at(Field::published_on)))) {
      record_.kind = CourtRecord::Kind::removal;
      return require(Field::removed_on);
    }
    if (!at(Field::publishable)) {
      at(Field::publishable) = "1";
      record_.named.reset(static_cast<size_t>(Field::publishable));  // a blank says nothing, and publishes nobody who was not
    }
    return require(Field::published_on);
  }

  void settle_days() {
    const auto key_of = [&](Field field) { return seen(field) != nullptr ? seen(field)->key : std::string_view(shape(field).column); };
    const auto& published = at(Field::published_on);
    if (at(Field::published_stamp) && published != at(Field::published_stamp)) warn(CourtWarning::stamp_disagrees, key_of(Field::published_stamp));
    for (const Field late : {Field::removed_on, Field::expires_on}) {  // days are kept as ISO texts, whose order is theirs
      if (at(late) && published && *at(late) < *published) warn(CourtWarning::dates_out_of_order, key_of(late));
    }
  }

  void settle_party() {
    const std::optional<PartyKind> by_number = identity::kind_by_form(*at(Field::party));
    if (by_number && type_said_ && by_number != type_said_) warn(CourtWarning::party_type_disagrees, seen(Field::party_type)->key);
    record_.party_kind = by_number ? by_number : type_said_;
  }

  // Somebody who is under 18 by age alone is left out of the public list. Ages are of the day of some paper, which may be a year or two before.
  void settle_age() {
    const auto& age = at(Field::age);
    const auto& published = at(Field::published_on);
    int years = 0;
    if (!age || !published || !identity::date_of_birth(*at(Field::party))) return;
    const auto [end, fault] = std::from_chars(age->data(), age->data() + age->size(), years);
    if (fault != std::errc() || end != age->data() + age->size()) return;
    const auto year = [](std::string_view digits) { return (digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + digits[3] - '0'; };
    constexpr size_t kBirthYear = 6;
    constexpr int kOfAge = 18, kMostYearsApart = 2;
    const int by_number = year(*published) - year(std::string_view(*at(Field::party)).substr(kBirthYear));
    if (years < kOfAge && by_number - years > kMostYearsApart) warn(CourtWarning::age_disagrees, seen(Field::age)->key);
  }

  CourtRecord record_;
  CourtRefusal refusal_;
  std::array<const RawField*, kFieldCount> seen_{};
  std::optional<PartyKind> type_said_;
};

struct WarningText {
  const char* code;
  const char* en;
  const char* zh;
};

// In the order of CourtWarning.
constexpr std::array<WarningText, kCourtWarningCount> kWarnings = {{
    {"check_digit", "the identifier's check digit does not hold", "编号的校验码不符"},
    {"masked", "the identifier is masked, so it never decides", "编号有掩码，不作确定的认定"},
    {"old_code", "an old organisation code finds only what is recorded under it too, never the unified credit code",
     "编号是旧组织机构代码，只与以同一旧代码登记的相符，不与统一社会信用代码相认"},
    {"dates_out_of_order", "it ends before it begins, so it holds on no day", "止于起始之前，任何一天都不成立"},
    {"case_number_form", "not the usual form of a case number; kept as it stands", "案号不是通常的写法，照原样保留"},
    {"not_midnight", "a moment of the day stands where a day belongs; the day in Beijing was taken", "此处应为日期而给出了时刻，取其北京时间的日期"},
    {"stamp_disagrees", "publishDateStamp is another day than publishDate; publishDate was taken",
     "publishDateStamp 与 publishDate 不是同一天，以 publishDate 为准"},
    {"private_use", "a character of the sender's own code area; other systems will not show it", "含有自造字区的字，其他系统无法显示"},
    {"lost_character", "a character was lost before it came here", "有字在送来之前已经丢失"},
    {"party_type_disagrees", "the kind of party is another than the number says; the number was believed", "主体类别与编号不符，以编号为准"},
    {"odd_value", "not a value that this field usually has; kept as it stands", "不是该项通常的值，照原样保留"},
    {"unknown_key", "nobody documented this key; its value was not kept", "未说明的键，其值没有保留"},
    {"misshapen", "neither a resident number nor a unified credit code: a place may be missing, added or wrong, and it finds only what bears exactly the same",
     "编号既不是居民身份证号码，也不是统一社会信用代码，可能缺位、多位或者有误；只与完全相同的编号相符"},
    {"age_disagrees", "under 18 by the age and not by the number, so one may be wrong; whoever is under 18 by either is not shown on the public list",
     "年龄未满18周岁，与编号所示的出生日期不符，其一可能有误；任一显示未满18周岁的，不列入公布的名单"},
}};

}  // namespace

const char* warning_code(CourtWarning warning) { return kWarnings[static_cast<size_t>(warning)].code; }

const char* warning_text(CourtWarning warning, Language language) {
  const WarningText& text = kWarnings[static_cast<size_t>(warning)];
  return language == Language::zh ? text.zh : text.en;
}

std::variant<CourtRecord, CourtRefusal> read_court_record(const RawRecord& raw) {
  if (raw.fault != RejectReason::none) return CourtRefusal{raw.fault, {}, std::string(unicode::beginning(raw.whole, kMaxRefusedBytes))};
  return RecordMaker().make(raw);
}

}  // namespace plumb::feed
