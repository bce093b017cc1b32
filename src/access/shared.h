// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

/// Counted ownership, for structures that copies share until one of them is written to.
namespace gatehouse::access {

/// Base of what a `Ref` may own. A copy starts with no owners of its own.
class Shared {
public:
    Shared() = default;
    Shared(Shared const&) noexcept {}
    Shared& operator=(Shared const&) noexcept { return *this; }

protected:
    ~Shared() = default;

private:
    template <class T>
    friend class Ref;
    mutable std::atomic<std::uint32_t> owners_{0};
};

/// One of the owners of a T, or nothing. Half the size of a shared_ptr, and `sole()` synchronises with owners on other threads that have
/// let go, which `shared_ptr::use_count()` does not: only so may the last owner write in place.
template <class T>
class Ref {
public:
    Ref() = default;
    explicit Ref(T* owned) noexcept : owned_(owned) { take(); }
    Ref(Ref const& other) noexcept : owned_(other.owned_) { take(); }
    Ref(Ref&& other) noexcept : owned_(std::exchange(other.owned_, nullptr)) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(owned_, other.owned_);
        return *this;
    }
    ~Ref() { release(); }

    explicit operator bool() const { return owned_ != nullptr; }
    T const& operator*() const { return *owned_; }
    T const* operator->() const { return owned_; }

    /// Whether nobody else can see the T. Holds until this Ref is copied.
    bool sole() const { return owned_ && owned_->owners_.load(std::memory_order_acquire) == 1; }

    /// The T without looking who else owns it: only after `sole()`.
    T& sole_owned() { return *owned_; }

    /// A T that nobody else sees: the same one if this is the only owner, else a copy; a new one if there is none.
    T& edit() {
        if (!owned_)
            *this = Ref(new T());
        else if (!sole())
            *this = Ref(new T(*owned_));
        return *owned_;
    }

private:
    void take() const noexcept {
        if (owned_) owned_->owners_.fetch_add(1, std::memory_order_relaxed);
    }
    void release() noexcept {
        if (!owned_ || owned_->owners_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
        if constexpr (requires { T::destroy(owned_); })
            T::destroy(owned_);
        else
            delete owned_;
    }

    T* owned_ = nullptr;
};

}  // namespace gatehouse::access
