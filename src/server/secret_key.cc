// SPDX-License-Identifier: Apache-2.0
#include "server/secret_key.h"

#include "base/crypto.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

namespace gatehouse::server {
namespace {

constexpr std::size_t key_digits = 64;

int value_of(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

Error problem(std::filesystem::path const& file, std::string_view what) {
    return unavailable(fmt::format("The secret key file {} {}", file.string(), what), {});
}

Result<void> make(std::filesystem::path const& file) {
    int const made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) return problem(file, fmt::format("cannot be made: {}", std::strerror(errno)));
    auto const text = crypto::random_hex(key_digits) + "\n";
    bool const written = ::write(made, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(made) == 0;
    ::close(made);
    if (!written) return problem(file, fmt::format("cannot be written: {}", std::strerror(errno)));
    return {};
}

}  // namespace

Result<std::string> load_secret_key(std::filesystem::path const& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) TRY(make(file));
    int const opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened < 0) return problem(file, fmt::format("cannot be read: {}", std::strerror(errno)));
    struct stat about{};
    ::fstat(opened, &about);
    char text[key_digits + 2];
    auto const size = ::read(opened, text, sizeof text);
    ::close(opened);
    if (about.st_mode & 077) return problem(file, "may be read by others; run: chmod 600 " + file.string());
    bool const whole = size == ssize_t(key_digits) || (size == ssize_t(key_digits + 1) && text[key_digits] == '\n');
    if (!whole || std::any_of(text, text + key_digits, [](char c) { return value_of(c) < 0; }))
        return problem(file, "does not hold a key of 64 hex digits");
    std::string key;
    for (std::size_t i = 0; i < key_digits; i += 2) key += char(value_of(text[i]) << 4 | value_of(text[i + 1]));
    return key;
}

}  // namespace gatehouse::server
