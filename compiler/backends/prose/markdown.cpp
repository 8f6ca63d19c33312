#include "compiler/backends/prose/page.hpp"
#include "compiler/backends/prose/wording.hpp"

namespace plumb::prose {

namespace {

std::string escape(std::string_view text) {
  static constexpr std::string_view kMarkup = "\\`*_{}[]<>#|~&";
  std::string out;
  for (char c : text) {
    if (c == '\n' || c == '\r') {
      out += ' ';
      continue;
    }
    if (kMarkup.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// At the start of a line: also what would begin a list, a quotation or a rule.
std::string escape_line(std::string_view text) {
  std::string out = escape(text);
  if (!out.empty() && (out[0] == '+' || out[0] == '-' || out[0] == '=')) out.insert(out.begin(), '\\');
  size_t digits = 0;
  while (digits < out.size() && out[digits] >= '0' && out[digits] <= '9') ++digits;
  if (digits != 0 && digits < out.size() && (out[digits] == '.' || out[digits] == ')')) out.insert(out.begin() + static_cast<std::ptrdiff_t>(digits), '\\');
  return out;
}

class MarkdownWriter {
 public:
  explicit MarkdownWriter(Language language) : language_(language) {}

  void operator()(const Heading& heading) {
    part();
    out_ += std::string(static_cast<size_t>(heading.level), '#') + " " + escape(heading.text);
    if (!heading.alias.empty()) out_ += " `" + heading.alias + "`";
    out_ += '\n';
  }
  void operator()(const Paragraph& paragraph) {
    part();
    out_ += escape_line(paragraph.text) + '\n';
  }
  void operator()(const List& list) {
    part();
    items(list.items, 0);
  }
  void operator()(const Labelled& labelled) {
    part();
    out_ += "**" + escape(labelled.label) + "**" + say(language_, ": ", "：") + escape(labelled.text) + '\n';
  }
  void operator()(const Table& table) {
    part();
    row(table.header);
    out_ += '|';
    for (size_t column = 0; column < table.header.size(); ++column) out_ += " --- |";
    out_ += '\n';
    for (const std::vector<std::string>& cells : table.rows) row(cells);
  }

  std::string take() { return std::move(out_); }

 private:
  void part() {
    if (!out_.empty()) out_ += '\n';
  }
  void row(const std::vector<std::string>& cells) {
    out_ += '|';
    for (const std::string& cell : cells) out_ += ' ' + escape(cell) + " |";
    out_ += '\n';
  }
  void items(const std::vector<Item>& list, size_t depth) {
    for (const Item& item : list) {
      out_ += std::string(depth * 2, ' ') + "- " + escape_line(item.text) + '\n';
      items(item.children, depth + 1);
    }
  }

  Language language_;
  std::string out_;
};

}  // namespace

std::string to_markdown(const Page& page) {
  MarkdownWriter writer(page.language);
  for (const Block& block : page.blocks) std::visit(writer, block);
  return writer.take();
}

}  // namespace plumb::prose
