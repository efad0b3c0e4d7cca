#include "scaffold/rewriting.hpp"

#include <array>
#include <utility>

namespace jackfield::scaffold {
namespace {

constexpr std::string_view kPrefixVariable = "$PREFIX";
constexpr std::string_view kPrefixLine = "PREFIX=";

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// As one word of a shell.
std::string quoted(const std::string& text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+=:,@";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string word = text;
  replace_all(word, "'", R"('\'')");
  return '\'' + word + '\'';
}

// Takes the first line off.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// What stands in the first shell block.
std::string_view shell_block(std::string_view read_me) {
  constexpr std::string_view kBegin = "```sh\n";
  const std::size_t begin = read_me.find(kBegin);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = read_me.substr(begin + kBegin.size());
  return rest.substr(0, rest.find("```"));
}

}  // namespace

std::string renamed(std::string_view text, const Names& names) {
  const std::array<std::pair<std::string_view, std::string_view>, 7> replacements{{
      {"example:text-statistics:1", names.type},
      {"com.example.text-statistics", names.id},
      {"text-statistics", names.kebab},
      {"text_statistics", names.snake},
      {"TextStatistics", names.pascal},
      {"TEXT_STATISTICS", names.upper},
      {"Text statistics", names.title},
  }};
  std::string result;
  while (!text.empty()) {
    bool is_replaced = false;
    for (const auto& [what, by] : replacements) {
      if (!text.starts_with(what)) continue;
      result += by;
      text.remove_prefix(what.size());
      is_replaced = true;
      break;
    }
    if (is_replaced) continue;
    result += text.front();
    text.remove_prefix(1);
  }
  return result;
}

std::string with_prefix(std::string_view read_me, const std::filesystem::path& prefix) {
  if (prefix.empty()) return std::string(read_me);
  std::string result;
  while (!read_me.empty()) {
    const std::string_view line = take_line(read_me);
    if (line.starts_with(kPrefixLine)) continue;
    result += line;
    result += '\n';
  }
  replace_all(result, kPrefixVariable, quoted(prefix.string()));
  return result;
}

std::vector<Command> commands_in(std::string_view read_me) {
  std::vector<Command> commands;
  std::string_view block = shell_block(read_me);
  std::string_view purpose;
  while (!block.empty()) {
    const std::string_view line = take_line(block);
    if (line.starts_with("# ")) {
      purpose = line.substr(2);
    } else if (line.starts_with(kPrefixLine)) {
      commands.push_back(
          {"where Jackfield is installed, or its build folder", std::string(line.substr(0, line.find(" ")))});
    } else if (!line.empty()) {
      commands.push_back({std::string(purpose), std::string(line)});
    }
  }
  return commands;
}

}  // namespace jackfield::scaffold
