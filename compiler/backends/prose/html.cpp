#include "compiler/backends/prose/page.hpp"
#include "compiler/backends/prose/wording.hpp"
#include "compiler/base/markup.hpp"

namespace plumb::prose {

namespace {

constexpr std::string_view kStyle = R"(
body { font-family: "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; line-height: 1.6; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #111; }
h1, h2, h3, h4 { font-family: "Noto Sans CJK SC", "Source Han Sans SC", SimHei, sans-serif; line-height: 1.3; break-after: avoid; }
h2 { border-bottom: 1px solid #999; }
h4 { margin-bottom: 0.2em; }
p, ul { margin: 0.3em 0; }
code { font-size: 0.8em; color: #555; }
table { border-collapse: collapse; }
th, td { border: 1px solid #999; padding: 0.2em 0.6em; text-align: left; vertical-align: top; }
@page { size: A4; margin: 2cm; }
@media print { body { margin: 0; max-width: none; } tr, li { break-inside: avoid; } }
)";

class HtmlWriter {
 public:
  explicit HtmlWriter(Language language) : language_(language) {}

  void operator()(const Heading& heading) {
    const std::string tag = "h" + std::to_string(heading.level);
    out_ += "<" + tag + ">" + escaped(heading.text);
    if (!heading.alias.empty()) out_ += " <code>" + escaped(heading.alias) + "</code>";
    out_ += "</" + tag + ">\n";
  }
  void operator()(const Paragraph& paragraph) { out_ += "<p>" + escaped(paragraph.text) + "</p>\n"; }
  void operator()(const List& list) { items(list.items); }
  void operator()(const Labelled& labelled) {
    out_ += "<p><b>" + escaped(labelled.label) + "</b>" + say(language_, ": ", "：") + escaped(labelled.text) + "</p>\n";
  }
  void operator()(const Table& table) {
    out_ += "<table>\n<thead>";
    row(table.header, "th");
    out_ += "</thead>\n<tbody>\n";
    for (const std::vector<std::string>& cells : table.rows) {
      row(cells, "td");
      out_ += '\n';
    }
    out_ += "</tbody>\n</table>\n";
  }

  std::string take() { return std::move(out_); }

 private:
  void row(const std::vector<std::string>& cells, const std::string& tag) {
    out_ += "<tr>";
    for (const std::string& cell : cells) out_ += "<" + tag + ">" + escaped(cell) + "</" + tag + ">";
    out_ += "</tr>";
  }
  void items(const std::vector<Item>& list) {
    out_ += "<ul>\n";
    for (const Item& item : list) {
      out_ += "<li>" + escaped(item.text);
      if (!item.children.empty()) {
        out_ += '\n';
        items(item.children);
      }
      out_ += "</li>\n";
    }
    out_ += "</ul>\n";
  }

  Language language_;
  std::string out_;
};

}  // namespace

std::string to_html(const Page& page) {
  HtmlWriter writer(page.language);
  for (const Block& block : page.blocks) std::visit(writer, block);
  std::string out = "<!DOCTYPE html>\n<html lang=\"" + say(page.language, "en", "zh-CN") + "\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escaped(page.title) + "</title>\n<style>" + std::string(kStyle) +
         "</style>\n</head>\n<body>\n";
  out += writer.take();
  return out + "</body>\n</html>\n";
}

}  // namespace plumb::prose
