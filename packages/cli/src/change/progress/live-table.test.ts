import { expect, it } from "vitest";
import { widthOf } from "../../output/width.ts";
import { LiveTable } from "./live-table.ts";
import { Lines } from "./progress.ts";
import type { Row } from "./row.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told begins with one
const TOKENS = /\u001b\[(\d*)([AJK])|\r|\n|[^\u001b\r\n]+/g;

/** Screen of a terminal, as it shows what is written to it, as far as the table uses it. */
class Screen {
  readonly isTTY = true;
  readonly columns: number;
  readonly rows: number;
  readonly lines: string[] = [];
  writes = 0;
  #row = 0;
  #column = 0;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): void {
    this.writes++;
    for (const [token, count, letter] of text.matchAll(TOKENS)) {
      const line = this.lines[this.#row] ?? "";
      if (letter === "A") this.#row -= Number(count);
      else if (letter === "J") this.lines.length = Math.min(this.lines.length, this.#row);
      else if (letter === "K") this.lines[this.#row] = line.slice(0, this.#column);
      else if (token === "\r") this.#column = 0;
      else if (token === "\n") [this.#row, this.#column] = [this.#row + 1, 0];
      else {
        this.lines[this.#row] = line.slice(0, this.#column) + token + line.slice(this.#column + token.length);
        this.#column += token.length;
      }
    }
  }
}

function row(id: string, known: Partial<Row> = {}): Row {
  return { id, state: "waiting", kind: "create", reason: null, ...known };
}

function many(count: number, known: Partial<Row> = {}): Row[] {
  return Array.from({ length: count }, (_, index) => row(`pragma/config/of-${count}-${index}`, known));
}

const DONE = { state: "succeeded" } as const;
const FAILED = { state: "failed" } as const;
const RUNNING = { state: "running" } as const;

function tableOn(screen: Screen, now: () => number = () => 0): LiveTable {
  return new LiveTable(screen, (_, text) => text, now);
}

it("draws over itself without remains, and writes nothing if nothing is another", () => {
  const screen = new Screen(80, 24);
  const table = tableOn(screen);
  const two = row("a/b/two", { reason: "Waits for a/b/c (pending)" });
  table.show([row("a/b/one", RUNNING), two]);
  table.show([row("a/b/one", DONE), two]);
  table.show([row("a/b/one", DONE), two]);

  expect(screen.lines).toEqual(["a/b/one  created", "a/b/two  waiting     create  Waits for a/b/c (pending)"]);
  expect(screen.writes).toBe(2);
  table.end([row("a/b/one", DONE), row("a/b/two", { ...DONE, kind: "follow" })]);
  expect(screen.lines).toEqual(["a/b/one  created", "a/b/two  updated"]);
});

it("of many shows failures and what is under way, counts all, and never scrolls", () => {
  const screen = new Screen(80, 12);
  const rows = [...many(200, DONE), ...many(30, FAILED), ...many(50), row("a/b/slow", RUNNING), ...many(19)];
  tableOn(screen).show(rows);

  expect(screen.lines).toHaveLength(10);
  expect(screen.lines.at(0)).toBe("300 resources: 200 succeeded, 1 running, 69 waiting, 30 failed");
  expect(screen.lines.filter((line) => line.includes("failed  "))).toHaveLength(2);
  expect(screen.lines.at(3)).toMatch(/^a\/b\/slow +running/);
  expect(screen.lines.filter((line) => line.includes("waiting  "))).toHaveLength(5);
  expect(screen.lines.at(-1)).toBe("… and 292 more");
});

it("says how long something runs", () => {
  const screen = new Screen(80, 24);
  let now = 0;
  const table = tableOn(screen, () => now);
  const rows = [row("a/b/slow", RUNNING)];
  table.show(rows);
  expect(screen.lines).toEqual(["a/b/slow  running     create"]);
  now = 42_500;
  table.show(rows);
  expect(screen.lines).toEqual(["a/b/slow  running     create  42s"]);
});

it.each([20, 40, 80, 200])("keeps within %d columns, and the state in sight", (columns) => {
  const screen = new Screen(columns, 24);
  const id = `pragma/config/${"long-".repeat(40)}`;
  const reason = "画像を取得できません 🚀 ".repeat(30);
  tableOn(screen).show([row(`${id}1`, { ...FAILED, reason }), row(`${id}2`, { reason })]);

  expect(screen.lines).toHaveLength(2);
  for (const line of screen.lines) expect(widthOf(line)).toBeLessThan(columns);
  expect(screen.lines.at(0)).toContain("1  fail");
  expect(screen.lines.at(1)).toContain("2  wait");
});

it("in the end shows what did not succeed of many, and counts all", () => {
  const screen = new Screen(80, 12);
  const table = tableOn(screen);
  const rows = [...many(40, DONE), row("a/b/bad", FAILED), ...many(30, DONE)];
  table.show(rows);
  table.end(rows);
  expect(screen.lines).toEqual(["a/b/bad  failed      create", "71 resources: 70 succeeded, 1 failed"]);
});

it("in a log writes a line for each change of one, and of many only failures and the counts", () => {
  const written: string[] = [];
  const lines = (now: () => number) => new Lines({ write: (text: string) => written.push(text) }, now);
  const few = lines(() => 0);
  few.show([row("a/b/one", RUNNING), row("a/b/two")]);
  few.show([row("a/b/one", DONE), row("a/b/two", { reason: "Waits for\na/b/c" })]);
  few.end([row("a/b/one", DONE), row("a/b/two", { ...FAILED, reason: "\u001b[2Jno" })]);
  expect(written.splice(0)).toEqual([
    "a/b/one: running\n",
    "a/b/one: created\n",
    "a/b/two: waiting: Waits for a/b/c\n",
    "a/b/two: failed: \ufffd[2Jno\n",
  ]);

  let now = 0;
  const large = lines(() => now);
  large.show(many(2_000));
  now = 5_000;
  large.show([...many(1_000, DONE), ...many(999), row("a/b/bad", FAILED)]);
  now = 12_000;
  large.show([...many(1_000, DONE), ...many(999), row("a/b/bad", FAILED)]);
  large.end([...many(1_999, DONE), row("a/b/bad", FAILED)]);
  expect(written).toEqual([
    "2,000 resources: 2,000 waiting\n",
    "a/b/bad: failed\n",
    "2,000 resources: 1,000 succeeded, 999 waiting, 1 failed\n",
    "2,000 resources: 1,999 succeeded, 1 failed\n",
  ]);
});
