// 处理方式: one order of strength, made of the orders that each list states.
//
// A list's known names are anchors. A new name stands right after the one before it; at the head of a list, right before
// the first anchor. A rule set can thus put an effect of its own between two of the standard library's.

#include <algorithm>

#include "compiler/semantics/phases.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

struct Slot {
  ir::Effect effect;
  const ast::EffectItem* item = nullptr;  // null: of a rule set built on
  Span whole;
};

class Order {
 public:
  explicit Order(Context& context) : context_(context) {}

  std::vector<Slot> slots;
  std::vector<const ast::Name*> anchors;  // uses of known effects

  std::optional<size_t> find(std::string_view name) const {
    for (size_t i = 0; i < slots.size(); ++i) {
      if (slots[i].effect.name.matches(name)) return i;
    }
    return std::nullopt;
  }

  void add(const ast::EffectList& list, Span whole) {
    std::optional<size_t> last;                   // position of what was listed before
    std::vector<const ast::EffectItem*> leading;  // new names before the first anchor
    for (const ast::EffectItem& item : list.items) {
      const auto at = find(item.name.zh.text);
      const bool bare = item.name.alias.text.empty() && item.arguments.empty() && !item.irreversible;
      if (at && bare) {
        last = anchor(item, *at, last, leading, whole);
      } else if (at) {
        taken(item, *at);
      } else if (last) {
        insert(++*last, item, whole);
      } else {
        leading.push_back(&item);
      }
    }
    if (leading.empty() || last) return;
    if (!slots.empty()) context_.sink.report(Kind::effect_unanchored, leading[0]->name.span, {leading[0]->name.zh.text}).help(HelpKind::anchor_effect);
    for (const ast::EffectItem* item : leading) insert(slots.size(), *item, whole);
  }

 private:
  size_t anchor(const ast::EffectItem& item, size_t at, std::optional<size_t> last, std::vector<const ast::EffectItem*>& leading, Span whole) {
    anchors.push_back(&item.name.zh);
    if (last && at <= *last) {
      const Slot& before = slots[*last];
      auto& reported = context_.sink.report(Kind::effect_order_conflict, item.name.span, {item.name.zh.text, before.effect.name.zh});
      if (slots[at].item != nullptr) reported.label(LabelKind::ordered_here, slots[at].item->name.span);
      return *last;
    }
    for (const ast::EffectItem* first : leading) insert(at++, *first, whole);
    leading.clear();
    return at;
  }

  void taken(const ast::EffectItem& item, size_t at) {
    auto& reported = context_.sink.report(Kind::duplicate_name, item.name.span, {Term::effect, item.name.zh.text});
    if (slots[at].item != nullptr) reported.label(LabelKind::first_here, slots[at].item->name.span);
  }

  void insert(size_t at, const ast::EffectItem& item, Span whole) {
    Slot slot;
    slot.effect.name = to_name(item.name);
    slot.effect.irreversible = item.irreversible;
    slot.item = &item;
    slot.whole = whole;
    for (const ast::Type& type : item.arguments) {
      if (const auto resolved = resolve_type(context_, type, slot.effect.name)) slot.effect.arguments.push_back(*resolved);
    }
    slots.insert(slots.begin() + static_cast<std::ptrdiff_t>(at), std::move(slot));
  }

  Context& context_;
};

// A rule set built on: its effects in its order, among those there are already.
void import_order(Context& context, Order& order, const Imported& imported) {
  size_t next = 0;
  for (const ir::Effect& effect : imported.from->effects) {
    const auto at = order.find(effect.name.zh);
    if (at) {
      if (*at < next) context.sink.report(Kind::effect_order_conflict, {}, {effect.name.zh, order.slots[next - 1].effect.name.zh});
      next = std::max(next, *at + 1);
      continue;
    }
    Slot slot;
    slot.effect = effect;
    for (ir::Type& type : slot.effect.arguments) type = imported.map(type);
    order.slots.insert(order.slots.begin() + static_cast<std::ptrdiff_t>(next++), std::move(slot));
  }
}

}  // namespace

void declare_effects(Context& context, const Files& files, std::vector<Imported>& imported) {
  Order order(context);
  for (const Imported& from : imported) import_order(context, order, from);
  each<ast::EffectList>(files, [&](const ast::Declaration& whole, const ast::EffectList& list) { order.add(list, whole.span); });
  for (Slot& slot : order.slots) {
    const ir::EffectId id = context.program.effects.add(std::move(slot.effect));
    if (slot.item == nullptr) {
      context.scope.import(Thing::effect, context.program.effects[id].name, id.value);
    } else {
      context.scope.declare(Thing::effect, slot.item->name, slot.item->name.span, id.value);
    }
  }
  for (const ast::Name* name : order.anchors) {
    if (Entry* entry = context.scope.find(Thing::effect, name->text)) context.scope.use(*entry, name->span);
  }
  for (Imported& from : imported) {
    for (const ir::Effect& effect : from.from->effects) {
      const Entry* entry = context.scope.find(Thing::effect, effect.name.zh);
      from.effects.push_back(entry == nullptr ? 0 : entry->index);
    }
    for (const auto& [a, b] : from.from->contradictions) {
      const std::pair pair{ir::EffectId(from.effects[a.value]), ir::EffectId(from.effects[b.value])};
      auto& known = context.program.contradictions;
      if (std::find(known.begin(), known.end(), pair) == known.end()) known.push_back(pair);
    }
  }
  each<ast::EffectList>(files, [&](const ast::Declaration&, const ast::EffectList& list) {
    for (const auto& [one, other] : list.contradictions) {
      const auto a = context.scope.resolve(Thing::effect, one), b = context.scope.resolve(Thing::effect, other);
      if (!a || !b) continue;
      if (*a == *b) {
        context.sink.report(Kind::contradicts_itself, join(one.span, other.span), {one.text});
        continue;
      }
      context.program.contradictions.emplace_back(ir::EffectId(*a), ir::EffectId(*b));
    }
  });
}

}  // namespace plumb::semantics
