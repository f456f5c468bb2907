import { expect, it } from "vitest";
import { readOptions } from "./options.ts";

const known = ["get", "apply"];

it("runs everything five times unless told otherwise", () => {
  expect(readOptions([], known)).toEqual({ only: [], runs: 5, profiles: undefined });
  expect(readOptions(["--only", "apply, get", "--runs", "2"], known)).toMatchObject({
    only: ["apply", "get"],
    runs: 2,
  });
  expect(readOptions(["--profile"], known).profiles).toMatch(/bench\/profiles$/);
});

it("says what is wrong", () => {
  expect(() => readOptions(["--only", "put"], known)).toThrow("Unknown: put. There are get, apply.");
  expect(() => readOptions(["--runs", "none"], known)).toThrow("--runs");
});
