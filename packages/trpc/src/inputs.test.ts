import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appRouter } from "./index.ts";

interface Definition {
  type: string;
  shape?: object;
  [fact: string]: unknown;
}

interface Part {
  path: string;
  definition: Definition;
}

/** All schemas below a part of a definition, each with its path. */
function* schemasIn(part: unknown, path: string): Generator<Part> {
  if (Array.isArray(part)) for (const item of part) yield* schemasIn(item, path);
  if (!(part instanceof z.ZodType)) return;
  const definition = part._zod.def as unknown as Definition;
  yield { path, definition };
  const { shape = {}, ...others } = definition;
  for (const [name, field] of Object.entries(shape)) yield* schemasIn(field, `${path}.${name}`);
  for (const other of Object.values(others)) yield* schemasIn(other, path);
}

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: unknown[] } }>;
const DEFAULTS = Object.entries(procedures)
  .flatMap(([path, { _def }]) => [...schemasIn(_def.inputs, path)])
  .filter(({ definition }) => definition.type === "default");

describe("what an input is if it is left out", () => {
  it.each(DEFAULTS)("may also be sent: $path", ({ definition: { innerType, defaultValue } }) => {
    expect((innerType as z.ZodType).safeParse(defaultValue).error).toBeUndefined();
  });

  it("is found in all procedures", () => {
    const paths = DEFAULTS.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["operator.accounts.list.q", "resources.list.limit"]));
  });
});
