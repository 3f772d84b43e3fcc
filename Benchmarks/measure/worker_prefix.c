/*
 * worker_prefix.c - preloaded into modhost's supervisor, puts a command before the one that starts a worker.
 *
 * The supervisor watches its worker by a pidfd, which valgrind 3.19 does not know, so it cannot run under valgrind
 * itself. It takes no part in a request either; the worker does, and runs under whatever WORKER_PREFIX says, one word a
 * line. Builds before 2026-11-30 start workers with posix_spawn, later ones with execveat.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    most_words = 256
};

struct command {
    char *words[most_words + 1];
    char *variables[most_words + 1];
};

/* The command for a worker whose program is at `path`; 0 if it is no worker, or is to have no prefix. */
static int prefixed(struct command *command, const char *path, char *const arguments[], char *const environment[]) {
    const char *prefix = getenv("WORKER_PREFIX");
    if (prefix == NULL || arguments[1] == NULL || strcmp(arguments[1], "worker") != 0) {
        return 0;
    }
    int word_count = 0, variable_count = 0;
    char *rest;
    /* Never freed: a worker is started a few times at most. */
    char *copy = strdup(prefix);
    for (char *word = strtok_r(copy, "\n", &rest); word != NULL && word_count < most_words / 4;
         word = strtok_r(NULL, "\n", &rest)) {
        command->words[word_count++] = word;
    }
    command->words[word_count++] = strdup(path);
    for (int i = 1; arguments[i] != NULL && word_count < most_words; i++) {
        command->words[word_count++] = arguments[i];
    }
    command->words[word_count] = NULL;
    for (int i = 0; environment[i] != NULL && variable_count < most_words; i++) {
        if (strncmp(environment[i], "LD_PRELOAD=", 11) != 0) {
            command->variables[variable_count++] = environment[i];
        }
    }
    command->variables[variable_count] = NULL;
    return 1;
}

typedef int spawn_function(
    pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const[], char *const[]);

int posix_spawn(
    pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
    char *const arguments[], char *const environment[]) {
    struct command command;
    if (!prefixed(&command, path, arguments, environment)) {
        spawn_function *spawn = (spawn_function *)dlsym(RTLD_NEXT, "posix_spawn");
        return spawn(pid, path, actions, attributes, arguments, environment);
    }
    spawn_function *spawn = (spawn_function *)dlsym(RTLD_NEXT, "posix_spawnp");
    return spawn(pid, command.words[0], actions, attributes, command.words, command.variables);
}

typedef int exec_function(int, const char *, char *const[], char *const[], int);

int execveat(int program, const char *path, char *const arguments[], char *const environment[], int flags) {
    char link[64], file[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", program);
    ssize_t length = readlink(link, file, sizeof file - 1);
    struct command command;
    if (length <= 0 || (file[length] = '\0', !prefixed(&command, file, arguments, environment))) {
        exec_function *exec = (exec_function *)dlsym(RTLD_NEXT, "execveat");
        return exec(program, path, arguments, environment, flags);
    }
    return execvpe(command.words[0], command.words, command.variables);
}
