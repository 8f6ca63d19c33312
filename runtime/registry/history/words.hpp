// Columns and their values → the words in which a story tells them: titles, the registry's own words, periods, moments.
//
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/language.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::history {

// 发布时间; published on.
std::string title(const TableShape& shape, const Column& column, Language language);
// Of a member of a finding's detail: a column of entries, or what findings add.
std::string member_title(std::string_view member, Language language);

// A stored value that is one of the registry's own words, a period or a share, as one says it; any other text as it stands.
std::string value_words(const TableShape& shape, const Column& column, const std::string& stored, Language language);

// A moment as it is stored (UTC) → by a clock in Beijing, which is to be said beside it: 2019-07-02 00:00:05.
std::string clock_in_beijing(std::string_view canonical);

}  // namespace plumb::registry::history
