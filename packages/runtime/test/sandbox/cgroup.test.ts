import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { openCgroups } from "../../src/sandbox/cgroup.ts";
import { sandboxOf } from "./kinds.ts";

const ROOT = "/sys/fs/cgroup";
const PLATFORM = fileURLToPath(new URL("./cgroup-platform.ts", import.meta.url));

/** Where a group can be delegated: as root, on a machine whose controllers are those of cgroup v2. */
const canDelegate = (() => {
  try {
    const controllers = readFileSync(join(ROOT, "cgroup.subtree_control"), "utf8");
    return process.getuid?.() === 0 && ["cpu", "memory", "pids"].every((name) => controllers.includes(name));
  } catch {
    return false;
  }
})();

interface Found {
  description: string;
  memory: { end: string; output: string };
  processes: { end: string; output: string };
  quarter: { end: string; output: string };
  left: string[];
}

/** Runs a platform in a group of its own, as `Delegate=` and `DelegateSubgroup=` of systemd do. */
async function delegated(): Promise<Found> {
  const group = join(ROOT, `pragma-test-${randomUUID()}`);
  const own = join(group, "pragma-platform");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(group, "cgroup.subtree_control"), "+cpu +memory +pids");
  onTestFinished(() => {
    for (const path of [own, group]) rmdirSync(path);
  });
  // It joins the group before it is anything else.
  const joining = 'echo $$ > "$0/cgroup.procs"; exec "$@"';
  const child = spawn("/bin/sh", ["-c", joining, own, process.execPath, PLATFORM, own], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  expect(await new Promise((resolve) => child.once("close", resolve)), output).toBe(0);
  return JSON.parse(output);
}

const bubblewrap = await sandboxOf("bubblewrap");

describe.runIf(canDelegate && bubblewrap)("in a cgroup of the platform's own", () => {
  test("all processes of a program together are bounded, and leave nothing", { timeout: 300_000 }, async () => {
    const { description, memory, processes, quarter, left } = await delegated();

    expect(description).toContain("for all processes of one together");
    expect(memory).toEqual({
      end: "was ended by SIGKILL: its processes together took more than 400 MiB of memory",
      output: "",
    });
    expect(processes).toMatchObject({ output: expect.stringMatching(/^(EAGAIN|ended) true$/) });
    // In microseconds: four of them try to be busy for two seconds each. A quarter of a processor gives them two seconds in all
    // even if they do so one after another; two processors would give them four.
    expect(Number(quarter.output)).toBeGreaterThan(0);
    expect(Number(quarter.output)).toBeLessThan(2_500_000);
    expect(left).toEqual([]);
  });
});

test("a group that was not delegated by name is left alone, and the sandbox says what that means", async () => {
  const found = openCgroups();
  expect(found).toEqual({ why: expect.stringMatching(/cgroup/) });
  const { why } = found as { why: string };
  if (bubblewrap) expect(bubblewrap.description).toContain(`not for all of a provider together: ${why}.`);
});
