// The public journal of reads, on the registry's room.
#include "plumb/reads.hpp"

#include "runtime/identity/normal_form.hpp"
#include "runtime/registry/access/reads.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/journal/decisions.hpp"
#include "runtime/registry/moment.hpp"

namespace plumb {

struct ReadJournal::State {
  registry::access::ReadJournal file;
};

ReadJournal::ReadJournal(std::unique_ptr<State> state) : state_(std::move(state)) {}
ReadJournal::ReadJournal(ReadJournal&&) noexcept = default;
ReadJournal& ReadJournal::operator=(ReadJournal&&) noexcept = default;
ReadJournal::~ReadJournal() = default;

Result<ReadJournal> ReadJournal::open(const std::string& path) {
  auto file = registry::access::ReadJournal::open(path);
  if (!file) return file.error();
  return ReadJournal(std::make_unique<State>(State{std::move(*file)}));
}

Result<void> ReadJournal::append(const std::vector<ReadRecord>& reads, bool durable) {
  std::vector<registry::access::Read> lines;
  for (const ReadRecord& read : reads) {
    const auto moment = registry::canonical_moment(read.at);
    if (!moment) return registry::failure("registry.time", read.at);
    const bool for_another = !read.actor.by.empty() && read.actor.by != read.actor.account;
    lines.push_back({*moment, for_another ? read.actor.by : read.actor.account, for_another ? read.actor.account : "", read.what,
                     identity::normalise(read.party).id, read.purpose});
  }
  return state_->file.append(lines, durable);
}

Result<ReadsVerification> verify_reads(const std::string& path) {
  const auto found = registry::access::verify_reads(path);
  if (!found) return found.error();
  return ReadsVerification{found->lines, seal::hex(seal::bytes_of(found->head)), found->fault ? registry::access::fault_code(*found->fault) : ""};
}

std::string party_of_request(std::string_view request) { return registry::journal::party_of_request(request); }

}  // namespace plumb
