# jf_grpc: gRPC, Protobuf and what they need, for the rooms that own them.
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)

add_library(jf_grpc INTERFACE)
target_link_libraries(jf_grpc INTERFACE gRPC::grpc++ protobuf::libprotobuf Threads::Threads)
