#pragma once

// The name of a connector in the forms that programs, files and people need.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace jackfield::scaffold {

struct Names {
  std::string kebab;   // "weather-report"
  std::string snake;   // "weather_report": files, functions, modules
  std::string pascal;  // "WeatherReport": classes
  std::string upper;   // "WEATHER_REPORT": macros
  std::string title;   // "Weather report": for people
  std::string type;    // "example:weather-report:1"
  std::string id;      // "com.example.weather-report"
};

// InvalidInput for anything but small letters and digits in words with hyphens between them, and for words that mean
// something to a compiler or are taken by the examples' own files.
Result<Names> names_of(std::string_view name);

Result<void> check_type(std::string_view type);
Result<void> check_id(std::string_view id);

}  // namespace jackfield::scaffold
