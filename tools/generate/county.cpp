#include "tools/generate/county.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <tuple>

#include "tools/generate/fields.hpp"
#include "tools/generate/population.hpp"
#include "tools/generate/random.hpp"

namespace plumb::generate {

namespace {

const std::vector<std::string> kOfficers = {"legal_representative", "principal", "actual_controller", "director", "supervisor", "senior_executive"};

class County {
 public:
  County(const CountyOptions& options, std::filesystem::path folder) : options_(options), folder_(std::move(folder)), random_(options.seed) {}

  Result<void> write() {
    if (auto place = free_place(); !place) return place;
    population_ = make_population(options_.parties, options_.as_of, random_);
    for (const auto step :
         {&County::parties, &County::relations, &County::entries, &County::permits, &County::retentions, &County::holdings, &County::requests}) {
      if (auto done = (this->*step)(); !done) return done;
    }
    return put("as_of", options_.as_of.iso() + "\n");
  }

 private:
  // Nothing is written over but an earlier made-up county, which as_of tells from files that somebody keeps.
  Result<void> free_place() const {
    std::error_code ignored;
    const bool made_up = std::filesystem::is_regular_file(std::filesystem::symlink_status(folder_ / "as_of", ignored));
    for (const char* name : {"parties.csv", "relations.csv", "entries.csv", "permits.csv", "retentions.csv", "holdings.ndjson", "requests.ndjson"}) {
      const auto there = std::filesystem::symlink_status(folder_ / name, ignored);
      if (std::filesystem::exists(there) && (!made_up || !std::filesystem::is_regular_file(there))) return Error{"generate.place", (folder_ / name).string()};
    }
    return {};
  }

  Result<void> put(const char* name, const std::string& content) {
    std::ofstream out(folder_ / name, std::ios::binary | std::ios::trunc);
    out << content;
    out.close();
    if (!out) return Error{"generate.unwritable", (folder_ / name).string()};
    return {};
  }

  std::string day(int64_t from_as_of) const { return options_.as_of.plus_days(from_as_of).value_or(options_.as_of).iso(); }
  std::string days_ago(int64_t most) { return day(-random_.between(0, most)); }
  const std::string& anybody() {
    const uint64_t index = random_.below(population_.people.size() + population_.organisations.size());
    return index < population_.people.size() ? population_.people[index].id : population_.organisations[index - population_.people.size()].id;
  }
  // Half of those asked about have something to do with the list, or there would be little to see.
  const std::string& somebody() { return random_.percent(50) && !reached_.empty() ? random_.pick(reached_) : anybody(); }

  Result<void> parties() {
    std::string csv = "id,kind,name,sector\n";
    for (const Person& person : population_.people) csv += person.id + ",person," + person.name + ",\n";
    for (const Organisation& one : population_.organisations) csv += one.id + ",organisation," + one.name + "," + one.sector + "\n";
    for (const Person& person : population_.people) {  // public lists of other counties show masked numbers only
      if (!random_.percent(1)) continue;
      const std::string id = masked(person.id);
      if (masked_records_.insert(id).second) csv += id + ",person," + person.name + ",\n";
    }
    return put("parties.csv", csv);
  }

  Result<void> relations() {
    std::string csv = "holder,role,organisation,from,to,share\n";
    for (const Organisation& organisation : population_.organisations) {
      for (const std::string& role : kOfficers) {
        if (!random_.percent(role == kOfficers.front() ? 90 : 40)) continue;
        const std::string& holder = random_.pick(population_.people).id;
        const int64_t age = random_.between(0, 3000);
        const std::string from = random_.percent(5) ? "" : day(-age);  // now and then since before records began
        const std::string to = random_.percent(20) ? day(random_.between(1 - age, 350)) : "";
        csv += holder + "," + role + "," + organisation.id + "," + from + "," + to + ",\n";
        officers_.emplace_back(organisation.id, holder);
      }
      if (random_.percent(40)) {
        const bool corporate = random_.percent(30);
        const std::string& holder = corporate ? random_.pick(population_.organisations).id : random_.pick(population_.people).id;
        const std::string row = holder + ",shareholder," + organisation.id + "," + days_ago(3000) + ",," + std::to_string(random_.between(1, 100)) + "\n";
        if (holder != organisation.id) csv += row;  // nobody holds shares of itself; what comes after stays as it was
      }
    }
    return put("relations.csv", csv);
  }

