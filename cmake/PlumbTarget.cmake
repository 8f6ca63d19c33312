# One function a folder: plumb_library(NAME sources… [DEPENDS targets…]) makes the folder's target with the project's flags.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

find_program(PLUMB_CCACHE ccache)
if(PLUMB_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PLUMB_CCACHE})
endif()

set(PLUMB_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch -Wnon-virtual-dtor)
if(PLUMB_WARNINGS_AS_ERRORS)
  list(APPEND PLUMB_WARNINGS -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # libstdc++ 12 calls its own deprecated get_temporary_buffer in std::stable_sort, and clang blames the caller.
  list(APPEND PLUMB_WARNINGS -Wno-deprecated-declarations)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  list(APPEND PLUMB_WARNINGS -Wno-restrict)  # GCC 12 sees overlaps in std::string::assign that are none (GCC bug 105651)
endif()
# __int128 carries exact decimals; -Wpedantic must not forbid it (it is spelled __extension__ where it is declared).
set(PLUMB_INCLUDES ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/runtime/include)

function(plumb_flags target)
  target_include_directories(${target} PUBLIC ${PLUMB_INCLUDES})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_options(${target} PRIVATE ${PLUMB_WARNINGS})
endfunction()

function(plumb_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  plumb_flags(${name})
  target_link_libraries(${name} PUBLIC ${ARG_DEPENDS})
endfunction()

function(plumb_program name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  plumb_flags(${name})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS})
endfunction()

# A GoogleTest program; every file under tests/ belongs to exactly one.
function(plumb_test name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  plumb_program(${name} ${ARG_UNPARSED_ARGUMENTS} DEPENDS ${ARG_DEPENDS} GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE PLUMB_SOURCE_DIR="${PROJECT_SOURCE_DIR}" PLUMB_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()
