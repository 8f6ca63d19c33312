// The parts of "ELF-64 Object File Format" and of the System V ABI's AMD64 supplement (chapter 4.4) that LLVM's small code model
// with position-independent code makes use of.
#include "compiler/backends/native/image.hpp"

#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>
#include <optional>
#include <unordered_map>

namespace plumb::native {

namespace {

constexpr uint64_t kLargest = uint64_t{1} << 30;  // all of an image within reach of a 32-bit displacement
constexpr uint32_t kUnwind = 0x70000001;          // SHT_X86_64_UNWIND: for exceptions, of which there are none
// jmp *[rip + displacement]: how a call reaches what lies further away than 2 GiB.
constexpr uint8_t kJump[] = {0xff, 0x25};
constexpr uint64_t kStubBytes = 8, kSlotBytes = 8;

Error refused(const std::string& why) { return {"native.link", "the object is none that could be loaded: " + why}; }

uint64_t rounded(uint64_t value, uint64_t to) { return (value + to - 1) / to * to; }

// Reads records out of the object; nothing where they are not all within it.
class Records {
 public:
  explicit Records(std::string_view object) : object_(object) {}

  template <typename Record>
  std::optional<std::vector<Record>> at(uint64_t offset, uint64_t bytes) const {
    if (offset > object_.size() || bytes > object_.size() - offset || bytes % sizeof(Record) != 0) return std::nullopt;
    std::vector<Record> out(bytes / sizeof(Record));
    if (bytes != 0) std::memcpy(out.data(), object_.data() + offset, bytes);
    return out;
  }
  std::optional<std::string_view> bytes(uint64_t offset, uint64_t size) const {
    if (offset > object_.size() || size > object_.size() - offset) return std::nullopt;
    return object_.substr(offset, size);
  }

 private:
  std::string_view object_;
};

struct Mapping {
  Mapping(void* at, size_t bytes) : start(static_cast<uint8_t*>(at)), size(bytes) {}
  ~Mapping() { ::munmap(start, size); }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  uint8_t* start;
  size_t size;
};

class Loader {
 public:
  Loader(std::string_view object, const Symbols& visible) : records_(object), visible_(visible.begin(), visible.end()) {}

  Result<MachineCode> load(const std::vector<std::string>& wanted) {
    for (const auto step : {&Loader::read, &Loader::lay_out, &Loader::map, &Loader::relocate, &Loader::seal}) {
      if (const Result<void> done = (this->*step)(); !done) return done.error();
    }
    std::unordered_map<std::string_view, const void*> defined;
    for (size_t i = 0; i < symbols_.size(); ++i) {
      if (addresses_[i] && symbols_[i].st_shndx != SHN_UNDEF && ELF64_ST_BIND(symbols_[i].st_info) == STB_GLOBAL) defined.emplace(names_[i], addresses_[i]);
    }
    MachineCode out;
    for (const std::string& name : wanted) {
      const auto found = defined.find(name);
      if (found == defined.end()) return refused("it has no " + name);
      out.addresses.push_back(found->second);
    }
    out.owner = std::move(mapping_);
    return out;
  }

 private:
  struct Placed {
    bool here = false;
    uint64_t at = 0;  // in the image
  };

  Result<void> read() {
    const auto headers = records_.at<Elf64_Ehdr>(0, sizeof(Elf64_Ehdr));
    if (!headers) return refused("no header");
    const Elf64_Ehdr& header = headers->front();
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_type != ET_REL || header.e_machine != EM_X86_64 || header.e_shentsize != sizeof(Elf64_Shdr)) {
      return refused("not an object of this kind of processor");
    }
    auto sections = records_.at<Elf64_Shdr>(header.e_shoff, uint64_t{header.e_shnum} * sizeof(Elf64_Shdr));
    if (!sections || sections->empty()) return refused("no sections");
    sections_ = *std::move(sections);
    for (const Elf64_Shdr& section : sections_) {
      if (section.sh_type != SHT_SYMTAB) continue;
      if (!symbols_.empty() || section.sh_link >= sections_.size()) return refused("its symbols");
      auto symbols = records_.at<Elf64_Sym>(section.sh_offset, section.sh_size);
      const Elf64_Shdr& strings = sections_[section.sh_link];
      const auto text = records_.bytes(strings.sh_offset, strings.sh_size);
      if (!symbols || !text) return refused("its symbols");
      symbols_ = *std::move(symbols);
      for (const Elf64_Sym& symbol : symbols_) {
        const size_t end = symbol.st_name < text->size() ? text->find('\0', symbol.st_name) : std::string_view::npos;
        if (end == std::string_view::npos) return refused("a symbol's name");
        names_.push_back(text->substr(symbol.st_name, end - symbol.st_name));
      }
    }
    return {};
  }

