import { LIFECYCLE_STATES } from "@pragma/contract";
import { Boxes } from "lucide-react";
import type { ReactNode } from "react";
import { Section } from "~/components/ui/card.tsx";
import { DataTable } from "~/components/ui/data-table.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "~/components/ui/states.tsx";
import { Part } from "./part.tsx";

/** A table in all that it can be, in the cards that pages put it in. */
export function TableParts() {
  return (
    <Part file="data-table.tsx, card.tsx">
      <Framed title="With rows">
        <DataTable
          label="Resources"
          rowHead={{ head: "Name", className: "font-medium text-ink", cell: (state) => `resource-${state}` }}
          columns={[
            { head: "State", cell: (state) => <StateBadge state={state} /> },
            {
              head: "Message",
              className: "text-ink-soft",
              cell: () => "A message that may well be longer than its column.",
            },
          ]}
          rows={LIFECYCLE_STATES}
          keyOf={(state) => state}
          rowClassName="hover:bg-sunken"
        />
      </Framed>
      <Framed title="Loading">
        <SkeletonRows rows={3} label="Loading the rows" />
      </Framed>
      <Framed title="Empty">
        <EmptyState icon={Boxes} title="No row matches" />
      </Framed>
      <Framed title="With an error">
        <ErrorState message="The rows could not be loaded." onRetry={() => {}} />
      </Framed>
    </Part>
  );
}

function Framed({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Section title={title} description="What the section is about">
      {children}
    </Section>
  );
}
