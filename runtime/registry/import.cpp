#include "runtime/registry/import.hpp"

namespace plumb::registry {

uint64_t ImportSummary::rejected() const {
  uint64_t sum = 0;
  for (const FileSummary& file : files) sum += file.rejected;
  return sum;
}

uint64_t ImportSummary::taken() const {
  uint64_t sum = 0;
  for (const FileSummary& file : files) sum += file.taken();
  return sum;
}

std::optional<Table> table_of_file(const std::filesystem::path& path) {
  const std::string stem = path.stem().string();
  for (size_t i = 0; i < kImportedTables; ++i) {
    const TableShape& candidate = shape(static_cast<Table>(i));
    const std::string_view name = candidate.name;
    if (stem.starts_with(candidate.zh)) return candidate.table;
    if (!stem.starts_with(name)) continue;
    const bool ends_there = stem.size() == name.size() || !std::isalpha(static_cast<unsigned char>(stem[name.size()]));
    if (ends_there) return candidate.table;
  }
  return std::nullopt;
}

const char* warning_code(RowWarning warning) {
  switch (warning) {
    case RowWarning::check_digit:
      return "check_digit";
    case RowWarning::masked:
      return "masked";
    case RowWarning::dates_out_of_order:
      return "dates_out_of_order";
    case RowWarning::overtaken:
      return "overtaken";
    case RowWarning::person_as_organisation:
      return "person_as_organisation";
    case RowWarning::relation_to_itself:
      return "relation_to_itself";
    case RowWarning::share_of_other_role:
      return "share_of_other_role";
    case RowWarning::old_code:
      return "old_code";
    case RowWarning::recorded_step:
      return "recorded_step";
    case RowWarning::keeps_removal:
      return "keeps_removal";
    case RowWarning::no_such_entry:
      return "no_such_entry";
    case RowWarning::retentions_stay_ended:
      return "retentions_stay_ended";
    case RowWarning::removed_all_the_same:
      return "removed_all_the_same";
    case RowWarning::two_valid_numbers:
      return "two_valid_numbers";
    case RowWarning::stands_all_the_same:
      return "stands_all_the_same";
    case RowWarning::ends_several:
      return "ends_several";
    case RowWarning::extension_shorter:
      return "extension_shorter";
    case RowWarning::misshapen:
      return "misshapen";
    case RowWarning::case_number_form:
      return "case_number_form";
    case RowWarning::published_to_come:
      return "published_to_come";
    case RowWarning::other_court:
      return "other_court";
  }
  return "";
}

const char* warning_text(RowWarning warning, Language language) {
  const bool zh = language == Language::zh;
  switch (warning) {
    case RowWarning::check_digit:
      return zh ? "编号的校验码不符" : "the identifier's check digit does not hold";
    case RowWarning::masked:
      return zh ? "编号有掩码，不作确定的认定" : "the identifier is masked, so it never decides";
    case RowWarning::dates_out_of_order:
      return zh ? "止于起始之前，任何一天都不成立" : "it ends before it begins, so it holds on no day";
    case RowWarning::overtaken:
      return zh ? "后面另有一行，所指相同而内容不同；以后者为准，本行没有收入"
                : "a later row is about the same thing and says otherwise; that one counts, this one was not taken";
    case RowWarning::person_as_organisation:
      return zh ? "单位一栏是居民身份证号码" : "the organisation bears a resident identity number, which is a person's";
    case RowWarning::relation_to_itself:
      return zh ? "任职人与单位是同一个编号" : "holder and organisation are the same";
    case RowWarning::share_of_other_role:
      return zh ? "有持股比例而角色不是股东，该比例不起作用" : "a share of somebody whose role is not shareholder says nothing";
    case RowWarning::old_code:
      return zh ? "编号是旧组织机构代码，只与以同一旧代码登记的相符，不与统一社会信用代码相认；请改用统一社会信用代码"
                : "an old organisation code finds only what is recorded under it too, never the unified credit code; import that instead";
    case RowWarning::recorded_step:
      return zh ? "与已记入的步骤不一致，以步骤为准；步骤有误的，用 plumb registry step --withdraw 收回"
                : "a step that was recorded says otherwise and counts; one recorded in error is taken back with plumb registry step --withdraw";
    case RowWarning::keeps_removal:
      return zh ? "该条目已撤销，本行没有撤销日期，仍按已撤销处理；撤销有误的，用 plumb registry step --withdraw 收回"
                : "the entry was removed and the row says no day of removal: it stays removed; a removal recorded in error is taken back with "
                  "plumb registry step --withdraw";
    case RowWarning::no_such_entry:
      return zh ? "名单上没有这个案号、主体（和所写发布日期）的条目，步骤已留存，请逐项核对"
                : "no entry of this case and party (and of the day of publication that was given) is on the list: the step is kept, check each of them";
    case RowWarning::retentions_stay_ended:
      return zh ? "因该撤销而终止的保留没有恢复，仍需要的请重新记入"
                : "retentions that this removal ended stay ended: record anew those that are still called for";
    case RowWarning::removed_all_the_same:
      return zh ? "推送或表格也称该条目已于此日撤销，仍按已撤销处理；确系有误的，再收回一次"
                : "a push or a table told this removal too, so the entry stays removed; where that is wrong, take it back once more";
    case RowWarning::two_valid_numbers:
      return zh ? "由此归为同一主体的两个居民身份证号码都有效，除非其一已经更正，应是两个人；归错的，用 plumb registry split 撤销"
                : "two resident numbers become one party by it and both are valid, so they are two persons unless one was corrected; undo a wrong one with "
                  "plumb registry split";
    case RowWarning::stands_all_the_same:
      return zh ? "另有步骤、命令或表格记有同一项准许或保留，仍然有效；确系有误的，须将其一并收回"
                : "another step, a command or a table tells the same permit or retention, so it stands; where that is wrong too, take that back as well";
    case RowWarning::ends_several:
      return zh ? "该案号与主体有多个在列的条目，均已终止；只应终止其一的，收回后用 --published 注明发布日期再记"
                : "several entries of this case and party were on the list, and all of them end; where one alone was meant, take it back and say which with "
                  "--published DAY";
    case RowWarning::extension_shorter:
      return zh ? "延长后的届满日早于现有期限，期限不因此缩短；缩短期限请作为“期限”记入"
                : "the extension ends before the term that it extends, which stays; a shorter term is recorded as what it is, a term";
    case RowWarning::misshapen:
      return zh ? "编号既不是居民身份证号码，也不是统一社会信用代码，可能缺位、多位或者有误；只与完全相同的编号相符，请核对证件"
                : "neither a resident number nor a unified credit code: a place may be missing, added or wrong, and it finds only what bears exactly the "
                  "same; look at the document";
    case RowWarning::case_number_form:
      return zh ? "案号不是通常的写法（年份加括号，并写明“号”），照原样保留；法院以通常写法送来的撤销找不到这个条目，请核对"
                : "not the usual form of a case number, kept as it stands: a removal that the court tells in the usual form will not find the entry";
    case RowWarning::published_to_come:
      return zh ? "发布日期尚未到来，到那天才生效，请核对" : "published on a day that has not come, on which it begins to hold";
    case RowWarning::other_court:
      return zh ? "该案号的条目属于另一法院，已照写记入，请核对；写错的，期限会另算在这个名下，请收回后重记"
                : "the case's entries are of another court, and this one is kept as typed: where it is misspelt, take it back and record it anew, or clocks "
                  "run "
                  "under that name";
  }
  return "";
}

}  // namespace plumb::registry
