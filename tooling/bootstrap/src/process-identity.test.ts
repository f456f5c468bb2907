import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claimInstallation, endLeftover, recordProcess } from "./pid-files.ts";
import { identify, isRunning, parseIdentity, startTicks } from "./process-identity.ts";
import { StateFolder } from "./state-folder.ts";

let state: StateFolder;

beforeEach(async () => {
  state = new StateFolder(await mkdtemp(join(tmpdir(), "state-")));
});

afterEach(() => rm(state.path, { recursive: true, force: true }));

async function sleeper() {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  await once(child, "spawn");
  return child;
}

describe("startTicks", () => {
  it("is not misled by the program's name", () => {
    const rest = Array.from({ length: 30 }, (_, index) => String(index + 4)).join(" ");
    expect(startTicks(`42 (a) (b c) S ${rest}`)).toBe("22");
    expect(startTicks(`42 (gone) Z ${rest}`)).toBeNull();
  });
});

describe("identify", () => {
  it("tells a running process from one that ended", async () => {
    const child = await sleeper();
    const identity = await identify(child.pid ?? 0);
    expect(identity).not.toBeNull();
    if (!identity) return;
    expect(await isRunning(identity)).toBe(true);
    expect(await isRunning({ ...identity, started: `${identity.started}1` })).toBe(false);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await isRunning(identity)).toBe(false);
  });
});

describe("parseIdentity", () => {
  it("takes nothing but what was written", () => {
    expect(parseIdentity('{"pid":5,"started":"x"}')).toEqual({ pid: 5, started: "x" });
    for (const text of ["", "5", '{"pid":-1,"started":"x"}', '{"pid":1}', "null"])
      expect(parseIdentity(text)).toBeNull();
  });
});

describe("endLeftover", () => {
  it("ends the recorded process", async () => {
    const child = await sleeper();
    const ended = once(child, "exit");
    await recordProcess(state, "api", child.pid ?? 0);
    expect(await endLeftover(state, "api")).toBe(true);
    expect((await ended)[1]).toBe("SIGTERM");
    expect(await endLeftover(state, "api")).toBe(false);
  });

  it("leaves a process alone that only has the same id", async () => {
    const child = await sleeper();
    await state.write("api.pid", JSON.stringify({ pid: child.pid, started: "another time" }));
    expect(await endLeftover(state, "api")).toBe(false);
    expect(child.exitCode).toBeNull();
    child.kill("SIGKILL");
    await once(child, "exit");
  });
});

describe("claimInstallation", () => {
  it("refuses while another start runs here, and not after it was killed", async () => {
    const other = await sleeper();
    await recordProcess(state, "start", other.pid ?? 0);
    await expect(claimInstallation(state)).rejects.toThrow(`Pragma already runs here, as process ${other.pid}`);
    other.kill("SIGKILL");
    await once(other, "exit");
    await claimInstallation(state);
    expect(parseIdentity((await state.read("start.pid")) ?? "")?.pid).toBe(process.pid);
  });

  it("lets one of several at once have it", async () => {
    const claims = await Promise.allSettled([claimInstallation(state), claimInstallation(state)]);
    expect(claims.map((claim) => claim.status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
