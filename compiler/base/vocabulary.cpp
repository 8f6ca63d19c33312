#include "compiler/base/vocabulary.hpp"

#include <array>

namespace plumb {

namespace {

constexpr std::array<Word, 2> kKinds = {{{"person", "自然人"}, {"organisation", "单位"}}};
constexpr std::array<Word, 3> kSectors = {{{"real_estate", "房地产"}, {"construction", "建筑业"}, {"other", "其他"}}};
constexpr std::array<Word, kRoleCount> kRoles = {{
    {"legal_representative", "法定代表人"},
    {"principal", "主要负责人"},
    {"actual_controller", "实际控制人"},
    {"director", "董事"},
    {"supervisor", "监事"},
    {"senior_executive", "高级管理人员"},
    {"directly_responsible", "影响债务履行的直接责任人员"},
    {"shareholder", "股东"},
}};
constexpr std::array<Word, 3> kDirections = {{{"self", "本人"}, {"debtor", "失信单位的关联人员"}, {"own", "本单位人员"}}};
constexpr std::array<Word, 4> kStates = {{{"active", "在列"}, {"removal_due", "应予移除"}, {"expired", "期限届满"}, {"retained", "依法保留"}}};
constexpr std::array<Word, 3> kStages = {{{"application", "申请"}, {"holding", "既有"}, {"status", "日常"}}};

template <typename E, size_t N>
std::optional<E> find(const std::array<Word, N>& words, std::string_view name) {
  for (size_t i = 0; i < N; ++i) {
    if (name == words[i].alias || name == words[i].zh) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace

const Word& word(PartyKind kind) { return kKinds[static_cast<size_t>(kind)]; }
const Word& word(Sector sector) { return kSectors[static_cast<size_t>(sector)]; }
const Word& word(Role role) { return kRoles[static_cast<size_t>(role)]; }
const Word& word(Direction direction) { return kDirections[static_cast<size_t>(direction)]; }
const Word& word(EntryState state) { return kStates[static_cast<size_t>(state)]; }
const Word& word(Stage stage) { return kStages[static_cast<size_t>(stage)]; }

std::optional<PartyKind> find_party_kind(std::string_view name) { return find<PartyKind>(kKinds, name); }
std::optional<Sector> find_sector(std::string_view name) { return find<Sector>(kSectors, name); }
std::optional<Role> find_role(std::string_view name) { return find<Role>(kRoles, name); }
std::optional<Stage> find_stage(std::string_view name) { return find<Stage>(kStages, name); }

}  // namespace plumb
