// SPDX-License-Identifier: Apache-2.0
#include "access/engine.h"

#include "access/decide.h"
#include "access/test_org.h"

#include <gtest/gtest.h>
#include <atomic>
#include <cstddef>
#include <list>
#include <thread>
#include <vector>

namespace gatehouse::access {
namespace {

World at_revision(std::int64_t revision) {
    World world;
    world.set_revision(revision);
    return world;
}

TEST(Engine, starts_with_an_empty_world) {
    Engine const engine;
    EXPECT_EQ(engine.current()->revision(), 0);
    EXPECT_EQ(engine.current()->space(admin_space), nullptr);
}

TEST(Engine, shows_what_was_published_last) {
    Engine engine;
    engine.publish(at_revision(1));
    EXPECT_EQ(engine.current()->revision(), 1);
    engine.publish(at_revision(2));
    EXPECT_EQ(engine.current()->revision(), 2);
}

TEST(Engine, gives_the_same_world_until_the_next_is_published) {
    Engine engine;
    EXPECT_EQ(engine.current(), engine.current());
}

TEST(Engine, leaves_a_reader_the_world_it_holds) {
    Engine engine;
    engine.publish(at_revision(1));
    auto const held = engine.current();
    for (int i = 2; i < 10; ++i) engine.publish(at_revision(i));
    EXPECT_EQ(held->revision(), 1);
}

TEST(Engine, shows_a_publication_to_threads_that_read_before) {
    Engine engine;
    std::atomic<int> step{0};
    std::thread reader([&] {
        EXPECT_EQ(engine.current()->revision(), 0);
        step = 1;
        while (step != 2) std::this_thread::yield();
        EXPECT_EQ(engine.current()->revision(), 7);
    });
    while (step != 1) std::this_thread::yield();
    engine.publish(at_revision(7));
    step = 2;
    reader.join();
}

TEST(Engine, is_not_mixed_up_with_others_in_the_same_thread) {
    std::list<Engine> engines(10);
    std::int64_t revision = 0;
    for (auto& engine : engines) engine.publish(at_revision(++revision));
    for (int round = 0; round < 3; ++round) {
        revision = 0;
        for (auto const& engine : engines) EXPECT_EQ(engine.current()->revision(), ++revision);
    }
}

TEST(Engine, in_the_place_of_a_destroyed_one_does_not_show_its_world) {
    alignas(Engine) std::byte place[sizeof(Engine)];
    for (std::int64_t i = 1; i <= 20; ++i) {
        auto* engine = new (place) Engine;
        EXPECT_EQ(engine->current()->revision(), 0);
        engine->publish(at_revision(i));
        EXPECT_EQ(engine->current()->revision(), i);
        engine->~Engine();
    }
}

/// A writer moves an app between two folders, of which ada may use one and own the other; with every move it swaps the two grants.
/// So in every single World ada owns the app, and a reader that saw half of a change would see her level drop.
TEST(Engine, lets_readers_see_whole_worlds_under_a_fast_writer) {
    auto org = Org{}.user("ada").folder("east").folder("west").app("inbox", in("east"));
    org.grant("ada", AccessLevel::own, "east").grant("ada", AccessLevel::use, "west");
    Engine engine;
    engine.publish(org.world());

    auto const ada = org.subject("ada");
    auto const inbox = org.object("inbox");
    std::atomic<bool> done{false};
    auto const read = [&] {
        std::int64_t last = 0;
        while (!done) {
            auto const world = engine.current();
            EXPECT_GE(world->revision(), last);
            last = world->revision();
            auto const& facts = *world->space(admin_space);
            EXPECT_EQ(level(facts, ada, inbox), AccessLevel::own);
            EXPECT_EQ(access_list(facts, inbox).users.size(), 1u);
        }
    };
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) readers.emplace_back(read);
    for (std::int64_t i = 1; i <= 3'000; ++i) {
        auto const [here, there] = i % 2 ? std::pair("west", "east") : std::pair("east", "west");
        org.move("inbox", here).grant("ada", AccessLevel::own, here).grant("ada", AccessLevel::use, there);
        org.user("visitor " + std::to_string(i));
        org.set_revision(i);
        engine.publish(org.world());
    }
    done = true;
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(engine.current()->revision(), 3'000);
}

}  // namespace
}  // namespace gatehouse::access
