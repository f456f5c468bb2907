import { DEFAULT_HANDLING, type Handling, handlingOf } from "@pragma/contract";
import { revertedBy } from "./adoptions.ts";
import type { Facts, HistoryFact } from "./facts.ts";
import type { Life } from "./lives.ts";
import { declaredHandling } from "./operation.ts";

/** Members that are known; what a revert brings back is told by nobody. */
export type KnownHandling = Partial<Handling>;

/** A step of a life, and how the resource is handled from then on. */
export interface HandledStep {
  readonly step: HistoryFact;
  readonly before: KnownHandling;
  readonly after: KnownHandling;
}

const MEMBER = /^handling\.(\w+)$/;

/** How a resource was handled in the course of a life: as its first request says, and as each step changes it. */
export function handlingsOf({ steps }: Pick<Life, "steps">, facts: Pick<Facts, "requests">): HandledStep[] {
  let before: KnownHandling = {};
  return steps.map((step) => {
    const after = { ...(step.from === null ? handlingOfNew(step, facts) : before), ...changesOf(step) };
    const handled = { step, before, after };
    before = after;
    return handled;
  });
}

function handlingOfNew({ correlationId, key }: HistoryFact, { requests }: Pick<Facts, "requests">): KnownHandling {
  const operation = requests.find(({ id }) => id === correlationId)?.operation;
  if (operation?.kind === "change-apply" && revertedBy(operation.id, requests) !== undefined) return {};
  return handlingOf(declaredHandling(operation, key) ?? null) ?? DEFAULT_HANDLING;
}

function changesOf({ changes }: HistoryFact): KnownHandling {
  return Object.fromEntries(
    changes.flatMap(({ path, after }) => {
      const member = MEMBER.exec(path)?.[1];
      return member === undefined ? [] : [[member, after]];
    }),
  );
}
