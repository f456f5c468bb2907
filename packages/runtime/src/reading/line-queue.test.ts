import { expect, onTestFinished, test } from "vitest";
import type { CalledMethod } from "./answers.ts";
import { LineQueue } from "./line-queue.ts";
import { LongLineReader } from "./long-line-reader.ts";

/** A queue that reads in a thread, and all that happens to it. */
function startQueue(reader = startReader()) {
  const calls = new Map<number, { method: CalledMethod }>([[1, { method: "create" }]]);
  const seen: unknown[] = [];
  const paused: boolean[] = [];
  const queue = new LineQueue(reader, calls, {
    onPause: (isPaused) => paused.push(isPaused),
    onRead: (read, size) => seen.push(read.kind === "result" ? { id: read.id, size } : { kind: read.kind, size }),
  });
  const ended = (): Promise<void> => new Promise((resolve) => queue.end(resolve));
  return { queue, calls, seen, paused, ended };
}

function startReader(): LongLineReader {
  const reader = new LongLineReader(1_000);
  onTestFinished(() => reader.close());
  return reader;
}

const short = (id: number) => JSON.stringify({ type: "result", id, value: {} });
const long = (id: number, bytes = 70_000) =>
  Buffer.from(JSON.stringify({ type: "result", id, value: { text: "x".repeat(bytes) } }));
const size = long(1).length;

test("a short line is read at once", () => {
  const { queue, seen, paused } = startQueue();
  queue.add(short(1));
  expect(seen).toEqual([{ id: 1, size: short(1).length }]);
  expect(paused).toEqual([]);
});

test("lines are read in the order in which they came, and the process waits meanwhile", async () => {
  const { queue, seen, paused, ended } = startQueue();

  queue.add(short(1));
  for (const line of [long(2), short(3), long(4), long(5), short(6)]) queue.add(line);

  expect(seen).toEqual([{ id: 1, size: short(1).length }]);
  expect(paused).toEqual([true]);
  await ended();
  const sizes = [1, 2, 3, 4, 5, 6].map((id) => ({ id, size: [2, 4, 5].includes(id) ? size : short(id).length }));
  expect(seen).toEqual(sizes);
  expect(paused).toEqual([true, false]);
  expect(queue.isReading).toBe(false);
});

test("many log lines are handed over a few at a time, and others have their turns between", async () => {
  const calls = new Map<number, { method: CalledMethod }>([[1, { method: "logs" }]]);
  const turns: number[] = [];
  const taken: string[] = [];
  const sizes: number[] = [];
  let turn = 0;
  let others = setImmediate(function next() {
    turn += 1;
    others = setImmediate(next);
  });
  onTestFinished(() => clearImmediate(others));
  const queue = new LineQueue(startReader(), calls, {
    onPause: () => {},
    onRead: (read) => {
      if (read.kind !== "message" || read.message.type !== "lines") return;
      turns.push(turn);
      const { lines } = read.message;
      sizes.push(JSON.stringify(lines.slice(0, -1)).length);
      taken.push(...lines.map(({ message }) => message.slice(0, 3)));
    },
  });
  const entry = { timestamp: "2026-01-31T12:00:00.000Z", level: "info" };
  const lines = Array.from({ length: 200 }, (_, index) => {
    const number = String(index).padStart(3, "0");
    if (index % 2 === 0) return { ...entry, message: number + "x".repeat(1_900), metadata: null };
    return { ...entry, message: number, metadata: { text: "x".repeat(1_900) } };
  });

  queue.add(Buffer.from(JSON.stringify({ type: "lines", id: 1, lines })));
  await new Promise<void>((resolve) => queue.end(resolve));

  expect(taken).toEqual(lines.map(({ message }) => message.slice(0, 3)));
  expect(new Set(turns).size).toBe(turns.length);
  expect(Math.max(...sizes)).toBeLessThan(80 * 1024);
});

test("what is dropped is read no more, and its end waits for nothing", async () => {
  const { queue, seen, paused, ended } = startQueue();
  queue.add(long(1));
  queue.add(short(2));
  const end = ended();

  queue.drop();

  await end;
  queue.add(short(3));
  expect(paused).toEqual([true, false]);
  expect(seen).toEqual([]);
});

test("an end is told once, also if the queue is dropped after it", async () => {
  const { queue, ended } = startQueue();
  let ends = 0;
  queue.add(long(1));
  await new Promise<void>((resolve) =>
    queue.end(() => {
      ends += 1;
      resolve();
    }),
  );
  queue.drop();
  expect(ends).toBe(1);
  await ended();
});

test("a process that says much waits for its own lines, not others for it", async () => {
  const reader = startReader();
  const one = startQueue(reader);
  const other = startQueue(reader);
  for (let id = 1; id <= 20; id++) one.queue.add(long(id, 1_000_000));
  other.queue.add(long(1));

  await other.ended();

  expect(one.seen.length).toBeLessThan(5);
  await one.ended();
  expect(one.seen).toHaveLength(20);
});

test.each([
  ["cannot be handed over", new Map([[1, Symbol("no JSON")]]), /could not be cloned/],
  ["ends the thread", null, /reading 'get'/],
])("a line that %s costs its process, and those behind it are read", async (_what, methods, why) => {
  const reader = startReader();
  const { queue, seen, ended } = startQueue(reader);

  const lost = reader.read({ bytes: long(1), methods: methods as never });
  queue.add(long(1));

  expect(await lost).toEqual({
    ...{ kind: "unreadable", call: null, isAnswer: false, quote: "" },
    problem: expect.stringMatching(why),
  });
  await ended();
  expect(seen).toEqual([{ id: 1, size }]);
});
