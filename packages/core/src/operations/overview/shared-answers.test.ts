import { expect, it, onTestFinished, vi } from "vitest";
import { SharedAnswers } from "../../foundation/common/shared-answers.ts";

it("asks once for all waiting callers, separately for each key", async () => {
  const answers = new SharedAnswers<number>();
  const { promise, resolve } = Promise.withResolvers<number>();
  let asked = 0;
  const ask = () => {
    asked++;
    return promise;
  };
  const waiting = [answers.get("a", ask), answers.get("a", ask), answers.get("b", ask)];
  resolve(7);
  expect(await Promise.all(waiting)).toEqual([7, 7, 7]);
  expect(asked).toBe(2);
});

it("asks again after a failure", async () => {
  const answers = new SharedAnswers<number>();
  await expect(answers.get("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await answers.get("a", () => Promise.resolve(1))).toBe(1);
});

it("asks again once an answer has expired", async () => {
  const answers = new SharedAnswers<number>();
  let next = 0;
  const ask = () => Promise.resolve(++next);
  await answers.get("a", ask);
  for (let tries = 0; (await answers.get("a", ask)) === 1; tries++) {
    if (tries > 1000) throw new Error("It serves for ever");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(next).toBe(2);
});

it("serves an answer that took long for half a minute at most: it may have waited for a database that hung", async () => {
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const answers = new SharedAnswers<number>();
  let next = 0;
  const ask = async () => {
    now += 17_000;
    return ++next;
  };
  expect(await answers.get("a", ask)).toBe(1);
  now += 29_999;
  expect(await answers.get("a", ask)).toBe(1);
  now += 1;
  expect(await answers.get("a", ask)).toBe(2);
});
