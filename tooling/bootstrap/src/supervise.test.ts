import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nextDelay } from "./backoff.ts";
import { type Run, supervise } from "./supervise.ts";

/** A run that ends when told to. */
function controlled() {
  let end: (how: string) => void = () => {};
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  const run: Run = {
    ended,
    async stop() {
      end("stopped");
    },
  };
  return { run, end };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("supervise", () => {
  it("starts again after every end, exit code 0 included, and waits longer each time", async () => {
    const runs = [controlled(), controlled(), controlled()] as const;
    const lines: string[] = [];
    let started = 0;
    const start = async () => (runs[++started] ?? controlled()).run;
    const supervised = supervise("worker", runs[0].run, start, (line) => lines.push(line));
    runs[0].end("ended with exit code 0");
    await vi.advanceTimersByTimeAsync(500);
    expect(started).toBe(1);
    runs[1].end("was ended by SIGKILL");
    await vi.advanceTimersByTimeAsync(999);
    expect(started).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(started).toBe(2);
    expect(lines).toEqual([
      "worker ended with exit code 0, starting it again in 0.5 s",
      "worker was ended by SIGKILL, starting it again in 1 s",
    ]);
    await supervised.stop();
    expect(started).toBe(2);
  });

  it("tries again when a start fails", async () => {
    const first = controlled();
    const second = controlled();
    let tries = 0;
    const start = async () => {
      tries += 1;
      if (tries === 1) throw new Error("no memory");
      return second.run;
    };
    const lines: string[] = [];
    const supervised = supervise("PostgreSQL", first.run, start, (line) => lines.push(line));
    first.end("ended");
    await vi.advanceTimersByTimeAsync(500 + 1000);
    expect(tries).toBe(2);
    expect(lines).toContain("PostgreSQL: no memory");
    await supervised.stop();
  });

  it("can be stopped while it waits", async () => {
    const first = controlled();
    let started = 0;
    const start = async () => {
      started += 1;
      return controlled().run;
    };
    const supervised = supervise("api", first.run, start, () => {});
    first.end("ended");
    await vi.advanceTimersByTimeAsync(100);
    await supervised.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(started).toBe(0);
  });
});

describe("restart", () => {
  it("starts the next run at once, without a word about how the last one ended", async () => {
    const runs = [controlled(), controlled()] as const;
    const lines: string[] = [];
    let started = 0;
    const start = async () => (runs[++started] ?? controlled()).run;
    const supervised = supervise("api", runs[0].run, start, (line) => lines.push(line));
    supervised.restart();
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toBe(1);
    // An end of its own is a failure again.
    runs[1].end("ended with exit code 1");
    await vi.advanceTimersByTimeAsync(0);
    expect(lines).toEqual(["api ended with exit code 1, starting it again in 0.5 s"]);
    // A program that fails for a mistake in a source does not wait for its turn once the source is corrected.
    supervised.restart();
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toBe(2);
    await supervised.stop();
  });
});

describe("nextDelay", () => {
  it("doubles up to a limit, and begins anew after a long run", () => {
    const delays = [0, 500, 1000, 8000, 15_000].map((last) => nextDelay(last, 10));
    expect(delays).toEqual([500, 1000, 2000, 15_000, 15_000]);
    expect(nextDelay(15_000, 60_000)).toBe(500);
  });
});
