/* The one door of libplumb_native.so: chunks of a rule set in, machine code out. Everything else about native code (what is
 * compiled, kept between runs, called, let go) is table.hpp's, which knows no LLVM.
 *
 * Plain C, because the module is opened at run time (compiler/driver/native.cpp does) and shares no C++ type with who opens
 * it. Conventions:
 *  1. Every function may be called from any thread.
 *  2. What plumb_native_compile gives belongs to the caller until plumb_native_destroy; its code may be called as long.
 *  3. `bytes` is ir::encode() of a verified program; entries and measures are numbered as in native::plan() of it. Bytes, names
 *     and lines are copied before the call returns; what `visible` names must outlive the code.
 *  4. Compile after fork, never before: LLVM is not made to be shared with a child.
 */
#ifndef PLUMB_NATIVE_H
#define PLUMB_NATIVE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/* Changes with anything in this file, in predicate_table.h, or in what plan() numbers. */
enum { PLUMB_NATIVE_INTERFACE = 4 };

typedef struct PlumbNative PlumbNative;

/* One function: the measures from `offset` on of an entry, as many as its shape takes. */
typedef struct PlumbNativeOrder {
  const char* name;
  uint32_t shape; /* native::Shape */
  uint32_t entry;
  uint32_t offset;
} PlumbNativeOrder;

typedef struct PlumbNativeSymbol {
  const char* name;
  const void* address;
} PlumbNativeSymbol;

/* Where a measure is written, for debuggers. The canonical program has no places, so they come beside it. */
typedef struct PlumbNativeLine {
  uint32_t measure;
  uint32_t line; /* from 1 */
  const char* file;
} PlumbNativeLine;

typedef struct PlumbNativeJob {
  const char* bytes;
  size_t size;
  const PlumbNativeOrder* orders;
  size_t order_count;
  const PlumbNativeSymbol* visible; /* all that code may refer to */
  size_t visible_count;
  const PlumbNativeLine* lines; /* gdb is told of code that has them */
  size_t line_count;
  const char* perf_folder; /* perf is told too, by a jit-PID.dump in a new folder there; empty: not */
  uint32_t tier;           /* native::Tier */
  uint32_t vector_bytes;   /* 16, 32, 64; 0: the widest that the processor has */
} PlumbNativeJob;

typedef struct PlumbNativeError {
  char code[32];
  char message[480];
} PlumbNativeError;

/* PLUMB_NATIVE_INTERFACE of the module. */
uint32_t plumb_native_interface(void);
/* 0, or nonzero with `error` filled. Codes: native.ruleset (no such bytes, orders, tier or width), native.host (no code for this
   processor), native.compile (our own bug), native.link. */
int plumb_native_compile(const PlumbNativeJob* job, PlumbNative** out, PlumbNativeError* error);
/* Of each of native::symbols_of(orders), in order. */
const void* const* plumb_native_addresses(const PlumbNative* native, size_t* count);
/* The relocatable object that was linked. */
const char* plumb_native_object(const PlumbNative* native, size_t* size);
/* REQUIRES: nobody is in the code any more. */
void plumb_native_destroy(PlumbNative* native);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
