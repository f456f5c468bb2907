import { setTimeout as wait } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { createLogger } from "./logger.ts";
import { EVENT_LOOP_BLOCKED, watchEventLoop } from "./watch-event-loop.ts";

/** Uses the thread's CPU for this long, whoever else wants the machine. */
function hold(milliseconds: number): void {
  const before = process.threadCpuUsage();
  for (;;) {
    const { user, system } = process.threadCpuUsage(before);
    if ((user + system) / 1000 > milliseconds) return;
  }
}

function watched() {
  const lines: { level: string; msg: string; blocked_ms: number }[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const watch = watchEventLoop(createLogger({ service: "test", level: "info", destination }), 300);
  onTestFinished(() => watch.stop());
  return lines;
}

it("reports code that blocks the thread", async () => {
  const lines = watched();
  await wait(1);
  hold(700);
  while (lines.length === 0) await wait(10);
  expect(lines).toEqual([expect.objectContaining({ level: "error", msg: EVENT_LOOP_BLOCKED })]);
  expect(lines[0]?.blocked_ms).toBeGreaterThan(300);
});

it("does not report a thread that only waits for the machine", async () => {
  const lines = watched();
  // The thread sleeps, as if others had its core.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 900);
  for (let turn = 0; turn < 30; turn++) await wait(20);
  expect(lines).toEqual([]);
});
