#include "runtime/identity/candidates.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <string>
#include <tuple>
#include <unordered_map>

#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/mask.hpp"

namespace plumb::identity {

namespace {

constexpr size_t kOldCodeAt = 8, kOldCodeLength = 9;  // places 9 to 17 of a unified code

struct ReasonText {
  const char* code;
  const char* en;
  const char* zh;
};

constexpr ReasonText kTexts[kReasonCount] = {
    {"old_code", "the organisation code stands in places 9 to 17 of the unified code", "组织机构代码即统一社会信用代码的第9至17位"},
    {"swapped_digits", "the same name; two neighbouring places of the numbers are swapped, and one of the numbers is not valid",
     "姓名相同，两号码仅相邻两位对调，且其中之一不是有效号码"},
    {"one_digit", "the same name; the numbers differ in one place, and one of the numbers is not valid", "姓名相同，两号码仅一位不同，且其中之一不是有效号码"},
    {"masked_number", "a masked number that agrees in every place that both show", "掩码号码与之在双方均显示的各位上一致"},
    {"name_and_birth", "the same name, and the same day of birth by the number", "姓名相同，且号码所示出生日期相同"},
    {"other_document", "the same name with another kind of document", "姓名相同，证件种类不同"},
};

bool kinds_differ(const Known& a, const Known& b) {
  const auto kind = [](const Known& k) { return k.kind ? k.kind : kind_by_form(k.id); };
  return kind(a) && kind(b) && kind(a) != kind(b);
}

// The old code as it is written (12345678-9) inside a unified one.
std::string old_code_in(std::string_view credit_code) {
  std::string code(credit_code.substr(kOldCodeAt, kOldCodeLength));
  code.insert(code.size() - 1, "-");
  return code;
}

bool holds_old_code(const Known& code, Form code_form, const Known& unified, Form unified_form) {
  return code_form == Form::organisation_code && unified_form == Form::credit_code && old_code_in(unified.id) == code.id;
}

bool masks_agree(std::string_view a, std::string_view b) {
  if (!agree(a, b)) return false;
  size_t shown = 0;
  for (size_t i = 0; i < a.size(); ++i) shown += a[i] != '*' && b[i] != '*' ? 1 : 0;
  return shown >= kMinVisiblePlaces;
}

// Of a known form, and the check character is not the one called for; or as long as a resident number and of no form at all,
// as one is whose month was mistyped.
bool is_invalid(std::string_view id, Form form) { return form == Form::other ? id.size() == kMaskedLength : !check_digit_holds(id, form); }

std::optional<Reason> slip(std::string_view a, std::string_view b, Form form_a, Form form_b) {
  if (a.size() != b.size() || (!is_invalid(a, form_a) && !is_invalid(b, form_b))) return std::nullopt;
  const size_t first = static_cast<size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
  const auto same_from = [&](size_t at) { return a.substr(at) == b.substr(at); };
  if (same_from(first + 1)) return Reason::one_digit;
  if (a[first] == b[first + 1] && a[first + 1] == b[first] && same_from(first + 2)) return Reason::swapped_digits;
  return std::nullopt;
}

bool of_no_known_kind(Form form) { return form == Form::other || form == Form::organisation_code; }

void add_reasons_by_name(const Known& a, const Known& b, Form form_a, Form form_b, Reasons& out) {
  if (const auto reason = slip(a.id, b.id, form_a, form_b)) out.add(*reason);
  const auto born = date_of_birth(a.id);
  if (born && born == date_of_birth(b.id)) out.add(Reason::name_and_birth);
  const bool told_apart = form_a != form_b || form_a == Form::other;
  if (told_apart && (of_no_known_kind(form_a) || of_no_known_kind(form_b))) out.add(Reason::other_document);
}

// Pairs that a reason might join, by what they have in common; whether one does, reasons_between says.
class Pairing {
 public:
  explicit Pairing(std::span<const Known> known) : known_(known) {
    forms_.reserve(known.size());
    for (const Known& k : known) forms_.push_back(form(k.id));
  }

  std::vector<Candidate> candidates() {
    pair_old_codes();
    pair_names();
    pair_masks();
    std::sort(pairs_.begin(), pairs_.end());
    pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
    std::vector<Candidate> out;
    for (const auto& [party, other] : pairs_) {
      const Reasons reasons = reasons_between(known_[party], known_[other]);
      if (reasons.any()) out.push_back({party, other, reasons});
    }
    return out;
  }

 private:
  void add(uint32_t a, uint32_t b) {
    if (a == b) return;
    pairs_.emplace_back(known_[a].id < known_[b].id ? std::pair(a, b) : std::pair(b, a));
  }

  void pair_old_codes() {
    std::unordered_map<std::string_view, uint32_t> codes;
    for (uint32_t i = 0; i < known_.size(); ++i) {
      if (forms_[i] == Form::organisation_code) codes.emplace(known_[i].id, i);
    }
    if (codes.empty()) return;
    for (uint32_t i = 0; i < known_.size(); ++i) {
      if (forms_[i] != Form::credit_code) continue;
      if (const auto found = codes.find(old_code_in(known_[i].id)); found != codes.end()) add(found->second, i);
    }
  }

  void pair_names() {
    std::vector<uint32_t> order;
    for (uint32_t i = 0; i < known_.size(); ++i) {
      if (!known_[i].name.empty() && forms_[i] != Form::masked) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return known_[a].name < known_[b].name; });
    for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
      while (end < order.size() && known_[order[end]].name == known_[order[begin]].name) ++end;
      if (end - begin > 1) pair_namesakes(std::span(order).subspan(begin, end - begin));
    }
  }

