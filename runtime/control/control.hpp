// Who holds how much of whom → who may control whom (实际控制人), for a person to confirm or refuse. A candidate never acts by
// itself: it triggers no measure until somebody records the relation.
//
// X controls Y when the votes that X commands in Y exceed a threshold: its own share and those of every organisation that it
// controls. That is the least fixpoint: nobody is a controller only because it would be one if it were one. Cross-holdings and
// cycles come to an end, and organisations that hold each other in a circle are controlled by nobody outside.
// Called by the registry's door. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/decimal.hpp"
#include "compiler/base/vocabulary.hpp"
#include "runtime/facts/facts.hpp"

namespace plumb::control {

// A party is its position in Shareholdings::parties.
struct Party {
  std::string_view id;
  std::optional<PartyKind> kind;
};

// Several rows of one holder and organisation on one day count together.
struct Shareholding {
  uint32_t holder = 0;
  uint32_t organisation = 0;
  std::optional<Decimal> percentage;  // 0 to 100; nothing: recorded without one
  facts::Period period;
};

struct Shareholdings {
  std::vector<Party> parties;  // each identifier once
  std::vector<Shareholding> rows;
};

// Whose control is told.
enum class Holders : uint8_t {
  persons,  // who is not recorded as an organisation, and in whom nobody holds a share: those behind whom nobody stands
  any,      // organisations too, so that every step of a chain is a candidate of its own
};

struct Question {
  Date on;
  Decimal threshold = Decimal::from_integer(50);  // percent; who has exactly this much does not control
  Holders holders = Holders::persons;
};

// One step of a chain: the organisation come to, and the share in it of the one before.
struct Link {
  uint32_t organisation = 0;
  Decimal share;
};

struct Candidate {
  uint32_t holder = 0;
  uint32_t organisation = 0;
  Decimal votes;     // percent: all that the holder commands, the organisation's shares in itself among them
  Decimal interest;  // percent: the product of the shares along `path`, rounded half to even at 18 digits
  // From the holder to the organisation through organisations that the holder controls: the shortest chain, of several the
  // one whose identifiers come first.
  std::vector<Link> path;
};

// More than the whole is recorded as held: the shares are wrong somewhere, and so may be who controls.
struct Oversubscribed {
  uint32_t organisation = 0;
  Decimal total;
};

// A shareholder whose share is not recorded, and which counted as nothing: who controls may be wrong by it.
struct Unstated {
  uint32_t holder = 0;
  uint32_t organisation = 0;
};

struct Control {
  std::vector<Candidate> candidates;           // by organisation, then holder, both by identifier
  std::vector<Oversubscribed> oversubscribed;  // by identifier
  std::vector<Unstated> unstated;              // by organisation, then holder
};

// Time: for each holder told, the shares held by what it controls. With Holders::persons, a threshold of half or more and
// nothing oversubscribed that is at most every share once, since an organisation then has at most one such controller.
// REQUIRES: percentages and threshold within 0 to 100.
Control find_control(const Shareholdings& shareholdings, const Question& question);

}  // namespace plumb::control
