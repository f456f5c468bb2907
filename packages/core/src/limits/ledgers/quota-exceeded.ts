import type { Quota } from "@pragma/contract";
import type { QuotaUse } from "@pragma/db/queries";
import { DomainError } from "../../common/errors.ts";

/** What each quota is about, and how to get on without another one. */
const WORDS: Readonly<Record<Quota, { of: string; advice: string }>> = {
  resources: { of: "resources", advice: "Delete resources that are not needed" },
  file_bytes: { of: "bytes of files", advice: "Delete files that are not needed" },
  tokens: { of: "live API tokens", advice: "Revoke tokens that are not needed" },
  members: { of: "members", advice: "Remove members who are not needed" },
  builds: { of: "builds of providers in hand", advice: "Wait until one of them has ended" },
  versions: { of: "versions of providers", advice: "Delete providers that are not needed" },
};

/** Ends by itself: to try again helps. */
const PASSES: ReadonlySet<Quota> = new Set(["builds"]);

/** Refuses what would exceed a quota, saying which one, how much of it is used, and who can raise it. */
export function quotaExceeded(quota: Quota, { used, limit }: { used: number; limit: number }, adds = 1): DomainError {
  const { of, advice } = WORDS[quota];
  const more = adds === 1 ? "" : `, and this would add ${adds}`;
  return new DomainError(
    PASSES.has(quota) ? "quota" : "quota_exceeded",
    `The organization may have ${limit} ${of} and has ${used}${more}. ${advice}, or ask an operator of this installation to raise the quota \`${quota}\``,
    { quota, limit, used },
  );
}

/** The quota that holds: what an operator set for the organization, else the setting. */
export function limitOf({ value }: Pick<QuotaUse, "value">, standard: number): number {
  return value ?? standard;
}
