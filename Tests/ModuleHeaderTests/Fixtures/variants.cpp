#include "variants.h"
