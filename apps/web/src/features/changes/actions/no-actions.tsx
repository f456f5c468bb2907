import { ListX } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Card } from "~/components/ui/card.tsx";
import { EmptyState } from "~/components/ui/states.tsx";

/** In place of the actions where there are none. @param onClear of filters that none matches; null where none is set */
export function NoActions({ onClear }: { onClear: (() => void) | null }) {
  return (
    <Card>
      {onClear ? (
        <EmptyState icon={ListX} title="No action matches" action={<Button onClick={onClear}>Clear filters</Button>} />
      ) : (
        <EmptyState icon={ListX} title="Nothing to do">
          Everything is already up to date.
        </EmptyState>
      )}
    </Card>
  );
}
