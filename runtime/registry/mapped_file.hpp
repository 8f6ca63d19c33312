// How SQLite reads and writes a registry's file: as the system's own way does it, and besides so that pages which are only read can be looked at
// where the system keeps them, in a mapping of the file (PRAGMA mmap_size turns it on for a connection; here that has no upper limit).
//
// Whoever looks at half a million rows all over a large registry otherwise has each page copied, into memory that is first to be had.
// A disk that cannot be read, or a file that another program cuts short, then ends the process with SIGBUS instead of an error; the
// registry is as after any other crash.
#pragma once

namespace plumb::registry {

// The name of that way, for sqlite3_open_v2; nullptr, SQLite's own, where the program has another one than the system's, or memory is lacking.
// Any thread. REQUIRES: SQLite was configured.
const char* mapping_vfs();

}  // namespace plumb::registry
