# Every library that Plumb stands on; docs/dependencies.md says why each is here.
find_package(Threads REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_package(fmt REQUIRED)
# The program takes SQLite into itself where its archive is at hand: SQLite's calls of its own functions then go straight, and not through the linkage
# table of a shared library (docs/performance.md). An embedding program may have SQLite of its own, and a process must not have two: there it is what
# CMake finds. A build folder that was configured before keeps what it found.
if(PROJECT_IS_TOP_LEVEL)
  find_library(SQLite3_LIBRARY NAMES libsqlite3.a sqlite3 NAMES_PER_DIR)
endif()
find_package(SQLite3 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)


# The program and the tests, which no embedding program builds.
if(PROJECT_IS_TOP_LEVEL)
  find_package(GTest REQUIRED)
  find_package(CLI11 REQUIRED)
endif()
