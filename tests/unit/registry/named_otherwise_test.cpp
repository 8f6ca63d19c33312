// An entry whose number is known by another name: taken, and asked about until a person or the facts answer.
#include <gtest/gtest.h>

#include "runtime/registry/registry.hpp"
#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {
namespace {

class NamedOtherwise : public PushScratch {
 protected:
  // A listing by that name, whichever the helper gives.
  static std::string called(int number, const std::string& name, const std::string& more = "") {
    return R"({"caseCode":"（2019）豫0399执)" + std::to_string(number) + R"(号","cardNum":")" + kAlpha + R"(","courtName":"样例县人民法院","iname":")" + name +
           R"(","publishDate":"2019-05-01")" + (more.empty() ? "" : "," + more) + "}\n";
  }
  Lines asked() const {
    return query(
        "SELECT json_extract(detail, '$.known_as') || ' ' || json_extract(detail, '$.name') || ' ' || subject FROM findings"
        " WHERE kind = 'named_otherwise' AND revision_to IS NULL ORDER BY row");
  }
  void register_as(const std::string& name) { take(*registry_, "parties.csv", "id,kind,name\n" + kAlpha + ",person," + name + "\n"); }
  void close(const std::string& reason) {
    court::SettleOptions options;
    options.recorded_at = tick();
    options.by = "张法官";
    options.reason = reason;
    for (const std::string& row : query("SELECT row FROM findings WHERE kind = 'named_otherwise' AND revision_to IS NULL"))
      options.findings.push_back(std::stoll(row));
    EXPECT_EQ(expect_value(registry_->settle(options)).closed, options.findings.size());
  }
};

TEST_F(NamedOtherwise, IsAskedOfTheRowOfTheParty) {
  register_as("李四");
  EXPECT_EQ(fates(push(called(1, "张三"))), "records=1 taken=1");
  EXPECT_EQ(asked(), Lines{"李四 张三 （2019）豫0399执1号|" + kAlpha + "|2019-05-01"});
  EXPECT_EQ(fates(push(called(2, "李 四"))), "records=1 taken=1") << "spaces part no names";
  EXPECT_EQ(asked().size(), 1u);
}

TEST_F(NamedOtherwise, IsAskedOfTwoRecordsOfOnePush) {
  push(called(1, "张三") + called(2, "李四"));
  EXPECT_EQ(asked(), Lines{"张三 李四 （2019）豫0399执2号|" + kAlpha + "|2019-05-01"});
}

TEST_F(NamedOtherwise, IsAskedOnceOfTwoNames) {
  register_as("李四");
  push(called(1, "张三"));
  close("曾用名，核对无误");
  EXPECT_EQ(asked(), Lines{});
  EXPECT_EQ(fates(push(called(1, "张三", R"("duty":"新")"))), "records=1 taken=1");
  EXPECT_EQ(asked(), Lines{}) << "the same two names of the same listing";
  push(called(1, "王五", R"("duty":"新")"));
  EXPECT_EQ(asked(), Lines{"李四 王五 （2019）豫0399执1号|" + kAlpha + "|2019-05-01"});
}

TEST_F(NamedOtherwise, IsAnsweredByTheCourtsCorrection) {
  register_as("李四");
  push(called(1, "张三"));
  push(called(1, "李四"));
  EXPECT_EQ(asked(), Lines{});
}

TEST_F(NamedOtherwise, IsAnsweredByTheRegisters) {
  register_as("李四");
  push(called(1, "张三"));
  register_as("张三");
  EXPECT_EQ(asked(), Lines{});
  push(called(2, "张三"));
  EXPECT_EQ(asked(), Lines{});
}

TEST_F(NamedOtherwise, IsNotAnsweredByTheRowWhileEntriesDiffer) {
  push(called(1, "张三"));
  push(called(2, "李四"));
  register_as("李四");
  EXPECT_EQ(asked().size(), 1u) << "the first entry still says 张三";
  push(removed(1, kAlpha, "2019-06-01"));
  EXPECT_EQ(asked().size(), 1u) << "of a removed entry too";
}

TEST_F(NamedOtherwise, EndsWithTheEntry) {
  register_as("李四");
  push(called(1, "张三"));
  push(removed(1, kAlpha, "2019-06-01", R"("removeGround":"错误纳入")"));
  EXPECT_EQ(asked(), Lines{});
}

TEST_F(NamedOtherwise, SaysNothingOfARecordWithoutName) {
  register_as("李四");
  EXPECT_EQ(fates(push(called(1, "暂无"))), "records=1 taken=1");
  EXPECT_EQ(asked(), Lines{});
}

}  // namespace
}  // namespace plumb::registry
