#pragma once

// Names for the types of the C interface that do not depend on the compiler.

#include "jackfield/gateway.h"
#include "jackfield/outbound.h"
#include "jackfield/services.h"

#include <string>

namespace abi {

template <class T>
struct name_of;

#define ABI_NAME(type, text)   \
  template <>                  \
  struct name_of<type> {       \
    static std::string get() { \
      return text;             \
    }                          \
  };
ABI_NAME(void, "void")
ABI_NAME(char, "char")
ABI_NAME(uint8_t, "u8")
ABI_NAME(int32_t, "i32")
ABI_NAME(uint32_t, "u32")
ABI_NAME(int64_t, "i64")
ABI_NAME(uint64_t, "u64")
ABI_NAME(double, "f64")
ABI_NAME(jf_str, "jf_str")
ABI_NAME(jf_bytes, "jf_bytes")
ABI_NAME(jf_kv, "jf_kv")
ABI_NAME(jf_error, "jf_error")
ABI_NAME(jf_sink, "jf_sink")
ABI_NAME(jf_host, "jf_host")
ABI_NAME(jf_plugin, "jf_plugin")
ABI_NAME(jf_resource, "jf_resource")
ABI_NAME(jf_plugin_entry, "jf_plugin_entry")
ABI_NAME(jf_job, "jf_job")
ABI_NAME(jf_outcome, "jf_outcome")
ABI_NAME(jf_http_tls, "jf_http_tls")
ABI_NAME(jf_http_call, "jf_http_call")
ABI_NAME(jf_http_reply, "jf_http_reply")
ABI_NAME(jf_document_reply, "jf_document_reply")
ABI_NAME(jf_message, "jf_message")
ABI_NAME(jf_gateway_reply, "jf_gateway_reply")
#undef ABI_NAME

template <class T>
struct name_of<const T> {
  static std::string get() { return "const " + name_of<T>::get(); }
};
template <class T>
struct name_of<T*> {
  static std::string get() { return name_of<T>::get() + "*"; }
};
template <class Result, class... Args>
struct name_of<Result(JF_CALL*)(Args...)> {
  static std::string get() {
    std::string args;
    ((args += (args.empty() ? "" : ", ") + name_of<Args>::get()), ...);
    return name_of<Result>::get() + "(" + args + ")";
  }
};

}  // namespace abi
