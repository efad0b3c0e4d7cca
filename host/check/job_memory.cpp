#include "check/job_memory.hpp"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace jackfield::check {
namespace {

constexpr std::size_t kPage = 4096;

// Copies the text behind what is there already.
jf_str put(std::byte*& end, std::string_view text) {
  std::memcpy(end, text.data(), text.size());
  const jf_str shown{reinterpret_cast<const char*>(end), text.size()};
  end += text.size();
  return shown;
}

}  // namespace

JobMemory::JobMemory(const Sample& sample, jf_op op, TimePoint deadline, bool is_guarded)
    : bytes_((sizeof(jf_job) + sample.type.size() + sample.variables.size() + 256 + kPage - 1) / kPage * kPage),
      memory_(is_guarded ? ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                         : std::malloc(bytes_)),
      is_guarded_(is_guarded),
      job_(new(memory_) jf_job{}) {
  std::byte* end = static_cast<std::byte*>(memory_) + sizeof(jf_job);
  job_->struct_size = sizeof(jf_job);
  job_->connector = sample.connector;
  job_->type = put(end, sample.type);
  job_->variables_json = put(end, sample.variables);
  job_->headers_json = put(end, "{}");
  job_->bpmn_process_id = put(end, "check");
  job_->element_id = put(end, "task");
  job_->tenant_id = put(end, "<default>");
  job_->job_key = static_cast<std::int64_t>(op);
  job_->retries = 3;
  job_->deadline_mono_ns = static_cast<std::uint64_t>(deadline.time_since_epoch().count());
}

JobMemory::~JobMemory() {
  if (is_guarded_) {
    ::munmap(memory_, bytes_);
  } else {
    std::free(memory_);
  }
}

void JobMemory::revoke() noexcept {
  if (is_guarded_) ::mprotect(memory_, bytes_, PROT_NONE);
}

}  // namespace jackfield::check
