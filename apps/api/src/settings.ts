import { tmpdir } from "node:os";
import { DEFAULT_REQUEST_MEMORY_BYTES } from "@pragma/core/limits/ledgers";

/** Settings of the gateway besides those of core; `env.ts` reads both from the environment. */
export type ApiSettings = {
  maxBodyBytes: number;
  /** Memory for the bodies of requests that are in hand at once. */
  requestMemoryBytes: number;
  /** The same on disk, where sources of providers are received. */
  requestDiskBytes: number;
  /** A client of a stream that reads nothing for this long is disconnected. */
  stallMs: number;
  /** Origins besides the dashboard's whose pages may call, such as `https://console.example`. */
  corsOrigins: readonly string[];
  /** The folder for incoming uploads. */
  spoolFolder: string;
};

export const DEFAULT_API_SETTINGS: ApiSettings = {
  maxBodyBytes: 1024 * 1024,
  requestMemoryBytes: DEFAULT_REQUEST_MEMORY_BYTES,
  requestDiskBytes: 512 * 1024 * 1024,
  stallMs: 30_000,
  corsOrigins: [],
  spoolFolder: tmpdir(),
};