  // Code first, then stubs; constants on pages of their own, and behind them a slot for each address from outside.
  Result<void> lay_out() {
    placed_.resize(sections_.size());
    if (const Result<void> done = place(true); !done) return done;
    stubs_ = size_ = rounded(size_, kStubBytes);
    size_ += symbols_.size() * kStubBytes;
    code_bytes_ = size_ = rounded(size_, static_cast<uint64_t>(::sysconf(_SC_PAGESIZE)));
    if (const Result<void> done = place(false); !done) return done;
    slots_ = size_ = rounded(size_, kSlotBytes);
    size_ += symbols_.size() * kSlotBytes;
    return size_ <= kLargest ? Result<void>{} : refused("its size");
  }

  Result<void> place(bool code) {
    for (size_t i = 0; i < sections_.size(); ++i) {
      const Elf64_Shdr& section = sections_[i];
      if ((section.sh_flags & SHF_ALLOC) == 0 || section.sh_type == kUnwind || ((section.sh_flags & SHF_EXECINSTR) != 0) != code) continue;
      const uint64_t alignment = section.sh_addralign == 0 ? 1 : section.sh_addralign;
      // SHF_WRITE is on constants that hold addresses; they are sealed once those are known, as a linker does with .data.rel.ro.
      const bool plain = section.sh_type == SHT_PROGBITS && (section.sh_flags & SHF_TLS) == 0 && !(code && (section.sh_flags & SHF_WRITE) != 0);
      if (!plain || (alignment & (alignment - 1)) != 0 || alignment > 4096 || !records_.bytes(section.sh_offset, section.sh_size)) {
        return refused("section " + std::to_string(i));
      }
      placed_[i] = {true, size_ = rounded(size_, alignment)};
      size_ += section.sh_size;
      if (size_ > kLargest) return refused("its size");
    }
    return {};
  }

  Result<void> map() {
    void* const at = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) return Error{"native.link", std::string("no memory for code: ") + std::strerror(errno)};
    mapping_ = std::make_shared<Mapping>(at, size_);
    for (size_t i = 0; i < sections_.size(); ++i) {
      if (!placed_[i].here || sections_[i].sh_size == 0) continue;
      const std::string_view bytes = *records_.bytes(sections_[i].sh_offset, sections_[i].sh_size);
      std::memcpy(mapping_->start + placed_[i].at, bytes.data(), bytes.size());
    }
    addresses_.resize(symbols_.size());
    for (size_t i = 1; i < symbols_.size(); ++i) {
      if (const Result<void> done = find(i); !done) return done;
    }
    return {};
  }

  Result<void> find(size_t i) {
    const Elf64_Sym& symbol = symbols_[i];
    if (symbol.st_shndx == SHN_UNDEF) {
      const auto found = visible_.find(std::string(names_[i]));
      if (found == visible_.end()) return refused("it asks for " + std::string(names_[i]));
      addresses_[i] = found->second;
      uint8_t* const stub = mapping_->start + stubs_ + i * kStubBytes;
      uint8_t* const slot = mapping_->start + slots_ + i * kSlotBytes;
      const auto displacement = static_cast<int32_t>(slot - (stub + sizeof kJump + sizeof(int32_t)));
      std::memcpy(stub, kJump, sizeof kJump);
      std::memcpy(stub + sizeof kJump, &displacement, sizeof displacement);
    } else if (symbol.st_shndx < sections_.size() && placed_[symbol.st_shndx].here) {
      if (symbol.st_value > sections_[symbol.st_shndx].sh_size) return refused("symbol " + std::to_string(i));
      addresses_[i] = mapping_->start + placed_[symbol.st_shndx].at + symbol.st_value;
    }
    if (addresses_[i]) std::memcpy(mapping_->start + slots_ + i * kSlotBytes, &addresses_[i], kSlotBytes);
    return {};
  }

