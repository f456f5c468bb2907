import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { ProviderArtefact } from "../src/index.ts";
import { artefact, caller, failure, startSupervisor } from "./helpers.ts";

const rogue = artefact("rogue.ts");
/** Without a heartbeat: nothing but the platform ends it. */
const raw = artefact("raw.mjs", true);
/** One that tells what its clock shows, which is this. */
const CLOCK_MS = 5_000_000;
const withClock: ProviderArtefact = { ...raw, command: [...(raw.command ?? []), "clock"] };

/** A lease that nobody renews. */
function leaseOf(milliseconds: number): () => number {
  const end = performance.now() + milliseconds;
  return () => end - performance.now();
}

/** A lease of which the platform no longer sees the end once its call has been handed over. */
function renewedLease(milliseconds: number) {
  const first = leaseOf(milliseconds);
  let isRenewed = false;
  const onStart = () => {
    isRenewed = true;
  };
  return { first, call: { leaseLeftMs: () => (isRenewed ? 600_000 : first()), onStart } };
}

test("a call whose lease has expired is not started", async () => {
  const call = caller(startSupervisor(), rogue);

  expect(await failure(call("create", { mode: "ok" }, { leaseLeftMs: () => 0 }))).toMatchObject({ kind: "cancelled" });
});

test("a handler does not outlive its lease, which takes its neighbours along", async () => {
  const call = caller(startSupervisor(), raw);
  const neighbour = failure(call("create", { mode: "silent" }));

  expect(await failure(call("create", { mode: "silent" }, { leaseLeftMs: leaseOf(500) }))).toMatchObject({
    kind: "cancelled",
  });
  expect(await neighbour).toMatchObject({ kind: "crashed", isShared: true });
});

test("nor does one that ignored a cancel, whatever its neighbours were given", async () => {
  const call = caller(startSupervisor({ graceMs: 10, drainMs: 600_000 }), raw);
  const neighbour = failure(call("create", { mode: "silent" }));
  const cancel = new AbortController();
  const options = { signal: cancel.signal, leaseLeftMs: leaseOf(500), onStart: () => cancel.abort() };

  expect(await failure(call("create", { mode: "silent" }, options))).toMatchObject({ kind: "cancelled" });
  expect(await neighbour).toMatchObject({ kind: "crashed", isShared: true });
});

test("a lease that is renewed ends nothing", async () => {
  const call = caller(startSupervisor(), raw);
  await call("create", { mode: "ok" });
  const lease = renewedLease(500);
  const held = call("create", { mode: "until asked again" }, lease.call);
  await expect.poll(lease.first).toBeLessThan(0);

  await call("create", { mode: "ok" });
  expect(await held).toEqual({ pid: expect.any(Number) });
});

test("a process that tells its clock is told by it when leases end, counted from when that was known", async () => {
  const startedAt = performance.now();
  const call = caller(startSupervisor({ blockedMs: 1_000 }), withClock);

  const { until } = (await call("create", { mode: "next ping" }, { leaseLeftMs: () => 60_000 })) as {
    until: [call: number, ping: number];
  };

  const elapsed = performance.now() - startedAt;
  for (const time of until) {
    expect(time - CLOCK_MS - 60_000).toBeLessThanOrEqual(elapsed);
    expect(time - CLOCK_MS - 60_000).toBeGreaterThan(-elapsed);
  }
});

test("a process whose clock was heard of late is told again, once, as soon as more is known", async () => {
  // Its hello seems to be an hour old: a call would have to end at once.
  const late: ProviderArtefact = { ...raw, command: [...(raw.command ?? []), "clock", "3600000"] };
  const call = caller(startSupervisor({ blockedMs: 600_000 }), late);

  const { until } = (await call("create", { mode: "next ping" }, { leaseLeftMs: () => 60_000 })) as {
    until: [call: number, ping: number];
  };

  expect(until[1] - until[0]).toBeGreaterThan(3_500_000);
});

test("a call that is read when its lease is over does not begin", async () => {
  const folder = mkdtempSync(join(tmpdir(), "leases-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "go-on");
  const supervisor = startSupervisor({ blockedMs: 600_000 }, undefined, { usesNodePermissions: false });
  const call = caller(supervisor, rogue);
  await call("create", { mode: "ok" });
  const busy = call("create", { mode: "block until", text: file });
  await expect.poll(() => existsSync(`${file}.begun`)).toBe(true);
  // As if the platform stood still from then on: it does not end what it sees no end of.
  const lease = renewedLease(500);
  const late = failure(call("create", { mode: "ok" }, lease.call));
  await expect.poll(lease.first).toBeLessThan(0);
  writeFileSync(file, "");

  expect(await late).toMatchObject({ message: "Its time was over before it began" });
  expect(await busy).toEqual({ text: file });
});

test("a process that hears nothing from the platform ends its handlers when their lease expires", async () => {
  const call = caller(startSupervisor({ blockedMs: 5_000, graceMs: 600_000 }), rogue);
  await call("create", { mode: "ok" });
  // As if the platform had been suspended at once: no later message arrives before these milliseconds are over.
  const blocked = failure(call("create", { mode: "block" }, { leaseLeftMs: () => 200 }));

  expect(await blocked).toMatchObject({ kind: "crashed", message: "Provider rogue 1.0.0 was ended by SIGKILL" });
});
