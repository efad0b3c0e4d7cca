#pragma once

// libcurl handles, kept for the next request. A handle remembers nothing of the last one. Threads: one.

#include <curl/curl.h>

#include <memory>
#include <utility>
#include <vector>

namespace jackfield::net {

struct FreeEasy {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;

class EasyPool {
 public:
  Easy take() {
    if (idle_.empty()) return Easy(curl_easy_init());
    Easy easy = std::move(idle_.back());
    idle_.pop_back();
    return easy;
  }

  void give_back(Easy easy) {
    if (idle_.size() >= kMostIdle) return;
    curl_easy_setopt(easy.get(), CURLOPT_COOKIEFILE, nullptr);  // drops the cookies, which a reset keeps
    curl_easy_reset(easy.get());
    idle_.push_back(std::move(easy));
  }

 private:
  static constexpr std::size_t kMostIdle = 64;  // each keeps its receive buffer

  std::vector<Easy> idle_;
};

}  // namespace jackfield::net
