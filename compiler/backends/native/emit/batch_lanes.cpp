// Vectors of the processor's width, several to a block: loading, widening, comparing, and masks of them as words.
#include <llvm/IR/InlineAsm.h>

#include <numeric>
#include <utility>

#include "compiler/backends/native/emit/batch_function.hpp"
#include "compiler/ir/columns.hpp"

namespace plumb::native {

using ir::TypeKind;

namespace {

constexpr unsigned kScratch = 6;

}  // namespace

unsigned BatchFunction::natural_bits(ir::Type type) const { return static_cast<unsigned>(ir::value_bytes(ir::format_of(program_, type))) * 8; }

bool BatchFunction::is_signed(ir::Type type) const {
  return type.kind == TypeKind::integer || type.kind == TypeKind::money || type.kind == TypeKind::date || type.kind == TypeKind::duration;
}

llvm::VectorType* BatchFunction::vector_of(unsigned bits) { return llvm::FixedVectorType::get(code_.ir().getIntNTy(bits), lanes_in(bits)); }

BatchValue BatchFunction::load_lanes(llvm::Value* base, unsigned bits) {
  BatchValue out{Kind::lanes};
  out.bits = bits;
  out.memory = base;
  out.known = code_.all();
  for (uint64_t at = 0; at < uint64_t{bits} * 8; at += vector_bytes_) {
    out.pieces.push_back(code_.ir().CreateAlignedLoad(vector_of(bits), code_.at(base, at), llvm::Align(vector_bytes_)));
  }
  return out;
}

llvm::Value* BatchFunction::splat(llvm::Value* scalar, unsigned bits) {
  llvm::Value* const narrow = bits == 64 ? scalar : code_.ir().CreateTrunc(scalar, code_.ir().getIntNTy(bits));
  return code_.ir().CreateVectorSplat(lanes_in(bits), narrow);
}

bool BatchFunction::fits(const BatchValue& uniform, unsigned bits, bool is_signed) const {
  if (bits == 64) return true;
  const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(uniform.scalar);
  // The decision date, or dates and days counted from it.
  if (!constant) return bits >= 32;
  return is_signed ? constant->getValue().isSignedIntN(bits) : constant->getValue().isIntN(bits);
}

// Lanes of `bits`, at least those that the value has.
BatchValue BatchFunction::as_lanes(const BatchValue& a, ir::Type type, unsigned bits) {
  llvm::IRBuilder<>& ir = code_.ir();
  BatchValue out{Kind::lanes};
  out.bits = bits;
  out.known = a.known;
  if (a.kind == Kind::uniform) {
    out.pieces.assign(PLUMB_BLOCK_ROWS / lanes_in(bits), splat(a.scalar, bits));
    return out;
  }
  if (a.bits == bits) return a;
  for (llvm::Value* piece : a.pieces) {
    const unsigned parts = bits / a.bits, lanes = lanes_in(bits);
    for (unsigned part = 0; part < parts; ++part) {
      std::vector<int> taken;
      for (unsigned lane = 0; lane < lanes; ++lane) taken.push_back(static_cast<int>(part * lanes + lane));
      llvm::Value* const narrow = ir.CreateShuffleVector(piece, taken);
      out.pieces.push_back(is_signed(type) ? ir.CreateSExt(narrow, vector_of(bits)) : ir.CreateZExt(narrow, vector_of(bits)));
    }
  }
  return out;
}

// Vectors of i1, one for each piece of a block → a word. They are joined as vectors: joined as words, by shifts, LLVM asks of each
// which of its bits may be set, and takes half as long again to compile.
llvm::Value* BatchFunction::gathered(std::vector<llvm::Value*> masks) {
  llvm::IRBuilder<>& ir = code_.ir();
  while (masks.size() > 1) {
    const unsigned lanes = llvm::cast<llvm::FixedVectorType>(masks[0]->getType())->getNumElements();
    std::vector<int> all(size_t{2} * lanes);
    std::iota(all.begin(), all.end(), 0);
    std::vector<llvm::Value*> pairs;
    for (size_t i = 0; i < masks.size(); i += 2) pairs.push_back(ir.CreateShuffleVector(masks[i], masks[i + 1], all));
    masks = std::move(pairs);
  }
  return ir.CreateBitCast(masks[0], code_.i64());
}

llvm::Value* BatchFunction::piece_of_mask(llvm::Value* mask, unsigned bits, unsigned piece) {
  llvm::IRBuilder<>& ir = code_.ir();
  const unsigned lanes = lanes_in(bits);
  llvm::Value* const word = ir.CreateTrunc(piece == 0 ? mask : ir.CreateLShr(mask, piece * lanes), ir.getIntNTy(lanes));
  return ir.CreateBitCast(word, llvm::FixedVectorType::get(ir.getInt1Ty(), lanes));
}

// The same word, of which LLVM does not know how it was made. Where a word of truth becomes a vector of i1, LLVM 19 with AVX-512
// moves the logic behind it into vectors and back again without end (its issue 123333, mended in 20).
llvm::Value* BatchFunction::opaque(llvm::Value* word) {
  auto* const type = llvm::FunctionType::get(word->getType(), {word->getType()}, false);
  return code_.ir().CreateCall(type, llvm::InlineAsm::get(type, "", "=r,0", false), {word});
}

// The narrowest width in which both can be held.
unsigned BatchFunction::common_bits(const BatchValue& a, const BatchValue& b, ir::Type type) const {
  unsigned bits = 0;
  for (const BatchValue* each : {&a, &b}) {
    if (each->kind == Kind::lanes) bits = std::max(bits, each->bits);
  }
  if (bits == 0) bits = natural_bits(type);
  for (const BatchValue* each : {&a, &b}) {
    if (each->kind == Kind::uniform && !fits(*each, bits, is_signed(type))) bits = 64;
  }
  return bits;
}

llvm::Value* BatchFunction::scratch(uint64_t bytes) {
  llvm::Value* const slot = code_.at(code_.argument(kScratch), scratch_bytes_);
  scratch_bytes_ += (bytes + PLUMB_ALIGNMENT - 1) / PLUMB_ALIGNMENT * PLUMB_ALIGNMENT;
  return slot;
}

llvm::Value* BatchFunction::in_memory(const BatchValue& a, ir::Type type, unsigned bits) {
  if (a.memory && (a.kind == Kind::memory || a.bits == bits)) return a.memory;
  if (a.kind == Kind::uniform) {
    if (auto* constant = llvm::dyn_cast<llvm::ConstantInt>(a.scalar)) {
      llvm::Constant* const one = llvm::ConstantInt::getSigned(code_.ir().getIntNTy(bits), constant->getSExtValue());
      return code_.global(llvm::ConstantArray::get(llvm::ArrayType::get(one->getType(), PLUMB_BLOCK_ROWS), std::vector(PLUMB_BLOCK_ROWS, one)),
                          PLUMB_ALIGNMENT);
    }
  }
  const BatchValue lanes = as_lanes(a, type, bits);
  llvm::Value* const out = scratch(uint64_t{bits} * 8);
  for (size_t i = 0; i < lanes.pieces.size(); ++i) {
    code_.ir().CreateAlignedStore(lanes.pieces[i], code_.at(out, i * vector_bytes_), llvm::Align(vector_bytes_));
  }
  return out;
}

}  // namespace plumb::native
