import { progressWords } from "../change-words.ts";

/** How much of an applied change is done, as a bar and in words. */
export function ChangeProgress({ progress }: { progress: { total: number; settled: number; failed: number } }) {
  const { total, settled, failed } = progress;
  if (total === 0) return null;
  const share = (count: number): string => `${(count / total) * 100}%`;
  return (
    <div>
      <p role="status" aria-label="Progress" className="mb-1 text-sm text-ink-soft tabular-nums">
        {progressWords(progress)}
      </p>
      <svg aria-hidden className="block h-2 w-full rounded-full bg-sunken" preserveAspectRatio="none">
        <rect height="100%" width={share(settled - failed)} className="fill-ready" />
        <rect height="100%" x={share(settled - failed)} width={share(failed)} className="fill-failed" />
      </svg>
    </div>
  );
}
