#include "runtime/registry/file_bytes.hpp"

#include <array>
#include <fstream>

#include "runtime/registry/failure.hpp"

namespace plumb::registry {

Result<std::string> read_bytes(const std::filesystem::path& path) {
  std::error_code ignored;
  const auto kind = std::filesystem::status(path, ignored).type();
  if (kind == std::filesystem::file_type::directory || kind == std::filesystem::file_type::character || kind == std::filesystem::file_type::block)
    return failure("import.unreadable", path.string());
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure("import.unreadable", path.string());
  // In blocks: an iterator over the stream asks for each byte. Pipes have no size, so none is asked for.
  std::string bytes;
  std::array<char, 1 << 16> block;
  while (in.read(block.data(), block.size()) || in.gcount() > 0) bytes.append(block.data(), static_cast<size_t>(in.gcount()));
  if (in.bad()) return failure("import.unreadable", path.string());
  return bytes;
}

}  // namespace plumb::registry
