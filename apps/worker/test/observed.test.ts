import { writeFileSync } from "node:fs";
import { join } from "node:path";
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

const OBSERVED = { handling: { mode: "observe" as const } };

describe("what is only observed", () => {
  it("gives what is there to others, is never changed, and stays when it is deleted", async () => {
    writeFileSync(join(world.folder.path, "theirs.1"), "made by hand");
    await world.startWorker();
    await world.object("theirs", { text: "declared" }, OBSERVED);
    await world.object("user", { text: "${objects/object/theirs.outputs.text}" });
    const user = await world.reaches("objects/object/user", "ready");
    expect(JSON.parse(user.outputs ?? "")).toMatchObject({ text: "made by hand" });
    await world.object("theirs", { text: "declared otherwise" }, OBSERVED);
    await world.reaches("objects/object/theirs", "ready");
    expect(world.folder.text("theirs")).toBe("made by hand");
    await world.object("user", { text: "nothing" });
    await world.reaches("objects/object/user", "ready");
    await deleteResource(world.core, world.context, "objects/object/theirs");
    await waitUntil(
      async () => (await world.row("objects/object/theirs")) === undefined,
      () => world.row("objects/object/theirs"),
    );
    expect(world.folder.text("theirs")).toBe("made by hand");
    expect(world.folder.calls("theirs").filter((call) => !call.startsWith("observe"))).toEqual([]);
  });

  it("fails where there is nothing, without an attempt to make it", async () => {
    await world.startWorker();
    await world.object("absent", { text: "declared" }, OBSERVED);
    const failed = await world.reaches("objects/object/absent", "failed");
    expect(failed.error).toContain("There is nothing to observe");
    expect(world.folder.text("absent")).toBeUndefined();
  });
});
