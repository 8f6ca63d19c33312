#include "runtime/explain/answer.hpp"

#include <algorithm>
#include <set>

#include "runtime/decide/json_writer.hpp"
#include "runtime/decide/write.hpp"
#include "runtime/explain/explain.hpp"
#include "runtime/explain/listing.hpp"
#include "runtime/explain/missing.hpp"

namespace plumb::explain {

namespace {

using decide::Decision;
using decide::MeasureDecision;
using decide::Status;

class AnswerText {
 public:
  AnswerText(const Wording& wording, const Inquiry& inquiry) : w_(wording), inquiry_(inquiry) {}

  std::string text() {
    header();
    listings();
    now();
    matters();
    open_questions();
    endings();
    regardless();
    return std::move(text_);
  }

  // What the list says of the party, entries that only retentions keep last; in JSON, too.
  std::vector<std::string> listing_list() const {
    std::vector<std::string> out;
    for (const decide::Trigger& listing : inquiry_.listings) out.push_back(listing_sentence(w_, listing, inquiry_.date));
    for (const auto& [measure, listing] : inquiry_.retained)
      out.push_back(listing_sentence(w_, listing, inquiry_.date, w_.name(w_.program().measures[measure].name)));
    return out;
  }

  std::vector<std::string> ending_list() const {
    std::vector<std::string> out = ending_sentences(w_, touching());
    for (const snapshot::PermitIndex i : permits()) {
      const snapshot::Permit permit = w_.snapshot().permit(i);
      out.push_back(permit.period.to
                        ? w_.say("法院的准许（{}）期满之后，凡记录仍在，所准许的措施重新适用。",
                                 "When the court's permit ({}) is over, what it permits applies again as long as the entry stands.", permit_words(w_, permit))
                        : w_.say("法院的准许（{}）没有写明止于哪一天，由法院另行决定。", "The court's permit ({}) names no end; ending it is for the court.",
                                 permit_words(w_, permit)));
    }
    return out;
  }

  std::vector<const ir::Remedy*> remedies() const {
    std::vector<const ir::Remedy*> out;
    const auto all = touching();
    for (const ir::Remedy& remedy : w_.program().remedies) {
      const auto fits = [&](const decide::Trigger& t) { return (t.way.direction == Direction::self) == remedy.self; };
      if (std::any_of(all.begin(), all.end(), fits)) out.push_back(&remedy);
    }
    return out;
  }

 private:
  std::vector<decide::Trigger> touching() const {
    std::vector<decide::Trigger> out = inquiry_.listings;
    for (const auto& [measure, listing] : inquiry_.retained) out.push_back(listing);
    return out;
  }

  // Those that some decision above rests on, each once.
  std::vector<snapshot::PermitIndex> permits() const {
    std::vector<snapshot::PermitIndex> out;
    const auto add = [&](const Decision& decision) {
      for (const MeasureDecision& measure : decision.measures) {
        if (measure.permit.valid() && std::find(out.begin(), out.end(), measure.permit) == out.end()) out.push_back(measure.permit);
      }
    };
    for (const Decision& status : inquiry_.statuses) add(status);
    for (const auto& [holding, decision] : inquiry_.holdings) add(decision);
    for (const Decision& decision : inquiry_.matters) add(decision);
    return out;
  }

  void line(const std::string& sentence) { text_ += sentence + "\n"; }
  void heading(const char* zh, const char* en) { text_ += std::string("\n") + w_.choose(zh, en) + "\n"; }
  void item(const std::string& sentence) { text_ += w_.choose("· ", "- ") + sentence + "\n"; }

  void header() {
    const auto& subject = inquiry_.subject;
    const std::string kind = subject.kind ? w_.name(word(*subject.kind)) : w_.choose("主体类别未知", "of unknown kind");
    const std::string sector = subject.sector ? w_.say("，{}", ", {}", w_.name(word(*subject.sector))) : "";
    line(w_.say("{}，{}{}。以下是{}的情况。", "{}, {}{}: as things stand on {}.", w_.asked_party(), kind, sector, w_.date(inquiry_.date)));
    const auto synchronised = w_.snapshot().synchronised();
    line(synchronised ? w_.say("名册为第{}版，最近一次与法院同步是{}。", "Registry revision {}, last synchronised with the court on {}.",
                               std::to_string(w_.snapshot().revision()), w_.date(*synchronised))
                      : w_.say("名册为第{}版，没有记载与法院同步的日期。", "Registry revision {}; when it was synchronised with the court is not recorded.",
                               std::to_string(w_.snapshot().revision())));
    for (const std::string& warning : subject.warnings) {
      if (warning == "party.id.check_digit")
        line(w_.choose("注意: 该编号的校验码不符，请核对证件。", "Note: the number's check digit is wrong; check it against the document."));
      if (warning == "party.id.extended") line(w_.choose("注意: 15位旧号码已经换算为18位。", "Note: the old 15-digit number was extended to 18 digits."));
    }
  }

