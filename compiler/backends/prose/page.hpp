// The page between program and format: headings, paragraphs, lists, tables. Texts are plain; the writers escape them.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "compiler/base/language.hpp"

namespace plumb::prose {

struct Item {
  std::string text;
  std::vector<Item> children;
};

struct Heading {
  int level = 1;
  std::string text;
  std::string alias;  // shown in a fixed-width face behind the text; may be empty
};
struct Paragraph {
  std::string text;
};
struct List {
  std::vector<Item> items;
};
// 责任部门：县公安局
struct Labelled {
  std::string label;
  std::string text;
};
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  // each as long as the header
};

using Block = std::variant<Heading, Paragraph, List, Labelled, Table>;

struct Page {
  std::string title;
  Language language = Language::zh;
  std::vector<Block> blocks;
};

// CommonMark with tables. Characters that would be markup are escaped.
std::string to_markdown(const Page& page);
// One self-contained file, fit for printing on A4; refers to nothing outside itself.
std::string to_html(const Page& page);

}  // namespace plumb::prose
