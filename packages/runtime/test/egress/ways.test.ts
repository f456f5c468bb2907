import dns from "node:dns";
import { createServer as createHttpServer } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTlsServer } from "node:tls";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startRedis } from "../redis.ts";
import { bubblewrap, certificate, listen, network, reachBy, reaching, start } from "./support.ts";

let database: TestDatabase;
let databasePort: string;
let pair: { key: string; cert: string };
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  databasePort = new URL(database.url).port;
  pair = await certificate();
});
afterAll(() => database.drop());

async function startHttp(): Promise<number> {
  return start(createHttpServer((request, answer) => void request.pipe(answer)));
}

describe.runIf(bubblewrap)("a provider with a way out", () => {
  test("reaches what it is allowed by fetch and by http, also by name", async () => {
    const port = await startHttp();
    const { reach } = reaching(`network=127.0.0.1:${port}`);

    expect(await reach("fetch", `http://127.0.0.1:${port}/`, "hello")).toEqual({ status: 200, text: "hello" });
    expect(await reach("fetch", `http://localhost:${port}/`, "hello")).toEqual({ status: 200, text: "hello" });
    expect(await reach("http", `http://localhost:${port}/`)).toEqual({ status: 200, text: "" });
  });

  test("reaches a server over TLS: by https, http2, a socket of its own and an upgraded plain one", async () => {
    const http = await start(createHttpsServer(pair, (_, answer) => void answer.end("https")));
    const http2 = await start(createSecureServer(pair).on("stream", (stream) => stream.end("http2")));
    const tls = await start(createTlsServer({ ...pair, allowHalfOpen: true }, (socket) => void socket.pipe(socket)));
    const { reach } = reaching("network=127.0.0.1");

    expect(await reach("https", `https://localhost:${http}/`, pair.cert)).toEqual({ status: 200, text: "https" });
    expect(await reach("http2", `https://localhost:${http2}/`, pair.cert)).toEqual({ text: "http2" });
    expect(await reach("tls", `localhost:${tls}`, pair.cert)).toEqual({ text: "hello\n", authorized: true });
    expect(await reach("tls over a socket", `localhost:${tls}`, pair.cert)).toEqual({
      text: "hello\n",
      authorized: true,
    });
  });

  test("reaches PostgreSQL and Redis", async () => {
    const redis = await startRedis();
    const { reach } = reaching(`network=127.0.0.1:${databasePort},network=127.0.0.1:${redis}`);

    expect(await reach("pg", database.url, "select 1 as one")).toEqual({ rows: [{ one: 1 }] });
    expect(await reach("redis", `redis://127.0.0.1:${redis}`)).toEqual({ text: "value", pong: "PONG" });
  });

  test.runIf(process.getuid?.() === 0)("has the same way out where the platform runs as another account", async () => {
    const [http, redis] = [await startHttp(), await startRedis()];
    const ports = [http, redis, databasePort].map((port) => `network=127.0.0.1:${port}`);
    const account = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups", "--"];

    const outcomes = await reachBy(account, ports.join(), [
      { way: "pg", target: database.url, more: "select 1 as one" },
      { way: "redis", target: `redis://127.0.0.1:${redis}` },
      { way: "fetch", target: `http://127.0.0.1:${http}/`, more: "hello" },
      { way: "fetch", target: `http://127.0.0.2:${http}/` },
      { way: "program", target: `127.0.0.1:${http}` },
    ]);

    expect(outcomes).toEqual([
      { rows: [{ one: 1 }] },
      { text: "value", pong: "PONG" },
      { status: 200, text: "hello" },
      { error: expect.stringContaining(`add network=127.0.0.2:${http} to PRAGMA_EGRESS_ALLOW`) },
      { text: "ECONNREFUSED" },
    ]);
  });

  test("sends and receives until each side has ended, and knows where it is connected to", async () => {
    const { port } = await listen((socket) => {
      let words = "";
      socket.on("data", (chunk) => {
        words += chunk;
      });
      socket.on("end", () => socket.end(words.toUpperCase()));
    });
    const { reach } = reaching(`network=127.0.0.1:${port}`);

    const words = "many words ".repeat(100_000);
    expect(await reach("socket", `127.0.0.1:${port}`, "hello")).toEqual({ text: "HELLO", remote: "127.0.0.1", port });
    expect(await reach("socket", `127.0.0.1:${port}`, words)).toMatchObject({ text: words.toUpperCase() });
  });

  test("gets the errors that it would get without the proxy", async () => {
    const { port } = await listen((socket) => socket.resetAndDestroy());
    const { refused } = reaching("network=127.0.0.1");

    expect(await refused("socket", "127.0.0.1:1")).toBe("connect ECONNREFUSED 127.0.0.1:1");
    expect(await refused("socket", `127.0.0.1:${port}`)).toMatch(/ECONNRESET|socket hang up/);
    expect(await refused("socket", "127.0.0.1:70000")).toMatch(/Port should be/);
    expect(await refused("fetch", "http://name.invalid/")).toMatch(/fetch failed: getaddrinfo \w+ name\.invalid/);
  });

  test("looks names up, even with its own lookup, which the policy does not trust", async () => {
    const { port } = await listen((socket) => socket.end("there"));
    const { reach, refused } = reaching(`network=127.0.0.1:${port}`);

    expect(await reach("lookup", "localhost")).toMatchObject({
      callback: expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
    });
    expect(await reach("own lookup", `service.example:${port}`, "127.0.0.1")).toEqual({ text: "there" });
    expect(await refused("own lookup", `service.example:${port}`, "127.0.0.2")).toContain(`127.0.0.2:${port}`);
  });

  test("is told that a name is impossible, which costs no other call its answer", async () => {
    const { reach } = reaching("");

    expect(await reach("impossible names", "localhost")).toEqual({
      codes: ["ENOTFOUND", "ENOTFOUND", "ENOTFOUND", "ERR_INVALID_URL", "ENOTFOUND", "ERR_INVALID_ARG_VALUE", "found"],
    });
  });

  test("looks as many names up at once as it likes", async () => {
    const { reach } = reaching("");

    expect(await reach("many names", "localhost", "2000")).toEqual({ found: 2000 });
  });

  test("looks names up with a resolver of its own, but not at a server of its own", async () => {
    const { reach } = reaching("");

    const here = await Promise.allSettled([
      dns.promises.resolve4("name.invalid"),
      dns.promises.resolve4("name.invalid"),
      dns.promises.resolveAny("name.invalid"),
    ]);
    const words = here.map((each) => each.status === "rejected" && (each.reason as Error).message);
    expect(await reach("resolver", "name.invalid")).toEqual({ answers: words });
    const refusal = expect.stringContaining("the platform's own name servers alone");
    expect(await reach("resolver", "name.invalid", "192.0.2.1")).toEqual({ answers: [refusal, refusal, refusal] });
  });

  test("is told when a name was looked up, as libraries wait for that with a deadline", async () => {
    const { port } = await listen(() => {});
    const { reach } = reaching(`network=127.0.0.1:${port}`);

    expect(await reach("events", `localhost:${port}`)).toEqual({
      told: [["lookup", null, "127.0.0.1", 4, "localhost"], ["connect"]],
    });
    expect(await reach("events", `127.0.0.1:${port}`)).toEqual({ told: [["connect"]] });
    expect(await reach("events", "name.invalid:80")).toEqual({
      told: [["lookup", expect.stringMatching(/^E/), null, null, "name.invalid"]],
    });
  });

  test("has it in its threads too, but not in other programs that it starts", async () => {
    const { port } = await listen(() => {});
    const { reach } = reaching(`network=127.0.0.1:${port}`);

    expect(await reach("thread", `127.0.0.1:${port}`)).toEqual({ text: "connected" });
    expect(await reach("program", `127.0.0.1:${port}`)).toEqual({ text: "ECONNREFUSED" });
    expect(await reach("datagram", "192.0.2.1:53")).toEqual({ text: "ENETUNREACH" });
    expect(await reach("interfaces")).toEqual({ names: ["lo"] });
  });

  test("has no network at all if it must not have one", async () => {
    const { port, sockets } = await listen(() => {});
    const { reach, refused } = reaching(`127.0.0.1:${port}`, {
      target: { ...network, network: "none" },
    });

    for (const [way = "", more = ""] of [["socket"], ["tls"], ["own lookup", "127.0.0.1"]])
      expect(await refused(way, `127.0.0.1:${port}`, more)).toContain("this provider has no network");
    expect(await refused("fetch", `http://127.0.0.1:${port}/`)).toContain('does not say "network": "host"');
    expect(await refused("lookup", "example.com")).toContain(
      "look up example.com refused: this provider has no network",
    );
    expect(await reach("program", `127.0.0.1:${port}`)).toEqual({ text: "ECONNREFUSED" });
    expect(await reach("interfaces")).toEqual({ names: ["lo"] });
    expect(sockets).toEqual([]);
  });
});
