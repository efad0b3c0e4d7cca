#include "scaffold/scaffold.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <system_error>

#include "scaffold/examples.hpp"
#include "scaffold/names.hpp"
#include "scaffold/rewriting.hpp"

namespace jackfield::scaffold {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kReadMe = "README.md";

Result<Names> names_for(const Request& request) {
  Result<Names> names = names_of(request.name);
  if (!names) return names;
  if (!request.type.empty()) {
    if (Result<void> good = check_type(request.type); !good) return good.failure();
    names->type = request.type;
  }
  if (!request.id.empty()) {
    if (Result<void> good = check_id(request.id); !good) return good.failure();
    names->id = request.id;
  }
  return names;
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::symlink_status(folder, error).type() != fs::file_type::not_found) {
    return Failure{Fault::Rejected, fmt::format("{} is there already", folder.string())};
  }
  fs::create_directories(folder, error);
  if (!error) return {};
  return Failure{Fault::Unavailable, fmt::format("folder {}: {}", folder.string(), error.message())};
}

Result<void> write_file(const fs::path& path, std::string_view content) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  return file ? Result<void>() : Failure{Fault::Unavailable, fmt::format("file {}: cannot be written", path.string())};
}

Result<Connector> write_files(const Request& request, const std::vector<ExampleFile>& files, const Names& names,
                              const fs::path& folder) {
  Connector connector{.folder = folder, .type = names.type};
  for (const ExampleFile& file : files) {
    std::string content = renamed(file.content, names);
    if (file.path == kReadMe) {
      content = with_prefix(content, request.prefix);
      connector.commands = commands_in(content);
    }
    connector.files.push_back(renamed(file.path, names));
    if (Result<void> done = write_file(folder / connector.files.back(), content); !done) return done.failure();
  }
  return connector;
}

}  // namespace

std::vector<std::string_view> languages() {
  return example_languages();
}

Result<Connector> write_connector(const Request& request) {
  const Result<Names> names = names_for(request);
  if (!names) return names.failure();
  const std::vector<ExampleFile> files = example_files(request.language);
  if (files.empty()) {
    return Failure{Fault::InvalidInput,
                   fmt::format("language \"{}\": expected one of {}", request.language, fmt::join(languages(), ", "))};
  }
  const fs::path folder = request.folder.empty() ? fs::path(names->kebab) : request.folder;
  if (Result<void> done = make_folder(folder); !done) return done.failure();
  Result<Connector> connector = write_files(request, files, *names, folder);
  if (!connector) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  return connector;
}

std::optional<fs::path> find_prefix() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) return std::nullopt;
  fs::path prefix = program.parent_path().parent_path();
  if (!fs::exists(prefix / "include/jackfield/plugin.h", error)) return std::nullopt;
  return prefix;
}

}  // namespace jackfield::scaffold
