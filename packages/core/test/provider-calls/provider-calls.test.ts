import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { PASSED_ON_CHANNEL } from "../../src/foundation/common/wake-up.ts";
import { prune } from "../../src/operations/maintenance/index.ts";
import { answerProviderCall, askProvider, type OpenQuestion } from "../../src/providers/calls/index.ts";
import type { Organization } from "../support/organization.ts";
import { nextCall } from "../support/provider-calls.ts";
import { withReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

const KEY = "test/item/asked";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});

beforeEach(async () => {
  org = world.organization();
  await org.draft(KEY);
});

afterAll(() => world.close());

type Handler = (question: OpenQuestion) => AsyncIterable<Json>;

const describeFailure = (error: unknown) => ({
  kind: (error as Error).name === "TimeoutError" ? ("timeout" as const) : ("failed" as const),
  message: (error as Error).message,
});

async function answerNext(handler: Handler): Promise<void> {
  await answerProviderCall(world.core, await nextCall(world), handler, describeFailure);
}

async function ask(options: { timeoutMs?: number; signal?: AbortSignal } = {}): Promise<Json[]> {
  const { timeoutMs = 20_000, signal } = options;
  const chunks: Json[] = [];
  const question = { about: { resourceKey: KEY }, method: "logs" as const, arguments: { tail: 3 }, timeoutMs };
  for await (const chunk of askProvider(world.core, org.context, question, signal)) chunks.push(chunk);
  return chunks;
}

const calls = () => world.count("provider_calls", `organization_id = '${org.id}'`);

describe("askProvider", () => {
  it("gets the chunks in order, from a worker in another process", async () => {
    const answer = ask();
    const callId = await nextCall(world);
    await withReplica(world, (replica) =>
      answerProviderCall(
        replica,
        callId,
        async function* (question) {
          yield { method: question.method, arguments: question.arguments, key: question.row?.key ?? null };
          for (let n = 0; n < 20; n++) yield n;
          yield "\0\ud800";
        },
        describeFailure,
      ),
    );
    const [first, ...rest] = await answer;
    expect(first).toEqual({ method: "logs", arguments: { tail: 3 }, key: KEY });
    expect(rest).toEqual([...Array.from({ length: 20 }, (_, n) => n), "\ufffd\ufffd"]);
    expect(await calls()).toBe(0);
    expect(await world.count("provider_call_chunks")).toBe(0);
  });

  it("gets the first chunk while the handler is still running", async () => {
    const question = { about: { resourceKey: KEY }, method: "logs" as const, timeoutMs: 20_000 };
    const chunks = askProvider(world.core, org.context, question);
    const first = chunks.next();
    const go = Promise.withResolvers<void>();
    const answering = answerNext(async function* () {
      yield "early";
      await go.promise;
      yield "late";
    });
    expect((await first).value).toBe("early");
    go.resolve();
    expect((await chunks.next()).value).toBe("late");
    expect((await chunks.next()).done).toBe(true);
    await answering;
  });

  it.each([
    ["failed", "Error", "provider_failed"],
    ["timeout", "TimeoutError", "provider_timeout"],
  ])("turns a handler that %s into an error", async (_, name, code) => {
    const answer = ask();
    answer.catch(() => {});
    await answerNext(async function* () {
      yield 1;
      throw Object.assign(new Error("it is broken"), { name });
    });
    await expect(answer).rejects.toMatchObject({ code, message: expect.stringContaining("it is broken") });
    expect(await calls()).toBe(0);
  });

  it("times out when no worker answers, and withdraws the question", async () => {
    await expect(ask({ timeoutMs: 100 })).rejects.toMatchObject({ code: "provider_timeout" });
    expect(await calls()).toBe(0);
    await answerNext(async function* () {
      yield "nobody asks any more, so this must not run";
      throw new Error("it ran");
    });
  });

  it("cancels the handler when the client leaves", async () => {
    const controller = new AbortController();
    const answer = ask({ signal: controller.signal });
    const aborted = Promise.withResolvers<void>();
    const answering = answerNext(async function* ({ signal }) {
      yield "working";
      controller.abort();
      signal.addEventListener("abort", () => aborted.resolve());
      await aborted.promise;
    });
    await answer;
    await aborted.promise;
    await answering;
    expect(await calls()).toBe(0);
  });

  it("cancels the handler when the reader stops early", async () => {
    const question = { about: { resourceKey: KEY }, method: "logs" as const, timeoutMs: 20_000 };
    const aborted = Promise.withResolvers<void>();
    const reading = (async () => {
      for await (const chunk of askProvider(world.core, org.context, question)) return chunk;
      return null;
    })();
    const answering = answerNext(async function* ({ signal }) {
      signal.addEventListener("abort", () => aborted.resolve());
      yield "enough";
      await aborted.promise;
    });
    expect(await reading).toBe("enough");
    await answering;
  });
});

