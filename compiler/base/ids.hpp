// Typed ids and the stores they index: a MeasureId can never be used where a RoleId is meant.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace plumb {

// An index into a Store<T, Id<Tag>>. Default-constructed ids are invalid.
template <typename Tag>
struct Id {
  static constexpr uint32_t kInvalid = UINT32_MAX;
  uint32_t value = kInvalid;

  constexpr Id() = default;
  constexpr explicit Id(uint32_t v) : value(v) {}
  constexpr bool valid() const { return value != kInvalid; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

// A vector that is indexed by a typed id. Not thread-safe while it grows; immutable use is.
template <typename T, typename IdType>
class Store {
 public:
  IdType add(T item) {
    items_.push_back(std::move(item));
    return IdType(static_cast<uint32_t>(items_.size() - 1));
  }
  T& operator[](IdType id) { return items_[id.value]; }
  const T& operator[](IdType id) const { return items_[id.value]; }
  size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  IdType id_at(size_t index) const { return IdType(static_cast<uint32_t>(index)); }

 private:
  std::vector<T> items_;
};

}  // namespace plumb

template <typename Tag>
struct std::hash<plumb::Id<Tag>> {
  size_t operator()(plumb::Id<Tag> id) const noexcept { return std::hash<uint32_t>()(id.value); }
};
