#include "text_statistics.h"

#include <inttypes.h>
#include <stdio.h>

#include "json.h"

#define MOST_DELAY_MS 60000
#define MOST_WORDS 1000000000

static unsigned bytes_of(uint32_t character) {
  return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

static struct text_statistics count(json_value text) {
  struct text_statistics counts = {0, 0, 0, 0};
  json_text characters = json_characters(text);
  bool is_in_word = false;
  for (uint32_t character; json_next(&characters, &character);) {
    const bool is_space = character <= ' ';
    counts.bytes += bytes_of(character);
    counts.characters += 1;
    counts.lines += character == '\n' || counts.lines == 0;
    counts.words += !is_space && !is_in_word;
    is_in_word = !is_space;
  }
  return counts;
}

/* An optional number: left alone where it is absent or null. */
static bool read_number(jf_str variables, const char* name, uint64_t most, uint64_t* out) {
  const json_value value = json_member(variables, name);
  return value.kind == JSON_ABSENT || value.kind == JSON_NULL || json_whole_number(value, most, out);
}

const char* read_text_request(jf_str variables, struct text_request* out) {
  const json_value text = json_member(variables, "text");
  out->delay_ms = 0;
  out->most_words = UINT64_MAX;
  if (text.kind == JSON_ABSENT || text.kind == JSON_NULL) return "\"text\" is missing";
  if (text.kind != JSON_TEXT) return "\"text\": expected a text";
  if (!read_number(variables, "delayMs", MOST_DELAY_MS, &out->delay_ms)) {
    return "\"delayMs\": expected a whole number from 0 to 60000";
  }
  if (!read_number(variables, "mostWords", MOST_WORDS, &out->most_words)) {
    return "\"mostWords\": expected a whole number from 0 to 1000000000";
  }
  out->counts = count(text);
  return NULL;
}

jf_str write_text_statistics(const struct text_statistics* counts, char* buffer) {
  const int length =
      snprintf(buffer, TEXT_STATISTICS_SIZE,
               "{\"bytes\":%" PRIu64 ",\"characters\":%" PRIu64 ",\"words\":%" PRIu64 ",\"lines\":%" PRIu64 "}",
               counts->bytes, counts->characters, counts->words, counts->lines);
  return (jf_str){buffer, (size_t)length};
}
