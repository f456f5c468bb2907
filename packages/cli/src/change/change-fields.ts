import { actorWords } from "@pragma/contract/actor-words";
import type { Change } from "@pragma/sdk";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";
import { fields } from "../output/table.ts";
import { blockedText } from "./blocked-text.ts";
import { namesIn, type Plan } from "./show/plan-sections.ts";

/** Blocked resources named one by one. */
const MOST = 20;

/** Fields of a change beside its actions: status, who and when, what it waits for. */
export function changeFields({ change, actions }: Plan, style: Style): string {
  const { id, status, set, created_by, created_at, applied_by, applied_at, settled_at, expires_at } = change;
  const rows = [
    ["Change", id],
    ["Status", stateCell(status)],
    ["Set", set],
    ["Planned", byAt(created_by, created_at)],
    ["Applied", applied_at === null ? null : byAt(applied_by, applied_at)],
    ["Ended", change.ended_at ? byAt(change.ended_by, change.ended_at) : null],
    ["Settled", settled_at],
    ["Expires", status === "planned" ? expires_at : null],
    ["From", sourceText(change)],
    ["Reverts", change.reverts],
    ["Reverted by", change.reverted_by],
  ] as const;
  const nameOf = namesIn(actions);
  const waits = change.blocked.slice(0, MOST).map((one) => {
    return ["Blocked", `${nameOf(one.resource)} ${blockedText(one, nameOf)}`] as const;
  });
  const more = change.blocked.length - waits.length;
  const rest = more > 0 ? ([["Blocked", `and ${more} more`]] as const) : [];
  return fields([...rows.filter(([, value]) => value !== null), ...waits, ...rest], style);
}

function byAt(by: Change["applied_by"], at: string): string {
  return by === null ? at : `${at} by ${actorWords(by)}`;
}

function sourceText({ source }: Change): string | null {
  return source === null ? null : [source.kind, source.ref, source.url].filter(Boolean).join(" ");
}
