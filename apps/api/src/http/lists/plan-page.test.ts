import { describe, expect, it } from "vitest";
import type { ReadBatch } from "./batches.ts";
import { MAX_PAGE_BYTES, planPage, rowsOf } from "./plan-page.ts";

const MEBIBYTE = 1024 * 1024;

/** Rows of a list in the order of their numbers; it may change between one read and the next. */
class Rows {
  readonly numbers: number[];
  readonly #bytes: number;
  /** The most bytes that one batch had. */
  largest = 0;

  constructor(count: number, bytes: number) {
    this.numbers = Array.from({ length: count }, (_, index) => index + 1);
    this.#bytes = bytes;
  }

  /** As core reads: as many as are asked for, or a megabyte and one more. */
  readonly read: ReadBatch<number> = async ({ after = 0, until = Number.POSITIVE_INFINITY, limit }) => {
    const wanted = this.numbers.filter((number) => number > after && number <= until);
    const places = wanted.slice(0, Math.min(limit, Math.floor(MEBIBYTE / this.#bytes) + 1));
    this.largest = Math.max(this.largest, places.length * this.#bytes);
    const bodies = places.map((number) => String(number).padEnd(this.#bytes, "x"));
    return { bodies, places, next: places.length < wanted.length ? places.at(-1) : undefined };
  };
}

async function pageOf(rows: Rows, limit: number, between = () => {}) {
  const plan = await planPage(rows.read, undefined, limit);
  between();
  const sent: number[] = [];
  for await (const bodies of rowsOf(plan, rows.read)) sent.push(...bodies.map((body) => Number.parseInt(body, 10)));
  return { sent, next: plan.next, held: plan.held.join("").length };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe("a page", () => {
  it("has as many rows as were asked for, and leads on where there are more", async () => {
    expect(await pageOf(new Rows(1000, 10), 1000)).toMatchObject({ sent: upTo(1000), next: undefined });
    expect(await pageOf(new Rows(1000, 10), 999)).toMatchObject({ sent: upTo(999), next: 999 });
    expect(await pageOf(new Rows(0, 10), 10)).toMatchObject({ sent: [], next: undefined });
  });

  it("ends with the row that makes it 32 MiB, and not before", async () => {
    expect(MAX_PAGE_BYTES).toBe(32 * MEBIBYTE);
    expect(await pageOf(new Rows(100, MEBIBYTE), 1000)).toMatchObject({ sent: upTo(32), next: 32 });
    expect(await pageOf(new Rows(100, MEBIBYTE - 1), 1000)).toMatchObject({ sent: upTo(33), next: 33 });
    expect(await pageOf(new Rows(33, MEBIBYTE - 1), 1000)).toMatchObject({ sent: upTo(33), next: undefined });
    expect(await pageOf(new Rows(100, MEBIBYTE), 31)).toMatchObject({ sent: upTo(31), next: 31 });
  });

  it("is not held in memory", async () => {
    const rows = new Rows(100, MEBIBYTE / 2);
    const { held } = await pageOf(rows, 100);
    expect(held).toBeLessThanOrEqual(MEBIBYTE);
    expect(rows.largest).toBeLessThanOrEqual(2 * MEBIBYTE);
  });

  it("leaves out what goes while it is sent, and takes in nothing that comes in between", async () => {
    const rows = new Rows(50, MEBIBYTE);
    const { sent, next } = await pageOf(rows, 10, () => {
      rows.numbers.splice(4, 1);
      rows.numbers.splice(6, 0, 7.5);
    });
    expect(sent).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 10]);
    expect(next).toBe(10);
  });

  it("ends where its link says, though its last row is gone", async () => {
    const rows = new Rows(50, MEBIBYTE);
    const { sent, next } = await pageOf(rows, 10, () => rows.numbers.splice(9, 1));
    expect(sent).toEqual(upTo(9));
    expect(next).toBe(10);
  });
});
