/*
 * This header is about the few calls of the system that Swift cannot make: GNU and variadic ones, and global variables.
 */
#ifndef PROCESSCALLS_H
#define PROCESSCALLS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A descriptor that becomes readable when child `pid` ends (pidfd_open, close-on-exec), or -1 with errno. */
int ProcessCalls_OpenPidfd(int32_t pid);

/** The environment of this process, ended by null. Read it before other threads may change it. */
char *const *ProcessCalls_Environment(void);

/** The path under which this program was started, as it was given to execve; null if the system did not say. */
const char *ProcessCalls_ExecutedName(void);

/** Duplicates `fd` as the lowest free number from `lowest` on, close-on-exec. Returns it, or -1 with errno. */
int ProcessCalls_DuplicateFrom(int fd, int lowest);

/** Makes a pipe, close-on-exec and non-blocking: ends[0] to read, ends[1] to write. Returns 0 or an errno value. */
int ProcessCalls_MakePipe(int ends[2]);

/** Opens a folder for fchdir and nothing else, close-on-exec; no permission to read it is needed. -1 with errno. */
int ProcessCalls_OpenFolder(const char *path);

/** Switches close-on-exec on. Returns 0 or an errno value. */
int ProcessCalls_CloseOnExec(int fd);

/**
 * Takes the exit of one child that is none of the `count` processes in `known`: as process 1 of a container this process
 * inherits the children of all that have died. Returns its number; 0 if there is none, or one of `known` has ended too.
 */
int32_t ProcessCalls_ReapStranger(const int32_t *known, int count);

/** The abbreviation of a signal, "SEGV" for SIGSEGV; null for an unknown number. Static. */
const char *ProcessCalls_SignalAbbreviation(int signal);

/** The system's words for an errno value; null for an unknown number. Static. */
const char *ProcessCalls_ErrorText(int code);

/** Names the calling thread. ps and top show the name, of which the kernel keeps the first 15 bytes. */
void ProcessCalls_NameThread(const char *name);

#ifdef __cplusplus
}
#endif

#endif
