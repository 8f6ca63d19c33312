// A registry with a person, the same under a passport, a masked record and a firm; and what is told of them, as lines.
#pragma once

#include <string>
#include <vector>

#include "runtime/registry/review/bindings.hpp"
#include "runtime/registry/review/candidates.hpp"
#include "tests/unit/registry/scratch.hpp"

namespace plumb::registry {

class Reviewing : public Scratch {
 protected:
  Said said(const std::string& reason = "看过原件") { return {"王五", reason, *Date::parse("2019-10-01"), tick()}; }

  // "party other reason reason" of each, and who refused it.
  static std::vector<std::string> told(Registry& registry, const CandidateQuery& query = {}) {
    std::vector<std::string> out;
    for (const IdentityCandidate& c : expect_value(identity_candidates(registry, query))) {
      std::string& line = out.emplace_back(c.party.id + " " + c.other.id);
      for (const identity::Reason reason : c.reasons) line += std::string(" ") + identity::reason_code(reason);
      if (c.review) line += " | " + c.review->verdict + " " + c.review->by + " " + c.review->on + " " + c.review->reason;
    }
    return out;
  }
  static std::vector<std::string> documents(const facts::Facts& facts) {
    std::vector<std::string> out;
    for (const facts::Document& d : facts.documents) out.push_back(d.document + ">" + d.party);
    return out;
  }
  static std::string code(const Error& error) { return error.code; }

  Registry people() {
    Registry registry = make();
    (void)take(registry, "parties.csv", "id,kind,name,sector\n" + kPerson + ",person,张三,\nE12345678,person,张三,\n" + kFirm + ",organisation,甲公司,\n");
    (void)take(
        registry, "entries.csv",
        kEntryHeader + "甲1,E12345678,法院,2019-01-01,,,,true,\n甲2,410399********1236,法院,2019-01-01,,,,true,\n甲3," + kFirm + ",法院,2019-01-01,,,,true,\n");
    return registry;
  }

  const std::string kPerson = "410399198503121236";
  const std::string kMasked = "410399********1236";
  const std::string kFirm = "914103991234567819";
};

using Lines = std::vector<std::string>;

}  // namespace plumb::registry
