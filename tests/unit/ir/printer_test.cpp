#include "compiler/ir/printer.hpp"

#include <gtest/gtest.h>

#include "compiler/ir/builder.hpp"
#include "compiler/ir/encoding.hpp"
#include "compiler/ir/reader.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

namespace world = testing::world;

// The smallest program with a measure, as a person would write it.
constexpr const char* kSmall = R"((program
  (name ("试验" "trial"))
  (id "trial")
  (enums
    ((name ("主体类别" "party_kind")) (values ("自然人" "person") ("单位" "organisation")) (inline false))
    ((name ("所属行业" "sector"))
      (values ("房地产" "real_estate") ("建筑业" "construction") ("其他" "other"))
      (inline false))
    ((name ("身份" "role"))
      (values
        ("法定代表人" "legal_representative")
        ("主要负责人" "principal")
        ("实际控制人" "actual_controller")
        ("董事" "director")
        ("监事" "supervisor")
        ("高级管理人员" "senior_executive")
        ("影响债务履行的直接责任人员" "directly_responsible")
        ("股东" "shareholder"))
      (inline false))
    ((name ("状态" "entry_state"))
      (values ("在列" "active") ("应予移除" "removal_due") ("期限届满" "expired") ("依法保留" "retained"))
      (inline false)))
  (matters ((name ("住宿" "lodging")) (stages application) (fields ((name ("星级" "star_rating")) (type integer)))))
  (effects ((name ("限制" "restrict")) (irreversible false)))
  (documents ((name ("通知" "notice")) (from 2019-05-30) (clauses ((path "二（七）1")))))
  (constants
    ((type integer) (number 4))  ; 4
  )
  (nodes
    (%0 matter_field:0 integer)
    (%1 constant:0 integer)  ; 4
    (%2 at_least boolean %0 %1))
  (measures
    ((name ("住宿限制" "luxury_lodging"))
      (matter 0)
      (stage application)
      (reach ((anyone false) (self true) (debtor_roles 7) (own_roles 0)))
      (condition %2)
      (effect 0)
      (basis ((document 0) (clause 0) (obligation none))))))
)";

TEST(Printer, WritesWhatTheReaderRead) {
  const auto program = parse(kSmall);
  ASSERT_TRUE(program) << program.error().message;
  EXPECT_EQ(print(*program), kSmall);
  EXPECT_EQ(program->measures[MeasureId(0)].reach.debtor_roles, 7u);
}

TEST(Printer, NamesTheLeavesOfOneExpression) {
  Program p = testing::declarations();
  Builder b(p);
  const NodeId node = b.logical_and({b.binary(Op::at_least, b.matter_field(world::kLodging, 1), b.integer(4)), b.listing_field(ListingField::publishable)});
  EXPECT_EQ(print(p, node, world::kLodging), "(and (at_least lodging.number 4) entry.publishable)");
}

TEST(Printer, EscapesWhatWouldEndAString) {
  Program p = testing::declarations();
  p.remedies[0].text = "a \"b\" \\ \n\t;)(";
  const auto back = parse(print(p));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->remedies[0].text, p.remedies[0].text);
}

TEST(Reader, SaysWhereItStopped) {
  EXPECT_EQ(parse("(program\n  (name (\"a\"").error().message, "no expression at line 2");
  EXPECT_EQ(parse("(programme)").error().message, "not a program");
  EXPECT_EQ(parse("(program (nonsense 1))").error().message, "member nonsense is not understood");
  EXPECT_EQ(parse("(program (staleness_limit ((unit fortnight) (count 1))))").error().message, "member unit is not understood");
  EXPECT_EQ(parse("(program)").error().code, "ir.invalid");
  EXPECT_EQ(parse(std::string(100000, '(')).error().code, "ir.malformed");
}

}  // namespace
}  // namespace plumb::ir
