import { ArrowRight } from "lucide-react";
import { type ShownChange, sideWords } from "~/features/resource-elements/side-words.ts";
import { cn } from "~/lib/class-names.ts";

/** Paths that are shown in a row; the rest is one click away. */
const SHOWN = 2;

/** The first of what changes, in a row: `image 1.4.3 → 1.5.0`. */
export function InlineChanges({ changes }: { changes: readonly ShownChange[] }) {
  const others = changes.length - SHOWN;
  const width = changes.length === 1 ? "max-w-112" : "max-w-64";
  return (
    <ul aria-label="What changes" className="flex min-w-0 max-w-full flex-wrap gap-x-3 gap-y-0.5 font-mono text-xs">
      {changes.slice(0, SHOWN).map((change) => (
        <li key={change.path} className="flex min-w-0 max-w-full items-baseline gap-1.5">
          <span className="max-w-48 shrink-0 truncate text-ink-soft">{change.path.replace(/^config\./, "")}</span>
          {sideWords(change, "before").isValue ? (
            <>
              <Side change={change} side="before" className={width} />
              <ArrowRight aria-label="becomes" className="size-3 shrink-0 self-center text-ink-faint" />
            </>
          ) : null}
          <Side change={change} side="after" className={width} />
        </li>
      ))}
      {others > 0 ? <li className="text-ink-faint">and {others.toLocaleString("en")} more</li> : null}
    </ul>
  );
}

function Side({ change, side, className }: { change: ShownChange; side: "before" | "after"; className: string }) {
  const { text, isValue } = sideWords(change, side);
  return (
    <span className={cn("truncate", isValue ? "text-ink" : "text-ink-faint", className)} title={text}>
      {text}
    </span>
  );
}
