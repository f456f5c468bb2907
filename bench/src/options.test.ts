import { expect, it } from "vitest";
import { readOptions } from "./options.ts";

const known = ["get", "apply"];

it("runs everything five times unless told otherwise", () => {
  expect(readOptions([], known)).toEqual({ only: [], runs: 5, profiles: undefined, beside: undefined });
  expect(readOptions(["--only", "apply, get", "--runs", "2"], known)).toMatchObject({
    only: ["apply", "get"],
    runs: 2,
  });
  expect(readOptions(["--profile"], known).profiles).toMatch(/bench\/profiles$/);
  expect(readOptions(["--beside", "/srv/other"], known).beside).toBe("/srv/other/");
});

it("says what is wrong", () => {
  expect(() => readOptions(["--only", "put"], known)).toThrow("Unknown: put. There are get, apply.");
  expect(() => readOptions(["--runs", "none"], known)).toThrow("--runs");
});
