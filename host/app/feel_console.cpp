#include "app/feel_console.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/feel_output.hpp"

namespace jackfield::app {
namespace {

constexpr std::string_view kHelp =
    "An expression is evaluated when it is complete; an empty line ends one that is not.\n"
    ":let NAME = EXPRESSION   keep a value        :history   what was typed\n"
    ":N                       number N again      :quit      leave\n";

class Console {
 public:
  Console(std::istream& in, std::FILE* out, feel::Context context) : in_(in), out_(out), context_(std::move(context)) {}

  void run() {
    fmt::print(out_, "{}", kHelp);
    for (std::string line; prompt(pending_.empty() ? "feel> " : "  ... "), std::getline(in_, line);) {
      if (!take(line)) return;
    }
    fmt::print(out_, "\n");
  }

 private:
  void prompt(std::string_view text) {
    fmt::print(out_, "{}", text);
    std::fflush(out_);
  }

  // False when it is time to leave.
  bool take(const std::string& line) {
    if (line.empty() && pending_.empty()) return true;
    pending_ += pending_.empty() ? line : "\n" + line;
    if (!line.empty() && !is_complete(pending_)) return true;
    const std::string text = std::exchange(pending_, {});
    if (text.starts_with(':')) return command(text.substr(1));
    evaluate(text);
    return true;
  }

  bool command(const std::string& text) {
    if (text == "quit" || text == "q") return false;
    if (text == "history") {
      for (std::size_t i = 0; i < history_.size(); ++i) fmt::print(out_, "{:>4}  {}\n", i + 1, history_[i]);
    } else if (text.starts_with("let ") && text.find('=') != std::string::npos) {
      let(text.substr(4, text.find('=') - 4), text.substr(text.find('=') + 1));
    } else if (!text.empty() && text.find_first_not_of("0123456789") == std::string::npos) {
      again(text);
    } else {
      fmt::print(out_, "{}", kHelp);
    }
    return true;
  }

  void again(const std::string& number) {
    const std::size_t at = number.size() > 6 ? 0 : std::stoul(number);
    if (at == 0 || at > history_.size()) return fmt::print(out_, "there is no number {}\n", number);
    evaluate(std::string(history_[at - 1]));
  }

  // More may follow where the text is fine as far as it goes.
  static bool is_complete(const std::string& text) {
    if (text.starts_with(':') && !text.starts_with(":let ")) return true;
    const std::string expression = text.starts_with(':') ? text.substr(std::min(text.find('='), text.size())) : text;
    return !feel::ends_too_early(expression);
  }

  void let(std::string name, const std::string& text) {
    name.erase(0, name.find_first_not_of(' '));
    name.erase(name.find_last_not_of(' ') + 1);
    if (const auto value = evaluate(text)) context_.add(name, *value);
  }

  std::optional<feel::Value> evaluate(std::string text) {
    history_.push_back(text);
    return print_feel_result(out_, text, context_, FeelOutput{});
  }

  std::istream& in_;
  std::FILE* out_;
  feel::Context context_;
  std::string pending_;
  std::vector<std::string> history_;
};

}  // namespace

void run_feel_console(std::istream& in, std::FILE* out, feel::Context context) {
  Console(in, out, std::move(context)).run();
}

}  // namespace jackfield::app
