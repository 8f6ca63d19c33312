#include "runtime/registry/shared_view.hpp"

namespace plumb::registry {

namespace {

constexpr int kAttempts = 5;
constexpr int kBusyTimeoutMs = 5000;

// Begins to read, and tells which revision is seen from then on.
Result<int64_t> begin_reading(Database& database, std::unique_ptr<Transaction>& transaction) {
  auto begun = Transaction::begin(database, Transaction::Kind::read);
  if (!begun) return begun.error();
  transaction = std::make_unique<Transaction>(*std::move(begun));
  return database.number("SELECT ifnull(max(revision), 0) FROM revisions");
}

}  // namespace

Result<SharedView> SharedView::begin(Database& own, const std::filesystem::path& path, unsigned connections, const std::function<void()>& between) {
  for (int attempt = 1;; ++attempt) {
    SharedView view;
    view.own_ = &own;
    const auto revision = begin_reading(own, view.transaction_);
    if (!revision) return revision.error();
    view.revision_ = *revision;
    bool same = true;
    while (same && view.size() < connections) {
      if (between) between();
      auto database = Database::open(path, Database::Mode::read_only, kBusyTimeoutMs, own.vfs());
      // Each goes through tables from end to end, where a large cache keeps nothing that is read again.
      if (!database || !database->run("PRAGMA cache_size = -4096")) return view;
      auto other = std::make_unique<Other>();
      other->database = *std::move(database);
      const auto seen = begin_reading(other->database, other->transaction);
      if (!seen) return view;
      same = *seen == *revision;
      if (same) view.others_.push_back(std::move(other));
    }
    if (same) return view;
    if (attempt == kAttempts) {
      view.others_.clear();
      return view;
    }
  }
}

}  // namespace plumb::registry
