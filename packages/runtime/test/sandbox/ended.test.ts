import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { nodeMounts, type Sandbox } from "../../src/index.ts";
import { strongSandboxes } from "./kinds.ts";
import { descendantsOf, remaining } from "./process-tree.ts";

type Started = ReturnType<Sandbox["start"]>;

/** Programs that hold none of the pipes, in sessions of their own, so that nothing but their account or namespace ends them. */
const HELPERS = 40;
const START_HELPERS = `
  const { spawn } = require("node:child_process");
  const helpers = Array.from({ length: ${HELPERS} }, () => spawn("sleep", ["600"], { stdio: "ignore", detached: true }));
  Promise.all(helpers.map((helper) => new Promise((resolve) => helper.once("spawn", resolve)))).then(() => {
    process.stdout.write("started\\n");
    process.stdin.once("data", () => process.exit(0));
  });`;

describe.each(strongSandboxes)("in $kind", (sandbox) => {
  const start = async (): Promise<Started> => {
    const process = sandbox.start({
      ...{ command: [globalThis.process.execPath, "-e", START_HELPERS], mounts: nodeMounts(), systemPrograms: true },
      ...{ network: "host", env: { PATH: "/usr/bin:/bin" }, stdio: ["pipe", "pipe", "pipe"] },
    });
    onTestFinished(() => process.kill());
    await once(process.stdout as NodeJS.ReadableStream, "data");
    return process;
  };

  test.each([
    ["it is killed", (process: Started) => process.kill()],
    ["it ends by itself", (process: Started) => void process.stdin?.write("end\n")],
  ])("a program has ended when nothing of it runs any more: %s", async (_how, end) => {
    // The bundler's, for one, which lives as long as the worker of the tests.
    const others = new Set(descendantsOf(globalThis.process.pid).map(({ pid }) => pid));
    const process = await start();
    const started = descendantsOf(globalThis.process.pid).filter(({ pid }) => !others.has(pid));
    expect(started.length).toBeGreaterThan(HELPERS);

    end(process);
    await process.ended;

    expect(remaining(started)).toEqual([]);
  });
});
