/* The one door of libplumb_native.so: the bytes of a rule set in, a predicate table of machine code out.
 *
 * Plain C, because the module is opened at run time (compiler/driver/native.cpp does) and shares no C++ type with who opens
 * it. Conventions:
 *  1. Every function may be called from any thread. A table may be used from any number of threads at once.
 *  2. What plumb_native_compile gives belongs to the caller until plumb_native_destroy; the table lives exactly as long.
 *  3. `bytes` is ir::encode() of a verified program; measure numbers of the table are those of that program. Bytes, lines and
 *     strings are copied before the call returns.
 *  4. Compile after fork, never before: a compilation may start a thread.
 */
#ifndef PLUMB_NATIVE_H
#define PLUMB_NATIVE_H

#include "compiler/ir/predicate_table.h"

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/* Changes with anything in this file or in predicate_table.h. */
enum { PLUMB_NATIVE_INTERFACE = 2 };

typedef struct PlumbNative PlumbNative;

/* Where a measure is written, for debuggers. The canonical program has no places, so they come beside it. */
typedef struct PlumbNativeLine {
  uint32_t measure;
  uint32_t line; /* from 1 */
  const char* file;
} PlumbNativeLine;

typedef struct PlumbNativeOptions {
  int32_t batch;           /* nonzero: compile morsel kernels too */
  uint32_t optimise_after; /* calls of `predicate` before optimised code is made in the background; UINT32_MAX: never */
  const char* cache;       /* folder of cached objects; null or empty: none */
  const PlumbNativeLine* lines;
  size_t line_count;
} PlumbNativeOptions;

typedef struct PlumbNativeError {
  char code[32];
  char message[480];
} PlumbNativeError;

/* How a table came about, for tests and benches. */
typedef struct PlumbNativeReport {
  uint32_t functions;  /* distinct functions that the table calls, each tier counted once */
  uint32_t compiled;   /* of these, made by this call */
  uint32_t optimised;  /* 1 once optimised code has taken over */
  uint64_t code_bytes; /* of the objects linked */
  uint32_t cached;     /* 1: the code came from the cache */
  char cache[32];      /* why it did not: cache.none (nothing there), cache.folder, cache.file, cache.short, cache.format, cache.key, cache.hash,
                          cache.link, cache.golden; empty when it did */
} PlumbNativeReport;

/* PLUMB_NATIVE_INTERFACE of the module. */
uint32_t plumb_native_interface(void);
/* 0, or nonzero with `error` filled. Codes: native.ruleset (no such bytes), native.host (no code for this processor),
   native.compile (our own bug). */
int plumb_native_compile(const char* bytes, size_t size, const PlumbNativeOptions* options, PlumbNative** out, PlumbNativeError* error);
const PlumbPredicateTable* plumb_native_table(const PlumbNative* native);
PlumbNativeReport plumb_native_report(const PlumbNative* native);
/* Waits until no background compilation uses it. REQUIRES: nobody calls the table any more. */
void plumb_native_destroy(PlumbNative* native);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
