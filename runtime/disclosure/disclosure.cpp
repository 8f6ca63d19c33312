#include "runtime/disclosure/disclosure.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <unordered_map>

#include "compiler/base/printable.hpp"
#include "compiler/base/sha256.hpp"
#include "compiler/base/unicode.hpp"
#include "runtime/disclosure/publication.hpp"
#include "runtime/identity/erased.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/free_text.hpp"
#include "runtime/identity/mask.hpp"

namespace plumb::disclosure {

namespace {

constexpr int kOfAge = 18;

// On one line, and nothing in it that a terminal, a browser or an editor would obey.
std::string plain(std::string_view text) {
  std::string one_line;
  for (size_t at = 0; at < text.size();) {
    const unicode::Decoded decoded = unicode::decode(text, at);
    const size_t length = decoded.length == 0 ? 1 : decoded.length;
    const char32_t c = decoded.code_point;
    const bool ends_line = decoded.length != 0 && (c == '\n' || c == '\r' || c == '\t' || c == 0x85 || c == 0x2028 || c == 0x2029);
    if (ends_line)
      one_line.push_back(' ');
    else
      one_line.append(text.substr(at, length));
    at += length;
  }
  return printable(one_line);
}

std::string free_text(std::string_view text) { return identity::numbers_hidden(plain(text)); }

// A name is one, even where it is as long as a number; but numbers are written into names too.
bool is_organisation(std::string_view id, std::optional<PartyKind> recorded) {
  const identity::Form form = identity::apparent_form(id);
  // The number wins: nothing that may be a person's is ever shown in full.
  if (form == identity::Form::resident_number) return false;
  if (form == identity::Form::credit_code || form == identity::Form::organisation_code) return true;
  return recorded == PartyKind::organisation;
}

// Whole only where its form is an organisation's: a passport's or a number with a place too few is a person's, whatever was recorded of its kind.
std::string shown_identifier(std::string_view id) {
  const identity::Form form = identity::apparent_form(id);
  if (form == identity::Form::credit_code || form == identity::Form::organisation_code) return std::string(id);
  constexpr size_t kFirstHidden = 10;
  constexpr size_t kHidden = 4;
  if (id.size() == identity::kMaskedLength) return std::string(id).replace(kFirstHidden, kHidden, kHidden, '*');
  return identity::masked_for_display(id);
}

bool is_minor(const facts::Entry& entry) {
  if (identity::was_minor_on(entry.party, entry.published_on)) return true;
  int age = kOfAge;
  const auto [end, fault] = std::from_chars(entry.age.data(), entry.age.data() + entry.age.size(), age);
  const std::string_view rest = std::string_view(entry.age).substr(static_cast<size_t>(end - entry.age.data()));
  return fault == std::errc() && (rest.empty() || rest == "岁") && age < kOfAge;
}

std::string removal_kind(std::string_view recorded) {
  if (recorded == "shielded" || recorded == "屏蔽") return "shielded";
  if (recorded == "revoked" || recorded == "撤销") return "revoked";
  return free_text(recorded);
}

struct Known {
  std::optional<PartyKind> kind;
  std::string_view name;
};

class Publishing {
 public:
  Publishing(std::span<const facts::Party> parties, const DisclosureOptions& options) : options_(options) {
    known_.reserve(parties.size());
    for (const facts::Party& party : parties) known_.emplace(party.id, Known{party.kind, party.name});
    out_.day = options.day;
    out_.removals_for = std::max(options.removals_for, 0);
    out_.revision = options.revision;
  }

  void take(const facts::Entry& entry) {
    if (options_.day < entry.published_on) return;
    // What hid an entry, a minor's number or age, is erased with the rest: nothing of it may be shown by that. Nor is it counted: it is no listing
    // that somebody waits to see.
    if (identity::is_erased_mark(entry.party)) return;
    const bool removed = entry.removed_on && *entry.removed_on <= options_.day;
    const bool announced = removed && options_.day.days - entry.removed_on->days < out_.removals_for;
    if (removed && !announced) return;
    if (!entry.publishable) {
      out_.withheld.not_publishable += removed ? 0 : 1;
    } else if (is_minor(entry)) {
      out_.withheld.minors += removed ? 0 : 1;
    } else if (removed) {
      announce(entry);
    } else if (entry.expires_on && *entry.expires_on <= options_.day) {
      ++out_.withheld.expired;
    } else {
      show(entry);
    }
  }

