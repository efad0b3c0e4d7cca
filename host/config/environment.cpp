#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>

#include "base/upper_snake.hpp"
#include "config/names.hpp"
#include "config/nearest.hpp"
#include "config/sources.hpp"

namespace jackfield::config {
namespace {

constexpr std::string_view kOwn = "JACKFIELD_";
constexpr std::string_view kFile = "_FILE";

// How variables begin that are certainly meant for the Java runtime.
constexpr std::array<std::string_view, 4> kForeign = {"CAMUNDA_CLIENT_", "CAMUNDA_CONNECTOR_", "ZEEBE_CLIENT_",
                                                      "ZEEBE_TOKEN_"};

Result<std::string> content_of(const std::string& file, std::string_view variable) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return Failure{Fault::NotFound,
                   fmt::format("environment variable \"{}\": file \"{}\" cannot be read", variable, file)};
  }
  std::string content{std::istreambuf_iterator<char>(in), {}};
  while (content.ends_with('\n') || content.ends_with('\r')) content.pop_back();
  return content;
}

class EnvironmentReader {
 public:
  EnvironmentReader(Table table, const Environment& environment, Document& document)
      : table_(table), names_(table), environment_(environment), document_(document) {}

  // Names of others first: ours are stronger.
  Result<void> read() {
    for (const auto& [name, text] : environment_) {
      if (!name.starts_with(kOwn)) take_foreign(name, text);
    }
    for (auto own = environment_.lower_bound(kOwn); own != environment_.end() && own->first.starts_with(kOwn); ++own) {
      if (Result<void> done = take_own(own->first, own->second); !done) return done;
    }
    return {};
  }

 private:
  void take_foreign(const std::string& name, const std::string& text) {
    const auto found = names_.find(name);
    if (!found) return note_if_meant(name);
    if (text.empty() && !found->key->may_be_empty) return;
    if (!found->instead_of_old.empty()) {
      document_.note({Note::Kind::OldName, fmt::format("environment variable \"{}\" is an old name of \"{}\"", name,
                                                       found->instead_of_old)});
    }
    auto& rank = ranks_.try_emplace({found->key->name, found->member}, found->rank).first->second;
    if (found->rank > rank) return;
    rank = found->rank;
    if (found->item) return document_.set_item({found->key, {text}, name}, *found->item);
    document_.set({found->key, split_for(*found->key, text), name, found->member});
  }

  void note_if_meant(const std::string& name) {
    const bool is_meant = std::any_of(kForeign.begin(), kForeign.end(),
                                      [&](std::string_view foreign) { return name.starts_with(foreign); });
    if (!is_meant) return;
    std::vector<std::string> known;
    for (const std::string& property : names_.properties()) known.push_back(upper_snake(property));
    document_.note({Note::Kind::Ignored,
                    fmt::format("environment variable \"{}\" means nothing here{}", name, suggestion(name, known))});
  }

  Result<void> take_own(const std::string& name, const std::string& text) {
    if (std::optional<Value> value = own_value(name)) {
      Result<std::string> plain = expanded(text, environment_);
      if (!plain) {
        return Failure{Fault::InvalidInput,
                       fmt::format("environment variable \"{}\": {}", name, plain.failure().message)};
      }
      return set(*std::move(value), *std::move(plain));
    }
    if (name.ends_with(kFile)) {
      if (std::optional<Value> value = own_value(name.substr(0, name.size() - kFile.size()))) {
        Result<std::string> content = content_of(text, name);
        if (!content) return std::move(content).failure();
        value->origin = name;
        return set(*std::move(value), *std::move(content));
      }
    }
    std::vector<std::string> known;
    for (const Key& key : table_) known.push_back(variable_of(key));
    return Failure{Fault::InvalidInput,
                   fmt::format("unknown environment variable \"{}\"{}", name, suggestion(name, known))};
  }

  Result<void> set(Value value, std::string text) {
    value.texts = split_for(*value.key, std::move(text));
    document_.set(std::move(value));
    return {};
  }

  // The key of a variable of ours, with its member if that is a family.
  std::optional<Value> own_value(const std::string& variable) const {
    for (const Key& key : table_) {
      if (!key.is_family() && variable_of(key) == variable) return Value{&key, {}, variable};
    }
    for (const Key& key : table_) {
      if (!key.is_family()) continue;
      const auto [before, after] = around_member(key);
      auto member = member_in(variable, std::string(kOwn) + upper_snake(before), upper_snake(after));
      if (member) return Value{.key = &key, .texts = {}, .origin = variable, .member = *std::move(member)};
    }
    return std::nullopt;
  }

  Table table_;
  const Names names_;
  const Environment& environment_;
  Document& document_;
  std::map<std::pair<std::string_view, std::string>, std::size_t> ranks_;
};

}  // namespace

Result<void> read_environment(Table table, const Environment& environment, Document& document) {
  return EnvironmentReader(table, environment, document).read();
}

}  // namespace jackfield::config
