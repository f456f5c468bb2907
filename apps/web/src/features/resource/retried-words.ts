import type { RouterOutputs } from "@pragma/trpc";

/** What came of retrying many: `3 retried, 1 refused.` */
export function retriedWords({ retried, refused, left }: RouterOutputs["resources"]["retryFailed"]): string {
  const parts = [
    ...(retried > 0 ? [`${retried.toLocaleString("en")} retried`] : []),
    ...(refused.length > 0 ? [`${refused.length.toLocaleString("en")} refused`] : []),
  ];
  const words = parts.length > 0 ? `${parts.join(", ")}.` : "There was nothing to retry.";
  return left > 0 ? `${words} ${left.toLocaleString("en")} more have failed: retry again for those.` : words;
}