  Disclosure finish() {
    const auto newest_first = [](const PublicEntry& a, const PublicEntry& b) {
      return std::tie(b.published_on, a.case_no, a.identifier, a.name) < std::tie(a.published_on, b.case_no, b.identifier, b.name);
    };
    std::stable_sort(out_.entries.begin(), out_.entries.end(), newest_first);
    drop_repeated(newest_first);
    std::stable_sort(out_.removals.begin(), out_.removals.end(), [](const PublicRemoval& a, const PublicRemoval& b) {
      return std::tie(b.removed_on, a.case_no, a.name) < std::tie(a.removed_on, b.case_no, b.name);
    });
    std::string text;
    for (const std::string& line : lines(out_)) text += line + "\n";
    out_.digest = sha256_hex(text);
    return std::move(out_);
  }

 private:
  Known known(const facts::Entry& entry) const {
    const auto found = known_.find(entry.party);
    Known out = found == known_.end() ? Known{} : found->second;
    if (!entry.name.empty()) out.name = entry.name;
    return out;
  }

  void show(const facts::Entry& entry) {
    const Known party = known(entry);
    const bool organisation = is_organisation(entry.party, party.kind);
    PublicEntry& shown = out_.entries.emplace_back();
    shown.kind = organisation ? PartyKind::organisation : PartyKind::person;
    shown.name = free_text(party.name);
    shown.identifier = shown_identifier(entry.party);
    if (organisation) {
      shown.legal_representative = free_text(entry.legal_representative);
    } else {
      shown.gender = free_text(entry.gender);
      shown.age = free_text(entry.age);
    }
    shown.case_no = free_text(entry.case_no);
    shown.court = free_text(entry.court);
    shown.basis_no = free_text(entry.basis_no);
    shown.basis_unit = free_text(entry.basis_unit);
    shown.duty = free_text(entry.duty);
    shown.performance = free_text(entry.performance);
    shown.conduct = free_text(entry.conduct);
    shown.performed_part = free_text(entry.performed_part);
    shown.unperformed_part = free_text(entry.unperformed_part);
    shown.published_on = entry.published_on;
    shown.filed_on = entry.filed_on;
  }

  // REQUIRES: in order. Looks among those that the order does not tell apart.
  void drop_repeated(const auto& order) {
    std::vector<PublicEntry> once;
    once.reserve(out_.entries.size());
    for (PublicEntry& entry : out_.entries) {
      const auto alike = std::find_if(once.rbegin(), once.rend(), [&](const PublicEntry& before) { return before == entry || order(before, entry); });
      if (alike != once.rend() && *alike == entry)
        ++out_.withheld.repeated;
      else
        once.push_back(std::move(entry));
    }
    out_.entries = std::move(once);
  }

  void announce(const facts::Entry& entry) {
    const Known party = known(entry);
    PublicRemoval& shown = out_.removals.emplace_back();
    const std::string name = free_text(party.name);
    shown.case_no = free_text(entry.case_no);
    shown.name = is_organisation(entry.party, party.kind) ? name : family_name_only(name);
    shown.court = free_text(entry.court);
    shown.kind = removal_kind(entry.removal_kind);
    shown.removed_on = *entry.removed_on;
  }

  const DisclosureOptions& options_;
  std::unordered_map<std::string_view, Known> known_;
  Disclosure out_;
};

}  // namespace

Disclosure disclose(std::span<const facts::Entry> entries, std::span<const facts::Party> parties, const DisclosureOptions& options) {
  Publishing publishing(parties, options);
  for (const facts::Entry& entry : entries) publishing.take(entry);
  return publishing.finish();
}

std::string family_name_only(std::string_view name) {
  constexpr std::string_view kOfTwo[] = {"欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
                                         "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
                                         "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正",
                                         "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "第五"};
  if (name.empty()) return {};
  const bool two = std::any_of(std::begin(kOfTwo), std::end(kOfTwo), [&](std::string_view family) { return name.starts_with(family) && name != family; });
  const size_t first = std::max<size_t>(unicode::decode(name, 0).length, 1);
  const size_t second = two ? unicode::decode(name, first).length : 0;
  return std::string(name.substr(0, first + second)) + "某";
}

}  // namespace plumb::disclosure
