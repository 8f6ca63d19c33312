#include "compiler/driver/kept_rules.hpp"

#include "compiler/base/sha256.hpp"
#include "compiler/driver/build_identity.hpp"
#include "compiler/ir/encoding.hpp"

namespace plumb::driver {

namespace {

// Empty where this build cannot be told from another.
std::string key_of(const std::vector<RuleFile>& files) {
  const std::optional<std::string> build = own_build();
  if (!build) return {};
  std::vector<std::pair<std::string, std::string>> texts;
  for (const RuleFile& file : files) texts.emplace_back(file.relative, file.text);
  return sha256_hex(*build + " " + ir::source_digest(std::move(texts)));
}

}  // namespace

KeptRules::KeptRules(const std::string& cache, const std::vector<RuleFile>& files)
    : cache_(native::PrivateCache::Kind::rules, cache), key_(cache.empty() || files.empty() ? "" : key_of(files)) {}

Result<std::shared_ptr<const ir::Program>> KeptRules::find() const {
  if (key_.empty()) return Error{"cache.none", "no cache"};
  const auto kept = cache_.load(key_);
  if (!kept) return kept.error();
  Result<ir::Program> program = ir::decode(kept->bytes);
  if (!program) return Error{"cache.format", cache_.file(key_) + ": " + program.error().message};
  if (program->meaning_digest != kept->proof) return Error{"cache.key", cache_.file(key_) + ": holds something else"};
  return std::make_shared<const ir::Program>(*std::move(program));
}

Result<void> KeptRules::keep(const ir::Program& program) const {
  if (key_.empty()) return {};
  return cache_.store(key_, {ir::encode(program), program.meaning_digest});
}

}  // namespace plumb::driver
