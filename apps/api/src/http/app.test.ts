import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import type { Core } from "@pragma/core";
import { DomainError } from "@pragma/core/errors";
import { DEFAULT_SETTINGS } from "@pragma/core/settings";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_API_SETTINGS } from "../settings.ts";
import { createApp } from "./app.ts";
import { streamJsonArray } from "./lists/stream-json-array.ts";
import { sendJson } from "./send-answer.ts";

let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  // Nothing here reaches the domain: of all its services, HTTP itself needs the settings.
  const core = { services: { settings: DEFAULT_SETTINGS } } as Core;
  app = await createApp(core, { ...DEFAULT_API_SETTINGS, corsOrigins: ["https://console.example"] });
  app.post("/echo", async (request, reply) => sendJson(reply, 200, JSON.stringify(request.body ?? null)));
  app.get("/things/:id", async (request, reply) => sendJson(reply, 200, JSON.stringify(request.params)));
  app.get("/defect", async () => {
    throw new Error("secret inside");
  });
  app.get("/conflict", async () => {
    throw new DomainError("has_dependents", "Others depend on it", { dependents: ["resource:a_b_c"] });
  });
  app.get("/broken-list", async (_request, reply) => {
    await streamJsonArray(reply, breakingAfter(1), 1000);
    return reply;
  });
  app.get("/failing-list", async (_request, reply) => {
    await streamJsonArray(reply, breakingAfter(0), 1000);
    return reply;
  });
  app.get("/list", async (_request, reply) => {
    await streamJsonArray(reply, batchesOf(3), 1000);
    return reply;
  });
  app.get("/empty-list", async (_request, reply) => {
    await streamJsonArray(reply, batchesOf(0), 1000);
    return reply;
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});

afterAll(() => app.close());

async function* batchesOf(count: number): AsyncGenerator<string[]> {
  for (let index = 0; index < count; index++) yield [`{"n":${index}}`, "[]"];
}

async function* breakingAfter(count: number): AsyncGenerator<string[]> {
  yield* batchesOf(count);
  throw new DomainError("validation_failed", "bad cursor");
}

const post = (body: string | Uint8Array<ArrayBuffer>, type = "application/json") =>
  fetch(`${url}/echo`, { method: "POST", body, headers: { "content-type": type } });

describe("every answer", () => {
  it.each(["/things/a", "/nowhere", "/defect", "/conflict", "/list", "/%zz"])(
    "of %s is application/json",
    async (path) => {
      const response = await fetch(url + path);
      expect(response.headers.get("content-type")).toBe("application/json");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      await response.text();
    },
  );

  it("keeps a valid X-Request-Id", async () => {
    const response = await fetch(`${url}/nowhere`, { headers: { "x-request-id": "my-trace" } });
    expect(response.headers.get("x-request-id")).toBe("my-trace");
  });
});

