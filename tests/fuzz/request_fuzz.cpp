// Any bytes → a request line over a small rule set and county. Every line gets an answer: one JSON object, a decision or an error
// with a code, the same each time.
#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "plumb/plumb.hpp"
#include "tests/unit/decide/world.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

const plumb::Engine& engine() {
  static const plumb::Engine kEngine = [] {
    plumb::test::World world;
    world.list(plumb::test::person(0), "2019-01-01").publishable = false;
    world.list(plumb::test::organisation(0), "2019-06-01", "案2").expires_on = plumb::test::day("2020-01-01");
    world.relate(plumb::test::person(1), plumb::Role::legal_representative, plumb::test::organisation(0), "2018-01-01");
    world.relate(plumb::test::person(0), plumb::Role::director, plumb::test::organisation(1));
    world.name(plumb::test::person(0), "张三");
    world.permit(plumb::test::person(1), "lodging", "", "", "准1");
    world.retain("案1", plumb::test::person(0), "luxury_lodging", "2021-01-01");
    return plumb::Engine(plumb::RuleSet(world.rules().share()), world.snapshot());
  }();
  return kEngine;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  plumb::DecideOptions options;
  options.explain = size % 2 == 1;
  const plumb::DecisionLine answer = engine().decide(line, options);
  require(answer.json.find('\n') == std::string::npos);
  const boost::json::value value = boost::json::parse(answer.json);
  const auto* const object = value.if_object();
  require(object && object->contains("id"));
  require(answer.failed == object->contains("error"));
  require(answer.failed != object->contains("measures"));
  if (answer.failed) require(!object->at("error").at("code").as_string().empty());
  require(engine().decide(line, options).json == answer.json);
  return 0;
}
