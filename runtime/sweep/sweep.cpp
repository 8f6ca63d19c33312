#include "runtime/sweep/sweep.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/ir/predicate_table.hpp"
#include "runtime/decide/holding.hpp"
#include "runtime/decide/json_value.hpp"
#include "runtime/decide/staleness.hpp"
#include "runtime/decide/write.hpp"
#include "runtime/sweep/hits.hpp"
#include "runtime/threads/crew.hpp"

namespace plumb::sweep {

namespace {

using decide::Decision;
using decide::Refusal;

// Lines of one piece of the work, in order.
struct Lines {
  std::vector<std::string> lines;
  uint64_t refused = 0;
};

// Decides questions and writes their lines; any thread, one at a time each.
class Writer {
 public:
  Writer(const decide::Context& context, const decide::Options& options, Date date, Language language, const Visitor& visitor)
      : context_(context), options_(options), date_(date), language_(language), visitor_(visitor) {}

  void ask(snapshot::HoldingIndex index, Lines& out) const {
    const auto holding = context_.snapshot.holding(index);
    reference::Row fields;
    const auto matter = decide::read_holding(context_.rules, holding, fields);
    if (const auto* refusal = std::get_if<Refusal>(&matter)) {
      ++out.refused;
      refuse(holding.id, context_.snapshot.id(holding.party), *refusal, out);
      return;
    }
    Decision decision = decide::decide(context_, options_, decide::subject_of(context_.snapshot, holding.party), std::get<ir::MatterId>(matter), Stage::holding,
                                       date_, std::move(fields));
    tell(decision, holding.id, out);
  }

  void ask(snapshot::PartyIndex party, ir::MatterId matter, Lines& out) const {
    reference::Row fields(context_.rules.program().matters[matter].fields.size());
    Decision decision = decide::decide(context_, options_, decide::subject_of(context_.snapshot, party), matter, Stage::status, date_, std::move(fields));
    tell(decision, std::nullopt, out);
  }

 private:
  using HoldingId = std::optional<std::string_view>;  // nothing for a status

  void tell(Decision& decision, HoldingId holding, Lines& out) const {
    if (decision.measures.empty()) return;
    if (visitor_.explain) visitor_.explain(decision);
    for (const decide::MeasureDecision& measure : decision.measures) {
      std::string& line = out.lines.emplace_back("{");
      decide::append_measure(line, context_, measure);
      line += ",\"holding\":";
      append_holding_and_party(line, holding, decision.subject.id);
      line.push_back('}');
    }
  }

  void refuse(std::string_view holding, std::string_view party, const Refusal& refusal, Lines& out) const {
    std::string& line = out.lines.emplace_back("{\"holding\":");
    append_holding_and_party(line, holding, party);
    decide::append_refusal(line, refusal, language_);
    line.push_back('}');
  }

  static void append_holding_and_party(std::string& line, HoldingId holding, std::string_view party) {
    if (holding) {
      decide::append_json_string(line, *holding);
    } else {
      line += "null";
    }
    line += ",\"party\":";
    decide::append_json_string(line, party);
  }

  const decide::Context& context_;
  const decide::Options& options_;
  Date date_;
  Language language_;
  const Visitor& visitor_;
};

class Sweep {
 public:
  Sweep(const decide::Context& context, const decide::Options& options, const rows::RowTable& rows, Date date, Language language, unsigned threads,
        const Visitor& visitor)
      : context_(context), rows_(rows), date_(date), threads_(threads), visitor_(visitor), writer_(context, options, date, language, visitor) {
    const bool stale = decide::is_stale(context.rules.program(), context.snapshot.synchronised(), date, options.max_staleness_days);
    touched_.emplace(context.snapshot, date, stale, threads);
  }

  Summary run() {
    sweep_holdings();
    sweep_statuses();
    if (visitor_.progress) visitor_.progress(total(), total());
    return summary_;
  }

 private:
  static constexpr uint64_t kQuestionsAPiece = 512;

  void sweep_holdings() {
    const Hits found = hits(context_, *touched_, rows_, date_, threads_);
    summary_.questions += found.held;
    write(found.holdings, 0, [&](uint32_t holding, Lines& out) { writer_.ask(snapshot::HoldingIndex(holding), out); });
  }

  // Parties that the list cannot reach are asked only where a measure looks at no list.
  void sweep_statuses() {
    const Snapshot& snapshot = context_.snapshot;
    const std::vector<ir::MatterId> matters = matters_with_status();
    const bool everybody = looks_at_no_list(matters);
    std::vector<uint32_t> parties;
    for (uint32_t i = 0; i < snapshot.party_count(); ++i) {
      if (snapshot.reach().masked()[i]) continue;
      ++summary_.questions;
      if (everybody || touched_->any(i)) parties.push_back(i);
    }
    write(parties, snapshot.holding_count(), [&](uint32_t party, Lines& out) {
      for (const ir::MatterId matter : matters) writer_.ask(snapshot::PartyIndex(party), matter, out);
    });
  }

  // Writes the lines of all questions in their order; `before`: what has been done of the total when the first begins.
  template <typename Ask>
  void write(const std::vector<uint32_t>& questions, uint64_t before, const Ask& ask) {
    const uint64_t pieces = (questions.size() + kQuestionsAPiece - 1) / kQuestionsAPiece;
    const auto end_of = [&](uint64_t piece) { return std::min<uint64_t>((piece + 1) * kQuestionsAPiece, questions.size()); };
    const auto make = [&](unsigned, uint64_t piece) {
      Lines out;
      for (uint64_t i = piece * kQuestionsAPiece; i < end_of(piece); ++i) ask(questions[i], out);
      return out;
    };
    threads::in_order<Lines>(pieces, threads_, make, [&](uint64_t piece, Lines&& lines) {
      summary_.lines += lines.lines.size() - lines.refused;
      summary_.refused += lines.refused;
      for (const std::string& line : lines.lines) visitor_.line(line);
      if (visitor_.progress) visitor_.progress(before + questions[end_of(piece) - 1] + 1, total());
    });
  }

  uint64_t total() const { return uint64_t{context_.snapshot.holding_count()} + context_.snapshot.party_count(); }

  // Those at whose stage anything can hold on the date.
  std::vector<ir::MatterId> matters_with_status() const {
    std::vector<ir::MatterId> out;
    const auto& matters = context_.rules.program().matters;
    for (uint32_t i = 0; i < matters.size(); ++i) {
      if (decide::RuleIndex::has_stage(matters[ir::MatterId(i)], Stage::status)) out.emplace_back(i);
    }
    return out;
  }

  bool looks_at_no_list(const std::vector<ir::MatterId>& matters) const {
    return std::any_of(matters.begin(), matters.end(), [&](ir::MatterId matter) {
      const PlumbTableEntry* entry = ir::find_entry(context_.table, matter.value, static_cast<uint32_t>(Stage::status), date_.days);
      return entry && std::any_of(entry->measures, entry->measures + entry->measure_count,
                                  [&](uint32_t id) { return context_.rules.program().measures[ir::MeasureId(id)].reach.anyone; });
    });
  }

  const decide::Context& context_;
  const rows::RowTable& rows_;
  Date date_;
  unsigned threads_;
  const Visitor& visitor_;
  Writer writer_;
  std::optional<Touched> touched_;
  Summary summary_;
};

}  // namespace

Summary sweep(const decide::Context& context, const decide::Options& options, const rows::RowTable& rows, Date date, Language language, unsigned threads,
              const Visitor& visitor) {
  return Sweep(context, options, rows, date, language, threads, visitor).run();
}

}  // namespace plumb::sweep
