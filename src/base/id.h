// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

/// Ids that cannot be mixed up: a `GroupId` where a `FolderId` belongs does not compile.
namespace gatehouse {

/// A number that counts from 1 (within a Space, unless its kind says otherwise) and is never given out twice. 0 is "none yet".
/// Stays below 2^24, because the official Go SDK reads JSON numbers into 32-bit floats.
template <class Kind>
struct Id {
    std::int64_t number = 0;

    friend auto operator<=>(Id, Id) = default;
};

/// An id whose text has no order or meaning, such as a UUID.
template <class Kind>
struct TextId {
    std::string text;

    friend auto operator<=>(TextId const&, TextId const&) = default;
};

}  // namespace gatehouse

template <class Kind>
struct std::hash<gatehouse::Id<Kind>> {
    std::size_t operator()(gatehouse::Id<Kind> id) const noexcept { return std::hash<std::int64_t>{}(id.number); }
};
template <class Kind>
struct std::hash<gatehouse::TextId<Kind>> {
    std::size_t operator()(gatehouse::TextId<Kind> const& id) const noexcept { return std::hash<std::string>{}(id.text); }
};
