#include "loader/good_copies.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "loader/signature.hpp"

namespace jackfield::loader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kKept = 2;

struct Kept {
  GoodCopy copy;
  std::uint64_t order = 0;  // the higher the newer
};

std::optional<Kept> read(const fs::path& note) {
  fs::path library = note;
  library.replace_extension(".so");
  try {
    std::ifstream file(note);
    const json said = json::parse(file);
    if (!fs::exists(library)) return std::nullopt;
    return Kept{{.id = said.at("id").get<std::string>(),
                 .version = said.at("version").get<std::string>(),
                 .sha256 = note.stem().string(),
                 .source = said.at("source").get<std::string>(),
                 .library = library},
                said.at("order").get<std::uint64_t>()};
  } catch (const std::exception&) {
    return std::nullopt;  // half written, or somebody else's
  }
}

// What came as that file, newest first.
std::vector<Kept> read_folder(const fs::path& folder, const fs::path& source) {
  std::vector<Kept> kept;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() != ".json") continue;
    auto copy = read(entry.path());
    if (copy && copy->copy.source == source) kept.push_back(*std::move(copy));
  }
  std::sort(kept.begin(), kept.end(), [](const Kept& one, const Kept& other) { return one.order > other.order; });
  return kept;
}

// Appears whole or not at all.
void copy_whole(const fs::path& from, const fs::path& to) {
  const fs::path part = to.string() + ".part";
  fs::remove(part);
  fs::copy_file(from, part);
  fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write);
  fs::rename(part, to);
}

void write_signature(const std::string& signature, const fs::path& to) {
  fs::remove(to);
  if (!signature.empty()) std::ofstream(to, std::ios::binary) << signature;
}

void write_note(const Generation::Candidate& candidate, std::uint64_t order, const fs::path& note) {
  const Manifest& manifest = candidate.inspection.manifest;
  const json said{
      {"id", manifest.id}, {"version", manifest.version}, {"source", candidate.source.string()}, {"order", order}};
  const fs::path part = note.string() + ".part";
  std::ofstream(part) << said.dump() << '\n';
  fs::rename(part, note);
}

}  // namespace

void GoodCopies::keep(const Generation::Candidate& candidate) {
  const fs::path folder = folder_ / candidate.inspection.manifest.id;
  const std::string& sha256 = candidate.staged.sha256;
  try {
    fs::create_directories(folder);
    const std::vector<Kept> before = read_folder(folder, candidate.source);
    if (!before.empty() && before.front().copy.sha256 == sha256) return;
    const fs::path library = folder / (sha256 + ".so");
    if (!fs::exists(library)) copy_whole(candidate.staged.path, library);
    write_signature(candidate.staged.signature, signature_path(library));
    write_note(candidate, before.empty() ? 1 : before.front().order + 1, folder / (sha256 + ".json"));
    const std::vector<Kept> after = read_folder(folder, candidate.source);
    for (std::size_t index = kKept; index < after.size(); ++index) {
      fs::remove(after[index].copy.library);
      fs::remove(signature_path(after[index].copy.library));
      fs::remove(folder / (after[index].copy.sha256 + ".json"));
    }
  } catch (const std::exception& error) {
    log_.warn("good copy of a plugin could not be kept",
              {{"plugin", candidate.inspection.manifest.id}, {"reason", error.what()}});
  }
}

std::vector<GoodCopy> GoodCopies::of_file(const fs::path& source) const {
  std::vector<GoodCopy> copies;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
    for (Kept& kept : read_folder(entry.path(), source)) copies.push_back(std::move(kept.copy));
    if (!copies.empty()) break;
  }
  return copies;
}

}  // namespace jackfield::loader
