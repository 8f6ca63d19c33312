// Any bytes → the file of a key in a cache of compiled objects. What is loaded is what store() would have written, to the byte:
// no other file passes for one.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "compiler/backends/native/cache.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

const std::string kKey(64, 'a');

// A folder of this user alone, made once; its name is never destroyed, since it is needed to the very end.
const std::string& folder() {
  static const std::string& kFolder = *new std::string([] {
    char path[] = "/tmp/plumb-object-cache-XXXXXX";
    require(mkdtemp(path) != nullptr);
    std::atexit([] {
      unlink((folder() + "/" + kKey + ".o").c_str());
      rmdir(folder().c_str());
    });
    return std::string(path);
  }());
  return kFolder;
}

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string path = folder() + "/" + kKey + ".o";
  unlink(path.c_str());
  const int file = open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  require(file >= 0 && write(file, data, size) == static_cast<ssize_t>(size) && close(file) == 0);
  const plumb::native::PrivateCache cache(plumb::native::PrivateCache::Kind::object, folder());
  const auto loaded = cache.load(kKey);
  if (!loaded) {
    require(loaded.error().code.starts_with("cache."));
    return 0;
  }
  require(cache.store(kKey, *loaded).has_value());
  require(contents(path) == std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
