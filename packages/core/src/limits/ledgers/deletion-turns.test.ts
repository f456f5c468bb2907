import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { DeletionTurns } from "./deletion-turns.ts";

describe("DeletionTurns", () => {
  it("runs four steps of an organization at once, and holds up no other", async () => {
    const turns = new DeletionTurns();
    const ends: (() => void)[] = [];
    const begun: string[] = [];
    const step = (name: string) => () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    };
    const all = Array.from({ length: 6 }, (_, index) => turns.take("a", step(`a${index}`)));
    const other = turns.take("b", step("b0"));
    await nextTurn();
    expect(begun).toEqual(["a0", "a1", "a2", "a3", "b0"]);
    while (ends.length > 0) {
      for (const end of ends.splice(0)) end();
      await nextTurn();
    }
    expect(await Promise.all(all)).toEqual(["a0", "a1", "a2", "a3", "a4", "a5"]);
    expect(await other).toBe("b0");
  });

  it("continues after a failed step", async () => {
    const turns = new DeletionTurns();
    const failing = Array.from({ length: 4 }, () => turns.take("a", () => Promise.reject(new Error("gone"))));
    await Promise.allSettled(failing);
    expect(await turns.take("a", async () => "next")).toBe("next");
  });
});
