// Which cases of a decision table have no row, and which have two: exact, by cutting each column into the pieces that its
// cells cannot tell apart.
//
// Every type but text is a range of whole numbers (units, 分, days, indices), so between two neighbouring numbers named in
// a column there is nothing, one piece, or a piece represented by any number in it. A text is one of those named or
// another. Rows are then sets of pieces, and an uncovered combination is searched column by column, pieces that admit the
// same rows taken together. Where a cell holds anything but fixed values, or the search grows too long, the table says so.

#include <algorithm>
#include <map>
#include <set>

#include "compiler/semantics/phases.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::Argument;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;
using ir::TypeKind;

namespace {

constexpr size_t kMostSteps = 200'000;    // of a search
constexpr size_t kMostTests = 4'000'000;  // cells tried on pieces
constexpr size_t kMostSetValues = 10;
constexpr std::string_view kOtherText = "\x01";

struct Piece {
  int128 number = 0;
  std::string text;
};

// A cell, lowered against a placeholder (Op::fault), on one value. Nothing for what is not made of fixed values.
class CellEvaluator {
 public:
  CellEvaluator(const ir::Program& program, const Piece& piece) : program_(program), piece_(piece) {}

  std::optional<bool> truth(ir::NodeId id) const {
    const ir::Node& node = program_.nodes[id];
    const auto operands = ir::operands(program_, id);
    switch (node.op) {
      case ir::Op::constant:
      case ir::Op::fault: {
        const auto v = value(id);
        return v ? std::optional(v->number != 0) : std::nullopt;
      }
      case ir::Op::logical_not: {
        const auto a = truth(operands[0]);
        return a ? std::optional(!*a) : std::nullopt;
      }
      case ir::Op::logical_and:
      case ir::Op::logical_or: {
        bool out = node.op == ir::Op::logical_and;
        for (const ir::NodeId operand : operands) {
          const auto a = truth(operand);
          if (!a) return std::nullopt;
          out = node.op == ir::Op::logical_and ? out && *a : out || *a;
        }
        return out;
      }
      case ir::Op::equal:
      case ir::Op::not_equal:
      case ir::Op::below:
      case ir::Op::at_most:
      case ir::Op::above:
      case ir::Op::at_least:
      case ir::Op::in_set:
      case ir::Op::has_any:
      case ir::Op::has_all: {
        const auto a = value(operands[0]), b = value(operands[1]);
        return a && b ? compare(node.op, *a, *b) : std::nullopt;
      }
      case ir::Op::in_codes: {
        const auto a = value(operands[0]);
        if (!a) return std::nullopt;
        for (const ir::NodeId operand : operands.subspan(1)) {
          const auto b = value(operand);
          if (!b) return std::nullopt;
          const auto& codes = program_.taxonomies[ir::TaxonomyId(node_type(operand).ref)].codes;
          if (b->number <= a->number && a->number < codes[static_cast<size_t>(b->number)].end) return true;
        }
        return false;
      }
      default:
        return std::nullopt;  // arithmetic, parameters, calls: not a fixed value
    }
  }

 private:
  ir::Type node_type(ir::NodeId id) const { return program_.nodes[id].type; }

  std::optional<Piece> value(ir::NodeId id) const {
    const ir::Node& node = program_.nodes[id];
    if (node.op == ir::Op::fault) return piece_;
    if (node.op != ir::Op::constant) return std::nullopt;
    return Piece{program_.constants[node.immediate].number, program_.constants[node.immediate].text};
  }

  static std::optional<bool> compare(ir::Op op, const Piece& a, const Piece& b) {
    switch (op) {
      case ir::Op::equal:
        return a.number == b.number && a.text == b.text;
      case ir::Op::not_equal:
        return a.number != b.number || a.text != b.text;
      case ir::Op::below:
        return a.number < b.number;
      case ir::Op::at_most:
        return a.number <= b.number;
      case ir::Op::above:
        return a.number > b.number;
      case ir::Op::at_least:
        return a.number >= b.number;
      case ir::Op::in_set:
        return ((static_cast<uint64_t>(b.number) >> static_cast<unsigned>(a.number)) & 1) != 0;
      case ir::Op::has_any:
        return (static_cast<uint64_t>(a.number) & static_cast<uint64_t>(b.number)) != 0;
      case ir::Op::has_all:
        return (static_cast<uint64_t>(a.number) & static_cast<uint64_t>(b.number)) == static_cast<uint64_t>(b.number);
      default:
        return std::nullopt;
    }
  }

