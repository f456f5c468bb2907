import { expect, test } from "vitest";
import { build, manifest, providerModule, type Source } from "./helpers.ts";

const ENTRY = { "package.json": manifest({ main: "src/index.ts" }) };

/** The warnings of a build, without the rest of its log. */
async function warnings(source: Source, log: string[] = []): Promise<string[]> {
  await build({ ...ENTRY, ...source }, { log });
  return log
    .join("")
    .split("\n")
    .filter((line) => /^(Warning|Types)/.test(line));
}

const MODULE = providerModule('import { idOf } from "./zone.ts";\nvoid idOf;');

test("types that do not fit, what a handler returns included, and maps that are sensitive as a whole, and types that cannot look, are warnings with their place, and the build goes on", async () => {
  const zone = "export const idOf = (zone: { id: string }): number => {\n  return zone.id;\n};\n";
  const fields = `name: z.string(), env: z.record(z.string(), z.string()).meta({ sensitive: true }),
    headers: z.record(z.string(), z.string().meta({ sensitive: true }))`;
  const module = MODULE.replace("config: z.object({ name: z.string() })", `config: z.object({ ${fields} })`)
    .replace("return { text: ctx.config.name }", "return { txt: ctx.config.name }")
    .replace("real: false,", "");

  const all = await warnings({ "src/index.ts": module, "src/zone.ts": zone });
  const ofHandlers = all.filter((line) => line.startsWith("Warning: src/index.ts:"));
  expect(ofHandlers[0]).toMatch(/^Warning: src\/index\.ts:\d+:\d+: TS\d+: .*text/);
  expect(all.filter((line) => !ofHandlers.includes(line))).toEqual([
    "Warning: src/zone.ts:2:3: TS2322: Type 'string' is not assignable to type 'number'.",
    "Warning: thing: config.env is sensitive as a whole, so people see no key of it, and cannot change one value alone. Unless its keys are secret, mark its values: z.record(z.string(), z.string().meta({ sensitive: true }))",
    "Warning: thing: it has neither read nor observe, so nobody notices when its things change or go. If there is no thing outside of the platform, say real: false",
  ]);
});

test("there are no warnings if types fit, Node's included, nor about packages without types", async () => {
  const zone = `import { readFile } from "node:fs/promises";
export const idOf = async (path: string): Promise<string> => {
  const answer = await fetch("https://example.com", { signal: AbortSignal.timeout(1) });
  return (await readFile(path, "utf8")) + answer.status + process.version + Buffer.from("x").toString("hex");
};
`;

  expect(await warnings({ "src/index.ts": MODULE, "src/zone.ts": zone })).toEqual([]);
});

test("a package in JavaScript is not checked", async () => {
  const log: string[] = [];
  await build({ "package.json": manifest(), "index.js": `${providerModule()}\n(5).nothing?.();` }, { log });
  expect(log.join("")).not.toContain("TS");
});
