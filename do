#!/usr/bin/env bash
# Everything one does with a checkout of Plumb: ./do help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

build_packages=(build-essential g++ cmake ninja-build ccache git python3 pkg-config default-jre-headless antlr4 libantlr4-runtime-dev
  libfmt-dev libcli11-dev libboost1.81-dev libboost-json1.81-dev libsodium-dev libsqlite3-dev sqlite3 llvm-19-dev libgtest-dev libbenchmark-dev valgrind gdb faketime)
clang_packages=(clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev llvm-19)

# The published page is tested in a browser; without one that test is skipped.
browser_packages=(chromium poppler-utils fonts-wqy-microhei)

say() { printf '\n== %s\n' "$*"; }

usage() {
  cat << 'END'
usage: ./do COMMAND

  deps       install what is missing (Debian 12; as root or with sudo)
  build      build the program: build/release/bin/plumb
  test       build, then run every test; the last line is "N passed, N failed"
  year       build, then a simulated year of 50,000 parties with faults, every day beside an independent recomputation:
             [--parties N] [--days N] [--seed N] (tests/year/drive.py --help)
  faults     build, then crash, a full disk and a broken one at every operation of imports, pushes, removals, backups and migrations
  demo       build, then decide and sweep a made-up county of 20,000 parties by the notice, with three explanations
  format     lay out the C++ files
  lint       layout, clang-tidy (--changed: only files that differ from the upstream branch)
  layering   includes, folders, names and the registry of diagnostics against the design
  sanitize   every test under the address and undefined-behaviour sanitizers, those with threads under the thread sanitizer (clang 19)
  fuzz       every fuzzer for a minute: [--seconds N] [NAME…] (ir_decoder, parser, request, snapshot, object_cache)
  bench      build and run the benchmarks; --agreement [--pairs N] [--mutate N]: compare all evaluators at length instead;
             --peers none|NAME,…: leave other engines out, --record: write the figures into docs/performance.md;
             --sweep [--peers …] [--rows N] … [--record]: the sweep beside its peers alone (bench/sweep/run.py --help);
             --scale: Plumb alone on 100 million parties, which needs 14 GiB of memory
END
}

# Installs the packages named that are not there yet; asks nothing, and starts no service that a package brings.
install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q '^install ok installed$' || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  say "installing ${missing[*]}"
  command -v apt-get > /dev/null || { echo "no apt-get here; install these by hand: ${missing[*]}" >&2; exit 1; }
  local as_root=()
  if [[ $EUID -ne 0 ]]; then
    command -v sudo > /dev/null || { echo "run this as root, or install sudo" >&2; exit 1; }
    as_root=(sudo)
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -q --no-install-recommends "${missing[@]}"
}

deps() { install "${build_packages[@]}"; }
clang_deps() { install "${build_packages[@]}" "${clang_packages[@]}"; }

