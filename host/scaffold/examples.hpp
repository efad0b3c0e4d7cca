#pragma once

// The files of examples/plugins, which the build puts into the program.

#include <cstddef>
#include <string_view>
#include <vector>

namespace jackfield::scaffold {

struct ExampleFile {
  std::string_view path;  // below the language's folder: "schema/text_statistics.json"
  std::string_view content;
};

// Empty: there is no such language.
std::vector<ExampleFile> example_files(std::string_view language);

// "c", "cpp", …, each once, sorted.
std::vector<std::string_view> example_languages();

}  // namespace jackfield::scaffold
