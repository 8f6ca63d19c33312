// How SQLite reads and writes a registry's file: as the system's own way does it, and besides so that pages which are only read can be looked at
// where the system keeps them, in a mapping of the file (PRAGMA mmap_size turns it on for a connection; here that has no upper limit).
//
// Whoever looks at half a million rows all over a large registry otherwise has each page copied, into memory that is first to be had.
// A disk that cannot be read, or a file that another program cuts short, then ends the process with SIGBUS instead of an error; the
// registry is as after any other crash.
#pragma once

namespace plumb::registry {

// The name of that way, for sqlite3_open_v2, which the first call registers: from then on all of the process's SQLite opens files by a call of
// this library, which has to stay loaded. nullptr, the program's own way, while that is not the system's, or where memory is lacking.
// Any thread, but not for the first time while another one opens files with SQLite past this library. REQUIRES: SQLite was configured.
const char* mapping_vfs();

}  // namespace plumb::registry
