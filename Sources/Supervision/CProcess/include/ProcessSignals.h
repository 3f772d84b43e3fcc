/*
 * This header is about signals: how this process is told to end, what it survives, and what programs that a module starts
 * inherit of that.
 *
 * A program inherits which signals are ignored and which are blocked, but no handler. So the host sets no signal to
 * SIG_IGN and blocks none on a thread that can run a module; what it ignores gets a handler that does nothing. A process that
 * a module forks has the handlers too: in it they let each signal have its default action.
 */
#ifndef PROCESSSIGNALS_H
#define PROCESSSIGNALS_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Writes the number of each caught `signal` as one byte to `fd`, from now on.
 *
 * `fd` belongs to the whole process and must stay open and non-blocking; the last call decides for all signals.
 * Returns 0 or an errno value.
 */
int SignalNotice_Install(int fd, int signal);

/** Whether `signal` is still caught as SignalNotice_Install made it. Any thread. */
bool SignalNotice_IsInstalled(int signal);

/** Catches `signal` again, into the same descriptor. Returns 0 or an errno value. */
int SignalNotice_Restore(int signal);

/** Has this process, and no program that it starts, ignore `signal` from now on, by a handler that does nothing. Returns 0 or an
 *  errno value. */
int IgnoredSignal_Install(int signal);

/** Whether `signal` is still ignored as IgnoredSignal_Install made it. Any thread. */
bool IgnoredSignal_IsInstalled(int signal);

/**
 * The function that `signal` calls now: null for the default action, 1 for none. For finding out whose it is; never to
 * be called. Any thread.
 */
void *ProcessSignals_Handler(int signal);

/** The file that holds the function that `signal` calls now; null where there is none. Static; any thread. */
const char *ProcessSignals_HandlerFile(int signal);

#ifdef __cplusplus
}
#endif

#endif
