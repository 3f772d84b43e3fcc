/*
 * System calls of Linux for an event loop that the C library's own module does not show to Swift. The headers themselves are
 * included in CEvents.c only: some of their types would be declared a second time.
 *
 * Functions that fail give the negative of an errno value.
 */
#ifndef CEVENTS_H
#define CEVENTS_H

#include <stddef.h>
#include <stdint.h>

/** What a descriptor is ready for, or watched for: EPOLLIN and so on. */
enum {
    CEventReadable = 0x001,
    CEventWritable = 0x004,
    CEventError = 0x008,
    CEventHangUp = 0x010,
    CEventInputEnded = 0x2000,
    /** Each change is told once. */
    CEventEdge = 1 << 30
};

/** An event: what the descriptor is ready for, and the data it was watched with. */
struct CEvent {
    uint32_t readiness;
    uint64_t data;
};

/** Makes an epoll instance. */
int CEvents_MakePoller(void);

/** Watches a descriptor, changes what it is watched for, or (`mask` of 0 and `data` of 0) watches it no longer. 0 or an error. */
int CEvents_Add(int poller, int descriptor, uint32_t mask, uint64_t data);
int CEvents_Change(int poller, int descriptor, uint32_t mask, uint64_t data);
int CEvents_Remove(int poller, int descriptor);

/** Waits `milliseconds` at most, without a limit if they are negative. Fills `events` and gives their number; 0 for an error. */
int CEvents_Wait(int poller, struct CEvent *events, int capacity, int milliseconds);

/** Makes a counter that can be watched: eventfd(2). */
int CEvents_MakeCounter(void);

/**
 * Accepts a connection whose descriptor does not block and is closed by exec. `address`, with room for `size` bytes, gets the
 * address of the client.
 */
int CEvents_Accept(int listener, void *address, size_t size);

/** Sends `count` bytes of a file from `offset` on. How many went out. */
long CEvents_SendFile(int socket, int file, int64_t offset, size_t count);

/** Notes from now on whether the process forks. Called as often as one likes. */
void CEvents_WatchForks(void);

/** Whether the process has forked since, so that another may hold its sockets. */
int CEvents_HasForked(void);

#endif
