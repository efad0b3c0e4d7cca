# jf_test(NAME test_worker SOURCES … [LIBRARIES jf::worker …])
#
# One GoogleTest binary; each of its tests is a ctest of its own, named <NAME>.<suite>.<test>.
# SERIAL: its tests do not run beside others (they measure load or own the machine's signals).
if(JF_BUILD_TESTS)
  find_package(GTest CONFIG REQUIRED)
  include(GoogleTest)
endif()

function(jf_test)
  cmake_parse_arguments(TEST "SERIAL" "NAME;TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${TEST_NAME} ${TEST_SOURCES})
  target_include_directories(${TEST_NAME} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${TEST_NAME} PRIVATE JF_SOURCE_DIR="${PROJECT_SOURCE_DIR}" JF_BINARY_DIR="${PROJECT_BINARY_DIR}")
  target_link_libraries(${TEST_NAME} PRIVATE ${TEST_LIBRARIES} GTest::gmock GTest::gtest_main jf_warnings)
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 60)
  endif()
  gtest_discover_tests(${TEST_NAME} TEST_PREFIX ${TEST_NAME}. DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${TEST_TIMEOUT} RUN_SERIAL $<BOOL:${TEST_SERIAL}>)
endfunction()
