// Types as written → types of the program; and their names for messages.
#pragma once

#include <optional>
#include <string>

#include "compiler/semantics/context.hpp"

namespace plumb::semantics {

// Enumerations and taxonomies share one space of names in the scope; this bit of an entry's index marks a taxonomy's.
inline constexpr uint32_t kTaxonomyBit = uint32_t{1} << 31;

// Reports what is wrong with the type. `owner` names an inline enumeration: MATTER.FIELD.
std::optional<ir::Type> resolve_type(Context& context, const ast::Type& type, const ir::Name& owner);

// "an amount of money" / "金额"; "a value of 'title'" / “称号”的取值.
diagnostics::Argument describe(const ir::Program& program, ir::Type type);
// 比例、期限: what an effect takes.
diagnostics::Argument describe(const ir::Program& program, const std::vector<ir::Type>& types);
// 重点监管（比例、期限）: how it is written, with the name that the writer gave it.
diagnostics::Argument form_of(const ir::Program& program, const std::string& effect, const std::vector<ir::Type>& types);

// The values of an enumeration or of sets of it.
const std::vector<ir::Name>& values_of(const ir::Program& program, ir::Type type);

// Adds an enumeration with its values, reporting values of one name.
ir::EnumId add_enumeration(Context& context, const ir::Name& name, const std::vector<ast::Enumerator>& enumerators, bool inline_declared);

}  // namespace plumb::semantics
