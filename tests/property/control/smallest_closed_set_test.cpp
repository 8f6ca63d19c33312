// The work list against the definition: a set of organisations is closed when it holds everything in which the holder and the
// set command more than the threshold; what is controlled is the smallest closed set. Here every subset is tried, and every
// chain, in whole numbers; nothing is shared with what is tested.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <random>
#include <string>

#include "runtime/control/control.hpp"

namespace plumb::control {
namespace {

constexpr unsigned kMost = 7;
constexpr std::array<std::string_view, kMost> kNames = {"D", "A", "G", "B", "F", "C", "E"};

struct Matrix {
  unsigned nodes = 0;
  std::array<std::array<int, kMost>, kMost> share{};  // [holder][organisation], whole percents; 0: none
  int threshold = 50;
};

int votes(const Matrix& m, unsigned set, unsigned in) {
  int sum = 0;
  for (unsigned i = 0; i < m.nodes; ++i) sum += (set >> i & 1) != 0 ? m.share[i][in] : 0;
  return sum;
}

// The smallest set that is closed for the holder, which stands in it as a bit.
unsigned smallest_closed_set(const Matrix& m, unsigned holder) {
  unsigned best = 0, found = 0;
  for (unsigned set = 0; set < 1U << m.nodes; ++set) {
    if ((set >> holder & 1) == 0) continue;
    bool closed = true;
    for (unsigned i = 0; i < m.nodes; ++i) closed = closed && ((set >> i & 1) != 0 || votes(m, set, i) <= m.threshold);
    if (!closed) continue;
    if (found == 0 || std::popcount(set) < std::popcount(best)) best = set;
    found = 1;
  }
  return best;
}

// Every chain within `set` from the end of `chain` to `goal`: the best by length, then by names.
void try_chains(const Matrix& m, unsigned set, unsigned goal, std::vector<unsigned>& chain, std::optional<std::vector<unsigned>>& best) {
  const auto names = [](const std::vector<unsigned>& nodes) {
    std::string out;
    for (const unsigned node : nodes) out += kNames[node];
    return out;
  };
  if (chain.back() == goal && chain.size() > 1) {
    if (!best || chain.size() < best->size() || (chain.size() == best->size() && names(chain) < names(*best))) best = chain;
    return;
  }
  for (unsigned next = 0; next < m.nodes; ++next) {
    if ((set >> next & 1) == 0 || m.share[chain.back()][next] == 0 || std::find(chain.begin(), chain.end(), next) != chain.end()) continue;
    chain.push_back(next);
    try_chains(m, set, goal, chain, best);
    chain.pop_back();
  }
}

std::vector<std::string> by_definition(const Matrix& m) {
  std::vector<std::string> out;
  for (unsigned holder = 0; holder < m.nodes; ++holder) {
    const unsigned set = smallest_closed_set(m, holder);
    for (unsigned goal = 0; goal < m.nodes; ++goal) {
      if (goal == holder || (set >> goal & 1) == 0) continue;
      std::vector<unsigned> chain = {holder};
      std::optional<std::vector<unsigned>> best;
      try_chains(m, set, goal, chain, best);
      if (!best) {
        ADD_FAILURE() << "controlled by no chain";
        continue;
      }
      std::string line = std::string(kNames[goal]) + " by " + std::string(kNames[holder]) + " " + std::to_string(votes(m, set, goal)) + ":";
      for (size_t i = 1; i < best->size(); ++i) line += " " + std::string(kNames[(*best)[i]]) + " " + std::to_string(m.share[(*best)[i - 1]][(*best)[i]]);
      out.push_back(std::move(line));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> by_work_list(const Matrix& m, std::mt19937& random) {
  Shareholdings in;
  for (unsigned i = 0; i < m.nodes; ++i) in.parties.push_back({kNames[i], PartyKind::organisation});
  for (unsigned i = 0; i < m.nodes; ++i) {
    for (unsigned j = 0; j < m.nodes; ++j) {
      if (m.share[i][j] > 0) in.rows.push_back({i, j, Decimal::from_integer(m.share[i][j]), {}});
    }
  }
  std::shuffle(in.rows.begin(), in.rows.end(), random);
  std::vector<std::string> out;
  for (const Candidate& c : find_control(in, {.on = Date{}, .threshold = Decimal::from_integer(m.threshold), .holders = Holders::any}).candidates) {
    std::string line = std::string(in.parties[c.organisation].id) + " by " + std::string(in.parties[c.holder].id) + " " + c.votes.text() + ":";
    for (const Link& link : c.path) line += " " + std::string(in.parties[link.organisation].id) + " " + link.share.text();
    out.push_back(std::move(line));
  }
  EXPECT_TRUE(std::is_sorted(out.begin(), out.end()));
  return out;
}

// Shares that meet, miss and just pass the threshold; of one organisation mostly no more than the whole.
Matrix random_matrix(std::mt19937& random) {
  const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
  constexpr std::array<int, 12> kShares = {1, 10, 17, 20, 25, 26, 30, 33, 40, 49, 50, 51};
  constexpr std::array<int, 6> kThresholds = {50, 50, 50, 49, 33, 0};
  Matrix m;
  m.nodes = 2 + below(kMost - 1);
  m.threshold = kThresholds[below(kThresholds.size())];
  const unsigned density = 1 + below(4);
  for (unsigned to = 0; to < m.nodes; ++to) {
    int left = below(8) == 0 ? 300 : 100;
    for (unsigned from = 0; from < m.nodes; ++from) {
      const int share = below(10) == 0 ? 100 : kShares[below(kShares.size())];
      if (below(4) >= density || share > left) continue;
      m.share[from][to] = share;
      left -= share;
    }
  }
  return m;
}

TEST(ControlProperty, IsTheSmallestClosedSetWithTheFirstOfTheShortestChains) {
  size_t candidates = 0, chains = 0, none = 0;
  for (unsigned seed = 1; seed <= 6000; ++seed) {
    std::mt19937 random(seed);
    const Matrix m = random_matrix(random);
    const std::vector<std::string> expected = by_definition(m);
    ASSERT_EQ(by_work_list(m, random), expected) << "seed " << seed;
    candidates += expected.size();
    none += expected.empty() ? 1 : 0;
    for (const std::string& line : expected) chains += std::count(line.begin(), line.end(), ' ') > 5 ? 1 : 0;
  }
  // The graphs are worth trying: many candidates, many by more than one link, some graphs without any.
  EXPECT_GT(candidates, 25'000U);
  EXPECT_GT(chains, 5'000U);
  EXPECT_GT(none, 100U);
}

}  // namespace
}  // namespace plumb::control
