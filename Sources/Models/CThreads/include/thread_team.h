// A team of threads that take the same work at the same time, with barriers that cost less than a microsecond while
// everybody is running.
//
// Waiting threads spin, because a step's phases last tens of microseconds and waking a sleeping thread takes as long;
// after a bounded time they yield, then sleep, so that a descheduled member delays the others and never blocks them.
// Nothing is allocated after `thread_team_create`.
#pragma once

typedef struct thread_team thread_team;

// The work of one member; `member` counts from 0, which is the caller of `thread_team_run`.
typedef void (*thread_team_work)(void *context, int member);

// Starts members - 1 threads. Returns NULL, with errno set, where the system has no memory or thread left.
thread_team *thread_team_create(int members);

// Ends and joins the threads. No work may be under way.
void thread_team_destroy(thread_team *team);

// Calls `work` once on every member, the calling thread included, and returns when all have ended. One caller at a time.
void thread_team_run(thread_team *team, thread_team_work work, void *context);

// Waits, inside of work, until every member has come here. What any member wrote before is seen by all after.
void thread_team_barrier(thread_team *team);
