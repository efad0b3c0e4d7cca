#include "pauses.h"

#include <stddef.h>

static void lock(struct pauses* all) {
  while (atomic_flag_test_and_set_explicit(&all->lock, memory_order_acquire)) continue;
}

static void unlock(struct pauses* all) {
  atomic_flag_clear_explicit(&all->lock, memory_order_release);
}

static struct pause* find(struct pauses* all, jf_op op) {
  struct pause* pause = all->first;
  while (pause != NULL && pause->op != op) pause = pause->next;
  return pause;
}

void add_pause(struct pauses* all, struct pause* pause) {
  lock(all);
  pause->next = all->first;
  all->first = pause;
  unlock(all);
}

void remove_pause(struct pauses* all, struct pause* pause) {
  lock(all);
  struct pause** place = &all->first;
  while (*place != pause) place = &(*place)->next;
  *place = pause->next;
  unlock(all);
}

jf_token set_timer(struct pauses* all, jf_op op, jf_token timer) {
  lock(all);
  struct pause* pause = find(all, op);
  if (pause != NULL) pause->timer = timer;
  const int is_cancelled = pause != NULL && pause->is_cancelled;
  unlock(all);
  return is_cancelled ? timer : 0;
}

jf_token cancel_pause(struct pauses* all, jf_op op) {
  lock(all);
  struct pause* pause = find(all, op);
  if (pause != NULL) pause->is_cancelled = 1;
  const jf_token timer = pause != NULL ? pause->timer : 0;
  unlock(all);
  return timer;
}
