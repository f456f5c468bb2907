import { deleteResource } from "@pragma/core/resources/delete";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
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
    await deleteResource(world.core, world.context, "objects/object/a");
    await waitUntil(
      async () => (await world.row("objects/object/a")) === undefined,
      () => world.row("objects/object/a"),
    );
    expect(world.folder.names()).toEqual([]);
    expect(await world.leftovers()).toMatchObject({ unsettled: 0, leases: 0 });
  });

  it("goes down a chain automatically, and leaves no request behind", async () => {
    const links = ["first", "second", "third", "fourth"];
    for (const [index, name] of links.entries()) {
      const above = links[index - 1];
      await world.object(name, { text: above ? `\${objects/object/${above}.outputs.text}` : "one" });
    }
    await world.startWorker();
    await world.allReady(links.length);
    await world.object("first", { text: "two" });
    await waitUntil(
      async () => JSON.parse((await world.row("objects/object/fourth"))?.outputs ?? "{}").text === "two",
      () => world.row("objects/object/fourth"),
    );
    for (const name of links) {
      expect([name, world.folder.calls(name)]).toEqual([name, ["create", "create ended", "update", "update ended"]]);
    }
    await waitUntil(
      async () =>
        (await world.rows("SELECT key FROM pending_looks WHERE organization_id = $1")).length === 0 &&
        (await world.leftovers()).locked === 0,
      () => world.leftovers(),
    );
  });
});
