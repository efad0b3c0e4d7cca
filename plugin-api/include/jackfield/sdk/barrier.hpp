#pragma once

// Keeps exceptions inside for the calls that answer with a status and a sink: create and start.

#include "jackfield/sdk/failure.hpp"
#include "jackfield/sdk/text.hpp"

JF_SDK_BEGIN

// Deposits a text in the sink, if there is one.
inline void report(const jf_sink* sink, jf_status status, std::string_view message) noexcept {
  if (sink == nullptr || sink->error == nullptr) return;
  jf_error e{};
  e.struct_size = sizeof e;
  e.code = status;
  e.message = to_str(message);
  sink->error(sink->ctx, &e);
}

// JF_OK when work() returns; else the status of what it threw, with the text in sink.
template <class Work>
jf_status guarded(const jf_sink* sink, Work&& work) noexcept {
  try {
    work();
    return JF_OK;
  } catch (...) {
    const failure why = describe_current_exception();
    report(sink, why.status, why.message);
    return why.status;
  }
}

JF_SDK_END
