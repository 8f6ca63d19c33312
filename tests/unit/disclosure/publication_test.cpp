#include "runtime/disclosure/publication.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "compiler/base/sha256.hpp"
#include "runtime/disclosure/page_parts.hpp"
#include "runtime/identity/variant.hpp"
#include "tests/unit/disclosure/list.hpp"

namespace plumb::disclosure {
namespace {

// The recorded file; PLUMB_RECORD=1 writes it anew (read the diff before you commit it).
void expect_golden(const std::string& name, const std::string& actual) {
  const std::string path = std::string(PLUMB_SOURCE_DIR) + "/tests/unit/disclosure/expected/" + name;
  if (std::getenv("PLUMB_RECORD") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(actual, std::string(std::istreambuf_iterator<char>(file), {})) << path;
}

TEST(Publication, WritesTheSampleList) {
  const Disclosure shown = sample().shown();
  expect_golden("sample.zh.csv", written(shown, Format::csv, Language::zh));
  expect_golden("sample.en.csv", written(shown, Format::csv, Language::en));
  expect_golden("sample.json", written(shown, Format::json, Language::zh));
  EXPECT_EQ(written(shown, Format::json, Language::en), written(shown, Format::json, Language::zh));
}

// What of a page is the list's own: without style and script, which are the same for every list.
std::string body(const std::string& page) {
  const size_t from = page.find("<body>"), to = page.find("<script>", from);
  return page.substr(from, to - from);
}

TEST(Publication, WritesTheSamplePage) {
  const Disclosure shown = sample().shown();
  expect_golden("sample.zh.html", body(written(shown, Format::html, Language::zh)));
  expect_golden("sample.en.html", body(written(shown, Format::html, Language::en)));
}

TEST(Publication, APageSaysFirstWhatItIsAndWhatItMayLoad) {
  const std::string page = written(sample().shown(), Format::html, Language::zh);
  const std::string begins =
      "<!DOCTYPE html>\n<!-- plumb registry publish -->\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-";
  EXPECT_EQ(page.substr(0, begins.size()), begins);
  EXPECT_NE(page.find("<meta name=\"robots\" content=\"noindex, noarchive\">"), std::string::npos);
  EXPECT_NE(written(sample().shown(), Format::html, Language::en).find("<html lang=\"en\">"), std::string::npos);
}

TEST(Publication, NothingThatMayNotBeShownStandsInAnyFile) {
  const Disclosure shown = sample().shown();
  for (const Format format : {Format::csv, Format::json, Format::html}) {
    const std::string text = written(shown, format, Language::zh);
    for (const char* secret : {"410399198503121236", "410399197001011234", "410399197505051239", "执3号", "执4号", "执5号", "执7号", "执8号", "执9号", "某单位",
                               "不公开的决定书号", "不属于", "未成年人", "某人"}) {
      EXPECT_EQ(text.find(secret), std::string::npos) << secret;
    }
  }
}

TEST(Publication, APageRefersToNothingOutsideItself) {
  const std::string text = written(sample().shown(), Format::html, Language::zh);
  for (const char* outside : {"http:", "https:", "src=", "href=", "url(", "@import", "fetch(", "XMLHttpRequest", "innerHTML", "<b>"}) {
    EXPECT_EQ(text.find(outside), std::string::npos) << outside;
  }
}

TEST(Publication, AnEmptyListIsAPage) {
  const Disclosure nothing = List().shown();
  EXPECT_NE(written(nothing, Format::html, Language::zh).find("共 0 条"), std::string::npos);
  EXPECT_EQ(written(nothing, Format::json, Language::zh),
            "{\"kind\":\"plumb.disclosure\",\"day\":\"2019-10-08\",\"revision\":41,\n\"entries\":[],\n\"removals_for\":30,\"removals\":[],\n\"digest\":\"" +
                sha256_hex("") + "\"}\n");
}

TEST(Publication, AnEarlierOutputIsKnownAgainAndNothingElse) {
  for (const Format format : {Format::csv, Format::json, Format::html}) {
    for (const Language language : {Language::zh, Language::en}) {
      EXPECT_TRUE(begins_as_written(written(sample().shown(), format, language).substr(0, 512)));
    }
  }
  for (const char* other : {"", "\xEF\xBB\xBF", "<!DOCTYPE html>\n<html>", "{\"kind\":\"x\"}", "case_no,party\r\n"}) EXPECT_FALSE(begins_as_written(other));
}

TEST(Publication, ThePageFindsANameByEachDotThatComparesAsOne) {
  size_t dots = 0;
  for (char32_t c = 0x80; c < 0x110000; ++c) {
    if (c == identity::kMiddleDot || identity::compared(c) != identity::kMiddleDot) continue;
    ++dots;
    EXPECT_NE(kScript.find(fmt::format("\\u{{{:X}}}", static_cast<uint32_t>(c))), std::string_view::npos) << static_cast<uint32_t>(c);
  }
  EXPECT_EQ(dots, 16U);
}

}  // namespace
}  // namespace plumb::disclosure
