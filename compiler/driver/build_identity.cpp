#include "compiler/driver/build_identity.hpp"

#include <elf.h>
#include <link.h>

#include <cstring>
#include <fstream>
#include <string_view>
#include <vector>

namespace plumb::driver {

namespace {

constexpr size_t kMostNoteBytes = 1 << 16;

std::string hexadecimal(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

// Of the notes of one segment.
std::optional<std::string> build_of(std::string_view notes) {
  const auto padded = [](size_t size) { return (size + 3) / 4 * 4; };
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes.data(), sizeof note);
    notes.remove_prefix(sizeof note);
    const size_t name = padded(note.n_namesz), description = padded(note.n_descsz);
    if (name > notes.size() || description > notes.size() - name) break;
    if (note.n_type == NT_GNU_BUILD_ID && notes.starts_with(std::string_view("GNU\0", 4)) && note.n_namesz == 4 && note.n_descsz != 0) {
      return hexadecimal(notes.substr(name, note.n_descsz));
    }
    notes.remove_prefix(name + description);
  }
  return std::nullopt;
}

struct Search {
  uintptr_t inside = 0;
  std::optional<std::string> found;
};

int look(dl_phdr_info* object, size_t, void* data) {
  auto& search = *static_cast<Search*>(data);
  bool ours = false;
  for (size_t i = 0; i < object->dlpi_phnum; ++i) {
    const auto& part = object->dlpi_phdr[i];
    const uintptr_t begin = object->dlpi_addr + part.p_vaddr;
    ours = ours || (part.p_type == PT_LOAD && search.inside >= begin && search.inside - begin < part.p_memsz);
  }
  for (size_t i = 0; ours && !search.found && i < object->dlpi_phnum; ++i) {
    const auto& part = object->dlpi_phdr[i];
    if (part.p_type == PT_NOTE) search.found = build_of({reinterpret_cast<const char*>(object->dlpi_addr + part.p_vaddr), part.p_memsz});
  }
  return ours ? 1 : 0;
}

template <typename Record>
bool read(std::ifstream& in, uint64_t at, Record* into, size_t count = 1) {
  in.seekg(static_cast<std::streamoff>(at));
  return static_cast<bool>(in.read(reinterpret_cast<char*>(into), static_cast<std::streamsize>(count * sizeof(Record))));
}

}  // namespace

std::optional<std::string> own_build() {
  static const std::optional<std::string> kBuild = [] {
    Search search{reinterpret_cast<uintptr_t>(&own_build), {}};
    ::dl_iterate_phdr(look, &search);
    return search.found;
  }();
  return kBuild;
}

Result<ModuleFile> module_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) return Error{"file.unreadable", path + ": " + std::strerror(errno)};
  const auto size = static_cast<uint64_t>(in.tellg());
  const auto within = [&](uint64_t at, uint64_t bytes) { return at <= size && bytes <= size - at; };
  ModuleFile out;
  ElfW(Ehdr) header;
  if (!read(in, 0, &header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_phentsize != sizeof(ElfW(Phdr))) return out;
  if (!within(header.e_phoff, uint64_t{header.e_phnum} * header.e_phentsize) || !within(header.e_shoff, uint64_t{header.e_shnum} * header.e_shentsize))
    return out;
  std::vector<ElfW(Phdr)> parts(header.e_phnum);
  if (!read(in, header.e_phoff, parts.data(), parts.size())) return out;
  for (const ElfW(Phdr) & part : parts) {
    if (!within(part.p_offset, part.p_filesz)) return out;
    if (part.p_type != PT_NOTE || part.p_filesz > kMostNoteBytes || out.build) continue;
    std::string notes(part.p_filesz, 0);
    if (!read(in, part.p_offset, notes.data(), notes.size())) return out;
    out.build = build_of(notes);
  }
  out.whole = !parts.empty();
  return out;
}

}  // namespace plumb::driver
