import type { Ref } from "react";
import { Button } from "~/components/ui/button.tsx";
import type { Fault } from "./read-documents.ts";

const SHOWN = 20;

/** Faults of the documents, each with a link to its line. */
export function FaultList({
  faults,
  onGo,
  ref,
}: {
  faults: readonly Fault[];
  onGo: (fault: Fault) => void;
  ref: Ref<HTMLElement>;
}) {
  if (faults.length === 0) return null;
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-labelledby="faults-title"
      className="rounded-md border border-danger bg-danger-soft px-4 py-3"
    >
      <h2 id="faults-title" className="text-sm font-semibold text-danger-text">
        {faults.length === 1 ? "1 problem" : `${faults.length.toLocaleString("en")} problems`}
      </h2>
      <ul className="mt-1 flex flex-col">
        {faults.slice(0, SHOWN).map((fault) => (
          <li key={`${fault.range.from} ${fault.message}`}>
            <Button
              variant="link"
              size="small"
              className="h-auto min-h-6 whitespace-normal px-0 py-0.5 text-left text-danger-text underline [overflow-wrap:anywhere]"
              onClick={() => onGo(fault)}
            >
              Line {fault.line}: {fault.message}
            </Button>
          </li>
        ))}
      </ul>
      {faults.length > SHOWN ? (
        <p className="text-dense text-danger-text">And {(faults.length - SHOWN).toLocaleString("en")} more.</p>
      ) : null}
    </section>
  );
}
