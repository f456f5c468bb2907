import { expect, it } from "vitest";
import { EXIT } from "../errors/exit-codes.ts";
import { widthOf } from "../output/width.ts";
import { type Entry, entryOf } from "./entry.ts";
import { LiveTable } from "./live-table.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told begins with one
const TOKENS = /\u001b\[(\d*)([AJK])|\r|\n|[^\u001b\r\n]+/g;

/** What a terminal shows of what is written to it, as far as the table uses it. */
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

function entry(id: string, known: Partial<Entry> = {}): Entry {
  const [provider = "", resource = "", name = ""] = id.split("/");
  const input = { provider, resource, name, config: {} };
  const document = {
    file: "-",
    input,
    asRead: false,
    stringReferences: true,
    id,
    locate: () => ({ line: 1, column: 1 }),
  };
  return { ...entryOf(document), ...known };
}

function many(count: number, known: Partial<Entry> = {}): Entry[] {
  return Array.from({ length: count }, (_, index) => entry(`pragma/config/of-${count}-${index}`, known));
}

const READY = { begun: true, change: "created", state: "ready", done: true } as const;
const UNCHANGED = { ...READY, change: "unchanged" } as const;
const FAILED = { begun: true, change: "created", state: "failed", done: true, exitCode: EXIT.failed } as const;
const PENDING = { begun: true, change: "created", state: "pending", reason: "Waits for a/b/c (pending)" } as const;

function tableOn(screen: Screen, now: () => number = () => 0): LiveTable {
  return new LiveTable(screen, (_, text) => text, now);
}

it("draws over itself without remains, and writes nothing if nothing is another", () => {
  const screen = new Screen(80, 24);
  const table = tableOn(screen);
  const [one, two] = [entry("a/b/one", { ...PENDING }), entry("a/b/two", { ...PENDING })];
  table.show([one, two]);
  Object.assign(one, READY, { reason: null });
  table.show([one, two]);
  table.show([one, two]);

  expect(screen.lines).toEqual([
    "a/b/one  ready       created",
    "a/b/two  pending     created  Waits for a/b/c (pending)",
  ]);
  expect(screen.writes).toBe(2);
  Object.assign(two, READY, { reason: null });
  table.end([one, two]);
  expect(screen.lines).toEqual(["a/b/one  ready       created", "a/b/two  ready       created"]);
});

it("of many shows failures and what is under way, counts all, and never scrolls", () => {
  const screen = new Screen(80, 12);
  const processing = entry("a/b/slow", { ...PENDING, state: "processing", reason: null });
  const entries = [...many(200, READY), ...many(30, FAILED), ...many(50, PENDING), processing, ...many(19)];
  tableOn(screen).show(entries);

  expect(screen.lines).toHaveLength(10);
  expect(screen.lines.at(0)).toBe("300 resources: 200 ready, 1 processing, 50 pending, 19 waiting, 30 failed");
  expect(screen.lines.filter((line) => line.includes("failed  "))).toHaveLength(2);
  expect(screen.lines.at(3)).toMatch(/^a\/b\/slow +processing/);
  expect(screen.lines.filter((line) => line.includes("pending  "))).toHaveLength(5);
  expect(screen.lines.at(-1)).toBe("… and 292 more");
});

it("says how long something takes", () => {
  const screen = new Screen(80, 24);
  let now = 0;
  const table = tableOn(screen, () => now);
  const entries = [entry("a/b/slow", { ...PENDING, reason: null })];
  table.show(entries);
  expect(screen.lines).toEqual(["a/b/slow  pending     created"]);
  now = 42_500;
  table.show(entries);
  expect(screen.lines).toEqual(["a/b/slow  pending     created  42s"]);
});

it.each([20, 40, 80, 200])("keeps within %d columns, and the state in sight", (columns) => {
  const screen = new Screen(columns, 24);
  const id = `pragma/config/${"long-".repeat(40)}`;
  const reason = "画像を取得できません 🚀 ".repeat(30);
  tableOn(screen).show([entry(`${id}1`, { ...FAILED, reason }), entry(`${id}2`, { ...PENDING, reason })]);

  expect(screen.lines).toHaveLength(2);
  for (const line of screen.lines) expect(widthOf(line)).toBeLessThan(columns);
  expect(screen.lines.at(0)).toContain("1  fail");
  expect(screen.lines.at(1)).toContain("2  pend");
});

it("in the end shows what happened to many, and counts the rest", () => {
  const screen = new Screen(80, 12);
  const table = tableOn(screen);
  const entries = [...many(40, UNCHANGED), entry("a/b/new", READY), entry("a/b/bad", FAILED), ...many(30)];
  table.show(entries);
  table.end(entries);
  expect(screen.lines).toEqual([
    "a/b/new  ready       created",
    "a/b/bad  failed      created",
    "… and 40 unchanged",
    "… and 30 not sent",
  ]);
});
