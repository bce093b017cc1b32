# SPDX-License-Identifier: Apache-2.0
"""Kills the real binary at random moments and looks whether it kept its word.

Several clients write at random over HTTP, each in its own corner of one Space, and remember what was answered. After every `kill -9` the
server starts again on the same directory and must have all of that; of each client's one unanswered write it must have all or nothing. The
chain must verify, engine and database agree, revisions be dense.

    crash_test.py [--rounds 50] [--seed N] [--clients 6]      kill -9
    crash_test.py --full-disk [--seed N]                      a file system that ends (RLIMIT_FSIZE)
"""
import argparse
import copy
import http.client
import os
import random
import resource
import signal
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "server"))
from gatehouse import TOKEN, Directory, Server, command, wait_until  # noqa: E402

ENVIRONMENT = {"ADMIN_API_ACCESS_TOKEN": TOKEN, "DISABLE_RATE_LIMIT": "true"}
LEVELS = ("use", "edit", "own")
KINDS = ("users", "groups", "folders", "apps", "grants", "tokens")


class Wrong(Exception):
    """The server broke its word."""


class Gone(Exception):
    """No answer came: the server was killed."""


def empty_state():
    """What a client knows, by name, never by number:
    users {email: [active, first name]}, groups {name: {email: is group admin}}, folders {name: parent or None}, apps {name: folder or None},
    grants {(group, "folder" or "app", name): level}, tokens {label: True}."""
    return {kind: {} for kind in KINDS}


class Numbers:
    """Which name has which id: read again after every start."""

    def __init__(self):
        self.users, self.groups, self.folders, self.apps, self.tokens = {}, {}, {}, {}, {}


def owner_of(name):
    """The client in whose corner a thing lies: `c3-17`, `c3-17@example.com`."""
    head = name.split("-")[0]
    return int(head[1:]) if head[:1] == "c" and head[1:].isdigit() else None


def read_everything(server, clients):
    """The state as the server has it, one for each client, and the ids."""
    connection = server.connect()

    def get(path, method="GET", body=None):
        answer = server.ask(method, path, body, connection=connection)
        if answer.status != 200:
            raise Wrong(f"{method} {path}: {answer}")
        return answer.json

    states, numbers = [empty_state() for _ in range(clients)], Numbers()
    emails, folder_names, app_names = {}, {}, {}
    for user in get("/api/v2/users")["data"]:
        emails[user["id"]] = user["email"]
        numbers.users[user["email"]] = user["id"]
        if (who := owner_of(user["email"])) is not None:
            states[who]["users"][user["email"]] = [user["active"], user["first_name"]]
    folders = get("/api/v2/folders")["data"]
    for folder in folders:
        if owner_of(folder["name"]) is not None:
            folder_names[folder["id"]] = folder["name"]
            numbers.folders[folder["name"]] = folder["id"]
    for folder in folders:
        if (who := owner_of(folder["name"])) is not None:
            states[who]["folders"][folder["name"]] = folder_names.get(folder["parent_folder_id"])
    for app in get("/api/gatehouse/v1/apps")["data"]:
        if (who := owner_of(app["name"])) is not None:
            app_names[app["id"]] = app["name"]
            numbers.apps[app["name"]] = app["id"]
            states[who]["apps"][app["name"]] = folder_names.get(app["folder_id"])
    for group in get("/api/v2/groups")["data"]:
        if (who := owner_of(group["name"])) is None:
            continue
        numbers.groups[group["name"]] = group["id"]
        states[who]["groups"][group["name"]] = {emails[one["id"]]: one["is_group_admin"] for one in group["members"]}
        for kind, names in (("folder", folder_names), ("app", app_names)):
            body = {"subject": {"type": "group", "id": group["id"]}, "object_type": kind}
            for held in get("/api/v2/permissions/listObjects", "POST", body)["data"]:
                states[who]["grants"][(group["name"], kind, names[held["id"]])] = held["access_level"]
    for token in get("/api/v2/access_tokens")["data"]:
        if (who := owner_of(token["label"])) is not None:
            numbers.tokens[token["label"]] = token["id"]
            states[who]["tokens"][token["label"]] = True
    connection.close()
    return states, numbers


