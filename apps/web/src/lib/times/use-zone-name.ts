import { useHydrated } from "../use-hydrated.ts";
import { zoneName } from "./time-words.ts";
import { useZone } from "./zone.ts";

/** The name of the zone in which times are shown, now. */
export function useZoneName(): string {
  const zone = useZone();
  // Formats differ between the server's JavaScript and that of browsers.
  return useHydrated() ? zoneName(zone, new Date()) : "UTC";
}
