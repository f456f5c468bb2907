import type { Condition } from "@pragma/contract";
import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon } from "lucide-react";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { LinkedText } from "~/features/resource-elements/linked-text.tsx";
import { cn } from "~/lib/class-names.ts";
import { conditionWords } from "./condition-words.ts";

/** Conditions that are bad when true. */
const UNWELCOME = new Set<Condition["type"]>(["Deleting", "Stale", "Paused", "Replacing"]);

function looksOf({ type, status, reason }: Condition): { icon: LucideIcon; tone: string } {
  if (reason.endsWith("Failed")) return { icon: CircleAlert, tone: "text-danger-text" };
  if (status === "True" && !UNWELCOME.has(type)) return { icon: CircleCheck, tone: "text-ready-text" };
  return { icon: CircleDashed, tone: "text-pending-text" };
}

/** Each condition of a resource, with links to the resources that it waits for. */
export function Conditions({ conditions }: { conditions: readonly Condition[] }) {
  return (
    <ul className="divide-y divide-line">
      {conditions.map((condition) => {
        const { icon: Icon, tone } = looksOf(condition);
        return (
          <li key={condition.type} className="flex items-start gap-3 px-4 py-2.5">
            <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", tone)} />
            <div className="min-w-0 flex-1">
              <p>
                <span className={cn("font-medium", tone)}>{conditionWords(condition)}</span>
              </p>
              <p className="text-ink-soft [overflow-wrap:anywhere]">
                <LinkedText text={condition.message} />
              </p>
            </div>
            <RelativeTime iso={condition.last_transition_time} className="shrink-0 text-xs text-ink-faint" />
          </li>
        );
      })}
    </ul>
  );
}