  const ir::Program& program_;
  const Piece& piece_;
};

void constants_of(const ir::Program& program, ir::NodeId id, std::set<int128>& numbers, std::set<std::string>& texts) {
  const ir::Node& node = program.nodes[id];
  if (node.op == ir::Op::constant) {
    numbers.insert(program.constants[node.immediate].number);
    texts.insert(program.constants[node.immediate].text);
  }
  for (const ir::NodeId operand : ir::operands(program, id)) constants_of(program, operand, numbers, texts);
}

struct Range {
  int128 low, high;
};

Range range_of(const ir::Program& program, ir::Type type) {
  constexpr int128 kHuge = static_cast<int128>(1) << 126;
  switch (type.kind) {
    case TypeKind::boolean:
      return {0, 1};
    case TypeKind::integer:
    case TypeKind::money:
      return {INT64_MIN, INT64_MAX};
    case TypeKind::decimal:
    case TypeKind::ratio:
      return {-kHuge, kHuge};
    case TypeKind::date:
      return {Date::kMinDays, Date::kMaxDays};
    case TypeKind::enumeration:
      return {0, static_cast<int128>(values_of(program, type).size()) - 1};
    case TypeKind::set:
      return {0, (static_cast<int128>(1) << std::min<size_t>(kMostSetValues, values_of(program, type).size())) - 1};
    case TypeKind::code:
      return {0, static_cast<int128>(program.taxonomies[ir::TaxonomyId(type.ref)].codes.size()) - 1};
    case TypeKind::text:
    case TypeKind::duration:
      return {0, -1};
  }
  return {0, -1};
}

// A plain number between two that are named: one step of a round unit away, else the middle.
int128 between(int128 low, int128 high, ir::Type type) {
  int128 step = 1;
  if (type.kind == TypeKind::decimal || type.kind == TypeKind::ratio) step = Decimal::kOne / (type.kind == TypeKind::ratio ? 100 : 1);
  if (type.kind == TypeKind::money) step = 100;
  if (low + step < high) return low + step;
  return low + (high - low) / 2;
}

std::optional<std::vector<Piece>> pieces(const ir::Program& program, ir::Type type, const std::set<int128>& numbers, const std::set<std::string>& texts) {
  std::vector<Piece> out;
  if (type.kind == TypeKind::duration) return std::nullopt;
  if (type.kind == TypeKind::text) {
    for (const std::string& text : texts) out.push_back({0, text});
    out.push_back({0, std::string(kOtherText)});
    return out;
  }
  const Range range = range_of(program, type);
  const bool each = type.kind == TypeKind::enumeration || type.kind == TypeKind::boolean || type.kind == TypeKind::set || type.kind == TypeKind::code;
  if (each) {
    if (type.kind == TypeKind::set && values_of(program, type).size() > kMostSetValues) return std::nullopt;
    for (int128 v = range.low; v <= range.high; ++v) out.push_back({v, {}});
    return out;
  }
  const int128 unit = between(0, static_cast<int128>(1) << 100, type);
  int128 last = range.low - 1;
  bool first = true;
  for (const int128 number : numbers) {
    if (number < range.low || number > range.high) continue;
    if (last + 1 < number) out.push_back({first ? std::max(range.low, number - unit) : between(last, number, type), {}});
    out.push_back({number, {}});
    last = number;
    first = false;
  }
  if (last < range.high) out.push_back({first ? 0 : std::min(range.high, last + unit), {}});
  return out;
}

std::string show(const ir::Program& program, ir::Type type, const Piece& piece) {
  const auto number = static_cast<int64_t>(piece.number);
  switch (type.kind) {
    case TypeKind::boolean:
      return number != 0 ? "是" : "否";
    case TypeKind::integer:
      return std::to_string(number);
    case TypeKind::decimal:
      return Decimal{piece.number}.text();
    case TypeKind::ratio:
      return Decimal{piece.number * 100}.text() + "%";
    case TypeKind::money:
      return Money{number}.text() + "元";
    case TypeKind::date:
      return Date{static_cast<int32_t>(number)}.iso();
    case TypeKind::text:
      return piece.text == kOtherText ? "“…”" : "“" + piece.text + "”";
    case TypeKind::enumeration:
      return values_of(program, type)[static_cast<size_t>(number)].zh;
    case TypeKind::code:
      return program.taxonomies[ir::TaxonomyId(type.ref)].codes[static_cast<size_t>(number)].code;
    case TypeKind::set: {
      std::string out = "{";
      for (size_t i = 0; i < values_of(program, type).size(); ++i) {
        if (((number >> i) & 1) == 0) continue;
        if (out.size() > 1) out += "、";
        out += values_of(program, type)[i].zh;
      }
      return out + "}";
    }
    case TypeKind::duration:
      return {};
  }
  return {};
}

struct Column {
  ir::Type type;
  std::vector<Piece> pieces;
  std::vector<std::vector<bool>> fits;  // by piece, row
};

class Cases {
 public:
  Cases(const std::vector<Column>& columns, size_t rows) : columns_(columns), rows_(rows) {}

  // The first uncovered case, as a piece of each column.
  bool find_gap(std::vector<size_t>& example) {
    example.assign(columns_.size(), 0);
    return search(0, std::vector<bool>(rows_, true), example);
  }
  bool exceeded() const { return steps_ > kMostSteps; }