class Client:
    """Writes at random in its own corner."""

    def __init__(self, index, seed):
        self.index = index
        self.random = random.Random(seed * 1000 + index)
        self.state = empty_state()
        self.unanswered = None  # the state as it would be, had the write without an answer happened
        self.numbers = Numbers()
        self.count = 0
        self.answered = 0
        self.refused_full = 0
        self.revisions = []
        self.secrets = {}  # of tokens, by label: live ones must work, revoked ones must not
        self.revoked = set()
        self.problem = None

    def name(self):
        self.count += 1
        return f"c{self.index}-{self.count}"

    def pick(self, kind):
        found = list(self.state[kind])
        return self.random.choice(found) if found else None

    # Each write: what to ask, what then holds, and what to learn from the answer.
    def next_write(self):
        after = copy.deepcopy(self.state)
        numbers = self.numbers
        chance = self.random.random
        while True:
            kind = self.random.choice(("user", "user", "user_edit", "disable", "group", "group_put", "group_delete", "member", "member_out", "folder",
                                       "folder", "folder_move", "folder_delete", "app", "app", "app_move", "app_delete", "grant", "grant", "grant",
                                       "revoke", "token", "token_revoke", "token_rotate"))
            user, group, folder, app, token = (self.pick(one) for one in ("users", "groups", "folders", "apps", "tokens"))
            if kind == "user":
                email = self.name() + "@example.com"
                after["users"][email] = [True, "First"]
                return ("POST", "/api/v2/users", {"email": email, "first_name": "First", "last_name": "Last"}, after,
                        lambda data: numbers.users.__setitem__(email, data["data"]["id"]))
            if kind == "user_edit" and user:
                first = self.name()
                after["users"][user] = [chance() < 0.7, first]
                operations = [{"op": "replace", "path": "/first_name", "value": first}, {"op": "replace", "path": "active", "value": after["users"][user][0]}]
                return "PATCH", f"/api/v2/users/{numbers.users[user]}", {"operations": operations}, after, None
            if kind == "disable" and user and chance() < 0.3:
                after["users"][user][0] = False
                return "DELETE", f"/api/v2/users/{numbers.users[user]}", None, after, None
            members = {one: chance() < 0.3 for one in self.random.sample(list(self.state["users"]), min(3, len(self.state["users"])))}
            members_body = [{"id": numbers.users[one], "is_group_admin": admin} for one, admin in members.items()]
            if kind == "group":
                new_group = self.name()
                after["groups"][new_group] = members
                return ("POST", "/api/v2/groups", {"name": new_group, "members": members_body}, after,
                        lambda data: numbers.groups.__setitem__(new_group, data["data"]["id"]))
            if kind == "group_put" and group:
                after["groups"][group] = members
                return "PUT", f"/api/v2/groups/{numbers.groups[group]}", {"name": group, "members": members_body}, after, None
            if kind == "group_delete" and len(self.state["groups"]) > 3:
                del after["groups"][group]
                after["grants"] = {key: level for key, level in after["grants"].items() if key[0] != group}
                return "DELETE", f"/api/v2/groups/{numbers.groups[group]}", None, after, None
            if kind == "member" and group and members:
                after["groups"][group].update(members)
                return "POST", f"/api/v2/groups/{numbers.groups[group]}/members", {"members": members_body}, after, None
            if kind == "member_out" and group and self.state["groups"][group]:
                out = self.random.choice(list(self.state["groups"][group]))
                del after["groups"][group][out]
                return "DELETE", f"/api/v2/groups/{numbers.groups[group]}/members/{numbers.users[out]}", None, after, None
            if kind == "folder":
                new_folder, parent = self.name(), folder if chance() < 0.6 else None
                after["folders"][new_folder] = parent
                body = {"name": new_folder, "folder_type": "app"}
                if parent:
                    body["parent_folder_id"] = numbers.folders[parent]
                return "POST", "/api/v2/folders", body, after, lambda data: numbers.folders.__setitem__(new_folder, data["data"]["id"])
            if kind == "folder_move" and folder:
                to = self.pick("folders") if chance() < 0.7 else None
                if to and folder in self.chain(to):
                    continue
                after["folders"][folder] = to
                value = numbers.folders[to] if to else None
                return ("PATCH", f"/api/v2/folders/{numbers.folders[folder]}",
                        {"operations": [{"op": "replace", "path": "/parent_folder_id", "value": value}]}, after, None)
            if kind == "folder_delete" and len(self.state["folders"]) > 3:
                gone_folders = {one for one in self.state["folders"] if folder in self.chain(one)}
                gone_apps = {one for one, place in self.state["apps"].items() if place in gone_folders}
                for one in gone_folders:
                    del after["folders"][one]
                for one in gone_apps:
                    del after["apps"][one]
                after["grants"] = {key: level for key, level in after["grants"].items() if key[2] not in gone_folders | gone_apps}
                return "DELETE", f"/api/v2/folders/{numbers.folders[folder]}?recursive=true", None, after, None
            if kind == "app":
                new_app = self.name()
                after["apps"][new_app] = folder
                body = {"name": new_app}
                if folder:
                    body["folder_id"] = numbers.folders[folder]
                return "POST", "/api/gatehouse/v1/apps", body, after, lambda data: numbers.apps.__setitem__(new_app, data["id"])
            if kind == "app_move" and app and folder:
                after["apps"][app] = folder
                return "PATCH", f"/api/gatehouse/v1/apps/{numbers.apps[app]}", {"folder_id": numbers.folders[folder]}, after, None
            if kind == "app_delete" and len(self.state["apps"]) > 3:
                del after["apps"][app]
                after["grants"] = {key: level for key, level in after["grants"].items() if key[1:] != ("app", app)}
                return "DELETE", f"/api/gatehouse/v1/apps/{numbers.apps[app]}", None, after, None
            if kind in ("grant", "revoke") and group and (folder or app):
                what = "folder" if folder and (not app or chance() < 0.5) else "app"
                target = folder if what == "folder" else app
                if kind == "revoke" and self.state["grants"]:
                    group, what, target = self.random.choice(list(self.state["grants"]))
                body = {"subject": {"type": "group", "id": numbers.groups[group]},
                        "object": {"type": what, "id": (numbers.folders if what == "folder" else numbers.apps)[target]}}
                if what == "folder":
                    inside = {one for one, place in self.state["apps"].items() if place == target}
                    after["grants"] = {key: level for key, level in after["grants"].items() if not (key[0] == group and key[1] == "app" and key[2] in inside)}
                after["grants"].pop((group, what, target), None)
                if kind == "grant":
                    body["access_level"] = after["grants"][(group, what, target)] = self.random.choice(LEVELS)
                return "POST", f"/api/v2/permissions/{kind}", body, after, None
            if kind == "token":
                label = self.name()
                after["tokens"][label] = True

                def learn(data):
                    numbers.tokens[label] = data["id"]
                    self.secrets[label] = data["access_token"]
                return "POST", "/api/gatehouse/v1/access_tokens", {"label": label, "scopes": ["groups:read"]}, after, learn
            if kind == "token_revoke" and token:
                del after["tokens"][token]

                def learn_revoked(_):
                    if token in self.secrets:
                        self.revoked.add(self.secrets.pop(token))
                return "DELETE", f"/api/gatehouse/v1/access_tokens/{numbers.tokens[token]}", None, after, learn_revoked
            if kind == "token_rotate" and token:

                def learn_rotated(data):
                    if token in self.secrets:
                        self.revoked.add(self.secrets[token])
                    self.secrets[token] = data["access_token"]
                return "POST", f"/api/gatehouse/v1/access_tokens/{numbers.tokens[token]}/rotate", None, after, learn_rotated

    def chain(self, folder):
        """The folder and those above it."""
        found = []
        while folder:
            found.append(folder)
            folder = self.state["folders"][folder]
        return found

    def write(self, server, connection):
        method, path, body, after, learn = self.next_write()
        self.unanswered = after
        # A secret whose token is being replaced is uncertain until the answer comes.
        uncertain = dict(self.secrets)
        if method != "GET" and "/access_tokens/" in path:
            self.secrets = {label: secret for label, secret in self.secrets.items() if self.numbers.tokens[label] not in path}
        try:
            answer = server.ask(method, path, body, connection=connection)
        except (OSError, http.client.HTTPException) as lost:
            raise Gone from lost
        self.secrets = uncertain
        self.unanswered = None
        if answer.status == 503:
            if b"nothing was changed" not in answer.body or "Retry-After" not in answer.headers:
                raise Wrong(f"{method} {path}: {answer}")
            self.refused_full += 1
            return answer
        if answer.status not in (200, 201, 204):
            raise Wrong(f"{method} {path} {body}: {answer}")
        self.state = after
        self.answered += 1
        self.revisions.append(int(answer.headers["Gatehouse-Revision"]))
        if learn:
            learn(answer.json if answer.body else None)
        return answer

    def run_until_gone(self, server):
        connection = server.connect(timeout=20)
        try:
            while True:
                self.write(server, connection)
        except Gone:
            pass
        except Exception as problem:  # told by the main thread
            self.problem = problem
        finally:
            connection.close()

    def check(self, state, numbers):
        """`state` as the server has it: what was answered, and of the unanswered write all or nothing."""
        if state != self.state and state != self.unanswered:
            lines = []
            for kind in KINDS:
                for key in set(state[kind]) | set(self.state[kind]):
                    is_, was = state[kind].get(key), self.state[kind].get(key)
                    maybe = self.unanswered[kind].get(key) if self.unanswered else "-"
                    if is_ != was:
                        lines.append(f"{kind} {key}: is {is_}, was answered as {was}, unanswered {maybe}")
            raise Wrong(f"client {self.index}:\n  " + "\n  ".join(lines))
        self.state = state
        self.unanswered = None
        self.numbers = numbers
        self.secrets = {label: secret for label, secret in self.secrets.items() if label in state["tokens"]}


