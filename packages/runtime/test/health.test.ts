import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { ProviderHealth, ProviderTarget } from "../src/index.ts";
import { artefact, caller, failure, startSupervisor } from "./helpers.ts";

const raw = artefact("raw.mjs", true);
const rogue = artefact("rogue.ts");
const probe = artefact("probe.ts");

/** A supervisor, and what it reported about health. */
function observed(options: Parameters<typeof startSupervisor>[0] = {}) {
  const told: (ProviderHealth & { version: string; organizationId: string })[] = [];
  const onHealth = ({ organizationId, artefact: { version } }: ProviderTarget, health: ProviderHealth) =>
    told.push({ organizationId, version, ...health });
  return { supervisor: startSupervisor({ maxRestartDelayMs: 50, ...options, onHealth }), told };
}

const well = { organizationId: "org", version: "1.0.0", healthy: true, message: null };

test("a version that serves is healthy, and reported once", async () => {
  const { supervisor, told } = observed();
  const call = caller(supervisor, rogue);

  for (const mode of ["ok", "ok", "throw", "exit", "ok"]) await call("create", { mode }).catch(() => {});

  // One crash among answers concerns only its call.
  expect(told).toEqual([well]);
});

test("a version that does not start is unhealthy, with the reason", async () => {
  const { supervisor, told } = observed();
  const broken = { ...raw, command: [...(raw.command ?? []), "exit"] };

  for (let attempt = 0; attempt < 3; attempt++) await failure(caller(supervisor, broken)("create", { mode: "ok" }));

  expect(told).toEqual([{ ...well, healthy: false, message: "exited with code 9: cannot find my settings" }]);
});

test("a version that ends again and again turns unhealthy, and healthy when it answers", async () => {
  const { supervisor, told } = observed();
  const call = caller(supervisor, rogue);

  await failure(call("create", { mode: "exit", text: "a secret" }));
  await failure(call("create", { mode: "exit", text: "a secret" }));
  await failure(call("create", { mode: "exit", text: "a secret" }));
  expect(told.slice(1)).toEqual([{ ...well, healthy: false, message: "exited with code 3, again and again" }]);
  await call("create", { mode: "ok" });

  expect(told.slice(2)).toEqual([well]);
});

test("calls that run alone say nothing about the version", async () => {
  const { supervisor, told } = observed();

  for (let attempt = 0; attempt < 3; attempt++)
    await failure(caller(supervisor, rogue)("create", { mode: "exit" }, { alone: true }));

  expect(told).toEqual([]);
});

test("health is reported separately for each organization and version", async () => {
  const { supervisor, told } = observed();

  await caller(supervisor, rogue)("create", { mode: "ok" });
  await caller(supervisor, rogue)("create", { mode: "ok" }, { organizationId: "other" });
  await caller(supervisor, { ...rogue, version: "2.0.0" })("create", { mode: "ok" });

  expect(told).toEqual([well, { ...well, organizationId: "other" }, { ...well, version: "2.0.0" }]);
});

test("a version that ends again and again is started later and later, even when it answers in between", async () => {
  const folder = mkdtempSync(join(tmpdir(), "stormy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const entryPath = join(folder, "stormy.mjs");
  // Answers each call and ends.
  writeFileSync(
    entryPath,
    `import { createInterface } from "node:readline";
    const say = (message) => process.stdout.write(JSON.stringify(message) + "\\n");
    for await (const line of createInterface({ input: process.stdin })) {
      const message = JSON.parse(line);
      if (message.type === "hello") say({ type: "hello", protocol: 1 });
      if (message.type === "call") {
        say({ type: "result", id: message.id, value: {} });
        setTimeout(() => process.exit(1), 20);
      }
    }`,
  );
  const stormy = { ...raw, entryPath, command: [process.execPath, entryPath] };
  const { supervisor, told } = observed({ maxRestartDelayMs: 60_000 });
  const call = caller(supervisor, stormy);

  let last: number | null = null;
  for (let round = 0; round < 40 && last === null; round++) {
    await call("create", { mode: "ok" }).catch(({ retryAfter }) => {
      last = retryAfter;
    });
    await expect.poll(() => supervisor.processCount).toBe(0);
  }

  expect(last).toBeGreaterThan(0);
  expect(told.at(-1)).toMatchObject({ healthy: false, message: "exited with code 1, again and again" });
  expect(told).toHaveLength(2);
});

test("a retired version finishes running calls, and keeps no process", async () => {
  const { supervisor } = observed();
  const call = caller(supervisor, probe);
  const { pid } = await call("create", {});
  const running = [call("create", { text: "running" }), call("create", { text: "running too" })];

  const retired = supervisor.retire("org", probe);
  const late = call("create", { text: "late" });

  expect(await Promise.all([...running, late])).toMatchObject([
    { text: "running", pid },
    { text: "running too", pid },
    { text: "late", pid },
  ]);
  await retired;
  expect(supervisor.processCount).toBe(0);
});

test("retiring affects no other version or organization, and is not final", async () => {
  const { supervisor } = observed();
  const call = caller(supervisor, probe);
  const next = { ...probe, version: "2.0.0" };
  const pids = async () =>
    Promise.all([
      call("create", {}, { artefact: next }).then(({ pid }) => pid),
      call("create", {}, { organizationId: "other" }).then(({ pid }) => pid),
    ]);
  const before = await pids();
  const { pid } = await call("create", {});

  await supervisor.retire("org", probe);
  await supervisor.retire("org", { ...probe, version: "3.0.0" });

  expect(await pids()).toEqual(before);
  const { pid: again } = await call("create", {});
  expect(again).not.toBe(pid);
  expect((await call("create", {})).pid).toBe(again);
});
