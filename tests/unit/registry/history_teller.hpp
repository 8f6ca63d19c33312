// Histories → one registry that was told them, in an order and over roads of its own; and what it says of each.
//
// For step_effects_property_test.cpp. Many histories are told side by side, a statement of each at a time, since a call costs more than a row.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "runtime/registry/review/bindings.hpp"
#include "tests/unit/registry/push_scratch.hpp"
#include "tests/unit/registry/step_history.hpp"

namespace plumb::registry {

struct Manner {
  uint64_t salt = 0;          // of the order; 0: as drawn
  bool by_all_roads = false;  // commands, pushes and tables; else tables where they can say it
  size_t at_once = 1;         // so many rows of a history in one call, at most
};

class HistoryTeller {
 public:
  HistoryTeller(std::filesystem::path folder, Manner manner)
      : folder_(std::move(folder)), manner_(manner), registry_(expect_value(Registry::create(folder_.string() + ".db"))) {
    (void)registry_.database().run("PRAGMA synchronous = OFF");
  }

  void tell(const std::vector<History>& histories) {
    std::vector<Telling> tellings;
    for (const History& history : histories) {
      std::vector<const Saying*> left;
      if (manner_.salt == 0) {
        for (const Saying& one : history.sayings) left.push_back(&one);
      } else {
        left = in_some_order(history, manner_.salt);
      }
      std::reverse(left.begin(), left.end());
      tellings.push_back({&history, std::move(left), {}});
    }
    for (bool any = true; any;) {
      any = false;
      for (Telling& telling : tellings) any = tell_next(telling) || any;
      import_tables();
      take_push();
    }
  }

  Registry& registry() { return registry_; }
  // What was done over which road, for whoever reads a failure.
  const std::vector<std::string>& told() const { return told_; }

  // The live entries of the history and its permits, and what must hold of both and does not.
  Lines view(const History& history) {
    Lines lines;
    const std::map<std::string, std::string> one = parties(history);
    for (const std::string& case_no : history.cases) {
      for (std::string& line : query(
               "SELECT case_no || ' ' || i.id || ' ' || published_on || ' removed ' || ifnull(removed_on, '-') || ' ' || ifnull(removal_ground, '-') || ' ' || "
               "ifnull(removal_kind, '-') || ' ground ' || ifnull(ground_on, '-') || ' served ' || ifnull(served_on, '-') || ' expires ' || ifnull(expires_on, "
               "'-') || "
               "' objection ' || ifnull(objection, '-') FROM entries e JOIN identifiers i ON i.number = e.party WHERE revision_to IS NULL AND "
               "case_no = ? ORDER BY i.id, published_on",
               case_no))
        lines.push_back(std::move(line));
    }
    std::set<std::string> permits;
    for (const std::string& document : history.documents) {
      for (const std::string& permit :
           query("SELECT target || ' ' || ifnull(valid_from, '') || ' ' || ifnull(valid_to, '-') || ' ' || document FROM permits p JOIN "
                 "identifiers i ON i.number = p.party WHERE revision_to IS NULL AND i.id = ?",
                 document))
        permits.insert("permit " + one.at(document) + " " + permit);
    }
    lines.insert(lines.end(), permits.begin(), permits.end());
    for (std::string& wrong : faults(history, one)) lines.push_back("! " + wrong);
    return lines;
  }

 private:
  struct Telling {
    const History* history;
    std::vector<const Saying*> left;                            // the next one last
    std::set<std::pair<std::string, std::string>> listed = {};  // case and document
  };

  std::string moment() {
    char text[32];
    std::snprintf(text, sizeof text, "2019-12-30T%02d:%02d:%02dZ", seconds_ / 3600, seconds_ / 60 % 60, seconds_ % 60);
    ++seconds_;
    return text;
  }
  ByHand hand() { return registry_.by_hand(moment(), Language::en); }
  void note(const Saying& one, const std::string& road) { told_.push_back(std::to_string(one.number) + " " + road); }

