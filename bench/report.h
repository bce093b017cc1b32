// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/load.h"

#include <string>
#include <vector>

namespace gatehouse::bench {

/// One round of one side of a comparison. CPU is the server process's own; 0 where there is none to tell apart.
struct Round {
    Rate rate;
    double cpu_us = 0;  // per request
};

/// The server beside a limit, round by round in turns. Figures are medians over the rounds, ratios the medians of the rounds' ratios.
struct Comparison {
    std::string name;       // "get_folder"
    std::string title;      // "GET one folder, 64 connections"
    std::string peer_name;  // "bare epoll responder"
    std::vector<Round> server;
    std::vector<Round> peer;
};

/// One request of a big organization's server, asked over and over by one client. Alone: there is nothing to compare it with.
struct Listing {
    std::string name;   // "users_page"
    std::string title;  // "GET /users?limit=100"
    std::size_t body_bytes = 0;
    Round round = {};
};

struct Report {
    double start_ms = 0;
    double idle_mib = 0;
    int seconds = 0;  // per round
    std::vector<Comparison> comparisons;
    std::vector<Listing> listings;
};

double median(std::vector<double> values);

std::string to_table(Report const& report);
std::string to_json(Report const& report);  // with date, machine and compiler

}  // namespace gatehouse::bench