  void listings() {
    heading("一、名册上的记录", "1. On the list");
    if (inquiry_.stale) return item(missing_sentence(w_, "registry", any_matter()));
    if (inquiry_.subject.masked && !depends_on("party.id")) return item(masked_unlisted());
    if (inquiry_.subject.masked || inquiry_.subject.name_contradicts) return item(missing_sentence(w_, "party.id", any_matter()));
    if (!inquiry_.subject.record && !inquiry_.subject.masked && inquiry_.subject.candidates.empty()) {
      item(w_.choose("名册中没有这个编号的任何记载；请核对编号。", "The registry holds nothing under this number; check that it is right."));
    }
    if (inquiry_.listings.empty()) {
      item(inquiry_.retained.empty() ? w_.choose("没有现在涉及该主体的失信记录。", "No entry touches this party now.")
                                     : w_.choose("没有现在在列的、涉及该主体的失信记录；下列措施在移除之后依法保留。",
                                                 "No entry that touches this party stands now; these measures are kept by law after a removal."));
    }
    for (const std::string& sentence : listing_list()) item(sentence);
  }

  bool depends_on(std::string_view missing) const {
    const auto in = [&](const Decision& decision) {
      return std::any_of(decision.measures.begin(), decision.measures.end(), [&](const MeasureDecision& measure) {
        return std::find(measure.missing.begin(), measure.missing.end(), missing) != measure.missing.end();
      });
    };
    return std::any_of(inquiry_.statuses.begin(), inquiry_.statuses.end(), in) || std::any_of(inquiry_.matters.begin(), inquiry_.matters.end(), in);
  }

  // Of a masked number whose every reading gives the same answer, nobody need be asked who the party is.
  std::string masked_unlisted() const {
    return inquiry_.subject.candidates.empty()
               ? w_.say("请求只给出了部分遮蔽的编号{}，名册中没有与之相符的主体。",
                        "The request shows only part of the number, {}; the registry holds no party that it could mean.", inquiry_.subject.id)
               : w_.say("请求只给出了部分遮蔽的编号{}，名册中有与之相符的主体，但其失信记录均不使任何措施适用。",
                        "The request shows only part of the number, {}; the registry holds parties that it could mean, but no entry brings a measure upon any "
                        "of them.",
                        inquiry_.subject.id);
  }

  const ir::Matter& any_matter() const {
    static const ir::Matter kNone;
    return kNone;
  }

  const ir::Measure& measure_of(const MeasureDecision& decided) const { return w_.program().measures[decided.measure]; }

  // “住宿限制”（新政办〔2019〕48号 二（七）1）: 限制
  std::string named(const MeasureDecision& decided) const {
    const ir::Measure& measure = measure_of(decided);
    const std::string effect = w_.effect(decided);
    if (measure.basis.empty()) return w_.say("“{}”: {}", "“{}”: {}", w_.name(measure.name), effect);
    return w_.say("“{}”（{}）: {}", "“{}” ({}): {}", w_.name(measure.name), w_.citations(measure.basis), effect);
  }

  std::string departments(const MeasureDecision& decided) const {
    std::vector<std::string> names;
    for (const ir::DepartmentId id : measure_of(decided).departments) names.push_back(w_.department(id));
    return w_.say("可向{}询问", "ask {}", w_.list(names));
  }

