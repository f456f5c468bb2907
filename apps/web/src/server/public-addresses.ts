import type { Addresses } from "~/lib/packages.ts";
import { services } from "./services.ts";

/** The public addresses of this installation, from its settings. */
export function publicAddresses(): Addresses {
  const { publicApiUrl, publicWebUrl } = services().env.settings;
  return { apiUrl: publicApiUrl, webUrl: publicWebUrl };
}
