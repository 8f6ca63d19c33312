// Constants and columns: what batch code begins with.
#include <cstddef>

#include "compiler/backends/native/emit/batch_function.hpp"
#include "compiler/ir/columns.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::native {

using ir::TypeKind;

namespace {

constexpr unsigned kMorsel = 1;
constexpr uint64_t kWideBytes = 16;

unsigned bits_of(ir::ColumnFormat format) { return static_cast<unsigned>(ir::value_bytes(format)) * 8; }

}  // namespace

bool BatchFunction::is_wide(ir::Type type) { return type.kind == TypeKind::decimal || type.kind == TypeKind::ratio || type.kind == TypeKind::text; }

BatchValue BatchFunction::constant(const ir::Value& value) {
  if (value.type.kind == TypeKind::boolean) {
    const bool is_true = ir::as_boolean(value);
    BatchValue out;
    out.is_true = is_true ? code_.all() : code_.none();
    out.is_false = is_true ? code_.none() : code_.all();
    return out;
  }
  BatchValue out{is_wide(value.type) ? Kind::memory : Kind::uniform};
  out.known = code_.all();
  if (out.kind == Kind::uniform) {
    out.scalar = code_.word(static_cast<uint64_t>(value.number));
    return out;
  }
  llvm::Constant* const one = value.type.kind == TypeKind::text ? code_.text_pair(value.text) : code_.wide(value.number);
  const std::vector<llvm::Constant*> copies(PLUMB_BLOCK_ROWS, one);
  out.memory = code_.global(llvm::ConstantArray::get(llvm::ArrayType::get(one->getType(), copies.size()), copies), kWideBytes);
  return out;
}

BatchValue BatchFunction::unknown(ir::Type type) {
  if (type.kind == TypeKind::boolean) {
    BatchValue out;
    out.is_true = out.is_false = code_.none();
    return out;
  }
  BatchValue out = constant({type, 0, {}});
  out.known = code_.none();
  return out;
}

llvm::Value* BatchFunction::member(uint64_t offset) {
  llvm::Value*& loaded = members_[offset];
  if (!loaded) {
    llvm::IRBuilder<> before(before_->getTerminator());
    loaded =
        before.CreateAlignedLoad(before.getPtrTy(), before.CreateConstInBoundsGEP1_64(before.getInt8Ty(), code_.argument(kMorsel), offset), llvm::Align(8));
  }
  return loaded;
}

BatchFunction::Column BatchFunction::column(uint32_t field) {
  if (const auto known = columns_.find(field); known != columns_.end()) return known->second;
  llvm::Value* const columns = member(offsetof(PlumbMorsel, columns));
  llvm::IRBuilder<> before(before_->getTerminator());
  const auto load = [&](uint64_t offset) {
    return before.CreateAlignedLoad(before.getPtrTy(), before.CreateConstInBoundsGEP1_64(before.getInt8Ty(), columns, field * sizeof(PlumbColumn) + offset),
                                    llvm::Align(8));
  };
  const Column made{load(offsetof(PlumbColumn, values)), load(offsetof(PlumbColumn, valid))};
  return columns_.emplace(field, made).first->second;
}

BatchValue BatchFunction::matter_field(uint32_t field, ir::Type type) {
  llvm::IRBuilder<>& ir = code_.ir();
  const Column lies = column(field);
  const ir::ColumnFormat format = ir::format_of(program_, type);
  llvm::Value* const valid = code_.load(code_.i64(), ir.CreateGEP(code_.i64(), lies.valid, block_));
  if (format == ir::ColumnFormat::bits) return truth(valid, code_.load(code_.i64(), ir.CreateGEP(code_.i64(), lies.values, block_)));
  llvm::Value* const values = ir.CreateGEP(ir.getInt8Ty(), lies.values, ir.CreateMul(block_, code_.word(ir::block_bytes(format))));
  BatchValue out;
  if (type.kind == TypeKind::text) {
    out.kind = Kind::memory;
    out.memory = scratch(PLUMB_BLOCK_ROWS * kWideBytes);
    code_.call("plumb.block.text_gather", {valid, member(offsetof(PlumbMorsel, texts)), values, out.memory});
  } else if (format == ir::ColumnFormat::i128) {
    out.kind = Kind::memory;
    out.memory = values;
  } else {
    out = load_lanes(values, bits_of(format));
  }
  out.known = valid;
  return out;
}

// Names and identifiers: texts themselves, not indices. None at all is a null pointer; a block of absent ones stands in.
BatchValue BatchFunction::texts_of_morsel(uint64_t offset) {
  llvm::IRBuilder<>& ir = code_.ir();
  llvm::Value* const texts = member(offset);
  llvm::Constant* const absent = code_.global(llvm::Constant::getNullValue(llvm::ArrayType::get(code_.i64(), 2 * PLUMB_BLOCK_ROWS)), kWideBytes);
  llvm::Value* const here = ir.CreateGEP(ir.getInt8Ty(), texts, ir.CreateMul(block_, code_.word(PLUMB_BLOCK_ROWS * kWideBytes)));
  BatchValue out{Kind::memory};
  out.memory = ir.CreateSelect(ir.CreateICmpEQ(texts, llvm::ConstantPointerNull::get(ir.getPtrTy())), absent, here);
  out.known = code_.call("plumb.block.text_known", {out.memory});
  return out;
}

BatchValue BatchFunction::party_field(ir::PartyField field) {
  std::optional<BatchValue>& made = party_[static_cast<size_t>(field)];
  if (made) return *made;
  const auto codes = [&](uint64_t offset) {
    BatchValue out = column_of_morsel(offset, 8);
    std::vector<llvm::Value*> pieces;
    for (llvm::Value* piece : out.pieces) pieces.push_back(code_.ir().CreateICmpNE(piece, splat(code_.word(PLUMB_UNKNOWN), 8)));
    out.known = gathered(pieces);
    return out;
  };
  switch (field) {
    case ir::PartyField::kind:
      made = codes(offsetof(PlumbMorsel, kind));
      break;
    case ir::PartyField::sector:
      made = codes(offsetof(PlumbMorsel, sector));
      break;
    case ir::PartyField::name:
      made = texts_of_morsel(offsetof(PlumbMorsel, names));
      break;
    case ir::PartyField::id:
      made = texts_of_morsel(offsetof(PlumbMorsel, ids));
      break;
  }
  return *made;
}

}  // namespace plumb::native
