# jf_grpc: gRPC, Protobuf and what they need, for the rooms that own them.
#
# JF_STATIC_GRPC takes the archives: a process that starts faster, needs 50 libraries less and some 4 MB less memory.
# OpenSSL and zlib stay shared: libcurl brings them into the process anyway, and one copy is enough.
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)

set(JF_ALWAYS_SHARED ssl crypto z dl rt m atomic pthread)

# The archive of each library that pkg-config names for a static link.
function(jf_static_archives out)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(JF_GRPC_PC REQUIRED QUIET grpc++)
  set(libraries ${JF_GRPC_PC_STATIC_LIBRARIES})
  list(REMOVE_DUPLICATES libraries)
  set(archives)
  foreach(name ${libraries})
    if(name IN_LIST JF_ALWAYS_SHARED)
      list(APPEND archives ${name})
      continue()
    endif()
    find_library(JF_ARCHIVE_${name} NAMES lib${name}.a REQUIRED)
    mark_as_advanced(JF_ARCHIVE_${name})
    list(APPEND archives ${JF_ARCHIVE_${name}})
  endforeach()
  set(${out} ${archives} PARENT_SCOPE)
endfunction()

add_library(jf_grpc INTERFACE)
if(JF_STATIC_GRPC)
  jf_static_archives(JF_GRPC_ARCHIVES)
  find_library(JF_ARCHIVE_protobuf NAMES libprotobuf.a REQUIRED)
  mark_as_advanced(JF_ARCHIVE_protobuf)
  target_link_libraries(jf_grpc INTERFACE -Wl,--start-group ${JF_ARCHIVE_protobuf} ${JF_GRPC_ARCHIVES} -Wl,--end-group
                                          Threads::Threads)
else()
  target_link_libraries(jf_grpc INTERFACE gRPC::grpc++ protobuf::libprotobuf Threads::Threads)
endif()
