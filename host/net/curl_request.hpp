#pragma once

// Puts one request into a libcurl handle. What libcurl would add of its own accord (Accept, Expect, a form's
// Content-Type, settings from the environment) is switched off.

#include <curl/curl.h>

#include <memory>
#include <string>

#include "net/http_client.hpp"
#include "net/url.hpp"

namespace jackfield::net {

struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using HeaderLines = std::unique_ptr<curl_slist, FreeList>;

// The handle is fresh, or has just carried another hop of the same request: its cookies stay. Request, URL and the
// returned list are borrowed by the handle until it is reset.
[[nodiscard]] HeaderLines configure(CURL* easy, const HttpRequest& request, const Url& url,
                                    const HttpSettings& settings);

}  // namespace jackfield::net
