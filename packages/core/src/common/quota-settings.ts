import { MAX_QUOTA, type Quota } from "@pragma/contract";
import { z } from "zod";

/** Of each quota how much an organization may have, where no operator set another value for it. */
export type QuotaSettings = Readonly<Record<Quota, number>>;

const GIBIBYTE = 1024 ** 3;

/** Far more than an organization has that nobody has to stop. */
export const DEFAULT_QUOTAS: QuotaSettings = {
  resources: 2_000_000,
  file_bytes: 100 * GIBIBYTE,
  tokens: 10_000,
  members: 10_000,
  builds: 100,
  versions: 5000,
};

const quota = z.coerce.number().int().min(1).max(MAX_QUOTA);

/** The variables of the quotas, for the environment of a program. */
export const quotaVariables = {
  PRAGMA_QUOTA_RESOURCES: quota.default(DEFAULT_QUOTAS.resources),
  PRAGMA_QUOTA_FILE_BYTES: quota.default(DEFAULT_QUOTAS.file_bytes),
  PRAGMA_QUOTA_TOKENS: quota.default(DEFAULT_QUOTAS.tokens),
  PRAGMA_QUOTA_MEMBERS: quota.default(DEFAULT_QUOTAS.members),
  PRAGMA_QUOTA_BUILDS: quota.default(DEFAULT_QUOTAS.builds),
  PRAGMA_QUOTA_VERSIONS: quota.default(DEFAULT_QUOTAS.versions),
};

/** The quotas that a program's environment sets. */
export function quotasOf(env: z.output<z.ZodObject<typeof quotaVariables>>): QuotaSettings {
  return {
    resources: env.PRAGMA_QUOTA_RESOURCES,
    file_bytes: env.PRAGMA_QUOTA_FILE_BYTES,
    tokens: env.PRAGMA_QUOTA_TOKENS,
    members: env.PRAGMA_QUOTA_MEMBERS,
    builds: env.PRAGMA_QUOTA_BUILDS,
    versions: env.PRAGMA_QUOTA_VERSIONS,
  };
}
