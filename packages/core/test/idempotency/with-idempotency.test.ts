import { randomUUID } from "node:crypto";
import type { ErrorFacts } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordAudit } from "../../src/foundation/audit/index.ts";
import { DomainError, ERROR_REGISTRY, type ErrorCode } from "../../src/foundation/common/errors.ts";
import { type FreshAnswer, withIdempotency } from "../../src/foundation/idempotency/index.ts";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { prune } from "../../src/operations/maintenance/index.ts";
import { applyResource } from "../../src/resources/apply/index.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

const ANSWER: FreshAnswer = { status: 200, headers: { etag: '"1"' }, body: '{"n":1}' };

type Change = Partial<{ key: string; method: string; path: string; fingerprint: string; tokenId: string }>;

function call(key: string, handler: (core: Core) => Promise<FreshAnswer>, change: Change = {}) {
  const { tokenId = "token-1", ...rest } = change;
  const request = { key, method: "POST", path: "/resources/apply", fingerprint: "f1", ...rest };
  return withIdempotency(world.core, { ...world.org.context, tokenId }, request, handler);
}

/** A handler that leaves a trace in the database each time it runs. */
function marking(mark: string, answer: FreshAnswer | Error = ANSWER) {
  return async (core: Core): Promise<FreshAnswer> => {
    await recordAudit(core.db, world.org.context, { action: "token.create", target: mark, outcome: "success" });
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

const marks = (mark: string) => world.count("audit_entries", `target = '${mark}'`);

describe("withIdempotency", () => {
  it("runs once and replays the answer", async () => {
    const key = randomUUID();
    expect(await call(key, marking(key))).toMatchObject({ ...ANSWER, replayed: false });
    expect(await call(key, marking(key))).toEqual({ ...ANSWER, replayed: true });
    expect(await marks(key)).toBe(1);
  });

  it("separates by token, method, path and organization", async () => {
    const key = randomUUID();
    const changes = [
      {},
      { tokenId: "token-2" },
      { method: "PUT" },
      { path: "/other" },
      { path: `/${"x".repeat(5000)}` },
    ];
    for (const change of changes) expect(await call(key, marking(key), change)).toMatchObject({ replayed: false });
    for (const change of changes) expect(await call(key, marking(key), change)).toMatchObject({ replayed: true });
    const other = { ...world.organization().context, tokenId: "token-1" };
    const request = { key, method: "POST", path: "/resources/apply", fingerprint: "f1" };
    expect(await withIdempotency(world.core, other, request, marking(key))).toMatchObject({ replayed: false });
    expect(await marks(key)).toBe(changes.length + 1);
  });

  it("refuses another payload, and runs nothing", async () => {
    const key = randomUUID();
    await call(key, marking(key));
    await expect(call(key, marking(key), { fingerprint: "f2" })).rejects.toMatchObject({
      code: "idempotency_mismatch",
    });
    expect(await marks(key)).toBe(1);
  });

  it("stores no fingerprint that a payload could be guessed from", async () => {
    await call(randomUUID(), marking("sealed"), { fingerprint: "a-fingerprint-of-a-secret" });
    expect(await world.tablesHolding("a-fingerprint-of-a-secret")).toEqual([]);
  });

  it("tells those that arrive meanwhile that the first is still running", async () => {
    const key = randomUUID();
    const begun = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const first = call(key, async (core) => {
      begun.resolve();
      await go.promise;
      return marking(key)(core);
    });
    await begun.promise;
    for (const fingerprint of ["f1", "f2"]) {
      const attempt = call(key, marking(key), { fingerprint });
      await expect(attempt).rejects.toMatchObject({ code: "idempotency_in_progress" });
    }
    go.resolve();
    expect(await first).toMatchObject({ replayed: false });
    expect(await call(key, marking(key))).toMatchObject({ replayed: true });
    expect(await marks(key)).toBe(1);
  });

  it("runs once for many at once", async () => {
    const key = randomUUID();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => call(key, marking(key))));
    const codes = results.map((result) =>
      result.status === "fulfilled" ? result.value.replayed : (result.reason as DomainError).code,
    );
    expect(codes.filter((code) => code === false)).toHaveLength(1);
    expect(codes.every((code) => code === false || code === true || code === "idempotency_in_progress")).toBe(true);
    expect(await marks(key)).toBe(1);
  });

  it("keeps a conflict though what the handler wrote is undone", async () => {
    const key = randomUUID();
    const conflict = new DomainError("has_dependents", "Others depend on it", { dependents: ["resource:a_b_c"] });
    for (let round = 0; round < 2; round++) {
      await expect(call(key, marking(key, conflict))).rejects.toMatchObject({
        code: "has_dependents",
        message: "Others depend on it",
        facts: { dependents: ["resource:a_b_c"] },
      });
    }
    expect(await marks(key)).toBe(0);
    // Had the second run, it would have had no conflict.
    await expect(call(key, marking(key))).rejects.toMatchObject({ code: "has_dependents" });
    await expect(call(key, marking(key), { fingerprint: "f2" })).rejects.toMatchObject({
      code: "idempotency_mismatch",
    });
  });

  it("replays an error with its facts in their order, and headers in theirs", async () => {
    const [failing, answering] = [randomUUID(), randomUUID()];
    const facts = {
      resource_id: "r",
      current_state: "ready",
      dependents: ["b", "a"],
      target_state: "pending",
    } satisfies ErrorFacts;
    const refused = call(failing, marking(failing, new DomainError("conflict", "no", facts)));
    await expect(refused).rejects.toThrow("no");
    const again = await call(failing, marking(failing)).catch((error: DomainError) => error);
    expect(JSON.stringify((again as DomainError).facts)).toBe(JSON.stringify(facts));
    const headers = { "x-second": "2", etag: '"1"', "a-first": "1" };
    await call(answering, marking(answering, { ...ANSWER, headers }));
    expect(JSON.stringify((await call(answering, marking(answering))).headers)).toBe(JSON.stringify(headers));
  });

  const kept: ErrorCode[] = [
    "not_found",
    "id_collision",
    "change_in_flight",
    "deletion_in_progress",
    "deletion_protected",
    "has_dependents",
    "not_cancellable",
    "not_deletable",
    "not_discardable",
    "not_retryable",
    "provider_in_use",
    "incompatible_schema",
    "precondition_failed",
    "stale_plan",
    "stale_preview",
    "refused_plan",
    "conflict",
  ];

  it.each(Object.keys(ERROR_REGISTRY) as ErrorCode[])("keeps the error %s only if it is an answer", async (code) => {
    const key = randomUUID();
    await expect(call(key, marking(key, new DomainError(code, "no")))).rejects.toMatchObject({ code });
    const second = call(key, marking(key));
    if (kept.includes(code)) await expect(second).rejects.toMatchObject({ code });
    else expect(await second).toMatchObject({ replayed: false });
  });

  it("keeps nothing after a defect", async () => {
    const key = randomUUID();
    await expect(call(key, marking(key, new Error("broken")))).rejects.toThrow("broken");
    expect(await marks(key)).toBe(0);
    expect(await call(key, marking(key))).toMatchObject({ replayed: false });
  });

  it("replays another body if the first may be seen only once", async () => {
    const key = randomUUID();
    const answer = { ...ANSWER, body: '{"token":"pragma_once"}', replayBody: "{}" };
    expect((await call(key, marking(key, answer))).body).toBe('{"token":"pragma_once"}');
    expect((await call(key, marking(key, answer))).body).toBe("{}");
    expect(await world.tablesHolding("pragma_once")).toEqual([]);
  });

  it("replays an answer without body", async () => {
    const key = randomUUID();
    const answer = { status: 204, headers: {}, body: null };
    await call(key, marking(key, answer));
    expect(await call(key, marking(key, answer))).toEqual({ ...answer, replayed: true });
  });

  it("ends after 24 hours, even before the old key is deleted", async () => {
    const key = randomUUID();
    const age = () =>
      world.pool.query("UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = $1", [key]);
    await call(key, marking(key));
    await age();
    expect(await call(key, marking(key), { fingerprint: "f2" })).toMatchObject({ replayed: false });
    expect(await call(key, marking(key), { fingerprint: "f2" })).toMatchObject({ replayed: true });
    await age();
    await prune(world.core, { auditDays: 400 });
    expect(await world.count("idempotency_keys", `key = '${key}'`)).toBe(0);
  });

  it("wakes the workers only after the commit, and applies a resource with the key", async () => {
    const key = randomUUID();
    const input = {
      provider: "test",
      resource: "item",
      name: "once",
      config: { count: 1 },
      lifecycle_state: "pending" as const,
    };
    const apply = async (core: Core): Promise<FreshAnswer> => {
      const row = await applyResource(core, world.org.context, input);
      return { status: 200, headers: {}, body: JSON.stringify({ event: row.pending_event_id }) };
    };
    const first = await call(key, apply);
    expect((await call(key, apply)).body).toBe(first.body);
    expect(await world.count("events")).toBe(1);
    expect(await world.work()).toBe(1);
    expect(await world.org.state("test/item/once")).toBe("ready");
  });
});
