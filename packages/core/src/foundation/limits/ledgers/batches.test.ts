import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Batches } from "./batches.ts";
import { Turns } from "./turns.ts";

/** Without rests. */
function batches(): Batches<number, string> {
  return new Batches({ turns: new Turns({ atOnce: 1, rest: nextTurn }) });
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

/** Writes batches that end when the test says so. */
class Writer {
  readonly written: (readonly number[])[] = [];
  readonly ends: (() => void)[] = [];

  readonly write = (items: readonly number[]): Promise<string[]> => {
    this.written.push(items);
    return new Promise((resolve) => this.ends.push(() => resolve(items.map((item) => `${item}!`))));
  };
}

describe("Batches", () => {
  it("writes together what waits while another batch is written, at most fifty, and holds up no other", async () => {
    const all = batches();
    const writer = new Writer();
    const first = all.add("a", 0, writer.write);
    await nextTurn();
    const rest = range(1, 61).map((item) => all.add("a", item, writer.write));
    const other = all.add("b", 100, writer.write);
    await nextTurn();
    expect(writer.written).toEqual([[0], [100]]);
    for (const end of writer.ends.splice(0)) end();
    expect([await first, await other]).toEqual(["0!", "100!"]);
    await expect.poll(() => writer.written.length).toBe(3);
    writer.ends.pop()?.();
    await expect.poll(() => writer.written.length).toBe(4);
    writer.ends.pop()?.();
    expect(await Promise.all(rest)).toEqual(range(1, 61).map((item) => `${item}!`));
    expect(writer.written.slice(2)).toEqual([range(1, 51), range(51, 61)]);
  });

  it("has room for a hundred that wait", async () => {
    const all = batches();
    const writer = new Writer();
    const rooms = range(0, 101).map((item) => {
      const room = all.hasRoom("a");
      void all.add("a", item, writer.write);
      return room;
    });
    expect(rooms).toEqual([...range(0, 100).map(() => true), false]);
    expect(all.hasRoom("b")).toBe(true);
  });

  it("uses each turn that is free for what waits", async () => {
    const all = new Batches<number, string>({ turns: new Turns({ atOnce: 2, rest: nextTurn }), most: 2 });
    const writer = new Writer();
    for (const item of range(0, 6)) void all.add("a", item, writer.write);
    await expect
      .poll(() => writer.written)
      .toEqual([
        [0, 1],
        [2, 3],
      ]);
    writer.ends.shift()?.();
    await expect.poll(() => writer.written.length).toBe(3);
  });

  it("writes in halves what is refused together", async () => {
    const all = batches();
    const written: (readonly number[])[] = [];
    const write = async (items: readonly number[]): Promise<string[]> => {
      written.push(items);
      if (items.includes(2)) throw new Error("two is refused");
      return items.map((item) => `${item}!`);
    };
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => all.add("a", item, write)));
    expect(
      outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : outcome.reason.message)),
    ).toEqual(["1!", "two is refused", "3!"]);
    expect(written).toEqual([[1, 2, 3], [1, 2], [1], [2], [3]]);
  });

  it("writes nothing again while the database is away", async () => {
    const all = batches();
    let count = 0;
    const write = (): Promise<string[]> => {
      count++;
      return Promise.reject(Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" }));
    };
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => all.add("a", item, write)));
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(count).toBe(1);
    expect(await all.add("a", 4, async () => ["4!"])).toBe("4!");
  });
});