  Result<void> relocate() {
    for (const Elf64_Shdr& section : sections_) {
      if (section.sh_type != SHT_RELA && section.sh_type != SHT_REL) continue;
      if (section.sh_info >= sections_.size()) return refused("relocations of no section");
      if (!placed_[section.sh_info].here) continue;  // of what is for debuggers
      const auto relocations = section.sh_type == SHT_RELA ? records_.at<Elf64_Rela>(section.sh_offset, section.sh_size) : std::nullopt;
      if (!relocations) return refused("relocations");
      for (const Elf64_Rela& relocation : *relocations) {
        if (const Result<void> done = relocate(relocation, section.sh_info); !done) return done;
      }
    }
    return {};
  }

  Result<void> relocate(const Elf64_Rela& relocation, size_t section) {
    const uint32_t type = ELF64_R_TYPE(relocation.r_info);
    const uint64_t symbol = ELF64_R_SYM(relocation.r_info);
    const uint64_t width = type == R_X86_64_64 ? sizeof(uint64_t) : sizeof(uint32_t), size = sections_[section].sh_size;
    if (symbol >= symbols_.size() || !addresses_[symbol] || size < width || relocation.r_offset > size - width) return refused("a relocation");
    uint8_t* const at = mapping_->start + placed_[section].at + relocation.r_offset;
    const bool outside = symbols_[symbol].st_shndx == SHN_UNDEF;
    auto target = reinterpret_cast<uint64_t>(addresses_[symbol]);
    switch (type) {
      case R_X86_64_64: {
        const uint64_t value = target + static_cast<uint64_t>(relocation.r_addend);
        std::memcpy(at, &value, sizeof value);
        return {};
      }
      case R_X86_64_PC32:
        if (outside) return refused("an address from outside in 32 bits");
        break;
      case R_X86_64_PLT32:
        if (outside) target = reinterpret_cast<uint64_t>(mapping_->start + stubs_ + symbol * kStubBytes);
        break;
      case R_X86_64_GOTPCREL:
      case R_X86_64_GOTPCRELX:
      case R_X86_64_REX_GOTPCRELX:
        target = reinterpret_cast<uint64_t>(mapping_->start + slots_ + symbol * kSlotBytes);
        break;
      default:
        return refused("relocation of type " + std::to_string(type));
    }
    const auto distance = static_cast<int64_t>(target + static_cast<uint64_t>(relocation.r_addend) - reinterpret_cast<uint64_t>(at));
    if (distance < std::numeric_limits<int32_t>::min() || distance > std::numeric_limits<int32_t>::max()) return refused("a distance");
    const auto value = static_cast<int32_t>(distance);
    std::memcpy(at, &value, sizeof value);
    return {};
  }

  Result<void> seal() {
    if ((code_bytes_ != 0 && ::mprotect(mapping_->start, code_bytes_, PROT_READ | PROT_EXEC) != 0) ||
        (size_ > code_bytes_ && ::mprotect(mapping_->start + code_bytes_, size_ - code_bytes_, PROT_READ) != 0)) {
      return Error{"native.link", std::string("code may not be made executable here: ") + std::strerror(errno)};
    }
    return {};
  }

  Records records_;
  std::unordered_map<std::string, const void*> visible_;
  std::vector<Elf64_Shdr> sections_;
  std::vector<Elf64_Sym> symbols_;
  std::vector<std::string_view> names_;
  std::vector<Placed> placed_;
  std::vector<const void*> addresses_;
  std::shared_ptr<Mapping> mapping_;
  uint64_t size_ = 0, stubs_ = 0, slots_ = 0, code_bytes_ = 0;
};

}  // namespace

#ifdef __x86_64__
Result<MachineCode> load_image(std::string_view object, const Symbols& visible, const std::vector<std::string>& wanted) {
  return Loader(object, visible).load(wanted);
}
#else
Result<MachineCode> load_image(std::string_view, const Symbols&, const std::vector<std::string>&) { return refused("there is no loader for this processor"); }
#endif

}  // namespace plumb::native
