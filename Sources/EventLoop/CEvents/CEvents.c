#define _GNU_SOURCE
#include "CEvents.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

_Static_assert(CEventReadable == EPOLLIN && CEventWritable == EPOLLOUT, "readiness is epoll's");
_Static_assert(CEventError == EPOLLERR && CEventHangUp == EPOLLHUP, "readiness is epoll's");
_Static_assert(CEventInputEnded == EPOLLRDHUP, "readiness is epoll's");

/* Taken from the system in one go, and copied: its struct is packed. */
enum {
    Batch = 512
};

int CEvents_MakePoller(void) {
    int poller = epoll_create1(EPOLL_CLOEXEC);
    return poller >= 0 ? poller : -errno;
}

static int control(int poller, int operation, int descriptor, uint32_t mask, uint64_t data) {
    struct epoll_event event = {.events = mask & ~(uint32_t)CEventEdge, .data.u64 = data};
    if (mask & CEventEdge) event.events |= EPOLLET;
    return epoll_ctl(poller, operation, descriptor, &event) == 0 ? 0 : -errno;
}

int CEvents_Add(int poller, int descriptor, uint32_t mask, uint64_t data) {
    return control(poller, EPOLL_CTL_ADD, descriptor, mask, data);
}

int CEvents_Change(int poller, int descriptor, uint32_t mask, uint64_t data) {
    return control(poller, EPOLL_CTL_MOD, descriptor, mask, data);
}

int CEvents_Remove(int poller, int descriptor) {
    return control(poller, EPOLL_CTL_DEL, descriptor, 0, 0);
}

int CEvents_Wait(int poller, struct CEvent *events, int capacity, int milliseconds) {
    struct epoll_event found[Batch];
    int count = epoll_wait(poller, found, capacity < Batch ? capacity : Batch, milliseconds);
    for (int index = 0; index < count; index++)
        events[index] = (struct CEvent){.readiness = found[index].events, .data = found[index].data.u64};
    return count > 0 ? count : 0;
}

int CEvents_MakeCounter(void) {
    int counter = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return counter >= 0 ? counter : -errno;
}

int CEvents_Accept(int listener, void *address, size_t size) {
    socklen_t length = (socklen_t)size;
    int accepted = accept4(listener, address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    return accepted >= 0 ? accepted : -errno;
}

long CEvents_SendFile(int socket, int file, int64_t offset, size_t count) {
    off_t position = offset;
    ssize_t sent = sendfile(socket, file, &position, count);
    return sent >= 0 ? sent : -errno;
}

static atomic_int hasForked;
static pthread_once_t isWatching = PTHREAD_ONCE_INIT;

static void noteFork(void) {
    atomic_store_explicit(&hasForked, 1, memory_order_relaxed);
}

static void watch(void) {
    pthread_atfork(noteFork, NULL, NULL);
}

void CEvents_WatchForks(void) {
    pthread_once(&isWatching, watch);
}

int CEvents_HasForked(void) {
    return atomic_load_explicit(&hasForked, memory_order_relaxed);
}
