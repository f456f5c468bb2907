import { ArrowRight } from "lucide-react";
import { cn } from "~/lib/class-names.ts";
import { type ShownChange, sideWords } from "./side-words.ts";

/** Values as they were and as they are, or will be, one path a line. */
export function ValueChanges({ changes }: { changes: readonly ShownChange[] }) {
  return (
    <dl aria-label="Changes" className="mt-2 overflow-hidden rounded-md border border-line font-mono text-xs">
      {changes.map((change) => (
        <div
          key={change.path}
          className="grid gap-x-3 gap-y-1 border-b border-line px-3 py-1.5 last:border-b-0 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)]"
        >
          <dt className="text-ink [overflow-wrap:anywhere]">{change.path}</dt>
          <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-1">
            <Side
              change={change}
              side="before"
              className="bg-failed-soft text-failed-text line-through decoration-failed/50"
            />
            <ArrowRight className="size-3 shrink-0 self-center text-ink-faint" aria-hidden />
            <Side change={change} side="after" className="bg-ready-soft text-ready-text" />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Side({ change, side, className }: { change: ShownChange; side: "before" | "after"; className: string }) {
  const { text, isValue } = sideWords(change, side);
  if (!isValue) return <span className="text-ink-faint [overflow-wrap:anywhere]">{text}</span>;
  return (
    <span
      className={cn(
        "max-h-40 max-w-full overflow-y-auto rounded px-1 whitespace-pre-wrap [overflow-wrap:anywhere]",
        className,
      )}
    >
      <span className="sr-only">{side} </span>
      {text}
    </span>
  );
}
