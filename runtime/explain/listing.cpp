#include "runtime/explain/listing.hpp"

#include <algorithm>

namespace plumb::explain {

namespace {

std::string entry_part(const Wording& w, const snapshot::Entry& entry, const std::string& who) {
  const std::string court = entry.court.empty() ? w.choose("人民法院", "the court") : std::string(entry.court);
  return w.say("{}于{}被{}列入失信被执行人名单（案号{}）", "{} was put on the list of judgment defaulters on {} by {} (case {})", who,
               w.date(entry.published_on), court, entry.case_no);
}

// Since when the tie between the party and the entry's subject has held.
std::string tie_part(const Wording& w, const decide::Trigger& t, const std::string& subject) {
  const std::string role = t.way.role ? w.name(word(*t.way.role)) : "";
  if (t.way.direction == Direction::debtor && !t.way.relation.valid()) {
    return w.say("法院在该记录中写明{}是{}", "the court named {} on this very entry as {}", w.asked_party(), role);
  }
  const snapshot::Relation relation = w.snapshot().relation(t.way.relation);
  const bool own = t.way.direction == Direction::own;
  const std::string holder = own ? subject : w.asked_party();
  const std::string organisation = own ? w.asked_party() : w.party(w.snapshot().organisation(t.way.relation));
  if (!relation.period.from) return w.say("{}是{}的{}", "{0} is {2} of {1}", holder, organisation, role);
  return w.say("{}自{}起是{}的{}", "{0} has been {3} of {2} since {1}", holder, w.date(*relation.period.from), organisation, role);
}

std::string state_part(const Wording& w, const decide::Trigger& t, const snapshot::Entry& entry, std::string_view kept) {
  switch (t.asked.state) {
    case EntryState::active:
      return w.choose("该记录现仍在列", "the entry stands");
    case EntryState::removal_due:
      return w.say("移除该记录的事由已于{}出现，法院尚未移除，在移除之前记录仍然有效",
                   "a ground for its removal arose on {}; until the court removes it the entry stands", w.date(*entry.ground_on));
    case EntryState::expired:
      return w.say("该记录的期限已于{}届满而法院尚未移除，是否仍然有效须向法院核实",
                   "its term ran out on {} and nobody has removed it; whether it still holds, the court must say", w.date(*entry.expires_on));
    case EntryState::retained: {
      const snapshot::Retention retention = w.snapshot().retention(t.retention);
      const std::string what = kept.empty() ? w.choose("本项", "this measure") : w.say("“{}”", "“{}”", kept);
      return w.say("该记录已于{0}移除，但{3}依据“{1}”保留至{2}（含当日）", "the entry was removed on {0}, but by “{1}” {3} is kept through {2}",
                   w.date(*entry.removed_on), retention.basis, w.date(retention.until), what);
    }
  }
  return "";
}

void add_once(std::vector<std::string>& out, std::string sentence) {
  if (std::find(out.begin(), out.end(), sentence) == out.end()) out.push_back(std::move(sentence));
}

}  // namespace

std::string listing_sentence(const Wording& w, const decide::Trigger& t, Date d, std::string_view kept) {
  const snapshot::Entry entry = w.snapshot().entry(t.way.entry);
  const std::string who = w.party(w.snapshot().subject(t.way.entry));
  std::string out = entry_part(w, entry, who);
  if (t.way.direction != Direction::self) out += w.choose("；", "; ") + tie_part(w, t, who);
  out += w.choose("；", "; ") + state_part(w, t, entry, kept);
  if (entry.objection && entry.objection->holds_on(d)) out += w.choose("；该记录正在异议或者复议审查之中", "; the entry is under objection or review");
  return out + w.choose("。", ".");
}

std::string permit_words(const Wording& w, const snapshot::Permit& permit) {
  std::string out(permit.document);
  if (permit.period.from) out += w.say("，自{}起", ", from {}", w.date(*permit.period.from));
  if (permit.period.to) out += w.say("，至{}前一日止", ", until the day before {}", w.date(*permit.period.to));
  return out;
}

std::vector<std::string> ending_sentences(const Wording& w, std::span<const decide::Trigger> triggers) {
  std::vector<std::string> out;
  size_t entries = 0;
  bool by_role = false;
  bool by_officer = false;
  for (const decide::Trigger& t : triggers) {
    if (t.asked.state == EntryState::retained) {
      const snapshot::Retention retention = w.snapshot().retention(t.retention);
      add_once(out, w.say("依法保留的，至{}届满后不再适用。", "What is kept by law ends when {} has passed.", w.date(retention.until)));
    } else {
      ++entries;
    }
    by_role = by_role || (t.way.direction == Direction::debtor && t.way.relation.valid());
    by_officer = by_officer || t.way.direction == Direction::own;
  }
  if (entries == 1)
    add_once(out, w.choose("法院移除该记录之日起，不再因该记录适用。", "From the day on which the court removes the entry it no longer counts."));
  if (entries > 1) {
    add_once(out, w.choose("上述记录须全部由法院移除；只移除其中一部分的，仍然适用。",
                           "All of these entries must be removed by the court; while one stands, so does the measure."));
  }
  if (by_role) add_once(out, w.choose("不再担任上述职务之日起，不再因该职务适用。", "From the day on which the role ends it no longer counts."));
  if (by_officer) add_once(out, w.choose("该人员离任之日起，不再因其适用。", "From the day on which that officer leaves, that entry no longer counts."));
  if (!triggers.empty())
    add_once(out, w.choose("确有需要的，可以申请人民法院准许，凭准许文书办理。",
                           "Where there is a need, the court may be asked for permission; its document then decides."));
  return out;
}

}  // namespace plumb::explain
