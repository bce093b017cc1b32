// SPDX-License-Identifier: Apache-2.0
#include "bench/report.h"

#include "base/clock.h"
#include "base/json.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <thread>

namespace gatehouse::bench {
namespace {

using json::Array;
using json::Object;

struct Summary {
    double per_second = 0;
    double p50_us = 0;
    double p99_us = 0;
    double cpu_us = 0;
};

template <class Pick>
double median_of(std::vector<Round> const& rounds, Pick pick) {
    std::vector<double> values;
    for (auto const& round : rounds) values.push_back(pick(round));
    return median(std::move(values));
}

Summary summary_of(std::vector<Round> const& rounds) {
    return {median_of(rounds, [](Round const& round) { return round.rate.per_second(); }),
            median_of(rounds, [](Round const& round) { return round.rate.p50_us; }),
            median_of(rounds, [](Round const& round) { return round.rate.p99_us; }),
            median_of(rounds, [](Round const& round) { return round.cpu_us; })};
}

template <class Pick>
double median_ratio(std::vector<Round> const& above, std::vector<Round> const& below, Pick pick) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < above.size(); ++i) ratios.push_back(pick(above[i]) / pick(below[i]));
    return median(std::move(ratios));
}

/// How much of the peer's rate the server reaches.
double rate_ratio(Comparison const& comparison) {
    return median_ratio(comparison.server, comparison.peer, [](Round const& round) { return round.rate.per_second(); });
}

/// How much of the server's processor time the peer would need: the steadier figure, and the honest one where the load is the slower part.
std::optional<double> cpu_ratio(Comparison const& comparison) {
    if (comparison.peer.front().cpu_us <= 0) return {};
    return median_ratio(comparison.peer, comparison.server, [](Round const& round) { return round.cpu_us; });
}

std::string line_of(std::string_view who, Summary const& figures) {
    auto const cpu = figures.cpu_us > 0 ? fmt::format("{:.1f}", figures.cpu_us) : "-";
    return fmt::format("  {:<30}{:>12.0f}{:>12.0f}{:>12.0f}{:>12}\n", who, figures.per_second, figures.p50_us, figures.p99_us, cpu);
}

double rounded(double value) { return std::round(value * 1000) / 1000; }

Object to_object(std::vector<Round> const& rounds) {
    auto const figures = summary_of(rounds);
    Object out{{"per_second", rounded(figures.per_second)}, {"p50_us", rounded(figures.p50_us)}, {"p99_us", rounded(figures.p99_us)}};
    if (figures.cpu_us > 0) out["cpu_us_per_request"] = rounded(figures.cpu_us);
    Array each;
    for (auto const& round : rounds) each.emplace_back(rounded(round.rate.per_second()));
    out["per_second_by_round"] = std::move(each);
    return out;
}

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name")) return line.substr(std::min(line.size(), line.find(':') + 2));
    return "unknown";
}

Object machine() {
    utsname system{};
    uname(&system);
    auto const memory = static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE) / (1024 * 1024);
    return {{"processor", processor()},
            {"cores", std::thread::hardware_concurrency()},
            {"memory_mib", memory},
            {"system", fmt::format("{} {} {}", system.sysname, system.release, system.machine)}};
}

}  // namespace

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    auto const middle = values.size() / 2;
    return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::string to_table(Report const& report) {
    std::string out;
    if (report.start_ms > 0)
        out += fmt::format("{:<44}{:>12.1f} ms\n{:<44}{:>12.1f} MiB\n", "start to first answer", report.start_ms, "memory at idle",
                           report.idle_mib);
    for (auto const& comparison : report.comparisons) {
        out += fmt::format("\n{:<32}{:>12}{:>12}{:>12}{:>12}\n", comparison.title, "per second", "p50 us", "p99 us", "CPU us");
        out += line_of("gatehouse", summary_of(comparison.server));
        out += line_of(comparison.peer_name, summary_of(comparison.peer));
        auto const cpu = cpu_ratio(comparison);
        out += fmt::format("  {:<30}{:>12.2f}{}\n", "ratio", rate_ratio(comparison), cpu ? fmt::format("{:>36.2f}", *cpu) : "");
    }
    out += fmt::format("\n{:<32}{:>12}{:>12}{:>12}{:>12}{:>12}\n", "lists of a big organization", "asked", "p50 ms", "p99 ms", "CPU ms",
                       "KiB");
    for (auto const& listing : report.listings)
        out += fmt::format("  {:<30}{:>12}{:>12.2f}{:>12.2f}{:>12.2f}{:>12}\n", listing.title, listing.round.rate.count,
                           listing.round.rate.p50_us / 1000, listing.round.rate.p99_us / 1000, listing.round.cpu_us / 1000,
                           listing.body_bytes / 1024);
    return out;
}

std::string to_json(Report const& report) {
    Object out{
        {"date", to_text(SystemClock{}.now())}, {"machine", machine()}, {"compiler", __VERSION__}, {"seconds_per_round", report.seconds}};
    if (report.start_ms > 0) {
        out["start_to_first_answer_ms"] = rounded(report.start_ms);
        out["memory_at_idle_mib"] = rounded(report.idle_mib);
    }
    for (auto const& comparison : report.comparisons) {
        Object one{{"title", comparison.title},
                   {"gatehouse", to_object(comparison.server)},
                   {"peer", comparison.peer_name},
                   {"limit", to_object(comparison.peer)},
                   {"ratio", rounded(rate_ratio(comparison))}};
        if (auto const cpu = cpu_ratio(comparison)) one["cpu_ratio"] = rounded(*cpu);
        out[comparison.name] = std::move(one);
    }
    Object lists;
    for (auto const& listing : report.listings)
        lists[listing.name] = Object{{"title", listing.title},
                                     {"body_bytes", listing.body_bytes},
                                     {"asked", listing.round.rate.count},
                                     {"p50_us", rounded(listing.round.rate.p50_us)},
                                     {"p99_us", rounded(listing.round.rate.p99_us)},
                                     {"cpu_us_per_request", rounded(listing.round.cpu_us)}};
    out["lists"] = std::move(lists);
    return json::text_of(out) + "\n";
}

}  // namespace gatehouse::bench
