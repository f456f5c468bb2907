import { isFinding, USUAL_CHECK_SECONDS } from "@pragma/contract";
import {
  type CheckResult,
  type IdentityResult,
  recordChecks,
  recordIdentities,
  type SavedFinding,
  saveFinding,
  type TakenCheck,
} from "@pragma/db/queries";
import { maskJson } from "@pragma/language";
import { ConcurrentChange, isConflict } from "../../foundation/common/retry-on-conflict.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { asRead, type Change, driftFound, write } from "../../resources/lifecycle/index.ts";
import { correctDrift } from "../../resources/recover/index.ts";
import type { Check } from "./check.ts";
import { ABSENT_SECONDS, type Verdict } from "./judge-check.ts";
import type { SealedChange } from "./seal-changes.ts";

/** A check, and what it came to. */
export interface Judged {
  check: Check;
  verdict: Verdict;
  /** What names the thing, of a resource that was made before its type told that. */
  identity?: string | undefined;
}

/** By how much of itself an interval differs: a fifth. */
const JITTER = 0.2;
/** A provider that cannot read is asked less often, down to this part of the usual. */
const MOST_BACKOFF = 8;
/** A second look may be this much later than it has to be. */
const ABSENT_SPREAD_SECONDS = 5;
/** Differences that the history tells. */
const MOST_TOLD = 100;

/**
 * Records what checks came to. Those without news are one statement, which writes no resource; one that finds something else than
 * the last is a transaction of its own. Where a resource has changed since it was looked at, its result is dropped.
 * @throws the first error, once all the others are recorded
 */
export async function recordVerdicts(core: Core, judged: readonly Judged[]): Promise<void> {
  const [news, rest] = [judged.filter(isNews), judged.filter((one) => !isNews(one))];
  const errors: unknown[] = [];
  const noting = async (recorded: Promise<void>): Promise<void> => {
    await recorded.catch((error: unknown) => errors.push(error));
  };
  await noting(recordChecks(core.db, rest.map(resultOf)));
  for (const { check, verdict } of news) await noting(recordNews(core, check, verdict));
  await noting(recordIdentities(core.db, judged.flatMap(identityOf)));
  if (errors.length > 0) throw errors[0];
}

function identityOf({ check: { organizationId, row }, identity }: Judged): IdentityResult[] {
  return identity === undefined ? [] : [{ organizationId, key: row.key, version: row.version, identity }];
}

function recordNews(core: Core, check: Check, verdict: News): Promise<void> {
  return unlessChanged(core, async (unit) => {
    await writeWord(unit, check, verdict);
    if (verdict.kind === "finding" && verdict.isToCorrect)
      await correctDrift(unit, { ...placeOf(check), hash: verdict.hash });
  });
}

async function unlessChanged(core: Core, work: (unit: Core) => Promise<void>): Promise<void> {
  try {
    await core.transaction(work);
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** Puts off checks that cannot be made now. */
export async function postponeChecks(
  core: Core,
  skipped: readonly { organizationId: string; key: string; seconds: number }[],
): Promise<void> {
  const results = skipped.map(({ seconds, ...place }) => ({ ...place, ...NOTHING, seconds: around(seconds) }));
  await recordChecks(core.db, results);
}

/** Forgets what was found of a resource that nobody looks at any more, and tells that once. */
export async function forgetFinding(core: Core, { organizationId, row, found }: TakenCheck): Promise<void> {
  if (!row || (found === null && !isFinding(row.drift))) return;
  await unlessChanged(core, async (unit) => {
    await write(unit, asRead(organizationId, row), driftFound(row, "unknown", [], found));
    const nothing = { found: null, changes: null, hash: null, seconds: around(USUAL_CHECK_SECONDS), before: found };
    await keep(unit, organizationId, row.key, nothing);
  });
}

const NOTHING = { version: null, error: null, failures: 0, isAbsent: false };

type News = Extract<Verdict, { kind: "in sync" | "finding" }>;

function isNews(judged: Judged): judged is Judged & { verdict: News } {
  const { check, verdict } = judged;
  if (verdict.kind === "finding") return verdict.isNew || verdict.isToCorrect || check.isForgotten;
  // What a success has cleared may not have been told.
  return verdict.kind === "in sync" && (check.row.drift !== "in_sync" || check.found !== null);
}

function resultOf({ check, verdict }: Judged): CheckResult {
  const { row, failures: before, every } = check;
  const failures = verdict.kind === "error" ? before + 1 : 0;
  const isAbsent = verdict.kind === "absent" || (verdict.kind === "finding" && verdict.found === "missing");
  const backoff = Math.min(MOST_BACKOFF, 2 ** Math.max(0, failures - 1));
  return {
    ...{ ...placeOf(check), version: row.version, failures, isAbsent },
    error: verdict.kind === "error" ? verdict.message : null,
    seconds:
      verdict.kind === "absent" ? ABSENT_SECONDS + Math.random() * ABSENT_SPREAD_SECONDS : around(every * backoff),
  };
}

function placeOf({ organizationId, row }: Check): { organizationId: string; key: string } {
  return { organizationId, key: row.key };
}

function around(seconds: number): number {
  return seconds * (1 - JITTER / 2 + Math.random() * JITTER);
}

async function writeWord(
  core: Core,
  { organizationId, row, every, found: before }: Check,
  verdict: News,
): Promise<void> {
  const found = verdict.kind === "finding" ? verdict : undefined;
  const drift = found?.found ?? "in_sync";
  // What is known already is told by its correction alone, and not at all where it was only forgotten.
  const isTold = found === undefined || found.isNew;
  const changes = (found?.changes ?? []).slice(0, MOST_TOLD).map(told);
  const change: Change = isTold ? driftFound(row, drift, changes, before) : { patch: { drift }, effects: {} };
  await write(core, asRead(organizationId, row), change);
  await keep(core, organizationId, row.key, {
    found: found?.found ?? null,
    changes: found ? JSON.stringify(found.changes) : null,
    hash: found?.hash ?? null,
    seconds: around(every),
    before,
  });
}

/** @throws ConcurrentChange if it was told since the check was taken that what was found is gone */
async function keep(core: Core, organizationId: string, key: string, finding: SavedFinding): Promise<void> {
  if (!(await saveFinding(core.db.tenant(organizationId), key, finding))) throw new ConcurrentChange();
}

function told({ path, declared, found }: SealedChange): object {
  return { path, before: maskJson(declared), after: maskJson(found) };
}