describe("answerProviderCall", () => {
  it("runs a question once, though its job may run twice", async () => {
    const answer = ask();
    const callId = await nextCall(world);
    let runs = 0;
    const handler: Handler = async function* () {
      yield ++runs;
      await sleep(20);
    };
    await Promise.all([0, 1, 2].map(() => answerProviderCall(world.core, callId, handler, describeFailure)));
    expect(await answer).toEqual([1]);
    expect(runs).toBe(1);
  });

  it("ends an answer that is too large", async () => {
    const answer = ask();
    answer.catch(() => {});
    await answerNext(async function* () {
      for (let n = 0; n < 2000; n++) yield n;
    });
    await expect(answer).rejects.toMatchObject({ code: "provider_failed" });
    const large = ask();
    large.catch(() => {});
    await answerNext(async function* () {
      for (let n = 0; n < 10; n++) yield "x".repeat(1024 * 1024);
    });
    await expect(large).rejects.toMatchObject({
      code: "provider_failed",
      message: expect.stringContaining("more than"),
    });
  });

  it("says that the resource is gone", async () => {
    const answer = ask();
    answer.catch(() => {});
    const callId = await nextCall(world);
    await org.delete(KEY);
    await answerProviderCall(world.core, callId, async function* () {}, describeFailure);
    await expect(answer).rejects.toMatchObject({ code: "provider_failed", message: expect.stringContaining("gone") });
  });

  it("is left to a worker that runs the provider, which is told: a look at the queue in time is nobody's luck", async () => {
    await world.pool.query(
      `INSERT INTO workers (id, queues, shipped_types) VALUES ('does not', '{questions}', '{test/other}'),
         ('runs', '{questions}', '{test/item}'), ('never asks', '{upkeep}', '{test/item}')`,
    );
    const told: (string | null)[] = [];
    const unlisten = world.core.services.listener.listen(PASSED_ON_CHANNEL, (worker) => told.push(worker));
    const left = new AbortController();
    const answer = ask({ signal: left.signal });
    const callId = await nextCall(world);
    await answerProviderCall(
      world.core,
      callId,
      async function* () {},
      describeFailure,
      undefined,
      () => false,
    );
    await vi.waitFor(() => expect(told).toEqual(["runs"]), { timeout: 120_000 });
    const { rows } = await world.pool.query(
      "SELECT payload FROM graphile_worker._private_jobs WHERE run_at > created_at",
    );
    expect(rows).toEqual([{ payload: { callId } }]);
    unlisten();
    left.abort();
    await answer;
    await world.pool.query("DELETE FROM workers");
    await world.pool.query("DELETE FROM graphile_worker._private_jobs");
  });

  it("leaves nothing behind for callers that died", async () => {
    await world.pool.query(
      `INSERT INTO provider_calls (id, organization_id, resource_key, method, expires_at)
       VALUES (gen_random_uuid(), $1, $2, 'health', now() - interval '2 minutes')`,
      [org.id, KEY],
    );
    await prune(world.core, { auditDays: 400 });
    expect(await calls()).toBe(0);
  });
});