describe("a path", () => {
  it("answers with and without a trailing slash, without a redirect", async () => {
    for (const path of ["/things/a", "/things/a/"]) {
      const response = await fetch(url + path, { redirect: "error" });
      expect(await response.json()).toEqual({ id: "a" });
    }
  });

  it.each([
    ["resource%3Apostgres_database_my-db", "resource:postgres_database_my-db"],
    ["resource:postgres_database_my-db", "resource:postgres_database_my-db"],
    ["resource%253Apostgres_database_my-db", "resource%3Apostgres_database_my-db"],
    ["postgres%2Fdatabase%2Fmy-db", "postgres/database/my-db"],
    ["a%252Fb", "a%2Fb"],
    ["a%00b", "a\0b"],
    ["%C3%A9", "é"],
  ])("segment %s is decoded once", async (segment, id) => {
    expect(await (await fetch(`${url}/things/${segment}`)).json()).toEqual({ id });
  });

  it("may hold an id of 455 characters, each percent-encoded", async () => {
    const response = await fetch(`${url}/things/${"%3A".repeat(455)}`);
    expect(await response.json()).toEqual({ id: ":".repeat(455) });
  });

  it("that is too long is 414", async () => {
    expect((await fetch(`${url}/things/${"a".repeat(2000)}`)).status).toBe(414);
  });

  it("with broken percent-encoding is 400", async () => {
    expect((await fetch(`${url}/things/%zz`)).status).toBe(400);
    expect((await fetch(`${url}/things/%ff`)).status).toBe(400);
  });

  it("of another method is 405 that names the right one", async () => {
    const response = await fetch(`${url}/resources/apply`, { method: "PUT" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("DELETE, GET, POST");
  });
});

describe("a JSON body", () => {
  it("is parsed", async () => {
    expect(await (await post('{"a":[1,"é"]}', "application/json; charset=UTF-8")).json()).toEqual({ a: [1, "é"] });
  });

  it.each([
    ['{"a":', ["body"], "json_invalid"],
    ["not json", ["body"], "json_invalid"],
    ['{"a":"\\u0000"}', ["body", "a"], "nul_character"],
    ['{"a":["\\ud800"]}', ["body", "a", 0], "lone_surrogate"],
    ['{"a":9007199254740993}', ["body", "a"], "integer_out_of_range"],
  ])("of %s is 422 that says where", async (body, loc, type) => {
    const response = await post(body);
    expect(response.status).toBe(422);
    const { detail } = (await response.json()) as { detail: { loc: unknown; type: string }[] };
    expect(detail).toHaveLength(1);
    expect(detail[0]?.loc).toEqual(loc);
    expect(detail[0]?.type).toBe(type);
  });

  it("that is not UTF-8 is 422", async () => {
    const response = await post(new Uint8Array([0x22, 0xff, 0x22]));
    expect(response.status).toBe(422);
  });

  it("nested deeper than 64 is 422, however deep", async () => {
    expect((await post(`${"[".repeat(64)}${"]".repeat(64)}`)).status).toBe(200);
    expect((await post(`${"[".repeat(65)}${"]".repeat(65)}`)).status).toBe(422);
    expect((await post(`${"[".repeat(300_000)}${"]".repeat(300_000)}`)).status).toBe(422);
    expect((await post(`${"[".repeat(400_000)}${"]".repeat(400_000)}`)).status).toBe(413);
  });

  it("does not quote itself in the message", async () => {
    const text = await (await post('{"password":"hunter2')).text();
    expect(text).not.toContain("hunter2");
  });

  it("of exactly 1 MiB is taken, and one byte more is 413", async () => {
    const mebibyte = 1024 * 1024;
    expect((await post(`"${"x".repeat(mebibyte - 2)}"`)).status).toBe(200);
    expect((await post(`"${"x".repeat(mebibyte - 1)}"`)).status).toBe(413);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/xml", "application/json; charset=latin1"])(
    "of type %s is 415",
    async (type) => {
      expect((await post("{}", type)).status).toBe(415);
    },
  );
});

describe("an error", () => {
  it("carries its facts beside the message", async () => {
    const response = await fetch(`${url}/conflict`);
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({
      detail: { message: "Others depend on it", dependents: ["resource:a_b_c"] },
    });
  });

  it("has the same facts by RFC 9457 if the client asks for that", async () => {
    const headers = { accept: "text/html, application/problem+json;q=0.9", "x-request-id": "t1" };
    const response = await fetch(`${url}/conflict`, { headers });
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toEqual({
      type: "urn:pragma:error:has_dependents",
      title: "Conflict",
      status: 409,
      detail: "Others depend on it",
      instance: "urn:pragma:request:t1",
      dependents: ["resource:a_b_c"],
    });
  });

  it("keeps the plain form if the client refuses the other", async () => {
    const response = await fetch(`${url}/conflict`, { headers: { accept: "application/problem+json;q=0, */*" } });
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  it("that nobody foresaw is 500 and tells nothing of the inside", async () => {
    const response = await fetch(`${url}/defect`);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ detail: "Internal Server Error" });
  });

  it("that is no HTTP has the same form", async () => {
    const client = connect(Number(new URL(url).port), "127.0.0.1");
    client.write("NONSENSE\r\n\r\n");
    const [answer] = (await once(client, "data")) as [Buffer];
    client.destroy();
    expect(String(answer)).toMatch(
      /^HTTP\/1\.1 400 .*Content-Type: application\/json\r\n.*\{"detail":"Bad Request"\}$/s,
    );
  });
});

describe("a list", () => {
  it("is one JSON array, however many batches it took", async () => {
    const list = await (await fetch(`${url}/list`)).json();
    expect(list).toEqual([{ n: 0 }, [], { n: 1 }, [], { n: 2 }, []]);
    expect(await (await fetch(`${url}/empty-list`)).json()).toEqual([]);
  });

  it("that fails before it began answers with the error", async () => {
    expect((await fetch(`${url}/failing-list`)).status).toBe(422);
  });

  it("that fails midway destroys the connection, so that it cannot look complete", async () => {
    const read = async () => (await fetch(`${url}/broken-list`)).text();
    await expect(read()).rejects.toThrow();
  });
});

describe("another origin", () => {
  it("may call if it is the dashboard's, or one that the operator names", async () => {
    const of = async (origin: string) => {
      const response = await fetch(`${url}/nowhere`, { headers: { origin } });
      return response.headers.get("access-control-allow-origin");
    };
    expect(await of("http://localhost:3000")).toBe("http://localhost:3000");
    expect(await of("https://console.example")).toBe("https://console.example");
    expect(await of("https://evil.example")).toBeNull();
  });

  it.each(["GET", "POST", "DELETE"])("may ask beforehand to %s", async (method) => {
    const headers = { origin: "http://localhost:3000", "access-control-request-method": method };
    const response = await fetch(`${url}/echo`, { method: "OPTIONS", headers });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
    expect(response.headers.get("access-control-allow-methods")?.split(", ")).toContain(method);
  });
});
