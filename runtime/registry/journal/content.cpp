#include "runtime/registry/journal/content.hpp"

#include <algorithm>

#include "runtime/registry/journal/canonical_bytes.hpp"

namespace plumb::registry::journal {

void Draft::clear() {
  bytes.clear();
  hidden.clear();
  rooms.clear();
}

void Draft::append(const Draft& other) {
  for (const Hidden& one : other.rooms) rooms.push_back({bytes.size() + one.at, hidden.size() + one.from, one.key});
  bytes.append(other.bytes);
  hidden.append(other.hidden);
}

void Draft::put_commitments() {
  for (size_t i = 0; i < rooms.size(); ++i) {
    const Hidden& one = rooms[i];
    const size_t end = i + 1 < rooms.size() ? rooms[i + 1].from : hidden.size();
    const Digest committed =
        seal::keyed_digest({reinterpret_cast<const char*>(one.key.data()), one.key.size()}, std::string_view(hidden).substr(one.from, end - one.from));
    bytes.replace(one.at, committed.size(), seal::bytes_of(committed));
  }
}

void Content::begin(std::string_view subject, int64_t row) {
  draft_.clear();
  append_text(draft_.bytes, subject);
  append_number(draft_.bytes, static_cast<uint64_t>(row));
  name_size_ = draft_.bytes.size();
}

void Content::null() { draft_.bytes.push_back(kNull); }

void Content::number(int64_t value) {
  draft_.bytes.push_back(kNumber);
  append_number(draft_.bytes, static_cast<uint64_t>(value));
}

void Content::text(std::string_view value) {
  draft_.bytes.push_back(kText);
  append_text(draft_.bytes, value);
}

void Content::commitment(const Digest& commitment) {
  draft_.bytes.push_back(kCommitment);
  draft_.bytes.append(seal::bytes_of(commitment));
}

void Content::personal(const Key& key, std::string_view column, std::string_view value) {
  draft_.bytes.push_back(kCommitment);
  draft_.rooms.push_back({draft_.bytes.size(), draft_.hidden.size(), key});
  draft_.bytes.append(seal::kDigestBytes, '\0');
  append_hidden(draft_.hidden, column, value);
}

void Content::append_hidden(std::string& out, std::string_view column, std::string_view value) const {
  out.append(draft_.bytes, 0, name_size_);
  append_text(out, column);
  out.append(value);
}

Digest Content::commit(const Key& key, std::string_view column, std::string_view value) {
  std::string hidden;
  append_hidden(hidden, column, value);
  return seal::keyed_digest({reinterpret_cast<const char*>(key.data()), key.size()}, hidden);
}

Digest Content::digest() {
  draft_.put_commitments();
  return seal::digest(draft_.bytes);
}

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
