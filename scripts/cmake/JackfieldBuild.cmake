# Compiler settings and third-party packages for the whole tree.

option(JF_WERROR "Treat warnings as errors" OFF)
option(JF_RELEASE "Build what users run: bugs are counted, not fatal" OFF)
option(JF_STATIC_GRPC "Link gRPC and its libraries statically" OFF)
option(JF_CHECKED_RESULTS "Abort when a Result is dropped unread" OFF)
option(JF_WITH_GRPC "Build what touches gRPC (off under the thread sanitizer)" ON)
option(JF_BUILD_TESTS "Build the tests" ON)
option(JF_BUILD_BENCHMARKS "Build the benchmarks" OFF)
option(JF_BUILD_FUZZERS "Build the fuzz targets (clang only)" OFF)
set(JF_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

if(JF_SANITIZE)
  add_compile_options(-fsanitize=${JF_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${JF_SANITIZE})
  if(JF_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-tsan)  # Boost.Asio's fences, which the sanitizer does not see
  endif()
endif()
if(JF_BUILD_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(JF_RELEASE)
  add_compile_definitions(JF_RELEASE)
endif()
if(JF_CHECKED_RESULTS)
  add_compile_definitions(JF_CHECKED_RESULTS)
endif()

# What every target of ours is compiled with; generated code is not.
add_library(jf_warnings INTERFACE)
target_compile_options(jf_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Wold-style-cast>)
if(JF_WERROR)
  target_compile_options(jf_warnings INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12 deprecates what its own stable_sort uses, which only clang minds.
  target_compile_options(jf_warnings INTERFACE -Wthread-safety -Wno-missing-field-initializers
                                               -Wno-deprecated-declarations)
else()
  # GCC warns about designated initialisers that leave defaults in place.
  target_compile_options(jf_warnings INTERFACE -Wno-missing-field-initializers)
endif()

if(JF_SANITIZE MATCHES "address" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC sees variants as uninitialised once the sanitizer has taken its view of them apart.
  target_compile_options(jf_warnings INTERFACE -Wno-maybe-uninitialized)
endif()

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(fmt CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
