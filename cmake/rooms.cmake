# SPDX-License-Identifier: Apache-2.0
# room(<name> [EXECUTABLE <program>] [SHOWS <rooms and libraries>] [USES <rooms and libraries>] [TESTS_USE <libraries>])
#
# One library per room, from every .cc in src/<name> that is not a test; EXECUTABLE also links it with the room's main.cc into a program.
# SHOWS is what its headers include, so whoever uses the room sees it too; USES is for its .cc files alone. Each room's headers are reached
# through an include root that holds that room and nothing else, so an #include against the direction of the house does not compile.

function(room name)
  cmake_parse_arguments(ROOM "" "EXECUTABLE" "SHOWS;USES;TESTS_USE" ${ARGN})
  string(REPLACE "/" "_" flat ${name})
  set(target room_${flat})

  # src/<name>, seen as <include root>/<name>.
  set(root ${CMAKE_BINARY_DIR}/rooms/${flat})
  get_filename_component(parent ${root}/${name} DIRECTORY)
  file(MAKE_DIRECTORY ${parent})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/src/${name} ${root}/${name} SYMBOLIC)

  file(GLOB sources CONFIGURE_DEPENDS src/${name}/*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")

  set(shows ${ROOM_SHOWS})
  set(uses ${ROOM_USES})
  foreach(list shows uses)
    set(mapped "")
    foreach(dependency IN LISTS ${list})
      if(dependency MATCHES "^libraries::")
        list(APPEND mapped ${dependency})
      else()
        string(REPLACE "/" "_" other ${dependency})
        list(APPEND mapped room_${other})
      endif()
    endforeach()
    set(${list} ${mapped})
  endforeach()

  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PUBLIC ${root})
  target_link_libraries(${target} PUBLIC ${shows} PRIVATE ${uses})

  if(ROOM_EXECUTABLE)
    add_executable(${ROOM_EXECUTABLE} src/${name}/main.cc)
    set_target_properties(${ROOM_EXECUTABLE} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
    target_link_libraries(${ROOM_EXECUTABLE} PRIVATE ${target} ${uses})
  endif()

  # foo_test.cc beside foo.cc: one test program per room.
  if(tests AND GATEHOUSE_TESTS)
    enable_testing()
    include(GoogleTest)
    add_executable(${target}_test ${tests})
    target_link_libraries(${target}_test PRIVATE ${target} ${uses} ${ROOM_TESTS_USE} GTest::gmock GTest::gtest_main)
    gtest_discover_tests(${target}_test TEST_PREFIX ${flat}. DISCOVERY_TIMEOUT 60 PROPERTIES LABELS unit)
  endif()
endfunction()
