// SPDX-License-Identifier: Apache-2.0
#include "service/erase_access.h"

#include "store/grants.h"
#include "store/record.h"
#include "store/roles.h"

namespace gatehouse::service {

Result<void> erase_access_to(Write& write, ObjectRef const& object) {
    for (auto const& grant : TRY(store::grants_on(write.session, object))) TRY(store::erase(write.tx, grant));
    for (auto const& grant : TRY(store::role_grants_on(write.session, object))) TRY(store::erase(write.tx, grant));
    return {};
}

Result<void> erase_access_of(Write& write, SubjectRef subject) {
    for (auto const& grant : TRY(store::all_grants_of(write.session, subject))) TRY(store::erase(write.tx, grant));
    for (auto const& grant : TRY(store::role_grants_of(write.session, subject))) TRY(store::erase(write.tx, grant));
    return {};
}

}  // namespace gatehouse::service
