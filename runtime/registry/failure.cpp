#include "runtime/registry/failure.hpp"

#include <algorithm>

#include "compiler/base/check.hpp"

namespace plumb::registry {

namespace {

constexpr FailureText kTexts[] = {
    {"registry.missing", "there is no such registry", "没有这个名册"},
    {"registry.place", "a registry needs the name of a file", "名册须有一个文件名"},
    {"registry.exists", "a file of this name exists already, and is not replaced; name another", "同名文件已经存在，不予覆盖；请另指定一个文件名"},
    {"registry.locked", "another program holds the registry locked; try again when it has finished", "名册正被其他程序锁定，请待其结束后再试"},
    {"registry.corrupt",
     "the registry is damaged; see what is wrong (plumb registry check), and restore a backup, which moves it aside with its -wal file (plumb registry restore "
     "--aside)",
     "名册已损坏，请查看损坏之处（plumb registry check），再从备份恢复，原名册连同 -wal 文件会移到一旁（plumb registry restore --aside）"},
    {"registry.twice", "two rows of identifiers have one text, which no index can mend; restore a backup (the second row)",
     "identifiers 中有两行是同一号码，重建索引无济于事；请从备份恢复（后一行的行号）"},
    {"registry.erased", "this concerns a person who was erased, of whom nothing can be recorded any more", "所涉个人的信息已被删除，不能再作任何记录"},
    {"registry.readonly", "the registry cannot be written to; see whether this user may write the file and its folder",
     "名册不可写；请查看当前用户能否写入该文件及其所在的文件夹"},
    {"registry.not_a_database", "this file is not a database", "该文件不是数据库"},
    {"registry.foreign", "this database is not a registry", "该数据库不是名册"},
    {"registry.version_altered",
     "the file says another version than its tables are of (said, found), so somebody changed that number; restore a backup (plumb registry restore --aside), "
     "or put it back as it was",
     "文件所称的版本与其中各表的版本不符（所称，实际），应是有人改动了该数；请从备份恢复（plumb registry restore --aside），或将其改回"},
    {"registry.newer", "the registry was written by a newer version of the program", "名册由更新版本的程序写成"},
    {"registry.older", "the registry was written by an earlier version of the program; bring it up to date first (plumb registry upgrade)",
     "名册由较早版本的程序写成，请先升级（plumb registry upgrade）"},
    {"registry.full", "the disk is full; nothing of this change was kept, and even reading needs a little room beside the registry; free some space",
     "磁盘已满，本次改动未保留；读取名册也需要少许空间，请先腾出空间"},
    {"registry.unreadable", "the file cannot be opened; see whether its folder is there, and this user may read and write in it",
     "文件无法打开；请查看文件夹是否存在、当前用户能否读写"},
    {"registry.folder",
     "reading the registry needs its -shm and -wal files beside it, and they can be neither opened nor made; let the program write to the folder, or put "
     "a copy where it may (plumb registry restore THIS -o ELSEWHERE)",
     "读取名册需要旁边的 -shm 和 -wal 文件，而它们既打不开也建不成；请允许程序写入该目录，或在可写之处另存一份（plumb registry restore 此文件 -o 他处）"},
    {"file.kind", "a folder, a pipe or a device stands there, and no ordinary file; name the file itself",
     "此处是文件夹、管道或设备，不是普通文件；请指明文件本身"},
    {"registry.io", "reading or writing the disk failed", "读写磁盘失败"},
    {"registry.memory", "memory ran out", "内存不足"},
    {"registry.database", "the database refused an operation", "数据库拒绝了一项操作"},
    {"registry.time", "not a moment of the form 2019-07-01T08:00:00+08:00", "时刻的格式应为 2019-07-01T08:00:00+08:00"},
    {"registry.time_backwards", "the clock stands before the registry's last change", "时钟早于名册的上一次改动"},
    {"registry.cancelled", "cancelled; nothing of the last batch was kept", "已取消，最后一批未保留"},
    {"checkpoint.malformed", "this is not a checkpoint, or not all of one", "这不是检查点，或者不完整"},
    {"checkpoint.signature", "the checkpoint was not signed with this key, or was altered", "检查点不是用这把钥匙签的，或者被改动过"},
    {"checkpoint.unreadable", "the checkpoint cannot be read", "检查点无法读取"},
    {"checkpoint.place", "there is a file here already, and it is not replaced; name another", "此处已有文件，不予覆盖；请另指定一个文件"},
    {"checkpoint.write", "the checkpoint cannot be written", "检查点无法写出"},
    {"request.party.masked", "a masked number is nobody's alone; give the whole one", "有掩码的编号不能确定是谁，请给出完整的编号"},
    {"request.party.form",
     "a number is wanted here (of an identity card or another document, or a credit code), not a name or a case number; look the number up by the name (plumb "
     "registry export DB parties --reveal); where a case number is wanted too, it comes first",
     "这里要的是编号（身份证或其他证件号码、统一社会信用代码），不是姓名、名称或案号；可按姓名查出编号（plumb registry export DB parties "
     "--reveal）；同时要案号的，案号写在前面"},
    {"erasure.nobody", "the registry holds nobody under this identifier", "名册中没有这个编号"},
    {"erasure.only_elsewhere",
     "nothing in the registry is this person's own; these rows are about others, hold the number in a text and stay, and what becomes of them is for who "
     "ordered the erasure to decide",
     "名册中没有属于此人的内容；以下各行是关于他人的，其文字中有这个编号，仍予保留，是否另行处理由决定删除者判断"},
    {"erasure.order_number",
     "this holds a number of the person, and is kept for good, so the erasure would leave the number in the registry; name the order without it, as by the "
     "document's own number",
     "其中有此人的编号，而这一项会永久保留，删除之后编号仍在名册中；请改用不含编号的写法，如文书自身的文号"},
    {"erasure.organisation", "an organisation's record is no personal information, and is corrected, not erased", "单位的记录不是个人信息，可以更正，不能删除"},
    {"erasure.listed", "an entry on this person is in force; it must be removed by the court first (四（二）5), and until then the law has it kept",
     "此人名下有未撤销的名单信息，须先由法院撤销（四（二）5），此前依法应当保存"},
    {"erasure.retained", "a restriction is retained on this person with a legal basis and until a day that has not come", "对此人依法保留的限制尚未到期"},
    {"erasure.reached",
     "this person holds a role at an organisation with an entry in force, or is named on it; who is restricted through it must stay known until it is removed",
     "此人在有未撤销名单信息的单位任职，或在其名单信息中被列为直接责任人员；撤销之前须能认出受限制的人"},
    {"erasure.ground", "no ground to erase; one of purpose_achieved, period_over, consent_withdrawn, unlawful",
     "不是删除的理由；应为 purpose_achieved（目的已实现）、period_over（保存期限届满）、consent_withdrawn（撤回同意）、unlawful（违法处理）之一"},
    {"erasure.order", "an erasure needs who ordered it and on which document", "删除须注明由谁决定、依据哪份文书"},
    {"journal.decision", "this is no decision that was made here", "这不是本程序作出的判定"},
    {"safekeeping.place", "something stands there already, and it is not replaced; name another file, or move that one away first",
     "此处已有文件，不予覆盖；请另指定一个文件，或先将其移走"},
    {"safekeeping.stale",
     "a file that belonged to another registry lies beside that name, and would be played into the restored one; move it away first (it may hold changes "
     "of the registry that lay there)",
     "该名称旁边有另一名册留下的文件，会被并入恢复后的名册；请先将其移走（其中可能有原名册的改动）"},
    {"safekeeping.aside", "something stands under the name that the registry is to be moved to; name another one", "名册要移往的名称已被占用，请另指定一个"},
    {"safekeeping.sealed", "the backup is sealed to a key; say --key with the private one", "备份已对密钥加密，请用 --key 给出私钥"},
    {"safekeeping.backup", "the backup is damaged or was altered, and is not put in place; take another one", "备份已损坏或被改动，不予恢复；请换一份备份"},
    {"safekeeping.source",
     "the registry, or the disk that its copy is on, is damaged, or the registry was altered: a backup of it could not be restored, and none was made; see "
     "what is "
     "wrong (plumb registry check), and keep the earlier backups",
     "名册或副本所在的磁盘已损坏，或者名册被改动过：这样的备份无法恢复，因此没有备份；请查看问题所在（plumb registry check），并保留先前的备份"},
    {"safekeeping.copy", "the copy is not what was to be copied; look at the disk, and at the registry (plumb registry check)",
     "副本与原件不符，请检查磁盘，并检查名册（plumb registry check）"},
    {"safekeeping.missing", "there is no such file", "没有这个文件"},
    {"safekeeping.read", "the file cannot be read", "文件无法读取"},
    {"safekeeping.write", "the file cannot be written", "文件无法写入"},
    {"seal.key_missing", "there is no such key file", "没有这个密钥文件"},
    {"seal.key_unreadable", "the key file cannot be read", "密钥文件无法读取"},
    {"seal.key_exposed", "others may read this private key; take that right away first (chmod 600), and make a new key if somebody did",
     "私钥可被他人读取，请先收回权限（chmod 600）；若已被读过，请另造密钥"},
    {"seal.key_kind", "this file holds no key of the kind that is needed here", "该文件中没有此处所需种类的密钥"},
    {"seal.key_other",
     "this is a key of another kind than is needed here (what the file holds ≠ what is needed); NAME.private is the private half, NAME.public the public one",
     "这是另一种密钥（文件中的 ≠ 此处所需的）；NAME.private 是私钥，NAME.public 是公钥"},
    {"seal.key_place", "a file stands there already; keys are not made over anything", "此处已有文件；密钥不覆盖任何文件"},
    {"seal.write", "the key file cannot be written; see whether its folder is there, and this user may write in it",
     "密钥文件无法写入；请查看文件夹是否存在、当前用户能否写入"},
    {"seal.foreign", "this file is not sealed by this program", "该文件不是本程序加密的"},
    {"seal.newer", "the file was sealed by another version of the program", "文件由另一版本的程序加密"},
    {"seal.other_key", "the file is sealed to another key", "文件是对另一把密钥加密的"},
    {"seal.damaged", "the sealed file is damaged or cut short", "加密文件已损坏或被截短"},
    {"ruleset.malformed", "these bytes are no rule set, or are damaged; compile it again", "这些字节不是规则集，或已损坏，请重新编译"},
    {"ruleset.version", "the rule set was compiled by another version of the compiler; compile it again", "规则集由另一版本的编译器编译，请重新编译"},
    {"snapshot.missing", "there is no such snapshot file", "没有这个快照文件"},
    {"snapshot.unreadable", "the snapshot file cannot be opened", "快照文件无法打开"},
    {"snapshot.foreign", "this file is neither a registry nor a snapshot", "该文件既不是名册，也不是快照"},
    {"snapshot.newer", "the snapshot was written by another version of the program; build it again from the registry",
     "快照由另一版本的程序写成，请由名册重新生成"},
    {"snapshot.byte_order", "the snapshot was written on a machine of another byte order; build it again on this one",
     "快照由字节序不同的机器写成，请在本机重新生成"},
    {"snapshot.damaged", "the snapshot is damaged; build it again from the registry", "快照已损坏，请由名册重新生成"},
    {"snapshot.place", "there is a file here that is not a snapshot, and it is not replaced; name another file, or remove it first",
     "此处已有文件，且不是快照，不予覆盖；请另指定一个文件，或先将其移走"},
    {"snapshot.write", "the snapshot cannot be written", "无法写出快照"},
    {"registry.account", "the registry has accounts, and this is none of them; a keeper can add it (plumb registry account add)",
     "名册设有账户，而这不是其中之一；可请 keeper（维护员）增加（plumb registry account add）"},
    {"registry.right", "the account does not have the right that this needs (the account, the right, and the roles that have it)",
     "该账户没有所需的权限（账户、权限及拥有它的角色）"},
    {"registry.account_name", "an account needs a name", "账户须有名称"},
    {"registry.first_account", "the first account is to be a keeper's, since nobody else can add more",
     "第一个账户须为 keeper（维护员），否则无人能再增加账户"},
    {"registry.first_keeper",
     "the first account is to be that of the user who makes it, or that user could open the registry no more; add this one first, then the others, who can "
     "end it",
     "第一个账户须为增设者本人的，否则本人再也打不开名册；请先增加这个账户，再增加其他的，其后可由他人撤去"},
    {"registry.last_keeper", "the last keeper cannot go, since nobody could add accounts then", "最后一个 keeper（维护员）不能撤去，否则无人能再增加账户"},
    {"reads.missing", "there is no such journal of reads", "没有这份查阅日志"},
    {"reads.folder", "the folder that the journal of reads is to stand in is not there; make it, or name another file",
     "查阅日志所在的文件夹不存在；请先建立，或另指定一个文件"},
    {"reads.unreadable", "the journal of reads cannot be read", "查阅日志无法读取"},
    {"reads.unwritable", "the journal of reads cannot be written; see whether there is room and this user may write it, or name another file",
     "查阅日志无法写入，请检查磁盘空间和写入权限，或另指定一个文件"},
    {"reads.foreign", "this is no journal of reads, or its end was altered; verify it (plumb registry verify --reads), and begin another",
     "这不是查阅日志，或其末尾已被改动；请核验（plumb registry verify --reads），并另起一份"},
    {"reads.long", "a purpose is too long to be journalled", "用途太长，记不下"},
    {"review.unknown",
     "the registry holds no such identifier: check the number first; where it is right, and nothing is recorded under it yet, it is bound as a row of "
     "documents (plumb registry add --table documents)",
     "名册中没有这个编号，请先核对号码；号码无误而尚无任何记录的证件，作为证件表的一行记入（plumb registry add --table documents）"},
    {"review.itself", "the two identifiers are the same", "两个编号是同一个编号"},
    {"review.masked", "neither identifier shows all its places, and only an exact one acts", "两个编号都有遮蔽，而只有完整的编号才能认定"},
    {"review.mask_differs",
     "places that the record shows are others than those of the number, so they are not one; look at the number, or have the court correct its record",
     "记录所显示的号码位与该编号不同，不可能是同一个；请核对编号，或请法院更正其记录"},
    {"review.kinds", "one is a person and the other an organisation", "一个是自然人，另一个是单位"},
    {"review.both_valid",
     "both resident numbers are valid, so they are two persons in law, unless one was corrected: compare name, sex and day of birth; where the basis shows "
     "that they are one, say --although-both-valid",
     "两个居民身份证号码都有效，除非其一已经更正，应是两个人：请核对姓名、性别和出生日期；确有依据表明是同一人的，请加 --although-both-valid"},
    {"review.bound", "the two are bound to one party; undo that first (plumb registry split)", "两个编号已归为同一主体，请先撤销（plumb registry split）"},
    {"review.unbound", "this document is bound to no party; to part it from one that is bound to it, name that one (--from)",
     "这个证件没有归于任何主体；要与归于它的某个编号分开的，请用 --from 指明"},
    {"review.apart", "the two are not one party, so there is nothing to undo", "两者本不是同一主体，没有可撤销的"},
    {"review.by", "say who says so", "须写明由谁认定"},
    {"review.threshold", "not a percentage from 0 to 100", "不是 0 到 100 之间的百分比"},
    {"review.control_recorded",
     "a table told this control, and it is in force from the day named: record there the day on which it ended (plumb registry add DB --table relations … "
     "to=DAY), or, where it never was, say --withdraw and it is taken back",
     "表格登记了这一实际控制关系，自所列日期起有效：已经终止的，请登记终止日期（plumb registry add DB --table relations … to=日期）；自始不存在的，请加 "
     "--withdraw 一并收回"},
    {"review.organisation", "a person has no controller", "自然人没有实际控制人"},
    {"usage.day", "not a day of the calendar, written YYYY-MM-DD", "不是日历上的日期，应写作 YYYY-MM-DD"},
    {"usage.day_to_come",
     "no source speaks of a day that has not come; say the day as of which it speaks (--synchronised DAY), or give the file a name with that day",
     "来源不能说明尚未到来的日子；请用 --synchronised 注明来源截至哪一天，或在文件名中写明"},
    {"usage.step", "not a step in an entry's life; plumb registry step --help lists them", "不是名单条目所经步骤之一，各步骤见 plumb registry step --help"},
    {"usage.value", "a value cannot be taken", "有的值不能收入"},
    {"usage.entry_missing", "no entry of this case and party is on the list; see how its case is recorded (plumb registry history)",
     "该案号与主体没有在列的条目；请查看案号是怎样记录的（plumb registry history）"},
    {"usage.entry_removed", "the entry of this case and party is on the list no more; the day of its removal", "该案号与主体的条目已不在列；撤销日期"},
    {"usage.entry_other_party",
     "the case is on the list, but no entry of it and this party (and day); look at the party's number, and at the day of publication if you gave one",
     "该案号在列，但没有属于这个主体（及所写发布日期）的条目；请核对主体编号，写了发布日期的请一并核对"},
    {"usage.published_to_come", "an entry is not published on a day that has not come; look at the day, and at the clock",
     "条目不会在尚未到来的日子发布；请核对日期与时钟"},
    {"usage.entry_several", "several entries of this case and party are on the list; say which with --published DAY",
     "该案号与主体有多个在列的条目，请用 --published 注明发布日期"},
    {"usage.removal_day", "an entry cannot be removed before it was published", "撤销日期不能早于发布日期"},
    {"usage.until_missing", "this step needs its end; say --until DAY, the first day on which it holds no more",
     "该步骤须有届满日，请用 --until 注明（自当日起不再有效）"},
    {"usage.until_before", "it would end before it begins; look at --until and --on", "届满日早于起始日，请核对 --until 与 --on"},
    {"usage.extension_shorter",
     "an extension ends no earlier than the term that it extends; a shorter term is recorded as what it is (step … term --until DAY)",
     "延长后的届满日不能早于现有期限；缩短期限请作为“期限”记入（step … term --until）"},
    {"usage.filled", "this must be filled in", "此项必须填写"},
    {"usage.step_to_come", "no step can be recorded before its day; record it when it was taken (a permit that begins later: plumb registry permit --from DAY)",
     "步骤的日期尚未到来，请待其发生后记入（以后才开始的准许用 plumb registry permit --from 记入）"},
    {"usage.ground_day", "a ground arises no later than the removal that rests on it; look at --ground-on and --on",
     "撤销事由不能晚于撤销发生，请核对 --ground-on 与 --on"},
    {"usage.value_twice", "a column is given twice; give it once", "同一列写了两次，请只写一次"},
    {"usage.document_missing", "a permit needs the number of the court's document; say --document NO", "准许须有法院文书号，请用 --document 注明"},
    {"usage.step_repeats",
     "a step of this day, person and document is recorded already, for another recipient or target; name all in one --detail, or give each its document",
     "同日、同一经办、同一文书的该步骤已经记入，对象不同；请在 --detail 中一并写明，或者各用各的文书号"},
    {"usage.retention_repeats",
     "a retention of this day, department and basis is recorded already, for another measure or until another day; name the measure beside the basis "
     "(--basis BASIS（MEASURE）), or take the other one back first (retain --withdraw)",
     "同日、同一部门、同一依据的保留已经记入，措施或期限不同；请在依据后注明措施（--basis 依据（措施）），或者先收回原来的一项（retain --withdraw）"},
    {"usage.step_missing",
     "no such step is recorded; it is named by case, party, kind, day, who took it and document, as plumb registry history tells them (a permit that no step "
     "tells: plumb registry permit --withdraw)",
     "没有记入过这个步骤；收回须写明案号、主体、步骤、日期、经办和文书，与 plumb registry history 所示一致（不是由步骤记入的准许用 plumb registry permit "
     "--withdraw 收回）"},
    {"usage.row_missing", "no such permit or retention is recorded; it is named by all that it says, as plumb registry history tells it",
     "没有记入过这项准许或保留；收回须写明其各项内容，与 plumb registry history 所示一致"},
    {"usage.told_by_step", "a step tells this; take that back, and what it tells goes with it (plumb registry step CASE PARTY KIND --withdraw)",
     "该项由一个步骤记入；请收回该步骤，所记内容随之收回（plumb registry step 案号 主体 步骤 --withdraw）"},
    {"usage.permit_period",
     "this permit would end before it holds on any day: --to is the first day on which it holds no more; one recorded in error is taken back with --withdraw",
     "该准许没有一天有效：--to 是自当日起不再有效的日期；误记的准许用 --withdraw 收回"},
    {"usage.step_elsewhere", "this step has a command of its own", "该步骤另有专门的命令"},
    {"usage.retention_wrongly_made", "nothing may be retained of an entry that was removed as wrongly made", "因错误纳入而撤销的条目不得保留任何措施"},
    {"usage.court", "no entry and no step knows a court of this name; the names that come nearest follow it",
     "没有任何条目或步骤涉及这个名称的法院，其后是最接近的名称"},
    {"usage.department", "neither the rule set nor a step knows a department of this name; the names that come nearest follow it",
     "规则集和各步骤都没有这个名称的部门，其后是最接近的名称"},
    {"usage.share", "not a percentage from 0 to 100 with four decimals at most", "不是 0 到 100 之间、至多四位小数的百分比"},
    {"usage.limit", "there is no such time limit, or the notice or the law fixes it; a limit is set as push=2 or push=2w (working days)",
     "没有这个期限，或该期限由通知或法律规定；期限写作 push=2，工作日写作 push=2w"},
    {"publish.place", "there is a file here that is not a list published earlier, and it is not replaced; name another file",
     "此处已有文件，且不是先前公布的名单，不予覆盖；请另指定一个文件"},
    {"publish.write", "the list cannot be written", "无法写出名单"},
    {"import.missing", "there is no such file", "没有这个文件"},
    {"import.unreadable", "the file cannot be read", "文件无法读取"},
    {"import.unknown_table",
     "the kind of table cannot be told from the file's name; say --table with one of parties, relations, entries, permits, retentions, holdings, events, "
     "documents, or name the file after it, as entries.csv or entries-2019.csv; a push of the court needs --format court",
     "无法从文件名判断表的种类；请用 --table 注明是 "
     "parties（主体）、relations（关系）、entries（名单）、permits（许可）、retentions（保留）、holdings（既有事项）、events（经过）、documents（证件）中的哪一"
     "种，"
     "或者让文件名以它开头，如 entries.csv、名单2019.csv；法院推送的文件请加 --format court"},
    {"import.workbook",
     "this is a spreadsheet's own file (.xlsx, .xls) or an archive; save the table as CSV in the spreadsheet program, or unpack it, and name that file",
     "这是电子表格自身的文件（.xlsx、.xls）或压缩包；请在表格软件中另存为 CSV，或先解压，再指明那个文件"},
    {"import.encoding", "neither UTF-8 nor GBK; save the file as UTF-8 (in a spreadsheet program: CSV UTF-8)",
     "既非 UTF-8 也非 GBK；请另存为 UTF-8（表格软件中的“CSV UTF-8”）"},
    {"import.encoding_said", "not in the encoding that --encoding says; leave it out, and the encoding is found out",
     "不是 --encoding 所写的编码；不写 --encoding 即可自动识别"},
    {"import.mixed_encoding", "some lines are UTF-8 and others are not; save the file in one encoding, or say --encoding gbk if all of it is GBK",
     "文件中有的行是 UTF-8，有的行不是，请按一种编码另存；如果全是 GBK，请用 --encoding gbk 注明"},
    {"import.no_header", "the file has no header", "文件没有表头"},
    {"import.unknown_column", "unknown column", "未知的列"},
    {"import.duplicate_column", "a column is named twice", "列名重复"},
    {"import.missing_column", "required columns are missing", "缺少必需的列"},
    {"import.open_quote", "a quotation mark is never closed; the file may be cut short, then have it sent again, or else close it in this row",
     "引号没有闭合；文件可能被截断，请要求重发，否则请在这一行补上引号"},
    {"import.reject_place",
     "refused rows cannot be written there: it is the registry, a file being imported, or holds something other than refused rows; name another file",
     "退回的行不能写到这里：它是名册本身、正在导入的文件，或其中有退回的行以外的内容；请另指定一个文件"},
    {"import.cut", "the file ends in the middle of its list, so what a full push leaves out cannot be told; have it sent again",
     "文件在列表中间断了，无法据以判断全量推送缺了哪些，请要求重发"},
    {"import.empty", "the file holds no record, and as a push of its day it would make an old list pass for fresh; have it sent again",
     "文件中没有一条记录；把它当作当日的推送，旧名单就会被当作新的，请要求重发"},
    {"import.full_without_day", "a full push needs the day as of which it speaks: --synchronised DAY", "全量推送须注明截至哪一天：--synchronised DAY"},
    {"import.share", "the setting feed.removal_share is no percentage from 0 to 100", "设置 feed.removal_share 不是 0 到 100 的百分比"},
    {"settle.nobody", "it must be said who confirms or dismisses: --by NAME", "须注明由谁确认或驳回：--by 姓名"},
    {"settle.nothing", "no proposal of a full push waits for that", "没有这样的待确认撤销"},
    {"settle.unknown", "no finding that is open has this number: it was settled, or says something else now and has another (plumb registry findings)",
     "没有这个编号的待查事项：或已了结，或内容已变、另有编号（plumb registry findings）"},
    {"settle.reason", "a finding is closed with a reason: --reason TEXT", "了结待查事项须写明理由：--reason"},
    {"settle.bound_minor",
     "this finding keeps an entry on a minor off the list; it goes when the binding is undone (plumb registry split) or the entry's day of publication is "
     "corrected",
     "这一待查事项使对未成年人的条目不予公示，不能单独了结；撤销归属（plumb registry split）或更正发布时间后自行了结"},
    {"import.reject_file", "the reject file cannot be written; name another place for it (--rejects FILE)", "无法写入退回文件；请用 --rejects 另指定一处"},
};

}  // namespace

std::span<const FailureText> failure_texts() { return kTexts; }

Error failure(std::string_view code, std::string_view detail) {
  const auto text = std::find_if(std::begin(kTexts), std::end(kTexts), [&](const FailureText& t) { return code == t.code; });
  check(text != std::end(kTexts), "every failure code stands in the table");
  std::string message = text->en;
  if (!detail.empty()) message.append(": ").append(detail);
  return Error{std::string(code), std::move(message)};
}

std::string in_language(const Error& error, Language language) {
  if (language == Language::en) return error.message;
  for (const FailureText& text : kTexts) {
    if (error.code != text.code || !error.message.starts_with(text.en)) continue;
    std::string rest = error.message.substr(std::string_view(text.en).size());
    if (rest.starts_with(": ")) rest.replace(0, 2, "：");
    return text.zh + rest;
  }
  return error.message;
}

}  // namespace plumb::registry
