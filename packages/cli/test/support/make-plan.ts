import { NO_COUNTS } from "@pragma/contract";
import type { ActionKind, Change, ChangeAction } from "@pragma/sdk";
import type { Plan } from "../../src/change/show/plan-sections.ts";
import { planText } from "../../src/change/show/plan-text.ts";

export const ID = "0198f3c2-7a1e-7000-8000-000000000001";
/** Characters that a terminal would obey. */
export const ESCAPE = "\u001b[2J\u202e";

/** An action with its key and what else is known of it. */
export function action(kind: ActionKind, key: string, known: Partial<ChangeAction> = {}): ChangeAction {
  const [provider = "", resource = "", name = ""] = key.split("/");
  return {
    id: key,
    resource: { id: `resource:${provider}_${resource}_${name}`, provider, resource, name },
    document: null,
    action: kind,
    because: { kind: "declared" },
    changes: [],
    issues: [],
    warnings: [],
    wave: 0,
    ...known,
  };
}

/** A plan of some actions, counted. */
export function planOf(actions: ChangeAction[], known: Partial<Change> = {}): Plan {
  const counts = { ...NO_COUNTS };
  for (const { action: kind } of actions) counts[kind]++;
  const actor = { type: "user", id: "u", name: "Ann" };
  const change: Change = {
    id: ID,
    status: "planned",
    message: null,
    source: { kind: "cli" },
    set: null,
    prune: false,
    counts,
    busy: [],
    created_by: actor,
    created_at: "2026-11-26T20:00:00.000Z",
    expires_at: "2026-11-27T20:00:00.000Z",
    applied_by: null,
    applied_at: null,
    settled_at: null,
    reverts: null,
    reverted_by: null,
    ended_by: null,
    ended_at: null,
    blocked: [],
    actions: actions.slice(0, 100),
    ...known,
  };
  const placeOf = (loc: readonly (string | number)[]) => (loc[0] === "documents" ? `shop.yaml:${loc[1]}:3` : null);
  return { change, actions, placeOf };
}

/** As it is shown without colours. */
export function textOf(plan: Plan): string {
  return planText(plan, (_, text) => text);
}
