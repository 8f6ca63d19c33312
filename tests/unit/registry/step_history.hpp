// A number → a small history of one or two parties: what is said of their entries, and which of it must come before which.
//
// For step_effects_property_test.cpp. Days lie in 2019; identifiers and case numbers are the history's own, so that many stand in one registry.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/lifecycle/event.hpp"

namespace plumb::registry {

enum class What : uint8_t { listing, step, court_removal, withdrawal, binding, parting };

struct Saying {
  What what = What::listing;
  size_t number = 0;  // in the order of drawing
  std::string case_no, document;
  std::string published;                                    // of the listing that is meant; empty: none is named
  std::string removed, expires, ground, served, objection;  // cells of a listing; of a court's removal its day and ground
  std::string removal_kind;                                 // of both
  bool by_table_alone = false;                              // of a listing: a push would say something else by it
  lifecycle::Event event;                                   // of a step
  std::optional<Date> with_ground;                          // of a removal: recorded together with it
  bool corrected = false;                                   // of a step: another one of the same key follows, or went before
  size_t key = 0;                                           // of a step and its corrections: the first of them; of a withdrawal: what it takes back
  std::string bearer;                                       // of a binding
  bool by_reviewer = false;                                 // of a binding: undone once, so that a table's word does not do it
};

// Numbers that depend on their seed alone, on every machine (splitmix64).
class Draw {
 public:
  explicit Draw(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  size_t below(size_t limit) { return static_cast<size_t>(next() % limit); }
  bool one_in(size_t n) { return below(n) == 0; }
  template <typename T>
  const T& among(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }

 private:
  uint64_t state_;
};

inline uint64_t mixed(uint64_t a, uint64_t b, uint64_t c) { return Draw(Draw(Draw(a).next() + b).next() + c).next(); }

struct History {
  uint64_t seed = 0;
  std::vector<std::string> documents;  // two of each party
  std::vector<std::string> cases;
  std::vector<Saying> sayings;

  bool parts() const {
    return std::any_of(sayings.begin(), sayings.end(), [](const Saying& one) { return one.what == What::parting; });
  }
  std::set<size_t> withdrawn() const {
    std::set<size_t> keys;
    for (const Saying& one : sayings) {
      if (one.what == What::withdrawal) keys.insert(one.key);
    }
    return keys;
  }
  // As if what is taken back had never been recorded.
  History without_withdrawn() const {
    History out = *this;
    const std::set<size_t> keys = withdrawn();
    std::erase_if(out.sayings, [&](const Saying& one) { return (one.what == What::step || one.what == What::withdrawal) && keys.contains(one.key); });
    return out;
  }
};

// Where both are said of one registry: whether the one that was drawn first must come first. Of two lists, two steps of a kind and two
// bindings the later counts, and a step is taken back after it was recorded. All else may come in any order.
inline bool keeps_its_place(const Saying& first, const Saying& second) {
  const auto lists = [](const Saying& one) { return one.what == What::listing || one.what == What::court_removal; };
  const auto binds = [](const Saying& one) { return one.what == What::binding || one.what == What::parting; };
  if (binds(first) && binds(second)) return true;
  if (first.case_no != second.case_no) return false;
  if (lists(first) && lists(second)) return true;
  if (first.what != What::step) return false;
  if (second.what == What::withdrawal) return first.key == second.key;
  if (second.what != What::step) return false;
  const auto tells_ground = [](const Saying& one) { return one.event.step == lifecycle::Step::removal_ground || one.with_ground; };
  return first.event.step == second.event.step || (tells_ground(first) && tells_ground(second));
}

// One of the orders that keep what must be kept.
inline std::vector<const Saying*> in_some_order(const History& history, uint64_t salt) {
  std::vector<const Saying*> left, out;
  for (const Saying& one : history.sayings) left.push_back(&one);
  const auto rank = [&](const Saying* one) { return mixed(history.seed, salt, one->number); };
  while (!left.empty()) {
    auto next = left.end();
    for (auto one = left.begin(); one != left.end(); ++one) {
      const bool waits = std::any_of(left.begin(), one, [&](const Saying* earlier) { return keeps_its_place(*earlier, **one); });
      if (!waits && (next == left.end() || rank(*one) < rank(*next))) next = one;
    }
    out.push_back(*next);
    left.erase(next);
  }
  return out;
}

// What is drawn, one thing after the other.
class HistoryDrawn {
 public:
  explicit HistoryDrawn(uint64_t seed) : draw_(seed) {
    history_.seed = seed;
    const size_t parties = draw_.one_in(2) ? 2 : 1, cases = draw_.one_in(3) ? 2 : 1;
    for (size_t i = 0; i < 2 * parties; ++i) history_.documents.push_back("E" + std::to_string(10'000'000 + 4 * seed + i));
    for (size_t i = 0; i < cases; ++i) history_.cases.push_back("（2019）豫0399执" + std::to_string(1 + 2 * seed + i) + "号");
    for (const std::string& case_no : history_.cases) {
      for (size_t party = 0; party < parties; ++party) {
        if (party == 0 || draw_.one_in(2)) list(case_no, party);
      }
    }
    for (size_t steps = 2 + draw_.below(6); steps > 0; --steps) take_step();
    bind_documents(parties);
    take_back();
  }
  History take() { return std::move(history_); }

