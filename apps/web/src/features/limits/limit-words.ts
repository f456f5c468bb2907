import type { LimitName } from "@pragma/contract";
import { sizeWords } from "~/lib/size-words.ts";

/** Labels of the limits. */
export const LIMIT_LABELS: Readonly<Record<LimitName, string>> = {
  requests: "Requests per minute",
  resources: "Resources",
  file_bytes: "File storage",
  tokens: "API tokens",
  members: "Members",
  builds: "Concurrent provider builds",
  versions: "Provider versions",
};

export const whole = new Intl.NumberFormat("en");

/** How much of a limit, in words. */
export function amountWords(limit: LimitName, amount: number): string {
  return limit === "file_bytes" ? sizeWords(amount) : whole.format(amount);
}
