import { changeProgressSchema } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { type EventReader, type ReceivedEvent, readEvents } from "../../support/event-source.ts";
import { configInput } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

const open = async (query = "?include=change", headers = {}) =>
  readEvents(await tenant.client.open("GET", `/events/stream${query}`, { headers }));

async function plan(name: string): Promise<string> {
  const { status, body } = await tenant.client.post("/changes", { documents: [configInput(name)] });
  expect(status).toBe(201);
  return body.id;
}

/** The next event about a change, whatever is told of resources and of other changes before it. */
async function nextOf(events: EventReader, id: string): Promise<ReceivedEvent> {
  for (;;) {
    const next = await events.next();
    if (next.event === "change" && JSON.parse(next.data).id === id) return next;
  }
}

/** Reads until a change has a status: what was told before may be told again. */
async function untilStatus(events: EventReader, id: string, status: string): Promise<void> {
  while (statusOf(await nextOf(events, id)) !== status);
}

const statusOf = ({ data }: ReceivedEvent): string => JSON.parse(data).status;

describe("GET /events/stream?include=change", () => {
  it("tells each status of a change, with what it counts", async () => {
    const events = await open();
    const id = await plan("a");
    const planned = await nextOf(events, id);
    expect(changeProgressSchema.parse(JSON.parse(planned.data))).toMatchObject({
      id,
      status: "planned",
      counts: { create: 1 },
      settled: 0,
      total: 1,
    });
    expect((await tenant.client.post(`/changes/${id}/apply`)).status).toBe(200);
    await untilStatus(events, id, "applying");
    await events.close();
  });

  it("tells of a plan that was discarded, and of one that turned stale", async () => {
    const events = await open();
    const [discarded, stale] = [await plan("b"), await plan("c")];
    await tenant.client.post(`/changes/${discarded}/discard`);
    await untilStatus(events, discarded, "discarded");
    await tenant.client.post("/resources/apply", configInput("c"));
    expect((await tenant.client.post(`/changes/${stale}/apply`)).status).toBe(409);
    await untilStatus(events, stale, "stale");
    await events.close();
  });

  it("begins with what is open, and nothing of another organization", async () => {
    const id = await plan("d");
    const stranger = await api.tenant();
    const theirs = readEvents(await stranger.client.open("GET", "/events/stream?include=change"));
    const events = await open();
    expect(statusOf(await nextOf(events, id))).toBe("planned");
    const { body } = await stranger.client.post("/changes", { documents: [configInput("d")] });
    const first = await theirs.next();
    expect([first.event, JSON.parse(first.data).id]).toEqual(["change", body.id]);
    await events.close();
    await theirs.close();
  });

  it("resumes: what has ended meanwhile is told", async () => {
    const events = await open();
    const id = await plan("e");
    await tenant.client.post("/resources/apply", configInput("beside"));
    // Its id is where the stream stands, in the order of all ids.
    let place: string | undefined;
    while (place === undefined) place = (await events.next()).id;
    await events.close();
    await tenant.client.post(`/changes/${id}/discard`);
    const resumed = await open("?include=change", { "last-event-id": place });
    await untilStatus(resumed, id, "discarded");
    await resumed.close();
  });

  it("is told of resources alone without it", async () => {
    const events = await open("");
    await plan("f");
    await tenant.client.post("/resources/apply", configInput("f"));
    expect((await events.next()).event).toBe("state_change");
    await events.close();
  });

  it("refuses to include anything else", async () => {
    const { status, body } = await tenant.client.get("/events/stream?include=everything");
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(["query", "include"]);
  });
});
