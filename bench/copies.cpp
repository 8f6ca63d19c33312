#include "bench/copies.hpp"

#include <string>

namespace plumb::bench {

std::shared_ptr<const ir::Program> with_copies(std::shared_ptr<const ir::Program> program, uint64_t copies) {
  if (copies == 1) return program;
  auto out = std::make_shared<ir::Program>(*program);
  for (uint64_t copy = 2; copy <= copies; ++copy) {
    const std::string suffix = "_" + std::to_string(copy);
    for (ir::Measure measure : program->measures) {
      measure.name.alias += suffix;
      measure.name.zh += suffix;
      out->measures.add(std::move(measure));
    }
  }
  return out;
}

}  // namespace plumb::bench
