/* Reads single members of a JSON object where they stand, without copying. Enough for flat inputs; take a JSON library
 * when yours are not flat. Text that is not JSON gives JSON_ABSENT or JSON_OTHER, never a read outside of it. */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "jackfield/plugin.h"

typedef enum { JSON_ABSENT, JSON_NULL, JSON_TEXT, JSON_NUMBER, JSON_OTHER } json_kind;

typedef struct json_value {
  json_kind kind;
  jf_str raw; /* as it stands there, a text with its quotes */
} json_value;

/* The member with this name; the last one when there are more. A name that is written with escapes is not found. */
json_value json_member(jf_str object, const char* name);

/* Reads a number of digits alone, from 0 to most. */
bool json_whole_number(json_value value, uint64_t most, uint64_t* out);

/* The characters of a text, one after the other, with escapes undone. */
typedef struct json_text {
  const char* at;
  const char* end;
} json_text;
json_text json_characters(json_value text);

/* False at the end. What is no character becomes U+FFFD. */
bool json_next(json_text* text, uint32_t* character);

#endif
