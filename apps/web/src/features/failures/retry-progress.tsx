import { StateBadge } from "~/components/ui/state-badge.tsx";
import type { Retry } from "./retries.ts";

/** The progress of a retry, below its error. */
export function RetryProgress({ retry: { phase, message } }: { retry: Retry }) {
  switch (phase) {
    case "asked":
      return <p className="mt-1.5 text-dense text-ink-soft">Retrying…</p>;
    case "skipped":
      return (
        <p className="mt-1.5 text-dense text-pending-text [overflow-wrap:anywhere]">
          Not retried{message === null ? "" : `: ${message}`}
        </p>
      );
    case "gone":
      return <p className="mt-1.5 text-dense text-ready-text">Deleted</p>;
    case "failed":
      return (
        <p className="mt-1.5 flex flex-wrap items-center gap-2 text-dense text-ink-soft">
          <StateBadge state="failed" /> Retried, and failed again
        </p>
      );
    default:
      return (
        <p className="mt-1.5 flex flex-wrap items-center gap-2 text-dense text-ink-soft">
          Retried: <StateBadge state={phase} />
          {message === null ? null : <span className="[overflow-wrap:anywhere]">{message}</span>}
        </p>
      );
  }
}