 private:
  struct Listing {
    std::string case_no, published;
    size_t party;
  };

  static Date day(size_t of_year) {
    const std::chrono::year_month_day date = std::chrono::sys_days(std::chrono::year(2019) / 1 / 1) + std::chrono::days(of_year);
    return *Date::from_ymd(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                           static_cast<int>(static_cast<unsigned>(date.day())));
  }
  size_t draw_day(size_t from, size_t to) { return from + draw_.below(to - from); }

  Saying& say(What what) {
    Saying& one = history_.sayings.emplace_back();
    one.what = what;
    one.number = one.key = history_.sayings.size() - 1;
    return one;
  }
  const std::string& document_of(size_t party) { return history_.documents[2 * party + (draw_.one_in(3) ? 1 : 0)]; }

  void list(const std::string& case_no, size_t party) {
    for (size_t listing = draw_.one_in(2) ? 2 : 1, from = 1; listing > 0; --listing, from = 150) {
      size_t published = draw_day(from, from + 120);
      while (!published_.insert(published).second) ++published;
      const Listing one{case_no, day(published).iso(), party};
      listings_.push_back(one);
      const bool twice = draw_.one_in(5);  // under both documents
      const std::string under = document_of(party);
      const size_t first = history_.sayings.size();
      for (size_t rows = 1 + draw_.below(2) + (twice ? 1 : 0), row = 0; row < rows; ++row) {
        Saying& said = say(What::listing);
        said.case_no = case_no;
        said.document = twice ? history_.documents[2 * party + row % 2] : under;
        said.published = one.published;
        fill(said, published);
      }
      // Pushes know one entry of a listing, take no removal back, and tell no time under objection.
      // And what is said again without its kind keeps it, of a push.
      bool by_table_alone = twice, removed_so_far = false, kind_so_far = false;
      for (size_t i = first; i < history_.sayings.size(); ++i) {
        const Saying& said = history_.sayings[i];
        const bool says_none = said.removed.empty() || said.removed == kToCome;
        by_table_alone = by_table_alone || !said.objection.empty() || (says_none && removed_so_far) || (said.removal_kind.empty() && kind_so_far);
        removed_so_far = removed_so_far || !said.removed.empty();
        kind_so_far = kind_so_far || !said.removal_kind.empty();
      }
      for (size_t i = first; i < history_.sayings.size(); ++i) history_.sayings[i].by_table_alone = by_table_alone;
      if (!twice && draw_.one_in(5)) {
        Saying& removed = say(What::court_removal);
        removed.case_no = case_no;
        removed.document = under;
        removed.published = one.published;
        removed.removed = day(draw_day(published, 360)).iso();
        removed.ground = draw_.among(kGrounds);
        removed.removal_kind = draw_.among(kKinds);
      }
    }
  }
  void fill(Saying& said, size_t published) {
    if (draw_.one_in(4)) said.removed = draw_.one_in(4) ? kToCome : day(draw_day(published, 360)).iso();
    if (!said.removed.empty() && said.removed != kToCome) said.removal_kind = draw_.among(kKinds);
    if (draw_.one_in(2)) said.expires = draw_.one_in(2) ? "2021-01-01" : "2020-06-01";
    if (draw_.one_in(4)) said.ground = day(draw_day(published, 360)).iso();
    if (draw_.one_in(4)) said.served = day(draw_day(1, 360)).iso();
    if (draw_.one_in(6)) said.objection = day(draw_day(1, 200)).iso() + "–" + day(draw_day(200, 360)).iso();
  }

