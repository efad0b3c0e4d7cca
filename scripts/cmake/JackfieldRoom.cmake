# jf_room(NAME worker SOURCES … DEPS base log … [PUBLIC_LIBRARIES …] [PRIVATE_LIBRARIES …])
#
# One room of the host: the static library jf::<name>, whose headers are included as "<name>/<file>.hpp". DEPS names the
# rooms it may include; which of those the design allows is checked by scripts/check-rooms.
function(jf_room)
  cmake_parse_arguments(ROOM "" "NAME" "SOURCES;DEPS;PUBLIC_LIBRARIES;PRIVATE_LIBRARIES" ${ARGN})
  add_library(jf_${ROOM_NAME} STATIC ${ROOM_SOURCES})
  add_library(jf::${ROOM_NAME} ALIAS jf_${ROOM_NAME})
  target_include_directories(jf_${ROOM_NAME} PUBLIC ${PROJECT_SOURCE_DIR}/host)
  list(TRANSFORM ROOM_DEPS PREPEND jf::)
  target_link_libraries(jf_${ROOM_NAME} PUBLIC ${ROOM_DEPS} ${ROOM_PUBLIC_LIBRARIES} Threads::Threads
                                        PRIVATE ${ROOM_PRIVATE_LIBRARIES} jf_warnings)
endfunction()