  std::string short_name(const std::string& missing, const ir::Matter& matter) const {
    const size_t dot = missing.find('.');
    const std::string tail = dot == std::string::npos ? "" : missing.substr(dot + 1);
    if (missing == "registry") return w_.choose("名册同步", "a fresh registry");
    if (missing == "party.id") return w_.choose("身份核实", "who the party is");
    if (missing == "party.kind") return w_.choose("主体类别", "the kind of party");
    if (missing == "party.sector") return w_.choose("所属行业", "the sector");
    if (missing == "entry.expires_on") return w_.choose("到期记录是否有效", "whether the expired entry still holds");
    for (const ir::Parameter& parameter : w_.program().parameters) {
      if (missing == "parameter." + parameter.name.alias) return w_.name(parameter.name);
    }
    for (const ir::Field& field : matter.fields) {
      if (missing == matter.name.alias + "." + field.name.alias) return w_.name(field.name);
    }
    return tail;
  }

  // Where nothing but retentions brings the measure, by which and until when: the last day is that of the one that lasts longest.
  std::string applies_words(const MeasureDecision& decided) const {
    const decide::Trigger* last = nullptr;
    for (const decide::Trigger& trigger : decided.told()) {
      if (!trigger.retention.valid()) return w_.choose("适用", "applies");
      if (last == nullptr || w_.snapshot().retention(last->retention).until < w_.snapshot().retention(trigger.retention).until) last = &trigger;
    }
    if (last == nullptr) return w_.choose("适用", "applies");
    const snapshot::Retention retention = w_.snapshot().retention(last->retention);
    return w_.say("依据“{}”保留适用至{}（含当日）", "applies, kept by “{}” through {}", retention.basis, w_.date(retention.until));
  }

  std::string line_of(const MeasureDecision& decided) {
    const ir::Matter& matter = w_.program().matters[measure_of(decided).matter];
    switch (decided.status) {
      case Status::applies:
        return w_.say("{}，{}；{}。", "{}: {}; {}.", named(decided), applies_words(decided), departments(decided));
      case Status::permitted:
        return w_.say("{}，法院已经准许（{}）；{}。", "{}: permitted by the court ({}); {}.", named(decided),
                      permit_words(w_, w_.snapshot().permit(decided.permit)), departments(decided));
      case Status::undetermined:
        break;
    }
    std::vector<std::string> on;
    for (const std::string& missing : decided.missing) {
      on.push_back(short_name(missing, matter));
      if (!missing.starts_with(matter.name.alias + ".")) open_.insert(missing);
    }
    return w_.say("{}，视下列情况而定: {}；{}。", "{}: depends on {}; {}.", named(decided), w_.list(on), departments(decided));
  }

  bool anyone(const MeasureDecision& decided) const { return measure_of(decided).reach.anyone; }

  void now() {
    heading("二、现在的日常措施与既有的权利、职务", "2. Standing measures, and rights and posts held");
    size_t count = 0;
    for (const Decision& status : inquiry_.statuses) {
      for (const MeasureDecision& decided : status.measures) item(line_of(decided)), ++count;
    }
    for (const auto& [index, decision] : inquiry_.holdings) {
      const std::string title = w_.name(w_.program().matters[decision.matter].name);
      for (const MeasureDecision& decided : decision.measures) {
        item(w_.say("{}（{}）: {}", "{} ({}): {}", title, w_.snapshot().holding(index).id, line_of(decided))), ++count;
      }
    }
    for (const snapshot::HoldingIndex i : inquiry_.unfit_holdings) {
      item(w_.say("登记的“{}”（{}）与规则集不符，未能判断。", "The holding “{}” ({}) does not fit the rule set and was not judged.",
                  w_.snapshot().holding(i).matter, w_.snapshot().holding(i).id));
    }
    if (count == 0) item(w_.choose("没有。", "None."));
  }

  void matters() {
    heading("三、申请办理下列事项时", "3. When applying for");
    size_t count = 0;
    for (const Decision& decision : inquiry_.matters) {
      for (const MeasureDecision& decided : decision.measures) {
        if (anyone(decided)) continue;
        item(w_.say("{}: {}", "{}: {}", w_.name(w_.program().matters[decision.matter].name), line_of(decided)));
        ++count;
      }
    }
    if (count == 0) item(w_.choose("没有因失信而适用的措施。", "Nothing applies on account of the list."));
  }

  void open_questions() {
    if (open_.empty()) return;
    heading("要弄清的情况", "What would settle the open questions");
    for (const std::string& missing : open_) item(missing_sentence(w_, missing, any_matter()));
  }

