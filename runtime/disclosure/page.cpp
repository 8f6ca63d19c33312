#include <string>

#include "compiler/base/markup.hpp"
#include "compiler/base/sha256.hpp"
#include "runtime/disclosure/page_parts.hpp"
#include "runtime/disclosure/publication.hpp"

namespace plumb::disclosure {

namespace {

// 'sha256-…' as a content security policy names a script or a style that it allows.
std::string source_hash(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string hex = sha256_hex(text);
  const auto nibble = [&](size_t i) { return static_cast<unsigned>(i < hex.size() ? hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10 : 0); };
  std::string out = "'sha256-";
  // Three bytes are six hexadecimal digits and four of base 64; 32 bytes leave two over.
  for (size_t i = 0; i < hex.size(); i += 6) {
    const unsigned group = nibble(i) << 20 | nibble(i + 1) << 16 | nibble(i + 2) << 12 | nibble(i + 3) << 8 | nibble(i + 4) << 4 | nibble(i + 5);
    const bool whole = i + 6 <= hex.size();
    for (unsigned place = 0; place < 4; ++place) out += !whole && place == 3 ? '=' : kDigits[group >> (18 - 6 * place) & 63];
  }
  return out + "'";
}

class Page {
 public:
  Page(const Disclosure& disclosure, Language language) : disclosure_(disclosure), zh_(language == Language::zh) {}

