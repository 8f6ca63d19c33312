/* PredicateTable: how the runtime calls compiled measures, whoever compiled them (reference, columnar, JIT, a pack).
 *
 * One entry for each matter, stage and epoch (a span of dates in which no version, parameter or document changes); each
 * entry decides any number of measures for one row at a time. Plain C so that a shared object can fill it. An entry is
 * immutable and may be called from any number of threads at once. Conventions:
 *  1. `cells` has the layout of ir::Layout for the matter: one int64 a field, two (low, high) for decimal and ratio; text
 *     cells index `texts`. Bit f of `valid` says that field f is known; cells of unknown fields are zero.
 *  2. A reach word has bit 0 "its own entry", bit 1 + r "holds role r at a listed organisation", bit 1 + 24 + r "a listed
 *     party holds role r at it". `certain` are true; `uncertain` are unknown (expired entry, masked twin, stale list).
 *  3. Planes are bit sets over the entry's measures, (measure_count + 63) / 64 words each, zeroed by the caller. A measure
 *     is true, false, or neither (unknown). `look`: its triggers must be looked at one by one; then neither is set.
 *  4. Reach, party kind, conditions and exceptions are all included; permits, retentions and identity are not.
 *  5. A morsel is up to PLUMB_MORSEL_ROWS rows of one matter, in columns. Blocks are PLUMB_BLOCK_ROWS rows; bit r % 64 of
 *     word r / 64 is row r. Every array starts on PLUMB_ALIGNMENT bytes and may be read to the end of the last block; past
 *     the last row values and bits are zero. Values lie as ir::ColumnFormat says; those of unknown cells are zero.
 *  6. Morsel planes hold `stride` words a measure: word b of measure i is [i * stride + b], stride >= the morsel's blocks.
 *     The callee writes all blocks of the morsel, with bits past the last row zero, and nothing beyond them.
 *  7. `batch` decides a morsel as `predicate` decides each of its rows, to the bit. It may be null: then rows are decided one
 *     by one. It uses `scratch_bytes` of scratch, aligned, which each thread brings for itself; their content means nothing.
 *  8. `settle` looks at the triggers: it makes each measure whose `look` bit is set true, false or neither, and leaves all other
 *     bits alone. It is given every pair (entry, way) that is there for the party on the date, retentions apart; those count
 *     for a measure whose bit its reach admits.
 */
#ifndef PLUMB_PREDICATE_TABLE_H
#define PLUMB_PREDICATE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { PLUMB_ROLE_CAPACITY = 24, PLUMB_UNKNOWN = 255, PLUMB_NO_DATE = INT32_MIN, PLUMB_BLOCK_ROWS = 64, PLUMB_MORSEL_ROWS = 4096, PLUMB_ALIGNMENT = 64 };

typedef struct PlumbText {
  const char* data;
  size_t size;
} PlumbText;

typedef struct PlumbRow {
  const int64_t* cells;
  const uint64_t* valid;
  const PlumbText* texts;
} PlumbRow;

typedef struct PlumbParty {
  uint64_t certain;
  uint64_t uncertain;
  uint8_t kind;   /* PartyKind or PLUMB_UNKNOWN */
  uint8_t sector; /* Sector or PLUMB_UNKNOWN */
  PlumbText name; /* data null: unknown */
  PlumbText id;
} PlumbParty;

typedef struct PlumbPlanes {
  uint64_t* is_true;
  uint64_t* is_false;
  uint64_t* look;
} PlumbPlanes;

typedef void (*PlumbPredicate)(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party, PlumbPlanes planes);

typedef struct PlumbColumn {
  const void* values;
  const uint64_t* valid; /* one bit a row */
} PlumbColumn;

typedef struct PlumbMorsel {
  uint32_t row_count;         /* 1 … PLUMB_MORSEL_ROWS */
  const PlumbColumn* columns; /* one a field of the matter, in declared order */
  const uint64_t* certain;    /* of each row's party, as in PlumbParty */
  const uint64_t* uncertain;
  const uint8_t* kind;
  const uint8_t* sector;
  const PlumbText* names; /* null: none is known */
  const PlumbText* ids;
  const PlumbText* texts; /* what the cells of text columns index */
} PlumbMorsel;

typedef struct PlumbMorselPlanes {
  uint64_t* is_true;
  uint64_t* is_false;
  uint64_t* look;
  uint32_t stride;
} PlumbMorselPlanes;

typedef void (*PlumbBatch)(const void* context, int32_t date_days, const PlumbMorsel* morsel, PlumbMorselPlanes planes, void* scratch);

typedef struct PlumbTrigger {
  uint64_t bit;    /* the way, as in a reach word */
  uint8_t certain; /* 0: the pair is unknown (an expired entry) */
  uint8_t role;    /* Role, or PLUMB_UNKNOWN for its own entry */
  uint8_t state;   /* EntryState */
  uint8_t publishable;
  uint8_t by_relation; /* the role is held by a relation, over relation_from … relation_to */
  uint8_t has_performed, has_unperformed;
  int32_t published_on, expires_on, ground_on, removed_on, filed_on; /* days, or PLUMB_NO_DATE */
  int32_t relation_from, relation_to;                                /* exclusive; PLUMB_NO_DATE: open */
  int64_t performed_fen, unperformed_fen;
  PlumbText case_no;
} PlumbTrigger;

typedef void (*PlumbSettle)(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party, const PlumbTrigger* triggers,
                            uint32_t trigger_count, PlumbPlanes planes);

typedef struct PlumbTableEntry {
  uint32_t matter;
  uint32_t stage;
  int32_t from_days;  /* inclusive */
  int32_t until_days; /* exclusive */
  uint32_t measure_count;
  const uint32_t* measures; /* MeasureId values, ascending */
  PlumbPredicate predicate;
  PlumbBatch batch; /* may be null */
  size_t scratch_bytes;
  PlumbSettle settle; /* null where no measure is ever `look` */
  const void* context;
} PlumbTableEntry;

typedef struct PlumbPredicateTable {
  const char* layout_digest;  /* SHA-256, hexadecimal, of the layout that it was built for */
  const char* meaning_digest; /* Program::meaning_digest of the rule set that it decides: what is laid out alike may mean something else */
  uint32_t entry_count;       /* sorted by matter, stage, from_days; epochs of one matter and stage do not overlap */
  const PlumbTableEntry* entries;
} PlumbPredicateTable;

#ifdef __cplusplus
}
#endif

#endif
