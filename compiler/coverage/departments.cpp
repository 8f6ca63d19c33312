#include "compiler/coverage/departments.hpp"

#include <algorithm>
#include <array>

#include "compiler/base/unicode.hpp"

namespace plumb::coverage {

namespace {

// The names of a department as the text may write them, widths folded.
std::vector<std::string> spellings(const ir::Department& department) {
  std::vector<std::string> out{unicode::fold_width(department.name.zh)};
  for (const std::string& name : department.short_names) out.push_back(unicode::fold_width(name));
  return out;
}

// The declared department whose name is the longest that `text` begins with, if a separator or the end follows it.
struct Match {
  ir::DepartmentId department;
  size_t length = 0;
};

constexpr std::array<std::string_view, 5> kSeparators = {"、", ",", ";", " ", "和"};

size_t separator_length(std::string_view text) {
  for (std::string_view separator : kSeparators) {
    if (text.starts_with(separator)) return separator.size();
  }
  return 0;
}

Match longest_at_front(const ir::Program& program, std::string_view text) {
  Match best;
  for (size_t index = 0; index < program.departments.size(); ++index) {
    const ir::DepartmentId id = program.departments.id_at(index);
    for (const std::string& name : spellings(program.departments[id])) {
      if (name.size() <= best.length || !text.starts_with(name)) continue;
      const std::string_view rest = text.substr(name.size());
      if (rest.empty() || separator_length(rest) != 0) best = Match{id, name.size()};
    }
  }
  return best;
}

void add_once(std::vector<ir::DepartmentId>& list, ir::DepartmentId id) {
  if (std::find(list.begin(), list.end(), id) == list.end()) list.push_back(id);
}

// The declared department with whose name `text` ends, the longest one.
Match longest_at_end(const ir::Program& program, std::string_view text) {
  Match best;
  for (size_t index = 0; index < program.departments.size(); ++index) {
    const ir::DepartmentId id = program.departments.id_at(index);
    for (const std::string& name : spellings(program.departments[id])) {
      if (name.size() > best.length && text.ends_with(name)) best = Match{id, name.size()};
    }
  }
  return best;
}

// 甲、乙、丙 ending at the end of `text`; the first of them may follow other words directly (指导甲).
void collect_list_at_end(const ir::Program& program, std::string_view text, std::vector<ir::DepartmentId>& out) {
  std::vector<ir::DepartmentId> found;
  while (true) {
    const Match match = longest_at_end(program, text);
    if (match.length == 0) break;
    found.push_back(match.department);
    text.remove_suffix(match.length);
    if (!text.ends_with("、")) break;
    text.remove_suffix(std::string_view("、").size());
  }
  for (auto id = found.rbegin(); id != found.rend(); ++id) add_once(out, *id);
}

}  // namespace

NamedDepartments split_departments(const ir::Program& program, std::string_view list) {
  NamedDepartments out;
  const std::string folded = unicode::fold_width(list);
  std::string_view text = folded;
  while (!text.empty()) {
    if (const size_t separator = separator_length(text); separator != 0) {
      text.remove_prefix(separator);
      continue;
    }
    if (const Match match = longest_at_front(program, text); match.length != 0) {
      add_once(out.known, match.department);
      text.remove_prefix(match.length);
      continue;
    }
    size_t end = text.find("、");
    if (end == std::string_view::npos) end = text.size();
    out.unknown.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

std::vector<ir::DepartmentId> executing_departments(const ir::Program& program, const TextClause& clause) {
  static constexpr std::array<std::string_view, 4> kEnds = {"等相关部门", "等有关部门", "等部门", "等单位"};
  std::vector<ir::DepartmentId> out;
  for (const Paragraph& paragraph : clause.paragraphs) {
    const std::string_view text = paragraph.text;
    for (std::string_view end : kEnds) {
      for (size_t at = text.find(end); at != std::string_view::npos; at = text.find(end, at + end.size())) {
        collect_list_at_end(program, text.substr(0, at), out);
      }
    }
  }
  return out;
}

bool is_named(const ir::Program& program, ir::DepartmentId department, const TextClause& clause) {
  for (const std::string& name : spellings(program.departments[department])) {
    for (const Paragraph& paragraph : clause.paragraphs) {
      if (paragraph.text.find(name) != std::string::npos) return true;
    }
  }
  return false;
}

}  // namespace plumb::coverage
