#include "json.h"

#include <string.h>

#define REPLACEMENT 0xFFFDu

static const char* skip_space(const char* at, const char* end) {
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) ++at;
  return at;
}

/* Behind the closing quote of the text that begins at `at`; NULL when there is none. */
static const char* skip_text(const char* at, const char* end) {
  for (++at; at < end; ++at) {
    if (*at == '"') return at + 1;
    if (*at == '\\' && ++at == end) break;
  }
  return NULL;
}

/* Behind a number or a word. */
static const char* skip_word(const char* at, const char* end) {
  static const char kEnds[] = ",:]}[{\" \t\n\r";
  while (at < end && memchr(kEnds, *at, sizeof kEnds - 1) == NULL) ++at;
  return at;
}

/* Behind the value that begins at `at`; NULL when it does not end. What is inside of brackets is not judged. */
static const char* skip_value(const char* at, const char* end) {
  int depth = 0;
  do {
    at = skip_space(at, end);
    if (at == end) return NULL;
    const char first = *at;
    if (first == '{' || first == '[') {
      ++depth;
      ++at;
    } else if (first == '}' || first == ']') {
      if (--depth < 0) return NULL;
      ++at;
    } else if (first == ',' || first == ':') {
      if (depth == 0) return NULL;
      ++at;
    } else {
      at = first == '"' ? skip_text(at, end) : skip_word(at, end);
      if (at == NULL) return NULL;
    }
  } while (depth > 0);
  return at;
}

static json_kind kind_of(jf_str raw) {
  const char first = raw.ptr[0];
  if (first == '"') return JSON_TEXT;
  if (first == '-' || (first >= '0' && first <= '9')) return JSON_NUMBER;
  return raw.len == 4 && memcmp(raw.ptr, "null", 4) == 0 ? JSON_NULL : JSON_OTHER;
}

json_value json_member(jf_str object, const char* name) {
  json_value found = {JSON_ABSENT, {NULL, 0}};
  const size_t length = strlen(name);
  const char* const end = object.len > 0 ? object.ptr + object.len : object.ptr;
  const char* at = skip_space(object.ptr, end);
  if (at == end || *at != '{') return found;
  for (;;) {
    at = skip_space(at + 1, end);
    if (at >= end || *at != '"') return found;
    const char* const key = at + 1;
    at = skip_text(at, end);
    if (at == NULL) return found;
    const bool is_wanted = (size_t)(at - 1 - key) == length && memcmp(key, name, length) == 0;
    at = skip_space(at, end);
    if (at == end || *at != ':') return found;
    const char* const begin = skip_space(at + 1, end);
    at = skip_value(begin, end);
    if (at == NULL) return found;
    if (is_wanted) {
      found.raw = (jf_str){begin, (size_t)(at - begin)};
      found.kind = kind_of(found.raw);
    }
    at = skip_space(at, end);
    if (at == end || *at != ',') return found;
  }
}

bool json_whole_number(json_value value, uint64_t most, uint64_t* out) {
  uint64_t number = 0;
  if (value.kind != JSON_NUMBER) return false;
  for (size_t i = 0; i < value.raw.len; ++i) {
    const char digit = value.raw.ptr[i];
    if (digit < '0' || digit > '9' || number > (UINT64_MAX - 9) / 10) return false;
    number = number * 10 + (uint64_t)(digit - '0');
  }
  *out = number;
  return number <= most;
}

json_text json_characters(json_value text) {
  return (json_text){text.raw.ptr + 1, text.raw.ptr + text.raw.len - 1}; /* without the quotes */
}

/* Four hexadecimal digits; above 0xFFFF when they are not. */
static uint32_t take_hex(json_text* text) {
  uint32_t unit = 0;
  if (text->end - text->at < 4) return UINT32_MAX;
  for (int i = 0; i < 4; ++i) {
    static const char kDigits[] = "0123456789abcdef0123456789ABCDEF";
    const char* digit = memchr(kDigits, text->at[i], sizeof kDigits - 1);
    if (digit == NULL) return UINT32_MAX;
    unit = unit * 16 + (uint32_t)((digit - kDigits) % 16);
  }
  text->at += 4;
  return unit;
}

/* Behind "\u": one unit of UTF-16, or two that belong together. */
static uint32_t take_units(json_text* text) {
  const uint32_t first = take_hex(text);
  if (first < 0xD800 || first > 0xDFFF) return first > 0xFFFF ? REPLACEMENT : first;
  if (first > 0xDBFF || text->end - text->at < 6 || memcmp(text->at, "\\u", 2) != 0) return REPLACEMENT;
  json_text ahead = {text->at + 2, text->end};
  const uint32_t second = take_hex(&ahead);
  if (second < 0xDC00 || second > 0xDFFF) return REPLACEMENT;
  text->at = ahead.at;
  return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

static uint32_t take_escape(json_text* text) {
  static const char kLetters[] = "bfnrt";
  static const char kMeanings[] = "\b\f\n\r\t";
  if (text->at == text->end) return REPLACEMENT;
  const char letter = *text->at++;
  if (letter == 'u') return take_units(text);
  const char* known = memchr(kLetters, letter, sizeof kLetters - 1);
  return (unsigned char)(known == NULL ? letter : kMeanings[known - kLetters]);
}

/* The rest of a character of several bytes. */
static uint32_t take_bytes(json_text* text, unsigned char first) {
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  uint32_t character = first & (0x3Fu >> more);
  if (first < 0xC2 || first > 0xF4) return REPLACEMENT;
  for (int i = 0; i < more; ++i) {
    if (text->at == text->end || ((unsigned char)*text->at & 0xC0u) != 0x80u) return REPLACEMENT;
    character = character << 6 | ((unsigned char)*text->at++ & 0x3Fu);
  }
  return character;
}

bool json_next(json_text* text, uint32_t* character) {
  if (text->at >= text->end) return false;
  const unsigned char first = (unsigned char)*text->at++;
  if (first == '\\') {
    *character = take_escape(text);
  } else {
    *character = first < 0x80 ? first : take_bytes(text, first);
  }
  return true;
}
