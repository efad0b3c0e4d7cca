// example:text-statistics:1 counts the bytes, characters, words and lines of a text, after a pause if it is told so.

#include <jackfield/jackfield_json.hpp>

#include <chrono>
#include <limits>
#include <string>
#include <utility>

namespace {

struct Statistics {
  uint64_t bytes = 0, characters = 0, words = 0, lines = 0;
};

void to_json(jf::json& out, const Statistics& it) {
  out = {{"bytes", it.bytes}, {"characters", it.characters}, {"words", it.words}, {"lines", it.lines}};
}

Statistics count(const std::string& text) {
  Statistics counts;
  bool is_in_word = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_space = byte <= ' ';
    counts.bytes += 1;
    counts.characters += (byte & 0xC0) != 0x80;  // not of those that continue a character
    counts.lines += byte == '\n' || counts.lines == 0;
    counts.words += !is_space && !is_in_word;
    is_in_word = !is_space;
  }
  return counts;
}

struct Request {
  std::string text;
  std::chrono::milliseconds pause{0};
  uint64_t most_words = std::numeric_limits<uint64_t>::max();
};

// An optional number of the job's variables; `otherwise` where it is absent or null.
uint64_t whole_number(const jf::json& in, const char* name, uint64_t most, uint64_t otherwise) {
  const auto found = in.find(name);
  if (found == in.end() || found->is_null()) return otherwise;
  if (found->is_number_unsigned() && found->get<uint64_t>() <= most) return found->get<uint64_t>();
  throw jf::input_error('"' + std::string(name) + "\": expected a whole number from 0 to " + std::to_string(most));
}

Request read(jf::job_view job) {
  const auto in = job.variables<jf::json>();
  const auto text = in.find("text");
  if (text == in.end() || text->is_null()) throw jf::input_error("\"text\" is missing");
  if (!text->is_string()) throw jf::input_error("\"text\": expected a text");
  Request request{text->get<std::string>()};
  request.pause = std::chrono::milliseconds(whole_number(in, "delayMs", 60'000, 0));
  request.most_words = whole_number(in, "mostWords", 1'000'000'000, request.most_words);
  return request;
}

class TextStatistics final : public jf::outbound_connector {
 public:
  void execute(jf::op op, jf::job_view job) override {
    Request request = read(job);
    if (request.pause.count() == 0) return answer(op, request);
    delay(std::move(op), std::move(request));
  }

  void cancel(jf_op id, uint32_t) noexcept override {
    if (const jf_token timer = pauses_.cancel(id)) host().timer().cancel(timer);
  }

 private:
  static void answer(jf::op& op, const Request& request) {
    const Statistics counts = count(request.text);
    if (counts.words > request.most_words) {
      return op.error("TOO_MANY_WORDS", "the text has more words than allowed", {{"words", counts.words}});
    }
    op.result(counts);
  }

  // No thread waits: the host calls back.
  void delay(jf::op op, Request request) {
    const jf_op id = op.id();
    const auto pause = request.pause;
    pauses_.add(id);
    jf_token timer = 0;
    try {
      timer =
          host().timer().after(pause, [this, op = std::move(op), request = std::move(request)](jf_status why) mutable {
            pauses_.remove(op.id());
            if (why != JF_OK) return op.cancelled();
            answer(op, request);
          });
    } catch (...) {
      pauses_.remove(id);
      throw;
    }
    if (pauses_.set(id, timer)) host().timer().cancel(timer);
  }

  jf::cancel_registry pauses_;
};

}  // namespace

JF_PLUGIN(jf::connectors<TextStatistics>("example:text-statistics:1"))
