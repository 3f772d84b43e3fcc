// Lets an exception escape.
#include "module.hpp"

static void boom() {
    throw std::runtime_error("no more tea");
}
