# Modules for the HTTP server modhost, in C and C++:
#
#   find_package(modhost REQUIRED)
#   modhost_add_module(hello hello.c)
#
# builds hello.so. The target modhost::headers alone has the folders of the headers.

get_filename_component(modhost_PREFIX "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(modhost_INCLUDE_DIR "${modhost_PREFIX}/include/modhost")
if(NOT EXISTS "${modhost_INCLUDE_DIR}/httpserv.h")
    set(modhost_FOUND FALSE)
    set(modhost_NOT_FOUND_MESSAGE "${modhost_INCLUDE_DIR}/httpserv.h is missing; install modhost again")
    return()
endif()

if(NOT TARGET modhost::headers)
    add_library(modhost::headers INTERFACE IMPORTED)
    set_target_properties(modhost::headers PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES "${modhost_INCLUDE_DIR};${modhost_INCLUDE_DIR}/windows")
endif()

# modhost_add_module(NAME SOURCE...): the target NAME, which builds NAME.so with the flags of `modhost build`.
function(modhost_add_module name)
    add_library(${name} MODULE ${ARGN})
    target_link_libraries(${name} PRIVATE modhost::headers)
    set_target_properties(${name} PROPERTIES
        PREFIX "" SUFFIX ".so" POSITION_INDEPENDENT_CODE ON VISIBILITY_INLINES_HIDDEN ON)
    # The report of a crash can then name functions.
    target_compile_options(${name} PRIVATE -fno-omit-frame-pointer
        $<$<COMPILE_LANGUAGE:CXX>:-Wno-delete-non-virtual-dtor>)
    # Without it two modules with one inline variable share it.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-gnu-unique>)
    endif()
    target_link_options(${name} PRIVATE -Wl,--build-id=sha1 -Wl,-z,noexecstack -Wl,-z,defs)
endfunction()
