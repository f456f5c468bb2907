import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogEntry } from "@pragma/contract";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { testEach } from "@pragma/testing/test-each";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { ProviderArtefact, Sandbox, SupervisorOptions } from "../../src/index.ts";
import { artefact, caller, failure, startSupervisor } from "../helpers.ts";
import { strongSandboxes } from "./kinds.ts";
import { descendantsOf, remaining } from "./process-tree.ts";

const hostile = artefact("hostile.ts");
const offline: ProviderArtefact = { ...hostile, network: "none" };
const neighbour = artefact("probe.ts");

let database: TestDatabase;
let databasePort: string;
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  databasePort = new URL(database.url).port;
});
afterAll(() => database.drop());

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hostile-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Attacks by one provider, each beside another organization's provider that must keep answering. */
function battlefield(sandbox: Sandbox, options: SupervisorOptions = {}) {
  const printed: LogEntry[] = [];
  const onProcessLog = (_target: unknown, entry: LogEntry) => printed.push(entry);
  const limits = { graceMs: 100, drainMs: 100, onProcessLog, ...options };
  // An attacker has brought what the system does not provide.
  const supervisor = startSupervisor(limits, sandbox, { systemPrograms: true });
  const besides = caller(supervisor, neighbour);
  const attackers = caller(supervisor, hostile);
  const attack = async (mode: string, text = "", more: Parameters<typeof attackers>[2] = {}) => {
    const answered = await besides("create", { text: "before" }, { organizationId: "neighbour" });
    let isOver = false;
    const attacking = attackers("create", { mode, text }, more).finally(() => {
      isOver = true;
    });
    const outcome = Promise.allSettled([attacking]);
    do {
      const answer = await besides("create", { text: "meanwhile" }, { organizationId: "neighbour" });
      expect(answer).toMatchObject({ text: "meanwhile", pid: answered.pid });
    } while (!isOver);
    await outcome;
    return attacking;
  };
  return { attack, supervisor, printed };
}

