// Words of the program → words of a sentence: names, values, lists of names, in the reader's language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/language.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::prose {

// A sentence's two forms stand side by side where they are written.
inline std::string say(Language language, std::string_view en, std::string_view zh) { return std::string(language == Language::zh ? zh : en); }

// The Chinese name, or the alias with spaces for underscores.
std::string spell(const ir::Name& name, Language language);
std::string spell(const Word& word, Language language);
// “住宿”
std::string quote(const std::string& text);
// 甲、乙、丙 / a, b, c
std::string enumerate(const std::vector<std::string>& items, Language language);
// 甲、乙或者丙 / a, b or c
std::string alternatives(const std::vector<std::string>& items, Language language);

// 500元, 2019年5月30日, 3个工作日, 10%, 特级 …
std::string spell(const ir::Program& program, const ir::Value& value, Language language);
std::string spell(Date date, Language language);

std::string departments(const ir::Program& program, const std::vector<ir::DepartmentId>& ids, Language language);
// 《…》（新政办〔2019〕48号）二（七）1
std::string citations(const ir::Program& program, const std::vector<ir::Citation>& basis, Language language);

}  // namespace plumb::prose
