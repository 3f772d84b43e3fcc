#define _GNU_SOURCE
#include "CSharedPage.h"
#include "ProcessSignals.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#define ALTERNATE_STACK_SIZE (64u * 1024u)
#define GUARD_SIZE 4096u

static const int crashSignals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
#define CRASH_SIGNAL_COUNT (sizeof crashSignals / sizeof crashSignals[0])

static SharedPage *crashPage;
/* Not the page's own field: a process that a module forks has no page. */
static pid_t crashOwner;

typedef struct ThreadStacks {
    void *alternate; /* with its guard page; null until prepared */
    uintptr_t low;   /* bounds of the normal stack; 0, 0 if not known */
    uintptr_t high;
} ThreadStacks;

static __thread ThreadStacks threadStacks __attribute__((tls_model("initial-exec")));

typedef struct MachineState {
    uintptr_t pc, fp, sp;
} MachineState;

static MachineState machineState(const ucontext_t *context) {
    MachineState state = {0, 0, 0};
#if defined(__x86_64__)
    state.pc = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
    state.fp = (uintptr_t)context->uc_mcontext.gregs[REG_RBP];
    state.sp = (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
    state.pc = (uintptr_t)context->uc_mcontext.pc;
    state.fp = (uintptr_t)context->uc_mcontext.regs[29];
    state.sp = (uintptr_t)context->uc_mcontext.sp;
#else
    (void)context;
#endif
    return state;
}

static void recordPC(CrashRecord *record, uintptr_t pc) {
    uint32_t count = record->pcCount;
    if (count >= CRASH_RECORD_PC_LIMIT) return;
    record->pcs[count] = pc;
    __atomic_store_n(&record->pcCount, count + 1, __ATOMIC_RELEASE);
}

/* Code built without frame pointers leaves any value in fp, so each step must lie on this thread's stack and go up. */
static void recordFrames(CrashRecord *record, MachineState state) {
    uintptr_t low = threadStacks.low, high = threadStacks.high;
    if (high == 0) return;
    if (state.sp > low && state.sp < high) low = state.sp;
    uintptr_t fp = state.fp;
    for (int step = 1; step < CRASH_RECORD_PC_LIMIT; step++) {
        if (fp % sizeof(uintptr_t) != 0 || fp < low || fp > high - 2 * sizeof(uintptr_t)) return;
        const uintptr_t *frame = (const uintptr_t *)fp;
        if (frame[1] == 0) return;
        recordPC(record, frame[1]);
        low = fp + 1;
        fp = frame[0];
    }
}

/* What is known for sure comes first and is marked complete: a fault while the frames are walked ends the process. */
static void recordCrash(SharedPage *page, int signal, const siginfo_t *info, const ucontext_t *context) {
    CrashRecord *record = &page->crash;
    uint32_t none = 0;
    if (!__atomic_compare_exchange_n(&record->state, &none, 1, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        /* Another thread crashed first and is about to end the process; its account is the one that counts. */
        struct timespec wait = {1, 0};
        nanosleep(&wait, NULL);
        return;
    }
    BreadcrumbSlot *slot = Breadcrumb_Current();
    BreadcrumbSlot *first = SharedPage_Slot(page, 0);
    int wasSent = info->si_code <= 0;
    record->signal = signal;
    record->code = info->si_code;
    record->senderPID = wasSent ? info->si_pid : 0;
    record->faultAddress = wasSent ? 0 : (uint64_t)(uintptr_t)info->si_addr;
    record->threadID = (uint32_t)syscall(SYS_gettid);
    record->slotIndex = slot != NULL ? (uint32_t)(slot - first) : SharedPageNoSlot;
    MachineState state = machineState(context);
    recordPC(record, state.pc);
    __atomic_store_n(&record->state, 2, __ATOMIC_RELEASE);
    recordFrames(record, state);
}

/* The host notes on the page that a call of a module has returned. A process that a module forked has no page there. */
static void endIfBackInHost(int signal, const siginfo_t *info) {
    uintptr_t offset = (uintptr_t)info->si_addr - (uintptr_t)crashPage;
    if (signal != SIGSEGV || info->si_code <= 0 || offset >= SharedPage_Size()) return;
    static const char sentence[] = "modhost: a process that a module forked came back into the host and is ended; a "
                                   "module must not move itself to "
                                   "the background (daemon), and what it forks must end by exec or _exit.\n";
    /* A module may have closed standard error, and its number may be a client's by now: that one is not written to. */
    int domain = AF_UNIX;
    socklen_t length = sizeof domain;
    /* A socket of the system's log is a local one, and what is no socket has no domain. */
    getsockopt(STDERR_FILENO, SOL_SOCKET, SO_DOMAIN, &domain, &length);
    if (domain == AF_UNIX) {
        ssize_t ignored = write(STDERR_FILENO, sentence, sizeof sentence - 1);
        (void)ignored;
    }
    _exit(1);
}

static void handleCrash(int signal, siginfo_t *info, void *context) {
    int error = errno;
    SharedPage *page = crashPage;
    pid_t process = getpid();
    if (process != crashOwner) {
        /* It has the same memory, but its crash is not the worker's. */
        endIfBackInHost(signal, info);
    } else if (page != NULL) {
        recordCrash(page, signal, info, context);
    }
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, NULL);
    /* Pending until this handler returns; then the default action, with the account of the first time. */
    if (syscall(SYS_rt_tgsigqueueinfo, process, (pid_t)syscall(SYS_gettid), signal, info) != 0) {
        syscall(SYS_tgkill, process, (pid_t)syscall(SYS_gettid), signal);
    }
    errno = error;
}

int CrashHandler_Install(SharedPage *page) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handleCrash;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (size_t index = 0; index < CRASH_SIGNAL_COUNT; index++)
        sigaddset(&action.sa_mask, crashSignals[index]);
    crashPage = page;
    crashOwner = getpid();
    for (size_t index = 0; index < CRASH_SIGNAL_COUNT; index++) {
        if (sigaction(crashSignals[index], &action, NULL) != 0) return errno;
    }
    return 0;
}

