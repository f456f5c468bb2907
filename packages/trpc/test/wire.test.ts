import { takeRequest } from "@pragma/core/limits";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { writeChange } from "../../core/test/support/stream.ts";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { appRouter, handleTrpcRequest } from "../src/index.ts";
import { contextOf, join } from "./support/callers.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** An answer as a server gives it, without a socket. */
async function request(path: string, init: RequestInit = {}, input?: unknown) {
  const member = await join(world, "viewer");
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await fetchRequestHandler({
    endpoint: "/trpc",
    req: new Request(`http://localhost/trpc/${path}${query}`, init),
    router: appRouter,
    // A real login: streams end with the one that they were opened with.
    createContext: () => ({ ...contextOf(world, member.context, "viewer"), login: member.login }),
  });
  return { ...member, response };
}

const EVENTS = { headers: { accept: "text/event-stream" } };

async function readUntil(body: ReadableStreamDefaultReader<Uint8Array>, wanted: RegExp): Promise<string> {
  const decoder = new TextDecoder();
  for (let read = ""; ; ) {
    const { done, value } = await body.read();
    if (done) throw new Error(`It ended with ${read}`);
    read += decoder.decode(value);
    if (wanted.test(read)) return read;
  }
}

describe("on the wire", () => {
  it("changes come as server-sent events with the ids to go on from, until the client goes", async () => {
    const { response, organizationId } = await request("live.stream", EVENTS);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const body = (response.body as ReadableStream<Uint8Array>).getReader();
    await readUntil(body, /"reset".*\nid: \w+-\w/s);
    await writeChange(world.pool, organizationId, "a", "a note");
    await readUntil(body, /data: \{"kind":"changes","changes":\[.*"a note".*\nid: \w+-\w/s);
    await body.cancel();
    await vi.waitFor(
      () => {
        expect(world.core.services.changes.subscribers).toBe(0);
        expect(world.core.services.callerWatch.watched).toBe(0);
      },
      { timeout: 120_000 },
    );
  });

  it("a stream that ends with the login says so as data", async () => {
    const { response, organizationId } = await request("live.stream", EVENTS);
    const body = (response.body as ReadableStream<Uint8Array>).getReader();
    await readUntil(body, /"reset"/);
    await world.pool.query("DELETE FROM memberships WHERE organization_id = $1", [organizationId]);
    const error = await readUntil(body, /serialized-error\ndata: .*\n/);
    expect(error).toContain('"code":"not_authenticated"');
    expect(error).toContain('"httpStatus":401');
  });

  it("domain errors have their status, and their facts as data", async () => {
    const { response } = await request("resources.get", {}, { id: "resource:test_item_nobody" });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { message: "Resource not found", data: { code: "NOT_FOUND", domain: { code: "not_found" } } },
    });
  });
});

/** A request as the web app passes it on. @param signedIn as a viewer, or without a login */
async function handle(path: string, init: RequestInit, signedIn: boolean, within: World = world) {
  const request = new Request(`http://localhost/trpc/${path}`, { method: "POST", ...init });
  const member = await join(within, "viewer");
  const context = contextOf(within, member.context, "viewer");
  const answer = (again: Request = request) =>
    handleTrpcRequest(again, {
      endpoint: "/trpc",
      createContext: async () => (signedIn ? context : { ...context, login: null }),
    });
  return { request, member, answer, response: await answer() };
}

const JSON_HEADERS = { "content-type": "application/json" };

describe("the input of a caller without permission", () => {
  const mutations = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>)
    .filter(([, { _def }]) => _def.type === "mutation")
    .map(([path]) => path);

  it.each(mutations)("is not read for %s", async (path) => {
    const { request, response } = await handle(
      path,
      { headers: JSON_HEADERS, body: `{"a":${"[".repeat(1000)}` },
      false,
    );
    expect(response.status).toBe(401);
    expect(request.bodyUsed).toBe(false);
  });

  it("is not read for a read that is sent as a body, and otherwise is", async () => {
    const read = { headers: JSON_HEADERS, body: JSON.stringify({ keys: ["test/item/nobody"] }) };
    const { request, response } = await handle("resources.rows", read, false);
    expect([response.status, request.bodyUsed]).toEqual([401, false]);
    const { response: answer } = await handle("resources.rows", read, true);
    expect(await answer.json()).toEqual({ result: { data: { rows: [], news: [] } } });
  });

  it("is not read as a form either", async () => {
    const body = new FormData();
    body.set("name", "Ann");
    const { request, response } = await handle("account.updateProfile", { body }, false);
    expect(response.status).toBe(401);
    expect(request.bodyUsed).toBe(false);
  });

  it("is not read if a scope or a role is missing", async () => {
    for (const path of ["resources.applyOne", "members.remove"]) {
      const { request, response } = await handle(path, { headers: JSON_HEADERS, body: "{" }, true);
      expect(response.status).toBe(403);
      expect(request.bodyUsed).toBe(false);
    }
  });
});

describe("a database that is away", () => {
  it("is reported as temporary, even if the signed-in user cannot be looked up", async () => {
    const response = await handleTrpcRequest(new Request("http://localhost/trpc/account.me"), {
      endpoint: "/trpc",
      createContext: () => Promise.reject(Object.assign(new Error("shutting down"), { code: "57P01" })),
    });
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain("shutting down");
  });
});

describe("a batch", () => {
  const batch = (count: number) =>
    handle(
      `${Array(count).fill("account.me").join(",")}?batch=1&input=${encodeURIComponent("{}")}`,
      { method: "GET" },
      true,
    );

  it("has at most 20 calls", async () => {
    const { response } = await batch(20);
    expect(response.status).toBe(200);
    expect(await response.json()).toHaveLength(20);
    expect((await batch(21)).response.status).toBe(400);
  });
});

describe("an organization's rate limit", () => {
  it("counts calls of the dashboard with those of REST, each one in a batch, and says when to go on", async () => {
    const small = await createWorld({ rateLimit: 4 });
    const { member, answer, response } = await handle("account.me", { method: "GET" }, true, small);
    expect(response.status).toBe(200);
    expect(await takeRequest(small.core, { ...member, rateLimit: null })).toMatchObject({
      admitted: true,
      remaining: 2,
    });
    const url = `http://localhost/trpc/account.me,members.list,overview.counts?batch=1&input=${encodeURIComponent("{}")}`;
    const refused = await answer(new Request(url));
    const answers = (await refused.json()) as { error?: { data: { httpStatus: number } } }[];
    expect(answers.map(({ error }) => error?.data.httpStatus ?? 200)).toEqual([200, 200, 429]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await takeRequest(small.core, { ...member, rateLimit: null })).toMatchObject({ admitted: false });
    await small.close();
  });

  it("counts a large change as several calls, as REST does", async () => {
    const small = await createWorld({ rateLimit: 10 });
    const { context, caller } = await join(small, "owner");
    const documents = Array.from({ length: 65 }, (_, index) => ({
      ...{ provider: "test", resource: "item", name: `item-${index}` },
      config: { text: "x" },
    }));
    await caller.changes.preview({ documents });
    expect(await takeRequest(small.core, { ...context, rateLimit: null })).toMatchObject({ remaining: 5 });
    await small.close();
  });
});
