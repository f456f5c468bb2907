"use client";

import { Card } from "~/components/ui/card.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { ThemeToggle } from "~/features/shell/frame/theme-toggle.tsx";
import { Toasts } from "~/features/shell/frame/toasts.tsx";
import { ActionParts } from "./action-parts.tsx";
import { FieldParts } from "./field-parts.tsx";
import { OverlayParts } from "./overlay-parts.tsx";
import { PartGroup } from "./part.tsx";
import { StatusParts } from "./status-parts.tsx";
import { TableParts } from "./table-parts.tsx";
import { TextParts } from "./text-parts.tsx";

const GROUPS = [
  { id: "actions", title: "Actions", Parts: ActionParts },
  { id: "fields", title: "Fields", Parts: FieldParts },
  { id: "states", title: "States", Parts: StatusParts },
  { id: "tables", title: "Tables", Parts: TableParts },
  { id: "overlays", title: "Dialogs and messages", Parts: OverlayParts },
  { id: "texts", title: "Code, durations and times", Parts: TextParts },
];

/** The parts that pages are made of (`components/ui`), each in its states, for whoever builds with them. */
export function PartsPage() {
  return (
    <main id="content" className="mx-auto flex w-full max-w-5xl flex-col gap-8 px-4 py-8">
      <div>
        <PageHeader
          title="Parts"
          description="What pages are made of, in its states. This page exists only in development."
          actions={<ThemeToggle />}
        />
        <nav aria-label="Parts">
          <Card className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-2">
            {GROUPS.map(({ id, title }) => (
              <a
                key={id}
                href={`#${id}`}
                className="inline-flex min-h-6 items-center text-accent-text underline-offset-4 hover:underline"
              >
                {title}
              </a>
            ))}
          </Card>
        </nav>
      </div>
      {GROUPS.map(({ id, title, Parts }) => (
        <PartGroup key={id} id={id} title={title}>
          <Parts />
        </PartGroup>
      ))}
      <Toasts />
    </main>
  );
}
