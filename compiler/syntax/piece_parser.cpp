#include "compiler/syntax/piece_parser.hpp"

#include <algorithm>
#include <exception>
#include <optional>

#include "compiler/syntax/syntax_errors.hpp"

namespace plumb::syntax {
namespace {

// The runtime's view of one of our tokens; texts are never asked of it.
class TreeToken final : public antlr4::Token {
 public:
  TreeToken(size_t type, size_t position, uint32_t index) : type_(type), position_(position), index_(index) {}
  std::string getText() const override { return {}; }
  size_t getType() const override { return type_; }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() const override { return 0; }
  size_t getChannel() const override { return DEFAULT_CHANNEL; }
  size_t getTokenIndex() const override { return position_; }
  size_t getStartIndex() const override { return index_; }
  size_t getStopIndex() const override { return index_; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  antlr4::CharStream* getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }

 private:
  size_t type_;
  size_t position_;  // in the stream
  uint32_t index_;   // in TokenList::tokens
};

// Some tokens of a TokenList, in order, and an end mark. The parser asks for a source only to make tokens that are
// missing, which the error strategy here never does.
class TreeTokenStream final : public antlr4::TokenStream {
 public:
  void clear() {
    tokens_.clear();
    position_ = 0;
  }
  void add(size_t type, uint32_t index) { tokens_.emplace_back(type, tokens_.size(), index); }

  antlr4::Token* LT(ssize_t k) override {
    if (k == 0) return nullptr;
    if (k < 0) return position_ < static_cast<size_t>(-k) ? nullptr : &tokens_[position_ - static_cast<size_t>(-k)];
    return &tokens_[std::min(position_ + static_cast<size_t>(k) - 1, tokens_.size() - 1)];
  }
  antlr4::Token* get(size_t index) const override { return const_cast<TreeToken*>(&tokens_[index]); }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval&) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext*) override { return {}; }
  std::string getText(antlr4::Token*, antlr4::Token*) override { return {}; }
  void consume() override {
    if (position_ + 1 < tokens_.size()) ++position_;
  }
  size_t LA(ssize_t k) override { return LT(k)->getType(); }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  size_t index() override { return position_; }
  void seek(size_t index) override { position_ = std::min(index, tokens_.size() - 1); }
  size_t size() override { return tokens_.size(); }
  std::string getSourceName() const override { return "plumb"; }

 private:
  std::vector<TreeToken> tokens_;
  size_t position_ = 0;
};

// Ends the parse at the first error, with what was expected there.
class StopAtError final : public antlr4::DefaultErrorStrategy {
 public:
  void recover(antlr4::Parser* parser, std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const antlr4::RecognitionException& e) {
      throw place(parser, e.getOffendingToken());
    }
  }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override { throw place(parser, parser->getCurrentToken()); }
  void sync(antlr4::Parser*) override {}
  void reportError(antlr4::Parser*, const antlr4::RecognitionException&) override {}

 private:
  static ErrorPlace place(antlr4::Parser* parser, antlr4::Token* offending) {
    ErrorPlace place;
    place.at_end = offending->getType() == antlr4::Token::EOF;
    place.token = token_index(offending);
    for (antlr4::RuleContext* context = parser->getContext(); context != nullptr; context = static_cast<antlr4::RuleContext*>(context->parent)) {
      place.rules.push_back(context->getRuleIndex());
    }
    const antlr4::misc::IntervalSet expected = parser->getExpectedTokens();
    for (ssize_t type : expected.toList()) place.expected.push_back(static_cast<size_t>(type));
    return place;
  }
};

}  // namespace

uint32_t token_index(const antlr4::Token* token) { return static_cast<uint32_t>(token->getStartIndex()); }
uint32_t first_token(antlr4::ParserRuleContext* context) { return token_index(context->start); }
uint32_t last_token(antlr4::ParserRuleContext* context) { return context->stop == nullptr ? first_token(context) : token_index(context->stop) + 1; }

struct PieceParser::State {
  State(const TokenList& tokens, const Source& text, diagnostics::Sink& into) : list(tokens), source(text), sink(into), parser(&stream) {
    parser.removeErrorListeners();
    parser.setErrorHandler(std::make_shared<StopAtError>());
    parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(antlr4::atn::PredictionMode::SLL);
  }

  const TokenList& list;
  const Source& source;
  diagnostics::Sink& sink;
  TreeTokenStream stream;
  PlumbParser parser;
};

PieceParser::PieceParser(const TokenList& list, const Source& source, diagnostics::Sink& sink) : state_(std::make_unique<State>(list, source, sink)) {}
PieceParser::~PieceParser() = default;

PlumbParser::DeclarationContext* PieceParser::parse(const Piece& piece) {
  State& s = *state_;
  constexpr int kMaxErrors = 20;
  std::vector<TokenRange> left_out;  // wrong clauses, already told
  for (int errors = 0; errors < kMaxErrors; ++errors) {
    s.stream.clear();
    size_t next_range = 0;
    for (uint32_t i = piece.begin; i < piece.end; ++i) {
      if (next_range < left_out.size() && i == left_out[next_range].begin) {
        i = left_out[next_range++].end - 1;
        continue;
      }
      s.stream.add(s.list.tokens[i].type, i);
    }
    s.stream.add(antlr4::Token::EOF, piece.end);
    s.parser.setTokenStream(&s.stream);
    try {
      PlumbParser::PieceContext* tree = s.parser.piece();
      bool bad = errors > 0;
      for (uint32_t i = piece.begin; i < piece.end && !bad; ++i) bad = s.list.tokens[i].bad;
      return bad ? nullptr : tree->declaration();
    } catch (const ErrorPlace& place) {
      report_syntax_error(s.list, s.source, piece, place, s.sink);
      const std::optional<TokenRange> clause = clause_around(s.list, piece, place);
      if (!clause) return nullptr;
      // Kept in order: errors are met from left to right, but a clause may begin before one that was left out.
      for (const TokenRange& range : left_out) {
        if (clause->begin < range.end && range.begin < clause->end) return nullptr;
      }
      left_out.push_back(*clause);
      std::sort(left_out.begin(), left_out.end(), [](TokenRange a, TokenRange b) { return a.begin < b.begin; });
    }
  }
  return nullptr;
}

}  // namespace plumb::syntax
