#include "check/subject.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "loader/resources.hpp"

namespace jackfield::check {

struct Subject::State {
  std::optional<Result<loader::MappedFile>> bytes;
  std::optional<loader::Judged<loader::ElfImage>> image;
  std::optional<loader::Verdict> verdict;
  std::optional<nlohmann::json> manifest;
  std::optional<loader::Library> library;
  const jf_plugin_entry* entry = nullptr;
};

Result<MemoryCopy> MemoryCopy::of(const std::filesystem::path& file) {
  const Result<loader::MappedFile> content = loader::MappedFile::open(file);
  if (!content) return content.failure();
  MemoryCopy copy(::memfd_create("plugin", MFD_CLOEXEC));
  std::span<const std::byte> rest = content->bytes();
  while (copy.file_ >= 0 && !rest.empty()) {
    const ssize_t written = ::write(copy.file_, rest.data(), rest.size());
    if (written <= 0) break;
    rest = rest.subspan(static_cast<std::size_t>(written));
  }
  if (!rest.empty()) return Failure{Fault::Unavailable, fmt::format("copying the file: {}", std::strerror(errno))};
  return copy;
}

MemoryCopy::MemoryCopy(MemoryCopy&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

MemoryCopy::~MemoryCopy() {
  if (file_ >= 0) ::close(file_);
}

std::filesystem::path MemoryCopy::path() const {
  return fmt::format("/proc/self/fd/{}", file_);
}

Subject::Subject(std::filesystem::path file, std::uint64_t seed)
    : file_(std::move(file)), seed_(seed), state_(std::make_unique<State>()) {
  state_->bytes = loader::MappedFile::open(file_);
}

Subject::~Subject() = default;

std::span<const std::byte> Subject::bytes() const {
  return state_->bytes->ok() ? (*state_->bytes)->bytes() : std::span<const std::byte>();
}

const loader::Verdict& Subject::verdict() {
  if (!state_->verdict) state_->verdict = loader::inspect(bytes(), loader::SystemVersions::of_this_process());
  return *state_->verdict;
}

const loader::ElfImage* Subject::image() {
  if (!state_->image) state_->image = loader::ElfImage::parse(bytes());
  return std::get_if<loader::ElfImage>(&*state_->image);
}

const nlohmann::json& Subject::manifest_json() {
  if (!state_->manifest) {
    state_->manifest = nlohmann::json::object();
    for (const loader::ElfImage::Note& note : image()->notes()) {
      if (note.owner == loader::kNoteOwner && note.type == 1) {
        state_->manifest = nlohmann::json::parse(note.content, nullptr, false);
      }
    }
  }
  return *state_->manifest;
}

const loader::Manifest& Subject::manifest() {
  static thread_local loader::Manifest parsed;
  const Result<loader::Manifest> manifest = loader::parse_manifest(manifest_json().dump());
  if (manifest) parsed = *manifest;
  return parsed;
}

const jf_plugin_entry& Subject::entry() {
  if (state_->entry == nullptr) {
    Result<loader::Library> library = loader::Library::load(file_);
    if (!library) _exit(3);  // L01 has passed in its process: what changed since then is not ours to judge
    state_->library = *std::move(library);
    state_->entry = state_->library->entry();
  }
  return *state_->entry;
}

std::string_view Subject::resource(std::string_view name) {
  return loader::find_resource(entry(), name).value_or(std::string_view());
}

}  // namespace jackfield::check
