import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";

const PACKAGE = join(import.meta.dirname, "..");

it.each(["../../docs/guides/sdk.md", "../../docs/guides/providers.md", "README.md"])(
  "the snippets of %s compile",
  (page) => {
    const text = readFileSync(join(PACKAGE, page), "utf8");
    const snippets = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
    expect(snippets.length).toBeGreaterThan(0);
    const scratch = mkdtempSync(join(PACKAGE, "test", ".guide-"));
    try {
      for (const folder of ["src", "test"]) mkdirSync(join(scratch, folder));
      for (const [index, code] of snippets.entries()) {
        // A provider is the entry of a package, with its tests beside it.
        const path = code.includes("export default") ? "src/index.ts" : `test/snippet-${index + 1}.ts`;
        writeFileSync(join(scratch, path), code);
      }
      const settings = {
        extends: "../../../../tooling/typescript/base.json",
        // Part of a program, whose rest uses what it makes.
        compilerOptions: { noUnusedLocals: false },
        include: ["src", "test"],
      };
      writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify(settings));
      const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
      expect(complaints(compiler, scratch)).toBe("");
    } finally {
      rmSync(scratch, { recursive: true });
    }
  },
);

function complaints(compiler: string, project: string): string {
  try {
    return execFileSync(process.execPath, [compiler, "-p", project], { encoding: "utf8" });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
