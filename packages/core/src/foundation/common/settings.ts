import { DEFAULT_QUOTAS, type QuotaSettings } from "./quota-settings.ts";

/** Settings for operators. Only the apps read environment variables; they fill this in. */
export interface Settings {
  /** Where clients reach the API, without a trailing slash: the base of `public_url` and of `Link`. */
  readonly publicApiUrl: string;
  readonly publicWebUrl: string;
  /** Requests that an organization may make per window. */
  readonly rateLimit: number;
  readonly rateLimitWindowSeconds: number;
  /** How much an organization may have. */
  readonly quotas: QuotaSettings;
  /** Attempts before an event becomes a dead letter. */
  readonly maxAttempts: number;
  /** Delay before the first retry; it doubles each time, with jitter, up to `retryMaxDelayMs`. */
  readonly retryBaseDelayMs: number;
  readonly retryMaxDelayMs: number;
  /** How long a claim lasts unless renewed. A dead worker's events run again within this plus a round of the reaper. */
  readonly leaseSeconds: number;
  readonly maxFileBytes: number;
  /** A graph with more nodes is returned in parts. */
  readonly maxGraphNodes: number;
  /** Accounts that may create organizations: operators of the installation, or all. */
  readonly organizationCreation: "operator" | "anyone";
  /** Size limits of a provider's source: packed, and unpacked in total. */
  readonly maxArchiveBytes: number;
  readonly maxUnpackedBytes: number;
  /** Files, folders and links in that source. */
  readonly maxArchiveFiles: number;
}

export const DEFAULT_SETTINGS: Settings = {
  publicApiUrl: "http://localhost:8000",
  publicWebUrl: "http://localhost:3000",
  rateLimit: 6000,
  rateLimitWindowSeconds: 60,
  quotas: DEFAULT_QUOTAS,
  maxAttempts: 5,
  retryBaseDelayMs: 1000,
  retryMaxDelayMs: 60_000,
  leaseSeconds: 15,
  maxFileBytes: 25 * 1024 * 1024,
  maxGraphNodes: 5000,
  organizationCreation: "operator",
  maxArchiveBytes: 50 * 1024 * 1024,
  maxUnpackedBytes: 200 * 1024 * 1024,
  maxArchiveFiles: 20_000,
};
