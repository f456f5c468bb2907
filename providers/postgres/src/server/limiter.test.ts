import { setImmediate as tick } from "node:timers/promises";
import { expect, test } from "vitest";
import { Limiter } from "./limiter.ts";

const never = new AbortController().signal;

test("no more than the limit run at a time, all run in the end", async () => {
  const limiter = new Limiter(3);
  let running = 0;
  let most = 0;
  const done = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      limiter.run("server", never, async () => {
        running += 1;
        most = Math.max(most, running);
        await tick();
        running -= 1;
        return index;
      }),
    ),
  );
  expect(most).toBe(3);
  expect(done).toEqual(Array.from({ length: 50 }, (_, index) => index));
});

test("servers do not wait for each other", async () => {
  const limiter = new Limiter(1);
  const hold = Promise.withResolvers<void>();
  const first = limiter.run("a", never, () => hold.promise);
  await expect(limiter.run("b", never, async () => "through")).resolves.toBe("through");
  hold.resolve();
  await first;
});

test("whoever is aborted while waiting leaves the line and takes no place with it", async () => {
  const limiter = new Limiter(1);
  const hold = Promise.withResolvers<void>();
  const first = limiter.run("a", never, () => hold.promise);
  const gone = new AbortController();
  let ran = false;
  const second = limiter.run("a", gone.signal, async () => {
    ran = true;
  });
  const third = limiter.run("a", never, async () => "third");
  gone.abort(new Error("cancelled"));
  await expect(second).rejects.toThrow("cancelled");
  hold.resolve();
  await first;
  await expect(third).resolves.toBe("third");
  expect(ran).toBe(false);
  await expect(limiter.run("a", never, async () => "free")).resolves.toBe("free");
});

test("a failure gives its place back", async () => {
  const limiter = new Limiter(1);
  await expect(limiter.run("a", never, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(limiter.run("a", never, async () => "yes")).resolves.toBe("yes");
  await expect(limiter.run("a", AbortSignal.abort(new Error("late")), async () => "yes")).rejects.toThrow("late");
});