  // Of a common name only those are paired that were born on one day, or of whom one bears a number that could be another's:
  // a wrong one, or a document of no known kind. Those are few.
  void pair_namesakes(std::span<const uint32_t> namesakes) {
    std::vector<std::pair<Date, uint32_t>> born;
    for (const uint32_t i : namesakes) {
      if (const auto day = date_of_birth(known_[i].id)) born.emplace_back(*day, i);
      if (!of_no_known_kind(forms_[i]) && !is_invalid(known_[i].id, forms_[i])) continue;
      for (const uint32_t other : namesakes) add(i, other);
    }
    std::sort(born.begin(), born.end());
    for (size_t i = 0; i < born.size(); ++i) {
      for (size_t j = i + 1; j < born.size() && born[j].first == born[i].first; ++j) add(born[i].second, born[j].second);
    }
  }

  // Masked numbers by which places they hide: there are few such patterns. Through each, all other numbers are looked at as it
  // would show them; through each two, the masked ones.
  void pair_masks() {
    std::map<std::string, std::vector<uint32_t>> patterns;
    for (uint32_t i = 0; i < known_.size(); ++i) {
      if (forms_[i] == Form::masked) patterns[pattern_of(known_[i].id)].push_back(i);
    }
    std::vector<uint32_t> exact;
    for (uint32_t i = 0; i < known_.size(); ++i) {
      if (forms_[i] != Form::masked) exact.push_back(i);
    }
    for (auto a = patterns.begin(); a != patterns.end(); ++a) {
      pair_through(a->first, a->second, exact);
      for (auto b = std::next(a); b != patterns.end(); ++b) {
        if (a->first.size() != b->first.size()) continue;
        std::string both = a->first;
        for (size_t place = 0; place < both.size(); ++place) both[place] = both[place] == '*' ? '*' : b->first[place];
        pair_through(both, a->second, b->second);
      }
    }
  }

  static std::string pattern_of(std::string_view id) {
    std::string pattern(id);
    for (char& c : pattern) c = c == '*' ? '*' : '.';
    return pattern;
  }

  void pair_through(const std::string& pattern, std::span<const uint32_t> some, std::span<const uint32_t> others) {
    const auto shown = static_cast<size_t>(std::count(pattern.begin(), pattern.end(), '.'));
    if (shown < kMinVisiblePlaces) return;
    const auto seen = [&](std::string_view id) {
      std::string out;
      for (size_t place = 0; place < id.size(); ++place) {
        if (pattern[place] == '.') out.push_back(id[place]);
      }
      return out;
    };
    std::unordered_multimap<std::string, uint32_t> by_shown;
    for (const uint32_t i : some) by_shown.emplace(seen(known_[i].id), i);
    for (const uint32_t i : others) {
      if (known_[i].id.size() != pattern.size()) continue;
      const auto [begin, end] = by_shown.equal_range(seen(known_[i].id));
      for (auto at = begin; at != end; ++at) add(at->second, i);
    }
  }

  std::span<const Known> known_;
  std::vector<Form> forms_;
  std::vector<std::pair<uint32_t, uint32_t>> pairs_;
};

void put_in_order(std::vector<Candidate>& candidates, std::span<const Known> known) {
  std::sort(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
    return std::tuple(known[a.party].id, a.reasons.rank(), known[a.other].id) < std::tuple(known[b.party].id, b.reasons.rank(), known[b.other].id);
  });
}

}  // namespace

const char* reason_code(Reason reason) { return kTexts[static_cast<size_t>(reason)].code; }

const char* reason_text(Reason reason, Language language) {
  const ReasonText& text = kTexts[static_cast<size_t>(reason)];
  return language == Language::zh ? text.zh : text.en;
}

std::vector<Reason> Reasons::list() const {
  std::vector<Reason> out;
  for (int i = 0; i < kReasonCount; ++i) {
    if (has(static_cast<Reason>(i))) out.push_back(static_cast<Reason>(i));
  }
  return out;
}

int Reasons::rank() const { return std::countr_zero(bits_); }

Reasons reasons_between(const Known& a, const Known& b) {
  Reasons out;
  if (a.id == b.id || kinds_differ(a, b)) return out;
  const Form form_a = form(a.id), form_b = form(b.id);
  if (holds_old_code(a, form_a, b, form_b) || holds_old_code(b, form_b, a, form_a)) out.add(Reason::old_code);
  const bool names_known = !a.name.empty() && !b.name.empty();
  if (names_known && a.name != b.name) return out;
  if (form_a == Form::masked || form_b == Form::masked) {
    if (masks_agree(a.id, b.id)) out.add(Reason::masked_number);
  } else if (names_known) {
    add_reasons_by_name(a, b, form_a, form_b, out);
  }
  return out;
}

std::vector<Candidate> candidates_of(std::span<const Known> known, uint32_t party) {
  std::vector<Candidate> out;
  for (uint32_t i = 0; i < known.size(); ++i) {
    const Reasons reasons = reasons_between(known[party], known[i]);
    if (reasons.any()) out.push_back({party, i, reasons});
  }
  put_in_order(out, known);
  return out;
}

std::vector<Candidate> all_candidates(std::span<const Known> known) {
  std::vector<Candidate> out = Pairing(known).candidates();
  put_in_order(out, known);
  return out;
}

}  // namespace plumb::identity
