#include "compiler/backends/native/block_callable.hpp"

#include <bit>
#include <cstring>
#include <optional>

#include "compiler/ir/calendar.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::native {

namespace {

// Columns of decimals lie on 16 bytes, those that compiled code makes too; this says so to the compiler either way.
int128 wide_at(const void* column, size_t row) {
  int128 value = 0;
  std::memcpy(&value, static_cast<const char*>(column) + row * sizeof value, sizeof value);
  return value;
}

int64_t word_at(const void* column, size_t row) { return static_cast<const int64_t*>(column)[row]; }

void put(void* column, size_t row, Decimal value) { std::memcpy(static_cast<char*>(column) + row * sizeof value.units, &value.units, sizeof value.units); }
void put(void* column, size_t row, Money value) { static_cast<int64_t*>(column)[row] = value.fen; }
void put(void* column, size_t row, Date value) { static_cast<int32_t*>(column)[row] = value.days; }

// Calls `make` for each known row; rows where it yields nothing become unknown. All others hold zero.
template <typename T, typename Make>
uint64_t each(uint64_t known, void* out, const Make& make) {
  uint64_t done = 0;
  for (size_t row = 0; row < PLUMB_BLOCK_ROWS; ++row) {
    const std::optional<T> value = (known >> row & 1) != 0 ? make(row) : std::nullopt;
    put(out, row, value.value_or(T{}));
    if (value) done |= uint64_t{1} << row;
  }
  return done;
}

template <typename Ask>
uint64_t where(uint64_t known, const Ask& ask) {
  uint64_t out = 0;
  for (uint64_t rest = known; rest != 0; rest &= rest - 1) {
    const auto row = static_cast<size_t>(std::countr_zero(rest));
    if (ask(row)) out |= uint64_t{1} << row;
  }
  return out;
}

using Arithmetic = std::optional<Decimal> (*)(Decimal, Decimal);

template <Arithmetic operation>
uint64_t decimals(uint64_t known, const void* a, const void* b, void* out) {
  return each<Decimal>(known, out, [&](size_t row) { return operation({wide_at(a, row)}, {wide_at(b, row)}); });
}

uint64_t multiply_integers(uint64_t known, const void* a, const void* b, void* out) {
  return each<Money>(known, out, [&](size_t row) -> std::optional<Money> {
    Money product;
    if (__builtin_mul_overflow(word_at(a, row), word_at(b, row), &product.fen)) return std::nullopt;
    return product;
  });
}

uint64_t divide_integers(uint64_t known, const void* a, const void* b, void* out) {
  return each<Decimal>(known, out, [&](size_t row) { return divide(Decimal::from_integer(word_at(a, row)), Decimal::from_integer(word_at(b, row))); });
}

uint64_t ratio_of_money(uint64_t known, const void* a, const void* b, void* out) {
  return each<Decimal>(known, out, [&](size_t row) { return divide(Money{word_at(a, row)}, Money{word_at(b, row)}); });
}

uint64_t multiply_money(uint64_t known, const void* a, const void* b, void* out) {
  return each<Money>(known, out, [&](size_t row) { return multiply(Money{word_at(a, row)}, Decimal{wide_at(b, row)}); });
}

uint64_t divide_money(uint64_t known, const void* a, const void* b, void* out) {
  return each<Money>(known, out, [&](size_t row) { return divide(Money{word_at(a, row)}, Decimal{wide_at(b, row)}); });
}

uint64_t divide_money_by_integers(uint64_t known, const void* a, const void* b, void* out) {
  return each<Money>(known, out, [&](size_t row) { return divide(Money{word_at(a, row)}, Decimal::from_integer(word_at(b, row))); });
}

// Dates of 32 bits, terms of 64; `calendar` may be null.
uint64_t add_terms(uint64_t known, const void* calendar, const void* dates, const void* terms, uint64_t minus, void* out) {
  return each<Date>(known, out, [&](size_t row) {
    const Duration term = ir::as_duration({{ir::TypeKind::duration}, word_at(terms, row), {}});
    return ir::plus_term(Date{static_cast<const int32_t*>(dates)[row]}, term, minus != 0 ? -1 : 1, static_cast<const ir::Calendar*>(calendar));
  });
}

uint64_t wide_equal(uint64_t known, const void* a, const void* b) {
  return where(known, [&](size_t row) { return wide_at(a, row) == wide_at(b, row); });
}

uint64_t wide_below(uint64_t known, const void* a, const void* b) {
  return where(known, [&](size_t row) { return wide_at(a, row) < wide_at(b, row); });
}

uint64_t texts_equal(uint64_t known, const void* a, const void* b) {
  const auto *left = static_cast<const PlumbText*>(a), *right = static_cast<const PlumbText*>(b);
  return where(known, [&](size_t row) {
    const PlumbText &x = left[row], &y = right[row];
    return x.size == y.size && (x.size == 0 || std::memcmp(x.data, y.data, x.size) == 0);
  });
}

// 32-bit indices into the morsel's texts → texts.
uint64_t gather_texts(uint64_t known, const void* texts, const void* indices, void* out) {
  for (size_t row = 0; row < PLUMB_BLOCK_ROWS; ++row) {
    static_cast<PlumbText*>(out)[row] =
        (known >> row & 1) != 0 ? static_cast<const PlumbText*>(texts)[static_cast<const uint32_t*>(indices)[row]] : PlumbText{nullptr, 0};
  }
  return known;
}

uint64_t known_texts(const void* texts) {
  return where(~uint64_t{0}, [&](size_t row) { return static_cast<const PlumbText*>(texts)[row].data != nullptr; });
}

// Of 16 bytes each: a where `first` says so, else b.
uint64_t choose_wide(uint64_t first, const void* a, const void* b, void* out) {
  constexpr size_t kBytes = 16;
  for (size_t row = 0; row < PLUMB_BLOCK_ROWS; ++row) {
    const void* from = (first >> row & 1) != 0 ? a : b;
    std::memcpy(static_cast<char*>(out) + row * kBytes, static_cast<const char*>(from) + row * kBytes, kBytes);
  }
  return first;
}

template <typename F>
const void* address(F* function) {
  return reinterpret_cast<const void*>(function);
}

const Callable kCallables[] = {
    {"plumb.block.decimal_add", address(decimals<add>), "uppp"},
    {"plumb.block.decimal_subtract", address(decimals<subtract>), "uppp"},
    {"plumb.block.decimal_multiply", address(decimals<multiply>), "uppp"},
    {"plumb.block.decimal_divide", address(decimals<divide>), "uppp"},
    {"plumb.block.integer_multiply", address(multiply_integers), "uppp"},
    {"plumb.block.integer_divide", address(divide_integers), "uppp"},
    {"plumb.block.money_ratio", address(ratio_of_money), "uppp"},
    {"plumb.block.money_multiply", address(multiply_money), "uppp"},
    {"plumb.block.money_divide", address(divide_money), "uppp"},
    {"plumb.block.money_divide_integer", address(divide_money_by_integers), "uppp"},
    {"plumb.block.date_add", address(add_terms), "upppup"},
    {"plumb.block.wide_equal", address(wide_equal), "upp"},
    {"plumb.block.wide_below", address(wide_below), "upp"},
    {"plumb.block.text_equal", address(texts_equal), "upp"},
    {"plumb.block.text_gather", address(gather_texts), "uppp"},
    {"plumb.block.text_known", address(known_texts), "p"},
    {"plumb.block.wide_choose", address(choose_wide), "uppp"},
};

}  // namespace

std::span<const Callable> block_callables() { return kCallables; }

}  // namespace plumb::native
