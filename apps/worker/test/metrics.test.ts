import { deleteResource } from "@pragma/core/resources/delete";
import { Registry } from "@pragma/telemetry/metrics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
afterAll(() => close());

describe("the metrics of a worker", () => {
  it("count the outcome of each attempt, by provider and event", async () => {
    const metrics = new Registry();
    await world.startWorker({ metrics });
    await world.object("good");
    await world.object("twice", { mode: "fail", times: 2 });
    await world.object("wrong", { mode: "config error" });
    await world.apply("pragma/config/plain", { data: { a: 1 } });
    await world.apply("pragma/config/brief", { data: { a: 1 } });
    await world.reaches("objects/object/good", "ready");
    await world.reaches("objects/object/twice", "ready");
    await world.reaches("objects/object/wrong", "failed");
    await world.reaches("pragma/config/plain", "ready");
    await world.reaches("pragma/config/brief", "ready");
    for (const key of ["objects/object/good", "pragma/config/brief"]) {
      await deleteResource(world.core, world.context, key);
      await waitUntil(
        async () => (await world.row(key)) === undefined,
        () => world.row(key),
      );
    }

    const lines = async () => (await metrics.metrics()).split("\n").filter((line) => !line.startsWith("#"));
    const counts = async () => (await lines()).filter((line) => line.startsWith("pragma_events_total")).sort();
    const expected = [
      'pragma_events_total{provider="objects",event="CREATE",outcome="failed"} 1',
      'pragma_events_total{provider="objects",event="CREATE",outcome="retried"} 2',
      'pragma_events_total{provider="objects",event="CREATE",outcome="succeeded"} 2',
      'pragma_events_total{provider="objects",event="DELETE",outcome="succeeded"} 1',
      'pragma_events_total{provider="pragma",event="CREATE",outcome="succeeded"} 2',
      'pragma_events_total{provider="pragma",event="DELETE",outcome="succeeded"} 1',
    ];
    // Stored values are counted a moment later.
    await waitUntil(async () => (await counts()).length === expected.length, counts);
    expect(await counts()).toEqual(expected);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'pragma_event_duration_seconds_count{provider="objects",event="CREATE"} 5',
        "pragma_events_in_hand 0",
        expect.stringMatching(/^pragma_provider_processes [1-9]\d*$/),
      ]),
    );
  });

  it("are served with a token alone where providers could reach them", async () => {
    const env = { PRAGMA_WORKER_METRICS_PORT: "0", PRAGMA_SANDBOX: "none" };
    const addressOf = ({ output }: { output: string }) => /http:\/\/127\.0\.0\.1:\d+\/metrics/.exec(output)?.[0] ?? "";
    const open = await fetch(addressOf(await world.spawnWorker(env)));
    expect([open.status, await open.text()]).toEqual([403, expect.stringContaining("set PRAGMA_METRICS_TOKEN")]);
    const address = addressOf(await world.spawnWorker({ ...env, PRAGMA_METRICS_TOKEN: "a token" }));
    expect((await fetch(address)).status).toBe(401);
    expect((await fetch(address, { headers: { authorization: "Bearer a token" } })).status).toBe(200);
  });
});
