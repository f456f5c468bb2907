import { expect, test } from "vitest";
import { AlreadyExists, mayBeOwn, refuseStranger, type Standing } from "./index.ts";

const stranger: Standing = { outputs: null, mayExist: false, observed: false };

test.each<[string, Standing, { own: boolean; refused: boolean }]>([
  ["was there before", stranger, { own: false, refused: true }],
  ["an attempt may have made", { ...stranger, mayExist: true }, { own: true, refused: false }],
  ["succeeded once", { ...stranger, outputs: {} }, { own: true, refused: false }],
  ["is only observed", { ...stranger, observed: true }, { own: false, refused: false }],
])("a thing that %s", (_what, standing, { own, refused }) => {
  expect(mayBeOwn(standing)).toBe(own);
  const refuse = (): void => refuseStranger(standing, "a", "The box exists already");
  if (!refused) return expect(refuse).not.toThrow();
  expect(refuse).toThrow(new AlreadyExists("a", "The box exists already"));
});
