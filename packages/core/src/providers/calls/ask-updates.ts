import type { Json } from "@pragma/contract";
import { providerPlannedSchema } from "@pragma/contract/provider-protocol";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { AskProviders, PlannedAnswer, UpdateQuestion } from "../../resources/apply/foreseen-update.ts";
import { askForPlan, NO_TIME } from "./ask-for-plan.ts";
import { askImports } from "./ask-imports.ts";
import { askProvider } from "./ask-provider.ts";

/** What planning a change asks providers. */
export const PROVIDERS: AskProviders = { imports: askImports, updates: askUpdates };

/** Asks the providers of updates that are planned what each would do. */
async function askUpdates(
  core: Core,
  context: RequestContext,
  questions: readonly UpdateQuestion[],
  endsAt: number,
): Promise<ReadonlyMap<string, PlannedAnswer>> {
  const answers = new Map<string, PlannedAnswer>();
  await askForPlan(questions, endsAt, async (question, timeoutMs) => {
    answers.set(question.key, await askUpdate(core, context, question, timeoutMs));
  });
  return answers;
}

async function askUpdate(
  core: Core,
  context: RequestContext,
  { key, after, unknown }: UpdateQuestion,
  timeoutMs: number,
): Promise<PlannedAnswer> {
  if (timeoutMs <= 0) return { silent: NO_TIME };
  const given: Json = { after, unknown: [...unknown] };
  const question = { about: { resourceKey: key }, method: "plan", arguments: given, timeoutMs } as const;
  try {
    for await (const answer of askProvider(core, context, question)) {
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
