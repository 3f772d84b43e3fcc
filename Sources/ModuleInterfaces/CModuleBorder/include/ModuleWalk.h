// The calls that each walk makes into each module: GetHttpModule, a notification, Dispose. Guarded like those in ModuleGuard.h,
// and with the breadcrumb around each.
//
// In C++ and in one place, because a server may have a hundred modules: what is done here is done once for each of them in
// each exchange, and Swift would retain what it looks at and check each access.

#ifndef CMODULEBORDER_MODULEWALK_H
#define CMODULEBORDER_MODULEWALK_H

#include "HostCell.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a walk knows of a module. One for each module of a worker, at its place in the list.
typedef struct WalkModule {
    /// Its IHttpModuleFactory; NULL if it has none.
    void *factory;
    /// A table of its objects and the slots that it fills, one bit each: nearly every module has one table for all its
    /// objects, and only the first is remembered. Both are atomic, and 0 until they are known.
    const void *knownTable;
    uint64_t knownSlots;
} WalkModule;

/// One notification for one module. Immutable, and shared by all exchanges.
typedef struct WalkCall {
    /// The place of the module in the list.
    uint32_t module;
    /// The slot of CHttpModule, and its bit in a set of slots.
    uint32_t slot;
    uint64_t slotBit;
    /// What the breadcrumb says: the RQ_ bit, and BreadcrumbIsPost or 0.
    uint32_t notification;
    uint32_t flags;
    /// Which provider the module gets: its cell, counted from `providers` of the walk.
    uint64_t provider;
} WalkCall;

/// The object that a module has made for an exchange.
typedef struct WalkInstance {
    /// NULL if there is none.
    void *module;
    /// The slots that its table fills, one bit each.
    uint64_t slots;
    /// Those of them that DisableNotifications has not switched off.
    uint64_t enabled;
    /// The place of the module that made its object before this one.
    uint32_t previous;
    /// Its GetHttpModule gave no object; it is not asked again in this exchange.
    uint32_t hasFailed;
} WalkInstance;

/// `last` and `previous` where there is none.
static const uint32_t ModuleWalk_None = 0xFFFFFFFF;

/// What all calls of one exchange have in common. Used only by the thread that has the exchange.
typedef struct ModuleWalk {
    WalkModule *modules;
    /// As many as there are modules.
    WalkInstance *instances;
    /// The host objects that the modules get.
    HostCell *context;
    HostCell *allocator;
    HostCell *providers;
    /// The number of the exchange, for the breadcrumb.
    uint64_t exchange;
    /// The place of the module that made its object last.
    uint32_t last;
} ModuleWalk;

/// How a call went.
enum {
    /// The answer is the module's, or CONTINUE if it was not to be called.
    ModuleWalk_Answered,
    /// The notification threw.
    ModuleWalk_Threw,
    /// GetHttpModule threw, or gave no object: the answer is its HRESULT.
    ModuleWalk_FactoryThrew,
    ModuleWalk_NoInstance,
    /// The table of the object has no entry for the notification: the answer is CONTINUE.
    ModuleWalk_NoEntry,
};

/// What came of a call, in one register.
typedef struct WalkAnswer {
    uint32_t value;
    uint32_t outcome;
} WalkAnswer;

/// Has the module at that place make its object for the exchange, unless there is one.
WalkAnswer ModuleWalk_MakeInstance(ModuleWalk *walk, uint32_t module);

/// Delivers a notification to its module, if that answers and has not disabled it. Asks it for its object first.
WalkAnswer ModuleWalk_Deliver(ModuleWalk *walk, const WalkCall *call);

/// Disposes of the objects, the last one made first. One whose table has no Dispose is left alone.
/// Returns ModuleWalk_None when all are gone. If one threw, it is the place of its module: report that and go on.
uint32_t ModuleWalk_Dispose(ModuleWalk *walk);

#ifdef __cplusplus
}
#endif

#endif
