import { tmpdir } from "node:os";

/** What a running gateway may be told beside the settings of core; `env.ts` reads both from the environment. */
export type ApiSettings = {
  maxBodyBytes: number;
  /** After this long without reading, a client of a stream is cut. */
  stallMs: number;
  /** Whose pages may call, besides the dashboard's: origins such as `https://console.example`. */
  corsOrigins: readonly string[];
  /** Where uploads are received. */
  spoolFolder: string;
};

export const DEFAULT_API_SETTINGS: ApiSettings = {
  maxBodyBytes: 1024 * 1024,
  stallMs: 30_000,
  corsOrigins: [],
  spoolFolder: tmpdir(),
};
