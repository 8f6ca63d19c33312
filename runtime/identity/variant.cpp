#include "runtime/identity/variant.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "compiler/base/unicode.hpp"

namespace plumb::identity {

namespace {

constexpr char32_t kDots[] = {
    0x0387,   // Greek ano teleia, which Unicode itself holds to be U+00B7
    0x1427,   // Canadian syllabics final middle dot
    0x16EB,   // runic single punctuation
    0x2022,   // bullet
    0x2024,   // one dot leader
    0x2027,   // hyphenation point
    0x2219,   // bullet operator
    0x22C5,   // dot operator
    0x25CF,   // black circle
    0x2E31,   // word separator middle dot
    0x2E33,   // raised dot
    0x30FB,   // katakana middle dot
    0x318D,   // Hangul letter araea
    0xA78F,   // Latin letter sinological dot
    0xFF65,   // half-width katakana middle dot
    0x10101,  // Aegean word separator dot
};

// The 214 radicals in their order, as the ideographs that they are: U+2F00 is U+4E00, and so on (Unicode Character Database,
// compatibility decompositions).
constexpr char32_t kFirstRadical = 0x2F00;
constexpr std::u32string_view kRadicals =
    U"一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠"
    U"止歹"
    U"殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝"
    U"赤走足身車"
    U"辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
static_assert(kRadicals.size() == 214);

// What GB 18030-2000 wrote as FE50 to FEA0 and kept at U+E815 and up, as GB 18030-2022 has it.
constexpr char32_t kFirstPrivate = 0xE815;
constexpr std::u32string_view kPrivate =
    U"⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗"
    U"䴘䴙䶮龻";
static_assert(kPrivate.size() == 80);

// Of the 21 compatibility ideographs in GBK those that are another ideograph; the others stand for themselves.
constexpr std::pair<char32_t, char32_t> kTwice[] = {{0xF92C, U'郎'}, {0xF979, U'凉'}, {0xF995, U'秊'}, {0xF9E7, U'裏'}, {0xF9F1, U'隣'},
                                                    {0xFA0C, U'兀'}, {0xFA0D, U'嗀'}, {0xFA18, U'礼'}, {0xFA20, U'蘒'}};

bool is_mark(char32_t c) {
  return c == 0xAD || c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

}  // namespace

std::optional<char32_t> compared(char32_t c) {
  if (is_mark(c)) return std::nullopt;
  if (std::binary_search(std::begin(kDots), std::end(kDots), c)) return kMiddleDot;
  if (c >= kFirstRadical && c - kFirstRadical < kRadicals.size()) return kRadicals[c - kFirstRadical];
  if (c >= kFirstPrivate && c - kFirstPrivate < kPrivate.size()) return kPrivate[c - kFirstPrivate];
  for (const auto& [twin, ideograph] : kTwice) {
    if (c == twin) return ideograph;
  }
  return unicode::fold_width(c);
}

}  // namespace plumb::identity
