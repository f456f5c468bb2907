import { zoneName } from "./time-words.ts";
import { useZone } from "./zone.ts";

/** The name of the zone in which times are shown. */
export function useZoneName(): string {
  const zone = useZone();
  return zoneName(zone);
}
