import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packPackages } from "../src/packages/pack-packages.ts";

const ROOT = join(import.meta.dirname, "../../..");

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "packages-"));
  await packPackages(ROOT, folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function packed(name: string, file: string): string {
  return execFileSync("tar", ["-xzOf", join(folder, `${name}.tgz`), `package/${file}`], { encoding: "utf8" });
}

it.each(["pragma-cli", "pragma-sdk"])("%s comes with its license, and with notices", (name) => {
  expect(packed(name, "LICENSE")).toBe(readFileSync(join(ROOT, "LICENSE"), "utf8"));
  expect(packed(name, "dist/THIRD-PARTY-NOTICES.txt")).toMatch(/^yaml \d\S* \(ISC\)$/m);
});

it("names each dependency that is bundled in the command line", () => {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "packages/cli/package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  const notices = packed("pragma-cli", "dist/THIRD-PARTY-NOTICES.txt");
  const foreign = Object.keys(devDependencies).filter((name) => !name.startsWith("@pragma/"));
  expect(foreign.filter((name) => !new RegExp(`^${name} \\d`, "m").test(notices))).toEqual([]);
});
