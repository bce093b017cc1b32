// SPDX-License-Identifier: Apache-2.0
// What one request spends inside the process.
#include "base/json.h"

#include <benchmark/benchmark.h>
#include <boost/describe/class.hpp>
#include <string_view>

namespace gatehouse {
namespace {

constexpr std::string_view body =
    R"({"email":"grace.hopper@example.com","first_name":"Grace","last_name":"Hopper","active":true,"metadata":{"team":"compilers"},)"
    R"("user_type":"default"})";

struct UserBody {
    using closed = void;
    json::Text<1, 255> email;
    std::string first_name;
    std::string last_name;
    std::optional<bool> active;
    std::optional<json::Object> metadata;
    std::optional<std::string> user_type;
};
BOOST_DESCRIBE_STRUCT(UserBody, (), (email, first_name, last_name, active, metadata, user_type))

void parse_user_text(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(json::parse(body));
    state.SetBytesProcessed(std::int64_t(state.iterations()) * std::int64_t(body.size()));
}
BENCHMARK(parse_user_text);

void read_user_from_text(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(json::read<UserBody>(*json::parse(body)));
}
BENCHMARK(read_user_from_text);

void write_user_as_text(benchmark::State& state) {
    auto const user = json::read<UserBody>(*json::parse(body)).value();
    std::string out;
    for (auto _ : state) {
        out.clear();
        json::write_to(out, user);
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(write_user_as_text);

}  // namespace
}  // namespace gatehouse
