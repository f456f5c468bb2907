import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { writeChange } from "../../core/test/support/changes.ts";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { appRouter } from "../src/index.ts";
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
    createContext: () => contextOf(world, member.context, "viewer"),
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
    const { response, organizationId } = await request("changes.stream", EVENTS);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const body = (response.body as ReadableStream<Uint8Array>).getReader();
    await readUntil(body, /"live".*\nid: \w+-\w/s);
    await writeChange(world.pool, organizationId, "a", "a note");
    await readUntil(body, /data: \{"kind":"changes","changes":\[.*"a note".*\nid: \w+-\w/s);
    await body.cancel();
    await vi.waitFor(() => {
      expect(world.core.changes.subscribers).toBe(0);
      expect(world.core.callerWatch.watched).toBe(0);
    }, 5000);
  });

  it("a stream that ends with the login says so as data", async () => {
    const { response, organizationId } = await request("changes.stream", EVENTS);
    const body = (response.body as ReadableStream<Uint8Array>).getReader();
    await readUntil(body, /"live"/);
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
