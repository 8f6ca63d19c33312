#include "runtime/registry/finding_shown.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "runtime/identity/free_text.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/lifecycle/finding.hpp"

namespace plumb::registry {

namespace {

namespace json = boost::json;

std::string identifier(std::string_view id, const FindingReader& reader) { return id == reader.asked ? std::string(id) : identity::masked_for_display(id); }

// Pieces between `mark`, each by `shown`.
template <typename Shown>
std::string each(std::string_view text, char mark, const Shown& shown) {
  std::string out;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(mark, begin), text.size());
    if (begin != 0) out += mark;
    out += shown(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

bool names_somebody(std::string_view member) { return member == "party" || member == "responsible" || member == "bound_to"; }

json::value hidden(std::string_view member, const json::value& value, const FindingReader& reader) {
  if (value.is_string()) {
    const std::string_view text(value.get_string().data(), value.get_string().size());
    if (names_somebody(member)) return json::value(each(text, ';', [&](std::string_view id) { return identifier(id, reader); }));
    return json::value(identity::numbers_hidden(text, reader.asked));
  }
  if (value.is_object()) {
    json::object out;
    for (const auto& [name, one] : value.get_object()) out[name] = hidden(std::string_view(name.data(), name.size()), one, reader);
    return out;
  }
  if (value.is_array()) {
    json::array out;
    for (const json::value& one : value.get_array()) out.push_back(hidden(member, one, reader));
    return out;
  }
  return value;
}

// Kinds that imports and pushes record; those that clocks find have their words in lifecycle/finding.hpp.
struct Title {
  std::string_view kind;
  const char *zh, *en;
};
constexpr Title kTitles[] = {
    {"entry_on_minor", "对未成年人的条目，未收入名单", "an entry on a minor, not taken"},
    {"retention_of_wrongly_made_entry", "错误纳入的条目的保留，已终止", "a retention for an entry wrongly made, ended"},
    {"absent_from_full_push", "全量推送未列的条目", "an entry that a full push left out"},
    {"contradicting_records", "同一推送中相互矛盾的记录", "records of one push that contradict each other"},
    {"listed_after_removal", "撤销后又列出的条目", "an entry listed again after its removal"},
    {"named_otherwise", "号码另有姓名或名称的条目", "an entry whose number is known by another name"},
    {"removal_without_entry", "没有对应条目的撤销", "a removal whose entry has not come"},
    {"unclear_removal", "所指条目不明的撤销", "a removal that may mean several entries"},
};

}  // namespace

std::string finding_title(std::string_view kind, Language language) {
  const bool zh = language == Language::zh;
  for (const lifecycle::FindingWord& word : lifecycle::finding_words()) {
    if (kind == word.alias) return zh ? word.zh : word.en;
  }
  for (const Title& title : kTitles) {
    if (kind == title.kind) return zh ? title.zh : title.en;
  }
  return std::string(kind);
}

std::string subject_hidden(std::string_view subject, const FindingReader& reader) {
  return each(subject, '|', [&](std::string_view piece) {
    return piece == reader.party && !piece.empty() ? identifier(piece, reader) : identity::numbers_hidden(piece, reader.asked);
  });
}

std::string detail_hidden(std::string_view detail, const FindingReader& reader) {
  boost::system::error_code fault;
  const json::value read = json::parse(json::string_view(detail.data(), detail.size()), fault);
  if (fault || !read.is_object()) return identity::numbers_hidden(detail, reader.asked);
  return json::serialize(hidden({}, read, reader));
}

}  // namespace plumb::registry
