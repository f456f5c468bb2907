import type { JsonObject } from "@pragma/contract";
import { type ProviderPlanned, providerPlannedSchema } from "@pragma/contract/provider-protocol";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { DomainError } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { askForPlan, askProvider, NO_TIME, planDeadline } from "../providers/calls/index.ts";
import type { DecidedChange } from "./decide/decision.ts";
import { canPlan, type ForeseenUpdate, type ForeseenUpdates, type UpdateQuestion } from "./decide/foreseen-update.ts";

/** What one answer says may raise further questions, about what follows: so often it is looked for them. */
const MAX_ROUNDS = 8;

/**
 * Asks providers what the updates of a change would do: those of its documents, and of what follows. The answers are sealed with the plan,
 * and not asked for again when it is applied. An organization without a type that can tell pays nothing. Ask before a transaction is begun:
 * no worker sees what is asked in one.
 * @param decide decides the change by what is known so far; writes nothing
 * @throws whatever that throws
 */
export async function foreseeUpdates(
  core: Core,
  context: RequestContext,
  decide: (foreseen: ForeseenUpdates) => Promise<Pick<DecidedChange, "questions">>,
): Promise<ForeseenUpdates> {
  const types = await core.types.current(context.organizationId);
  if (!types.all().some(canPlan)) return {};
  const endsAt = planDeadline();
  const foreseen = new Map<string, ForeseenUpdate>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { questions } = await decide(Object.fromEntries(foreseen));
    if (questions.length === 0) break;
    await askForPlan(questions, endsAt, async (question, timeoutMs) => {
      foreseen.set(question.key, { of: question.of, ...(await askPlan(core, context, question, timeoutMs)) });
    });
  }
  return Object.fromEntries(foreseen);
}

async function askPlan(
  core: Core,
  context: RequestContext,
  { key, after, unknown }: UpdateQuestion,
  timeoutMs: number,
): Promise<{ told: ProviderPlanned } | { silent: string }> {
  if (timeoutMs <= 0) return { silent: NO_TIME };
  const question = { after: after as JsonObject, unknown: [...unknown] };
  const asked = { about: { resourceKey: key }, method: "plan", arguments: question, timeoutMs } as const;
  try {
    for await (const answer of askProvider(core, context, asked)) {
      const planned = providerPlannedSchema.safeParse(answer);
      if (planned.success) return { told: planned.data };
      break;
    }
    return { silent: "its provider gave no valid answer" };
  } catch (error) {
    if (error instanceof DomainError) return { silent: error.message };
    throw error;
  }
}
