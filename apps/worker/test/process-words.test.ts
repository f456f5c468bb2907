import { testEach } from "@pragma/testing/test-each";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
beforeEach(() => world.moveOn());
afterAll(() => close());

/** Rows that contain a text, in all tables that free text goes into. */
async function holding(text: string): Promise<string[]> {
  const tables = ["resources", "resource_changes", "dead_letters", "events", "resource_logs", "provider_health"];
  const found: string[] = [];
  for (const table of tables) {
    const { rows } = await world.pool.query<{ line: string }>(
      `SELECT to_jsonb(t)::text AS line FROM ${table} t WHERE to_jsonb(t)::text LIKE '%' || $1 || '%'`,
      [text],
    );
    found.push(...rows.map(({ line }) => `${table}: ${line}`));
  }
  return found;
}

describe("output of a process that belongs to no call", () => {
  testEach(["throw later"], ["print and exit"])(
    "(%s) is given to no other resource, and kept nowhere with a secret",
    async (mode) => {
      await world.startWorker({}, { maxAttempts: 1 });
      // They share a process, and only the second is in progress when it ends.
      await world.object("owner", { mode, password: "hunter2-long", times: 1 });
      const bystander = world.object("bystander", { delay_ms: 1500, password: "of the bystander" });
      await bystander;
      await world.reaches("objects/object/owner", "ready", "failed");
      await world.reaches("objects/object/bystander", "ready", "failed");

      expect(await holding("hunter2")).toEqual([]);
      expect((await world.row("objects/object/bystander"))?.error ?? "").not.toMatch(/connection|sign in/);
      expect((await world.row("objects/object/bystander"))?.lifecycle_state).toBe("ready");
    },
  );

  it("is given to the only call that its process has had, redacted", async () => {
    await world.startWorker({}, { maxAttempts: 2, retryBaseDelayMs: 1 });
    await world.object("owner", { mode: "print and exit", password: "hunter2-long" });
    await world.object("other", { mode: "print and exit", password: "another-one" });
    await world.reaches("objects/object/owner", "failed");
    await world.reaches("objects/object/other", "failed");

    // The owner's process ran nothing else, so the output is its own.
    expect((await world.row("objects/object/owner"))?.error).toBe(
      "Provider objects 1.0.0 exited with code 7: no way to sign in with ********",
    );
    expect(await holding("hunter2")).toEqual([]);
  });
});
