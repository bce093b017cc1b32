# SPDX-License-Identifier: Apache-2.0
# Warnings, sanitizers, linker and compiler cache: the same for every target.

# g++ also minds constructor parameters that are called as the members they set; clang and we do not.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(shadow -Wshadow=local)
else()
  set(shadow -Wshadow)
endif()
add_compile_options(-Wall -Wextra ${shadow} -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these in its own and Boost's headers at -O2.
  add_compile_options(-Wno-maybe-uninitialized -Wno-restrict -Wno-dangling-pointer -Wno-tsan -Wno-stringop-overflow -Wno-array-bounds)
endif()

if(GATEHOUSE_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(GATEHOUSE_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(GATEHOUSE_SANITIZE)
  message(FATAL_ERROR "GATEHOUSE_SANITIZE is '${GATEHOUSE_SANITIZE}'; allowed: address, thread")
endif()

find_program(GATEHOUSE_MOLD mold)
if(GATEHOUSE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

find_program(GATEHOUSE_CCACHE ccache)
if(GATEHOUSE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${GATEHOUSE_CCACHE}")
endif()
