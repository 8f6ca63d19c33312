#include "compiler/driver/folder.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <tuple>

#include "compiler/diagnostics/fix.hpp"
#include "compiler/syntax/parse.hpp"

namespace plumb::driver {

namespace fs = std::filesystem;
using diagnostics::HelpKind;
using diagnostics::Kind;

namespace {

constexpr int kAttempts = 5;
constexpr std::string_view kExtension = ".plumb";

// What tells whether a file was touched.
struct Stamp {
  std::string relative;
  fs::path path;
  uintmax_t size = 0;
  fs::file_time_type written;
  friend bool operator==(const Stamp& a, const Stamp& b) { return std::tie(a.relative, a.size, a.written) == std::tie(b.relative, b.size, b.written); }
};

struct Listing {
  std::vector<Stamp> files;
  std::vector<std::pair<Kind, diagnostics::Arguments>> problems;
};

bool is_scenario_folder(const std::string& name) { return name == "scenarios" || name == "示例"; }

class Lister {
 public:
  Lister(bool scenarios, Listing& out) : scenarios_(scenarios), out_(out) {}

  void list(const fs::path& folder, const std::string& prefix) {
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    if (error) return problem(Kind::file_unreadable, {folder.string(), error.message()});
    if (std::find(above_.begin(), above_.end(), real) != above_.end()) return problem(Kind::folder_loop, {folder.string()});
    above_.push_back(real);
    fs::directory_iterator entries(folder, error);
    if (error) problem(Kind::file_unreadable, {folder.string(), error.message()});
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) entry(*entries, prefix);
    above_.pop_back();
  }

 private:
  void problem(Kind kind, diagnostics::Arguments arguments) { out_.problems.emplace_back(kind, std::move(arguments)); }

  void entry(const fs::directory_entry& entry, const std::string& prefix) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.') || out_.files.size() > kMostFiles) return;
    std::error_code error;
    if (entry.is_directory(error)) {
      if (scenarios_ || !is_scenario_folder(name)) list(entry.path(), prefix + name + "/");
      return;
    }
    if (!name.ends_with(kExtension)) return;
    Stamp stamp{prefix + name, entry.path(), 0, {}};
    stamp.size = fs::file_size(entry.path(), error);
    if (!error) stamp.written = fs::last_write_time(entry.path(), error);
    if (error) return problem(Kind::file_unreadable, {entry.path().string(), error.message()});
    out_.files.push_back(std::move(stamp));
  }

  bool scenarios_;
  Listing& out_;
  std::vector<fs::path> above_;
};

Listing list_files(const fs::path& root, bool scenarios) {
  Listing out;
  std::error_code error;
  if (fs::is_directory(root, error)) {
    Lister(scenarios, out).list(root, "");
  } else {
    Stamp stamp{root.filename().string(), root, fs::file_size(root, error), {}};
    if (!error) stamp.written = fs::last_write_time(root, error);
    if (error)
      out.problems.emplace_back(Kind::file_unreadable, diagnostics::Arguments{root.string(), error.message()});
    else
      out.files.push_back(std::move(stamp));
  }
  std::sort(out.files.begin(), out.files.end(), [](const Stamp& a, const Stamp& b) { return a.relative < b.relative; });
  return out;
}

// One reading of all the files; nothing when they changed while it went on.
std::optional<Folder> read_once(const fs::path& root, bool scenarios, Listing& listing, std::vector<std::pair<Kind, diagnostics::Arguments>>& problems) {
  listing = list_files(root, scenarios);
  problems = listing.problems;
  Folder out;
  if (listing.files.size() > kMostFiles) return out;
  for (const Stamp& stamp : listing.files) {
    if (stamp.size > syntax::kMaxFileBytes) {
      problems.emplace_back(Kind::file_too_large, diagnostics::Arguments{stamp.path.string(), stamp.size, syntax::kMaxFileBytes});
      continue;
    }
    auto text = read_file(stamp.path);
    if (!text) {
      problems.emplace_back(Kind::file_unreadable, diagnostics::Arguments{stamp.path.string(), text.error().message});
      continue;
    }
    out.files.push_back({stamp.path.string(), stamp.relative, std::move(*text)});
  }
  if (list_files(root, scenarios).files != listing.files) return std::nullopt;
  return out;
}

}  // namespace

Result<std::string> read_file(const fs::path& path) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::string text;
  std::error_code error;
  const fs::file_type kind = fs::status(path, error).type();
  const bool none = kind == fs::file_type::directory || kind == fs::file_type::character || kind == fs::file_type::block;  // a device has no end
  if (in && !none) text.assign(std::istreambuf_iterator<char>(in), {});
  if (!in.is_open() || in.bad() || none) return Error{"file.unreadable", errno != 0 ? std::strerror(errno) : "not a file"};
  return text;
}

Result<void> write_file(const fs::path& path, const std::string& bytes) {
  const fs::path next = path.string() + ".new";
  errno = 0;
  {
    std::ofstream out(next, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.flush();
    if (!out) return Error{"file.unwritable", path.string() + ": " + std::strerror(errno)};
  }
  std::error_code error;
  if (fs::exists(path, error)) fs::permissions(next, fs::status(path, error).permissions(), error);
  fs::rename(next, path, error);
  if (error) return Error{"file.unwritable", path.string() + ": " + error.message()};
  return {};
}

Result<void> write_edits(const SourceMap& sources, const std::vector<diagnostics::Edit>& edits) {
  std::map<SourceId, diagnostics::Fix> by_source;
  for (const diagnostics::Edit& edit : edits) {
    by_source.try_emplace(edit.span.source, diagnostics::Fix{{HelpKind::try_again, {}}, {}}).first->second.edits.push_back(edit);
  }
  for (const auto& [id, fix] : by_source) {
    const Source& source = sources[id];
    const std::string text = diagnostics::apply(std::span(&fix, 1), id, source.text()).text;
    const std::string mark = source.bom_length() != 0 ? "\xEF\xBB\xBF" : "";
    const auto written = write_file(source.path(), mark + text);
    if (!written) return written.error();
  }
  return {};
}

Folder read_folder(const fs::path& root, bool scenarios, diagnostics::Sink& sink) {
  std::error_code error;
  const auto refuse = [&](Kind kind, diagnostics::Arguments arguments) -> diagnostics::Diagnostic& { return sink.report(kind, {}, std::move(arguments)); };
  if (!fs::exists(root, error)) {
    refuse(error ? Kind::file_unreadable : Kind::folder_missing,
           error ? diagnostics::Arguments{root.string(), error.message()} : diagnostics::Arguments{root.string()});
    return {{}, true};
  }
  Listing listing;
  std::vector<std::pair<Kind, diagnostics::Arguments>> problems;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    std::optional<Folder> read = read_once(root, scenarios, listing, problems);
    if (!read) continue;
    for (auto& [kind, arguments] : problems) {
      diagnostics::Diagnostic& refused = refuse(kind, std::move(arguments));
      if (kind == Kind::file_too_large) refused.help(HelpKind::split_file);
      read->unreadable = read->unreadable || kind == Kind::file_unreadable;
    }
    if (listing.files.size() > kMostFiles) refuse(Kind::too_many_files, {kMostFiles, root.string()});
    if (listing.files.empty() && problems.empty()) refuse(Kind::no_rule_files, {root.string()});
    return std::move(*read);
  }
  refuse(Kind::folder_changing, {root.string()}).help(HelpKind::try_again);
  return {{}, true};
}

}  // namespace plumb::driver
