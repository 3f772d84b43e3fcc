/*
 * This header is about starting a process from a file that is open, which posix_spawn cannot: it takes a path, under which
 * another file may lie by now.
 */
#ifndef PROCESSSPAWN_H
#define PROCESSSPAWN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Opens the file that this process runs, also if another lies under its name by now. Close-on-exec. -1 with errno where no
 *  /proc is mounted. */
int ProcessSpawn_OpenSelf(void);

/** Opens a program to start processes from, and for nothing else, close-on-exec. -1 with errno. */
int ProcessSpawn_OpenProgram(const char *path);

/**
 * Starts a process from `program`, with default signal actions, an empty signal mask, a process group of its own, standard input
 * from /dev/null, and no descriptors but standard output and error and the given ones.
 *
 * `arguments` and `environment` end with null. Descriptor `sources[i]` becomes `targets[i]`, for `count` of them; each source,
 * and `program`, is above all targets, and each target above 2. Sets `pid` and returns 0, or returns an errno value, also if the program cannot
 * be executed.
 */
int ProcessSpawn_Start(
    int program, char *const *arguments, char *const *environment, const int *sources, const int *targets, int count,
    int32_t *pid);

#ifdef __cplusplus
}
#endif

#endif