class Trial:
    def __init__(self, seed, clients):
        self.random = random.Random(seed)
        self.directory = Directory()
        self.clients = [Client(index, seed) for index in range(clients)]
        self.revision = 0  # up to which the log was looked at
        self.seen = set()  # revisions that were answered

    def serve(self, **more):
        return Server("--data-dir", self.directory.data, env=ENVIRONMENT, **more)

    def check(self, server):
        states, numbers = read_everything(server, len(self.clients))
        for client, state in zip(self.clients, states):
            if client.problem:
                raise client.problem
            client.check(state, numbers)
        self.check_log(server)
        self.check_tokens(server)
        for arguments in (("audit", "verify"), ("doctor",)):
            done = command(*arguments, "--data-dir", self.directory.data)
            if done.returncode != 0:
                raise Wrong(f"gatehouse {' '.join(arguments)}: {done.stdout}{done.stderr}")

    def check_log(self, server):
        """Revisions follow each other without a gap, and every one that was answered is there."""
        connection = server.connect()
        while True:
            answer = server.ask("GET", f"/api/gatehouse/v1/changes?after={self.revision}&limit=1000", connection=connection)
            if answer.status != 200:
                raise Wrong(f"changes: {answer}")
            page = answer.json
            for row in page["data"]:
                if row["revision"] not in (self.revision, self.revision + 1):
                    raise Wrong(f"revision {row['revision']} after {self.revision}")
                self.revision = row["revision"]
            if not page["has_more"]:
                break
        connection.close()
        for client in self.clients:
            if client.revisions and max(client.revisions) > self.revision:
                raise Wrong(f"revision {max(client.revisions)} was answered, the log ends at {self.revision}")
            client.revisions.clear()

    def check_tokens(self, server):
        connection = server.connect()
        for client in self.clients:
            for secrets, expected in ((client.secrets.values(), 200), (client.revoked, 401)):
                for secret in client.random.sample(sorted(secrets), min(3, len(secrets))):
                    answer = server.ask("GET", "/api/v2/groups/1", token=secret, connection=connection)
                    if answer.status != expected:
                        raise Wrong(f"client {client.index}: a token gave {answer.status}, not {expected}")
        connection.close()

    def answered(self):
        return sum(client.answered for client in self.clients)


