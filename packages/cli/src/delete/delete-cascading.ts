import { resourceKey } from "@pragma/language";
import type { ChangeAction, ChangeCounts, Resource, ValidationIssue } from "@pragma/sdk";
import { deadlineOf } from "../change/apply-change.ts";
import { canAsk } from "../change/ask.ts";
import { blockedText } from "../change/blocked-text.ts";
import { carryOut, discard } from "../change/carry-out.ts";
import type { Followed } from "../change/follow-change.ts";
import { patiently } from "../change/patiently.ts";
import { readActions } from "../change/read-actions.ts";
import { actionName } from "../change/show/action-name.ts";
import { namesIn, type Plan } from "../change/show/plan-sections.ts";
import { previewPlan } from "../change/show-plan.ts";
import { sourceOfRun } from "../change/source-of-run.ts";
import { exitCodeOf } from "../change/summary.ts";
import { usageError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-codes.ts";
import { issueText } from "../manifest/place-of.ts";
import { exitCodeOf as exitCodeOfIssues, throwIssues } from "../manifest/throw-issues.ts";
import { nameSome } from "../output/name-some.ts";
import type { WaitTimes } from "../resource/duration.ts";
import { sayOnInterrupt } from "../session/say-on-interrupt.ts";
import type { Session } from "../session/session.ts";
import { type Deletion, findAll, tryToDelete } from "./delete-all.ts";

export interface CascadeOptions extends WaitTimes {
  orphan: boolean;
  /** Without a question. */
  yes: boolean;
  wait: boolean;
}

/**
 * Deletes resources with all that depends on them, as one change. The plan is shown; where more goes than was named, it is
 * asked on a terminal. What is refused is left out, and the others are deleted.
 *
 * @returns the result for each that was named, in the order of `ids`, then for each that went with them; null if the answer
 *   was no
 * @throws CliError if more would go than was named, and there is neither `yes` nor somebody to ask
 */
export async function deleteCascading(
  session: Session,
  ids: readonly string[],
  { orphan, yes, wait, timeout, missingTimeout }: CascadeOptions,
): Promise<Deletion[] | null> {
  const deadline = deadlineOf(timeout);
  const client = await session.client();
  const { signal } = session.io;
  const found = await findAll(client, [...new Set(ids)], signal);
  const named = new Map<string, Resource>();
  for (const resource of found.values()) if (resource !== null) named.set(resourceKey(resource), resource);
  const refused = new Map<string, Deletion>();
  const done =
    named.size === 0
      ? undefined
      : await carryOut(session, {
          plan: () => planDeletion(session, named, refused, orphan),
          questionOf: (plan) => questionOf(session, plan, yes),
          wait,
          deadline,
          missingTimeout,
        });
  if (done === null) return null;
  const results = new Map([...refused, ...(done === undefined ? [] : resultsOf(done.followed, { orphan, wait }))]);
  for (const key of named.keys()) {
    if (results.has(key)) continue;
    // An earlier call deletes it already.
    const work = () => tryToDelete(client, key, { orphan: orphan || undefined, wait }, deadline, signal);
    results.set(key, await sayOnInterrupt(session, () => `${key} may go on being deleted without this command.`, work));
  }
  const listed = [...found].map(([id, resource]): Deletion => {
    const result = resource === null ? undefined : results.get(resourceKey(resource));
    return result === undefined ? { id, result: "was not there", error: null, exitCode: EXIT.ok } : { ...result, id };
  });
  return [...listed, ...[...results].flatMap(([key, result]) => (named.has(key) ? [] : [result]))];
}

/** Plans the deletion of all of `named` that is not refused. What is refused is added to `refused`, by its key. */
async function planDeletion(
  session: Session,
  named: ReadonlyMap<string, Resource>,
  refused: Map<string, Deletion>,
  orphan: boolean,
): Promise<Plan> {
  const client = await session.client();
  const { signal, env } = session.io;
  for (;;) {
    const keys = [...named.keys()].filter((key) => !refused.has(key));
    const deletions = keys.map((resource) => ({ resource, dependents: "cascade" as const, orphan }));
    const work = () => client.changes.plan({ delete: deletions, source: sourceOfRun(env) }, { signal });
    const change = await patiently(work, { signal });
    const plan: Plan = { change, actions: await readActions(client, change, signal), placeOf: () => null };
    const issues = plan.actions.flatMap((action) => action.issues);
    if (issues.length === 0) {
      previewPlan(session, plan);
      return plan;
    }
    const before = refused.size;
    for (const issue of issues) {
      const key = keys[Number(issue.loc[1])];
      if (key !== undefined) refused.set(key, refusalOf(key, issue));
    }
    // Nothing is left to be done.
    if (refused.size === named.size)
      return { ...plan, change: { ...change, counts: noneOf(change.counts) }, actions: [] };
    await discard(session, plan).catch(() => undefined);
    if (refused.size === before) throwIssues(issues, []);
  }
}

function noneOf(counts: ChangeCounts): ChangeCounts {
  return Object.fromEntries(Object.keys(counts).map((kind) => [kind, 0])) as unknown as ChangeCounts;
}

function refusalOf(id: string, issue: ValidationIssue): Deletion {
  const error = `Could not delete ${id}: ${issueText(issue)}`;
  return { id, result: "failed", error, exitCode: exitCodeOfIssues([issue]) };
}

/** @throws CliError if more goes than was named, and nobody can be asked */
async function questionOf(session: Session, plan: Plan, yes: boolean): Promise<string | null> {
  const deleted = plan.actions.filter(({ action }) => action === "delete");
  const more = deleted.filter(({ because }) => because.kind !== "declared").map(actionName);
  if (more.length === 0 || yes) return null;
  if (canAsk(session)) return `Delete ${deleted.length === 1 ? "it" : `all ${deleted.length.toLocaleString("en")}`}?`;
  await discard(session, plan).catch(() => undefined);
  throw usageError(
    `${nameSome(more)} would be deleted, too, and ${more.length === 1 ? "is" : "are"} not named`,
    "Nothing was deleted. `--yes` deletes with it what is not named; `pragma plan --delete ID --dependents cascade` shows it.",
  );
}

function resultsOf(
  followed: Followed,
  { orphan, wait }: Pick<CascadeOptions, "orphan" | "wait">,
): Map<string, Deletion> {
  const { actions, error } = followed;
  const gone = orphan ? "forgotten" : "deleted";
  const deleted = actions.filter(({ action }) => action === "delete");
  return new Map(
    deleted.map((action): [string, Deletion] => {
      const id = actionName(action);
      if (error === null)
        return [id, { id, result: wait || orphan ? gone : "deleting", error: null, exitCode: EXIT.ok }];
      if (action.state === "succeeded") return [id, { id, result: gone, error: null, exitCode: EXIT.ok }];
      return [id, { id, result: "failed", error: failureOf(id, action, followed), exitCode: exitCodeOf(followed) }];
    }),
  );
}

function failureOf(
  id: string,
  { error, resource }: ChangeAction,
  { change, actions, error: reason }: Followed,
): string {
  const held = change.blocked.find((one) => one.resource === resource.id);
  const why = error ?? (held === undefined ? reason?.message : blockedText(held, namesIn(actions)));
  return `Could not delete ${id}: ${why ?? "no reason given"}`;
}