  void take_step() {
    using enum lifecycle::Step;
    static const std::vector<lifecycle::Step> kSteps = {
        service, objection, objection_decision, reconsideration, reconsideration_decision, permit, suspension, term, extension, removal_ground, removal,
        removal, removal,   removal_notice};
    const Listing about = draw_.among(listings_);
    Saying& said = say(What::step);
    said.case_no = about.case_no;
    said.document = document_of(about.party);
    lifecycle::Event& event = said.event;
    event.case_no = about.case_no;
    event.party = said.document;
    event.step = draw_.among(kSteps);
    if (draw_.one_in(2)) {
      said.published = about.published;
      event.published_on = *Date::parse(about.published);
    }
    event.on = day(draw_day(1, 360));
    event.by = "样例县人民法院";
    event.document = "文书" + std::to_string(said.number) + "号";
    say_more_of(event);
    if (event.step == removal && draw_.one_in(3)) said.with_ground = event.on;
    if (!draw_.one_in(6) || said.with_ground) return;
    // The same step once more, told otherwise.
    said.corrected = true;
    Saying again = said;
    again.number = history_.sayings.size();
    say_more_of(again.event);
    history_.sayings.push_back(std::move(again));
  }
  void say_more_of(lifecycle::Event& event) {
    using enum lifecycle::Step;
    if (event.step == objection_decision || event.step == reconsideration_decision) event.detail = draw_.one_in(2) ? "理由成立" : "驳回";
    if (event.step == removal) event.detail = draw_.among(kGrounds);
    if (event.step == removal) event.removal_kind = draw_.among(kKinds);
    if (event.step == permit) event.detail = draw_.one_in(2) ? "lodging" : "";
    const bool ends = event.step == term || event.step == extension || ((event.step == permit || event.step == suspension) && draw_.one_in(2));
    if (ends) event.until = day(360 + draw_.below(700));
  }

  void bind(const std::string& document, const std::string& bearer, bool by_reviewer) {
    Saying& said = say(What::binding);
    said.document = document;
    said.bearer = bearer;
    said.by_reviewer = by_reviewer;
  }
  void bind_documents(size_t parties) {
    for (size_t party = 0; party < parties; ++party) {
      if (draw_.one_in(4)) continue;
      const std::string document = history_.documents[2 * party + 1];
      // Now and then to somebody else, in error.
      const size_t whose = parties == 2 && draw_.one_in(5) ? 1 - party : party;
      bind(document, history_.documents[2 * whose], false);
      if (!draw_.one_in(3)) continue;
      say(What::parting).document = document;
      if (draw_.one_in(2)) bind(document, history_.documents[2 * whose], true);
    }
  }
  void take_back() {
    std::set<size_t> keys;
    const std::vector<Saying> said = history_.sayings;
    for (const Saying& one : said) {
      if (one.what != What::step || !draw_.one_in(4) || !keys.insert(one.key).second) continue;
      Saying& back = say(What::withdrawal);
      back.case_no = one.case_no;
      back.document = one.document;
      back.event = one.event;
      back.with_ground = one.with_ground;
      back.key = one.key;
    }
  }

  inline static const std::string kToCome = "2099-01-01";
  inline static const std::vector<std::string> kKinds = {"", "shielded", "revoked"};
  inline static const std::vector<std::string> kGrounds = {"全部履行", "和解履行完毕", "错误纳入"};

  Draw draw_;
  History history_;
  std::vector<Listing> listings_;
  std::set<size_t> published_;
};

}  // namespace plumb::registry