def kill_while_writing(trial):
    server = trial.serve()
    try:
        trial.check(server)
        threads = [threading.Thread(target=client.run_until_gone, args=(server,)) for client in trial.clients]
        for thread in threads:
            thread.start()
        goal = trial.answered() + trial.random.randrange(1, 600)
        moment = time.monotonic() + trial.random.uniform(0.02, 1.2)
        # At a random moment; on a slow machine not before something was answered.
        wait_until(lambda: trial.answered() >= goal or time.monotonic() > moment or any(client.problem for client in trial.clients), "writes")
        server.kill()
        for thread in threads:
            thread.join()
    finally:
        server.close()


def kill_while_starting(trial):
    server = trial.serve(wait=False)
    try:
        moment = time.monotonic() + trial.random.uniform(0, 0.1)
        wait_until(lambda: time.monotonic() > moment or server.ready(), "the start")
    finally:
        server.close()


def run_crashes(rounds, seed, clients):
    trial = Trial(seed, clients)
    begun = time.monotonic()
    starts = 0
    try:
        for number in range(1, rounds + 1):
            # The very first start of all is one of those cut short.
            if number == 1 or trial.random.random() < 0.2:
                starts += 1
                kill_while_starting(trial)
            else:
                kill_while_writing(trial)
            if number % 10 == 0:
                print(f"crash: round {number} of {rounds}: {trial.answered()} writes answered and kept, revision {trial.revision}", flush=True)
        server = trial.serve()
        trial.check(server)
        if server.stop() != 0:
            raise Wrong(f"exit code {server.process.returncode}\n{server.stderr[-2000:]}")
        server.close()
    finally:
        trial.directory.remove()
    print(f"crash: ok: {rounds} kills ({starts} of them during start-up), {trial.answered()} answered writes all kept, "
          f"{trial.revision} revisions, {time.monotonic() - begun:.0f} s, seed {seed}")


