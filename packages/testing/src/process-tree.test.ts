import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { platform } from "node:os";
import { describe, expect, it } from "vitest";
import { leavesBelow, pauseTree, resumeTree, signalAll } from "./process-tree.ts";

/** A process that starts one that starts another, and tells the ids of both. */
async function startFamily(): Promise<{ eldest: ChildProcess; pids: number[] }> {
  const eldest = spawn("sh", ["-c", "sh -c 'sleep 60 & echo $$ $!; wait' & wait"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = (await once(eldest.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return { eldest, pids: [eldest.pid as number, ...line.toString().trim().split(" ").map(Number)] };
}

function isStopped(pid: number): boolean {
  return readFileSync(`/proc/${pid}/stat`, "utf8").includes(") T ");
}

describe.skipIf(platform() !== "linux")("a process with all that it has started", () => {
  it("is paused as a whole, and goes on as a whole", async () => {
    const { eldest, pids } = await startFamily();
    expect(leavesBelow(pids[0] as number)).toEqual([pids[2]]);
    await pauseTree(pids[0] as number);
    expect(pids.map(isStopped)).toEqual([true, true, true]);
    resumeTree(pids[0] as number);
    await expect.poll(() => pids.map(isStopped)).toEqual([false, false, false]);
    signalAll(pids.toReversed(), "SIGKILL");
    await once(eldest, "exit");
  });

  it("may have ended", async () => {
    const gone = spawn("true");
    await once(gone, "exit");
    await pauseTree(gone.pid as number);
    resumeTree(gone.pid as number);
    signalAll([gone.pid as number], "SIGCONT");
  });
});
