#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "config/nearest.hpp"
#include "config/sources.hpp"

namespace jackfield::config {
namespace {

// Walks the tree down to scalars and sequences, whose dotted paths are the keys.
class YamlReader {
 public:
  YamlReader(Table table, std::string file, Document& document)
      : table_(table), file_(std::move(file)), document_(document) {}

  Result<void> walk(const YAML::Node& node, const std::string& path) {
    if (node.IsNull()) return {};
    if (!node.IsMap()) return take(node, path);
    for (const auto& member : node) {
      const std::string name = path.empty() ? member.first.Scalar() : path + "." + member.first.Scalar();
      if (Result<void> done = walk(member.second, name); !done) return done;
    }
    return {};
  }

 private:
  Result<void> take(const YAML::Node& node, const std::string& path) {
    Value value = find(path);
    const Key* key = value.key;
    if (key == nullptr) return unknown(node, path);
    value.origin = fmt::format("{}:{}", file_, node.Mark().line + 1);
    if (node.IsScalar()) {
      value.texts = split_for(*key, node.Scalar());
    } else if (!key->is_list) {
      return Failure{Fault::InvalidInput,
                     fmt::format("{}: \"{}\": expected one value, got a list", value.origin, path)};
    } else {
      for (const auto& item : node) value.texts.push_back(item.Scalar());
    }
    document_.set(std::move(value));
    return {};
  }

  // A value that has its key, and its member if that is a family; no key: unknown.
  Value find(const std::string& path) const {
    for (const Key& key : table_) {
      if (key.name == path) return {.key = &key, .texts = {}, .origin = {}};
      if (!key.is_family()) continue;
      const auto [before, after] = around_member(key);
      if (auto member = member_in(path, before, after)) {
        return {.key = &key, .texts = {}, .origin = {}, .member = *std::move(member)};
      }
    }
    return {};
  }

  Failure unknown(const YAML::Node& node, const std::string& path) const {
    std::vector<std::string> known;
    for (const Key& key : table_) known.emplace_back(key.name);
    return {Fault::InvalidInput,
            fmt::format("{}:{}: unknown key \"{}\"{}", file_, node.Mark().line + 1, path, suggestion(path, known))};
  }

  Table table_;
  std::string file_;
  Document& document_;
};

}  // namespace

Result<void> read_yaml(Table table, const std::filesystem::path& file, Document& document) {
  try {
    return YamlReader(table, file.string(), document).walk(YAML::LoadFile(file.string()), "");
  } catch (const YAML::BadFile&) {
    return Failure{Fault::NotFound, fmt::format("settings file {}: cannot be opened", file.string())};
  } catch (const YAML::Exception& error) {
    return Failure{Fault::InvalidInput,
                   fmt::format("settings file {}:{}: {}", file.string(), error.mark.line + 1, error.msg)};
  }
}

}  // namespace jackfield::config
