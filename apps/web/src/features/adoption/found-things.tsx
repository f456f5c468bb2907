import { PackageSearch } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Card } from "~/components/ui/card.tsx";
import { EmptyState, Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { AdoptionPlan } from "./adoption-plan.tsx";
import { CandidateTable } from "./candidate-table.tsx";
import type { Discovery, Found } from "./use-discovery.ts";
import { useSelection } from "./use-selection.ts";

/** What was found, to choose from. */
export function FoundThings({ discovery }: { discovery: Discovery }) {
  const { found, isPending, error, isOfFound, again } = discovery;
  if (error && !isOfFound) {
    return (
      <Card>
        <CallError error={error} onRetry={again} />
      </Card>
    );
  }
  if (found) return <Choice key={found.count} found={found} discovery={discovery} />;
  return (
    <Card>
      {isPending ? (
        <SkeletonRows label="Asking the provider" />
      ) : (
        <EmptyState icon={PackageSearch} title="Nothing looked for yet">
          Choose a type and find what exists. What you take over stays where it is if its resource is deleted.
        </EmptyState>
      )}
    </Card>
  );
}

function Choice({ found, discovery: { isPending, error, more } }: { found: Found; discovery: Discovery }) {
  const { search, items, cursor, warnings } = found;
  const selection = useSelection(items);
  const type = `${search.type.provider}/${search.type.resource}`;
  return (
    <>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
      <Card>
        {items.length === 0 ? (
          <EmptyState icon={PackageSearch} title={`No ${type} found`}>
            The provider found nothing of this type{cursor === null ? "" : " so far"}. Another connection may have some.
          </EmptyState>
        ) : (
          <CandidateTable items={items} selection={selection} />
        )}
        {cursor === null ? null : (
          <div className="flex flex-col items-center gap-3 border-t border-line p-3">
            {error ? <Notice tone="danger">{errorMessage(error)}</Notice> : null}
            <Button busy={isPending} onClick={more}>
              Show more
            </Button>
          </div>
        )}
      </Card>
      {items.length === 0 ? null : <AdoptionPlan search={search} chosen={selection.chosen} />}
    </>
  );
}
