/* What the connector does, apart from Jackfield: reads a job's input, counts, writes the result. */
#ifndef TEXT_STATISTICS_H
#define TEXT_STATISTICS_H

#include <stdbool.h>
#include <stdint.h>

#include "jackfield/plugin.h"

struct text_statistics {
  uint64_t bytes, characters, words, lines;
};

struct text_request {
  struct text_statistics counts;
  uint64_t delay_ms;
  uint64_t most_words;
};

/* Reads a job's variables. NULL, or what is wrong with them, for the modeler. */
const char* read_text_request(jf_str variables, struct text_request* out);

/* Room enough for every result. */
#define TEXT_STATISTICS_SIZE 160

/* Writes the result as JSON into a buffer of that size. */
jf_str write_text_statistics(const struct text_statistics* counts, char* buffer);

#endif