  // The days of an entry that was published `age` days before as_of: most stand, some have run out, are due, are gone.
  std::string entry_days(int64_t age) {
    const std::string published = day(-age);
    const uint64_t fate = random_.below(100);
    std::string expires, ground, removed;
    if (fate < 20) expires = day(-age + 730);
    if (fate >= 20 && fate < 30) ground = day(-age + random_.between(0, age));
    if (fate >= 30 && fate < 50) removed = day(-age + random_.between(0, age + 100));
    return published + "," + expires + "," + ground + "," + removed;
  }

  Result<void> entries() {
    std::string csv = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible\n";
    uint64_t number = 0;
    const auto add = [&](const std::string& party, const std::string& responsible) {
      const int64_t age = random_.between(0, 1200);
      const std::string year = day(-age).substr(0, 4);
      const std::string case_no = "（" + year + "）豫0399执" + std::to_string(++number) + "号";
      csv += case_no + "," + party + ",样例县人民法院," + entry_days(age) + "," + (random_.percent(90) ? "true" : "false") + "," + responsible + "\n";
      listed_.emplace_back(case_no, party);
      reached_.push_back(party);
    };
    const uint64_t count = std::max<uint64_t>(2, options_.parties / 20);
    for (uint64_t i = 0; i < count; ++i) {
      const bool organisation = i % 2 == 1;
      const std::string& party = organisation ? random_.pick(population_.organisations).id : random_.pick(population_.people).id;
      std::string responsible;
      if (organisation && random_.percent(30)) responsible = random_.pick(population_.people).id;
      if (!responsible.empty()) reached_.push_back(responsible);
      add(party, responsible);
    }
    for (const std::string& id : masked_records_) {
      if (random_.percent(50)) add(id, "");
    }
    reached_.erase(std::remove_if(reached_.begin(), reached_.end(), [](const std::string& id) { return id.find('*') != std::string::npos; }), reached_.end());
    std::set<std::string> listed(reached_.begin(), reached_.end());
    for (const auto& [organisation, holder] : officers_) {
      if (listed.contains(organisation)) reached_.push_back(holder);
      if (listed.contains(holder)) reached_.push_back(organisation);
    }
    return put("entries.csv", csv);
  }

  Result<void> permits() {
    std::string csv = "party,target,from,to,document\n";
    const uint64_t count = 1 + options_.parties / 500;
    for (uint64_t i = 0; i < count; ++i) {
      const std::string target = random_.percent(20) ? "*" : random_.pick(options_.matters).alias;
      csv += somebody() + "," + target + "," + days_ago(400) + "," + (random_.percent(50) ? day(random_.between(1, 400)) : "") + ",（2019）豫0399执许" +
             std::to_string(i + 1) + "号\n";
    }
    return put("permits.csv", csv);
  }

  Result<void> retentions() {
    std::string csv = "case_no,party,measure,until,basis\n";
    std::set<std::tuple<std::string, std::string, std::string>> taken;
    for (const auto& [case_no, party] : listed_) {
      if (options_.measures.empty() || !random_.percent(5)) continue;
      const std::string& measure = random_.pick(options_.measures);
      if (taken.emplace(case_no, party, measure).second)
        csv += case_no + "," + party + "," + measure + "," + day(random_.between(-100, 400)) + ",法律规定的保留期限\n";
    }
    return put("retentions.csv", csv);
  }

