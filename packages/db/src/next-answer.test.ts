import { expect, it } from "vitest";
import { NextAnswer } from "./next-answer.ts";

function requests() {
  const open: PromiseWithResolvers<number>[] = [];
  const answers = new NextAnswer(() => {
    const request = Promise.withResolvers<number>();
    open.push(request);
    return request.promise;
  });
  return { open, answers };
}

it("gives nobody an answer that was asked for before", async () => {
  const { open, answers } = requests();
  const first = answers.get();
  const later = [answers.get(), answers.get()];
  expect(open).toHaveLength(1);
  open[0]?.resolve(1);
  expect(await first).toBe(1);
  await expect.poll(() => open.length).toBe(2);
  const last = answers.get();
  open[1]?.resolve(2);
  expect(await Promise.all(later)).toEqual([2, 2]);
  await expect.poll(() => open.length).toBe(3);
  open[2]?.resolve(3);
  expect(await last).toBe(3);
});

it("asks again after a failure, also for those who waited for its end", async () => {
  const { open, answers } = requests();
  const first = answers.get();
  const second = answers.get();
  open[0]?.reject(new Error("away"));
  await expect(first).rejects.toThrow("away");
  await expect.poll(() => open.length).toBe(2);
  open[1]?.resolve(2);
  expect(await second).toBe(2);
  const third = answers.get();
  open[2]?.resolve(3);
  expect(await third).toBe(3);
});
