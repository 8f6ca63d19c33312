// Every rule file of the repository, as texts.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace plumb::syntax_test {

struct RuleFile {
  std::string path;
  std::string text;
};

inline std::vector<RuleFile> corpus() {
  std::vector<RuleFile> out;
  for (const char* folder : {"/stdlib", "/rules", "/tests/property/format/texts"}) {
    const std::filesystem::path root = std::string(PLUMB_SOURCE_DIR) + folder;
    if (!std::filesystem::exists(root)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.path().extension() != ".plumb") continue;
      std::ifstream file(entry.path());
      std::stringstream text;
      text << file.rdbuf();
      out.push_back({entry.path().string(), text.str()});
    }
  }
  std::sort(out.begin(), out.end(), [](const RuleFile& a, const RuleFile& b) { return a.path < b.path; });
  return out;
}

}  // namespace plumb::syntax_test
