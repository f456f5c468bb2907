import { expect, it } from "vitest";
import type { Fault } from "./position.ts";
import { throwFaults } from "./throw-faults.ts";

const at = (file: string, line: number, column: number): Fault => ({ file, at: { line, column }, message: "is wrong" });

it("says one fault a line, in order, and how many are left", () => {
  expect(() => throwFaults([])).not.toThrow();
  const few = [at("b", 9, 5), at("b", 2, 1), at("a", 1, 1), at("b", 9, 1)];
  expect(() => throwFaults(few, "Nothing was sent.")).toThrow(
    expect.objectContaining({
      message: "b:2:1: is wrong\nb:9:5: is wrong\na:1:1: is wrong\n… and 1 more",
      hint: "Nothing was sent.",
    }),
  );
});

it("says twenty at most", () => {
  const lines = Array.from({ length: 500 }, (_, index) => [at("a", index + 1, 1), at("a", index + 1, 3)]).flat();
  const shown = Array.from({ length: 20 }, (_, index) => `a:${index + 1}:1: is wrong`);
  expect(() => throwFaults(lines)).toThrow(
    expect.objectContaining({ message: [...shown, "… and 980 more"].join("\n") }),
  );
});
