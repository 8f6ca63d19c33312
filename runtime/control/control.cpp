#include "runtime/control/control.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "compiler/base/check.hpp"

namespace plumb::control {

namespace {

Decimal sum(Decimal a, Decimal b) {
  const std::optional<Decimal> total = add(a, b);
  check(total.has_value(), "shares of at most 100 do not overflow");
  return *total;
}

// A percentage of a percentage.
Decimal part(Decimal whole, Decimal share) {
  const std::optional<Decimal> product = multiply(whole, share);
  check(product.has_value(), "products of percentages do not overflow");
  return *divide(*product, Decimal::from_integer(100));
}

// The shares held on one day, by holder. Nodes are parties in the order of their identifiers, so that walking the holdings of
// one goes through them in that order.
struct Graph {
  struct Share {
    uint32_t organisation = 0;
    Decimal percentage;
  };
  std::vector<uint32_t> party;   // node → party
  std::vector<uint64_t> begins;  // node → its first share; one more than nodes
  std::vector<Share> shares;     // positive, by holder, then organisation
  std::vector<bool> held;        // node → whether anybody holds a share of it, stated or not

  size_t size() const { return party.size(); }
  std::span<const Share> of(uint32_t node) const { return std::span(shares).subspan(begins[node], begins[node + 1] - begins[node]); }
};

struct Holding {
  uint32_t holder = 0;
  uint32_t organisation = 0;
  Decimal percentage;
};

// Party → node, for those that a row of the day names; others have none.
constexpr uint32_t kNone = UINT32_MAX;

std::vector<uint32_t> number_nodes(const Shareholdings& in, Date on, Graph& graph) {
  std::vector<uint32_t> node(in.parties.size(), kNone);
  for (const Shareholding& row : in.rows) {
    if (!row.period.holds_on(on)) continue;
    for (const uint32_t party : {row.holder, row.organisation}) {
      if (node[party] == kNone) graph.party.push_back(party);
      node[party] = 0;
    }
  }
  std::sort(graph.party.begin(), graph.party.end(), [&](uint32_t a, uint32_t b) { return in.parties[a].id < in.parties[b].id; });
  for (uint32_t i = 0; i < graph.size(); ++i) node[graph.party[i]] = i;
  return node;
}

// Rows of one holder and organisation become one.
void merge(std::vector<Holding>& holdings) {
  const auto key = [](const Holding& h) { return std::tie(h.holder, h.organisation); };
  std::sort(holdings.begin(), holdings.end(), [&](const Holding& a, const Holding& b) { return key(a) < key(b); });
  size_t kept = 0;
  for (size_t i = 0; i < holdings.size(); ++i) {
    if (kept != 0 && key(holdings[kept - 1]) == key(holdings[i])) {
      holdings[kept - 1].percentage = sum(holdings[kept - 1].percentage, holdings[i].percentage);
    } else {
      holdings[kept++] = holdings[i];
    }
  }
  holdings.resize(kept);
}

Graph lay_out(const Shareholdings& in, Date on, Control& out) {
  Graph graph;
  const std::vector<uint32_t> node = number_nodes(in, on, graph);
  graph.held.assign(graph.size(), false);
  std::vector<Holding> holdings;
  std::vector<std::pair<uint32_t, uint32_t>> unstated;  // organisation, holder
  for (const Shareholding& row : in.rows) {
    if (!row.period.holds_on(on)) continue;
    const uint32_t holder = node[row.holder];
    const uint32_t organisation = node[row.organisation];
    graph.held[organisation] = true;
    if (!row.percentage) unstated.emplace_back(organisation, holder);
    if (row.percentage && row.percentage->units > 0) holdings.push_back({holder, organisation, *row.percentage});
  }
  merge(holdings);
  std::sort(unstated.begin(), unstated.end());
  unstated.erase(std::unique(unstated.begin(), unstated.end()), unstated.end());
  for (const auto& [organisation, holder] : unstated) out.unstated.push_back({graph.party[holder], graph.party[organisation]});

  std::vector<Decimal> totals(graph.size());
  graph.begins.assign(graph.size() + 1, 0);
  for (const Holding& h : holdings) {
    ++graph.begins[h.holder + 1];
    graph.shares.push_back({h.organisation, h.percentage});
    totals[h.organisation] = sum(totals[h.organisation], h.percentage);
  }
  std::partial_sum(graph.begins.begin(), graph.begins.end(), graph.begins.begin());
  for (uint32_t i = 0; i < graph.size(); ++i) {
    if (totals[i] > Decimal::from_integer(100)) out.oversubscribed.push_back({graph.party[i], totals[i]});
  }
  return graph;
}

// What one holder controls, and how it comes there. Kept from holder to holder; only what was touched is cleared.
class Reach {
 public:
  Reach(const Graph& graph, Decimal threshold) : graph_(graph), threshold_(threshold), nodes_(graph.size()) {}

