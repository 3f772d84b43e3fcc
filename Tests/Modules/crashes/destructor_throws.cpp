// A static object of it throws out of its destructor, when the process ends.
#include <stdexcept>

#include "module.hpp"

namespace {
struct Cache {
    ~Cache() noexcept(false) {
        throw std::runtime_error("no more tea");
    }
};

Cache cache;
} // namespace

static void boom() {}
