import type { Addresses } from "~/lib/packages.ts";
import { services } from "./services.ts";

/** Where this installation is reached, as its settings say. */
export function publicAddresses(): Addresses {
  const { publicApiUrl, publicWebUrl } = services().env.settings;
  return { apiUrl: publicApiUrl, webUrl: publicWebUrl };
}
