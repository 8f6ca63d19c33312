// Run while the product is built: the notice's rule files → a C++ file with their canonical encoding (notice.cpp).
//
//   plumb_embed_notice RULES-FOLDER OUT.cpp
#include <fmt/core.h>

#include <fstream>

#include "plumb/compiler.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: plumb_embed_notice RULES-FOLDER OUT.cpp\n");
    return 2;
  }
  const plumb::Compilation compilation = plumb::Compilation::of(argv[1], plumb::CompileOptions{.scenarios = false});
  if (!compilation.ok()) {
    fmt::print(stderr, "{}", compilation.render(plumb::ReportFormat::text, plumb::Language::en, false));
    return 1;
  }
  const std::string bytes = compilation.encode();
  std::ofstream out(argv[2], std::ios::binary | std::ios::trunc);
  out << "// Generated from rules/xinan-2019-48 by plumb_embed_notice.\nnamespace plumb::cli {\nextern const unsigned char kNotice[];\nextern const unsigned "
         "long kNoticeSize;\n"
      << "const unsigned char kNotice[] = {";
  for (size_t i = 0; i < bytes.size(); ++i) out << (i % 32 == 0 ? "\n" : "") << static_cast<unsigned>(static_cast<unsigned char>(bytes[i])) << ',';
  out << "\n};\nconst unsigned long kNoticeSize = " << bytes.size() << ";\n}  // namespace plumb::cli\n";
  out.flush();
  return out ? 0 : 3;
}
