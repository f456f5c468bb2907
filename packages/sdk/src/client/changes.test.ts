import { describe, expect, it } from "vitest";
import { json, problem, type Step, startFaultServer } from "../../test/support/fault-server.ts";
import { type Change, type ChangeAction, ChangeBlockedError, ChangeFailedError, Pragma } from "./index.ts";

const ID = "0198f3c2-7a1e-7000-8000-000000000001";

function action(name: string, known: Partial<ChangeAction> = {}): ChangeAction {
  return {
    id: `action-${name}`,
    resource: { id: `resource:pragma_config_${name}`, provider: "pragma", resource: "config", name },
    document: 0,
    action: "create",
    because: { kind: "declared" },
    changes: [],
    issues: [],
    warnings: [],
    wave: 0,
    ...known,
  };
}

function change(status: Change["status"], known: Partial<Change> = {}): Step {
  return json(200, {
    id: ID,
    status,
    blocked: [],
    actions: [],
    settled_at: ["planned", "applying"].includes(status) ? null : "2026-01-01T00:00:00.000Z",
    ...known,
  });
}

/** A busy answer as the API words it. */
function busy(...ids: string[]): Step {
  const body = { type: "urn:pragma:error:change_in_flight", title: "", status: 409, detail: "in flight", busy: ids };
  return json(409, body, { "content-type": "application/problem+json", "retry-after": "0" });
}

async function start(...steps: Step[]) {
  const { url, received } = await startFaultServer(...(steps as [Step, ...Step[]]));
  return { changes: new Pragma({ apiUrl: url, token: "t", maxRetries: 0 }).changes, received };
}

describe("while resources are in flight", () => {
  it("an apply is repeated, each time as a new request, and says what it waits for", async () => {
    const { changes, received } = await start(busy("a", "b"), busy("b"), change("applying"));
    const said: string[][] = [];
    expect(await changes.apply(ID, { onBusy: (ids) => said.push(ids) })).toMatchObject({ status: "applying" });
    expect(said).toEqual([["a", "b"], ["b"]]);
    // The API would repeat its first answer to the same key.
    const keys = received.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(3);

    const own = await start(busy("a"), busy("a"), change("applying"));
    await own.changes.plan({ documents: [], apply: true }, { idempotencyKey: "mine" });
    expect(own.received.map(({ headers }) => headers["idempotency-key"])).toEqual(["mine", "mine.2", "mine.3"]);
  });

  it("ends with the refusal when the time is up, and passes other refusals on", async () => {
    const { changes } = await start(busy("a"));
    await expect(changes.apply(ID, { busyTimeout: 50 })).rejects.toMatchObject({ facts: { busy: ["a"] } });
    const stale = await start(problem(409, "change_stale"), change("applying"));
    await expect(stale.changes.apply(ID)).rejects.toMatchObject({ code: "change_stale" });
    expect(stale.received).toHaveLength(1);
  });

  it("stops waiting when its signal aborts", async () => {
    const { changes } = await start(busy("a"));
    const controller = new AbortController();
    const onBusy = () => controller.abort(new RangeError("enough"));
    await expect(changes.plan({ documents: [], apply: true }, { signal: controller.signal, onBusy })).rejects.toThrow(
      RangeError,
    );
  });
});

describe("a wait for a change", () => {
  it("looks until it has settled, also while the API is away for a while", async () => {
    const { changes, received } = await start(change("applying"), problem(503, "unavailable"), change("succeeded"));
    const seen: string[] = [];
    const done = await changes.wait(ID, { interval: 7, onChange: ({ status }) => seen.push(status) });
    expect(done.status).toBe("succeeded");
    expect(seen).toEqual(["applying", "succeeded"]);
    expect(received.map(({ url }) => url)).toEqual([
      `/changes/${ID}`,
      `/changes/${ID}?wait=7`,
      `/changes/${ID}?wait=7`,
    ]);
  });

  it("names what failed, and what will never be applied", async () => {
    const actions = [action("fine", { state: "succeeded" }), action("bad", { state: "failed", error: "no disk" })];
    const failed = await start(change("failed", { actions }));
    const error = await failed.changes.wait(ID).catch((reason) => reason);
    expect(error).toBeInstanceOf(ChangeFailedError);
    expect(error.message).toBe(`Change ${ID} is failed: pragma/config/bad: no disk`);
    const { changes } = await start(change("discarded"));
    await expect(changes.wait(ID)).rejects.toThrow(`Change ${ID} is discarded`);
  });

  const blocked = [
    {
      resource: "resource:pragma_config_a",
      by: ["resource:pragma_config_gone"],
      reason: "waits for what does not exist",
    },
  ];
  const waiting = action("a", { state: "waiting" });
  const isWait = (url: string) => url.startsWith("/changes/");

  it("ends by name where something outside the change is missing, once nothing of it runs any more", async () => {
    const { changes, received } = await start(
      change("applying", { blocked, actions: [waiting, action("b", { state: "running" })] }),
      ...[1, 2, 3].flatMap(() => [change("applying", { blocked, actions: [waiting] }), problem(404, "not_found")]),
    );
    const error = await changes.wait(ID, { missingTimeout: 1 }).catch((reason) => reason);
    expect(error).toBeInstanceOf(ChangeBlockedError);
    expect(error.blocked).toEqual(blocked);
    expect(error.message).toContain(
      "resource:pragma_config_a waits for resource:pragma_config_gone, which does not exist",
    );
    expect(received.filter(({ url }) => isWait(url)).length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ["is being carried out", "processing", []],
    ["waits for its turn", "pending", [{ type: "Ready", status: "False", reason: "Queued" }]],
  ])("goes on where what is outside %s", async (_, lifecycle_state, conditions) => {
    const { changes } = await start(
      ...[1, 2, 3].flatMap(() => [
        change("applying", { blocked, actions: [waiting] }),
        json(200, { lifecycle_state, conditions }),
      ]),
      change("succeeded"),
    );
    expect(await changes.wait(ID, { missingTimeout: 1 })).toMatchObject({ status: "succeeded" });
  });

  it("goes on where what is waited for is part of the change, which may have more actions than it carries", async () => {
    const within = [{ resource: "resource:pragma_config_a", by: ["resource:pragma_config_last"], reason: "pending" }];
    const carried = Array.from({ length: 100 }, (_, index) => action(`n${index}`, { state: "succeeded" }));
    const { changes, received } = await start(
      change("applying", { blocked: within, actions: carried }),
      json(200, [action("a", { state: "waiting" }), action("last", { state: "waiting" })]),
      json(200, []),
      change("succeeded"),
    );
    expect(await changes.wait(ID, { missingTimeout: 1 })).toMatchObject({ status: "succeeded" });
    expect(received.map(({ url }) => url).sort()).toEqual([
      `/changes/${ID}`,
      `/changes/${ID}/actions?state=running&limit=1000`,
      `/changes/${ID}/actions?state=waiting&limit=1000`,
      `/changes/${ID}?wait=5`,
    ]);
  });

  it("says where it stood when the time is up", async () => {
    const { changes } = await start(change("applying"));
    await expect(changes.wait(ID, { timeout: 1_000 })).rejects.toMatchObject({
      name: "WaitTimeoutError",
      message: `Change ${ID} did not settle within 1000 ms: Change ${ID} is applying`,
      last: { status: "applying" },
    });
  });
});
