#include "thread_team.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

// Longest wait with the processor held, and with it offered to others, before a thread sleeps. Waking a thread of a
// virtual machine takes some fifty microseconds: about as much may be spent on avoiding it.
static const long spin_nanoseconds = 50000;
static const long yield_nanoseconds = 200000;

// A counter that threads wait for; alone on its cache line, since everybody reads it in a loop.
typedef struct {
  _Alignas(128) atomic_uint value;
  atomic_uint sleepers;
} gate;

struct thread_team {
  int members;
  gate start;  // grows by one with each piece of work
  gate round;  // grows by one with each barrier
  _Alignas(128) atomic_uint arrived;
  _Alignas(128) thread_team_work work;
  void *context;
  bool ending;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  struct member {
    pthread_t thread;
    thread_team *team;
    int number;
  } threads[];
};

static inline void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static long nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000L + now.tv_nsec;
}

static bool is_open(gate *gate, unsigned old) {
  return atomic_load_explicit(&gate->value, memory_order_acquire) != old;
}

// Waits until the gate's value is no longer `old`.
static void wait_for(thread_team *team, gate *gate, unsigned old) {
  for (int i = 0; i < 64; i++) {
    if (is_open(gate, old)) return;
    relax();
  }
  long began = nanoseconds(), waited = 0;
  while (waited < yield_nanoseconds) {
    for (int i = 0; i < 32; i++) {
      if (is_open(gate, old)) return;
      relax();
    }
    if (waited > spin_nanoseconds) sched_yield();
    waited = nanoseconds() - began;
  }
  pthread_mutex_lock(&team->mutex);
  // Either this increment is seen by the one who opens the gate, or the open gate is seen here: both are sequentially
  // consistent, and so are the other side's.
  atomic_fetch_add(&gate->sleepers, 1);
  while (atomic_load(&gate->value) == old) pthread_cond_wait(&team->changed, &team->mutex);
  atomic_fetch_sub(&gate->sleepers, 1);
  pthread_mutex_unlock(&team->mutex);
}

static void open_gate(thread_team *team, gate *gate) {
  atomic_fetch_add(&gate->value, 1);
  if (atomic_load(&gate->sleepers) > 0) {
    // With the mutex held no sleeper is between its look at the gate and its wait.
    pthread_mutex_lock(&team->mutex);
    pthread_cond_broadcast(&team->changed);
    pthread_mutex_unlock(&team->mutex);
  }
}

void thread_team_barrier(thread_team *team) {
  unsigned round = atomic_load_explicit(&team->round.value, memory_order_relaxed);
  if (atomic_fetch_add_explicit(&team->arrived, 1, memory_order_acq_rel) == (unsigned)team->members - 1) {
    atomic_store_explicit(&team->arrived, 0, memory_order_relaxed);
    open_gate(team, &team->round);
  } else {
    wait_for(team, &team->round, round);
  }
}

static void *serve(void *argument) {
  struct member *self = argument;
  thread_team *team = self->team;
  unsigned seen = 0;
  while (true) {
    wait_for(team, &team->start, seen);
    seen++;
    if (team->ending) return NULL;
    team->work(team->context, self->number);
    thread_team_barrier(team);
  }
}

void thread_team_run(thread_team *team, thread_team_work work, void *context) {
  team->work = work;
  team->context = context;
  open_gate(team, &team->start);
  work(context, 0);
  thread_team_barrier(team);
}

static void end_threads(thread_team *team, int count) {
  team->ending = true;
  open_gate(team, &team->start);
  for (int i = 1; i < count; i++) pthread_join(team->threads[i].thread, NULL);
  pthread_cond_destroy(&team->changed);
  pthread_mutex_destroy(&team->mutex);
  free(team);
}

void thread_team_destroy(thread_team *team) { end_threads(team, team->members); }

thread_team *thread_team_create(int members) {
  size_t size = sizeof(thread_team) + (size_t)members * sizeof(struct member);
  thread_team *team = aligned_alloc(128, (size + 127) / 128 * 128);
  if (!team) return NULL;
  team->members = members;
  atomic_init(&team->start.value, 0);
  atomic_init(&team->start.sleepers, 0);
  atomic_init(&team->round.value, 0);
  atomic_init(&team->round.sleepers, 0);
  atomic_init(&team->arrived, 0);
  team->work = NULL;
  team->context = NULL;
  team->ending = false;
  pthread_mutex_init(&team->mutex, NULL);
  pthread_cond_init(&team->changed, NULL);
  for (int i = 1; i < members; i++) {
    team->threads[i].team = team;
    team->threads[i].number = i;
    int fault = pthread_create(&team->threads[i].thread, NULL, serve, &team->threads[i]);
    if (fault) {
      end_threads(team, i);
      errno = fault;
      return NULL;
    }
  }
  return team;
}
