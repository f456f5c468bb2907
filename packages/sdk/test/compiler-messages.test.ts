import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";

const PROGRAM = `import { Pragma } from "@pragma/sdk";

interface Types {
  "postgres/database": { config: { name: string; size?: number }; outputs: { url: string } };
  "postgres/role": { config: { name: string }; outputs: { name: string } };
}
const { resources } = new Pragma<Types>({ apiUrl: "http://localhost:8000" });
const database = { provider: "postgres", resource: "database", name: "a" } as const;
await resources.apply({ ...database, resource: "databse", config: { name: "a" } });
await resources.apply({ ...database, config: { name: 5 } });
await resources.apply({ ...database, config: { nam: "a" } });
(await resources.get("postgres/database/a")).outputs.urll;
`;

it("suggests in an editor what was probably meant", () => {
  const scratch = mkdtempSync(join(import.meta.dirname, ".messages-"));
  try {
    writeFileSync(join(scratch, "wrong.ts"), PROGRAM);
    const settings = { extends: "../../../../tooling/typescript/base.json", include: ["*.ts"] };
    writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify(settings));
    const messages = compile(scratch);
    expect(messages.map((line) => line.replace(/^.*wrong\.ts\((\d+),.*?: error TS\d+/, "$1"))).toEqual([
      expect.stringMatching(/^9: Type '"databse"' is not assignable .* Did you mean '"database"'\?$/),
      expect.stringMatching(/^10: Type 'number' is not assignable to type 'string \| /),
      expect.stringMatching(/^11: .*'nam' does not exist .* Did you mean to write 'name'\?$/),
      expect.stringMatching(/^12: Property 'urll' does not exist .* Did you mean 'url'\?$/),
    ]);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});

/** The compiler's errors in a project, without their further explanations. */
function compile(project: string): string[] {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  try {
    return execFileSync(process.execPath, [compiler, "-p", project], { encoding: "utf8" }).split("\n");
  } catch (error) {
    return (error as { stdout: string }).stdout.split("\n").filter((line) => line.includes("error TS"));
  }
}
