import type { Quota } from "@pragma/contract";
import type { QuotaUse } from "@pragma/db/queries";
import { DomainError } from "../../common/errors.ts";

/** The objects that each quota counts, and how to free some of it. */
const WORDS: Readonly<Record<Quota, { of: string; advice: string }>> = {
  resources: { of: "resources", advice: "Delete resources that are not needed" },
  file_bytes: { of: "bytes of files", advice: "Delete files that are not needed" },
  tokens: { of: "live API tokens", advice: "Revoke tokens that are not needed" },
  members: { of: "members", advice: "Remove members who are not needed" },
  builds: { of: "builds of providers in hand", advice: "Wait until one of them has ended" },
  versions: { of: "versions of providers", advice: "Delete providers that are not needed" },
};

/** Quotas that free up on their own, so that trying again helps. */
const PASSES: ReadonlySet<Quota> = new Set(["builds"]);

/** The error for exceeding a quota: says which one, how much of it is used, and who can raise it. */
export function quotaExceeded(quota: Quota, { used, limit }: { used: number; limit: number }, adds = 1): DomainError {
  const { of, advice } = WORDS[quota];
  const more = adds === 1 ? "" : `, and this would add ${adds}`;
  return new DomainError(
    PASSES.has(quota) ? "quota" : "quota_exceeded",
    `The organization may have ${limit} ${of} and has ${used}${more}. ${advice}, or ask an operator of this installation to raise the quota \`${quota}\``,
    { quota, limit, used },
  );
}

/** The quota in force: the organization's own if an operator set one, else the setting. */
export function limitOf({ value }: Pick<QuotaUse, "value">, standard: number): number {
  return value ?? standard;
}
