/* The jobs that wait for a timer of the host, so that cancelling finds what to end. Every function may be called from
 * any thread. */
#ifndef PAUSES_H
#define PAUSES_H

#include <stdatomic.h>

#include "jackfield/outbound.h"

struct pause {
  struct pause* next;
  jf_op op;
  jf_token timer; /* 0 until it is known */
  int is_cancelled;
};

/* Zero is an empty one, with the lock cleared. */
struct pauses {
  atomic_flag lock; /* held for a few instructions, never while anybody else is called */
  struct pause* first;
};

/* Adds and takes out; the memory is the caller's. Add before the timer is started: it may end before it is known. */
void add_pause(struct pauses* all, struct pause* pause);
void remove_pause(struct pauses* all, struct pause* pause);

/* Notes which timer a job waits for. Gives the timer back when the job was cancelled meanwhile, else 0. */
jf_token set_timer(struct pauses* all, jf_op op, jf_token timer);

/* Marks a job as cancelled. The timer to end; 0 when it waits for none, or it is not known yet. */
jf_token cancel_pause(struct pauses* all, jf_op op);

#endif
