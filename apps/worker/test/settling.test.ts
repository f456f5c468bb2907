import { describe, expect, it, onTestFinished } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
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

/** More often than a database that is there may refuse a result. */
const TRIES_WHILE_AWAY = 5;

describe("a result that cannot be written while the database is away", () => {
  it("counts once that is back, and its handler does not run again", async () => {
    const { world, close } = await createWorld();
    onTestFinished(close);
    await world.startWorker({}, { maxAttempts: 1 });
    // A sequence counts what is rolled back, too.
    await world.pool.query(
      `CREATE SEQUENCE tries;
       CREATE FUNCTION be_away() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         PERFORM nextval('tries');
         RAISE EXCEPTION 'the database system is in recovery mode' USING ERRCODE = '57P03';
       END $$;
       CREATE TRIGGER be_away BEFORE UPDATE ON resources
       FOR EACH ROW WHEN (NEW.lifecycle_state = 'ready') EXECUTE FUNCTION be_away()`,
    );
    await world.object("kept");
    const tries = async (): Promise<number> =>
      Number((await world.pool.query<{ last_value: string }>("SELECT last_value FROM tries")).rows[0]?.last_value);
    await waitUntil(async () => (await tries()) >= TRIES_WHILE_AWAY, tries);
    await world.pool.query("DROP TRIGGER be_away ON resources");
    await world.reaches("objects/object/kept", "ready");
    expect(world.folder.calls("kept")).toEqual(["create", "create ended"]);
  });
});
