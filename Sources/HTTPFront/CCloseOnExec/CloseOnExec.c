#define _GNU_SOURCE
#include "CCloseOnExec.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define HIDDEN __attribute__((visibility("hidden")))

/* accept4(2), whose flags are taken further by one. */
HIDDEN int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags) {
    return (int)syscall(SYS_accept4, fd, address, length, flags | SOCK_CLOEXEC);
}

/* epoll_create(2), whose argument has had no meaning since Linux 2.6.8. */
HIDDEN int epoll_create(int size) {
    (void)size;
    return epoll_create1(EPOLL_CLOEXEC);
}

const void *const CCloseOnExec_Calls[2] = {(const void *)accept4, (const void *)epoll_create};
