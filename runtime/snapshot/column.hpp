// One column of a snapshot: values that it owns, or values that lie in a mapped file. Readers cannot tell which.
//
// Owned values start on a cache line, as those in a file do. Immutable once made; moving keeps the values where they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace plumb::snapshot {

inline constexpr size_t kColumnAlignment = 64;

template <typename T>
struct LineAllocator {
  using value_type = T;
  LineAllocator() = default;
  template <typename U>
  LineAllocator(const LineAllocator<U>&) {}  // NOLINT(google-explicit-constructor): allocators convert
  T* allocate(size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), std::align_val_t(kColumnAlignment))); }
  void deallocate(T* at, size_t) { ::operator delete(at, std::align_val_t(kColumnAlignment)); }
  friend bool operator==(const LineAllocator&, const LineAllocator&) { return true; }
};

// What a column is filled through.
template <typename T>
using ColumnBuffer = std::vector<T, LineAllocator<T>>;

// Values of which none is made before it is filled in, so that threads that fill them also make their pages. Each is filled in
// before it is read.
template <typename Value>
class Unfilled {
 public:
  Unfilled() = default;
  explicit Unfilled(size_t count) : values_(LineAllocator<Value>().allocate(count)), count_(count) {}
  Value* begin() { return values_.get(); }
  Value* end() { return values_.get() + count_; }
  Value* data() { return values_.get(); }
  size_t size() const { return count_; }
  Value& operator[](size_t i) { return values_.get()[i]; }
  std::span<const Value> span() const { return {values_.get(), count_}; }
  void swap(Unfilled& other) {
    values_.swap(other.values_);
    std::swap(count_, other.count_);
  }

 private:
  struct Release {
    void operator()(Value* at) const { LineAllocator<Value>().deallocate(at, 0); }
  };
  std::unique_ptr<Value, Release> values_;
  size_t count_ = 0;
};

template <typename T>
class Column {
  static_assert(std::is_trivially_copyable_v<T>, "a column is bytes in a file as well");

 public:
  Column() = default;
  Column(ColumnBuffer<T> values) : owned_(std::move(values)), view_(owned_) {}       // NOLINT(google-explicit-constructor)
  Column(Unfilled<T> values) : filled_(std::move(values)), view_(filled_.span()) {}  // NOLINT(google-explicit-constructor)
  // REQUIRES: the values outlive the column.
  static Column over(std::span<const T> values) {
    Column column;
    column.view_ = values;
    return column;
  }

  // Moving either leaves the values in place, so the view stays right.
  Column(Column&& other) noexcept : owned_(std::move(other.owned_)), filled_(std::move(other.filled_)), view_(std::exchange(other.view_, {})) {}
  Column& operator=(Column&& other) noexcept {
    owned_ = std::move(other.owned_);
    filled_ = std::move(other.filled_);
    view_ = std::exchange(other.view_, {});
    return *this;
  }
  Column(const Column&) = delete;
  Column& operator=(const Column&) = delete;

  const T& operator[](size_t i) const { return view_[i]; }
  const T* data() const { return view_.data(); }
  size_t size() const { return view_.size(); }
  bool empty() const { return view_.empty(); }
  auto begin() const { return view_.begin(); }
  auto end() const { return view_.end(); }
  std::span<const T> span() const { return view_; }
  std::span<const std::byte> bytes() const { return std::as_bytes(view_); }

 private:
  ColumnBuffer<T> owned_;  // or
  Unfilled<T> filled_;     // or neither: in a file
  std::span<const T> view_;
};

}  // namespace plumb::snapshot