bool CrashHandler_Catches(int signal) {
    for (size_t index = 0; index < CRASH_SIGNAL_COUNT; index++) {
        if (crashSignals[index] == signal) return true;
    }
    return false;
}

bool CrashHandler_IsInstalled(int signal) {
    return ProcessSignals_Handler(signal) == (void *)handleCrash;
}

static void noteStackBounds(void) {
    pthread_attr_t attributes;
    void *address = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
    if (pthread_attr_getstack(&attributes, &address, &size) == 0) {
        threadStacks.low = (uintptr_t)address;
        threadStacks.high = (uintptr_t)address + size;
    }
    pthread_attr_destroy(&attributes);
}

int CrashHandler_PrepareThread(void) {
    if (threadStacks.alternate != NULL) return 0;
    void *memory = mmap(
        NULL, GUARD_SIZE + ALTERNATE_STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1,
        0);
    if (memory == MAP_FAILED) return errno;
    stack_t stack;
    memset(&stack, 0, sizeof stack);
    stack.ss_sp = (char *)memory + GUARD_SIZE;
    stack.ss_size = ALTERNATE_STACK_SIZE;
    if (mprotect(memory, GUARD_SIZE, PROT_NONE) != 0 || sigaltstack(&stack, NULL) != 0) {
        int error = errno;
        munmap(memory, GUARD_SIZE + ALTERNATE_STACK_SIZE);
        return error;
    }
    threadStacks.alternate = memory;
    noteStackBounds();
    return 0;
}

void CrashHandler_ReleaseThread(void) {
    if (threadStacks.alternate == NULL) return;
    stack_t stack;
    memset(&stack, 0, sizeof stack);
    stack.ss_flags = SS_DISABLE;
    sigaltstack(&stack, NULL);
    munmap(threadStacks.alternate, GUARD_SIZE + ALTERNATE_STACK_SIZE);
    threadStacks.alternate = NULL;
    threadStacks.low = threadStacks.high = 0;
}
