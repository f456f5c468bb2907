import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { withClient } from "@pragma/testing";
import { expect, it } from "vitest";
import { databaseBefore } from "./support/database-before.ts";

const COMMAND = join(import.meta.dirname, "../scripts/migrate.ts");

/** Runs it until it ends. @param onLine told each line that it prints, and how to end it */
async function run(url: string, onLine: (line: string, stop: () => void) => void) {
  const program = spawn(process.execPath, [COMMAND], { env: { ...process.env, DATABASE_URL: url }, stdio: "pipe" });
  const errors: string[] = [];
  createInterface(program.stderr).on("line", (line) => errors.push(line));
  createInterface(program.stdout).on("line", (line) => onLine(line, () => program.kill("SIGTERM")));
  const [code] = (await once(program, "close")) as [number];
  return { code, errors };
}

it("says what it waits for, ends when it is told to, and goes on from there", async () => {
  const database = await databaseBefore("0035_saved_views");
  await withClient(database.url, async (holder) => {
    await holder.query("BEGIN; LOCK TABLE users IN ROW EXCLUSIVE MODE");
    const lines: string[] = [];
    const first = await run(database.url, (line, stop) => {
      lines.push(line);
      if (line.includes("waits for")) stop();
    });
    const step = "0035_saved_views (step 2 of 2)";
    expect(first).toEqual({
      code: 1,
      errors: [`Interrupted before ${step} was complete. Run it again to continue from there.`],
    });
    expect(lines).toEqual([expect.stringContaining(`${step} waits for the table users: process `)]);
    await holder.query("COMMIT");
  });
  const lines: string[] = [];
  expect(await run(database.url, (line) => lines.push(line))).toEqual({ code: 0, errors: [] });
  expect(lines[0]).toBe("applied 0035_saved_views");
});