  std::vector<const MatterShape*> matters_with(const char* stage) const {
    std::vector<const MatterShape*> found;
    for (const MatterShape& matter : options_.matters) {
      if (std::find(matter.stages.begin(), matter.stages.end(), stage) != matter.stages.end()) found.push_back(&matter);
    }
    return found;
  }

  Result<void> holdings() {
    std::string lines;
    const std::vector<const MatterShape*> matters = matters_with("holding");
    for (uint64_t i = 0; i < options_.parties && !matters.empty(); ++i) {
      const MatterShape& matter = *random_.pick(matters);
      Held held;
      if (!random_.percent(5)) held.since = Date::parse(days_ago(3000));
      const std::string from = held.since ? quoted(held.since->iso()) : "null";
      const std::string to = random_.percent(20) ? quoted(day(random_.between(1, 1000))) : "null";
      lines += "{\"id\":\"H" + std::to_string(i + 1) + "\",\"party\":" + quoted(somebody()) + ",\"matter\":" + quoted(matter.alias) + ",\"from\":" + from +
               ",\"to\":" + to + ",\"fields\":" + random_fields(matter, options_.as_of, random_, &held) + "}\n";
    }
    return put("holdings.ndjson", lines);
  }

  // Who is asked about: mostly somebody of the county; some by a masked number, some of whom the registry knows nothing.
  std::string asked() {
    const uint64_t dice = random_.below(100);
    if (dice < 5) {
      const Person& person = random_.pick(population_.people);
      return "{\"id\":" + quoted(masked(person.id)) + (random_.percent(50) ? ",\"name\":" + quoted(person.name) : "") + "}";
    }
    if (dice < 10) return quoted(make_stranger(random_, options_.as_of).id);
    if (dice < 15) return "{\"id\":" + quoted(random_.pick(population_.organisations).id) + ",\"sector\":\"construction\"}";
    return quoted(somebody());
  }

  Result<void> requests() {
    std::vector<std::pair<const MatterShape*, const std::string*>> questions;
    for (const MatterShape& matter : options_.matters) {
      for (const std::string& stage : matter.stages) questions.emplace_back(&matter, &stage);
    }
    std::string lines;
    const uint64_t count = std::max<uint64_t>(options_.parties, 2 * questions.size());
    for (uint64_t i = 0; i < count; ++i) {
      const auto& [matter, stage] = questions[i % questions.size()];
      lines += "{\"id\":\"Q" + std::to_string(i + 1) + "\",\"party\":" + asked() + ",\"matter\":" + quoted(matter->alias);
      if (*stage != "application") lines += ",\"stage\":" + quoted(*stage);
      lines += ",\"date\":" + quoted(random_.percent(70) ? options_.as_of.iso() : day(random_.between(-100, 200)));
      lines += ",\"fields\":" + random_fields(*matter, options_.as_of, random_) + "}\n";
    }
    return put("requests.ndjson", lines);
  }

  const CountyOptions& options_;
  std::filesystem::path folder_;
  Random random_;
  Population population_;
  std::set<std::string> masked_records_;
  std::vector<std::pair<std::string, std::string>> officers_;  // organisation, holder
  std::vector<std::pair<std::string, std::string>> listed_;    // case number, party
  std::vector<std::string> reached_;                           // by some entry, directly or through a role
};

}  // namespace

Result<void> generate_county(const CountyOptions& options, const std::filesystem::path& folder) {
  if (options.parties < kMinParties || options.parties > kMaxParties) {
    return Error{"generate.parties", "a county has from " + std::to_string(kMinParties) + " to " + std::to_string(kMaxParties) + " parties"};
  }
  const bool any_stage = std::any_of(options.matters.begin(), options.matters.end(), [](const MatterShape& m) { return !m.stages.empty(); });
  if (!any_stage) return Error{"generate.matters", "the rule set has no matter to ask about"};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return Error{"generate.unwritable", folder.string() + ": " + error.message()};
  return County(options, folder).write();
}

}  // namespace plumb::generate
