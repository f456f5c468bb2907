import { type ChangeCounts, doesWords } from "@pragma/contract";
import { Badge } from "~/components/ui/badge.tsx";
import { countPieces } from "./change-words.ts";

/** The counts of a change, by signs; in words for screen readers, and as a tooltip. */
export function ShortCounts({ counts }: { counts: ChangeCounts }) {
  const pieces = countPieces(counts);
  return (
    <span className="inline-flex flex-wrap gap-1 2xl:flex-nowrap" title={doesWords(counts)}>
      <span className="sr-only">{doesWords(counts)}</span>
      {pieces.map(({ kind, sign, count, tone }) => (
        <Badge key={kind} tone={tone} className="gap-1 px-1.5 font-mono tabular-nums">
          <span aria-hidden>
            {sign} {count.toLocaleString("en")}
          </span>
        </Badge>
      ))}
      {pieces.length === 0 ? (
        <span aria-hidden className="text-ink-faint">
          –
        </span>
      ) : null}
    </span>
  );
}

/** The same in words, one badge a kind. */
export function LongCounts({ counts }: { counts: ChangeCounts }) {
  const pieces = countPieces(counts);
  return (
    <ul aria-label="Counts" className="flex flex-wrap gap-1.5">
      {pieces.map(({ kind, sign, words, tone }) => (
        <li key={kind}>
          <Badge tone={tone} className="tabular-nums">
            <span aria-hidden className="font-mono">
              {sign}
            </span>
            {words}
          </Badge>
        </li>
      ))}
      {counts.unchanged > 0 || pieces.length === 0 ? (
        <li>
          <Badge className="tabular-nums">
            {pieces.length === 0 && counts.unchanged === 0
              ? "nothing to do"
              : `${counts.unchanged.toLocaleString("en")} unchanged`}
          </Badge>
        </li>
      ) : null}
    </ul>
  );
}
