// SPDX-License-Identifier: Apache-2.0
#include "service/expiry.h"

#include "service/groups.h"
#include "store/grants.h"
#include "store/groups.h"
#include "store/record.h"

namespace gatehouse::service {

Result<void> require_future(Read& read, std::optional<Timestamp> expires_at) {
    if (!expires_at || *expires_at > read.now) return {};
    return invalid("expires_at: must lie in the future");
}

Result<void> end_expired(Write& write) {
    for (auto const& grant : TRY(store::expired_grants(write.session, write.now))) TRY(store::erase(write.tx, grant));
    for (auto const& membership : TRY(store::expired_memberships(write.session, write.now))) {
        auto const ended = end_membership(write, membership);
        if (ended) continue;
        if (ended.error().kind != ErrorKind::conflict) return ended.error();
        auto stays = membership;
        stays.expires_at.reset();
        TRY(store::update(write.tx, membership, stays));
    }
    return {};
}

}  // namespace gatehouse::service