  // A case that both rows fit.
  bool meet(size_t a, size_t b, std::vector<size_t>& example) {
    example.assign(columns_.size(), 0);
    for (size_t c = 0; c < columns_.size(); ++c) {
      bool found = false;
      for (size_t p = 0; p < columns_[c].pieces.size() && !found; ++p) {
        if (++steps_ > kMostTests) return false;
        found = columns_[c].fits[p][a] && columns_[c].fits[p][b];
        if (found) example[c] = p;
      }
      if (!found) return false;
    }
    return true;
  }
  void reset() { steps_ = 0; }

 private:
  bool search(size_t column, const std::vector<bool>& rows, std::vector<size_t>& example) {
    if (steps_ > kMostSteps) return false;
    if (std::none_of(rows.begin(), rows.end(), [](bool row) { return row; })) return true;
    if (column == columns_.size()) return false;
    if (!seen_.insert({column, rows}).second) return false;
    std::set<std::vector<bool>> tried;
    for (size_t p = 0; p < columns_[column].pieces.size(); ++p) {
      ++steps_;
      std::vector<bool> left(rows_);
      for (size_t r = 0; r < rows_; ++r) left[r] = rows[r] && columns_[column].fits[p][r];
      if (!tried.insert(left).second) continue;
      example[column] = p;
      if (search(column + 1, left, example)) return true;
    }
    return false;
  }

  const std::vector<Column>& columns_;
  size_t rows_;
  size_t steps_ = 0;
  std::set<std::pair<size_t, std::vector<bool>>> seen_;
};

Argument describe_case(const ir::Program& program, const ast::Table& table, const std::vector<Column>& columns, const std::vector<size_t>& example) {
  Argument out("");
  for (size_t c = 0; c < columns.size(); ++c) {
    const ir::Name name = to_name(table.parameters[c].name);
    const std::string value = show(program, columns[c].type, columns[c].pieces[example[c]]);
    out.en += (c == 0 ? "" : ", ") + name.alias + " = " + value;
    out.zh += (c == 0 ? "" : "、") + name.zh + " = " + value;
  }
  return out;
}

// Nothing when a column cannot be cut into pieces.
std::optional<std::vector<Column>> cut(const ir::Program& program, const Callable& callable, const std::vector<std::vector<ir::NodeId>>& cells) {
  std::vector<Column> out;
  for (size_t c = 0; c < callable.types.size(); ++c) {
    Column& column = out.emplace_back();
    column.type = *callable.types[c];
    std::set<int128> numbers;
    std::set<std::string> texts;
    for (const auto& row : cells) constants_of(program, row[c], numbers, texts);
    auto cut = pieces(program, column.type, numbers, texts);
    if (!cut || cut->size() * cells.size() > kMostTests) return std::nullopt;
    column.pieces = std::move(*cut);
    for (const Piece& piece : column.pieces) {
      auto& fits = column.fits.emplace_back();
      for (const auto& row : cells) {
        const auto fit = CellEvaluator(program, piece).truth(row[c]);
        if (!fit) return std::nullopt;
        fits.push_back(*fit);
      }
    }
  }
  return out;
}

bool is_otherwise(const ast::TableRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(), [](const ast::Cell& cell) { return std::holds_alternative<ast::AnyCell>(cell.test); });
}

// Two rows with one value may overlap, and the last may be for all other cases. One finding a row.
void report_overlaps(Context& context, const Callable& callable, const std::vector<Column>& columns, const std::vector<ir::NodeId>& values, Cases& cases) {
  const ast::Table& table = *callable.table;
  std::vector<size_t> example;
  for (size_t later = 1; later < table.rows.size(); ++later) {
    if (later + 1 == table.rows.size() && is_otherwise(table.rows[later])) continue;
    for (size_t earlier = 0; earlier < later; ++earlier) {
      if (values[earlier] == values[later] || !cases.meet(earlier, later, example)) continue;
      auto* found =
          context.lints.report(Kind::table_overlap, table.rows[later].span, {callable.name.zh, describe_case(context.program, table, columns, example)});
      if (found != nullptr) found->label(LabelKind::also_fits, table.rows[earlier].span);
      break;
    }
  }
}

}  // namespace

bool analyse_table(Context& context, const Callable& callable, const std::vector<std::vector<ir::NodeId>>& cells, const std::vector<ir::NodeId>& values) {
  const ast::Table& table = *callable.table;
  const bool ends_in_otherwise = !table.rows.empty() && is_otherwise(table.rows.back());
  const auto columns = cut(context.program, callable, cells);
  if (!columns) {
    context.lints.report(Kind::table_not_analysed, callable.span, {callable.name.zh});
    return ends_in_otherwise;
  }
  Cases cases(*columns, cells.size());
  std::vector<size_t> example;
  const bool gap = cases.find_gap(example);
  if (cases.exceeded() && !gap) {
    context.lints.report(Kind::table_not_analysed, callable.span, {callable.name.zh});
    return ends_in_otherwise;
  }
  if (gap) {
    auto* found = context.lints.report(Kind::table_gap, callable.span, {callable.name.zh, describe_case(context.program, table, *columns, example)});
    if (found != nullptr) found->help(HelpKind::add_row);
  }
  cases.reset();
  report_overlaps(context, callable, *columns, values, cases);
  return !gap;
}

}  // namespace plumb::semantics
