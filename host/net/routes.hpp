#pragma once

// Which handler a method and a path lead to. Loop thread, once serving has begun.

#include <string>
#include <string_view>
#include <vector>

#include "net/http_server.hpp"

namespace jackfield::net {

class Routes {
 public:
  struct Match {
    HttpServer::Handler* handler = nullptr;
    std::vector<std::string> captured;
    std::string allowed;  // without a handler: methods that the path knows, as for Allow; empty: none, so 404
  };

  void add(std::string_view method, std::string_view pattern, HttpServer::Handler handler);

  // `path` as sent, without query.
  Match find(std::string_view method, std::string_view path);

 private:
  struct Route {
    std::string method;
    std::vector<std::string> segments;
    HttpServer::Handler handler;
  };

  std::vector<Route> routes_;
};

}  // namespace jackfield::net
