// What a module does to objects of the host: it looks for a derived interface with dynamic_cast. The objects here are
// built as the host builds them: a table of C functions, before it the two words of a C++ table.
#define MODHOST_NO_NOTE
#include <httpserv.h>

#include <cstdio>

#include "type_infos.h"

namespace {

struct HostTable {
    std::ptrdiff_t offsetToTop;
    const void *typeInfo;
    void (*slots[64])();
};

struct HostObject {
    const void *table;
};

template <class Interface> Interface *make(const void *typeInfo) {
    HostTable *table = new HostTable();
    table->typeInfo = typeInfo;
    return reinterpret_cast<Interface *>(new HostObject{table->slots});
}

int failures = 0;

void expect(bool condition, const char *what) {
    if (!condition) {
        failures += 1;
        std::printf("%s\n", what);
    }
}

} // namespace

int main() {
    IHttpContext *context = make<IHttpContext>(modhost_type_info_IHttpContext4());
    expect(static_cast<void *>(dynamic_cast<IHttpContext2 *>(context)) == context, "context to IHttpContext2");
    expect(static_cast<void *>(dynamic_cast<IHttpContext4 *>(context)) == context, "context to IHttpContext4");

    IHttpEventProvider *provider = make<IHttpEventProvider>(modhost_type_info_IAuthenticationProvider());
    expect(dynamic_cast<IAuthenticationProvider *>(provider) != nullptr, "provider to its own interface");
    expect(dynamic_cast<IMapHandlerProvider *>(provider) == nullptr, "provider to another interface");

    IHttpModuleContextContainer *container =
        make<IHttpModuleContextContainer>(modhost_type_info_IHttpConnectionModuleContextContainer());
    expect(dynamic_cast<IHttpConnectionModuleContextContainer *>(container) != nullptr, "container of a connection");
    expect(dynamic_cast<IDispensedHttpModuleContextContainer *>(container) == nullptr, "container, its sibling");

    std::printf("%d failures\n", failures);
    return failures != 0;
}
