import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
beforeEach(() => world.moveOn());
afterAll(() => close());

describe("a worker", () => {
  it("makes, changes and deletes what is applied", async () => {
    await world.startWorker();
    await world.object("a", { text: "one" });
    const made = await world.reaches("objects/object/a", "ready");
    expect(JSON.parse(made.outputs ?? "")).toMatchObject({ text: "one" });
    await world.object("a", { text: "two" });
    await world.reaches("objects/object/a", "ready");
    expect(world.folder.calls("a")).toEqual(["create", "create ended", "update", "update ended"]);
  });
});
