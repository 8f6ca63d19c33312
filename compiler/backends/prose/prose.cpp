#include "compiler/backends/prose/prose.hpp"

#include "compiler/backends/prose/measure.hpp"
#include "compiler/backends/prose/wording.hpp"

namespace plumb::prose {

namespace {

class Composer {
 public:
  Composer(const ir::Program& program, Language language) : program_(program), language_(language) { page_.language = language; }

  Page compose() {
    title();
    for (size_t index = 0; index < program_.documents.size(); ++index) document(program_.documents.id_at(index));
    measures_without_clause();
    parameters();
    remedies();
    readings();
    effects();
    return std::move(page_);
  }

 private:
  std::string words(std::string_view en, std::string_view zh) const { return say(language_, en, zh); }
  void heading(int level, std::string text, std::string alias = {}) { page_.blocks.push_back(Heading{level, std::move(text), std::move(alias)}); }
  void label(std::string label, std::string text) {
    if (!text.empty()) page_.blocks.push_back(Labelled{std::move(label), std::move(text)});
  }

  void title() {
    page_.title = program_.name.zh.empty() ? program_.id : spell(program_.name, language_);
    heading(1, page_.title, program_.id);
    label(words("Version", "版本"), program_.version);
    label(words("Digest of its meaning", "含义指纹"), program_.meaning_digest);
    label(words("Region", "地区"), program_.region);
    if (program_.staleness_limit) {
      label(words("Freshness of the list", "名单的时限"),
            words("a decision is left open when the list was last synchronised more than " + std::to_string(program_.staleness_limit->count) + " days before",
                  "名单超过" + std::to_string(program_.staleness_limit->count) + "日没有同步的，不作判断"));
    }
  }

  void document(ir::DocumentId id) {
    const ir::Document& document = program_.documents[id];
    heading(2, document.title.empty() ? spell(document.name, language_) : document.title);
    label(words("Number", "文号"), document.number);
    label(words("Issued by", "发布机关"), document.issuer);
    std::string period;
    if (document.from) period += words("from " + spell(*document.from, language_), "自" + spell(*document.from, language_) + "起");
    if (document.until)
      period += words((document.from ? ", until " : "until ") + spell(*document.until, language_),
                      (document.from ? "，至" : "至") + spell(*document.until, language_) + "止");
    label(words("In force", "施行"), period);
    label(words("Under", "上位文件"), enumerate(document.higher, language_));
    for (uint32_t clause = 0; clause < document.clauses.size(); ++clause) tell_clause(id, clause);
  }

  static bool first_basis(const std::vector<ir::Citation>& basis, ir::DocumentId document, uint32_t clause) {
    return !basis.empty() && basis.front().document == document && basis.front().clause == clause;
  }
  static bool later_basis(const std::vector<ir::Citation>& basis, ir::DocumentId document, uint32_t clause) {
    if (first_basis(basis, document, clause)) return false;
    for (const ir::Citation& citation : basis) {
      if (citation.document == document && citation.clause == clause) return true;
    }
    return false;
  }

  void tell_clause(ir::DocumentId document, uint32_t index) {
    const ir::Clause& clause = program_.documents[document].clauses[index];
    heading(3, clause.title.empty() ? clause.path : clause.path + " " + clause.title);
    label(words("Departments", "责任部门"), departments(program_, clause.departments, language_));
    label(words("Carried out by", "执行部门"), departments(program_, clause.executing, language_));
    std::vector<std::string> elsewhere;
    for (const ir::Measure& measure : program_.measures) {
      if (first_basis(measure.basis, document, index)) tell_measure(program_, measure, 4, page_);
      if (later_basis(measure.basis, document, index)) elsewhere.push_back(measure.name.zh);
    }
    label(words("See also", "另见"), enumerate(elsewhere, language_));
    for (const ir::Waiver& waiver : program_.waivers) tell_waiver(waiver, document, index);
  }

  void tell_waiver(const ir::Waiver& waiver, ir::DocumentId document, uint32_t clause) {
    for (const ir::Citation& citation : waiver.basis) {
      if (citation.document != document || citation.clause != clause) continue;
      const std::vector<ir::Name>& obligations = program_.documents[document].clauses[clause].obligations;
      const std::string what =
          citation.obligation < obligations.size() ? quote(spell(obligations[citation.obligation], language_)) : words("this clause", "本条");
      std::string text = what + words(": ", "：") + waiver.reason;
      if (!waiver.served_by.empty()) text += words(" — served by: ", "（由此落实：") + waiver.served_by + words("", "）");
      label(words("Not encoded", "不编入"), std::move(text));
    }
  }

  void measures_without_clause() {
    bool told = false;
    for (const ir::Measure& measure : program_.measures) {
      if (!measure.basis.empty()) continue;
      if (!told) heading(2, words("Measures that cite no clause", "没有引用条款的措施"));
      told = true;
      tell_measure(program_, measure, 4, page_);
    }
  }

  void parameters() {
    if (program_.parameters.empty()) return;
    heading(2, words("Amounts and terms", "数额和期限"));
    Table table;
    table.header = {words("Parameter", "参数"), words("From", "施行"), words("Value", "取值"), words("Basis", "依据")};
    for (const ir::Parameter& parameter : program_.parameters) {
      for (const ir::ParameterVersion& version : parameter.versions) {
        table.rows.push_back({spell(parameter.name, language_), spell(version.from, language_),
                              version.value ? spell(program_, *version.value, language_) : words("not yet determined", "尚未确定"),
                              citations(program_, version.basis, language_)});
      }
    }
    page_.blocks.push_back(std::move(table));
  }

  void remedies() {
    if (program_.remedies.empty()) return;
    heading(2, words("Remedies", "救济"));
    for (const ir::Remedy& remedy : program_.remedies) {
      std::string text = remedy.text;
      if (!remedy.basis.empty()) text += words(" (", "（") + citations(program_, remedy.basis, language_) + words(")", "）");
      label(remedy.self ? words("To the debtor", "对失信被执行人本人") : words("To a person reached through a role", "对因身份受到影响的人"), std::move(text));
    }
  }

  // What was decided where the notice leaves room stands in the notes; gathered here for those who only read this.
  void readings() {
    std::vector<Item> items;
    for (const ir::Measure& measure : program_.measures) {
      for (const std::string& note : measure.notes) items.push_back(Item{measure.name.zh + words(": ", "：") + note, {}});
    }
    if (items.empty()) return;
    heading(2, words("Readings and notes", "读法和说明"));
    page_.blocks.push_back(List{std::move(items)});
  }

  void effects() {
    if (program_.effects.empty()) return;
    heading(2, words("Effects, strongest first", "处理方式（由强到弱）"));
    std::vector<std::string> names;
    for (const ir::Effect& effect : program_.effects)
      names.push_back(spell(effect.name, language_) + (effect.irreversible ? words(" (cannot be undone)", "（不可逆）") : ""));
    page_.blocks.push_back(Paragraph{enumerate(names, language_)});
  }

  const ir::Program& program_;
  const Language language_;
  Page page_;
};

}  // namespace

Page compose(const ir::Program& program, Language language) { return Composer(program, language).compose(); }

std::string render(const ir::Program& program, Format format, Language language) {
  const Page page = compose(program, language);
  switch (format) {
    case Format::markdown:
      return to_markdown(page);
    case Format::html:
      return to_html(page);
  }
  return {};
}

}  // namespace plumb::prose
