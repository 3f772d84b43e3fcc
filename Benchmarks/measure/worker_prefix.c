/*
 * worker_prefix.c - preloaded into modhost's supervisor, puts a command before the one that starts a worker.
 *
 * The supervisor watches its worker by a pidfd, which valgrind 3.19 does not know, so it cannot run under valgrind
 * itself. It takes no part in a request either; the worker does, and runs under whatever WORKER_PREFIX says, one word a
 * line.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>

enum {
    most_words = 256
};

typedef int spawn_function(
    pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const[], char *const[]);

int posix_spawn(
    pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
    char *const arguments[], char *const environment[]) {
    const char *prefix = getenv("WORKER_PREFIX");
    if (prefix == NULL || arguments[1] == NULL || strcmp(arguments[1], "worker") != 0) {
        spawn_function *spawn = (spawn_function *)dlsym(RTLD_NEXT, "posix_spawn");
        return spawn(pid, path, actions, attributes, arguments, environment);
    }

    char *words[most_words + 1], *variables[most_words + 1], *rest;
    int word_count = 0, variable_count = 0;
    char *copy = strdup(prefix);
    for (char *word = strtok_r(copy, "\n", &rest); word != NULL && word_count < most_words / 4;
         word = strtok_r(NULL, "\n", &rest)) {
        words[word_count++] = word;
    }
    words[word_count++] = (char *)path;
    for (int i = 1; arguments[i] != NULL && word_count < most_words; i++) {
        words[word_count++] = arguments[i];
    }
    words[word_count] = NULL;
    for (int i = 0; environment[i] != NULL && variable_count < most_words; i++) {
        if (strncmp(environment[i], "LD_PRELOAD=", 11) != 0) {
            variables[variable_count++] = environment[i];
        }
    }
    variables[variable_count] = NULL;

    spawn_function *spawn = (spawn_function *)dlsym(RTLD_NEXT, "posix_spawnp");
    int result = spawn(pid, words[0], actions, attributes, words, variables);
    free(copy);
    return result;
}
