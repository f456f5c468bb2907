import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { DescribedType } from "./generate-types.ts";
import { generateTypes } from "./index.ts";

const PACKAGE = join(import.meta.dirname, "../..");
const SHIPPED = ["fs", "http", "postgres", "redis", "s3"];
const CLIENT = join(PACKAGE, "src/client/index.ts");
// Outside of the repository: a test beside this one lists what tasks of the build may read.
const scratch = mkdtempSync(join(tmpdir(), "codegen-"));

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The types of a provider as the API lists them. By a path that is made up here: the SDK imports none of them. */
async function typesOf(provider: string): Promise<DescribedType[]> {
  const module = await import(join(PACKAGE, "../../providers", provider, "src/index.ts"));
  const types = module.default.describe() as Record<string, Omit<DescribedType, "provider" | "resource">>;
  return Object.entries(types).map(([resource, type]) => ({ provider, resource, ...type }));
}

function generate(schema: object, outputs: object = { type: "object" }): string {
  return generateTypes([{ provider: "p", resource: "t", schema, outputs_schema: outputs }]);
}

/** Compiles a program with the client and these types; gives the compiler's complaints. */
function compile(types: string, program: string): string {
  writeFileSync(join(scratch, "types.ts"), types);
  writeFileSync(join(scratch, "program.ts"), program);
  writeFileSync(join(scratch, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    join(scratch, "tsconfig.json"),
    JSON.stringify({
      extends: join(PACKAGE, "../../tooling/typescript/base.json"),
      compilerOptions: { typeRoots: [join(PACKAGE, "../../node_modules/@types")] },
      include: ["*.ts"],
    }),
  );
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  try {
    return execFileSync(process.execPath, [tsc, "-p", scratch], { encoding: "utf8" });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe("generateTypes", () => {
  it("makes clients know the types of the shipped providers", async () => {
    const shipped = (await Promise.all(SHIPPED.map(typesOf))).flat();
    const text = generateTypes(shipped, { module: CLIENT });
    const written = readFileSync(join(PACKAGE, "test/fixtures/shipped-types.txt"), "utf8");
    const program = written.replace("../client/index.ts", CLIENT);

    expect(compile(text, program)).toBe("");
    expect(generateTypes(shipped.reverse(), { module: CLIENT })).toBe(text);
  });

  it.each([
    [{ type: ["string", "null"] }, "string | null"],
    [{ const: "a" }, '"a"'],
    [{ enum: ["a", 1, null] }, '"a" | 1 | null'],
    [{ enum: ["a", { b: 1 }] }, "unknown"],
    [{ type: "array", items: { anyOf: [{ type: "string" }, { type: "integer" }] } }, "Array<string | number>"],
    [{ type: "array" }, "unknown[]"],
    [{ type: "array", prefixItems: [{ type: "string" }], items: { type: "number" } }, "[string, ...number[]]"],
    [{ type: "array", prefixItems: [{ type: "string" }], items: false }, "[string]"],
    [{ type: "object", additionalProperties: { type: "number" } }, "{ [key: string]: number }"],
    [{ type: "object", additionalProperties: false }, "Record<string, never>"],
    [
      { allOf: [{ $ref: "#" }, { type: "object", additionalProperties: true }] },
      "PTConfig & ({ [key: string]: unknown })",
    ],
    [{ not: { type: "string" } }, "unknown"],
    [{ $ref: "https://elsewhere.example/schema" }, "unknown"],
    [{ $ref: "#/__proto__/constructor" }, "unknown"],
    [false, "never"],
    [true, "unknown"],
  ])("writes %j", (schema, type) => {
    const text = generate({ type: "object", properties: { a: schema }, required: ["a"] });
    expect(text).toContain(`export type PTConfig = {\n  a: ${type};\n};`);
  });

  it("writes keys, optional ones and comments so that nothing in them becomes code", () => {
    const evil = "*/ export const evil = 1; /*";
    const text = generate({
      type: "object",
      properties: { 'a"b': { type: "string", description: evil }, ok: { type: "number", description: "two\nlines" } },
      required: ["ok"],
      additionalProperties: true,
    });
    expect(text).toContain('  "a\\"b"?: string;');
    expect(text).toContain("  /**\n   * two\n   * lines\n   */\n  ok: number;\n  [key: string]: unknown;");
    expect(text).toContain("/** *\\/ export const evil = 1; /* */");
  });

  it("names definitions, recursive ones included, each once", () => {
    const text = generate({
      type: "object",
      properties: { tree: { $ref: "#/$defs/node" }, other: { $ref: "#/$defs/node" } },
      $defs: { node: { type: "object", properties: { children: { type: "array", items: { $ref: "#/$defs/node" } } } } },
    });
    expect(text.match(/export type PTConfigNode\b/g)).toHaveLength(1);
    expect(text).toContain("  children?: PTConfigNode[];");
    expect(text).toContain("  tree?: PTConfigNode;\n  other?: PTConfigNode;");
  });

  it("keeps apart what would get one name, and leaves out what every client knows", () => {
    const type = (resource: string) => ({ provider: "p", resource, schema: {}, outputs_schema: {} });
    const text = generateTypes([type("a-b"), type("a/b"), { ...type("secret"), provider: "pragma" }]);
    expect(text).toContain('"p/a-b": { config: PABConfig; outputs: PABOutputs };');
    expect(text).toContain('"p/a/b": { config: PABConfig2; outputs: PABOutputs2 };');
    expect(text).not.toContain("pragma/secret");
  });
});
