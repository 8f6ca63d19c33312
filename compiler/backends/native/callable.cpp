#include "compiler/backends/native/callable.hpp"

#include <cstring>
#include <iterator>

#include "compiler/backends/native/block_callable.hpp"
#include "compiler/ir/calendar.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::native {

namespace {

int128 wide(uint64_t low, uint64_t high) { return static_cast<int128>((static_cast<uint128>(high) << 64) | low); }
Decimal decimal(uint64_t low, uint64_t high) { return {wide(low, high)}; }
int64_t as_signed(uint64_t word) { return static_cast<int64_t>(word); }

uint64_t give(std::optional<Decimal> result, void* out) {
  const int128 units = result ? result->units : 0;
  std::memcpy(out, &units, sizeof units);
  return result ? 1 : 0;
}

uint64_t give(std::optional<Money> result, void* out) {
  const int64_t fen = result ? result->fen : 0;
  std::memcpy(out, &fen, sizeof fen);
  return result ? 1 : 0;
}

uint64_t decimal_multiply(uint64_t known, uint64_t a0, uint64_t a1, uint64_t b0, uint64_t b1, void* out) {
  return give(known ? multiply(decimal(a0, a1), decimal(b0, b1)) : std::nullopt, out);
}

uint64_t decimal_divide(uint64_t known, uint64_t a0, uint64_t a1, uint64_t b0, uint64_t b1, void* out) {
  return give(known ? divide(decimal(a0, a1), decimal(b0, b1)) : std::nullopt, out);
}

uint64_t integer_divide(uint64_t known, uint64_t a, uint64_t b, void* out) {
  return give(known ? divide(Decimal::from_integer(as_signed(a)), Decimal::from_integer(as_signed(b))) : std::nullopt, out);
}

uint64_t money_ratio(uint64_t known, uint64_t a, uint64_t b, void* out) {
  return give(known ? divide(Money{as_signed(a)}, Money{as_signed(b)}) : std::nullopt, out);
}

uint64_t money_multiply(uint64_t known, uint64_t a, uint64_t b0, uint64_t b1, void* out) {
  return give(known ? multiply(Money{as_signed(a)}, decimal(b0, b1)) : std::nullopt, out);
}

uint64_t money_divide(uint64_t known, uint64_t a, uint64_t b0, uint64_t b1, void* out) {
  return give(known ? divide(Money{as_signed(a)}, decimal(b0, b1)) : std::nullopt, out);
}

uint64_t money_divide_integer(uint64_t known, uint64_t a, uint64_t b, void* out) {
  return give(known ? divide(Money{as_signed(a)}, Decimal::from_integer(as_signed(b))) : std::nullopt, out);
}

// `calendar` may be null; `minus` is 0 or 1.
uint64_t date_add(uint64_t known, const void* calendar, uint64_t date, uint64_t duration, uint64_t minus, void* out) {
  std::optional<Date> result;
  if (known) {
    const Duration term = ir::as_duration({{ir::TypeKind::duration}, as_signed(duration), {}});
    result = ir::plus_term(Date{static_cast<int32_t>(as_signed(date))}, term, minus ? -1 : 1, static_cast<const ir::Calendar*>(calendar));
  }
  const int64_t days = result ? result->days : 0;
  std::memcpy(out, &days, sizeof days);
  return result ? 1 : 0;
}

uint64_t text_equal(const void* a, const void* b) {
  const auto& left = *static_cast<const PlumbText*>(a);
  const auto& right = *static_cast<const PlumbText*>(b);
  return left.size == right.size && (left.size == 0 || std::memcmp(left.data, right.data, left.size) == 0) ? 1 : 0;
}

template <typename F>
const void* address(F* function) {
  return reinterpret_cast<const void*>(function);
}

const Callable kCallables[] = {
    {"plumb.decimal_multiply", address(decimal_multiply), "uuuuup"},
    {"plumb.decimal_divide", address(decimal_divide), "uuuuup"},
    {"plumb.integer_divide", address(integer_divide), "uuup"},
    {"plumb.money_ratio", address(money_ratio), "uuup"},
    {"plumb.money_multiply", address(money_multiply), "uuuup"},
    {"plumb.money_divide", address(money_divide), "uuuup"},
    {"plumb.money_divide_integer", address(money_divide_integer), "uuup"},
    {"plumb.date_add", address(date_add), "upuuup"},
    {"plumb.text_equal", address(text_equal), "pp"},
};

}  // namespace

const std::vector<Callable>& callables() {
  static const std::vector<Callable> all = [] {
    std::vector<Callable> out(std::begin(kCallables), std::end(kCallables));
    const auto blocks = block_callables();
    out.insert(out.end(), blocks.begin(), blocks.end());
    return out;
  }();
  return all;
}

std::string calendar_symbol(ir::CalendarId id) { return "plumb.calendar." + std::to_string(id.value); }

}  // namespace plumb::native
