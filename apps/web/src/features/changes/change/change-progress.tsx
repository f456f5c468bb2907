import type { OutcomeCount } from "@pragma/contract";
import { progressWords, sharesOf } from "../change-words.ts";

/** How much of an applied change is done, as a bar and in words. */
export function ChangeProgress({ progress }: { progress: { total: number; outcomes: readonly OutcomeCount[] } }) {
  const { total, done, failed, left } = sharesOf(progress);
  if (total === 0) return null;
  const share = (count: number): string => `${(count / total) * 100}%`;
  return (
    <div>
      <p role="status" aria-label="Progress" className="mb-1 text-sm text-ink-soft tabular-nums">
        {progressWords({ total, done })}
      </p>
      <svg aria-hidden className="block h-2 w-full rounded-full bg-sunken" preserveAspectRatio="none">
        <rect height="100%" width={share(done - failed)} className="fill-ready" />
        <rect height="100%" x={share(done - failed)} width={share(failed)} className="fill-failed" />
        <rect height="100%" x={share(done)} width={share(left)} className="fill-draft" />
      </svg>
    </div>
  );
}
