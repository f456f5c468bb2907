import { deleteResource } from "@pragma/core/resources/delete";
import { getResource } from "@pragma/core/resources/read";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;
let worker: TestWorker;

beforeAll(async () => {
  ({ world, close } = await createWorld());
  // One slot: a call that waits for others must not block them.
  worker = await world.launchWorker({ providerConcurrency: 1 }, { maxAttempts: 2 });
});
beforeEach(() => world.moveOn());
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
});

const KEY = "objects/assembly/car";

function assemble(config: Record<string, unknown>) {
  return world.apply(KEY, { folder: world.folder.path, ...config } as never);
}

async function keys(): Promise<string[]> {
  const rows = await world.rows<{ key: string }>("SELECT key FROM resources WHERE organization_id = $1 ORDER BY key");
  return rows.map(({ key }) => key);
}

describe("sub-resources", () => {
  it("are applied, owned and waited for; those that an update applies no longer go, all go before their owner", async () => {
    await assemble({ parts: ["door", "wheel"] });
    const car = await world.reaches(KEY, "ready");
    expect(await keys()).toEqual([KEY, "objects/key/car-key", "objects/object/car-door", "objects/object/car-wheel"]);
    const { ids } = JSON.parse(car.outputs ?? "") as { ids: string[] };
    const door = await world.row("objects/object/car-door");
    expect(JSON.parse(door?.owner_references ?? "")).toEqual([
      { provider: "objects", resource: "assembly", name: "car" },
    ]);
    expect(ids).toHaveLength(2);
    const audit = await world.rows<{ actor: string; action: string }>(
      "SELECT actor->>'name' AS actor, action FROM audit_entries WHERE organization_id = $1 AND target LIKE '%door'",
    );
    expect(audit).toEqual([{ actor: "Ann", action: "resource.apply" }]);

    // Resources that the user applies are not sub-resources.
    await world.apply("pragma/config/mine", { data: {} });
    await assemble({ parts: ["wheel", "roof"] });
    await waitUntil(
      async () => !(await keys()).includes("objects/object/car-door"),
      () => keys(),
    );
    await world.reaches(KEY, "ready");
    expect(await keys()).toEqual([
      KEY,
      "objects/key/car-key",
      "objects/object/car-roof",
      "objects/object/car-wheel",
      "pragma/config/mine",
    ]);
    expect(world.folder.names()).toEqual(["car-roof", "car-wheel"]);

    await deleteResource(world.core, world.context, KEY);
    await waitUntil(
      async () => (await keys()).length === 1,
      () => keys(),
    );
    expect(world.folder.names()).toEqual([]);
  });

  it("that are secret stay so wherever the handler puts them", async () => {
    await assemble({ parts: ["door"] });
    await world.reaches(KEY, "ready");
    const shown = [
      (await getResource(world.core, world.context, KEY)).body,
      (await getResource(world.core, world.context, "objects/object/car-door")).body,
    ].join();
    expect(shown).toContain("********");
    expect(shown).not.toContain("made-up-secret");
    for (const table of ["resources", "events", "resource_changes", "resource_logs", "dead_letters", "audit_entries"]) {
      const rows = await world.rows(`SELECT t FROM ${table} t WHERE organization_id = $1 AND t::text LIKE '%made-up%'`);
      expect([table, rows]).toEqual([table, []]);
    }
    const logged = await world.rows<{ message: string }>(
      "SELECT message FROM resource_logs WHERE organization_id = $1",
    );
    expect(logged).toEqual([{ message: "the key is ********" }]);
  });

  it("that belong to somebody else, need their owner, or break their schema are refused", async () => {
    await world.object("car-door", { text: "mine" });
    await world.reaches("objects/object/car-door", "ready");
    await assemble({ parts: ["door"], wait: false });
    const foreign = await world.reaches(KEY, "failed");
    expect(foreign.error).toBe(`objects/object/car-door exists, and does not belong to ${KEY}`);
    expect(JSON.parse((await world.row("objects/object/car-door"))?.outputs ?? "")).toMatchObject({ text: "mine" });

    world.moveOn();
    // Escaped, so that the handler gets a reference and passes it on.
    await assemble({ parts: ["door"], wait: false, also: { text: `$\${${KEY}.outputs.note}` } });
    const circular = await world.reaches(KEY, "failed");
    expect(circular.error).toBe(`objects/object/car-door needs ${KEY}, which is not ready before it`);

    world.moveOn();
    await assemble({ parts: ["door"], wait: false, also: { delay_ms: "soon" } });
    const wrong = await world.reaches(KEY, "failed");
    expect(wrong.error).toMatch(/config\.delay_ms: /);
  });
});
