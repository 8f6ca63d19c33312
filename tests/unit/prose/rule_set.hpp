// A small rule set of our own with one of everything, for the tests of prose.
#pragma once

#include "compiler/ir/builder.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::prose {

inline Date day(int year, int month, int date) { return *Date::from_ymd(year, month, date); }

struct SmallRuleSet {
  ir::Program program = ir::with_vocabulary();
  ir::Builder builder{program};
  ir::EnumId grade, goods;
  ir::MatterId lodging, standing;
  ir::ParameterId cap;
  enum Field : uint32_t { stars, rank, luxurious, sells, won_on };

  SmallRuleSet() {
    program.name = {"示范规则集", "demo"};
    program.id = "demo-1";
    program.version = "1.2";
    grade = program.enums.add({{"住宿.等级", "lodging.grade"}, {{"特级", "special"}, {"一级", "first_class"}, {"二级", "second_class"}}, true});
    goods = program.enums.add({{"货物", "goods"}, {{"茶", "tea"}, {"酒", "wine"}, {"盐", "salt"}}, false});
    ir::Matter matter;
    matter.name = {"住宿", "lodging"};
    matter.stages = {Stage::application, Stage::holding};
    matter.fields = {{{"星级", "star_rating"}, {ir::TypeKind::integer}},
                     {{"等级", "grade"}, {ir::TypeKind::enumeration, grade.value}},
                     {{"高档", "luxurious"}, {ir::TypeKind::boolean}},
                     {{"经营", "sells"}, {ir::TypeKind::set, goods.value}},
                     {{"取得日期", "won_on"}, {ir::TypeKind::date}}};
    lodging = program.matters.add(std::move(matter));
    standing = program.matters.add({{"常态", "standing"}, {Stage::status}, {}});
    const ir::EffectId restrict_effect = program.effects.add({{"限制", "restrict"}, {}, false});
    const ir::EffectId cap_effect = program.effects.add({{"限额", "cap"}, {{ir::TypeKind::money}}, false});
    const ir::DepartmentId tourism = program.departments.add({{"文旅局", "culture_tourism_bureau"}, {}, std::nullopt});
    const ir::DepartmentId police = program.departments.add({{"公安局", "police"}, {}, std::nullopt});
    ir::Document document;
    document.name = {"示范办法", "demo_notice"};
    document.title = "示范办法";
    document.number = "青政办〔2020〕7号";
    document.from = day(2020, 3, 1);
    document.higher = {"豫示〔2019〕1号"};
    document.clauses = {{"二（一）", "住宿", {{"住宿限制", "bar"}, {"消费限额", "cap"}}, {tourism}, {police}, ""}, {"三", "宣传", {}, {}, {}, ""}};
    const ir::DocumentId notice = program.documents.add(std::move(document));
    ir::Parameter parameter{{"消费限额", "spending_cap"}, {ir::TypeKind::money}, {}};
    parameter.versions.push_back({day(2020, 3, 1), std::nullopt, {{notice, 0, 1}}});
    parameter.versions.push_back({day(2021, 1, 1), ir::money_value(Money{50000}), {}});
    cap = program.parameters.add(std::move(parameter));

    ir::Measure bar;
    bar.name = {"住宿限制", "lodging_bar"};
    bar.matter = lodging;
    bar.party = PartyKind::person;
    bar.reach.self = true;
    bar.reach.debtor_roles = 1u << static_cast<int>(Role::legal_representative) | 1u << static_cast<int>(Role::principal);
    bar.condition = builder.logical_or({builder.binary(ir::Op::at_least, field(stars), builder.integer(4)),
                                        builder.logical_and({builder.in_set(field(rank), builder.set(grade, 0b011)), builder.logical_not(field(luxurious))})});
    bar.exceptions.push_back({builder.known(field(won_on)), {{notice, 0, 0}}});
    bar.effect = restrict_effect;
    bar.basis = {{notice, 0, 0}};
    bar.departments = {tourism};
    bar.executing = {police};
    bar.until = day(2022, 1, 1);
    bar.notes = {"等级以 <公示> 为准 & 星级*另计*。"};
    program.measures.add(std::move(bar));

    ir::Measure limit;
    limit.name = {"日常限额", "daily_cap"};
    limit.matter = standing;
    limit.stage = Stage::status;
    limit.reach.own_roles = 1u << static_cast<int>(Role::director);
    limit.party = PartyKind::organisation;
    limit.effect = cap_effect;
    limit.arguments = {builder.parameter(cap)};
    limit.basis = {{notice, 0, 1}};
    limit.departments = {tourism};
    program.measures.add(std::move(limit));

    program.waivers.push_back({{}, {{notice, 1, UINT32_MAX}}, "宣传是人的工作", "plumb prose"});
    program.remedies.push_back({true, "可以申请复议。", {{notice, 0, UINT32_MAX}}});
  }

  ir::NodeId field(Field which) { return builder.matter_field(lodging, which); }
};

}  // namespace plumb::prose
