import type { Change } from "@pragma/sdk";
import { CliError } from "../errors/cli-error.ts";
import { sayOnInterrupt } from "../session/say-on-interrupt.ts";
import type { Session } from "../session/session.ts";
import { type ApplyChangeOptions, applyChange } from "./apply-change.ts";
import { ask } from "./ask.ts";
import type { Followed } from "./follow-change.ts";
import type { Plan } from "./show/plan-sections.ts";
import { isEmpty } from "./show/plan-text.ts";

/** A change that is planned, shown, agreed upon and applied. */
export interface Undertaking<Planned extends Plan> extends ApplyChangeOptions {
  /** Plans and shows it. Called again where others change the same things before it is applied. */
  plan: () => Promise<Planned>;
  /** The question that somebody has to answer with yes first; null if it is applied without one. */
  questionOf: (plan: Planned) => Promise<string | null>;
}

/** How often it is planned anew where others change the same things meanwhile, and nobody has to look at the plan. */
const MOST_PLANS = 5;

/**
 * Plans, asks, applies and follows a change. An empty plan is discarded: there is nothing to do.
 *
 * @returns the plan and how it ended; null if the answer was no
 * @throws what planning throws; ConflictError if what it was planned on has changed since somebody said yes
 */
export async function carryOut<Planned extends Plan>(
  session: Session,
  { plan: propose, questionOf, ...options }: Undertaking<Planned>,
): Promise<{ plan: Planned; followed: Followed } | null> {
  for (let count = 1; ; count++) {
    const plan = await sayOnInterrupt(session, () => "Nothing was applied.", propose);
    const { change } = plan;
    const question = isEmpty(change) ? null : await questionOf(plan);
    if (question !== null && !(await agreed(session, change, question))) return null;
    try {
      const followed = isEmpty(change) ? await discard(session, plan) : await applyChange(session, change, options);
      return { plan, followed };
    } catch (error) {
      if (!isStale(error) || question !== null || count >= MOST_PLANS) throw error;
      session.note("What the plan is based on has changed; planning again.");
    }
  }
}

async function agreed(session: Session, change: Change, question: string): Promise<boolean> {
  const kept = () => `Nothing was applied. \`pragma apply ${change.id}\` applies this plan, within 24 hours.`;
  if (await sayOnInterrupt(session, kept, () => ask(session, `\n${question}`))) return true;
  session.note(kept());
  return false;
}

/** Drops a plan that nobody will apply. */
export async function discard(session: Session, { change, actions }: Plan): Promise<Followed> {
  const client = await session.client();
  await client.changes.discard(change, { signal: session.io.signal });
  return { change, actions, error: null };
}

function isStale(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof CliError || !("facts" in error)) return false;
  const { stale } = error.facts as { stale?: unknown };
  return Array.isArray(stale) && stale.length > 0;
}
