#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "config/names.hpp"
#include "config/nearest.hpp"
#include "config/sources.hpp"

namespace jackfield::config {
namespace {

std::string_view root_of(std::string_view path) {
  return path.substr(0, path.find_first_of(".["));
}

// Puts the entries of one file where they belong.
class FileReader {
 public:
  FileReader(Table table, const Environment& environment, std::string file, Document& document)
      : table_(table), names_(table), environment_(environment), file_(std::move(file)), document_(document) {}

  Result<void> take(FileEntry entry) {
    for (std::string& text : entry.texts) {
      Result<std::string> plain = expanded(text, environment_);
      if (!plain) return failed(entry, plain.failure().message);
      text = *std::move(plain);
    }
    if (const std::optional<Value> own = own_value(entry)) return set(entry, *own);
    if (const auto found = names_.find(entry.path)) return set(entry, *found);
    return is_ours(entry.path) ? unknown(entry) : ignore(entry);
  }

 private:
  // A key under our own name, with its member if that is a family.
  std::optional<Value> own_value(const FileEntry& entry) const {
    for (const Key& key : table_) {
      if (key.name == entry.path) return Value{.key = &key, .texts = {}, .origin = {}};
      if (!key.is_family()) continue;
      const auto [before, after] = around_member(key);
      if (auto member = member_in(entry.path, before, after)) {
        return Value{.key = &key, .texts = {}, .origin = {}, .member = *std::move(member)};
      }
    }
    return std::nullopt;
  }

  Result<void> set(const FileEntry& entry, Value value) {
    if (entry.is_list && !value.key->is_list) return failed(entry, "expected one value, got a list");
    value.origin = origin_of(entry);
    value.texts = entry.is_list ? entry.texts : split_for(*value.key, entry.texts.front());
    document_.set(std::move(value));
    return {};
  }

  // Of several names of the Java runtime for the same, the strongest counts.
  Result<void> set(const FileEntry& entry, const Names::Found& found) {
    if (!found.instead_of_old.empty()) {
      document_.note({Note::Kind::OldName, fmt::format("{}: \"{}\" is an old name of \"{}\"", origin_of(entry),
                                                       entry.path, found.instead_of_old)});
    }
    auto& rank = ranks_.try_emplace({found.key->name, found.member}, found.rank).first->second;
    if (found.rank > rank) return {};
    rank = found.rank;
    Value value{.key = found.key, .texts = {}, .origin = {}, .member = found.member};
    if (!found.item) return set(entry, std::move(value));
    value.origin = origin_of(entry);
    value.texts = entry.texts;
    document_.set_item(std::move(value), *found.item);
    return {};
  }

  bool is_ours(std::string_view path) const {
    return std::any_of(table_.begin(), table_.end(),
                       [&](const Key& key) { return root_of(key.name) == root_of(path); });
  }

  Result<void> ignore(const FileEntry& entry) {
    document_.note({Note::Kind::Ignored, fmt::format("{}: \"{}\" means nothing here{}", origin_of(entry), entry.path,
                                                     suggestion(entry.path, names_.properties()))});
    return {};
  }

  Failure unknown(const FileEntry& entry) const {
    std::vector<std::string> known;
    for (const Key& key : table_) known.emplace_back(key.name);
    return {Fault::InvalidInput,
            fmt::format("{}: unknown key \"{}\"{}", origin_of(entry), entry.path, suggestion(entry.path, known))};
  }

  Failure failed(const FileEntry& entry, std::string_view why) const {
    return {Fault::InvalidInput, fmt::format("{}: \"{}\": {}", origin_of(entry), entry.path, why)};
  }

  std::string origin_of(const FileEntry& entry) const { return fmt::format("{}:{}", file_, entry.line); }

  Table table_;
  const Names names_;
  const Environment& environment_;
  std::string file_;
  Document& document_;
  std::map<std::pair<std::string_view, std::string>, std::size_t> ranks_;
};

}  // namespace

Result<void> read_file(Table table, const Environment& environment, const std::filesystem::path& file,
                       Document& document) {
  Result<std::vector<FileEntry>> entries =
      file.extension() == ".properties" ? properties_entries(file) : yaml_entries(file, active_profiles(environment));
  if (!entries) return std::move(entries).failure();
  FileReader reader(table, environment, file.string(), document);
  for (FileEntry& entry : *entries) {
    if (Result<void> done = reader.take(std::move(entry)); !done) return done;
  }
  return {};
}

}  // namespace jackfield::config
