import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const PROGRAM = fileURLToPath(new URL("slow-validation.ts", import.meta.url));
/** Twice what the validation takes of a processor, and more. */
const DEADLINE_MS = 800;

it("the deadline of a validation does not run while its process gets no processor", async () => {
  const program = spawn(process.execPath, [PROGRAM, `${DEADLINE_MS}`], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface(program.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe("begun");
  await sleep(20);
  program.kill("SIGSTOP");
  await sleep(1.25 * DEADLINE_MS);
  program.kill("SIGCONT");
  // Refused for its value, not for lack of time.
  expect(JSON.parse((await lines.next()).value as string)).toEqual(["pattern"]);
  if (program.exitCode === null) await once(program, "exit");
});
