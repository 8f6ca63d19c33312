// Kernels in plain C++: eight rows at a time, each a byte of 0 or 1, gathered into bits by one multiplication.
#include <type_traits>

#include "compiler/backends/columnar/kernel_templates.hpp"

namespace plumb::columnar {

namespace {

struct Plain {
  template <typename T>
  struct Of {
    static constexpr size_t kLanes = 8;
    struct Register {
      T lane[kLanes];
    };
    using Signed = std::make_signed_t<T>;

    static Register load(const T* rows) {
      Register r;
      for (size_t i = 0; i < kLanes; ++i) r.lane[i] = rows[i];
      return r;
    }
    static Register splat(T v) {
      Register r;
      for (size_t i = 0; i < kLanes; ++i) r.lane[i] = v;
      return r;
    }
    static Register subtract(Register a, Register b) {
      for (size_t i = 0; i < kLanes; ++i) a.lane[i] = static_cast<T>(a.lane[i] - b.lane[i]);
      return a;
    }
    static Register both(Register a, Register b) {
      for (size_t i = 0; i < kLanes; ++i) a.lane[i] = static_cast<T>(a.lane[i] & b.lane[i]);
      return a;
    }
    // Bit i from byte i, each 0 or 1: the product moves byte i's bit to 56 + i, and no two terms meet below.
    template <typename Test>
    static uint64_t gather(const Test& test) {
      uint64_t bytes = 0;
      for (size_t i = 0; i < kLanes; ++i) bytes |= static_cast<uint64_t>(test(i)) << (8 * i);
      return bytes * 0x0102040810204080u >> 56;
    }
    static uint64_t at_most(Register a, Register b) {
      return gather([&](size_t i) { return a.lane[i] <= b.lane[i]; });
    }
    static uint64_t equal(Register a, Register b) {
      return gather([&](size_t i) { return a.lane[i] == b.lane[i]; });
    }
    static uint64_t below(Register a, Register b) {
      return gather([&](size_t i) { return static_cast<Signed>(a.lane[i]) < static_cast<Signed>(b.lane[i]); });
    }
  };

  static uint64_t byte_set(uint64_t set) { return set; }
  static uint64_t bytes_among(Of<uint8_t>::Register v, uint64_t set) {
    return Of<uint8_t>::gather([&](size_t i) { return (set >> (v.lane[i] & 63) & 1) != 0; });
  }
};

}  // namespace

const Kernels kPortableKernels = KernelTemplates<Plain>::table();

}  // namespace plumb::columnar
