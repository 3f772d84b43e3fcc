/*
 * This header is about sockets between two processes of one program that keep the borders of messages and carry descriptors,
 * and about files without a name that can no longer be changed. Swift has no names for what they need.
 */
#ifndef MESSAGESOCKET_H
#define MESSAGESOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Makes two sockets that are connected with each other (SOCK_SEQPACKET), close-on-exec and non-blocking. Returns 0 or an
 *  errno value. */
int MessageSocket_MakePair(int ends[2]);

/**
 * Sends `count` bytes as one message, with `descriptor` unless that is -1, which stays the caller's. Never waits, and no signal
 * comes if the other end is closed. Returns 0 or an errno value.
 */
int MessageSocket_Send(int fd, const void *bytes, size_t count, int descriptor);

/**
 * Takes one message, whatever it holds. Never waits, not even for the close of what a message brings.
 *
 * `isWhole` tells whether the message had no more than `capacity` bytes and no descriptor but the one that was asked for.
 * `descriptor`, if not null, is set to one that came with it, close-on-exec and the caller's, or to -1. Without it a message with
 * descriptors stays where it is, and nothing can be received any more. Returns the number of bytes, 0 if the other end is closed,
 * or -1 with errno, which is EBADMSG for a message without bytes, and EPROTO for one with descriptors that stays.
 */
ssize_t MessageSocket_Receive(int fd, void *bytes, size_t capacity, int *descriptor, bool *isWhole);

/** Makes a file in memory with these bytes, sealed: it cannot be changed. Close-on-exec. Returns it, or -1 with errno. */
int SealedFile_Make(const char *name, const void *bytes, size_t count);

/** The size of such a file; -1 with errno EINVAL if it is another kind of file, or could still change. */
ssize_t SealedFile_Size(int fd);

#ifdef __cplusplus
}
#endif

#endif
