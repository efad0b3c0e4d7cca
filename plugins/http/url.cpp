#include "url.hpp"

#include "result.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace rest {
namespace {

constexpr std::string_view kBareInPath = "-_.!~*'()@:$&,;=";
constexpr std::string_view kBareInQuery = "-_.!~*'()@:$,;/?:";
constexpr std::string_view kBareInFragment = "-_.!~*'()@:$,;/?:";
constexpr std::string_view kUnreserved = "-._~";

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Parts {
  std::string_view before_path;  // scheme and authority
  std::string_view path, query, fragment;
  bool has_query = false, has_fragment = false;
};

[[noreturn]] void reject(std::string_view url) {
  throw jf::input_error("Invalid URL: " + std::string(url));
}

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0)
        throw jf::input_error("Invalid URL: malformed escape pair in \"" + std::string(text) + '"');
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

Parts split(std::string_view url) {
  Parts parts;
  const std::size_t authority = url.find("://") + 3;
  const std::size_t fragment = url.find('#');
  if (fragment != std::string_view::npos) {
    parts.has_fragment = true;
    parts.fragment = url.substr(fragment + 1);
    url = url.substr(0, fragment);
  }
  const std::size_t query = url.find('?', authority);
  if (query != std::string_view::npos) {
    parts.has_query = true;
    parts.query = url.substr(query + 1);
    url = url.substr(0, query);
  }
  const std::size_t path = std::min(url.find('/', authority), url.size());
  parts.before_path = url.substr(0, path);
  parts.path = url.substr(path);
  if (parts.before_path.find('@', authority) != std::string_view::npos)
    throw jf::error("500", std::string(kProtocolError));
  if (parts.before_path.size() <= authority || parts.before_path.find(' ') != std::string_view::npos) reject(url);
  return parts;
}

std::string encoded_path(std::string_view path) {
  std::string out;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    out += percent_encode(percent_decode(path.substr(begin, end - begin), false), kBareInPath);
    if (end < path.size()) out += '/';
    begin = end + 1;
  }
  return out;
}

Pairs decoded_query(std::string_view query) {
  Pairs pairs;
  for (std::size_t begin = 0; begin < query.size();) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view one = query.substr(begin, end - begin);
    const std::size_t equals = std::min(one.find('='), one.size());
    if (!one.empty()) {
      pairs.emplace_back(percent_decode(one.substr(0, equals), true),
                         equals < one.size() ? percent_decode(one.substr(equals + 1), true) : std::string());
    }
    begin = end + 1;
  }
  return pairs;
}

// Repeated names stand together, where the first of them stood.
Pairs grouped(Pairs pairs) {
  Pairs out;
  for (auto& pair : pairs) {
    const auto same = [&](const auto& other) { return other.first == pair.first; };
    const auto last = std::find_if(out.rbegin(), out.rend(), same);
    out.insert(last == out.rend() ? out.end() : last.base(), std::move(pair));
  }
  return out;
}

std::string joined(const Pairs& pairs, std::string_view bare) {
  std::string out;
  for (const auto& [name, value] : pairs) {
    if (!out.empty()) out += '&';
    out += percent_encode(name, bare);
    if (!value.empty()) out += '=' + percent_encode(value, bare);
  }
  return out;
}

void append(Pairs& query, const TextMap& parameters) {
  for (const auto& [name, value] : parameters) query.emplace_back(name, value.value_or(""));
}

std::string query_of(const Input& input, const Parts& parts) {
  const bool has_key = input.authentication.kind == Authentication::Kind::ApiKeyQuery;
  if (input.query_parameters.empty() && !has_key) {
    return input.skip_encoding ? std::string(parts.query) : joined(grouped(decoded_query(parts.query)), kBareInQuery);
  }
  Pairs pairs = decoded_query(parts.query);
  if (!input.skip_encoding) pairs = grouped(std::move(pairs));
  if (has_key) pairs.emplace_back(input.authentication.name, input.authentication.value);
  append(pairs, input.query_parameters);
  return joined(pairs, kUnreserved);
}

}  // namespace

std::string percent_encode(std::string_view text, std::string_view bare) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_plain || bare.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

std::string request_url(const Input& input) {
  const Parts parts = split(input.url);
  if (input.skip_encoding && input.url.find(' ') != std::string::npos) {
    throw jf::error("", "Illegal character in URL: " + input.url);
  }
  std::string url(parts.before_path);
  const std::string path = input.skip_encoding ? std::string(parts.path) : encoded_path(parts.path);
  url += path.empty() ? "/" : path;
  const std::string query = query_of(input, parts);
  if (!query.empty()) url += '?' + query;
  if (parts.has_fragment) {
    url += '#' + percent_encode(percent_decode(parts.fragment, false), kBareInFragment);
  }
  return url;
}

}  // namespace rest
