import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Pulse } from "./pulse.ts";

const BLOCKED_MS = 1000;
const BEAT_MS = BLOCKED_MS / 10;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function startPulse() {
  const onSilence = vi.fn<() => void>();
  const send = vi.fn<() => void>();
  const pulse = new Pulse({
    blockedMs: BLOCKED_MS,
    send,
    leaseLeftMs: () => Number.POSITIVE_INFINITY,
    onSilence,
  });
  pulse.greeted(true);
  pulse.start();
  return { pulse, onSilence, send };
}

it("does not take a process for blocked that answers, however long its calls take", () => {
  const { pulse, onSilence } = startPulse();
  for (let beat = 0; beat < 30; beat++) {
    vi.advanceTimersByTime(BEAT_MS);
    pulse.felt();
  }
  expect(onSilence).not.toHaveBeenCalled();
  pulse.stop();
});

it("counts silence from the last sign of life, and from the first call after a rest", () => {
  const { pulse, onSilence } = startPulse();
  vi.advanceTimersByTime(BLOCKED_MS - BEAT_MS);
  pulse.stop();
  vi.advanceTimersByTime(BLOCKED_MS);
  pulse.start();
  vi.advanceTimersByTime(BLOCKED_MS - BEAT_MS);
  pulse.felt();
  vi.advanceTimersByTime(BLOCKED_MS - BEAT_MS);
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(BEAT_MS);
  expect(onSilence).toHaveBeenCalledTimes(1);
  pulse.stop();
});

it("pings before a call unless the clock of the process was told lately, and during calls in any case", () => {
  const { pulse, send } = startPulse();
  // What it has told with its hello may be old.
  pulse.greeted(true, performance.now());
  expect(send).toHaveBeenCalledTimes(1);
  pulse.stop();
  pulse.start();
  expect(send).toHaveBeenCalledTimes(2);
  pulse.answered(performance.now());
  pulse.stop();
  pulse.start();
  expect(send).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(BEAT_MS);
  expect(send).toHaveBeenCalledTimes(3);
  pulse.stop();
  vi.advanceTimersByTime(10 * 60_000);
  pulse.start();
  expect(send).toHaveBeenCalledTimes(4);
  pulse.stop();
});
