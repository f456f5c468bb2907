import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { chooseSandbox } from "./choose-sandbox.ts";

/** A worker that finds a kind of sandbox. */
function workerThatFinds(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "pragma-choice-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = join(folder, "worker.mjs");
  writeFileSync(program, `if (process.argv[2] === "--sandbox") console.log(${JSON.stringify(text)});`);
  return program;
}

it("names none where nothing works, and says so", async () => {
  const worker = workerThatFinds('{"kind":"none","description":"Plain processes."}');
  expect(await chooseSandbox(worker, {})).toEqual({
    value: "none",
    warning: "No sandbox works on this machine, so PRAGMA_SANDBOX=none was set for this start. Plain processes.",
  });
  expect(await chooseSandbox(worker, { PRAGMA_SANDBOX: "bubblewrap" })).toEqual({ value: "bubblewrap", warning: null });
});

it.each(['{"kind":"bubblewrap","description":"Walls."}', "not JSON"])(
  "leaves it to the worker otherwise: %s",
  async (text) => {
    expect(await chooseSandbox(workerThatFinds(text), { PRAGMA_SANDBOX: "auto" })).toEqual({
      value: "auto",
      warning: null,
    });
  },
);
