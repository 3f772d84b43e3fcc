/*
 * This header is about what a process inherits from the one that starts it, and what of that keeps it from working: closed
 * standard descriptors, blocked and ignored signals, small limits. Called first in main, on the only thread.
 */
#ifndef LAUNCHSTATE_H
#define LAUNCHSTATE_H

#ifdef __cplusplus
extern "C" {
#endif

/** How many arguments the program was started with, its own name among them. Swift knows them only where /proc is mounted. */
int LaunchState_ArgumentCount(void);

/** Argument `index`, 0 the program's name; null beyond the last. Static. */
const char *LaunchState_Argument(int index);

/** Opens /dev/null as each of the descriptors 0, 1 and 2 that is closed: a file or pipe that got such a number would be
 *  written to by everything that prints. */
void LaunchState_OpenStandardDescriptors(void);

/**
 * Empties the signal mask, and lets each signal that is ignored have its default action again.
 *
 * Left as they are: SIGHUP, which nohup ignores; SIGINT and SIGQUIT, which a shell ignores for what runs in the
 * background; and the signals of job control.
 */
void LaunchState_ResetSignals(void);

/** Raises the limits of descriptors and of the stack as far as is allowed, and gives threads at least 1 MiB of stack. */
void LaunchState_RaiseLimits(void);

#ifdef __cplusplus
}
#endif

#endif
