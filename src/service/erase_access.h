// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/grant.h"
#include "service/context.h"

namespace gatehouse::service {

/// Erases every grant and every role grant on `object`. Whoever deletes an object does this first, in the same commit: a fact that names
/// what is not there would come back to life with the next object of that name.
Result<void> erase_access_to(Write& write, ObjectRef const& object);

/// The same for a subject that goes.
Result<void> erase_access_of(Write& write, SubjectRef subject);

}  // namespace gatehouse::service
