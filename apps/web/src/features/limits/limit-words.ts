import type { LimitName } from "@pragma/contract";

/** What each limit is about, as labels. */
export const LIMIT_LABELS: Readonly<Record<LimitName, string>> = {
  requests: "Requests a minute",
  resources: "Resources",
  file_bytes: "Bytes of files",
  tokens: "API tokens",
  members: "Members",
  builds: "Builds of providers at once",
  versions: "Versions of providers",
};

export const whole = new Intl.NumberFormat("en");
