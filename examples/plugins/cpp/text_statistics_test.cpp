// Runs the plugin in a host that is all in memory. Its clock moves when the test says so.

#include <jackfield/sdk/test_host.hpp>

#include <chrono>
#include <cstdio>
#include <string>

namespace {

using namespace std::chrono_literals;

int failures = 0;

void expect(const char* what, const std::string& got, const std::string& wanted) {
  if (got == wanted) return;
  std::printf("%s\n  wanted %s\n  got    %s\n", what, wanted.c_str(), got.c_str());
  ++failures;
}

jf::test::job job(const std::string& variables) {
  return {"example:text-statistics:1", variables};
}

void counts_a_text(jf::test::host& host) {
  const jf_op op = host.run(job(R"({"text":"one two\nthree"})"));
  expect("counts", host.answer(op)->json, R"({"bytes":13,"characters":13,"lines":2,"words":3})");
}

void refuses_what_is_no_text(jf::test::host& host) {
  const jf_op op = host.run(job(R"({"text":7})"));
  expect("no text", host.answer(op)->message, "\"text\": expected a text");
}

void names_its_error(jf::test::host& host) {
  const jf_op op = host.run(job(R"({"text":"one two","mostWords":1})"));
  expect("too many words", host.answer(op)->code, "TOO_MANY_WORDS");
}

void waits_without_a_thread(jf::test::host& host) {
  const jf_op op = host.run(job(R"({"text":"one","delayMs":50})"));
  expect("before the pause is over", host.answer(op) ? "answered" : "open", "open");
  host.timer.advance(50ms);
  expect("after the pause", host.answer(op)->json, R"({"bytes":3,"characters":3,"lines":1,"words":1})");
}

void stops_waiting_when_told(jf::test::host& host) {
  const jf_op op = host.run(job(R"({"text":"one","delayMs":50})"));
  host.cancel(op);
  host.timer.advance(0ms);
  expect("cancelled", std::to_string(host.answer(op)->kind), std::to_string(JF_OUTCOME_CANCELLED));
}

}  // namespace

int main(int, char** arguments) {
  const jf::test::library file(arguments[1]);
  jf::test::host host(file.entry());
  counts_a_text(host);
  refuses_what_is_no_text(host);
  names_its_error(host);
  waits_without_a_thread(host);
  stops_waiting_when_told(host);
  expect("stop", host.stop() ? "stopped" : "busy", "stopped");
  return failures == 0 ? 0 : 1;
}
