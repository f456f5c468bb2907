import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

/** Tasks that run until they are ended, by the name of their owner. */
function running(turns: Turns) {
  const started: { owner: object; end(): void }[] = [];
  return {
    started,
    ask(owner: object, count = 1) {
      for (let index = 0; index < count; index++) {
        const run = () => new Promise<void>((end) => void started.push({ owner, end }));
        void turns.take(owner, run, new AbortController().signal);
      }
    },
  };
}

test("gives the next turn to whoever has fewest, however many others asked before", async () => {
  const [one, two, three] = [{ name: "one" }, { name: "two" }, { name: "three" }];
  const { started, ask } = running(new Turns(4, 2));
  ask(one, 100);
  ask(two, 100);
  ask(three);
  await Promise.resolve();
  expect(started.map(({ owner }) => owner)).toEqual([one, one, two, two]);

  started[0]?.end();

  await expect.poll(() => started.length).toBe(5);
  expect(started[4]?.owner).toBe(three);
});

test("gives equals their turns in the order in which they asked", async () => {
  const [one, two] = [{ name: "one" }, { name: "two" }];
  const { started, ask } = running(new Turns(1, 1));
  ask(one, 2);
  ask(two, 2);
  for (let count = 1; count <= 4; count++) {
    await expect.poll(() => started.length).toBe(count);
    started[count - 1]?.end();
  }
  expect(started.map(({ owner }) => owner)).toEqual([one, one, two, two]);
});