describe.each(strongSandboxes)("in $kind a provider", (sandbox) => {
  test("finds no environment but its own, which is empty", async () => {
    const { attack } = battlefield(sandbox);

    const { env, environs } = await attack("environment");

    expect((env as string[]).filter((name) => name !== "PWD")).toEqual([]);
    expect(environs).toEqual([]);
  });

  test("reads no file of the platform", async () => {
    const folder = temporaryFolder();
    const secret = join(folder, "encryption-keys");
    writeFileSync(secret, "for the platform alone", { mode: 0o600 });
    const { attack } = battlefield(sandbox);

    expect(await failure(attack("read", secret))).toMatchObject({ message: expect.stringMatching(/ENOENT|EACCES/) });
    expect(await failure(attack("list", folder))).toMatchObject({ message: expect.stringMatching(/ENOENT|EACCES/) });
    expect(await failure(attack("read", "/etc/shadow"))).toMatchObject({
      message: expect.stringMatching(/ENOENT|EACCES/),
    });
    expect(await attack("read through processes", secret)).toEqual({ found: [] });
  });

  test("gets no further with the database than the question for a password", async () => {
    const { attack } = battlefield(sandbox);

    const answer = await attack("connect", databasePort);

    // AuthenticationSASL; 0 would let it in.
    expect(answer).toEqual({ type: "R", code: 10 });
  });

  test.runIf(sandbox.cutsNetwork)("reaches nobody without a network, not even the machine itself", async () => {
    const { attack } = battlefield(sandbox);

    expect(await failure(attack("connect", databasePort, { artefact: offline }))).toMatchObject({
      message: expect.stringContaining("this provider has no network"),
    });
  });

  test("reaches no socket in the file system that is not open to all", async () => {
    const path = join(temporaryFolder(), "socket");
    const server = createServer((socket) => socket.end("welcome"));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    onTestFinished(() => void server.close());
    const { attack } = battlefield(sandbox);

    expect(await failure(attack("connect", path))).toMatchObject({ message: expect.stringMatching(/ENOENT|EACCES/) });
  });

  test("can signal only itself", async () => {
    const victim = spawn("sleep", ["600"]);
    onTestFinished(() => void victim.kill());
    const { attack } = battlefield(sandbox);

    for (const pid of [victim.pid, process.pid])
      expect(await failure(attack("signal", String(pid)))).toMatchObject({
        message: expect.stringMatching(/ESRCH|EPERM/),
      });
    await attack("signal all").catch(() => {});

    expect([victim.exitCode, victim.signalCode]).toEqual([null, null]);
  });

  test("is refused programs beyond a limit, by name", async () => {
    const { attack } = battlefield(sandbox);

    expect(await failure(attack("start programs without end"))).toMatchObject({
      kind: "retryable",
      message: expect.stringMatching(/EAGAIN/),
    });
  });

  test("forks without end until its time is up, and leaves nothing behind", { tags: ["thorough"] }, async () => {
    const before = descendantsOf(process.pid).length;
    const { attack, supervisor } = battlefield(sandbox);

    expect(await failure(attack("fork without end", "", { deadlineMs: 2_000 }))).toMatchObject({
      kind: "timeout",
      message: expect.stringMatching(/^Provider hostile 1\.0\.0 did not finish create within 2 s and was stopped/),
    });

    await supervisor.close();
    await expect.poll(() => descendantsOf(process.pid).length).toBeLessThanOrEqual(before);
  });

  test("fills the heap and ends, with Node's own message", { tags: ["thorough"] }, async () => {
    // Collecting garbage blocks the event loop, on a busy machine for longer than the default allows.
    const { attack } = battlefield(sandbox, { blockedMs: 120_000 });

    const { kind, message } = await failure(attack("fill the heap"));

    expect(message).toMatch(/^Provider hostile 1\.0\.0 was ended by SIG[\s\S]*heap out of memory/);
    expect(kind).toBe("crashed");
  });

  test("fills memory beside the heap and is refused more", async () => {
    const { attack } = battlefield(sandbox);

    expect(await failure(attack("fill buffers"))).toMatchObject({
      message: expect.stringMatching(/allocation failed|failed to allocate memory|out of memory/i),
    });
  });

  test("blocks its event loop until its time is up", async () => {
    const { attack } = battlefield(sandbox);

    expect(await failure(attack("block", "", { deadlineMs: 500 }))).toMatchObject({ kind: "timeout" });
  });

  test("prints a gigabyte, of which little is kept", { tags: ["thorough"] }, async () => {
    const { attack, printed } = battlefield(sandbox);

    expect(await attack("print a gigabyte")).toEqual({});

    expect(printed.length).toBeLessThan(1_100);
    expect(printed.at(-1)?.message).toMatch(/the rest is dropped/);
  });

  test("logs a gigabyte past its own host, of which little is kept", { tags: ["thorough"] }, async () => {
    const { attack, printed } = battlefield(sandbox);

    // Two writers share the descriptor, so a line may be cut; that ends the process, by name.
    const problem = await attack("log a gigabyte").then(
      () => "sent something that is not a message",
      (error: Error) => error.message,
    );

    expect(problem).toMatch(/sent something that is not a message/);
    expect(printed.length).toBeGreaterThan(0);
    expect(printed.length).toBeLessThan(1_100);
  });

  test("logs without end, of which little is kept", async () => {
    const lines: LogEntry[] = [];
    const { attack } = battlefield(sandbox);

    await attack("log without end", "", { onLog: (entry) => lines.push(entry) });

    expect(lines).toHaveLength(1_001);
  });

  test("answers for others, which changes nothing", async () => {
    const call = caller(startSupervisor({}, sandbox), artefact("raw.mjs", true));

    const others = Promise.all([1, 2, 3].map(() => call("create", { mode: "ok" })));

    expect(await call("create", { mode: "unknown" })).toEqual({ answer: 1 });
    expect(await call("create", { mode: "twice" })).toEqual({ answer: 1 });
    for (const answer of await others) expect(answer).toEqual({ pid: expect.any(Number) });
  });

  test("exits midway, and is named", async () => {
    const { attack } = battlefield(sandbox);

    expect(await failure(attack("exit"))).toMatchObject({
      kind: "crashed",
      message: "Provider hostile 1.0.0 exited with code 3",
    });
    expect(await attack("hello")).toEqual({});
  });

  test("writes one file up to a bound", async () => {
    const { attack } = battlefield(sandbox);

    expect(await failure(attack("write one file without end"))).toMatchObject({
      message: expect.stringMatching(/EFBIG|ENOSPC|SIGXFSZ/),
    });
  });

  test("opens files up to a bound", async () => {
    const { attack } = battlefield(sandbox);

    expect(await failure(attack("open files without end"))).toMatchObject({ message: expect.stringMatching(/EMFILE/) });
  });

  test.each(["exit", "answer"])("leaves children, which end with it: %s", async (ending) => {
    const before = descendantsOf(process.pid).length;
    const { attack, supervisor } = battlefield(sandbox);

    await attack("leave a child", ending).catch(() => {});
    const left = descendantsOf(process.pid);
    await supervisor.close();

    await expect.poll(() => remaining(left).length).toBeLessThanOrEqual(before);
  });
});

describe.each(strongSandboxes.filter(({ kind }) => kind === "bubblewrap"))("in $kind a provider", (sandbox) => {
  testEach(["/tmp"], ["/dev/shm", "."])("fills %s up to a bound", async (folder) => {
    const { attack } = battlefield(sandbox);

    expect(await failure(attack("fill a folder", folder))).toMatchObject({ message: expect.stringMatching(/ENOSPC/) });
  });

  testEach(["/", "/etc"], ["/dev", "/usr", "/proc", "/home"])("writes nothing into %s", async (folder) => {
    const { attack } = battlefield(sandbox);

    expect(await failure(attack("fill a folder", folder))).toMatchObject({
      message: expect.stringMatching(/EROFS|EACCES|EPERM|ENOENT/),
    });
  });
});
