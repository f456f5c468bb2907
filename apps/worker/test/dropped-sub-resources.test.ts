import { applyResource } from "@pragma/core/resources/apply";
import { getResource } from "@pragma/core/resources/read";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;
let worker: TestWorker;

beforeAll(async () => {
  ({ world, close } = await createWorld());
  worker = await world.launchWorker();
});
beforeEach(() => world.moveOn());
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
});

const CAR = "objects/assembly/car";
const DOOR = "objects/object/car-door";

async function assemble(config: Record<string, unknown>): Promise<void> {
  const { generation } = await world.apply(CAR, { folder: world.folder.path, ...config } as never);
  await waitUntil(
    async () => {
      const car = await world.row(CAR);
      return car?.lifecycle_state === "ready" && car.observed_generation === generation;
    },
    () => world.row(CAR),
  );
}

/** Resolves once the sub-resource and what was made for it are gone. */
async function doorIsGone(): Promise<void> {
  await waitUntil(
    async () => (await world.row(DOOR)) === undefined,
    () => world.row(DOOR),
  );
  expect(world.folder.names()).toEqual([]);
}

describe("a sub-resource that an update applies no longer", () => {
  it("goes once it is settled, if it is being processed at that moment", async () => {
    await assemble({ parts: ["door"], wait: false, also: { delay_ms: 2000 } });
    await world.reaches(DOOR, "processing");
    await assemble({ parts: [] });
    await doorIsGone();
  });

  it("goes once it may, and says until then what it waits for", async () => {
    await assemble({ parts: ["door"] });
    const ref = { provider: "objects", resource: "object", name: "car-door" };
    const { config } = JSON.parse((await getResource(world.core, world.context, DOOR)).body);
    const protect = (deletion_protected: boolean) =>
      applyResource(world.core, world.context, { ...ref, config, deletion_protected });
    await protect(true);
    await assemble({ parts: [] });
    const condition = async (): Promise<string> => {
      const { conditions } = JSON.parse((await getResource(world.core, world.context, DOOR)).body);
      return JSON.stringify(conditions);
    };
    await waitUntil(async () => (await condition()).includes("is protected from deletion"), condition);
    expect(await world.row(DOOR)).toMatchObject({ lifecycle_state: "ready", deleting_since: null });
    await protect(false);
    await doorIsGone();
  });
});
