import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Cli } from "./support/cli.ts";

const TYPESCRIPT = fileURLToPath(new URL("../../../node_modules/typescript", import.meta.url));

let cli: Cli;

/** Nobody listens there: a command that gets as far as an upload says so. */
beforeEach(async () => {
  cli = await Cli.create({ PRAGMA_API_URL: "http://127.0.0.1:9", PRAGMA_AUTH_TOKEN: "pragma_none" });
  await mkdir(join(cli.folder, "src"));
  await write("package.json", JSON.stringify({ name: "x", type: "module", pragma: { provider: "zones" } }));
  await write("tsconfig.json", JSON.stringify({ compilerOptions: { strict: true, types: [] }, include: ["src"] }));
});
afterEach(() => cli.remove());

function write(path: string, text: string): Promise<void> {
  return writeFile(join(cli.folder, path), text);
}

async function withTypeScript(): Promise<void> {
  await mkdir(join(cli.folder, "node_modules"));
  await symlink(TYPESCRIPT, join(cli.folder, "node_modules/typescript"));
}

const WRONG = 'export const zone: { id: number } = {\n  id: "one",\n};\n';

it("pushes nothing whose types are wrong, and says where", async () => {
  await withTypeScript();
  await write("src/zone.ts", WRONG);

  const { code, stderr } = await cli.run(["providers", "push"]);
  expect(code).toBe(1);
  expect(stderr).toContain("The types are wrong, so nothing was pushed:");
  expect(stderr).toContain("src/zone.ts:2:3: TS2322: Type 'string' is not assignable to type 'number'.");
  expect(stderr).not.toContain("127.0.0.1");
});

it("pushes it anyway with --no-check", async () => {
  await withTypeScript();
  await write("src/zone.ts", WRONG);

  const { code, stderr } = await cli.run(["providers", "push", "--no-check"]);
  expect(code).toBe(1);
  expect(stderr).toContain("127.0.0.1:9");
  expect(stderr).not.toContain("TS2322");
});

it("says if there is nothing to check them with, and goes on", async () => {
  await write("src/zone.ts", WRONG);

  const { stderr } = await cli.run(["providers", "push"]);
  expect(stderr).toContain("Types were not checked here: there is no TypeScript in node_modules");
  expect(stderr).toContain("127.0.0.1:9");
});

it("says nothing about types where there are none", async () => {
  await write("src/zone.js", "export const zone = 1;\n");

  const { stderr } = await cli.run(["providers", "push"]);
  expect(stderr).not.toMatch(/types/i);
  expect(stderr).toContain("127.0.0.1:9");
});