def run_full_disk(seed, clients):
    """Files may not grow beyond a limit: writes are refused with a reason, reads go on, and when there is room again so do writes."""
    trial = Trial(seed, clients)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, resource.RLIM_INFINITY))

    def set_limit(server, size):
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def write_all(server, until, what):
        connection = server.connect()

        def one_more():
            for client in trial.clients:
                client.write(server, connection)
            return until()
        wait_until(one_more, what)
        connection.close()

    refused = lambda: sum(client.refused_full for client in trial.clients)  # noqa: E731
    server = trial.serve(preexec=limit)
    try:
        trial.check(server)
        for round_number in range(1, 6):
            goal = refused() + 40
            write_all(server, lambda: refused() >= goal, "the disk to be full")
            trial.check(server)
            set_limit(server, resource.RLIM_INFINITY)
            goal_answered = trial.answered() + 60
            write_all(server, lambda: trial.answered() >= goal_answered, "room again")
            trial.check(server)
            if round_number == 3:
                server.kill()
                server.close()
                server = trial.serve()
                trial.check(server)
            biggest = max(os.path.getsize(entry.path) for entry in os.scandir(trial.directory.data))
            set_limit(server, biggest + trial.random.randrange(0, 200_000))
        set_limit(server, resource.RLIM_INFINITY)
        if server.stop() != 0:
            raise Wrong(f"exit code {server.process.returncode}\n{server.stderr[-2000:]}")
        server.close()
        server = trial.serve()
        trial.check(server)
    finally:
        server.close()
        trial.directory.remove()
    print(f"full disk: ok: {refused()} writes refused with a reason, {trial.answered()} answered ones all kept, {trial.revision} revisions, seed {seed}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--full-disk", action="store_true")
    options = parser.parse_args()
    print(f"crash: seed {options.seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        if options.full_disk:
            run_full_disk(options.seed, options.clients)
        else:
            run_crashes(options.rounds, options.seed, options.clients)
    except Wrong as wrong:
        print(f"crash: FAILED with --seed {options.seed}: {wrong}")
        sys.exit(1)


if __name__ == "__main__":
    main()
