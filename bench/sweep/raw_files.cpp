#include "bench/sweep/raw_files.hpp"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "compiler/base/vocabulary.hpp"

namespace plumb::bench {

namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

class Files {
 public:
  explicit Files(fs::path folder) : folder_(std::move(folder)) {}

  void write(const std::string& name, const std::vector<uint8_t>& values) { write(name + ".u8", values.data(), values.size()); }
  void write(const std::string& name, const std::vector<uint32_t>& values) { write(name + ".u32", values.data(), 4 * values.size()); }
  void write(const std::string& name, const std::vector<int32_t>& values) { write(name + ".i32", values.data(), 4 * values.size()); }
  void write(const std::string& name, const std::vector<uint64_t>& bits) { write(name, bits.data(), 8 * bits.size()); }
  void write(const std::string& name, const void* bytes, size_t size) {
    std::ofstream out(folder_ / name, std::ios::binary);
    out.write(static_cast<const char*>(bytes), static_cast<std::streamsize>(size));
    out.close();
    good_ = good_ && out.good();
  }
  bool good() const { return good_; }

 private:
  fs::path folder_;
  bool good_ = true;
};

const char* word_of(ir::ColumnFormat format) {
  switch (format) {
    case ir::ColumnFormat::bits:
      return "bits";
    case ir::ColumnFormat::u8:
      return "u8";
    case ir::ColumnFormat::u16:
      return "u16";
    case ir::ColumnFormat::u32:
      return "u32";
    case ir::ColumnFormat::u64:
      return "u64";
    case ir::ColumnFormat::i32:
      return "i32";
    case ir::ColumnFormat::i64:
      return "i64";
    case ir::ColumnFormat::i128:
      return "i128";
  }
  return "";
}

template <typename Declarations>
json::array aliases(const Declarations& declarations) {
  json::array out;
  for (const auto& declared : declarations) out.emplace_back(declared.name.alias);
  return out;
}

}  // namespace

Result<void> write_county(const ir::Program& program, const RawCounty& county, const std::string& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  Files files(folder);
  files.write("parties.kind", county.parties.kind);
  files.write("parties.sector", county.parties.sector);
  const RawRelations& r = county.relations;
  files.write("relations.holder", r.holder);
  files.write("relations.role", r.role);
  files.write("relations.organisation", r.organisation);
  files.write("relations.from", r.from);
  files.write("relations.to", r.to);
  const RawEntries& e = county.entries;
  files.write("entries.party", e.party);
  files.write("entries.published", e.published);
  files.write("entries.expires", e.expires);
  files.write("entries.ground", e.ground);
  files.write("entries.removed", e.removed);
  files.write("entries.publishable", e.publishable);
  files.write("named.entry", e.named_entry);
  files.write("named.party", e.named_party);
  const RawPermits& p = county.permits;
  files.write("permits.party", p.party);
  files.write("permits.kind", p.kind);
  files.write("permits.target", p.target);
  files.write("permits.from", p.from);
  files.write("permits.to", p.to);
  const RawRetentions& t = county.retentions;
  files.write("retentions.entry", t.entry);
  files.write("retentions.party", t.party);
  files.write("retentions.measure", t.measure);
  files.write("retentions.until", t.until);

  json::array partitions;
  for (const RawPartition& partition : county.partitions) {
    const ir::Matter& matter = program.matters[partition.matter];
    const std::string name = matter.name.alias + "_" + word(partition.stage).alias;
    files.write(name + ".party", partition.party);
    json::array fields;
    for (size_t f = 0; f < matter.fields.size(); ++f) {
      const RawColumn& column = partition.fields[f];
      const std::string array = name + "." + matter.fields[f].name.alias;
      files.write(array + "." + word_of(column.format), column.values);
      files.write(array + ".valid", column.valid);
      fields.push_back({{"field", matter.fields[f].name.alias}, {"format", word_of(column.format)}});
    }
    partitions.push_back({{"name", name},
                          {"matter", matter.name.alias},
                          {"stage", word(partition.stage).alias},
                          {"rows", partition.party.size()},
                          {"fields", std::move(fields)}});
  }
  const json::object described{{"date", county.options.date.iso()},   {"date_days", county.options.date.days}, {"seed", county.options.seed},
                               {"parties", county.options.parties},   {"relations", county.options.relations}, {"entries", county.options.entries},
                               {"rows", county.options.rows},         {"raw_bytes", county.bytes()},           {"measures", aliases(program.measures)},
                               {"matters", aliases(program.matters)}, {"partitions", std::move(partitions)}};
  const std::string text = json::serialize(described) + "\n";
  files.write("county.json", text.data(), text.size());
  if (failed || !files.good()) return Error{"file.unwritable", "cannot write the county to " + folder};
  return {};
}

}  // namespace plumb::bench
