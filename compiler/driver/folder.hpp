// A folder on disk → the texts of its rule files, all of one moment. The only room that opens rule files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compiler/base/result.hpp"
#include "compiler/diagnostics/sink.hpp"

namespace plumb::driver {

struct RuleFile {
  std::string path;      // as it is told to people: the folder as given, then the path within it
  std::string relative;  // within the folder, '/' between parts
  std::string text;
};

struct Folder {
  std::vector<RuleFile> files;  // sorted by `relative`
  bool unreadable = false;      // something could not be read (and was reported)
};

inline constexpr size_t kMostFiles = 10'000;

// Reads *.plumb below `root`, or `root` itself when it is a file. `scenarios` false leaves out folders called scenarios or
// 示例. Hidden files and folders are left out. A folder that changes meanwhile is read again, a few times; then reported.
Folder read_folder(const std::filesystem::path& root, bool scenarios, diagnostics::Sink& sink);

// The bytes of one file. Error: file.unreadable.
Result<std::string> read_file(const std::filesystem::path& path);
// Replaces the file's bytes in one step (a new file, renamed). Error: file.unwritable.
Result<void> write_file(const std::filesystem::path& path, const std::string& bytes);

// Makes the edits, whole files at a time; byte-order marks stay. Error: file.unwritable.
Result<void> write_edits(const SourceMap& sources, const std::vector<diagnostics::Edit>& edits);

}  // namespace plumb::driver
