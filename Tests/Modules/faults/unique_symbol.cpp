// A variable in an inline function: g++ makes it one for the whole process.
#include "note.h"

NOTE(1, 0, 4, 2, "");

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
