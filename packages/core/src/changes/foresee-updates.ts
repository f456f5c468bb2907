import type { RequestContext } from "../foundation/callers/caller.ts";
import { retryOnConflict } from "../foundation/common/retry-on-conflict.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import type { AskProviders, ForeseenUpdate, ForeseenUpdates } from "../resources/apply/foreseen-update.ts";
import type { DecidedChange } from "./decide/decision.ts";
import { canPlan } from "./decide/foreseen-update.ts";

/** Decides a change, by what providers said of its updates. */
export type Decide = (foreseen: ForeseenUpdates) => Promise<DecidedChange>;

/** What one answer says may raise further questions, about what follows: so often it is looked for them. */
const MAX_ROUNDS = 8;
/** For all that a plan asks, of its 30 s: what was not asked by then is not asked. */
const ALL_MS = 20_000;

/** When all that a plan asks providers has to be answered, if it begins now: by `performance.now()`. */
export function answersEndAt(): number {
  return performance.now() + ALL_MS;
}

/**
 * Asks providers what the updates of a change would do: those of its documents, and of what follows. The answers are sealed with the plan,
 * and not asked for again when it is applied. What is applied as a preview showed it (`basis`) is decided by what was known then: nobody
 * is asked. An organization without a type that can tell pays nothing. To be called before a transaction is begun: no worker sees what is
 * asked in one.
 * @param decide decides the change by what is known so far; writes nothing
 * @throws whatever that throws
 */
export async function foreseeUpdates(
  core: Core,
  context: RequestContext,
  { basis }: { basis?: string | undefined },
  providers: AskProviders,
  decide: Decide,
  endsAt = answersEndAt(),
): Promise<ForeseenUpdates> {
  if (basis !== undefined) return {};
  const types = await core.types.current(context.organizationId);
  if (!types.all().some(canPlan)) return {};
  const foreseen = new Map<string, ForeseenUpdate>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { questions } = await retryOnConflict(core, () => decide(Object.fromEntries(foreseen)));
    if (questions.length === 0) break;
    const answers = await providers.updates(core, context, questions, endsAt);
    for (const { key, of } of questions) {
      const answer = answers.get(key);
      if (answer) foreseen.set(key, { of, ...answer });
    }
  }
  return Object.fromEntries(foreseen);
}
