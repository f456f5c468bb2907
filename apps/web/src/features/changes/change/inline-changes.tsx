import { ArrowRight } from "lucide-react";
import { type ShownChange, sideWords } from "~/features/resource/side-words.ts";

/** Paths that are shown in a row; the rest is one click away. */
const SHOWN = 2;

/** The first of what changes, in a row: `image 1.4.3 → 1.5.0`. */
export function InlineChanges({ changes }: { changes: readonly ShownChange[] }) {
  const others = changes.length - SHOWN;
  return (
    <ul aria-label="What changes" className="flex min-w-0 flex-wrap gap-x-3 gap-y-0.5 font-mono text-xs">
      {changes.slice(0, SHOWN).map((change) => (
        <li key={change.path} className="flex min-w-0 items-baseline gap-1.5">
          <span className="truncate text-ink-soft">{change.path.replace(/^config\./, "")}</span>
          {sideWords(change, "before").isValue ? (
            <>
              <Side change={change} side="before" />
              <ArrowRight aria-label="becomes" className="size-3 shrink-0 self-center text-ink-faint" />
            </>
          ) : null}
          <Side change={change} side="after" />
        </li>
      ))}
      {others > 0 ? <li className="text-ink-faint">and {others.toLocaleString("en")} more</li> : null}
    </ul>
  );
}

function Side({ change, side }: { change: ShownChange; side: "before" | "after" }) {
  const { text, isValue } = sideWords(change, side);
  return (
    <span className={isValue ? "max-w-48 truncate text-ink" : "max-w-48 truncate text-ink-faint"} title={text}>
      {text}
    </span>
  );
}
