/*
 * settings.h - the numbers of the worker process framework.
 *
 * Some names are ordinary words, so httpserv.h leaves this header out; wpframework.h brings it.
 */
#ifndef MODHOST_SETTINGS_H
#define MODHOST_SETTINGS_H

#include "types.h"

#ifndef MODHOST_TEST_HEADERS
#pragma GCC system_header
#endif

/* IWorkerProcessFramework::GetWpfInterface */
#define WPF_CONFIG_API_ID 1u
#define WPF_APPLICATION_INFO_UTIL_ID 2u
#define WPF_SETTINGS_ID 3u
#define WPF_ACTIONS_ID 4u
#define WPF_EXPOSE_PROTOCOL_MANAGER_CUSTOM_INTERFACE_ID 5u
#define WPF_APPLICATION_PRELOAD_INFO_UTIL_ID 6u

/* IWpfSettings, one enumeration for each type of setting. */
typedef enum WPF_SETTINGS_STRING_ENUM {
    CLR_VERSION = 0,
    APP_POOL_NAME = 1,
    APP_HOST_FILE_NAME = 2,
    ROOT_WEB_CONFIG_FILE_NAME = 3,
    CLR_CONFIG_FILE_NAME = 4,
    CLR_VERSION_PATH = 5
} WPF_SETTINGS_STRING_ENUM;

typedef enum WPF_SETTINGS_DWORD_ENUM {
    PERIODIC_RESTART_REQUESTS = 1,
    PERIODIC_RESTART_TIME = 2,
    IDLE_TIMEOUT = 3,
    MANAGED_PIPELINE_MODE = 4,
    THREAD_AFFINITY_POLICY = 5,
    IDLE_TIMEOUT_ACTION = 6
} WPF_SETTINGS_DWORD_ENUM;

typedef enum WPF_SETTINGS_ULONGLONG_ENUM {
    PERIODIC_RESTART_VIRTUAL_MEMORY = 0,
    PERIODIC_RESTART_PRIVATE_MEMORY = 1
} WPF_SETTINGS_ULONGLONG_ENUM;

typedef enum WPF_SETTINGS_BOOL_ENUM {
    ENABLED_CENTRAL_BINARY_LOGGING = 0,
    ENABLED_HOSTABLE_WEB_CORE = 1
} WPF_SETTINGS_BOOL_ENUM;

typedef enum WPF_SETTINGS_HANDLE_ENUM {
    ANONYMOUS_USER_TOKEN = 0
} WPF_SETTINGS_HANDLE_ENUM;

#endif /* MODHOST_SETTINGS_H */
