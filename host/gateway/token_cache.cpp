#include "gateway/token_cache.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace jackfield::gateway {
namespace {

using nlohmann::json;

std::filesystem::path file_of(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored) ? std::filesystem::path(path) / "jackfield-tokens.json"
                                                      : std::filesystem::path(path);
}

std::int64_t seconds_of(WallTime time) {
  return std::chrono::floor<seconds>(time.time_since_epoch()).count();
}

// An object; empty where there is no file; discarded where there is something else.
json content_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return json::object();
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.empty()) return json::object();
  json content = json::parse(text, nullptr, false);
  return content.is_object() ? content : json(json::value_t::discarded);
}

// All of it or nothing, and never readable for others.
bool replace(const std::filesystem::path& path, const std::string& text) {
  std::string fresh = path.string() + ".XXXXXX";
  const int fd = ::mkostemp(fresh.data(), O_CLOEXEC);
  if (fd < 0) return false;
  const bool is_written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  if (is_written && ::rename(fresh.c_str(), path.c_str()) == 0) return true;
  ::unlink(fresh.c_str());
  return false;
}

}  // namespace

TokenCache::TokenCache(const std::string& path, Owner owner, log::Logger log)
    : path_(path.empty() ? std::filesystem::path() : file_of(path)), owner_(std::move(owner)), log_(log) {}

std::optional<TokenAnswer> TokenCache::find(WallTime now) {
  if (path_.empty()) return std::nullopt;
  const json content = content_of(path_);
  if (!content.is_object() || !content.contains(owner_.client)) return std::nullopt;
  const json of_client = content[owner_.client];
  if (!of_client.is_object() || !of_client.contains(owner_.audience)) return std::nullopt;
  const json& kept = of_client[owner_.audience];
  if (!kept.is_object() || !kept.contains("authorization") || !kept.contains("expires")) return std::nullopt;
  if (!kept["authorization"].is_string() || !kept["expires"].is_number_integer()) return std::nullopt;
  const std::string header = kept["authorization"];
  const seconds lives(kept["expires"].get<std::int64_t>() - seconds_of(now));
  if (lives <= 0s || !is_header_value(header)) return std::nullopt;
  return TokenAnswer{.header = SecretText(header), .lives = lives};
}

void TokenCache::keep(const TokenAnswer& token, WallTime now) {
  if (path_.empty()) return;
  json content = content_of(path_);
  if (!content.is_object()) return complain("the file is there and is not ours");
  json& of_client = content[owner_.client];
  if (!of_client.is_object()) of_client = json::object();
  of_client[owner_.audience] = {{"authorization", std::string(token.header.reveal())},
                                {"expires", seconds_of(now + token.lives)}};
  if (!replace(path_, content.dump(-1, ' ', false, json::error_handler_t::replace))) {
    complain("the file cannot be written");
  }
}

void TokenCache::complain(std::string_view why) {
  if (std::exchange(has_complained_, true)) return;
  log_.warn("access tokens are not kept", {{"file", path_.string()}, {"why", why}});
}

}  // namespace jackfield::gateway
