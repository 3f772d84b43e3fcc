#define _GNU_SOURCE
#include "ForkedChild.h"
#include "CSharedPage.h"

#include <pthread.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_ADDRESSES 64
#define MAX_DESCRIPTOR 65536

static SharedPage *confinedPage;
static atomic_int lowestDescriptor = 0;
static atomic_int highestDescriptor = -1;

/* Where the worker listens. Its connections have the same local address, which nothing that a module opens has. */
static struct sockaddr_storage addresses[MAX_ADDRESSES];
static int addressCount;

static void noteAddress(int fd) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    memset(&address, 0, sizeof address);
    if (addressCount == MAX_ADDRESSES || getsockname(fd, (struct sockaddr *)&address, &length) != 0) return;
    /* The channel to the supervisor has no name, as every socket pair of a module has none. */
    if (address.ss_family == AF_UNIX && length <= sizeof address.ss_family) return;
    for (int index = 0; index < addressCount; index++) {
        if (memcmp(&addresses[index], &address, sizeof address) == 0) return;
    }
    addresses[addressCount++] = address;
}

/* Addresses differ where the worker listens on all of them; the port does not. */
static int isSame(const struct sockaddr_storage *listening, const struct sockaddr_storage *own) {
    if (listening->ss_family != own->ss_family) return 0;
    if (own->ss_family == AF_INET)
        return ((const struct sockaddr_in *)listening)->sin_port == ((const struct sockaddr_in *)own)->sin_port;
    if (own->ss_family == AF_INET6)
        return ((const struct sockaddr_in6 *)listening)->sin6_port == ((const struct sockaddr_in6 *)own)->sin6_port;
    return memcmp(listening, own, sizeof *own) == 0;
}

/* A client whose worker has ended would otherwise wait for the child's end too. */
static void closeConnections(void) {
    struct rlimit limit;
    int highest =
        getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < MAX_DESCRIPTOR ? (int)limit.rlim_cur : MAX_DESCRIPTOR;
    for (int fd = STDERR_FILENO + 1; fd < highest; fd++) {
        struct sockaddr_storage address;
        socklen_t length = sizeof address;
        memset(&address, 0, sizeof address);
        if (getsockname(fd, (struct sockaddr *)&address, &length) != 0) continue;
        for (int index = 0; index < addressCount; index++) {
            if (!isSame(&addresses[index], &address)) continue;
            close(fd);
            break;
        }
    }
}

static void closeDescriptors(int lowest, int highest) {
    if (lowest > highest || syscall(SYS_close_range, lowest, highest, 0) == 0) return;
    for (int fd = lowest; fd <= highest; fd++)
        close(fd);
}

/* In the child, on its only thread, before fork returns: only what a signal handler may do is allowed here. */
static void confineChild(void) {
    Breadcrumb_SetCurrent(NULL);
    /* The child has not got the page. Nothing else may take its place: the host would write there when it comes back. */
    mmap(confinedPage, SharedPage_Size(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    closeDescriptors(atomic_load(&lowestDescriptor), atomic_load(&highestDescriptor));
    if (addressCount > 0) closeConnections();
}

void ForkedChild_Confine(SharedPage *page, int lowest, int highest) {
    int isFirst = confinedPage == NULL;
    confinedPage = page;
    atomic_store(&lowestDescriptor, lowest);
    atomic_store(&highestDescriptor, highest);
    for (int fd = lowest; fd <= highest; fd++)
        noteAddress(fd);
    madvise(page, SharedPage_Size(), MADV_DONTFORK);
    if (isFirst) pthread_atfork(NULL, NULL, confineChild);
}

void ForkedChild_ForgetBeyond(int last) {
    atomic_store(&highestDescriptor, last);
}
