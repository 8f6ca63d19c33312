// Run while the product is built: stdlib/*.plumb → a C++ file with their canonical encoding.
//
//   plumb_embed STDLIB-FOLDER OUT.cpp

#include <fmt/core.h>

#include <exception>
#include <string>

#include "compiler/diagnostics/text.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/ir/encoding.hpp"

namespace {

std::string as_source(const std::string& bytes) {
  std::string out = "// Generated from stdlib/ by plumb_embed.\nnamespace plumb::driver {\nextern const unsigned char kStandardLibrary[];\n";
  out += "extern const unsigned long kStandardLibrarySize;\nconst unsigned char kStandardLibrary[] = {";
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i % 32 == 0) out += '\n';
    out += fmt::format("{},", static_cast<unsigned char>(bytes[i]));
  }
  out += fmt::format("\n}};\nconst unsigned long kStandardLibrarySize = {};\n}}  // namespace plumb::driver\n", bytes.size());
  return out;
}

int embed(const std::string& folder, const std::string& path) {
  plumb::diagnostics::Sink sink;
  const auto compilation = plumb::driver::compile(folder, {}, sink);
  const auto found = sink.sorted();
  fmt::print(stderr, "{}", plumb::diagnostics::render_text(found, compilation.sources, {}));
  if (!compilation.program || sink.has_errors()) return 1;
  const auto written = plumb::driver::write_file(path, as_source(plumb::ir::encode(*compilation.program)));
  if (!written) fmt::print(stderr, "{}\n", written.error().message);
  return written ? 0 : 3;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: plumb_embed STDLIB-FOLDER OUT.cpp\n");
    return 2;
  }
  try {
    return embed(argv[1], argv[2]);
  } catch (const std::exception& bug) {
    fmt::print(stderr, "plumb_embed: {}\n", bug.what());
    return 1;
  }
}
