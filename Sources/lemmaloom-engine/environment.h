/* Whether an elaboration has added to the environment. Lean notes in it which modules were used,
 * and makes a new one for nearly every term; no elaboration reads these notes. */
#pragma once
#include "lean_object.h"

/* Whether `now` says the same as `before`, but for these notes. Both borrowed. */
bool environment_is_same(obj now, obj before);
