#include "secrets/json_masking.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "secrets/json_text.hpp"
#include "secrets/secrets.hpp"

namespace jackfield::secrets {
namespace {

bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_plain_value(std::string_view word) noexcept {
  if (word == "true" || word == "false" || word == "null") return true;
  return !word.empty() && word.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
}

// Reads JSON text once and writes it anew. Gives up on what cannot be JSON, so that nothing passes unseen.
class JsonMasking {
 public:
  JsonMasking(std::string_view json, const Needles& needles) : json_(json), needles_(needles) {}

  std::optional<std::string> run() {
    while (at_ < json_.size()) {
      if (!step()) return std::nullopt;
    }
    if (!open_.empty()) return std::nullopt;
    return std::move(out_);
  }

 private:
  struct Member {
    std::string name;
    std::size_t begin;  // in out_
    std::size_t end;
  };
  struct Container {
    char close;
    std::size_t inside;  // where its content begins in out_
    bool is_name_next;
    bool has_new_name = false;
    std::vector<Member> members = {};
  };

  bool step() {
    const char c = json_[at_];
    switch (c) {
      case '{':
      case '[':
        put(c);
        open_.push_back({c == '{' ? '}' : ']', out_.size(), c == '{'});
        return true;
      case '}':
      case ']':
        return close(c);
      case ',':
        end_member();
        put(c);
        if (in_object()) open_.back().is_name_next = true;
        return true;
      case ':':
        put(c);
        if (in_object()) open_.back().is_name_next = false;
        return true;
      case '"':
        return string();
      default:
        return is_blank(c) ? put(c) : word();
    }
  }

  bool in_object() const { return !open_.empty() && open_.back().close == '}'; }

  bool put(char c) {
    out_.push_back(c);
    ++at_;
    return true;
  }

  bool word() {
    const std::size_t end = std::min(json_.find_first_of(" \t\n\r,:[]{}\"", at_), json_.size());
    const std::string_view text = json_.substr(at_, end - at_);
    out_.append(text);
    at_ = end;
    return is_plain_value(text);
  }

  bool string() {
    std::size_t end = at_ + 1;
    while (end < json_.size() && json_[end] != '"') end += json_[end] == '\\' ? 2 : 1;
    if (end >= json_.size()) return false;
    const std::string_view literal = json_.substr(at_ + 1, end - at_ - 1);
    std::optional<std::string> text = unescaped(literal);
    if (!text) return false;
    at_ = end + 1;

    std::string shown = masked_text(*text, needles_);
    const bool is_new = shown != *text;
    const std::size_t begin = out_.size();
    out_.push_back('"');
    out_.append(is_new ? escaped(shown) : literal);
    out_.push_back('"');
    if (in_object() && open_.back().is_name_next) {
      open_.back().members.push_back({std::move(shown), begin, out_.size()});
      open_.back().has_new_name |= is_new;
    }
    return true;
  }

  void end_member() {
    if (in_object() && !open_.back().members.empty()) open_.back().members.back().end = out_.size();
  }

  bool close(char c) {
    if (open_.empty() || open_.back().close != c) return false;
    end_member();
    if (open_.back().has_new_name) keep_last_of_equal_names();
    open_.pop_back();
    return put(c);
  }

  void keep_last_of_equal_names() {
    const Container& object = open_.back();
    std::set<std::string_view> seen;
    std::vector<const Member*> kept;
    for (auto member = object.members.rbegin(); member != object.members.rend(); ++member) {
      if (seen.insert(member->name).second) kept.push_back(&*member);
    }
    if (kept.size() == object.members.size()) return;
    std::string content;
    for (auto member = kept.rbegin(); member != kept.rend(); ++member) {
      if (!content.empty()) content.push_back(',');
      content.append(out_, (*member)->begin, (*member)->end - (*member)->begin);
    }
    out_.replace(object.inside, std::string::npos, content);
  }

  std::string_view json_;
  const Needles& needles_;
  std::size_t at_ = 0;
  std::string out_;
  std::vector<Container> open_;
};

}  // namespace

std::string masked_text(std::string text, const Needles& needles) {
  const std::vector<Range> ranges = needles.find(text);
  if (ranges.empty()) return text;
  std::string out;
  std::size_t copied = 0;
  for (const Range& range : ranges) {
    out.append(text, copied, range.begin - copied).append(Masker::kMask);
    copied = range.end;
  }
  return out.append(text, copied);
}

std::string masked_json(std::string json, const Needles& needles) {
  std::optional<std::string> done = JsonMasking(json, needles).run();
  return done ? *std::move(done) : masked_text(std::move(json), needles);
}

}  // namespace jackfield::secrets
