import { Notice } from "~/components/ui/states.tsx";
import { LinkedText } from "./linked-text.tsx";
import { ResourceLink } from "./resource-link.tsx";
import type { DeletionPlan, PlannedResource } from "./resource-types.ts";

/** Everything that goes, stays behind, or blocks the deletion, by name. */
export function DeletionPlanView({ plan, resourceId }: { plan: DeletionPlan; resourceId: string }) {
  const others = plan.members.filter(({ id }) => id !== resourceId);
  const unlisted = plan.member_count - plan.members.length;
  return (
    <>
      {plan.under_way ? <Notice>It is already being deleted.</Notice> : null}
      {plan.obstacles.map(({ code, message }) => (
        <Notice key={code} tone="danger">
          <p className="[overflow-wrap:anywhere]">
            <LinkedText text={message} />
          </p>
        </Notice>
      ))}
      {others.length > 0 ? (
        <PlannedList title={`Deleted with it (${plan.member_count - 1})`} resources={others} unlisted={unlisted} />
      ) : null}
      {plan.detached.length > 0 ? (
        <PlannedList
          title={`Stays, with the values last taken from it (${plan.detached.length})`}
          resources={plan.detached}
        />
      ) : null}
      {plan.waits_for.length > 0 ? (
        <PlannedList
          title={`Waits until these have been updated (${plan.waits_for.length})`}
          resources={plan.waits_for}
        />
      ) : null}
    </>
  );
}

interface PlannedListProps {
  title: string;
  resources: readonly PlannedResource[];
  /** How many more there are. */
  unlisted?: number;
}

function PlannedList({ title, resources, unlisted = 0 }: PlannedListProps) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-sm font-medium text-ink">{title}</h3>
      <ul className="flex max-h-48 flex-col gap-1 overflow-y-auto rounded-md border border-line px-3 py-2">
        {resources.map(({ key, lifecycle_state }) => (
          <li key={key}>
            <ResourceLink resourceKey={key} state={lifecycle_state} className="flex justify-between" />
          </li>
        ))}
        {unlisted > 0 ? <li className="text-ink-soft">and {unlisted.toLocaleString("en")} more</li> : null}
      </ul>
    </section>
  );
}
