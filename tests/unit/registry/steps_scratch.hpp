// An entry as a table lists it, with what is needed to take steps of it by file, by hand and by push, and to see what it comes to.
#pragma once

#include <string>
#include <vector>

#include "runtime/registry/by_hand.hpp"
#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {

using lifecycle::Step;

inline const std::string kCase = "（2019）豫0399执1号", kPassport = "E12345678";
inline const std::string kEventHeader = "case_no,party,published_on,kind,on,until,by,document,detail\n";

inline Date day(const char* iso) { return Date::parse(iso).value(); }

class Steps : public PushScratch {
 protected:
  void SetUp() override {
    PushScratch::SetUp();
    (void)take(*registry_, "entries.csv", table_row(""));
  }
  // The entry as a table tells it.
  static std::string table_row(const std::string& removed_on, const std::string& duty = "还款") {
    return "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,duty\n" + kCase + "," + kAlpha +
           ",样例县人民法院,2019-06-10,2021-06-10,," + removed_on + ",true,," + duty + "\n";
  }
  ByHand hand() { return registry_->by_hand(tick(), Language::en); }
  static lifecycle::Event step(Step kind, const char* on, std::string detail = {}) {
    lifecycle::Event out;
    out.case_no = kCase;
    out.party = kAlpha;
    out.step = kind;
    out.on = day(on);
    out.by = "样例县人民法院";
    out.document = "文书1号";
    out.detail = std::move(detail);
    return out;
  }
  static Removal removal() { return {kCase, kAlpha, {}, day("2019-10-08"), "shielded", "全部履行", day("2019-09-29"), "文书2号", "样例县人民法院"}; }
  // removed_on removal_kind removal_ground ground_on served_on expires_on objection, '-' for nothing.
  std::string state() const {
    const Lines lines = query(
        "SELECT ifnull(removed_on, '-') || ' ' || ifnull(removal_kind, '-') || ' ' || ifnull(removal_ground, '-') || ' ' || ifnull(ground_on, '-') || ' ' || "
        "ifnull(served_on, '-') || ' ' || ifnull(expires_on, '-') || ' ' || ifnull(objection, '-') FROM entries WHERE revision_to IS NULL AND case_no = '" +
        kCase + "'");
    return lines.size() == 1 ? lines[0] : std::to_string(lines.size()) + " entries";
  }
  Lines permits() const {
    return query("SELECT target || ' ' || valid_from || ifnull(' ' || valid_to, '') FROM permits WHERE revision_to IS NULL ORDER BY target");
  }
  static std::vector<RowWarning> warnings_of(const ImportSummary& summary) {
    std::vector<RowWarning> out;
    for (const RowNote& note : summary.warnings) out.push_back(note.warning);
    return out;
  }
};

}  // namespace plumb::registry
