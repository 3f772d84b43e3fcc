// A variable in an inline function: g++ makes it one for the whole process.
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_CXX, "");

template <class Value>
struct Counter {
    static Value &shared() {
        static Value value;
        return value;
    }
};

extern "C" int RegisterModule(unsigned, void *, void *) {
    return Counter<int>::shared()++;
}
