// How the guard catches what a module throws. For the sources of the guard only.

#ifndef CMODULEBORDER_GUARDED_HPP
#define CMODULEBORDER_GUARDED_HPP

#include "include/ModuleGuard.h"

#include <exception>

namespace Guarded {

/// What ModuleGuard_LastFault answers.
extern thread_local ModuleFault lastFault;

/// Describes the exception that is being handled in `lastFault`; `what` is its text.
void describe(const char *what) noexcept;

/// Runs a call into a module; what it throws is described in `lastFault`, and `otherwise` is the answer.
template <typename Result, typename Call>
inline Result guarded(int32_t *thrown, Result otherwise, Call call) noexcept {
    try {
        return call();
    } catch (const std::exception &error) {
        *thrown = 1;
        describe(error.what());
    } catch (const char *text) {
        *thrown = 1;
        describe(text != nullptr ? text : "");
    } catch (...) {
        *thrown = 1;
        describe("");
    }
    return otherwise;
}

/// The function in a slot of the table that the object's first word points to.
template <typename Function>
inline Function *function(void *object, uint32_t slot) {
    return reinterpret_cast<Function *>((*static_cast<void *const *const *>(object))[slot]);
}

} // namespace Guarded

#endif
