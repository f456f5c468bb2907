import { DEFAULT_QUOTAS, type QuotaSettings } from "./quota-settings.ts";

/** What an operator may tune. Environment variables are read by the apps alone, which fill this in. */
export interface Settings {
  /** Where clients reach the API, without a trailing slash: base of `public_url` and of `Link`. */
  readonly publicApiUrl: string;
  readonly publicWebUrl: string;
  /** Requests an organization may make in a window. */
  readonly rateLimit: number;
  readonly rateLimitWindowSeconds: number;
  /** How much an organization may have. */
  readonly quotas: QuotaSettings;
  /** Attempts before an event ends in the dead letters. */
  readonly maxAttempts: number;
  /** First delay between attempts; it doubles each time, with jitter, up to `retryMaxDelayMs`. */
  readonly retryBaseDelayMs: number;
  readonly retryMaxDelayMs: number;
  /** How long a claim lasts without being renewed. A dead worker's events run again within this and a reaper's round. */
  readonly leaseSeconds: number;
  readonly maxFileBytes: number;
  /** A graph with more is answered in parts. */
  readonly maxGraphNodes: number;
  /** Who may create organizations: operators of the installation, or every account. */
  readonly organizationCreation: "operator" | "anyone";
  /** Of the source of a provider: packed, and unpacked in all. */
  readonly maxArchiveBytes: number;
  readonly maxUnpackedBytes: number;
  /** Files, folders and links in it. */
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
