import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const MODULE = fileURLToPath(new URL("../src/host/dead-man-switch.ts", import.meta.url));

/** Runs statements that use `deadMan`, `now` and `sleep` in a process that lives on unless the switch ends it. @returns the signal, if it did */
async function endOf(statements: string): Promise<NodeJS.Signals | null> {
  const program = `
    import { setTimeout as sleep } from "node:timers/promises";
    import { clockMs as now, DeadManSwitch } from ${JSON.stringify(MODULE)};
    const deadMan = new DeadManSwitch();
    ${statements}
    process.exit(0);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: "inherit",
    detached: true,
  });
  return new Promise((resolve) => {
    child.on("exit", (_, signal) => resolve(signal));
  });
}

it("ends a process whose thread is blocked, at the time it was told", async () => {
  expect(await endOf("deadMan.arm(now() + 300); await sleep(100); for (;;);")).toBe("SIGKILL");
});

it("spares one that was told another time, or disarmed, before", async () => {
  expect(await endOf("deadMan.arm(now() + 500); deadMan.arm(now() + 60_000); await sleep(1500);")).toBeNull();
  expect(await endOf("deadMan.arm(now() + 500); await sleep(100); deadMan.disarm(); await sleep(1500);")).toBeNull();
});

it("takes an earlier time, and one after a rest in which it waited for nothing", async () => {
  const armedFar = "deadMan.arm(now() + 60_000); await sleep(300); deadMan.disarm();";
  expect(await endOf(`${armedFar} deadMan.arm(now() + 300); for (;;);`)).toBe("SIGKILL");
  const atRest = "deadMan.arm(now() + 500); await sleep(100); deadMan.disarm(); await sleep(1500);";
  expect(await endOf(`${atRest} deadMan.arm(now() + 300); for (;;);`)).toBe("SIGKILL");
  // Armed and disarmed as short calls do it, from the thread's first moment on.
  const calls =
    "for (let i = 0; i < 10_000; i++) { deadMan.arm(now() + 60_000 + i); deadMan.disarm(); if (i % 100 === 0) await sleep(1); }";
  expect(await endOf(`${calls} deadMan.arm(now() + 300); for (;;);`)).toBe("SIGKILL");
});
