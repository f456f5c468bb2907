import { describe, expect, it, onTestFinished } from "vitest";
import { createWorld } from "./support/world.ts";

describe("a result that takes the database longer to write than a statement may", () => {
  it("fails its event after a few tries, with the reason, instead of being repeated for ever", async () => {
    const { world, close } = await createWorld();
    onTestFinished(close);
    await world.startWorker({}, { maxAttempts: 1 }, { statementTimeoutMs: 2000 });
    await world.pool.query(
      `CREATE FUNCTION take_long() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         PERFORM pg_sleep(60);
         RETURN NEW;
       END $$;
       CREATE TRIGGER take_long BEFORE UPDATE ON resources
       FOR EACH ROW WHEN (NEW.lifecycle_state = 'ready') EXECUTE FUNCTION take_long()`,
    );
    await world.object("slow");
    const { error } = await world.reaches("objects/object/slow", "failed");
    expect(error).toBe("Its result cannot be stored: canceling statement due to statement timeout");

    await world.pool.query("DROP TRIGGER take_long ON resources");
    await world.object("slow");
    await world.reaches("objects/object/slow", "ready");
    expect(world.folder.overlaps()).toEqual([]);
  });
});
