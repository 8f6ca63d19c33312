// Copies of a registry and keys, as an embedding program sees them: backups, sealed where wanted; registries restored; what is
// wrong with a file; pairs of keys. Functions on paths, each with files of its own; any thread. Nothing here reads a clock.
// Where the registry has accounts, `actor` needs the right said; one too damaged to tell its accounts is anybody's to mend.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.hpp"
#include "plumb/rights.hpp"

namespace plumb {

// By which a registry and its copy are known to be the same.
struct RegistryState {
  uint64_t revision = 0;
  uint64_t journal_rows = 0;  // 0 in registries from before there was a journal
  std::string head;           // the journal's chain at its end, hexadecimal
};

struct BackupOptions {
  Actor actor = {};                                                  // with the right `keep`
  std::string public_key_path = {};                                  // seal it to this key; empty: not sealed
  std::function<void(uint64_t done, uint64_t total)> progress = {};  // pages
};

// The registry as it is at one moment, while others read and write it, in one new file that its owner alone can read. It is
// checked after it was written, before it takes its name, and takes the place of nothing. Errors: safekeeping.*, seal.*, and
// the registry's.
Result<RegistryState> back_up_registry(const std::string& registry, const std::string& out, const BackupOptions& options = {});

struct RestoreOptions {
  Actor actor = {};                                                  // with the right `keep` in the registry that is moved aside
  std::string private_key_path = {};                                 // of a sealed backup
  std::string aside = {};                                            // where the registry goes that is there; empty: none may be
  std::function<void(uint64_t done, uint64_t total)> progress = {};  // rows of the journal
};

struct RestoredRegistry {
  // What the registry that was moved aside is to the one restored, by their journals.
  enum class Before : uint8_t {
    none,     // there was none
    untold,   // it cannot be read, or one of the two is from before there was a journal
    same,     // both end alike
    later,    // it holds all that is restored, and after it what was written since the backup: revisions, decisions
    earlier,  // it holds a beginning of what is restored
    other,    // neither: they are not of one registry, or parted
  };
  RegistryState now;
  std::optional<RegistryState> state_before = {};  // of the one that was moved aside, where it could be read
  Before before = Before::none;
  bool access_kept = true;  // false: it belongs to who restored it, not to whom the one before belonged
};

// A registry from a backup, which is checked before it takes the name. Where none was its owner alone can read it; in another's place it is
// whose that was and for whom, as far as this process may give it away. Errors: safekeeping.*, seal.*, and the registry's.
Result<RestoredRegistry> restore_registry(const std::string& backup, const std::string& registry, const RestoreOptions& options = {});

struct RegistryCheck {
  struct Damage {
    std::string kind;   // page, reference, schema, value; altered, removed, added, unreadable, cut (as Verification's)
    std::string table;  // may be empty, of a page
    int64_t row = 0;    // 0: none in particular
    std::string detail;
  };
  std::vector<Damage> damages;  // the first hundred of each kind of check
  uint64_t damage_count = 0;
  uint64_t revision = 0;
  uint64_t rows = 0;
};

struct CheckOptions {
  Actor actor = {};                                                  // with the right `verify`
  std::string checkpoint = {};                                       // the text of one; empty: none
  std::string public_key_path = {};                                  // of who signed it
  std::function<void(uint64_t done, uint64_t total)> progress = {};  // rows of the journal
};

// A checkpoint's file → its text, as CheckOptions and VerifyOptions take it. Errors: checkpoint.unreadable, .malformed (nothing in it), file.kind.
Result<std::string> read_checkpoint(const std::string& path);

// Everything that is wrong with a registry's file, all at once. Errors: what keeps it from being opened at all.
Result<RegistryCheck> check_registry(const std::string& registry, const CheckOptions& options = {});

// Brings a registry of an earlier version up to date, and makes its indexes by code (of identifiers, parties, relations) anew where they are damaged; one of which neither
// can be said stays as it is. `actor`: with the right `keep`.
struct Upgrade {
  int64_t from = 0, to = 0;  // versions of the schema; equal: it was up to date
  bool index_made_anew = false;
  std::optional<Error> not_mended = {};  // it was brought up to date, and why its indexes could not be made anew afterwards
};
Result<Upgrade> upgrade_registry(const std::string& registry, const Actor& actor = {});

// For signatures of checkpoints, or for sealing backups and exports.
enum class KeyPurpose : uint8_t { signing, sealing };
// Two new files, the private one its owner's alone. Errors: seal.key_place, seal.write.
Result<void> make_keys(KeyPurpose purpose, const std::string& private_path, const std::string& public_path);

// Any file → a sealed copy of it in a new file, and back.
Result<void> seal_file(const std::string& file, const std::string& public_key_path, const std::string& out);
Result<void> unseal_file(const std::string& file, const std::string& private_key_path, const std::string& out);

}  // namespace plumb
