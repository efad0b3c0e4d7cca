/* Tests of what the connector does; `jackfield check` tries what it is as a plugin. */
#include "text_statistics.h"

#include <stdio.h>
#include <string.h>

static int failures = 0;

static void expect(const char* variables, const char* wanted) {
  char buffer[TEXT_STATISTICS_SIZE];
  struct text_request request;
  const jf_str input = {variables, strlen(variables)};
  const char* wrong = read_text_request(input, &request);
  const jf_str result = wrong != NULL ? (jf_str){wrong, strlen(wrong)} : write_text_statistics(&request.counts, buffer);
  if (result.len == strlen(wanted) && memcmp(result.ptr, wanted, result.len) == 0) return;
  printf("%s\n  wanted %s\n  got    %.*s\n", variables, wanted, (int)result.len, result.ptr);
  ++failures;
}

int main(void) {
  expect("{\"text\":\"one two\\nthree\"}", "{\"bytes\":13,\"characters\":13,\"words\":3,\"lines\":2}");
  expect("{\"text\":\"\"}", "{\"bytes\":0,\"characters\":0,\"words\":0,\"lines\":0}");
  expect("{\"text\":\"gr\xc3\xbc\xc3\x9f \\ud83d\\ude00\"}", "{\"bytes\":11,\"characters\":6,\"words\":2,\"lines\":1}");
  expect("{\"other\":{\"text\":[1,{}]},\"text\":\"a\",\"delayMs\":null}",
         "{\"bytes\":1,\"characters\":1,\"words\":1,\"lines\":1}");
  expect("{}", "\"text\" is missing");
  expect("{\"text\":7}", "\"text\": expected a text");
  expect("{\"text\":\"a\",\"delayMs\":1.5}", "\"delayMs\": expected a whole number from 0 to 60000");
  expect("{\"text\":\"a\",\"mostWords\":-1}", "\"mostWords\": expected a whole number from 0 to 1000000000");
  return failures == 0 ? 0 : 1;
}
