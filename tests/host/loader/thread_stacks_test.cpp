// Stacks of foreign threads; declared in leftovers.hpp.

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <thread>

#include "loader/leftovers.hpp"

namespace jackfield::loader {
namespace {

// A thread that waits in the kernel with this word on its stack, as what an earlier frame left there.
class Bystander {
 public:
  explicit Bystander(void* word)
      : ready_(eventfd(0, EFD_CLOEXEC)), end_(eventfd(0, EFD_CLOEXEC)), thread_([=, this] {
          void* volatile kept = word;
          eventfd_write(ready_, 1);
          eventfd_t count = 0;
          eventfd_read(end_, &count);
          static_cast<void>(kept);
        }) {
    eventfd_t count = 0;
    eventfd_read(ready_, &count);
  }
  ~Bystander() {
    eventfd_write(end_, 1);
    thread_.join();
    ::close(ready_);
    ::close(end_);
  }

 private:
  const int ready_;
  const int end_;
  std::thread thread_;
};

TEST(ThreadSearch, a_pointer_into_the_library_that_no_call_left_there_is_no_frame) {
  const std::string path = std::string(JF_BINARY_DIR) + "/fixtures/fixture_ok.so";
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr);
  {
    const Bystander bystander(dlsym(library, "jf_plugin_entry_v1"));
    ThreadSearch search(path);
    bool is_cleared = false;
    for (int look = 0; look < 100'000 && !is_cleared; ++look) is_cleared = search.has_cleared_all();
    EXPECT_TRUE(is_cleared);
  }
  dlclose(library);
}

}  // namespace
}  // namespace jackfield::loader
