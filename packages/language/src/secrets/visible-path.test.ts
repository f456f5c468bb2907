import { expect, it } from "vitest";
import { plainBox as box } from "../../test/plain-box.ts";
import type { Path } from "../json/json.ts";
import { visiblePath } from "./visible-path.ts";

const stored = {
  env: { A: box.seal("x"), R: "${t/i/n.outputs.v}" },
  whole: box.seal({ A: { B: "x" } }),
  list: [{ pw: box.seal({ a: 1 }) }],
};

it.each<[Path, Path]>([
  [[], []],
  [["env"], ["env"]],
  [
    ["env", "A"],
    ["env", "A"],
  ],
  [
    ["env", "R"],
    ["env", "R"],
  ],
  [
    ["env", "absent", "deep"],
    ["env", "absent", "deep"],
  ],
  [["whole"], ["whole"]],
  [["whole", "A"], ["whole"]],
  [["whole", "A", "B"], ["whole"]],
  [["whole", "$encrypted"], ["whole"]],
  [
    ["list", 0, "pw", "a"],
    ["list", 0, "pw"],
  ],
])("of %j, %j may be shown", (path, visible) => {
  expect(visiblePath(stored, path)).toEqual(visible);
});

it("of a value that is sealed itself, nothing", () => {
  expect(visiblePath(box.seal({ a: 1 }), ["a"])).toEqual([]);
});
