import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isMissingPart, loadPart } from "./load-part.ts";

const missing = (): Error => Object.assign(new Error("Failed to load chunk /x.js"), { name: "ChunkLoadError" });

/** A file that cannot be loaded `failures` times, from a server that is away for the first `away` questions. */
function setting(failures: number, away: number, error: Error = missing()) {
  const pauses: number[] = [];
  const counts = { loads: 0, questions: 0 };
  const load = async (): Promise<string> => {
    counts.loads++;
    if (counts.loads <= failures) throw error;
    return "part";
  };
  const isServerThere = async (): Promise<boolean> => ++counts.questions > away;
  const pause = async (milliseconds: number): Promise<void> => void pauses.push(milliseconds);
  return { result: () => loadPart(load, { isServerThere, pause }), pauses, counts };
}

test("a part that loads is loaded once, and nothing is asked", async () => {
  const { result, counts } = setting(0, 0);
  expect(await result()).toBe("part");
  expect(counts).toEqual({ loads: 1, questions: 0 });
});

test("while the server is away it is tried again, ever less often", async () => {
  const { result, pauses } = setting(8, 8);
  expect(await result()).toBe("part");
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000, 8000]);
});

test("a server that is back gets two more tries than the one that failed", async () => {
  const { result, counts } = setting(4, 2);
  expect(await result()).toBe("part");
  expect(counts.loads).toBe(5);
});

test("what a server that answers does not have is missing", async () => {
  const { result, counts } = setting(Number.POSITIVE_INFINITY, 2);
  const error = await result().catch((error: unknown) => error);
  expect(isMissingPart(error)).toBe(true);
  expect(counts.loads).toBe(5);
});

test("an error of the file itself is not tried again", async () => {
  const { result, counts } = setting(1, 0, new TypeError("x is not a function"));
  await expect(result()).rejects.toThrow("x is not a function");
  expect(counts).toEqual({ loads: 1, questions: 0 });
});

test("whatever pages load later is loaded by it", () => {
  const sources = join(import.meta.dirname, "..");
  const files = globSync("**/*.{ts,tsx}", { cwd: sources }).filter((file) => !file.includes(".test."));
  const matches = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;
  const parts = files.map((file) => {
    const text = readFileSync(join(sources, file), "utf8");
    const parts = matches(text, /(?<!\w)dynamic\(/g) + matches(text, /void import\(/g);
    return { file, parts, loaded: matches(text, /dynamic\(\s*\(\) =>\s*loadPart\(/g) };
  });
  expect(parts.filter(({ parts, loaded }) => parts !== loaded)).toEqual([]);
  expect(parts.reduce((sum, { loaded }) => sum + loaded, 0)).toBeGreaterThan(30);
});
