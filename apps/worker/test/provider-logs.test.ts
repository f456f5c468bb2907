import { followResourceLogs, readResourceLogs } from "@pragma/core/logs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;
let worker: TestWorker;

const KEY = "objects/diary/mine";

beforeAll(async () => {
  ({ world, close } = await createWorld());
  worker = await world.launchWorker();
});
beforeEach(() => world.moveOn());
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
});

async function keepDiary(config: { lines: string[]; broken?: boolean; inclusive?: boolean }): Promise<void> {
  await world.apply(KEY, { password: "open sesame", ...config });
  await world.reaches(KEY, "ready");
}

async function read(query: { since?: string; tail?: number } = {}): Promise<string[]> {
  return (await readResourceLogs(world.core, world.context, KEY, query)).map(({ message }) => message);
}

describe("the log of a resource whose provider keeps one of its own", () => {
  it("has the lines of both, by time", async () => {
    await keepDiary({ lines: ["first", "second", "third"] });
    expect(await read()).toEqual(["first", "second", "third", "opened"]);
    expect(await read({ tail: 2 })).toEqual(["third", "opened"]);
    expect(await read({ since: "2016-01-01T12:00:00Z" })).toEqual(["second", "third", "opened"]);
  });

  it("reveals no secrets", async () => {
    await keepDiary({ lines: ["I said open sesame to the door"] });
    expect(await read()).toEqual(["I said ******** to the door", "opened"]);
  });

  it("has many lines", async () => {
    await keepDiary({ lines: Array.from({ length: 2345 }, (_, index) => `line ${index}`) });
    const lines = await read({ tail: 3000 });
    expect(lines.length).toBe(2346);
    expect(lines.at(-2)).toBe("line 2344");
  });

  it("says where the provider's part is missing, and has the rest", async () => {
    await keepDiary({ lines: [], broken: true });
    expect(await read()).toEqual([
      "opened",
      expect.stringMatching(/^The provider's own log cannot be read: .*the diary is lost$/),
    ]);
  });

  it.each([false, true])("can be followed, where the provider takes `since` inclusively: %s", async (inclusive) => {
    await keepDiary({ lines: ["first", "second"], inclusive });
    const end = new AbortController();
    const seen: string[] = [];
    for await (const { message } of followResourceLogs(world.core, world.context, KEY, {}, end.signal)) {
      seen.push(message);
      if (seen.length === 3)
        await world.apply(KEY, { password: "open sesame", lines: ["first", "second", "later"], inclusive });
      if (message === "later") end.abort();
    }
    expect(seen).toEqual(["first", "second", "opened", "later"]);
  });

  it("is followed from at most as many lines as requested", async () => {
    await keepDiary({ lines: ["first", "second", "third"] });
    const end = new AbortController();
    const seen: string[] = [];
    for await (const { message } of followResourceLogs(world.core, world.context, KEY, { tail: 2 }, end.signal)) {
      seen.push(message);
      if (message === "opened") end.abort();
    }
    expect(seen).toEqual(["third", "opened"]);
  });
});
