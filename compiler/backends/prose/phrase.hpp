// An expression of the IR → a phrase that stands in a sentence, or a list of conditions with their connective.
//
//   星级 >= 1 或 国家等级 属于 {特级、一级}   →   any of:  “星级”不低于1;  “国家等级”为特级或者一级
#pragma once

#include <string>
#include <vector>

#include "compiler/backends/prose/page.hpp"
#include "compiler/backends/prose/wording.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::prose {

// What the phrase is about: the fields of one matter, in one language.
struct Context {
  const ir::Program& program;
  ir::MatterId matter;
  Language language = Language::zh;
};

// On one line, brackets where the connectives need them. REQUIRES: a node of the program.
std::string phrase(const Context& context, ir::NodeId node);

enum class Connective : uint8_t { single, all, any };

// A condition laid out: one phrase, or several under 同时/之一. Nested groups become children of their item, whose text
// then is the connective's words.
struct Conditions {
  Connective connective = Connective::single;
  std::vector<Item> items;
};
Conditions lay_out(const Context& context, ir::NodeId node);

}  // namespace plumb::prose