  void endings() {
    const auto sentences = ending_list();
    const auto open_remedies = remedies();
    if (sentences.empty() && open_remedies.empty()) return;
    heading("四、怎样结束，可以怎样做", "4. How it ends, and what can be done");
    for (const std::string& sentence : sentences) item(sentence);
    for (const ir::Remedy* remedy : open_remedies) {
      item(remedy->basis.empty() ? w_.remedy(*remedy) : w_.say("{}（{}）", "{} ({})", w_.remedy(*remedy), w_.citations(remedy->basis)));
    }
  }

  void regardless() {
    std::vector<std::string> names;
    for (const Decision& decision : inquiry_.matters) {
      for (const MeasureDecision& decided : decision.measures) {
        if (anyone(decided))
          names.push_back(w_.say("{}的“{}”", "{}: “{}”", w_.name(w_.program().matters[decision.matter].name), w_.name(measure_of(decided).name)));
      }
    }
    if (names.empty()) return;
    text_ += "\n" + w_.say("另有不论是否失信、只看事项本身的措施: {}。", "Regardless of the list, by the matter alone: {}.", w_.list(names)) + "\n";
  }

  const Wording& w_;
  const Inquiry& inquiry_;
  std::string text_;
  std::set<std::string> open_;
};

void append_measures(decide::JsonWriter& json, const decide::Context& context, const Decision& decision) {
  json.array("measures", decision.measures, [&](const MeasureDecision& measure) {
    json.open('{');
    decide::append_measure(json.out(), context, measure);
    json.close('}');
  });
}

std::string answer_json(const Wording& w, const Inquiry& inquiry, const AnswerText& text) {
  const decide::Context& context = w.context();
  const ir::Program& program = w.program();
  const auto optional_word = [](const auto& value) { return value ? std::optional<std::string_view>(word(*value).alias) : std::nullopt; };
  const auto matter_of = [&](const Decision& decision) -> const ir::Name& { return program.matters[decision.matter].name; };
  std::string out;
  decide::JsonWriter json(out);
  json.open('{');
  json.key("party");
  json.open('{');
  json.member("id", inquiry.subject.id);
  json.nullable("name", inquiry.subject.name ? std::optional<std::string_view>(*inquiry.subject.name) : std::nullopt);
  json.nullable("kind", optional_word(inquiry.subject.kind));
  json.nullable("sector", optional_word(inquiry.subject.sector));
  json.close('}');
  json.member("date", inquiry.date.iso());
  json.key("registry");
  json.open('{');
  json.raw("revision", std::to_string(w.snapshot().revision()));
  const auto synchronised = w.snapshot().synchronised();
  const std::string day = synchronised ? synchronised->iso() : "";
  json.nullable("synchronised", synchronised ? std::optional<std::string_view>(day) : std::nullopt);
  json.boolean("stale", inquiry.stale);
  json.close('}');
  json.texts("warnings", inquiry.subject.warnings);
  json.texts("listings", text.listing_list());
  json.array("statuses", inquiry.statuses, [&](const Decision& decision) {
    json.open('{');
    json.member("matter", matter_of(decision).alias);
    append_measures(json, context, decision);
    json.close('}');
  });
  json.array("holdings", inquiry.holdings, [&](const auto& holding) {
    json.open('{');
    json.member("holding", w.snapshot().holding(holding.first).id);
    json.member("matter", matter_of(holding.second).alias);
    append_measures(json, context, holding.second);
    json.close('}');
  });
  json.array("matters", inquiry.matters, [&](const Decision& decision) {
    json.open('{');
    json.member("matter", matter_of(decision).alias);
    json.member("title", matter_of(decision).zh);
    append_measures(json, context, decision);
    json.close('}');
  });
  json.texts("endings", text.ending_list());
  std::vector<std::string> remedies;
  for (const ir::Remedy* remedy : text.remedies()) remedies.push_back(w.remedy(*remedy));
  json.texts("remedies", remedies);
  json.close('}');
  return out;
}

}  // namespace

Answer answer(const decide::Context& context, const decide::Options& options, Language language, decide::Subject subject, Date date) {
  const Inquiry inquiry = inquire(context, options, std::move(subject), date);
  const Wording wording(context, inquiry.subject, language, options.reveal);
  AnswerText text(wording, inquiry);
  Answer out;
  out.text = text.text();
  out.json = answer_json(wording, inquiry, text);
  return out;
}

}  // namespace plumb::explain
