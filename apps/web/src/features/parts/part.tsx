import type { ReactNode } from "react";
import { Card } from "~/components/ui/card.tsx";

/** A group of parts, with an address of its own. */
export function PartGroup({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h2 id={id} className="scroll-mt-20 text-base font-semibold text-ink">
        <a href={`#${id}`} className="underline-offset-4 hover:underline">
          {title}
        </a>
      </h2>
      {children}
    </section>
  );
}

/** A part with its states, named by its file. */
export function Part({ file, children }: { file: string; children: ReactNode }) {
  return (
    <Card className="min-w-0">
      <h3 className="border-b border-line px-4 py-2 font-mono text-xs text-ink-soft">{file}</h3>
      <div className="flex flex-col gap-4 p-4">{children}</div>
    </Card>
  );
}

/** States of a part in a row that wraps. */
export function States({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>;
}
