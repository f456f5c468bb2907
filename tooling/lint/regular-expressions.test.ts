import { afterAll, expect, it, vi } from "vitest";
import { faultOf } from "./src/rules/regular-expressions.ts";

vi.stubEnv("RECHECK_BACKEND", "native");
afterAll(() => void vi.unstubAllEnvs());

it("knows a super-linear expression", async () => {
  for (const source of ["^(a+)+$", 'a(?:;b=(?:c|"[ -~]*"))*$', "\\s+$"]) {
    expect(await faultOf({ source, flags: "" }), source).toMatch(/^takes .+ time$/);
  }
  expect(await faultOf({ source: "^[a-z]+$", flags: "" })).toBeUndefined();
  expect(await faultOf({ source: undefined, flags: "" })).toContain("cannot be judged");
});
