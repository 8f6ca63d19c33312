#include "runtime/registry/journal/content.hpp"

#include <algorithm>

#include "runtime/registry/journal/canonical_bytes.hpp"

namespace plumb::registry::journal {

void Content::begin(std::string_view subject, int64_t row) {
  name_.clear();
  append_text(name_, subject);
  append_number(name_, static_cast<uint64_t>(row));
  bytes_ = name_;
}

void Content::null() { bytes_.push_back(kNull); }

void Content::number(int64_t value) {
  bytes_.push_back(kNumber);
  append_number(bytes_, static_cast<uint64_t>(value));
}

void Content::text(std::string_view value) {
  bytes_.push_back(kText);
  append_text(bytes_, value);
}

void Content::commitment(const Digest& commitment) {
  bytes_.push_back(kCommitment);
  bytes_.append(seal::bytes_of(commitment));
}

Digest Content::commit(const Key& key, std::string_view column, std::string_view value) {
  hidden_ = name_;
  append_text(hidden_, column);
  hidden_.append(value);
  return seal::keyed_digest({reinterpret_cast<const char*>(key.data()), key.size()}, hidden_);
}

Digest Content::digest() const { return seal::digest(bytes_); }

Key Keys::next() {
  constexpr size_t kDrawn = 256;
  Key key{};
  if (used_ == drawn_.size()) {
    drawn_ = seal::random_bytes(kDrawn * key.size());
    used_ = 0;
  }
  std::copy_n(drawn_.begin() + static_cast<ptrdiff_t>(used_), key.size(), reinterpret_cast<char*>(key.data()));
  used_ += key.size();
  return key;
}

}  // namespace plumb::registry::journal
