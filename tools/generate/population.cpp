#include "tools/generate/population.hpp"

#include <cstdio>
#include <unordered_set>

#include "runtime/identity/check_digit.hpp"

namespace plumb::generate {

namespace {

const std::vector<std::string> kRegions = {"410399", "410398", "410397", "411299"};
const std::vector<std::string> kSurnames = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴",
                                            "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗"};
const std::vector<std::string> kSyllables = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳",
                                             "杰", "娟", "涛", "明", "超", "秀", "霞", "平", "刚", "桂", "英", "华"};
const std::vector<std::string> kTrades = {"建筑", "置业", "食品", "医药", "矿业", "商贸", "运输", "化工", "农业", "科技"};
const std::vector<std::string> kSectors = {"real_estate", "construction", "other", ""};

constexpr int64_t kStrangersSequence = 990;  // sequence numbers from here on are kept for strangers

std::string digits(int64_t value, int width) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*lld", width, static_cast<long long>(value));
  return text;
}

std::string person_id(Random& random, Date as_of, bool minor, int64_t first_sequence, int64_t last_sequence) {
  constexpr int64_t kYear = 365;
  const int64_t age = minor ? random.between(10 * kYear, 17 * kYear) : random.between(20 * kYear, 75 * kYear);
  const Date::Ymd born = as_of.plus_days(-age).value_or(as_of).ymd();
  std::string id = random.pick(kRegions) + digits(born.year, 4) + digits(born.month, 2) + digits(born.day, 2);
  id += digits(random.between(first_sequence, last_sequence), 3);
  id.push_back(identity::resident_check_digit(id));
  return id;
}

std::string organisation_id(uint64_t serial, Random& random) {
  std::string id = "91" + random.pick(kRegions) + digits(static_cast<int64_t>(serial), 8);
  id.push_back(identity::organisation_check_digit(std::string_view(id).substr(8)));
  id.push_back(identity::credit_check_digit(id));
  return id;
}

std::string person_name(Random& random) {
  std::string name = random.pick(kSurnames) + random.pick(kSyllables);
  if (random.percent(60)) name += random.pick(kSyllables);
  return name;
}

}  // namespace

Population make_population(uint64_t parties, Date as_of, Random& random) {
  Population population;
  const uint64_t organisations = parties / 4;
  std::unordered_set<std::string> taken;
  while (population.people.size() < parties - organisations) {
    const bool minor = random.percent(1);
    Person person{person_id(random, as_of, minor, 1, kStrangersSequence - 1), person_name(random)};
    if (taken.insert(person.id).second) population.people.push_back(std::move(person));
  }
  for (uint64_t i = 0; i < organisations; ++i) {
    const std::string name = "新安县" + random.pick(kSyllables) + random.pick(kSyllables) + std::to_string(i + 1) + random.pick(kTrades) + "有限公司";
    population.organisations.push_back({organisation_id(1000 + i, random), name, random.pick(kSectors)});
  }
  return population;
}

Person make_stranger(Random& random, Date as_of) { return {person_id(random, as_of, false, kStrangersSequence, 999), person_name(random)}; }

std::string masked(const std::string& id) { return id.substr(0, 10) + "****" + id.substr(14); }

}  // namespace plumb::generate
