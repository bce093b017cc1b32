# SPDX-License-Identifier: Apache-2.0
"""What an operator sees of the binary: start-up, settings, files, commands, stopping."""
import json
import os
import pathlib
import re
import signal
import socket
import sqlite3
import stat
import unittest

import gatehouse
from gatehouse import TOKEN, Directory, Server, command

WITH_TOKEN = {"ADMIN_API_ACCESS_TOKEN": TOKEN}


class Case(unittest.TestCase):
    def setUp(self):
        self.directory = Directory()
        self.data = self.directory.data
        self.addCleanup(self.directory.remove)

    def serve(self, *arguments, env=WITH_TOKEN, data=True, **more):
        where = ("--data-dir", self.data) if data else ()
        server = Server(*where, *arguments, env=env, **more)
        self.addCleanup(server.close)
        self.addCleanup(server.stop)  # comes first, so that an ephemeral one clears up after itself
        return server

    def run_ok(self, *arguments):
        done = command(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def database(self):
        """A second connection to the database file, behind the server's back."""
        connection = sqlite3.connect(os.path.join(self.data, "gatehouse.db"), isolation_level=None, timeout=gatehouse.DEADLINE)
        self.addCleanup(connection.close)
        return connection

    def mode(self, name):
        return stat.S_IMODE(os.stat(os.path.join(self.data, name)).st_mode)


class StartUp(Case):
    def test_the_first_url_printed_is_the_servers_own_in_its_ready_line(self):
        server = self.serve()
        first = re.search(r"https?://\S+", server.stdout).group(0)
        self.assertEqual(first, f"http://127.0.0.1:{server.port}")
        self.assertRegex(server.stdout.splitlines()[0], r"^Gatehouse \S+ is ready at http://127\.0\.0\.1:\d+$")
        self.assertEqual(server.ask("GET", "/api/checkHealth", token=None).status, 200)

    def test_an_empty_database_prints_a_first_token_and_the_next_command_once(self):
        server = self.serve(env=None)
        token = server.first_token()
        self.assertRegex(token, r"^gate_[A-Za-z0-9_-]{49}$")
        self.assertIn(f"curl -H 'Authorization: Bearer {token}' http://127.0.0.1:{server.port}/api/v2/groups", server.stdout)
        self.assertEqual(server.ask("GET", "/api/v2/groups", token=token).status, 200)
        self.assertEqual(server.stop(), 0)
        self.assertNotIn(token, server.stderr)

        again = self.serve(env=None)
        self.assertNotIn("gate_", again.stdout + again.stderr)
        self.assertEqual(again.ask("GET", "/api/v2/groups", token=token).status, 200)

    def test_a_start_that_fails_does_not_use_up_the_first_token(self):
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            done = command("serve", "--data-dir", self.data, "--listen", f"127.0.0.1:{holder.getsockname()[1]}")
            self.assertEqual(done.returncode, 1)
        server = self.serve(env=None)
        self.assertEqual(server.ask("GET", "/api/v2/groups", token=server.first_token()).status, 200)

    def test_an_ephemeral_server_says_where_its_operator_finds_it(self):
        server = self.serve("--ephemeral", data=False)
        directory = re.search(r"gatehouse token create --data-dir (\S+)", server.stdout).group(1)
        space = {"name": "Acme", "domain": "acme.example.com"}
        self.assertEqual(server.ask("POST", "/api/v2/spaces", space).status, 200)
        token = self.run_ok("token", "create", "--data-dir", directory, "--space", "acme.example.com").strip()
        groups = server.ask("GET", "/api/v2/groups", token=token, headers={"Host": "acme.example.com"})
        self.assertEqual(groups.status, 200)

    def test_the_base_domain_follows_the_setting_and_takes_no_spaces_name(self):
        server = self.serve("--base-domain", "old.example.com")
        self.assertEqual(server.ask("POST", "/api/v2/spaces", {"name": "Acme", "domain": "acme.example.com"}).status, 200)
        server.stop()
        done = command("serve", "--data-dir", self.data, "--listen", "127.0.0.1:0", "--base-domain", "acme.example.com", env=WITH_TOKEN)
        self.assertEqual(done.returncode, 1)
        self.assertIn("belongs to the Space 'Acme'", done.stderr)
        server = self.serve("--base-domain", "new.example.com")
        self.assertEqual(server.ask("GET", "/api/v2/groups", headers={"Host": "new.example.com"}).status, 200)
        self.assertEqual(server.ask("GET", "/api/v2/groups", headers={"Host": "old.example.com"}).status, 421)

    def test_a_token_by_variable_is_not_printed(self):
        server = self.serve()
        self.assertEqual(server.ask("GET", "/api/v2/groups").status, 200)
        self.assertNotIn(TOKEN, server.stdout + server.stderr)
        self.assertNotIn("gate_", server.stdout)
        self.assertIn("$ADMIN_API_ACCESS_TOKEN", server.stdout)

    def test_the_admin_has_the_address_of_the_variable(self):
        server = self.serve(env={**WITH_TOKEN, "ADMIN_USER_EMAIL": "root@example.org"})
        users = server.ask("GET", "/api/v2/users").json["data"]
        self.assertEqual([(user["email"], user["is_admin"]) for user in users], [("root@example.org", True)])

    def test_default_access_closed_gives_everybody_nothing(self):
        levels = {}
        for wanted in ("open", "closed"):
            server = self.serve("--ephemeral", "--default-access", wanted, data=False)
            group = server.ask("GET", "/api/v2/groups/1").json["data"]
            levels[wanted] = (group["universal_app_access"], group["universal_resource_access"])
        self.assertEqual(levels, {"open": ("use", "use"), "closed": ("none", "none")})

    def test_settings_come_from_a_yaml_file_too(self):
        config = self.directory.file("gatehouse.yaml")
        pathlib.Path(config).write_text(f"data-dir: {self.data}\ndefault-access: closed\nlog: json\n")
        server = self.serve("--config", config, data=False)
        self.assertEqual(server.ask("GET", "/api/v2/groups/1").json["data"]["universal_app_access"], "none")
        self.assertTrue(os.path.exists(os.path.join(self.data, "gatehouse.db")))

    def test_version(self):
        done = command("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^\d+\.\d+\.\d+\n$")


class Refusals(Case):
    def refused(self, *arguments, env=None, code=2):
        done = command(*arguments, env=env)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertNotIn("is ready", done.stdout)
        return done.stderr

    def test_an_unknown_flag_or_command_is_named(self):
        self.assertIn("--colour", self.refused("serve", "--ephemeral", "--colour", "red"))
        self.assertIn("--colour", self.refused("--colour"))
        self.refused("castle")
        self.refused()
        self.assertIn("--nothing", self.refused("token", "list", "--data-dir", self.data, "--nothing"))

    def test_a_bad_value_is_named_with_where_it_stood(self):
        self.assertIn("--listen", self.refused("serve", "--ephemeral", "--listen", "127.0.0.1:http"))
        self.assertIn("--listen", self.refused("serve", "--ephemeral", "--listen", "example.com:3000"))
        self.assertIn("GATEHOUSE_LOG", self.refused("serve", "--ephemeral", env={"GATEHOUSE_LOG": "xml"}))
        self.assertIn("API_CALLS_PER_MIN", self.refused("serve", "--ephemeral", env={"API_CALLS_PER_MIN": "none"}))
        config = self.directory.file("bad.yaml")
        pathlib.Path(config).write_text("default-access: ajar\n")
        message = self.refused("serve", "--ephemeral", "--config", config)
        self.assertIn(config, message)
        self.assertIn("default-access", message)

    def test_a_bootstrap_token_that_is_too_short_is_refused_by_name_and_not_shown(self):
        message = self.refused("serve", "--ephemeral", "--listen", "127.0.0.1:0", env={"ADMIN_API_ACCESS_TOKEN": "too-short"})
        self.assertIn("ADMIN_API_ACCESS_TOKEN", message)
        self.assertNotIn("too-short", message)

    def test_both_or_none_of_data_dir_and_ephemeral(self):
        self.assertIn("--data-dir", self.refused("serve"))
        self.assertIn("exclude each other", self.refused("serve", "--ephemeral", "--data-dir", self.data))

    def test_a_port_in_use(self):
        first = self.serve()
        message = self.refused("serve", "--ephemeral", "--listen", f"127.0.0.1:{first.port}", code=1)
        self.assertIn(f"port {first.port}", message)
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            self.assertIn(f"port {port}", self.refused("serve", "--ephemeral", "--listen", f"127.0.0.1:{port}", code=1))
        self.assertEqual(first.ask("GET", "/api/v2/groups").status, 200)

    def test_a_second_server_on_the_data_directory(self):
        first = self.serve()
        message = self.refused("serve", "--data-dir", self.data, "--listen", "127.0.0.1:0", code=1)
        self.assertIn("Another Gatehouse uses the data directory", message)
        self.assertEqual(first.ask("GET", "/api/v2/groups").status, 200)
        self.assertIn("ok", self.run_ok("doctor", "--data-dir", self.data))

    def test_a_damaged_database_is_refused_after_an_unclean_stop(self):
        server = self.serve()
        connection = server.connect()
        self.addCleanup(connection.close)
        for i in range(200):
            server.ask("POST", "/api/v2/users", {"email": f"u{i}@example.com", "first_name": "F", "last_name": "L"}, connection=connection)
        self.assertEqual(server.stop(), 0)
        pathlib.Path(self.data, "gatehouse.running").touch()
        file = os.path.join(self.data, "gatehouse.db")
        size = os.path.getsize(file)
        with open(file, "r+b") as out:
            out.seek(size // 4096 // 2 * 4096)
            out.write(b"\x5a" * (size // 3))
        for _ in range(2):
            message = self.refused("serve", "--data-dir", self.data, "--listen", "127.0.0.1:0", code=1)
            self.assertIn("damaged", message)
            self.assertIn(file, message)


class Files(Case):
    def test_the_socket_the_key_and_the_directory_are_the_owners_alone(self):
        self.serve()
        self.assertEqual(self.mode("admin.sock"), 0o600)
        self.assertEqual(self.mode("secret.key"), 0o600)
        self.assertEqual(self.mode("."), 0o700)

    def test_the_socket_goes_with_the_server_and_a_dead_ones_is_replaced(self):
        server = self.serve()
        self.assertEqual(server.stop(), 0)
        self.assertFalse(os.path.exists(os.path.join(self.data, "admin.sock")))
        killed = self.serve()
        killed.kill()
        self.assertTrue(os.path.exists(os.path.join(self.data, "admin.sock")))
        self.serve()
        self.assertIn("ok", self.run_ok("doctor", "--data-dir", self.data))

    def test_a_key_that_others_may_read_is_refused(self):
        self.serve().stop()
        key = os.path.join(self.data, "secret.key")
        before = pathlib.Path(key).read_text()
        os.chmod(key, 0o640)
        done = command("serve", "--data-dir", self.data, "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 1)
        self.assertIn(key, done.stderr)
        self.assertIn("chmod 600", done.stderr)
        os.chmod(key, 0o600)
        self.serve()
        self.assertEqual(pathlib.Path(key).read_text(), before)

    def test_a_file_that_is_no_key_is_refused_and_left_alone(self):
        key = self.directory.file("some.key")
        pathlib.Path(key).write_text("not a key\n")
        os.chmod(key, 0o600)
        done = command("serve", "--ephemeral", "--listen", "127.0.0.1:0", "--secret-key-file", key)
        self.assertEqual(done.returncode, 1)
        self.assertIn(key, done.stderr)
        self.assertEqual(pathlib.Path(key).read_text(), "not a key\n")

    def test_ephemeral_leaves_nothing_behind(self):
        temporary = self.directory.file("tmp")
        os.mkdir(temporary)
        server = self.serve("--ephemeral", data=False, env={**WITH_TOKEN, "TMPDIR": temporary})
        self.assertEqual(server.ask("GET", "/api/v2/groups").status, 200)
        self.assertEqual(len(os.listdir(temporary)), 1)
        self.assertEqual(server.stop(), 0)
        self.assertEqual(os.listdir(temporary), [])
        self.assertFalse(os.path.exists(self.data))


class Tokens(Case):
    def create(self, *arguments):
        secret = self.run_ok("token", "create", "--data-dir", self.data, *arguments).strip()
        self.assertRegex(secret, r"^gate_\S{49}$")
        return secret

    def listed(self, *arguments):
        return json.loads(self.run_ok("token", "list", "--json", "--data-dir", self.data, *arguments))

    def test_create_list_and_revoke_through_the_running_server(self):
        server = self.serve()
        secret = self.create("--label", "robot", "--scope", "groups:read")
        self.assertEqual(server.ask("GET", "/api/v2/groups", token=secret).status, 200)
        self.assertEqual(server.ask("GET", "/api/v2/users", token=secret).status, 403)
        (robot,) = [token for token in self.listed() if token["label"] == "robot"]
        self.assertEqual(robot["last4"], secret[-4:])
        self.assertEqual(robot["scopes"], ["groups:read"])
        self.assertIn("robot", self.run_ok("token", "list", "--data-dir", self.data))
        self.run_ok("token", "revoke", robot["id"], "--data-dir", self.data)
        self.assertEqual(server.ask("GET", "/api/v2/groups", token=secret).status, 401)
        self.assertNotIn("robot", self.run_ok("token", "list", "--data-dir", self.data))

    def test_create_list_and_revoke_without_a_server(self):
        self.serve().stop()
        kept, gone = self.create("--label", "kept"), self.create("--label", "gone")
        (token,) = [token for token in self.listed() if token["label"] == "gone"]
        self.run_ok("token", "revoke", token["id"], "--data-dir", self.data)
        server = self.serve()
        self.assertEqual(server.ask("GET", "/api/v2/groups", token=kept).status, 200)
        self.assertEqual(server.ask("GET", "/api/v2/groups", token=gone).status, 401)
        self.assertIn("holds", self.run_ok("audit", "verify", "--data-dir", self.data))

    def test_the_secret_alone_is_on_standard_output(self):
        self.serve()
        done = command("token", "create", "--data-dir", self.data)
        self.assertRegex(done.stdout, r"^gate_\S{49}\n$")
        self.assertNotIn(done.stdout.strip(), done.stderr)

    def test_a_token_of_another_space(self):
        server = self.serve()
        made = server.ask("POST", "/api/v2/spaces", {"name": "Acme", "domain": "acme.example.com", "options": {"create_admin_user": True}})
        self.assertEqual(made.status, 200, made)
        secret = self.create("--space", "ACME.example.com", "--label", "theirs")
        there = {"Host": "acme.example.com"}
        self.assertEqual(server.ask("GET", "/api/v2/groups", token=secret, headers=there).status, 200)
        self.assertEqual(server.ask("GET", "/api/v2/groups", token=secret).status, 401)
        self.assertEqual(server.ask("GET", "/api/v2/groups", headers=there).status, 401, "nor does ours work there")
        self.assertEqual([token["label"] for token in self.listed("--space", "acme.example.com")], ["theirs"])
        self.assertNotIn("theirs", [token["label"] for token in self.listed()])
        (token,) = self.listed("--space", "acme.example.com")
        self.assertNotEqual(command("token", "revoke", token["id"], "--data-dir", self.data).returncode, 0, "it is not of the Admin Space")
        self.assertEqual(server.stop(), 0)
        self.run_ok("token", "revoke", token["id"], "--space", "acme.example.com", "--data-dir", self.data)
        self.assertEqual(self.serve().ask("GET", "/api/v2/groups", token=secret, headers=there).status, 401)

    def test_what_cannot_be_done_is_said_and_fails(self):
        self.serve()
        for arguments, said in [
            (("create", "--scope", "castles:write"), "castles:write"),
            (("create", "--space", "nowhere.example.com"), "nowhere.example.com"),
            (("create", "--expires-at", "2001-01-01T00:00:00Z"), "future"),
            (("create", "--expires-at", "tomorrow"), "expires_at"),
            (("revoke", "00000000-0000-0000-0000-000000000000"), "00000000-0000-0000-0000-000000000000"),
            (("revoke", "x/../y"), "x/../y"),
        ]:
            done = command("token", *arguments, "--data-dir", self.data)
            self.assertEqual(done.returncode, 1, (arguments, done))
            self.assertIn(said, done.stderr, arguments)
            self.assertEqual(done.stdout, "")

    def test_a_directory_without_a_database_is_refused_and_left_alone(self):
        done = command("token", "list", "--data-dir", self.data)
        self.assertEqual(done.returncode, 1)
        self.assertIn(self.data, done.stderr)
        self.assertFalse(os.path.exists(self.data))

    def test_expiry(self):
        server = self.serve()
        secret = self.create("--expires-at", "2999-01-31T00:00:00Z")
        self.assertEqual(server.ask("GET", "/api/v2/groups", token=secret).status, 200)
        self.assertIn("2999-01-31T00:00:00.000Z", self.run_ok("token", "list", "--data-dir", self.data))

    def test_the_bootstrap_token_is_made_true_again_at_every_start(self):
        server = self.serve(env={**WITH_TOKEN, "ADMIN_API_ACCESS_TOKEN_SCOPES": "groups:read"})
        self.assertEqual(server.ask("GET", "/api/v2/users").status, 403)
        (token,) = self.listed()
        self.run_ok("token", "revoke", token["id"], "--data-dir", self.data)
        self.assertEqual(server.ask("GET", "/api/v2/groups").status, 401)
        server.stop()

        server = self.serve()
        self.assertEqual(server.ask("GET", "/api/v2/groups").status, 200)
        self.assertEqual(server.ask("GET", "/api/v2/users").status, 200, "its scopes are those of today's settings")
        self.assertEqual([one["id"] for one in self.listed()], [token["id"]], "it is the same token")
        revision = server.ask("GET", "/api/v2/groups").headers["Gatehouse-Revision"]
        server.stop()
        self.assertEqual(self.serve().ask("GET", "/api/v2/groups").headers["Gatehouse-Revision"], revision, "nothing to do, nothing done")

    def test_a_token_of_its_own_kind_survives_restarts_and_its_owner_being_disabled_ends_it(self):
        server = self.serve()
        admin = server.ask("GET", "/api/v2/users").json["data"][0]["id"]
        secret = self.create()
        second = server.ask("POST", "/api/v2/users", {"email": "second@example.com", "first_name": "S", "last_name": "A"}).json["data"]["id"]
        server.ask("POST", "/api/v2/groups/2/members", {"members": [{"id": second, "is_group_admin": False}]})
        self.assertEqual(server.ask("DELETE", f"/api/v2/users/{admin}").status, 204)
        self.assertEqual(server.ask("GET", "/api/v2/groups", token=secret).status, 401)
        server.stop()
        server = self.serve()
        self.assertEqual(server.ask("GET", "/api/v2/groups", token=secret).status, 401)
        self.assertEqual(server.ask("GET", "/api/v2/groups").status, 200, "the bootstrap token found an active admin")


class Trust(Case):
    """`audit verify` and `doctor`."""

    def filled(self):
        server = self.serve()
        for i in range(5):
            made = server.ask("POST", "/api/v2/users", {"email": f"u{i}@example.com", "first_name": "F", "last_name": "L"})
            self.assertEqual(made.status, 200, made)
        return server

    def tampered(self, statement):
        self.filled().stop()
        database = self.database()
        self.assertGreater(database.execute(statement).rowcount, 0)
        database.close()
        for _ in range(2):
            done = command("audit", "verify", "--data-dir", self.data)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("tampered", done.stderr)
        self.serve()
        done = command("audit", "verify", "--data-dir", self.data)
        self.assertEqual(done.returncode, 1, "nor does a start make it good")
        self.assertEqual(command("doctor", "--data-dir", self.data).returncode, 1)
        return done.stderr

    def test_a_good_chain_holds_with_and_without_a_server(self):
        server = self.filled()
        self.assertRegex(self.run_ok("audit", "verify", "--data-dir", self.data), r"The chain holds: \d+ changes in 6 revisions")
        server.stop()
        self.assertIn("in 6 revisions", self.run_ok("audit", "verify", "--data-dir", self.data))

    def test_a_changed_row_shows(self):
        self.assertIn("revision 3", self.tampered("update change_log set at = at + 1 where revision = 3"))

    def test_a_changed_record_inside_a_row_shows(self):
        self.tampered("update change_log set after = replace(after, 'u2@', 'x2@') where revision = 4")

    def test_a_missing_row_in_the_middle_shows(self):
        self.assertIn("missing", self.tampered("delete from change_log where revision = 3"))

    def test_a_missing_end_shows(self):
        self.assertIn("end", self.tampered("delete from change_log where revision >= 5"))

    def test_a_missing_beginning_shows(self):
        self.tampered("delete from change_log where revision = 1")

    def test_a_row_with_a_hash_of_its_own_shows(self):
        self.tampered("update change_log set hash = '" + "0" * 64 + "' where revision = 6")

    def test_doctor_is_content_with_and_without_a_server(self):
        server = self.filled()
        for _ in range(2):
            out = self.run_ok("doctor", "--data-dir", self.data)
            self.assertEqual(re.findall(r"ok$", out, re.MULTILINE), ["ok"] * 4, out)
            self.assertIn("revision   6", out)
            server.stop()

    def test_doctor_sees_a_row_put_in_behind_the_servers_back(self):
        self.filled()
        self.run_ok("doctor", "--data-dir", self.data)
        database = self.database()
        database.execute("insert into grants (space, subject_kind, subject_number, object_kind, object_id, level, created_at)"
                             " values (1, 'group', 4, 'folder', '1', 'own', 0)")
        done = command("doctor", "--data-dir", self.data)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^engine +BAD: .*differ")
        self.assertRegex(done.stdout, r"(?m)^database +ok$")
        database.execute("delete from grants")
        self.run_ok("doctor", "--data-dir", self.data)

    def changed_while_no_server_ran(self, statement):
        self.filled().stop()
        database = self.database()
        self.assertEqual(database.execute(statement).rowcount, 1)
        database.close()
        done = command("doctor", "--data-dir", self.data)
        self.assertEqual(done.returncode, 1)
        return re.search(r"(?m)^history +BAD: (.*)$", done.stdout).group(1)

    def test_doctor_sees_what_was_changed_while_no_server_ran(self):
        seen = self.changed_while_no_server_ran("update users set email = 'x@example.com' where \"user\" = 2")
        self.assertIn("the database has what the log does not say: user", seen)

    def test_doctor_sees_what_was_deleted_while_no_server_ran(self):
        seen = self.changed_while_no_server_ran("delete from folders where folder = 8")
        self.assertIn("the log says what the database does not have: folder", seen)

    def test_doctor_sees_a_row_taken_away_behind_the_servers_back(self):
        self.filled()
        self.database().execute("delete from memberships")
        done = command("doctor", "--data-dir", self.data)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^engine +BAD")


class Stopping(Case):
    def test_both_signals_end_it_with_0(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            server = self.serve()
            server.process.send_signal(number)
            self.assertEqual(server.process.wait(timeout=gatehouse.DEADLINE), 0)
            self.assertFalse(os.path.exists(os.path.join(self.data, "gatehouse.running")), "a clean stop")

    def test_requests_that_arrived_are_answered(self):
        server = self.serve()
        count = 40
        sockets = []
        for i in range(count):
            body = json.dumps({"email": f"u{i}@example.com", "first_name": "F", "last_name": "L"})
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=gatehouse.DEADLINE)
            self.addCleanup(connection.close)
            connection.sendall((f"POST /api/v2/users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n"
                                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode())
            sockets.append(connection)
        # The first answer shows that they are being worked on.
        self.assertTrue(sockets[0].recv(1, socket.MSG_PEEK))
        server.process.send_signal(signal.SIGTERM)
        answered = 0
        for connection in sockets:
            received = b""
            try:
                while chunk := connection.recv(65536):
                    received += chunk
            except ConnectionResetError:
                pass
            if received:
                self.assertTrue(received.startswith(b"HTTP/1.1 200 "), received[:200])
                self.assertIn(b'"success":true', received)
                answered += 1
        self.assertEqual(server.process.wait(timeout=gatehouse.DEADLINE), 0)
        self.assertGreater(answered, 0)
        again = self.serve()
        users = again.ask("GET", "/api/v2/users").json["data"]
        self.assertGreaterEqual(len(users) - 1, answered, "what was answered is kept")

    def test_a_connection_that_says_nothing_does_not_hold_it_up(self):
        server = self.serve()
        with socket.create_connection(("127.0.0.1", server.port)), socket.create_connection(("127.0.0.1", server.port)) as half:
            half.sendall(b"GET /api/v2/gro")
            self.assertEqual(server.stop(), 0)


class Outside(Case):
    """What else it shows: metrics, logs, Spaces."""

    def test_the_metrics_page(self):
        port = gatehouse.free_port()
        server = self.serve("--metrics", f"127.0.0.1:{port}")
        server.ask("GET", "/api/v2/groups")
        server.ask("GET", "/api/v2/groups", token="wrong")
        server.ask("POST", "/api/v2/users", {"email": "ada@example.com", "first_name": "A", "last_name": "L"})
        api_port, server.port = server.port, port
        page = server.ask("GET", "/metrics", token=None)
        self.assertEqual(page.status, 200)
        self.assertTrue(page.headers["Content-Type"].startswith("text/plain; version=0.0.4"))
        values = dict(line.rsplit(" ", 1) for line in page.body.decode().splitlines() if not line.startswith("#"))
        self.assertGreaterEqual(int(values['gatehouse_http_requests_total{status="2xx"}']), 2)
        self.assertGreaterEqual(int(values['gatehouse_http_requests_total{status="4xx"}']), 1)
        self.assertEqual(int(values["gatehouse_revision"]), 2)
        self.assertEqual(int(values["gatehouse_commits_total"]), 2)
        for line in page.body.decode().splitlines():
            self.assertRegex(line, r"^(# (HELP|TYPE) \w+ .+|\w+(\{\w+=\"\w+\"\})? [-+.e0-9]+)$")
        self.assertEqual(server.ask("GET", "/api/v2/groups").status, 404, "the API is not behind this door")
        server.port = api_port
        self.assertEqual(server.ask("GET", "/metrics").status, 404, "nor are the metrics behind the other")

    def test_json_log_lines_parse_and_hold_no_secret(self):
        server = self.serve("--log", "json")
        server.ask("GET", "/api/v2/users?email=secret-query@example.com", headers={"X-Request-Id": 'an"id'})
        server.ask("GET", "/api/v2/groups", token="gate_wrong-but-still-secret")
        server.ask("GET", "/no/such/%22path%0a", token=None)
        secret = self.run_ok("token", "create", "--data-dir", self.data).strip()
        server.ask("GET", "/api/v2/groups", token=secret)
        server.ask("POST", "/api/v2/users", {"email": "secret-body@example.com", "first_name": "A", "last_name": "L"})
        self.assertEqual(server.stop(), 0)
        lines = [json.loads(line) for line in server.stderr.splitlines()]
        requests = [line for line in lines if line["event"] == "request"]
        self.assertGreaterEqual(len(requests), 5)
        for line in requests:
            self.assertLessEqual({"time", "method", "path", "status", "us", "request"}, set(line))
        self.assertIn(401, [line["status"] for line in requests])
        for word in (TOKEN, "gate_", "secret-query", "secret-body", secret):
            self.assertNotIn(word, server.stderr)

    def test_text_log_lines_hold_no_secret_and_one_request_each(self):
        server = self.serve("--log", "text")
        server.ask("GET", "/api/v2/users?email=secret-query@example.com")
        server.ask("GET", "/no/such/path", token="gate_wrong-but-still-secret")
        self.assertEqual(server.stop(), 0)
        self.assertRegex(server.stderr, r"(?m)^\S+Z GET /api/v2/users 200 ")
        for word in (TOKEN, "gate_", "secret-query"):
            self.assertNotIn(word, server.stderr)

    def test_the_host_chooses_the_space(self):
        server = self.serve("--base-domain", "gate.example.com")
        made = server.ask("POST", "/api/v2/spaces", {"name": "Acme", "domain": "acme.example.com", "options": {"create_admin_user": True}})
        self.assertEqual(made.status, 200, made)
        theirs = self.run_ok("token", "create", "--data-dir", self.data, "--space", "acme.example.com").strip()
        status = {}
        for host in ("127.0.0.1", "localhost:1234", "gate.example.com", "GATE.example.com", "[::1]", "acme.example.com", "ACME.example.com:80",
                     "evil.example.com", "acme.example.com.evil.com"):
            status[host] = tuple(server.ask("GET", "/api/v2/groups", token=token, headers={"Host": host}).status for token in (TOKEN, theirs))
        ours, other, nobody = (200, 401), (401, 200), (421, 421)
        self.assertEqual(status, {"127.0.0.1": ours, "localhost:1234": ours, "gate.example.com": ours, "GATE.example.com": ours, "[::1]": ours,
                                  "acme.example.com": other, "ACME.example.com:80": other, "evil.example.com": nobody,
                                  "acme.example.com.evil.com": nobody})
        there = {"Host": "acme.example.com"}
        self.assertEqual(server.ask("POST", "/api/v2/spaces", {"name": "X", "domain": "x.example.com"}, token=theirs, headers=there).status, 403)

    def test_the_admin_surface_is_not_on_the_network(self):
        server = self.serve()
        for path in ("/admin/tokens", "/admin/doctor", "/admin/audit/verify"):
            self.assertEqual(server.ask("GET", path).status, 404)
            self.assertEqual(server.ask("POST", path, {}).status, 404)

    def test_the_rate_limit_follows_its_variable(self):
        server = self.serve("--ephemeral", data=False, env={**WITH_TOKEN, "API_CALLS_PER_MIN": "5"})
        statuses = [server.ask("GET", "/api/v2/groups").status for _ in range(12)]
        self.assertEqual(statuses[:5], [200] * 5)
        self.assertIn(429, statuses)
        free = self.serve("--ephemeral", data=False, env={**WITH_TOKEN, "API_CALLS_PER_MIN": "5", "DISABLE_RATE_LIMIT": "true"})
        self.assertEqual({free.ask("GET", "/api/v2/groups").status for _ in range(12)}, {200})


if __name__ == "__main__":
    unittest.main(verbosity=1)
