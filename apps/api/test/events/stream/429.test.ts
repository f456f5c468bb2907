import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /events/stream", () => {
  it("gives a token 50 streams, and another once one is closed", async () => {
    const { client } = await api.tenant();
    const open = () => client.open("GET", "/events/stream");
    const streams = await Promise.all(Array.from({ length: 50 }, open));
    expect(streams.every(({ status }) => status === 200)).toBe(true);
    const refused = await client.get("/events/stream");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBeTruthy();
    await streams[0]?.body?.cancel();
    let next = await open();
    for (let tries = 0; next.status === 429 && tries < 100; tries++) next = await open();
    expect(next.status).toBe(200);
    for (const { body } of [...streams.slice(1), next]) await body?.cancel();
  });
});