  std::string write() {
    head();
    out_ += "<body>\n<main>\n<h1>";
    out_ += title();
    out_ += "</h1>\n<p>";
    say("截至 ", "As of ");
    out_ += disclosure_.day.iso();
    say("，共 ", ", ");
    out_ += std::to_string(disclosure_.entries.size());
    say(" 条。", disclosure_.entries.size() == 1 ? " entry. " : " entries. ");
    say("证件号码中的星号为隐去的数位。</p>\n", "Asterisks in identity numbers stand for places that are not shown.</p>\n");
    controls();
    entries();
    removals();
    out_ += "</main>\n";
    foot();
    out_ += "<script>";
    out_ += kScript;
    out_ += "</script>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  void say(const char* zh, const char* en) { out_ += zh_ ? zh : en; }
  const char* title() const { return zh_ ? "失信被执行人名单" : "List of judgment defaulters"; }

  void head() {
    out_ += kPageBegins;
    out_ += zh_ ? "<html lang=\"zh-CN\">\n" : "<html lang=\"en\">\n";
    out_ +=
        "<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'; ";
    out_ += "style-src " + source_hash(kStyle) + "; script-src " + source_hash(kFirstScript) + " " + source_hash(kScript) + "\">\n";
    // Whoever is removed should not live on in search engines.
    out_ += "<meta name=\"robots\" content=\"noindex, noarchive\">\n<meta name=\"referrer\" content=\"no-referrer\">\n";
    out_ += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
    out_ += title();
    out_ += " " + disclosure_.day.iso() + "</title>\n<style>";
    out_ += kStyle;
    out_ += "</style>\n<script>";
    out_ += kFirstScript;
    out_ += "</script>\n</head>\n";
  }

  void controls() {
    out_ += "<form class=\"scripts\" role=\"search\">\n<label for=\"search\">";
    say("查找姓名、单位名称、案号或证件号码", "Search names, case numbers or identity numbers");
    out_ += "</label>\n<input type=\"search\" id=\"search\" autocomplete=\"off\" spellcheck=\"false\">\n<button type=\"button\" id=\"earlier\">";
    say("上一页", "Previous page");
    out_ += "</button>\n<button type=\"button\" id=\"later\">";
    say("下一页", "Next page");
    out_ += "</button>\n<button type=\"button\" id=\"print\">";
    say("打印", "Print");
    out_ += "</button>\n<output id=\"found\" for=\"search\" aria-live=\"polite\" data-none=\"";
    say("没有找到", "nothing found");
    out_ += "\" data-some=\"";
    say("找到 {n} 条，显示第 {from} 至 {to} 条", "{n} found; {from} to {to} shown");
    out_ += "\"></output>\n</form>\n";
  }

  void column(const char* zh, const char* en, bool sorted = false) {
    out_ += sorted ? "<th scope=\"col\" aria-sort=\"none\"><button type=\"button\">" : "<th scope=\"col\">";
    say(zh, en);
    out_ += sorted ? "</button></th>" : "</th>";
  }

  void entries() {
    out_ += "<table id=\"entries\">\n<caption>";
    say("公布的失信被执行人名单信息", "Entries as published");
    out_ += "</caption>\n<thead><tr>";
    column("姓名/单位名称", "Name", true);
    column("身份证号码/统一社会信用代码", "Identity number or credit code", true);
    column("案号", "Case number", true);
    column("执行人民法院", "Court", true);
    column("执行依据", "Basis of enforcement");
    column("法律生效文书确定的义务", "Duty");
    column("履行情况", "Performance");
    column("失信被执行人具体情形", "Conduct");
    column("发布时间", "Published", true);
    out_ += "</tr></thead>\n<tbody id=\"list\">\n";
    for (const PublicEntry& entry : disclosure_.entries) row(entry);
    out_ += "</tbody>\n</table>\n";
  }

  // A line below the cell's own text; nothing where there is no text.
  void note(const char* zh, const char* en, std::string_view text) {
    if (text.empty()) return;
    out_ += "<small>";
    say(zh, en);
    append_escaped(out_, text);
    out_ += "</small>";
  }
  void cell(const char* open, std::string_view text) {
    out_ += open;
    append_escaped(out_, text);
  }

  void row(const PublicEntry& e) {
    cell("<tr><th scope=\"row\">", e.name);
    note("性别：", "gender: ", e.gender);
    note("年龄：", "age: ", e.age);
    note("法定代表人：", "legal representative: ", e.legal_representative);
    cell("</th><td class=\"code\">", e.identifier);
    cell("</td><td>", e.case_no);
    note("立案时间：", "filed: ", e.filed_on ? e.filed_on->iso() : std::string());
    cell("</td><td>", e.court);
    cell("</td><td>", e.basis_no);
    note("", "", e.basis_unit);
    cell("</td><td>", e.duty);
    cell("</td><td>", e.performance);
    note("已履行：", "performed: ", e.performed_part);
    note("未履行：", "not performed: ", e.unperformed_part);
    cell("</td><td>", e.conduct);
    cell("</td><td class=\"day\">", e.published_on.iso());
    out_ += "</td></tr>\n";
  }

  void removals() {
    if (disclosure_.removals_for == 0) return;
    out_ += "<section aria-labelledby=\"removed\">\n<h2 id=\"removed\">";
    say("撤销、屏蔽公告", "Entries removed");
    out_ += "</h2>\n<p>";
    if (zh_)
      out_ += "最近 " + std::to_string(disclosure_.removals_for) + " 日内撤销或屏蔽的条目，共 " + std::to_string(disclosure_.removals.size()) + " 条。";
    else
      out_ += "Removed within " + std::to_string(disclosure_.removals_for) + (disclosure_.removals_for == 1 ? " day: " : " days: ") +
              std::to_string(disclosure_.removals.size()) + ".";
    out_ += "</p>\n";
    if (!disclosure_.removals.empty()) {
      out_ += "<table>\n<thead><tr>";
      column("案号", "Case number");
      column("姓名/单位名称", "Name");
      column("执行人民法院", "Court");
      column("撤销方式", "Kind");
      column("撤销时间", "Removed");
      out_ += "</tr></thead>\n<tbody>\n";
      for (const PublicRemoval& r : disclosure_.removals) {
        cell("<tr><th scope=\"row\">", r.case_no);
        cell("</th><td>", r.name);
        cell("</td><td>", r.court);
        cell("</td><td>", kind(r.kind));
        cell("</td><td class=\"day\">", r.removed_on.iso());
        out_ += "</td></tr>\n";
      }
      out_ += "</tbody>\n</table>\n";
    }
    out_ += "</section>\n";
  }

  std::string_view kind(std::string_view recorded) const {
    if (recorded == "shielded") return zh_ ? "屏蔽" : "shielded";
    if (recorded == "revoked") return zh_ ? "撤销" : "revoked";
    return recorded;
  }

  void foot() {
    out_ += "<footer>\n<p>";
    say("名单截至 ", "List as of ");
    out_ += disclosure_.day.iso();
    say("，名册修订号 ", ", revision ");
    out_ += std::to_string(disclosure_.revision);
    say("。</p>\n<p>名单摘要（SHA-256）：", ".</p>\n<p>Digest of the list (SHA-256): ");
    out_ += disclosure_.digest + "</p>\n</footer>\n";
  }

  const Disclosure& disclosure_;
  bool zh_;
  std::string out_;
};

}  // namespace

std::string page(const Disclosure& disclosure, Language language) { return Page(disclosure, language).write(); }

}  // namespace plumb::disclosure
