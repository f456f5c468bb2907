import { IMMUTABLE_CASES } from "@pragma/language/cases";
import { expect, it } from "vitest";
import type { JsonObject } from "../context.ts";
import { checkImmutable } from "./config-check.ts";

it.each(IMMUTABLE_CASES)("the harness knows what must not change by $name", ({ schema, before, after, paths }) => {
  const check = () => checkImmutable(schema as JsonObject, before, after);
  if (paths.length === 0) expect(check).not.toThrow();
  else expect(check).toThrow(`${paths[0] === "" ? "config" : paths[0]}: cannot be changed`);
});
