import type { JsonObject } from "@pragma/contract";
import { discardChange, endChange, sweepChanges } from "../../../src/changes/index.ts";
import { reapLostWork } from "../../../src/processing/reconcile/index.ts";
import { listDeadLetters, retryDeadLetter } from "../../../src/resources/dead-letters/index.ts";
import { named } from "./named.ts";
import { idOf, keyOf, NAMES, type Request, someConfig, someRequest } from "./requests.ts";
import type { Run } from "./run.ts";
import { applyTogether, skew } from "./together.ts";

const key = ({ dice }: Run): string => keyOf(dice.pick(NAMES));

async function applyAtOnce(run: Run, request?: Request): Promise<void> {
  const body = named(run, request ?? someRequest(run.dice, await run.rows()));
  await run.operate(`apply ${body.message}`, (core) => run.changes.on(core).applyNow(body));
}

async function plan(run: Run): Promise<void> {
  const body = named(run, someRequest(run.dice, await run.rows()));
  const made = await run.operate(`plan ${body.message}`, (core) => run.changes.on(core).plan(body));
  if (made && made.counts.refuse === 0) run.open.set(body.message, made.id);
}

async function applyPlan(run: Run): Promise<void> {
  const [message, id] = run.dice.pick([...run.open]) ?? [];
  if (message === undefined || id === undefined) return;
  await run.operate(`apply ${message}`, (core) => run.changes.on(core).apply(id));
  run.open.delete(message);
}

/** A document as it is, with another tag. */
async function tagByChange(run: Run): Promise<void> {
  const row = run.dice.pick([...(await run.rows()).values()]);
  if (!row) return;
  const [provider = "", resource = "", name = ""] = row.key.split("/");
  const config = JSON.parse(row.config) as JsonObject;
  await applyAtOnce(run, {
    documents: [{ provider, resource, name, config, tags: [`t${run.ledger.now}`] }],
    delete: [],
  });
}

/** Something that exists already, and perhaps waits, is deleted and made anew. */
async function replace(run: Run): Promise<void> {
  const row = run.dice.pick([...(await run.rows()).values()]);
  if (row) await applyAtOnce(run, { documents: [], delete: [], replace: [idOf(row.key)] });
}

async function tag(run: Run): Promise<void> {
  const row = run.dice.pick([...(await run.rows()).values()]);
  if (!row) return;
  const tags = [`t${run.ledger.now}`];
  await run.operate(`tag ${row.key}`, (core) => run.org.on(core).apply(row.key, JSON.parse(row.config), { tags }));
}

async function write(run: Run): Promise<void> {
  const name = run.dice.pick(NAMES);
  const state = run.dice.chance(0.3) ? ("draft" as const) : ("pending" as const);
  const config = someConfig(run.dice, name);
  await run.operate(`write ${state} ${name} ${JSON.stringify(config)}`, (core) =>
    run.org.on(core).apply(keyOf(name), config, { lifecycle_state: state }),
  );
}

async function remove(run: Run): Promise<void> {
  const dependents = run.dice.pick(["cascade", "detach", undefined] as const);
  const name = key(run);
  await run.operate(`delete ${name} ${dependents}`, (core) => run.org.on(core).delete(name, { dependents }));
}

async function cancel(run: Run): Promise<void> {
  const name = key(run);
  await run.operate(`cancel ${name}`, (core) => run.org.on(core).cancel(name));
}

async function discard(run: Run): Promise<void> {
  const name = key(run);
  await run.operate(`discard ${name}`, (core) => run.org.on(core).discard(name));
}

async function discardPlan(run: Run): Promise<void> {
  const [message, id] = run.dice.pick([...run.open]) ?? [];
  if (message === undefined || id === undefined) return;
  await run.operate(`drop ${message}`, (core) => discardChange(core, run.org.context, id));
  run.open.delete(message);
}

async function retry(run: Run): Promise<void> {
  const { letters } = await listDeadLetters(run.world.core, run.org.context, {}, { limit: 100 });
  const letter = run.dice.pick(letters);
  if (!letter) return;
  await run.operate(`retry ${letter.event_id}`, (core) => retryDeadLetter(core, run.org.context, letter.event_id));
}

export async function end(run: Run): Promise<void> {
  const applying = [...run.statuses].filter(([, status]) => status === "applying").map(([id]) => id);
  const id = run.dice.pick(applying);
  if (id === undefined) return;
  const running = run.dice.pick(["wait", "cancel"] as const);
  const name = run.ledger.applied.get(id)?.name;
  await run.operate(`end ${running} of ${name}`, (core) => endChange(core, run.org.context, id, running));
}

export async function sweep(run: Run): Promise<void> {
  await run.operate("sweep", (core) => sweepChanges(core));
}

async function steps(run: Run): Promise<void> {
  for (let left = 1 + run.dice.below(5); left > 0; left--) if (!(await run.step())) return;
}

async function answerHeld(run: Run): Promise<void> {
  if (run.held.length === 0) return;
  const [claim] = run.held.splice(run.dice.below(run.held.length), 1);
  if (claim) await run.answer(claim);
  await run.look();
}

/** Workers go silent; some of them come back with a result that nobody awaits any more. */
export async function loseLeases(run: Run, comeBack = run.dice.chance(0.5)): Promise<void> {
  await run.noteLost();
  await run.world.loseLeases();
  await reapLostWork(run.world.core);
  if (!comeBack) run.held.length = 0;
  run.story.push(`${run.ledger.tick()} leases are lost`);
  await run.look();
}

const MOVES = [
  [22, steps],
  [12, answerHeld],
  [7, applyAtOnce],
  [5, plan],
  [8, applyPlan],
  [3, applyTogether],
  [1.5, skew],
  [4, replace],
  [3, tagByChange],
  [3, tag],
  [4, write],
  [2.5, remove],
  [3, cancel],
  [2.5, discard],
  [1, discardPlan],
  [3, retry],
  [2.5, end],
  [3, sweep],
  [3, (run: Run) => run.world.elapse()],
  [1.5, loseLeases],
] as const;

/** Any of what users, workers and accidents do. */
export async function move(run: Run): Promise<void> {
  await run.dice.weighed<(run: Run) => Promise<void>>(MOVES)(run);
}