  Lines query(const std::string& sql, const std::string& value) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) found = statements_.emplace(sql, expect_value(registry_.database().prepare(sql))).first;
    found->second.reset();
    found->second.bind(1, value);
    Lines lines;
    while (found->second.step() == SQLITE_ROW) lines.emplace_back(found->second.text(0));
    found->second.reset();
    return lines;
  }

  // By document: the first document of the party that bindings make of it.
  std::map<std::string, std::string> parties(const History& history) {
    std::map<std::string, std::string> one;
    for (const std::string& document : history.documents) one[document] = document;
    for (const std::string& document : history.documents) {
      for (const std::string& bearer :
           query("SELECT p.id FROM documents d JOIN identifiers i ON i.number = d.document JOIN identifiers p ON p.number = d.party "
                 "WHERE d.revision_to IS NULL AND i.id = ?",
                 document)) {
        const std::string a = one[document], b = one[bearer];
        for (auto& [id, of] : one) of = of == a || of == b ? std::min(a, b) : of;
      }
    }
    return one;
  }

  // Nobody is on the list past a removal that was recorded and not taken back; beneath steps stands only what is not what stands.
  Lines faults(const History& history, const std::map<std::string, std::string>& one) {
    Lines wrong;
    const std::set<size_t> withdrawn = history.withdrawn();
    for (const std::string& case_no : history.cases) {
      for (const std::string& entry :
           query("SELECT i.id || ' ' || published_on FROM entries e JOIN identifiers i ON i.number = e.party WHERE revision_to IS NULL AND "
                 "ifnull(removed_on, '9999') > '2019-12-30' AND case_no = ?",
                 case_no)) {
        const std::string party = entry.substr(0, entry.find(' ')), published = entry.substr(entry.find(' ') + 1);
        for (const Saying& step : history.sayings) {
          if (step.what != What::step || step.event.step != lifecycle::Step::removal || step.case_no != case_no || withdrawn.contains(step.key)) continue;
          const bool meant = step.published.empty() || step.published == published;
          if (meant && one.at(step.document) == one.at(party) && published <= step.event.on.iso()) wrong.push_back("on the list past its removal: " + entry);
        }
      }
      for (const std::string& column :
           query("SELECT b.key FROM entries e, json_each(e.originals, '$.beneath') b WHERE e.revision_to IS NULL AND e.originals NOT NULL AND b.value = "
                 "ifnull(CASE "
                 "b.key WHEN 'served_on' THEN served_on WHEN 'expires_on' THEN expires_on WHEN 'ground_on' THEN ground_on WHEN 'objection' THEN objection WHEN "
                 "'removed_on' THEN removed_on WHEN 'removal_ground' THEN removal_ground WHEN 'removal_kind' THEN removal_kind END, '') AND e.case_no = ?",
                 case_no))
        wrong.push_back("the same beneath " + column);
    }
    return wrong;
  }

  // The next statement of a history, or as many rows as may come in one call. Whether there was one.
  bool tell_next(Telling& telling) {
    const bool any = !telling.left.empty();
    for (size_t rows = 0; rows < manner_.at_once && !telling.left.empty(); ++rows) {
      const Saying& one = *telling.left.back();
      const bool as_row = (one.what == What::listing || one.what == What::step || (one.what == What::binding && !one.by_reviewer));
      if (rows > 0 && !as_row) break;
      telling.left.pop_back();
      if (!tell_one(telling, one, rows == 0)) break;
    }
    return any;
  }

  // Whether it became a row of a table, with which others may come. `alone`: no row of the history waits to be imported.
  bool tell_one(Telling& telling, const Saying& one, bool alone) {
    const size_t road = manner_.by_all_roads && alone ? mixed(telling.history->seed, manner_.salt + 1, one.number) % 4 : 0;
    switch (one.what) {
      case What::listing:
        telling.listed.insert({one.case_no, one.document});
        if (road == 1 && one.removed.empty()) return add_listing(one);
        if (road == 2 && !one.by_table_alone) return push_listing(one);
        entries_ += row_of_listing(one);
        note(one, "table");
        return true;
      case What::step:
        if (road != 0 && by_command(telling, one)) return false;
        events_ += row_of_step(one);
        note(one, "table");
        return true;
      case What::court_removal:
        pushed_ += R"({"caseCode":")" + one.case_no + R"(","cardNum":")" + one.document + R"(","publishDate":")" + one.published + R"(","removeDate":")" +
                   one.removed + R"(","removeGround":")" + one.ground + R"(","removeKind":")" + one.removal_kind + "\"}\n";
        note(one, "push");
        return false;
      case What::withdrawal:
        (void)expect_value(hand().withdraw(one.event));
        if (one.with_ground) take_ground_back(one);
        note(one, "command");
        return false;
      case What::binding:
        if (one.by_reviewer) {
          (void)bind_identifiers(registry_, one.bearer, one.document, said());
          note(one, "review");
          return false;
        }
        if (road == 1 && bind_identifiers(registry_, one.bearer, one.document, said())) {
          note(one, "review");
          return false;
        }
        documents_ += one.document + "," + one.bearer + ",王五,核验\n";
        note(one, "table");
        return true;
      case What::parting:
        (void)split(registry_, one.document, "", said());
        note(one, "review");
        return false;
    }
    return false;
  }
  // By command it goes with its removal; of a table's two rows each is taken back.
  void take_ground_back(const Saying& one) {
    lifecycle::Event ground = one.event;
    ground.step = lifecycle::Step::removal_ground;
    ground.removal_kind.clear();
    ground.on = *one.with_ground;
    (void)hand().withdraw(ground);
  }
  Said said() { return {"王五", "核验", *Date::parse("2019-12-30"), moment()}; }

  bool add_listing(const Saying& one) {
    (void)expect_value(hand().add(Table::entries, {{"case_no", one.case_no},
                                                   {"party", one.document},
                                                   {"court", "样例县人民法院"},
                                                   {"published_on", one.published},
                                                   {"publishable", "true"},
                                                   {"expires_on", one.expires},
                                                   {"ground_on", one.ground},
                                                   {"served_on", one.served},
                                                   {"objection", one.objection},
                                                   {"removed_on", ""}}));
    note(one, "command");
    return false;
  }
  // All columns are named, the empty ones too, as in a table.
  bool push_listing(const Saying& one) {
    pushed_ += R"({"caseCode":")" + one.case_no + R"(","cardNum":")" + one.document + R"(","courtName":"样例县人民法院","publishDate":")" + one.published +
               R"(","届满日期":")" + one.expires + R"(","撤销事由发生日期":")" + one.ground + R"(","送达日期":")" + one.served + R"(","异议期间":")" +
               one.objection + "\"" + (one.removed.empty() ? "" : R"(,"removeDate":")" + one.removed + R"(","removeKind":")" + one.removal_kind + "\"") + "}\n";
    note(one, "push");
    return false;
  }
  static std::string row_of_listing(const Saying& one) {
    return one.case_no + "," + one.document + ",样例县人民法院," + one.published + "," + one.expires + "," + one.ground + "," + one.removed + ",true,," +
           one.served + "," + one.objection + "," + one.removal_kind + "\n";
  }
  static std::string row_of_step(const Saying& one) {
    const auto row = [&](lifecycle::Step kind, Date on) {
      const lifecycle::Event& event = one.event;
      return event.case_no + "," + event.party + "," + one.published + "," + lifecycle::word(kind).alias + "," + on.iso() + "," +
             (event.until ? event.until->iso() : "") + "," + event.by + "," + event.document + "," + event.detail + "," +
             (kind == lifecycle::Step::removal ? event.removal_kind : "") + "\n";
    };
    return row(one.event.step, one.event.on) + (one.with_ground ? row(lifecycle::Step::removal_ground, *one.with_ground) : "");
  }

  // A command keeps a step for the document and the listing that stand, a table as it says; so only of those where both are the same. A
  // removal that names no listing names none either way, but its ground is by command that of each listing.
  bool by_command(const Telling& telling, const Saying& one) {
    using enum lifecycle::Step;
    const lifecycle::Step kind = one.event.step;
    const bool of_listing = kind == term || kind == extension || kind == removal_ground || (kind == removal && one.with_ground);
    if (one.corrected || (of_listing && one.published.empty()) || (kind == removal && one.event.removal_kind.empty())) return false;
    if (telling.history->parts()) {
      for (const std::string& document : telling.history->documents) {
        if (telling.listed.contains({one.case_no, document}) != (document == one.document)) return false;
      }
    }
    const lifecycle::Event& event = one.event;
    const auto done = kind == removal ? hand().remove({one.case_no, one.document, event.published_on, event.on, event.removal_kind, event.detail,
                                                       one.with_ground, event.document, event.by})
                                      : hand().take(event);
    if (done) note(one, "command");
    return done.has_value();
  }

  std::filesystem::path write(const std::string& name, const std::string& text) {
    const std::filesystem::path file = folder_.string() + "-" + name;
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }
  void import_tables() {
    std::vector<ImportFile> files;
    if (!documents_.empty()) files.push_back({write("documents.csv", "document,party,by,basis\n" + documents_), Table::documents});
    if (!events_.empty())
      files.push_back({write("events.csv", "case_no,party,published_on,kind,on,until,by,document,detail,removal_kind\n" + events_), Table::events});
    if (!entries_.empty()) {
      files.push_back(
          {write("entries.csv",
                 "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,served_on,objection,removal_kind\n" + entries_),
           Table::entries});
    }
    documents_ = events_ = entries_ = "";
    if (files.empty()) return;
    const ImportSummary summary = expect_value(registry_.import(files, {.recorded_at = moment()}));
    for (const FileSummary& file : summary.files) {
      if (file.table != Table::documents && file.rejected != 0) throw std::runtime_error("rows of " + file.file + " were refused");
    }
  }
  void take_push() {
    if (pushed_.empty()) return;
    court::PushOptions options;
    options.recorded_at = moment();
    // A blank line more each time: the same bytes, sent again for no day, would be skipped.
    const auto told = expect_value(registry_.take_push({write("push.ndjson", pushed_ + std::string(static_cast<size_t>(++pushes_), '\n'))}, options));
    if (told.refused() != 0) throw std::runtime_error("records of a push were refused");
    pushed_ = "";
  }

  std::filesystem::path folder_;
  Manner manner_;
  Registry registry_;
  std::map<std::string, Statement> statements_;
  std::string documents_, events_, entries_, pushed_;
  std::vector<std::string> told_;
  int seconds_ = 0, pushes_ = 0;
};

}  // namespace plumb::registry
