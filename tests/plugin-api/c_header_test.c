// The headers are C11: this file only has to compile.
#include "jackfield/embed.h"
#include "jackfield/gateway.h"
#include "jackfield/outbound.h"
#include "jackfield/plugin.h"
#include "jackfield/services.h"

int jf_c_headers_know_their_fields(const jf_http_reply* reply);

int jf_c_headers_know_their_fields(const jf_http_reply* reply) {
  return JF_HAS(reply, jf_http_reply, reason) && JF_LAYOUT != 0;
}