  // Organisations controlled by `holder`, each with its chain.
  void add_candidates(uint32_t holder, std::vector<Candidate>& out) {
    for (const uint32_t node : touched_) nodes_[node] = {};
    touched_.clear();
    spread(holder);
    find_chains(holder);
    for (const uint32_t node : touched_) {
      if (nodes_[node].controlled) out.push_back(candidate(holder, node));
    }
  }

 private:
  struct Node {
    Decimal votes;
    uint32_t before = kNone;  // in the chain
    Decimal share;            // of `before` in it
    bool touched = false, controlled = false;
  };

  // Each organisation enters the work list once, when its votes first exceed the threshold; its own shares count from then on.
  void spread(uint32_t holder) {
    work_.assign(1, holder);
    while (!work_.empty()) {
      const uint32_t from = work_.back();
      work_.pop_back();
      for (const Graph::Share& share : graph_.of(from)) {
        Node& to = nodes_[share.organisation];
        if (!to.touched) touched_.push_back(share.organisation);
        to.touched = true;
        to.votes = sum(to.votes, share.percentage);
        if (to.controlled || share.organisation == holder || to.votes <= threshold_) continue;
        to.controlled = true;
        work_.push_back(share.organisation);
      }
    }
  }

  // Breadth first, each rank in the order of its chains: the first to come to an organisation comes by the first chain.
  void find_chains(uint32_t holder) {
    work_.assign(1, holder);
    for (size_t next = 0; next < work_.size(); ++next) {
      const uint32_t from = work_[next];
      for (const Graph::Share& share : graph_.of(from)) {
        Node& to = nodes_[share.organisation];
        if (!to.controlled || to.before != kNone) continue;
        to.before = from;
        to.share = share.percentage;
        work_.push_back(share.organisation);
      }
    }
  }

  Candidate candidate(uint32_t holder, uint32_t organisation) const {
    Candidate found{graph_.party[holder], graph_.party[organisation], nodes_[organisation].votes, Decimal::from_integer(100), {}};
    for (uint32_t at = organisation; at != holder; at = nodes_[at].before) found.path.push_back({graph_.party[at], nodes_[at].share});
    std::reverse(found.path.begin(), found.path.end());
    for (const Link& link : found.path) found.interest = part(found.interest, link.share);
    return found;
  }

  const Graph& graph_;
  Decimal threshold_;
  std::vector<Node> nodes_;
  std::vector<uint32_t> touched_;  // nodes in which the holder commands votes
  std::vector<uint32_t> work_;
};

}  // namespace

Control find_control(const Shareholdings& shareholdings, const Question& question) {
  Control out;
  const Graph graph = lay_out(shareholdings, question.on, out);
  Reach reach(graph, question.threshold);
  for (uint32_t holder = 0; holder < graph.size(); ++holder) {
    const bool organisation = graph.held[holder] || shareholdings.parties[graph.party[holder]].kind == PartyKind::organisation;
    if (question.holders == Holders::any || !organisation) reach.add_candidates(holder, out.candidates);
  }
  const auto order = [&](const Candidate& a, const Candidate& b) {
    const auto& parties = shareholdings.parties;
    return std::tie(parties[a.organisation].id, parties[a.holder].id) < std::tie(parties[b.organisation].id, parties[b.holder].id);
  };
  std::sort(out.candidates.begin(), out.candidates.end(), order);
  return out;
}

}  // namespace plumb::control
