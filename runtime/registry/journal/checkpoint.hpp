// Where a journal ended, signed → a small text kept outside the registry, by which a tail that was cut off later, or a chain
// that was written anew, is found.
//
// Five lines: what it is, the number of the journal's last row, the chain there, when it was made, the Ed25519 signature over
// the four lines before. Whoever holds the private key vouches; whoever has the public key checks. Pure.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/result.hpp"
#include "runtime/registry/journal/chain.hpp"
#include "runtime/seal/sign.hpp"

namespace plumb::registry::journal {

struct Checkpoint {
  Head head;
  std::string recorded_at;  // canonical moment
};

std::string write(const Checkpoint& checkpoint, const seal::PrivateKey& key);
// Errors: checkpoint.malformed, checkpoint.signature.
Result<Checkpoint> read(std::string_view text, const seal::PublicKey& key);

// Whether the journal still holds what the checkpoint saw. In the caller's read transaction.
Result<bool> holds(Database& database, const Checkpoint& checkpoint);

}  // namespace plumb::registry::journal
