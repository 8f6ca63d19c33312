// The public safekeeping.hpp: keys read from their files, the registry's room called, its types turned into public ones.
#include "plumb/safekeeping.hpp"

#include <optional>
#include <utility>

#include "runtime/engine/registry_state.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/file_bytes.hpp"
#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/registry/safekeeping/copying.hpp"
#include "runtime/registry/safekeeping/restore.hpp"
#include "runtime/registry/schema.hpp"
#include "runtime/seal/key_file.hpp"

namespace plumb {

namespace {

namespace keeping = registry::safekeeping;

// The room of seals says what is wrong and with which file; sentences are registry::failure's.
template <typename T>
Result<T> in_words(Result<T> done) {
  if (done) return done;
  return registry::failure(done.error().code, done.error().message);
}

Result<seal::PublicKey> public_key(const std::string& path, seal::Purpose purpose) { return in_words(seal::read_public_key(path, purpose)); }
Result<seal::PrivateKey> private_key(const std::string& path, seal::Purpose purpose) { return in_words(seal::read_private_key(path, purpose)); }

// Whether the actor may; where the registry cannot tell, what is asked for will say why.
// A registry of an earlier schema has its accounts too, and need not be brought up to date to tell them.
Result<void> allow(const std::string& path, const Actor& actor, Right right) {
  const auto accounts = registry::access::accounts_in(path);
  if (!accounts) return {};
  Gate gate(actor);
  if (auto admitted = gate.admit(*accounts); !admitted) return admitted;
  return gate.require_also({right});
}

RegistryState public_state(const keeping::State& state) { return {state.revision, state.journal_rows, seal::hex(state.head)}; }

RestoredRegistry::Before before_of(keeping::Before before) {
  using Told = RestoredRegistry::Before;
  switch (before) {
    case keeping::Before::none:
      return Told::none;
    case keeping::Before::untold:
      return Told::untold;
    case keeping::Before::same:
      return Told::same;
    case keeping::Before::later:
      return Told::later;
    case keeping::Before::earlier:
      return Told::earlier;
    case keeping::Before::other:
      return Told::other;
  }
  return Told::untold;
}

}  // namespace

Result<RegistryState> back_up_registry(const std::string& registry, const std::string& out, const BackupOptions& options) {
  if (auto allowed = allow(registry, options.actor, Right::keep); !allowed) return allowed.error();
  keeping::BackupOptions asked;
  asked.progress = options.progress;
  if (!options.public_key_path.empty()) {
    auto key = public_key(options.public_key_path, seal::Purpose::sealing);
    if (!key) return key.error();
    asked.to = *key;
  }
  const auto state = keeping::back_up(registry, out, asked);
  if (!state) return state.error();
  return public_state(*state);
}

Result<RestoredRegistry> restore_registry(const std::string& backup, const std::string& registry, const RestoreOptions& options) {
  if (auto allowed = allow(registry, options.actor, Right::keep); !allowed) return allowed.error();
  keeping::RestoreOptions asked;
  asked.progress = options.progress;
  asked.aside = options.aside;
  if (!options.private_key_path.empty()) {
    auto key = private_key(options.private_key_path, seal::Purpose::sealing);
    if (!key) return key.error();
    asked.key = *key;
  }
  const auto restored = keeping::restore(backup, registry, asked);
  if (!restored) return restored.error();
  RestoredRegistry told{.now = public_state(restored->now), .before = before_of(restored->before), .access_kept = restored->access_kept};
  if (restored->state_before) told.state_before = public_state(*restored->state_before);
  return told;
}

Result<std::string> read_checkpoint(const std::string& path) {
  auto text = registry::ordinary_bytes(path, "checkpoint.unreadable");
  // Without a text, none would be asked for.
  if (text && text->empty()) return registry::failure("checkpoint.malformed", path);
  return text;
}

Result<RegistryCheck> check_registry(const std::string& registry, const CheckOptions& options) {
  if (auto allowed = allow(registry, options.actor, Right::verify); !allowed) return allowed.error();
  keeping::CheckOptions asked;
  asked.progress = options.progress;
  if (!options.checkpoint.empty()) {
    const auto key = public_key(options.public_key_path, seal::Purpose::signing);
    if (!key) return key.error();
    auto checkpoint = registry::journal::read(options.checkpoint, *key);
    if (!checkpoint) return checkpoint.error();
    asked.checkpoint = *std::move(checkpoint);
  }
  auto found = keeping::check(registry, asked);
  if (!found) return found.error();
  RegistryCheck out{{}, found->damage_count, found->revision, found->rows};
  for (keeping::Damage& damage : found->damages) out.damages.push_back({std::move(damage.kind), std::move(damage.table), damage.row, std::move(damage.detail)});
  return out;
}

Result<Upgrade> upgrade_registry(const std::string& registry, const Actor& actor) {
  if (auto allowed = allow(registry, actor, Right::keep); !allowed) return allowed.error();
  constexpr int kBusyTimeoutMs = 5000;
  Upgrade upgrade;
  upgrade.to = registry::schema_version();
  {
    auto before = registry::Database::open(registry, registry::Database::Mode::read_only, kBusyTimeoutMs);
    // What cannot be read here, opening it to write tells.
    const auto version = before ? before->number("PRAGMA user_version") : Result<int64_t>(upgrade.to);
    upgrade.from = version ? *version : upgrade.to;
  }
  const auto opened = Registry::open(registry, Registry::Mode::read_write, actor);
  if (!opened) return opened.error();
  // From here on it is up to date, whatever else fails.
  const auto mended = [&]() -> Result<bool> {
    if (auto may = opened->require(Right::keep); !may) return may.error();
    auto database = registry::Database::open(registry, registry::Database::Mode::read_write, kBusyTimeoutMs);
    if (!database) return database.error();
    return keeping::mend_index(*database);
  }();
  if (!mended && upgrade.from == upgrade.to) return mended.error();
  if (mended)
    upgrade.index_made_anew = *mended;
  else
    upgrade.not_mended = mended.error();
  return upgrade;
}

Result<void> make_keys(KeyPurpose purpose, const std::string& private_path, const std::string& public_path) {
  const auto key = seal::make_key(purpose == KeyPurpose::signing ? seal::Purpose::signing : seal::Purpose::sealing);
  return in_words(seal::write_keys(key, private_path, public_path));
}

Result<void> seal_file(const std::string& file, const std::string& public_key_path, const std::string& out) {
  const auto key = public_key(public_key_path, seal::Purpose::sealing);
  if (!key) return key.error();
  return keeping::seal_file(file, *key, out);
}

Result<void> unseal_file(const std::string& file, const std::string& private_key_path, const std::string& out) {
  const auto key = private_key(private_key_path, seal::Purpose::sealing);
  if (!key) return key.error();
  return keeping::unseal_file(file, *key, out);
}

}  // namespace plumb
