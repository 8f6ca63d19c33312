// The public SnapshotFile: a registry and a rule set's rows, in the sections of one mapped file.
#include <algorithm>
#include <string_view>
#include <thread>
#include <vector>

#include "plumb/plumb.hpp"
#include "runtime/decide/rule_index.hpp"
#include "runtime/engine/registry_state.hpp"
#include "runtime/mapping/mapped_file.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/file_bytes.hpp"
#include "runtime/rows/read_rows.hpp"
#include "runtime/rows/row_sections.hpp"
#include "runtime/snapshot/file.hpp"

namespace plumb {

namespace {

// Errors of the rooms below say only where; sentences are registry::failure's.
Error in_words(const Error& error, const std::string& path) {
  if (error.message.empty() || error.message.starts_with(path)) return registry::failure(error.code, error.message.empty() ? path : error.message);
  return registry::failure(error.code, path + ": " + error.message);
}

unsigned all_cores() { return std::max(std::thread::hardware_concurrency(), 1U); }

}  // namespace

Result<void> SnapshotFile::build(Registry& registry, const std::string& path, const RuleSet* rules, const SnapshotOptions& options,
                                 const std::function<void(uint64_t done, uint64_t total)>& holdings) {
  if (auto may = registry.require(Right::keep); !may) return may;
  if (mapping::is_taken(path, snapshot::kFileMagic)) return registry::failure("snapshot.place", path);
  const auto snapshot = registry.state_->read(options);
  if (!snapshot) return snapshot.error();
  rows::RowTable table;
  std::vector<snapshot::Section> sections;
  if (rules) {
    table = rows::read_rows(decide::RuleIndex(rules->share()), **snapshot, holdings);
    sections = rows::sections_of(table);
  }
  const auto done = mapping::replace_file(path, [&](const mapping::Write& write) { return snapshot::write_file(**snapshot, sections, write); });
  if (!done) return in_words(done.error(), path);
  return {};
}

Result<std::shared_ptr<const Snapshot>> SnapshotFile::open(const std::string& path) {
  if (registry::is_database(path)) return registry::failure("snapshot.foreign", path);
  const auto mapped = mapping::MappedFile::open(path);
  if (!mapped) return in_words(mapped.error(), path);
  const auto file = snapshot::File::parse((*mapped)->bytes());
  if (!file) return in_words(file.error(), path);
  auto snapshot = snapshot::read_file(*file, *mapped, all_cores());
  if (!snapshot) return in_words(snapshot.error(), path);
  return snapshot;
}

bool SnapshotFile::is_one(const std::string& path) {
  return registry::first_bytes(path, snapshot::kFileMagic.size()) == std::string_view(snapshot::kFileMagic.data(), snapshot::kFileMagic.size());
}

}  // namespace plumb
