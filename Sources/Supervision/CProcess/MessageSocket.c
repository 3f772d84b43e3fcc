#define _GNU_SOURCE
#include "MessageSocket.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

/* Room for one descriptor, aligned as the system wants it. */
union Ancillary {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
};

int MessageSocket_MakePair(int ends[2]) {
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0 ? 0 : errno;
}

int MessageSocket_Send(int fd, const void *bytes, size_t count, int descriptor) {
    struct iovec part = {(void *)bytes, count};
    struct msghdr message;
    union Ancillary ancillary;
    memset(&message, 0, sizeof message);
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (descriptor >= 0) {
        memset(&ancillary, 0, sizeof ancillary);
        message.msg_control = &ancillary;
        message.msg_controllen = sizeof ancillary.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof descriptor);
        memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    }
    ssize_t sent;
    do {
        sent = sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? errno : 0;
}

/* Whether the other end is closed: a message without bytes looks like the end otherwise. */
static bool hasEnded(int fd) {
    struct pollfd state = {.fd = fd, .events = POLLRDHUP};
    return poll(&state, 1, 0) > 0 && (state.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

/*
 * Whether the next message brings descriptors. To receive it without room for them has the system close them on this thread,
 * and the close of a socket with SO_LINGER waits for its client. A look at the message leaves them where they are.
 */
static ssize_t findDescriptors(int fd, bool *isFound) {
    char byte;
    struct iovec part = {&byte, sizeof byte};
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    ssize_t count;
    do {
        count = recvmsg(fd, &message, MSG_DONTWAIT | MSG_PEEK);
    } while (count < 0 && (errno == EINTR || errno == ECONNRESET));
    *isFound = count >= 0 && (message.msg_flags & MSG_CTRUNC) != 0;
    return count;
}

ssize_t MessageSocket_Receive(int fd, void *bytes, size_t capacity, int *descriptor, bool *isWhole) {
    struct iovec part = {bytes, capacity};
    struct msghdr message;
    union Ancillary ancillary;
    if (descriptor == NULL) {
        bool isFound;
        if (findDescriptors(fd, &isFound) < 0) return -1;
        if (isFound) {
            errno = EPROTO;
            return -1;
        }
    }
    memset(&message, 0, sizeof message);
    memset(&ancillary, 0, sizeof ancillary);
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (descriptor != NULL) {
        *descriptor = -1;
        message.msg_control = &ancillary;
        /* Without the padding, in which a second descriptor would have room. */
        message.msg_controllen = CMSG_LEN(sizeof *descriptor);
    }
    ssize_t count;
    do {
        count = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        /* An end that was closed before it had read everything is said once, before what it had sent. */
    } while (count < 0 && (errno == EINTR || errno == ECONNRESET));
    if (count < 0) return count;
    if (count == 0 && !hasEnded(fd)) {
        errno = EBADMSG;
        return -1;
    }
    *isWhole = (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
    struct cmsghdr *header = descriptor == NULL ? NULL : CMSG_FIRSTHDR(&message);
    if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS
        && header->cmsg_len == CMSG_LEN(sizeof *descriptor)) {
        memcpy(descriptor, CMSG_DATA(header), sizeof *descriptor);
    }
    return count;
}

int SealedFile_Make(const char *name, const void *bytes, size_t count) {
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -1;
    size_t done = 0;
    while (done < count) {
        ssize_t written = write(fd, (const char *)bytes + done, count - done);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) break;
        done += (size_t)written;
    }
    if (done == count && fcntl(fd, F_ADD_SEALS, SEALS) == 0) return fd;
    int code = errno;
    close(fd);
    errno = code;
    return -1;
}

ssize_t SealedFile_Size(int fd) {
    struct stat status;
    int seals = fcntl(fd, F_GET_SEALS);
    if (seals < 0 || (seals & SEALS) != SEALS || fstat(fd, &status) != 0) {
        errno = EINVAL;
        return -1;
    }
    return (ssize_t)status.st_size;
}
