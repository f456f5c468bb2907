import type { ExitCode } from "../errors/exit-codes.ts";
import type { Session } from "../session/session.ts";
import { planFiles } from "./plan-files.ts";
import type { PlanValues } from "./plan-options.ts";
import type { Plan } from "./show/plan-sections.ts";
import { emitPlan, planExitCode } from "./show-plan.ts";

export interface DiffOptions {
  /** Whether differences have an exit code of their own. */
  detailed: boolean;
  /** Whether what would follow is shown, too. */
  followers: boolean;
}

/** Shows how what files declare differs from what is there. The plan that this takes is discarded. */
export async function diffFiles(
  session: Session,
  values: PlanValues,
  { detailed, followers }: DiffOptions,
): Promise<ExitCode> {
  const plan = await planFiles(session, values);
  const client = await session.client();
  await client.changes.discard(plan.change, { signal: session.io.signal });
  const shown = followers ? plan : withoutFollowers(plan);
  await emitPlan(session, shown);
  return planExitCode(shown, detailed);
}

function withoutFollowers(plan: Plan): Plan {
  const { change, actions } = plan;
  return {
    ...plan,
    change: { ...change, counts: { ...change.counts, follow: 0 } },
    actions: actions.filter(({ action }) => action !== "follow"),
  };
}
