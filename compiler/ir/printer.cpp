#include "compiler/ir/printer.hpp"

#include <algorithm>

#include "compiler/ir/sexpr.hpp"
#include "compiler/ir/structure.hpp"
#include "compiler/ir/values.hpp"
#include "compiler/ir/words.hpp"

namespace plumb::ir {

namespace {

std::string decimal_digits(int128 v) {
  if (v == 0) return "0";
  std::string out;
  uint128 rest = v < 0 ? uint128{0} - static_cast<uint128>(v) : static_cast<uint128>(v);
  for (; rest != 0; rest /= 10) out.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
  if (v < 0) out.push_back('-');
  std::reverse(out.begin(), out.end());
  return out;
}

bool has_immediate(const Node& node) { return node.immediate != 0 || (node.op <= Op::parameter); }

// What an immediate names, for the reader of the text.
std::string comment(const Program& program, const Node& node) {
  switch (node.op) {
    case Op::constant:
      return value_text(program, program.constants[node.immediate]);
    case Op::party_field:
      return word(static_cast<PartyField>(node.immediate)).alias;
    case Op::listing_field:
      return word(static_cast<ListingField>(node.immediate)).alias;
    case Op::parameter:
      return program.parameters[ParameterId(node.immediate)].name.alias;
    default:
      return {};
  }
}

// An archive (structure.hpp) that appends `(key member)` to a list.
class Printer {
 public:
  explicit Printer(const Program& program) : program_(program) {}
  Sexpr list = Sexpr::list();

  template <typename T>
  void field(const char* key, const T& x) {
    if (absent(x)) return;
    Sexpr entry = Sexpr::list();
    entry.items.push_back(Sexpr::atom(key));
    if constexpr (IsSequence<T>::value) {
      for (const auto& item : x) entry.items.push_back(value(item));
    } else {
      entry.items.push_back(value(x));
    }
    list.items.push_back(std::move(entry));
  }

  void nodes(const Program& program) {
    Sexpr entry = Sexpr::list();
    entry.items.push_back(Sexpr::atom("nodes"));
    for (size_t i = 0; i < program.nodes.size(); ++i) {
      const NodeId id = program.nodes.id_at(i);
      const Node& node = program.nodes[id];
      Sexpr line = Sexpr::list();
      line.items.push_back(value(id));
      line.items.push_back(Sexpr::atom(std::string(word_of(node.op)) + (has_immediate(node) ? ":" + std::to_string(node.immediate) : "")));
      line.items.push_back(value(node.type));
      for (const NodeId operand : operands(program, id)) line.items.push_back(value(operand));
      line.comment = comment(program, node);
      std::replace(line.comment.begin(), line.comment.end(), '\n', ' ');
      entry.items.push_back(std::move(line));
    }
    list.items.push_back(std::move(entry));
  }

 private:
  template <typename T>
  static bool absent(const T& x) {
    if constexpr (std::is_same_v<T, std::string> || IsSequence<T>::value)
      return x.empty();
    else if constexpr (IsOptional<T>::value)
      return !x.has_value();
    else if constexpr (IsId<T>::value)
      return !x.valid();
    else
      return false;
  }

  template <typename T>
  Sexpr value(const T& x) {
    if constexpr (std::is_same_v<T, std::string>)
      return Sexpr::string(x);
    else if constexpr (std::is_same_v<T, bool>)
      return Sexpr::atom(x ? "true" : "false");
    else if constexpr (std::is_same_v<T, int128>)
      return Sexpr::atom(decimal_digits(x));
    else if constexpr (std::is_enum_v<T>)
      return Sexpr::atom(word_of(x));
    else if constexpr (std::is_same_v<T, uint32_t>)
      return Sexpr::atom(x == UINT32_MAX ? "none" : std::to_string(x));
    else if constexpr (std::is_integral_v<T>)
      return Sexpr::atom(std::to_string(x));
    else if constexpr (std::is_same_v<T, Date>)
      return x.in_range() ? Sexpr::atom(x.iso()) : Sexpr::atom("#" + std::to_string(x.days));
    else if constexpr (std::is_same_v<T, NodeId>)
      return Sexpr::atom(x.valid() ? "%" + std::to_string(x.value) : "none");
    else if constexpr (IsId<T>::value)
      return Sexpr::atom(x.valid() ? std::to_string(x.value) : "none");
    else if constexpr (IsOptional<T>::value)
      return value(*x);
    else if constexpr (std::is_same_v<T, Type>)
      return Sexpr::atom(type_text(x));
    else if constexpr (std::is_same_v<T, Name>) {
      Sexpr name = Sexpr::list();
      name.items = {Sexpr::string(x.zh), Sexpr::string(x.alias)};
      return name;
    } else {
      Printer inner(program_);
      describe(inner, x);
      if constexpr (std::is_same_v<T, Value>) inner.list.comment = comment_of(x);
      return std::move(inner.list);
    }
  }

  // A text says what it is itself.
  std::string comment_of(const Value& v) const { return v.type.kind == TypeKind::text ? std::string() : value_text(program_, v); }

  const Program& program_;
};

}  // namespace

std::string print(const Program& program) {
  Printer printer(program);
  printer.list.items.push_back(Sexpr::atom("program"));
  describe(printer, program);
  return write(printer.list);
}

std::string print(const Program& program, NodeId id, MatterId matter) {
  const Node& node = program.nodes[id];
  const auto below = operands(program, id);
  if (node.op == Op::matter_field && matter.valid()) {
    const Matter& m = program.matters[matter];
    return m.name.alias + "." + m.fields[node.immediate].name.alias;
  }
  if (node.op == Op::constant) return comment(program, node);
  if (node.op == Op::party_field) return "party." + comment(program, node);
  if (node.op == Op::listing_field) return "entry." + comment(program, node);
  if (node.op == Op::parameter) return "parameter." + comment(program, node);
  if (below.empty()) return word_of(node.op);
  std::string out = std::string("(") + word_of(node.op);
  for (const NodeId operand : below) out += " " + print(program, operand, matter);
  return out + ")";
}

}  // namespace plumb::ir
