import { expect, test } from "vitest";
import { SandboxedProcess } from "./sandboxed-process.ts";

test("what has ended is not killed: what it was may be another's by then", async () => {
  const done: string[] = [];
  const care = { sweep: () => done.push("sweep"), free: () => done.push("free") };
  const ended = new SandboxedProcess([process.execPath, "-e", ""], { stdio: "ignore" }, care);
  await ended.ended;

  ended.kill();

  expect(done).toEqual(["sweep", "free"]);
});
