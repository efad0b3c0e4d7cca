#include "isolation/frame.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/spawn.hpp"

namespace jackfield::isolation {
namespace {

constexpr int kSeals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

bool is_sealed(int memory, std::size_t length) noexcept {
  struct stat status{};
  return (::fcntl(memory, F_GET_SEALS) & kSeals) == kSeals && ::fstat(memory, &status) == 0 &&
         static_cast<std::size_t>(status.st_size) == length;
}

bool write_all(int to, std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t written = ::write(to, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<Body> Body::map(Descriptor memory, std::size_t length) {
  if (length == 0 || !is_sealed(memory.get(), length)) return Failure{Fault::InvalidInput, "memory that is not sealed"};
  void* const at = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, memory.get(), 0);
  if (at == MAP_FAILED) return system_failure("mapping a body", errno);
  Body body;
  body.map_ = std::shared_ptr<const std::string_view>(new std::string_view(static_cast<const char*>(at), length),
                                                      [at, length](const std::string_view* view) {
                                                        ::munmap(at, length);
                                                        delete view;
                                                      });
  return body;
}

Result<Descriptor> sealed_memory(std::string_view bytes) {
  Descriptor memory(::memfd_create("jackfield-body", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory || !write_all(memory.get(), bytes) || ::fcntl(memory.get(), F_ADD_SEALS, kSeals) != 0) {
    return system_failure("making memory for a body", errno);
  }
  return memory;
}

}  // namespace jackfield::isolation
