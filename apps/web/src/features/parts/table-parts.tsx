import { LIFECYCLE_STATES } from "@pragma/contract";
import { Boxes } from "lucide-react";
import type { ReactNode } from "react";
import { Section } from "~/components/ui/card.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "~/components/ui/states.tsx";
import { Table, Td, Th } from "~/components/ui/table.tsx";
import { Part } from "./part.tsx";

/** A table in all that it can be, in the cards that pages put it in. */
export function TableParts() {
  return (
    <Part file="table.tsx, card.tsx">
      <Framed title="With rows">
        <Table label="Resources" isStacked>
          <thead>
            <tr>
              <Th>Name</Th>
              <Th>State</Th>
              <Th>Message</Th>
            </tr>
          </thead>
          <tbody>
            {LIFECYCLE_STATES.map((state) => (
              <tr key={state} className="hover:bg-sunken">
                <Td className="font-medium text-ink">{`resource-${state}`}</Td>
                <Td label="State">
                  <StateBadge state={state} />
                </Td>
                <Td label="Message" className="text-ink-soft">
                  A message that may well be longer than its column.
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
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
