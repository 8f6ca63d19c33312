// What happens to several on one day is several findings, each with who or what it is about.
entry case_no=（2019）豫0399执5号 party=410399198503121236 court=样例县人民法院 published_on=2019-03-01 ground_on=2019-06-03 removed_on=2019-06-04
2019-03-01  推送  by=样例县人民法院 document=推送1号 detail=县公安局、县财政局
2019-06-04  撤销  by=样例县人民法院 document=撤销5号 detail=履行完毕
2019-06-04  撤销公告  by=样例县人民法院 document=公告5号
2019-06-04  部门通报  by=样例县人民法院 document=通报5号 detail=县公安局、县财政局
2019-06-04  保留  by=县财政局 detail=限制政府采购
2019-06-04  保留  by=县公安局 detail=限制出境
2019-06-04  保留  by=县公安局 detail=限制入住
2019-06-05  异议审查决定  by=样例县人民法院 document=决定1号
2019-06-05  异议审查决定  by=样例县人民法院 document=决定2号
2019-06-05  复议决定  by=上一级人民法院
2019-06-05  复议决定  by=上一级人民法院
2019-06-20  解除确认  by=县公安局
2019-06-20  解除确认  by=县财政局
on 2019-06-25
| 发现：部门迟延解除  {"case_no":"（2019）豫0399执5号","published_on":"2019-03-01","whom":"县公安局","on":"2019-06-07","days_late":13,"working_days_late":8,"document":"通报5号","clause":"四（二）5"}
| 发现：部门迟延解除  {"case_no":"（2019）豫0399执5号","published_on":"2019-03-01","whom":"县财政局","on":"2019-06-07","days_late":13,"working_days_late":8,"document":"通报5号","clause":"四（二）5"}
| 发现：保留无依据或无期限  {"case_no":"（2019）豫0399执5号","published_on":"2019-03-01","whom":"样例县人民法院","addressee":"县财政局","measure":"限制政府采购","on":"2019-06-04","clause":"四（二）5"}
| 发现：保留无依据或无期限  {"case_no":"（2019）豫0399执5号","published_on":"2019-03-01","whom":"样例县人民法院","addressee":"县公安局","measure":"限制出境","on":"2019-06-04","clause":"四（二）5"}
| 发现：保留无依据或无期限  {"case_no":"（2019）豫0399执5号","published_on":"2019-03-01","whom":"样例县人民法院","addressee":"县公安局","measure":"限制入住","on":"2019-06-04","clause":"四（二）5"}
| 发现：决定结果未载明  {"case_no":"（2019）豫0399执5号","published_on":"2019-03-01","whom":"样例县人民法院","on":"2019-06-05","document":"决定1号","clause":"四（二）3"}
| 发现：决定结果未载明  {"case_no":"（2019）豫0399执5号","published_on":"2019-03-01","whom":"样例县人民法院","on":"2019-06-05","document":"决定2号","clause":"四（二）3"}
| 发现：决定结果未载明  {"case_no":"（2019）豫0399执5号","published_on":"2019-03-01","whom":"样例县人民法院","on":"2019-06-05","clause":"四（二）3"}
| 发现：决定结果未载明  {"case_no":"（2019）豫0399执5号","published_on":"2019-03-01","whom":"样例县人民法院","on":"2019-06-05","clause":"四（二）3"}
