// A stream of bytes and a public sealing key → a stream that only the private key opens; and back.
//
// Whoever seals keeps nothing by which he could open it again. The sealed stream is, in order:
//   16 bytes  "plumb sealed 1\n" and a zero byte: what it is, and its version
//    8 bytes  which key: the beginning of the public key's BLAKE2b digest
//   80 bytes  a random key of this stream alone, in a sealed box (X25519, XSalsa20-Poly1305)
//   24 bytes  the header of libsodium's secretstream (XChaCha20-Poly1305)
//   pieces of 65,536 bytes and 17 more each, the last one shorter or equal and marked as the last.
// A byte changed, pieces in another order, an end cut off or added: all are found (seal.damaged). But a long stream is opened
// piece by piece, and its end is known to be whole only when open_stream has returned: what was written until then must be
// thrown away on an error. Any thread; each call has its own state.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

#include "compiler/base/result.hpp"
#include "runtime/seal/key_file.hpp"

namespace plumb::seal {

// Fills as much as it can; less than was asked for only at the end.
using Source = std::function<Result<size_t>(std::span<unsigned char>)>;
using Sink = std::function<Result<void>(std::span<const unsigned char>)>;

// REQUIRES: a key for sealing, here and below. Errors are those of source and sink.
Result<void> seal_stream(const PublicKey& to, const Source& source, const Sink& sink);
// Errors, besides those of source and sink, without a message: seal.foreign (no sealed stream), seal.newer (another version),
// seal.other_key (sealed to another key), seal.damaged.
Result<void> open_stream(const PrivateKey& key, const Source& source, const Sink& sink);

constexpr size_t kSealedMagicBytes = 16;
// Whether a file that begins so is a sealed one, of whatever version.
bool is_sealed(std::string_view first_bytes);

}  // namespace plumb::seal
