/*
 * This header is about the few calls of the system that Swift cannot make: GNU and variadic ones, global variables,
 * and code that runs inside a signal handler.
 */
#ifndef PROCESSCALLS_H
#define PROCESSCALLS_H

#include <spawn.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A descriptor that becomes readable when child `pid` ends (pidfd_open, close-on-exec), or -1 with errno. */
int ProcessCalls_OpenPidfd(int32_t pid);

/** The environment of this process, ended by null. Read it before other threads may change it. */
char *const *ProcessCalls_Environment(void);

/** Duplicates `fd` as the lowest free number from `lowest` on, close-on-exec. Returns it, or -1 with errno. */
int ProcessCalls_DuplicateFrom(int fd, int lowest);

/** Makes a pipe, close-on-exec and non-blocking: ends[0] to read, ends[1] to write. Returns 0 or an errno value. */
int ProcessCalls_MakePipe(int ends[2]);

/** Has a child close all descriptors from `lowest` on (posix_spawn_file_actions_addclosefrom_np). */
int ProcessCalls_AddCloseFrom(posix_spawn_file_actions_t *actions, int lowest);

/** Switches close-on-exec on. Returns 0 or an errno value. */
int ProcessCalls_CloseOnExec(int fd);

/** The abbreviation of a signal, "SEGV" for SIGSEGV; null for an unknown number. Static. */
const char *ProcessCalls_SignalAbbreviation(int signal);

/** The system's words for an errno value; null for an unknown number. Static. */
const char *ProcessCalls_ErrorText(int code);

/** Names the calling thread, with at most 15 bytes, for ps and top. */
void ProcessCalls_NameThread(const char *name);

/**
 * Writes the number of each caught `signal` as one byte to `fd`, from now on.
 *
 * `fd` belongs to the whole process and must stay open and non-blocking; the last call decides for all signals.
 * Returns 0 or an errno value.
 */
int SignalNotice_Install(int fd, int signal);

#ifdef __cplusplus
}
#endif

#endif