# compile PRESET [TARGET…]
compile() {
  local preset=$1
  shift
  say "building ($preset)"
  cmake --preset "$preset" > "build/$preset.configure.log" 2>&1 || { cat "build/$preset.configure.log"; exit 1; }
  local targets=()
  [[ $# -gt 0 ]] && targets=(--target "$@")
  cmake --build --preset "$preset" "${targets[@]}"
}

# run_tests PRESET [CTEST-OPTION…]: ctest, then the count in plain form.
run_tests() {
  say "testing ($1)"
  local log=build/$1.test.log status=0
  ctest --test-dir "build/$1" "${@:2}" --output-on-failure -j2 | tee "$log" || status=$?
  # ctest: "97% tests passed, 1 tests failed out of 40"
  if ! sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests failed out of ([0-9]+)$/\1 \2/p' "$log" | tail -n 1 | {
    read -r failed total && printf '\n%d passed, %d failed\n' $((total - failed)) "$failed"
  }; then
    echo "no test was run" >&2
    return 1
  fi
  return "$status"
}

cpp_files() { git -c core.quotepath=off ls-files -z '*.cpp' '*.hpp' '*.h'; }

lint() {
  clang_deps
  say "layout"
  cpp_files | xargs -0 -r clang-format-19 --dry-run -Werror
  compile release
  say "clang-tidy"
  local files=()
  if [[ ${1:-} == --changed ]]; then
    local base
    base=$(git merge-base HEAD '@{upstream}' 2> /dev/null || git rev-parse HEAD)
    mapfile -d '' files < <(git -c core.quotepath=off diff -z --name-only --diff-filter=d "$base" -- 'compiler/*.cpp' 'runtime/*.cpp' 'tools/*.cpp')
  else
    mapfile -d '' files < <(git -c core.quotepath=off ls-files -z 'compiler/*.cpp' 'runtime/*.cpp' 'tools/*.cpp')
  fi
  [[ ${#files[@]} -eq 0 ]] && { echo "nothing to look at"; return; }
  printf '%s\0' "${files[@]}" | xargs -0 -n 4 -P "$(nproc)" clang-tidy-19 -p build/release --quiet --warnings-as-errors='*' 2> build/tidy.log \
    || { echo "clang-tidy found faults"; exit 1; }
  echo "${#files[@]} files, no fault"
}

layering() {
  say "layering"
  python3 tests/layering/check_layering_test.py --quiet
  python3 tests/layering/check_layering.py
}

sanitize() {
  clang_deps
  compile asan
  export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
  ASAN_SYMBOLIZER_PATH=$(command -v llvm-symbolizer-19)
  export ASAN_SYMBOLIZER_PATH
  run_tests asan
  # Threads: of the tests those in which several are at work, where calls, tables or snapshots are shared.
  local threaded=(threads_test registry_threads_test decide_property_test snapshot_build_test engine_test)
  compile tsan help > build/targets.log
  grep -q '^native_code_test:' build/targets.log && threaded+=(native_code_test)
  compile tsan "${threaded[@]}"
  TSAN_OPTIONS="halt_on_error=1 die_after_fork=0" run_tests tsan -R "^($(IFS='|' && echo "${threaded[*]}"))\$"
}

# fuzz [--seconds N] [NAME…]: what a fuzzer finds on its way stays in build/fuzz.found/NAME; what stops it, beside that.
fuzz() {
  clang_deps
  local seconds=60 names=()
  while [[ $# -gt 0 ]]; do
    case $1 in
      --seconds) seconds=$2; shift 2 ;;
      *) names+=("$1"); shift ;;
    esac
  done
  compile fuzz
  [[ ${#names[@]} -eq 0 ]] && mapfile -t names < <(cd tests/fuzz/corpus && ls)
  local name
  for name in "${names[@]}"; do
    say "$name, for $seconds seconds"
    mkdir -p "build/fuzz.found/$name"
    "build/fuzz/bin/${name}_fuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 -verbosity=0 \
      -artifact_prefix="build/fuzz.found/$name." "build/fuzz.found/$name" "tests/fuzz/corpus/$name"
  done
}

# The sweep beside its peers: DuckDB comes from PyPI into build/, PostgreSQL from Debian; either may be missing, and is said so.
sweep_bench() {
  install python3-venv
  (install postgresql-15) || say "without PostgreSQL: it could not be installed"
  compile release plumb_sweep_bench plumb_peers_export
  if cmake --build --preset release --target help | grep -q '^plumb_native:'; then compile release plumb_native; fi
  say "the sweep"
  python3 bench/sweep/run.py "$@"
}

# bench --agreement …, or bench [--peers all|none|NAME,…] [--record] [--benchmark_…]
bench() {
  deps
  if [[ ${1:-} == --sweep ]]; then
    sweep_bench "${@:2}"
    return
  fi
  if [[ ${1:-} == --scale ]]; then
    sweep_bench "$@"
    return
  fi
  if [[ ${1:-} == --agreement ]]; then
    compile release agreement_bench
    say "every evaluator beside the definition"
    build/release/bin/agreement_bench "${@:2}"
    return
  fi
  local peers=(--peers all) google=()
  while [[ $# -gt 0 ]]; do
    case $1 in
      --peers) peers[1]=$2; shift 2 ;;
      --record) peers+=(--record); shift ;;
      *) google+=("$1"); shift ;;
    esac
  done
  install python3-venv
  say "building the benchmarks"
  cmake --preset release > build/configure.log
  cmake --build build/release --target plumb plumb_bench plumb_peers_export plumb_peers_decide
  if [[ -n $(ninja -C build/release -t query plumb_native 2> /dev/null) ]]; then cmake --build build/release --target plumb_native; fi
  say "plumb_bench"
  build/release/bin/plumb_bench rules/xinan-2019-48 "${google[@]}"
  say "from the call to the first decision"
  python3 bench/start.py
  say "point decisions, beside others"
  local python=build/bench/venv/bin/python
  [[ -x $python ]] || { python3 -m venv build/bench/venv && build/bench/venv/bin/pip install -q matplotlib==3.10.7; } \
    || { echo "no matplotlib, so no plots"; python=python3; }
  "$python" bench/peers/run.py "${peers[@]}"
  local sweep=()
  [[ ${peers[1]} == none ]] && sweep=(--peers none)
  [[ " ${peers[*]} " == *" --record "* ]] && sweep+=(--record)
  sweep_bench "${sweep[@]}"
}

mkdir -p build
command=${1:-help}
[[ $# -gt 0 ]] && shift
case $command in
  deps) deps ;;
  build) deps; compile release; echo "built build/release/bin/plumb" ;;
  test) deps; (install "${browser_packages[@]}") || say "without a browser: it could not be installed"; compile release; run_tests release ;;
  year) deps; compile release plumb; python3 tests/year/drive.py --plumb build/release/bin/plumb "$@" ;;
  faults)
    deps
    compile release faults_test migration_test
    PLUMB_EVERY_FAULT=1 build/release/bin/faults_test --gtest_brief=1
    PLUMB_EVERY_FAULT=1 build/release/bin/migration_test --gtest_brief=1
    ;;
  demo) deps; compile release plumb; tools/demo/demo.sh "$PWD/build/release/bin/plumb" ;;
  format) clang_deps; cpp_files | xargs -0 -r clang-format-19 -i ;;
  lint) lint "$@" ;;
  layering) layering ;;
  sanitize) sanitize ;;
  fuzz) fuzz "$@" ;;
  bench) bench "$@" ;;
  help | --help | -h) usage ;;
  *) usage >&2; exit 2 ;;
esac
