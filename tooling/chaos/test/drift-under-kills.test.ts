import { setTimeout as sleep } from "node:timers/promises";
import { type HistoryEvent, Pragma } from "@pragma/sdk";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { untilShipped } from "../src/stack/deploy-provider.ts";
import { addOrganization } from "../src/stack/organization.ts";
import { type Stack, startStack } from "../src/stack/stack.ts";
import { applyOn, findUnplanned } from "./support/apply-on.ts";
import { changeByHand } from "./support/change-by-hand.ts";
import { FileClient, keyOf } from "./support/file-client.ts";
import { killInTurn } from "./support/kill-in-turn.ts";
import { patientQuery, type Query } from "./support/patient-query.ts";
import { StepReader } from "./support/step-reader.ts";

/** How long things are changed while programs are killed, at least; twenty minutes by PRAGMA_DRIFT_SECONDS=1200. */
const SECONDS = Number(process.env["PRAGMA_DRIFT_SECONDS"] ?? 40);
const PAGES = Array.from({ length: 12 }, (_, index) => `page-${index}`);
const KEYS = PAGES.map(keyOf);
/** In each, one file after another is applied meanwhile. */
const LANES = ["left", "middle", "right"];
/** More than there are in any outage: no client gives up. */
const MANY_RETRIES = 1000;

/** Afterwards nobody asks any more. */
const ended = new AbortController();

let stack: Stack;
let query: Query;
let pragma: Pragma;
let files: FileClient;

beforeAll(async () => {
  stack = await startStack({ replicas: 1, workers: 2 });
  query = patientQuery(stack.pool);
  const [apiUrl = ""] = stack.urls;
  const organization = await addOrganization(stack, "drift");
  await untilShipped(apiUrl, organization, "fs");
  const hooks = { onRequest: () => ended.signal.throwIfAborted() };
  pragma = new Pragma({ apiUrl, token: organization.token, maxRetries: MANY_RETRIES, hooks });
  files = new FileClient(pragma, stack.root);
});
afterAll(async () => {
  ended.abort();
  await stack?.stop();
});

/** The findings that the history tells, oldest first. */
async function findingsOf(key: string): Promise<HistoryEvent[]> {
  const steps = await pragma.resources.history(key).toArray();
  return steps.filter(({ event_type }) => event_type === "DRIFT").reverse();
}

/** Has the pages checked all the time, instead of once an hour. */
async function keepDue(over: AbortSignal): Promise<void> {
  const late = `UPDATE drift_checks SET due_at = now()
    WHERE resource_key = ANY($1) AND due_at > now() + interval '1 minute'`;
  while (!over.aborted) {
    await query(late, [KEYS]);
    await sleep(200);
  }
}

it("of what is changed by hand while worker, API and database are killed, everything is found and told, once", {
  tags: ["thorough"],
  timeout: (SECONDS + 240) * 1000,
}, async () => {
  await Promise.all(PAGES.map((name) => files.apply(name, "declared")));
  await expect.poll(() => findUnplanned(query)).toEqual([]);
  const countEvents = () => query("SELECT count(*) FROM events WHERE resource_key = ANY($1)", [KEYS]);
  const before = await countEvents();
  const [enough, found, told] = [new AbortController(), new AbortController(), new AbortController()];
  const reader = new StepReader(pragma, KEYS);
  const reading = reader.run(told.signal);
  await Promise.race([reader.opened, reading]);

  const { promise: round, resolve: onRound } = Promise.withResolvers<void>();
  const killing = killInTurn(stack, found.signal, onRound);
  onTestFinished(async () => {
    for (const controller of [enough, found, told]) controller.abort();
    await killing.catch(() => {});
  });
  const [written] = await Promise.all([
    Promise.all(PAGES.map((name) => changeByHand(files, name, enough.signal))).finally(() => found.abort()),
    Promise.all([sleep(SECONDS * 1000, undefined, found), round]).then(() => enough.abort()),
    keepDue(found.signal),
    ...LANES.map((lane) => applyOn(files, query, lane, found.signal)),
    killing,
  ]);

  const findings = await Promise.all(KEYS.map(findingsOf));
  const checksums = findings.map((ofOne) =>
    ofOne.map(({ changes }) => changes.find(({ path }) => path === "outputs.checksum")?.after),
  );
  expect(checksums).toEqual(written);
  const others = "SELECT * FROM resource_changes WHERE event_type = 'DRIFT' AND resource_key <> ALL($1)";
  expect(await query(others, [KEYS])).toEqual([]);
  expect(await countEvents()).toEqual(before);

  const times = findings.map((ofOne) => ofOne.map(({ timestamp }) => timestamp));
  await expect.poll(() => KEYS.map((key) => reader.steps(key))).toEqual(times);
  expect(reader.repeated).toEqual([]);
  told.abort();
  await reading;

  await expect.poll(() => findUnplanned(query)).toEqual([]);
  expect([...stack.apis, ...stack.workers].flatMap(({ unasked }) => unasked)).toEqual([]);
});
