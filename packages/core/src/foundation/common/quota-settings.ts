import { MAX_QUOTA, type Quota } from "@pragma/contract";
import { z } from "zod";

/** How much of each quota an organization may use, unless an operator gives it a different limit. */
export type QuotaSettings = Readonly<Record<Quota, number>>;

const GIBIBYTE = 1024 ** 3;

/** Far more than any well-behaved organization uses. */
export const DEFAULT_QUOTAS: QuotaSettings = {
  resources: 2_000_000,
  file_bytes: 100 * GIBIBYTE,
  tokens: 10_000,
  members: 10_000,
  builds: 100,
  versions: 5000,
};

const quota = z.coerce.number().int().min(1).max(MAX_QUOTA);

/** The environment variables that set the quotas. */
export const quotaVariables = {
  PRAGMA_QUOTA_RESOURCES: quota.default(DEFAULT_QUOTAS.resources),
  PRAGMA_QUOTA_FILE_BYTES: quota.default(DEFAULT_QUOTAS.file_bytes),
  PRAGMA_QUOTA_TOKENS: quota.default(DEFAULT_QUOTAS.tokens),
  PRAGMA_QUOTA_MEMBERS: quota.default(DEFAULT_QUOTAS.members),
  PRAGMA_QUOTA_BUILDS: quota.default(DEFAULT_QUOTAS.builds),
  PRAGMA_QUOTA_VERSIONS: quota.default(DEFAULT_QUOTAS.versions),
};

/** The quotas set by a program's environment. */
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
