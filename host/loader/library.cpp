#include "loader/library.hpp"

#define BOOST_DLL_USE_STD_FS
#include <fmt/format.h>
#include <jackfield/plugin.h>
#include <link.h>

#include <boost/dll/shared_library.hpp>
#include <string_view>

#include "loader/inspect.hpp"
#include "loader/keep_for_ever.hpp"

namespace jackfield::loader {
namespace {

namespace dll = boost::dll;
using Entry = const jf_plugin_entry*(JF_CALL*)();

int compare_path(dl_phdr_info* info, std::size_t, void* wanted) {
  const std::string_view name = info->dlpi_name == nullptr ? "" : info->dlpi_name;
  return name == *static_cast<const std::string*>(wanted) ? 1 : 0;
}

// Boost puts its own words around the linker's; the linker's name the symbol or the library that is missing.
std::string linker_words(const std::exception& error, const std::filesystem::path& path) {
  std::string words = error.what();
  const std::string prefix = path.string() + ": ";
  if (const auto at = words.find(prefix); at != std::string::npos) words = words.substr(at + prefix.size());
  if (const auto tail = words.find(" [system:"); tail != std::string::npos) words.resize(tail);
  return words;
}

}  // namespace

struct Library::State {
  std::filesystem::path path;
  dll::shared_library library;
};

Library::Library(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;

Library::~Library() {
  // Boost's destructor would close it.
  if (state_ && state_->library.is_loaded()) keep_for_ever(std::move(state_));
}

Result<Library> Library::load(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  try {
    state->library.load(path, dll::load_mode::rtld_now | dll::load_mode::rtld_local);
  } catch (const std::exception& error) {
    return Failure{Fault::InvalidInput, linker_words(error, path)};
  }
  return Library(std::move(state));
}

const jf_plugin_entry* Library::entry() const noexcept {
  try {
    const auto& function = state_->library.get<const jf_plugin_entry*()>(std::string(kEntrySymbol));
    return function();
  } catch (...) {
    return nullptr;
  }
}

bool Library::unload() noexcept {
  if (!state_->library.is_loaded()) return true;
  state_->library.unload();
  return !is_mapped(state_->path);
}

bool is_mapped(const std::filesystem::path& path) noexcept {
  std::string wanted = path.string();
  return dl_iterate_phdr(&compare_path, &wanted) != 0;
}

}  // namespace jackfield::loader
